#!/bin/sh
# make demo: from the sample articles to maps, a store, GeoJSON and a report. Arguments: the build folder, the output folder.
set -eu
D=$1/dateline out=$2 articles=tests/data/articles
mkdir -p "$out"
rm -f "$out"/events.gpkg
"$D" map "$articles/kahramanmaras-earthquakes.txt" -o "$out/article.svg"
"$D" map "$articles/kahramanmaras-earthquakes.txt" -o "$out/article.png" --scale 2
"$D" ingest -d "$out/events.gpkg" "$articles"/*.txt
"$D" map -d "$out/events.gpkg" --title "What the sample articles report" -o "$out/world.png" --scale 2
"$D" map -d "$out/events.gpkg" --title "What the sample articles report" -o "$out/world.svg"
"$D" export -d "$out/events.gpkg" -o "$out/events.geojson"
"$D" report -d "$out/events.gpkg" --title "Events in the sample articles" -o "$out/report.html"
"$D" report -d "$out/events.gpkg" --by country --title "Events in the sample articles" -o "$out/report.pdf"
"$D" parse "$articles"/*.txt -o "$out/parsed.jsonl"
echo
echo "made from $(ls "$articles"/*.txt | wc -l) articles in $articles:"
echo "  $out/article.svg, $out/article.png   the events of one article on a map"
echo "  $out/world.svg, $out/world.png       the events of all"
echo "  $out/events.gpkg                     the store, a GeoPackage: $("$D" events -d "$out/events.gpkg" --json | wc -l) events on the map"
echo "  $out/events.geojson                  the same as GeoJSON"
echo "  $out/report.html                     a report: map, events with their sentences, sources"
echo "  $out/report.pdf                      the same on paper, with a map for each country"
echo "  $out/parsed.jsonl                    every place, date and event of every article, with offsets"
