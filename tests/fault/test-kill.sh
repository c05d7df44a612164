#!/bin/sh
# kill -9 at random times during ingest: what was saved stays, nothing is there twice, the spatial index is sound, and calling
# ingest again completes the store. DATELINE_KILLS sets how often (20).
D=$1/dateline T=$1/tests/kill kills=${DATELINE_KILLS:-20}
. tests/fault/store.sh
rm -rf "$T"; mkdir -p "$T"
python3 tests/fault/articles.py 1500 > "$T/in.jsonl" || exit 1
"$D" ingest -q -d "$T/whole.gpkg" "$T/in.jsonl" || exit 1
sound "$T/whole.gpkg" || exit 1
before=0 cut=0 round=0
while [ $round -lt "$kills" ]; do
	round=$((round + 1))
	"$D" ingest -q -d "$T/killed.gpkg" "$T/in.jsonl" &
	pid=$!
	sleep "$(awk -v seed="$round$$" 'BEGIN {srand(seed); printf "%.3f", 0.02 + rand() * 0.3}')"
	kill -9 $pid 2>/dev/null && cut=$((cut + 1))
	wait $pid 2>/dev/null
	[ -e "$T/killed.gpkg" ] || continue
	"$D" events -d "$T/killed.gpkg" > /dev/null || { echo "round $round: the store cannot be read"; exit 1; }
	sound "$T/killed.gpkg" || { echo "after $round kills"; exit 1; }
	now=$(articles_in "$T/killed.gpkg")
	[ "$now" -ge "$before" ] || { echo "round $round: $before articles were saved, $now are there"; exit 1; }
	[ "$now" -lt 1500 ] || rm -f "$T/killed.gpkg" # done: begin anew
	[ "$now" -lt 1500 ] && before=$now || before=0
done
[ $cut -gt 0 ] || { echo "no process was killed"; exit 1; }
"$D" ingest -q -d "$T/killed.gpkg" "$T/in.jsonl" || exit 1
sound "$T/killed.gpkg" || exit 1
[ "$(events_in "$T/killed.gpkg")" = "$(events_in "$T/whole.gpkg")" ] || { echo "other events than without kills"; exit 1; }
ls "$T" | grep -v -e '^in.jsonl$' -e '^whole.gpkg$' -e '^killed.gpkg' && { echo "files were left behind"; exit 1; }
echo "$cut kills"
rm -rf "$T"
