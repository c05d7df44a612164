#!/bin/sh
# What articles and titles say never names a file: pictures of reports and figures of documents stay where they belong.
O=$1 name=paths
. tests/hostile/outputs.sh
find "$T" -newer "$T/in.jsonl" -type f | sed "s#^$T/##" | grep -vE '^(e\.(gpkg|csv|geojson|jsonl)|r\.(html|md|pdf|docx|odt)|r-map(-[a-z-]+)?\.svg|map\.(svg|pdf)|figure\.png|side\.json|snippet\.[a-z]+)$' && fail "files of other names"
mkdir -p "$T/deep/er"
# a report whose own name is odd puts its pictures beside itself, under a name of letters
"$D" report -d "$T/e.gpkg" -o "$T/deep/er/..x Y;\$(id).md" || fail "no report of an odd name"
[ -f "$T/deep/er/x-y-id-map.svg" ] || fail "the picture lies elsewhere: $(find "$T/deep")"
[ "$(find "$T/deep" -type f | wc -l)" = 2 ] || fail "files: $(find "$T/deep" -type f)"
# places of events that came from elsewhere group maps, too: their keys are no paths
printf 'date,lat,lon,type,label\n2024-01-02,10,10,../../../evil,x\n' > "$T/own.csv"
"$D" map --events "$T/own.csv" --id '../../evil' -o "$T/own.svg" --embed html > "$T/own.html" 2> /dev/null || fail "no map of own events"
grep -q 'id="fig-evil"\|id="evil"' "$T/own.html" || fail "the id: $(head -1 "$T/own.html")"
ls "$T"/../evil* "$T"/../../evil* 2> /dev/null && fail "a file elsewhere"
rm -rf "$T"
