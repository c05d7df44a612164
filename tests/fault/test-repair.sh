#!/bin/sh
# doctor --repair: what is wrong with a store is told, and a copy of all that can be read takes its place. A sound store stays as it is.
D=$1/dateline T=$1/tests/repair
. tests/fault/store.sh
rm -rf "$T"; mkdir -p "$T"
fail() { echo "$*"; exit 1; }
python3 tests/fault/articles.py 400 > "$T/in.jsonl" && "$D" ingest -q -d "$T/good.gpkg" "$T/in.jsonl" || exit 1
events=$(events_in "$T/good.gpkg")
"$D" export -d "$T/good.gpkg" --include all > "$T/good.geojson"
sum=$(cksum < "$T/good.gpkg")
"$D" doctor --repair -d "$T/good.gpkg" > "$T/out" || fail "a sound store: $(cat "$T/out")"
[ "$(cksum < "$T/good.gpkg")" = "$sum" ] && [ ! -e "$T/good.gpkg.damaged" ] || fail "a sound store was changed"
"$D" doctor --repair > /dev/null 2>&1; [ $? = 64 ] || fail "--repair without a store"

# broken NAME FAULT: doctor tells it, --repair mends it, nothing is lost, and the store can be written to again
broken() {
	"$D" doctor -d "$T/$1.gpkg" > "$T/out"; code=$?
	[ $code = 65 ] && grep -q "$2" "$T/out" || fail "$1: doctor exits $code: $(cat "$T/out")"
	"$D" doctor --repair -d "$T/$1.gpkg" > "$T/out" || fail "$1: not repaired: $(cat "$T/out")"
	grep -q "repaired: .* kept; the damaged store is" "$T/out" || fail "$1: $(cat "$T/out")"
	[ -e "$T/$1.gpkg.damaged" ] || fail "$1: the damaged store was not kept"
	sound "$T/$1.gpkg" || exit 1
	"$D" doctor -d "$T/$1.gpkg" > "$T/out" || fail "$1: not sound behind the repair: $(cat "$T/out")"
	"$D" ingest -q -d "$T/$1.gpkg" "$T/in.jsonl" || fail "$1: cannot be written to"
	sound "$T/$1.gpkg" || exit 1
}
same() { "$D" export -d "$T/$1.gpkg" --include all | cmp -s - "$T/good.geojson" || fail "$1: other events than before"; }

cp "$T/good.gpkg" "$T/index.gpkg"
sqlite3 "$T/index.gpkg" "DELETE FROM rtree_events_geom WHERE id % 3 = 0"
broken index "the spatial index does not fit"; same index
cp "$T/good.gpkg" "$T/triggers.gpkg"
sqlite3 "$T/triggers.gpkg" "DROP TRIGGER rtree_events_geom_insert; DROP TRIGGER trigger_insert_feature_count_events"
broken triggers "triggers .* are missing"; same triggers
cp "$T/good.gpkg" "$T/counts.gpkg"
sqlite3 "$T/counts.gpkg" "UPDATE gpkg_ogr_contents SET feature_count = 7 WHERE table_name = 'articles'"
broken counts "the counts of rows are wrong"; same counts
cp "$T/good.gpkg" "$T/orphans.gpkg"
sqlite3 "$T/orphans.gpkg" "DROP TRIGGER trigger_delete_feature_count_articles; DELETE FROM articles WHERE fid IN (3, 4, 5)"
broken orphans "events without their article"
[ "$(events_in "$T/orphans.gpkg")" = "$events" ] || fail "orphans: the articles' events did not come back"

# a page of rows in the middle turned to noise
cp "$T/good.gpkg" "$T/page.gpkg"
python3 - "$T/page.gpkg" <<'X'
import random, sqlite3, sys
path = sys.argv[1]
size, = sqlite3.connect(path).execute("PRAGMA page_size").fetchone()
data = bytearray(open(path, "rb").read())
random.seed(3)
leaves = [p for p in range(4, len(data) // size) if data[p * size] == 13]  # of tables: type 13 (SQLite file format, 1.6)
for p in leaves[len(leaves) // 2:len(leaves) // 2 + 2]:
    data[p * size:(p + 1) * size] = bytes(random.randrange(256) for _ in range(size))
open(path, "wb").write(data)
X
broken page "."
left=$(events_in "$T/page.gpkg")
[ "$left" -gt $((events * 8 / 10)) ] || fail "page: only $left of $events events were kept"

# what cannot be repaired says so and stays; a foreign file is left alone; a locked store waits
head -c 3000 "$T/good.gpkg" > "$T/cut.gpkg"
sum=$(cksum < "$T/cut.gpkg")
"$D" doctor --repair -d "$T/cut.gpkg" > "$T/out"; [ $? = 65 ] && [ "$(cksum < "$T/cut.gpkg")" = "$sum" ] || fail "cut: $(cat "$T/out")"
echo text > "$T/text.gpkg"
"$D" doctor --repair -d "$T/text.gpkg" > "$T/out"; [ $? = 65 ] && [ "$(cat "$T/text.gpkg")" = text ] || fail "text: $(cat "$T/out")"
cp "$T/good.gpkg" "$T/locked.gpkg"
flock "$T/locked.gpkg" "$D" doctor --repair -d "$T/locked.gpkg" > "$T/out"; [ $? = 75 ] || fail "locked: $(cat "$T/out")"
rm -rf "$T"
