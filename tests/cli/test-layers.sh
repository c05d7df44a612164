#!/bin/sh
# map --events and series: what is read and refused, which files come out, and what they have in common.
O=$1 T=$1/tests/layers
D=$(cd "$O" && pwd)/dateline
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
bad=0
fail() { echo "$*"; bad=1; }

# expect CODE PART COMMAND...: exit code, and the message on stderr holds PART ("": says nothing)
expect() {
	code=$1 part=$2; shift 2
	"$@" > "$T/out" 2> "$T/err"; got=$?
	[ $got = "$code" ] || fail "exit $got instead of $code: $*: $(cat "$T/err")"
	case $(cat "$T/err") in *"$part"*) ;; *) fail "no '$part' in the message: $*: $(cat "$T/err")" ;; esac
	[ -n "$part" ] || [ ! -s "$T/err" ] || fail "should be silent: $*: $(cat "$T/err")"
}

cat > "$T/a.csv" <<'CSV'
day,kind,what,lon,lat,place,country
2024-01-05,strike,Strike A,36.2,50.0,Kharkiv,UA
2024-01-20,protest,March B,30.5,50.4,Kyiv,UA
2024-03-02,strike,Strike C,22.6,51.2,Lublin,PL
2024-03-03,flood,=cmd|'/c calc'!A1,28.9,47.0,Chisinau,MD
CSV
expect 0 "" "$D" map --events "$T/a.csv" --label-field what --type-field kind -o "$T/a.svg"
for words in 'Strike A' 'March B' '=cmd|' 'Kharkiv' '>Strike<' '>Protest<'; do grep -qF "$words" "$T/a.svg" || fail "the map does not tell '$words'"; done

# the same from GeoJSON, with the columns named, from a pipe, compressed, and through OGR
python3 - "$T" <<'PY'
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1] + '/a.csv')))
fs = [{'type': 'Feature', 'geometry': {'type': 'Point', 'coordinates': [float(r.pop('lon')), float(r.pop('lat'))]}, 'properties': r} for r in rows]
json.dump({'type': 'FeatureCollection', 'features': fs}, open(sys.argv[1] + '/a.geojson', 'w'))
open(sys.argv[1] + '/a.geojsonl', 'w').write('\n'.join(map(json.dumps, fs)))
PY
fields="--label-field what --type-field kind --date-field day --place-field place"
for f in a.geojson a.geojsonl; do
	expect 0 "" "$D" map --events "$T/$f" $fields -o "$T/b.svg"
	cmp -s "$T/a.svg" "$T/b.svg" || fail "$f gives another map than a.csv"
done
"$D" map --events - $fields -o "$T/b.svg" < "$T/a.csv" && cmp -s "$T/a.svg" "$T/b.svg" || fail "standard input gives another map"
gzip -k "$T/a.csv" && "$D" map --events "$T/a.csv.gz" $fields -o "$T/b.svg" && cmp -s "$T/a.svg" "$T/b.svg" || fail "a compressed file gives another map"
if command -v ogr2ogr > /dev/null; then
	ogr2ogr -f GPKG "$T/a.gpkg" "$T/a.geojson" 2> /dev/null && ogr2ogr -f 'ESRI Shapefile' -t_srs EPSG:3857 "$T/a.shp" "$T/a.geojson" 2> /dev/null
	expect 0 "" "$D" map --events "$T/a.gpkg" $fields -o "$T/b.svg"
	cmp -s "$T/a.svg" "$T/b.svg" || fail "a GeoPackage gives another map"
	expect 0 "" "$D" map --events "$T/a.shp" $fields -o "$T/b.svg"
	cmp -s "$T/a.svg" "$T/b.svg" || fail "a shapefile in another system gives another map"
fi

# GDAL is not loaded for CSV and GeoJSON; a VRT in CSV's clothes is not followed
if command -v strace > /dev/null; then
	strace -f -e trace=openat -o "$T/trace" "$D" map --events "$T/a.geojson" -o "$T/b.svg" 2> /dev/null
	grep -q 'libgdal.*= [0-9]' "$T/trace" && fail "GDAL is loaded for GeoJSON"
fi
printf '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>\n' > "$T/v.csv"
expect 65 "neither CSV nor GeoJSON" "$D" map --events "$T/v.csv" -o "$T/v.svg"

