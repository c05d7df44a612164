#!/bin/sh
# make gallery: maps that show what the program draws, from articles and tables of events of our own. Arguments: the build folder,
# the gallery's folder.
set -eu
D=$1/dateline out=$2 articles=tests/data/articles ours=tests/data/gallery store=$1/gallery.gpkg
mkdir -p "$out"
rm -f "$store" "$out"/*.png "$out"/*.svg
map() { # NAME ARGUMENTS...
	name=$1
	shift
	"$D" map "$@" --credit 'Made with dateline' -o "$out/$name"
}
"$D" ingest -d "$store" "$articles"/*.txt 2> /dev/null

map article.png "$articles/kahramanmaras-earthquakes.txt" --callouts 2 --size 1200x820
map war.png -e "$ours/sudan-war.csv" --color-by date --callouts 3 --title "Sudan: sixteen months of war" \
	--standfirst "Fighting began in the capital, spread to Darfur within a day and to the grain belt by the end of 2023." --source-line "news and UN reports"
map storm.svg "$ours/cyclone-evan.txt" --color-by date
map antarctica.png -e "$ours/antarctica.csv" --title "Warm air, lost ice and a virus at the end of the world" --source-line "station reports"
map island.png "$articles/sri-lanka-protests.txt"
map city.png -e "$ours/kyiv-region.csv" --callouts 2 --title "The battle of Kyiv" \
	--standfirst "In five weeks from late February 2022 the attackers reached the suburbs, and no farther." --source-line "news reports"
map world.png -d "$store" --title "What the sample articles report"
map area.png "$ours/pakistan-floods.txt"
map arcs.png "$ours/kabul-airlift.txt"
map dark.png "$articles/ecuador-gangs.txt" --theme dark
map print.png "$articles/la-palma-eruption.txt" --theme print --size 174mm@200dpi
map scripts.png -e "$ours/earthquakes.csv" --title "Earthquakes, as the countries they struck call them" --source-line "geological surveys"
map counts.png -d "$store" --count-by country --title "Events in the sample articles, by country"
echo "$out:"
ls "$out"
