#!/bin/sh
# Events on the public corpora by their scorer. Arguments: the build folder, then names of corpora (default: all).
O=$1 E=../shared/eval
shift
[ -d "$E/dev" ] || { echo "skipped: $E is absent"; exit 0; }
mkdir -p "$O/eval"
[ $# -gt 0 ] || set -- muc4-tst4-mixedcase-odd muc4-tst1-tst2-restored-case nk-missile-cns-dev nk-provocations-dev location-link-dev \
	plover-gsr-dev petrarch2-cameo case2021-types-dev wikievents-dev giveme5w1h-dev
for c in "$@"; do
	gold=$E/dev/events-$c.jsonl pred=$O/eval/events-$c.jsonl
	case $c in # gold marks every mention of an event, not every happening
	location-link-dev | wikievents-dev) mentions=--mentions ;;
	*) mentions= ;;
	esac
	"$O/dateline" parse $mentions "$gold" > "$pred" 2> "$pred.err" || tail -2 "$pred.err"
	echo "== $c"
	python3 $E/score_events.py "$gold" "$pred"
	echo "-- place within 25 km"
	python3 $E/score_events.py --km 25 "$gold" "$pred" | grep -E '^  (event|place)'
done
