#!/bin/sh
# make gallery: the pictures that README shows, from our own articles. Arguments: the build folder, the gallery's folder.
set -eu
D=$1/dateline out=$2 articles=tests/data/articles labelled=tests/data/labelled
mkdir -p "$out"
store=$1/gallery.gpkg
rm -f "$store"
"$D" ingest -d "$store" "$articles"/*.txt 2> /dev/null
"$D" map "$articles/kahramanmaras-earthquakes.txt" -o "$out/article.png"
"$D" map "$articles/derna-flood.txt" -o "$out/storm.svg"
"$D" map -d "$store" --title "What the sample articles report" -o "$out/world.png"
"$D" map "$articles/sudan-fighting.txt" --theme dark -o "$out/dark.png"
"$D" map "$articles/la-palma-eruption.txt" --theme print -o "$out/print.png"
"$D" map "$articles/tonga-eruption.txt" -o "$out/pacific.png"
echo "$out:"
ls "$out"
