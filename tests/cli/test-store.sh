#!/bin/sh
# From articles to a store and out again: the same twice changes nothing, filters narrow, exports are what ogrinfo and Python read.
D=$1/dateline T=$1/tests/cli-store
rm -rf "$T"; mkdir -p "$T"
fail() { echo "$*"; exit 1; }
"$D" ingest -d "$T/e.gpkg" tests/data/articles 2> "$T/err" || exit 1
articles=$(ls tests/data/articles/*.txt | wc -l)
grep -q "^$articles articles and [1-9][0-9]* events added, 0 known before, 0 failed$" "$T/err" || fail "$(cat "$T/err")"
sum=$(cksum < "$T/e.gpkg")
"$D" ingest -d "$T/e.gpkg" tests/data/articles 2> "$T/err" || exit 1
grep -q "^0 articles and 0 events added, $articles known before, 0 failed$" "$T/err" || fail "again: $(cat "$T/err")"
[ "$(cksum < "$T/e.gpkg")" = "$sum" ] || fail "the same articles again changed the file"
printf '{"id":"c","title":"T","text":"A bomb killed 3 people in Lagos."}\n' > "$T/c.jsonl"
for n in 3 3 4; do
	sed "s/killed 3/killed $n/" "$T/c.jsonl" > "$T/c$n.jsonl"
	"$D" ingest -d "$T/c.gpkg" "$T/c$n.jsonl" 2> "$T/err" || exit 1
	echo "$n$(sed 's/ .*//' "$T/err" | tr '\n' ' ')" >> "$T/told"
done
[ "$(tr '\n' ';' < "$T/told")" = "31 ;30 ;40 1 ;" ] || fail "an article that changed is not told of: $(cat "$T/told")"
"$D" ingest -q -j 4 -d "$T/j.gpkg" tests/data/articles && [ "$("$D" export -d "$T/j.gpkg" | cksum)" = "$("$D" export -d "$T/e.gpkg" | cksum)" ] ||
	fail "four jobs give other events than one"
cat tests/data/articles/*.txt > /dev/null
"$D" ingest -q -d "$T/stdin.gpkg" - < tests/data/articles/noto-earthquake.txt || fail "standard input"

# the store and the articles themselves answer alike
"$D" export -d "$T/e.gpkg" -f csv | sort | cksum > "$T/a"
"$D" export tests/data/articles -f csv | sort | cksum > "$T/b"
cmp -s "$T/a" "$T/b" || fail "a store and its articles differ"

all=$("$D" events -d "$T/e.gpkg" --include all | wc -l)
plain=$("$D" events -d "$T/e.gpkg" | wc -l)
[ "$plain" -gt 20 ] && [ "$plain" -le "$all" ] || fail "$plain of $all events"
count() { "$D" events -d "$T/e.gpkg" --json "$@" | wc -l; }
[ "$(count --limit 3)" = 3 ] || fail "--limit"
[ $(($(count --until 2022-12-31) + $(count --since 2023))) -ge "$(count --since 1900 --until 2100)" ] || fail "--since and --until lose events"
[ "$(count --until 2022-12)" -lt "$plain" ] && [ "$(count --until 2022-12)" -gt 0 ] || fail "--until"
[ "$(count --type earthquake,flood)" -gt 0 ] && [ "$(count --type earthquake,flood)" -lt "$plain" ] || fail "--type"
[ "$(count --bbox -180,-90,180,90)" -le "$plain" ] && [ "$(count --bbox 0,-90,10,-89)" = 0 ] || fail "--bbox"
[ "$(count --min-confidence 1)" -lt "$plain" ] || fail "--min-confidence"
[ "$(count --place "' OR 1=1")" = 0 ] && [ "$(count --article "' OR 1=1 --")" = 0 ] || fail "text became SQL"
"$D" events -d "$T/e.gpkg" --until 1000 --fail-empty > /dev/null; [ $? = 1 ] || fail "--fail-empty"

"$D" export -d "$T/e.gpkg" --include all -o "$T/e.geojson" && "$D" export -d "$T/e.gpkg" --include all -o "$T/e.csv" &&
	"$D" export -d "$T/e.gpkg" --include all -o "$T/e.jsonl" || fail "export"
python3 - "$T" "$all" <<'X' || exit 1
import csv, json, sys
folder, count = sys.argv[1], int(sys.argv[2])
geo = json.load(open(folder + "/e.geojson", encoding="utf-8"))
assert geo["type"] == "FeatureCollection" and len(geo["features"]) == count, "features"
assert "crs" not in geo and len(geo["bbox"]) == 4
west, south, east, north = geo["bbox"]
for f in geo["features"]:
    assert f["type"] == "Feature" and f["id"] == f["properties"]["id"]
    g = f["geometry"]
    if g is not None:
        lon, lat = g["coordinates"]
        assert g["type"] == "Point" and south <= lat <= north and -180 <= lon <= 180
        assert west <= lon <= east if west <= east else lon >= west or lon <= east
rows = list(csv.DictReader(open(folder + "/e.csv", encoding="utf-8", newline="")))
assert len(rows) == count and all(None not in r and None not in r.values() for r in rows), "csv"
lines = [json.loads(line) for line in open(folder + "/e.jsonl", encoding="utf-8")]
assert len(lines) == count, "json lines"
for f, r, l in zip(geo["features"], rows, lines):
    p = f["properties"]
    assert p["id"] == r["id"] == l["id"]
    assert (p["evidence_text"] or "") == r["evidence_text"].lstrip("'") or r["evidence_text"] == p["evidence_text"]
    assert l["evidence"] is None or l["evidence"]["text"] == p["evidence_text"]
    assert l["article"]["id"] == p["article_id"]
    assert (f["geometry"] is None) == (r["lon"] == "")
X
# coordinates of GeoJSON are those of the store; OGR reads both
ogrinfo -ro -al -so "$T/e.geojson" 2>&1 | grep -q "Feature Count: $all" || fail "ogrinfo does not read the GeoJSON"
ogrinfo -ro -al -so "$T/e.gpkg" events 2>&1 | grep -q "Feature Count: $all" || fail "ogrinfo does not read the store"
ogrinfo -ro "$T/e.gpkg" 2>&1 | grep -qi 'warning\|error' && fail "ogrinfo warns of the store: $(ogrinfo -ro "$T/e.gpkg" 2>&1 | head -3)"
[ -z "$(sqlite3 "$T/e.gpkg" 'PRAGMA foreign_key_check')" ] && [ "$(sqlite3 "$T/e.gpkg" 'PRAGMA integrity_check')" = ok ] || fail "integrity"
# evidence and trigger stand in the article's text at their bytes
wrong=$(sqlite3 "$T/e.gpkg" "SELECT count(*) FROM events AS e JOIN articles AS a ON a.fid = e.article_fid
	WHERE e.evidence_text <> CAST(substr(CAST(a.text AS BLOB), e.evidence_text_start + 1, e.evidence_text_end - e.evidence_text_start) AS TEXT)
	OR e.trigger_text <> CAST(substr(CAST(a.text AS BLOB), e.trigger_text_start + 1, e.trigger_text_end - e.trigger_text_start) AS TEXT)")
[ "$wrong" = 0 ] || fail "$wrong events whose evidence or trigger is not at its place in the text"

# another locale and another time zone: the same bytes
LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 TZ=Pacific/Auckland "$D" export -d "$T/e.gpkg" --include all | cmp -s - "$T/e.geojson" || fail "locale or time zone changed the export"
rm -rf "$T"
