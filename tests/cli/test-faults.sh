#!/bin/sh
# What goes wrong by the user's or the machine's fault: a clear message and the right exit code.
D=$(cd "$1" && pwd)/dateline T=$1/tests/faults
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
A=$(pwd)/tests/data/articles/noto-earthquake.txt
bad=0

# expect CODE PART COMMAND...: exit code, and the message on stderr holds PART ("" : says nothing)
expect() {
	code=$1 part=$2; shift 2
	"$@" > "$T/out" 2> "$T/err"; got=$?
	said=$(cat "$T/err")
	[ $got = "$code" ] || { echo "exit $got instead of $code: $*"; echo "$said"; bad=1; }
	case $said in
	*"$part"*) ;;
	*) echo "no '$part' in the message: $*"; echo "$said"; bad=1 ;;
	esac
	[ -n "$part" ] || [ -z "$said" ] || { echo "should be silent: $*: $said"; bad=1; }
	case $said in *"ERROR "* | *Warning\ * | *"Segmentation"*) echo "a library's own message came through: $said"; bad=1 ;; esac
}

printf '' > "$T/empty.txt"
head -c 5000 /dev/urandom > "$T/junk.bin"
printf '%%PDF-1.4\n' > "$T/x.pdf"
printf '{"id":"a","text":"A quake hit Tokyo on 3 May 2023."}\n{"id":"b","text":\n{"id":"c","text":"A quake hit Lima on 4 May 2023."}\n' > "$T/mixed.jsonl"

for c in parse events "export -f csv" "map -o $T/m.svg" "report -o $T/r.html" "ingest -d $T/x.gpkg"; do
	expect 66 "cannot open '$T/absent': No such file" "$D" $c "$T/absent"
	[ "$c" = parse ] || expect 65 "is empty" "$D" $c "$T/empty.txt"
	expect 65 "binary data" "$D" $c "$T/junk.bin"
	[ "$c" = parse ] || expect 65 "pdftotext" "$D" $c "$T/x.pdf"
	expect 64 "unknown option '--bogus'" "$D" $c --bogus
	expect 78 "no gazetteer" env DATELINE_DATA="$T" "$D" $c "$A"
done
expect 2 "is empty" "$D" parse "$T/empty.txt" # its line in the output says so too
[ "$("$D" parse "$T/mixed.jsonl" 2> /dev/null | wc -l)" = 3 ] || { echo "parse must give a line a record"; bad=1; }
expect 2 "mixed.jsonl:2: " "$D" ingest -d "$T/mixed.gpkg" "$T/mixed.jsonl"
[ "$(sqlite3 "$T/mixed.gpkg" 'SELECT group_concat(id) FROM articles')" = a,c ] || { echo "the good records of mixed.jsonl are not stored"; bad=1; }
expect 2 "cannot open '$T/absent'" "$D" ingest -d "$T/mixed.gpkg" "$T/absent" "$A"

# calls that make no sense
expect 64 "give a store with -d" "$D" ingest "$A"
expect 64 "give files" "$D" ingest -d "$T/x.gpkg"
expect 64 "give articles or a store" "$D" events
expect 64 "articles and a store at once" "$D" events -d "$T/mixed.gpkg" "$A"
expect 64 "lies behind" "$D" events -d "$T/mixed.gpkg" --since 2024-02-01 --until 2024-01-01
expect 64 "is not a date" "$D" events -d "$T/mixed.gpkg" --since tomorrow
expect 64 "is no flag" "$D" events -d "$T/mixed.gpkg" --include denied,bogus
expect 64 "is not WEST,SOUTH,EAST,NORTH" "$D" events -d "$T/mixed.gpkg" --bbox 1,2,3
expect 64 "from 0 to 1" "$D" events -d "$T/mixed.gpkg" --min-confidence 2
expect 64 "give --format" "$D" export -d "$T/mixed.gpkg" -o "$T/x.gpkg"
expect 64 "neither .png" "$D" map -d "$T/mixed.gpkg" -o "$T/x.bmp"
expect 64 "none of .html" "$D" report -d "$T/mixed.gpkg" -o "$T/x.doc"
expect 64 "WxH" "$D" map -d "$T/mixed.gpkg" -o "$T/x.png" --size huge
expect 64 "PLACE:KM" "$D" map -d "$T/mixed.gpkg" -o "$T/x.png" --range-ring Tokyo

# outputs that cannot be written
for c in "export -o $T/no/e.geojson" "map -o $T/no/m.svg" "report -o $T/no/r.html" "ingest -d $T/no/e.gpkg"; do
	expect 73 "cannot create '$T/no/" "$D" $c "$A"
done
expect 73 "cannot create" "$D" export -o "$T" -f csv "$A"

# stores
expect 66 "cannot open '$T/absent.gpkg'" "$D" events -d "$T/absent.gpkg"
[ ! -e "$T/absent.gpkg" ] || { echo "reading made a store"; bad=1; }
for c in events "export -f csv"; do
	expect 65 "no dateline store" "$D" $c -d "$T/junk.bin"
	expect 65 "no dateline store" "$D" $c -d "$T/empty.txt"
	expect 65 "no dateline store" "$D" $c -d "$T"
done
sqlite3 "$T/other.gpkg" 'PRAGMA application_id = 1196444487; CREATE TABLE gpkg_contents (a); CREATE TABLE events (a)'
expect 65 "no dateline store" "$D" ingest -d "$T/other.gpkg" "$A"
sum=$(cksum < "$T/mixed.gpkg")
for c in events export doctor; do "$D" $c -d "$T/mixed.gpkg" > /dev/null 2>&1; done
[ "$(cksum < "$T/mixed.gpkg")" = "$sum" ] || { echo "reading changed the store"; bad=1; }
[ -z "$(ls "$T" | grep -e -journal -e -wal -e -shm)" ] || { echo "side files were left"; bad=1; }
head -c 20000 "$T/mixed.gpkg" > "$T/cut.gpkg"
expect 65 "cut.gpkg" "$D" events -d "$T/cut.gpkg"
if flock --version > /dev/null 2>&1; then
	flock "$T/mixed.gpkg" "$D" ingest -d "$T/mixed.gpkg" "$A" > /dev/null 2> "$T/err"
	[ $? = 75 ] && grep -q "is locked: another process" "$T/err" || { echo "a locked store: $(cat "$T/err")"; bad=1; }
fi

# what GDAL would open by itself: a file that only looks like an article is read as text, nothing else is opened
printf '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>' > "$T/vrt.csv"
"$D" parse "$T/vrt.csv" 2>&1 | grep -q 'root:' && { echo "the VRT was followed"; bad=1; }
expect 64 "inside GDAL" "$D" events -d /vsicurl/http://127.0.0.1/x.gpkg
rm -rf "$T"
exit $bad
