#!/bin/sh
# A store in a PostGIS database: the same answers as a GeoPackage gives, the same twice changes nothing, killed writers leave whole
# articles, one writer at a time, no password in a message. The database server is started for the test. Argument: the build folder.
D=$1/dateline T=$1/tests/postgis
. tests/fault/postgres.sh
rm -rf "$T"; mkdir -p "$T"
S=$(mktemp -d /tmp/dateline-pg-XXXXXX) # a socket's path must be short
fail() { echo "$*"; postgres_stop; rm -rf "$S"; exit 1; }
postgres_start "$S"; code=$?
[ $code = 0 ] || { rm -rf "$S"; exit $code; }
trap 'postgres_stop; rm -rf "$S"' EXIT
P="postgresql://tester:secret@/news?host=$S"
sql() { psql -X -q -A -t -d news -c "$1"; }
createdb news || fail "createdb"

# no store yet
"$D" events -d "$P" > /dev/null 2> "$T/err"; [ $? = 65 ] && grep -q "no dateline store" "$T/err" || fail "an empty database: $(cat "$T/err")"
"$D" events -d "postgresql://tester:secret@/absent?host=$S" > /dev/null 2> "$T/err"
[ $? = 66 ] || fail "no such database: $(cat "$T/err")"
! grep -q secret "$T/err" || fail "the password stands in a message"

# the same as a GeoPackage
"$D" ingest -q -d "$T/e.gpkg" tests/data/articles && "$D" ingest -d "$P" tests/data/articles 2> "$T/err" || fail "ingest: $(cat "$T/err")"
articles=$(ls tests/data/articles/*.txt | wc -l)
grep -q "^$articles articles and [1-9][0-9]* events added, 0 known before" "$T/err" || fail "$(cat "$T/err")"
for q in "" "--include all" "--since 2023" "--bbox 20,30,150,55" "--bbox 170,-60,-100,60" "--type flood,earthquake" "--place UA" "--limit 3"; do
	"$D" export $q -d "$T/e.gpkg" > "$T/a" && "$D" export $q -d "$P" > "$T/b" || fail "export $q"
	cmp -s "$T/a" "$T/b" || fail "GeoPackage and PostGIS differ: export $q"
done
"$D" ingest -d "PG:dbname=news host=$S user=tester password='secret'" tests/data/articles 2> "$T/err" || fail "again: $(cat "$T/err")"
grep -q "^0 articles and 0 events added, $articles known before" "$T/err" || fail "again: $(cat "$T/err")"
[ "$(sql "SELECT count(*) FROM dateline.events WHERE geom IS NOT NULL AND (ST_SRID(geom) <> 4326 OR NOT ST_IsValid(geom))")" = 0 ] || fail "geometries"
sql "SELECT indexdef FROM pg_indexes WHERE schemaname = 'dateline'" | grep -q "USING gist" || fail "no spatial index"
ogrinfo -ro -q "PG:dbname=news host=$S user=tester schemas=dateline" 2> /dev/null | grep -q events || fail "ogrinfo does not see the layer"
"$D" doctor -d "$P" | grep -q "^ok .*events of" || fail "doctor"
"$D" map -d "$P" -o "$T/m.svg" && "$D" events -d "$P" --article "' OR 1=1 --" --fail-empty > /dev/null; [ $? = 1 ] || fail "text became SQL"

# ids and texts that SQL could take for its own
printf '%s\n' '{"id":"o'"'"'brien \\ $1 %s \"x\"; DROP SCHEMA dateline CASCADE --","date":"2024-03-30","title":"T'"'"'","text":"A bomb killed 3 people in Lagos on 28 March 2024."}' > "$T/odd.jsonl"
for i in 1 2; do "$D" ingest -q -d "$P" "$T/odd.jsonl" 2> "$T/err" || fail "odd id: $(cat "$T/err")"; done
[ "$(sql "SELECT count(*) FROM dateline.articles WHERE id LIKE 'o''brien%'")" = 1 ] || fail "odd id"

# one writer at a time
mkfifo "$T/pipe"
"$D" ingest -q -d "$P" - < "$T/pipe" &
pid=$!
exec 3> "$T/pipe"
head -1 "$T/odd.jsonl" >&3
sleep 1
"$D" ingest -d "$P" tests/data/articles 2> "$T/err"; [ $? = 75 ] && grep -q "is locked: another process" "$T/err" || fail "two writers: $(cat "$T/err")"
"$D" events -d "$P" > /dev/null || fail "reading beside a writer"
exec 3>&-
wait $pid || fail "the first writer"

# killed writers: whole articles, none twice, and the rest follows
python3 tests/fault/articles.py 600 > "$T/in.jsonl"
"$D" ingest -q -d "$T/whole.gpkg" "$T/in.jsonl"
for round in 1 2 3 4 5 6; do
	"$D" ingest -q -d "$P" "$T/in.jsonl" 2> /dev/null &
	pid=$!
	sleep "0.$((round * 7 % 5 + 2))"
	kill -9 $pid 2> /dev/null
	wait $pid 2> /dev/null
	for n in 1 2 3 4 5 6 7 8 9 10; do [ "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ] && break; sleep 0.2; done
	[ "$(sql "SELECT count(*) - count(DISTINCT id) FROM dateline.articles")" = 0 ] || fail "an article twice"
	[ "$(sql "SELECT count(*) FROM dateline.events WHERE article_fid NOT IN (SELECT fid FROM dateline.articles)")" = 0 ] || fail "events without article"
done
"$D" ingest -q -d "$P" "$T/in.jsonl" || fail "cannot be resumed"
[ "$(sql "SELECT count(*) FROM dateline.events WHERE article_id LIKE 'n0%'")" = "$(sqlite3 "$T/whole.gpkg" "SELECT count(*) FROM events")" ] || fail "other events than without kills"

# a role that may only read; a store of a newer program; the server gone
sql "CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA dateline TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA dateline TO reader"
"$D" events -d "postgresql://reader@/news?host=$S" > /dev/null || fail "a reader cannot read"
printf '{"id":"other","date":"2024-03-30","text":"A bomb killed 3 people in Lagos on 28 March 2024."}\n' > "$T/other.jsonl"
"$D" ingest -d "postgresql://reader@/news?host=$S" "$T/other.jsonl" > "$T/out" 2> "$T/err"; code=$?
[ $code = 73 ] || fail "a reader writes: exit $code, $(cat "$T/err")"
sql "UPDATE dateline.dateline_store SET value = '99' WHERE key = 'schema'"
"$D" events -d "$P" > /dev/null 2> "$T/err"; [ $? = 65 ] && grep -q newer "$T/err" || fail "newer: $(cat "$T/err")"
postgres_stop
"$D" events -d "$P" > /dev/null 2> "$T/err"; [ $? = 66 ] || fail "no server: $(cat "$T/err")"
grep -q secret "$T/err" && fail "the password stands in a message"
rm -rf "$T"
