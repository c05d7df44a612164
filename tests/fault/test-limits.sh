#!/bin/sh
# Signals, a limit on file sizes (what a full disk looks like), broken pipes, four writers at once.
D=$1/dateline T=$1/tests/limits
. tests/fault/store.sh
rm -rf "$T"; mkdir -p "$T"
fail() { echo "$*"; exit 1; }
python3 tests/fault/articles.py 3000 > "$T/in.jsonl" || exit 1

# SIGTERM, SIGINT: what is done is saved, the exit code tells. The input stays open, so ingest cannot be done before.
mkfifo "$T/pipe"
for signal in TERM:143 INT:130; do
	rm -f "$T/s.gpkg"
	(cat "$T/in.jsonl" 2> /dev/null; exec sleep 20) > "$T/pipe" &
	writer=$!
	"$D" ingest -d "$T/s.gpkg" - < "$T/pipe" 2> "$T/err" &
	pid=$!
	sleep 0.5
	kill -"${signal%:*}" $pid
	wait $pid
	code=$?
	kill $writer 2> /dev/null
	wait $writer 2> /dev/null
	[ $code = "${signal#*:}" ] || fail "SIG${signal%:*}: exit $code instead of ${signal#*:}"
	sound "$T/s.gpkg" || exit 1
	saved=$(articles_in "$T/s.gpkg")
	[ "$saved" -gt 0 ] && grep -q "^$saved articles" "$T/err" || fail "SIG${signal%:*}: $(cat "$T/err"), $saved in the store"
done

# waiting for input, SIGTERM ends it
"$D" ingest -q -d "$T/w.gpkg" - < "$T/pipe" &
pid=$!
exec 3> "$T/pipe"
sed -n 1,3p "$T/in.jsonl" >&3
sleep 0.5
kill -TERM $pid
wait $pid
code=$?
exec 3>&-
[ $code = 143 ] || fail "SIGTERM while waiting: exit $code"
[ "$(articles_in "$T/w.gpkg")" = 3 ] || fail "SIGTERM while waiting: $(articles_in "$T/w.gpkg") of 3 articles saved"

# the limit on file sizes: exit 74, a message with the store's name, what was saved is sound, and the rest can follow
(ulimit -f 4000; "$D" ingest -q -d "$T/f.gpkg" "$T/in.jsonl" 2> "$T/err"; echo $? > "$T/code")
[ "$(cat "$T/code")" = 74 ] || fail "ulimit -f: exit $(cat "$T/code") instead of 74: $(cat "$T/err")"
grep -q "f.gpkg.*the last article saved is 'n" "$T/err" || fail "ulimit -f: $(cat "$T/err")"
sound "$T/f.gpkg" || exit 1
last=$(sed "s/.*saved is '\(n[0-9]*\)'.*/\1/" "$T/err" | head -1)
[ "$(sqlite3 "$T/f.gpkg" "SELECT max(id) FROM articles")" = "$last" ] || fail "ulimit -f: the message names $last"
"$D" ingest -q -d "$T/f.gpkg" "$T/in.jsonl" || fail "ulimit -f: cannot be resumed"
[ "$(articles_in "$T/f.gpkg")" = 3000 ] || fail "ulimit -f: $(articles_in "$T/f.gpkg") of 3000 articles"
(ulimit -f 10; "$D" export -d "$T/f.gpkg" -o "$T/f.geojson" 2> "$T/err"; echo $? > "$T/code")
[ "$(cat "$T/code")" = 74 ] || fail "export beyond the limit: exit $(cat "$T/code"): $(cat "$T/err")"
[ ! -e "$T/f.geojson" ] || fail "export beyond the limit left a part of a file"

# broken pipe
for c in events "events --json" export "export -f csv"; do
	{ "$D" $c -d "$T/f.gpkg" 2> "$T/err"; echo $? > "$T/code"; } | head -c 100 > /dev/null
	[ "$(cat "$T/code")" = 0 ] && [ ! -s "$T/err" ] || fail "$c into a closed pipe: exit $(cat "$T/code"): $(cat "$T/err")"
done
"$D" events -d "$T/f.gpkg" > /dev/full 2> "$T/err"
[ $? = 74 ] || fail "/dev/full: no exit 74: $(cat "$T/err")"

# four writers that wait for each other
for w in 1 2 3 4; do
	awk -v w=$w 'NR % 4 == w % 4' "$T/in.jsonl" | head -100 > "$T/w$w.jsonl"
	"$D" ingest -q --wait 60 -d "$T/four.gpkg" "$T/w$w.jsonl" &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid" || fail "a writer failed"; done
sound "$T/four.gpkg" || exit 1
[ "$(articles_in "$T/four.gpkg")" = 400 ] || fail "four writers: $(articles_in "$T/four.gpkg") of 400 articles"
rm -rf "$T"
