#!/bin/sh
# What gazetteer build reads: tables, dumps packed in several ways, layers of points; what it tells of them; keys of other sources.
O=$1 D="$1/dateline" T=$1/tests/gazetteer-build fail=0
rm -rf "$T"; mkdir -p "$T"
complain() { echo "$*"; fail=1; }
# finds GAZ NAME PATTERN: lookup of NAME in GAZ prints a line like PATTERN
finds() { "$D" gazetteer lookup --gazetteer "$1" "$2" | grep -qE -- "$3" || complain "'$2' is not '$3' in $1"; }
printf '1\tGood Place\tGood Place\t\t10.0\t20.0\tP\tPPL\tFR\t\t\t\t\t\t5\t\t1\tEurope/Paris\t2021-03-04\n2\tBad\tBad\t\tx\t20\tP\tPPL\tFR\t\t\t\t\t\t5\t\t1\t\t\n3\tKrähe\tKrahe\t\t11.0\t21.0\tP\tPPL\tDE\t\t\t\t\t\t5\t\t1\t\t2020-01-01\n' > "$T/XX.txt"
printf 'what this is\n' > "$T/readme.txt"
(cd "$T" && python3 -c '
import zipfile
with zipfile.ZipFile("XX.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("readme.txt"); z.write("XX.txt")
with zipfile.ZipFile("stored.zip", "w", zipfile.ZIP_STORED) as z: z.write("XX.txt")
data = bytearray(open("stored.zip", "rb").read()); data[data.find(b"Good Place")] = ord("g"); open("flipped.zip", "wb").write(data)
with zipfile.ZipFile("empty.zip", "w") as z: z.writestr("picture.png", b"x")
open("cut.zip", "wb").write(open("XX.zip", "rb").read()[:-30])
' && gzip -k XX.txt && zstd -q -k XX.txt && head -c 60 XX.txt.gz > cut.gz && cat XX.txt.gz XX.txt.gz > twice.gz)
for f in XX.txt XX.zip stored.zip XX.txt.gz XX.txt.zst twice.gz; do
	"$D" gazetteer build "$T/$f" -o "$T/$f.gaz" 2> "$T/err" || complain "$f: not built: $(cat "$T/err")"
	grep -q "$f:2: no point" "$T/err" || complain "$f: the bad line is not told: $(cat "$T/err")"
	finds "$T/$f.gaz" 'good place' '^1	Good Place	10.00000	20.00000	P.PPL	FR'
	finds "$T/$f.gaz" Kraehe '^3	'
done
"$D" gazetteer info --gazetteer "$T/XX.zip.gaz" | grep -qE '^ +2  geonames +2021-03-04 ' || complain "the dump's date is not told"
# bad FILE CODE WORDS: building from FILE ends with CODE and says WORDS
bad() {
	"$D" gazetteer build "$T/$1" -o "$T/bad.gaz" > /dev/null 2> "$T/err"; code=$?
	[ $code = "$2" ] || complain "$1: exit $code instead of $2"
	grep -q -- "$3" "$T/err" || complain "$1: says '$(cat "$T/err")', not '$3'"
}
bad flipped.zip 65 'checksum'
bad cut.zip 65 'directory'
bad cut.gz 65 'half-way'
bad empty.zip 65 'point layers'
# layers of points, by OGR
cat > "$T/wells.geojson" <<-'END'
	{"type": "FeatureCollection", "features": [
	{"type": "Feature", "properties": {"Name": "Bir Example", "country": "SD", "population": 7, "names": "Well Example|بئر"}, "geometry": {"type": "Point", "coordinates": [30.5, 15.25]}},
	{"type": "Feature", "properties": {"Name": "Long Road"}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}},
	{"type": "Feature", "properties": {"Name": "Nowhere"}, "geometry": null}]}
END
cat > "$T/camps.gpx" <<-'END'
	<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="12.5" lon="33.5"><name>Camp Example</name></wpt></gpx>
END
cat > "$T/posts.kml" <<-'END'
	<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Post Example</name><Point><coordinates>40.5,10.5</coordinates></Point></Placemark></Document></kml>
END
"$D" gazetteer build "$T/wells.geojson" "$T/camps.gpx" "$T/posts.kml" -o "$T/layers.gaz" 2> "$T/err" || complain "layers: not built: $(cat "$T/err")"
finds "$T/layers.gaz" 'bir example' 'Bir Example	15.25000	30.50000	P.PPL	SD'
finds "$T/layers.gaz" بئر 'Bir Example'
finds "$T/layers.gaz" 'Camp Example' '	12.50000	33.50000	'
finds "$T/layers.gaz" 'post example' '	10.50000	40.50000	'
grep -q 'wells.geojson:2: geometry is no point' "$T/err" || complain "a line among points is not told: $(cat "$T/err")"
grep -q 'wells.geojson:3: no point' "$T/err" || complain "a record without point is not told: $(cat "$T/err")"
"$D" gazetteer info --gazetteer "$T/layers.gaz" | grep -qE "^ +1  wells.geojson +$(date -u +%Y)-" || complain "the layer's date is not told"
printf '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"label": "x"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}' > "$T/nameless.geojson"
bad nameless.geojson 65 "no field 'name'"
# a table of one's own names a place of the shipped tables by its key; both ids find it
printf 'id,name,lat,lon,ids,rank,names\n2950159,Berlin,52.5,13.4,mine:capital,0,Spreeathen an der Spree\n' > "$T/mine.csv"
"$D" gazetteer build "$T/XX.txt" "$T/mine.csv" -o "$T/mine.gaz" 2> /dev/null || complain "own keys: not built"
finds "$T/mine.gaz" mine:capital '^2950159	Berlin	.*	mine:capital$'
finds "$T/mine.gaz" 'Spreeathen an der Spree' '^2950159	'
# the shipped one: another source's key, English names, names without the marks of romanization
for pair in 'wikidata:Q980=Bavaria' 'Köln=Cologne' 'Genève=Geneva' '고양시=Goyang' 'Ma‘arrat an Nu‘mān=Maarat al-Numan' 'Łódź=Lodz' 'München=Munich'; do
	DATELINE_DATA=$O "$D" gazetteer lookup "${pair%=*}" | cut -f2 | grep -qx -- "${pair#*=}" || complain "'${pair%=*}' is not shown as '${pair#*=}'"
done
exit $fail
