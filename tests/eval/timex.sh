#!/bin/sh
# Time expressions on the public corpora, by ../shared/eval/score_timex.py. Argument: the build folder.
# The rules were tuned on AQUAINT and MEANTIME, then on TimeBank: each figure is given for both.
O=$1 E=../shared/eval
[ -d "$E/dev" ] || { echo "skipped: $E is absent"; exit 0; }
mkdir -p "$O/eval"
for c in timebank aquaint meantime-airbus-gm; do
	DATELINE_DATA=$O "$O/tests/eval/timex" "$E/dev/timex-$c.jsonl" > "$O/eval/timex-$c.jsonl"
	echo "-- $c"
	python3 $E/score_timex.py "$E/dev/timex-$c.jsonl" "$O/eval/timex-$c.jsonl"
done
DATELINE_DATA=$O "$O/tests/eval/timex" --bench 20 "$E/dev/timex-timebank.jsonl"
