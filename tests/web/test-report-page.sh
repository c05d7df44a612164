#!/bin/sh
# The HTML report in headless Chromium, by keyboard and mouse: filters, the histogram, the map, dark mode, print, contrast, roles; from
# file://, without a request and without a word on the console. DATELINE_SHOTS=FOLDER keeps pictures.
D=$1/dateline T=$1/tests/page
case $1 in *asan*) echo "the page is the same under the sanitizers"; exit 77 ;; esac
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "Chromium is not installed"; exit 77; }
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
"$D" ingest -q -d "$T/e.gpkg" tests/data/articles/*.txt || exit 1
"$D" report -d "$T/e.gpkg" --by country --title "What the sample articles report" -o "$T/r.html" || exit 1
n=$("$D" export -d "$T/e.gpkg" | grep -c '"Feature"')
timeout 300 python3 tests/web/report_page.py "$browser" "$T/r.html" "$n" "${DATELINE_SHOTS:-}" || exit 1
rm -rf "$T"