# bad records: told with file and line, left out, exit 2
printf 'name,lon,lat\na,1,2\nb,x,2\nc,3,95\nd,,\ne,4,5\n' > "$T/bad.csv"
expect 2 "bad.csv:3: longitude is no number: 'x'" "$D" map --events "$T/bad.csv" -o "$T/bad.svg"
grep -qF "bad.csv:4: latitude is not from -90 to 90: '95'" "$T/err" && grep -q 'bad.csv:5: ' "$T/err" || fail "not every bad record is told"
grep -qF '>e<' "$T/bad.svg" || fail "what stands behind a bad record is not on the map"
printf 'name,lon,lat\nb,x,2\n' > "$T/all-bad.csv"
expect 65 "longitude is no number" "$D" map --events "$T/all-bad.csv" -o "$T/bad.svg"
awk 'BEGIN {print "lon,lat"; for (i = 0; i < 500; i++) print "x,1"; print "1,1"}' > "$T/many.csv"
expect 2 "and 480 more" "$D" map --events "$T/many.csv" -o "$T/bad.svg"
expect 66 "cannot open" "$D" map --events "$T/absent.csv" -o "$T/x.svg"
expect 65 "is empty" "$D" map --events /dev/null -o "$T/x.svg"
expect 65 "no column 'colour'; there are day, kind" "$D" map --events "$T/a.csv" --type-field colour -o "$T/x.svg"
expect 64 "stands alone" "$D" map --events "$T/a.csv" -d x.gpkg -o "$T/x.svg"

# names are looked up; a spreadsheet's numbers have commas
printf 'place;wert\nKyiv;1,5\nXyzzyville;2\n' > "$T/names.csv"
expect 2 "names.csv:3: no such place in the gazetteer: 'Xyzzyville'" "$D" map --events "$T/names.csv" -o "$T/n.svg"
grep -qF 'Kyiv' "$T/n.svg" || fail "a named place is not on the map"

# very many: hexagons, or dots
awk 'BEGIN {srand(1); print "lon,lat,type"; for (i = 0; i < 5000; i++) printf "%.4f,%.4f,%s\n", rand() * 360 - 180, rand() * 150 - 75, i % 2 ? "a" : "b"}' > "$T/5k.csv"
expect 0 "5000 events are counted in hexagons" "$D" map --events "$T/5k.csv" -o "$T/h.svg"
expect 0 "" "$D" map --events "$T/5k.csv" --marks points -o "$T/p.svg"
n=$(grep -c '<use href="#d' "$T/p.svg")
[ "$n" -gt 4900 ] && [ "$n" -le 5000 ] || fail "$n dots for 5000 events"

# series: one file each, one frame, one legend
frame() { sed -n 's/.*<clipPath id="frame"><rect\([^>]*\)>.*/\1/p' "$1"; }
expect 0 "" "$D" map --events "$T/a.csv" --label-field what --by month --title War -o "$T/by/" -f svg
[ "$(ls "$T/by" | tr '\n' ' ')" = "map-2024-01.svg map-2024-03.svg " ] || fail "files by month: $(ls "$T/by")"
[ "$(frame "$T/by/map-2024-01.svg")" = "$(frame "$T/by/map-2024-03.svg")" ] || fail "the maps of a series differ in their frame"
grep -q 'War: January 2024' "$T/by/map-2024-01.svg" || fail "no month in the title"
for f in "$T"/by/*; do grep -q '>Flood<' "$f" || fail "$f has not the legend of the whole"; done
grep -q 'March B' "$T/by/map-2024-03.svg" && fail "an event of January on the map of March"
expect 0 "" "$D" map --events "$T/a.csv" --by country -o "$T/c-%s.png"
[ -s "$T/c-ua.png" ] && [ -s "$T/c-pl.png" ] && [ -s "$T/c-md.png" ] || fail "no map for each country"
expect 0 "" "$D" map --events "$T/a.csv" --by place -o "$T/q-%s.svg"
[ -s "$T/q-kharkiv.svg" ] && [ -s "$T/q-chisinau.svg" ] || fail "no map for each value of a column"
expect 0 "" "$D" map --events "$T/a.csv" --label-field what --by month --frames sum -o "$T/f-%s.svg"
[ "$(ls "$T" | grep -c '^f-000[123].svg$')" = 3 ] || fail "frames: $(ls "$T" | grep '^f-')"
grep -q 'Strike C' "$T/f-0002.svg" && fail "an event of March in a frame of February"
grep -q '=cmd' "$T/f-0003.svg" || fail "the last frame does not hold all so far"
expect 0 "" "$D" map --events "$T/a.csv" --label-field what --by month --frames each -o "$T/g-%s.svg"
grep -q 'Strike A' "$T/g-0002.svg" && fail "a month without events shows some"
expect 64 "a series needs a folder" "$D" map --events "$T/a.csv" --by month -o "$T/x.png"
expect 64 "is none of day" "$D" map -d x.gpkg --by colour -o "$T/x-%s.png"
expect 65 "no column 'colour'" "$D" map --events "$T/a.csv" --by colour -o "$T/x-%s.png"
exit $bad
