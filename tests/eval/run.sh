#!/bin/sh
# Quality on the public corpora in ../shared/eval/dev, by their scorers. Argument: the build folder.
O=$1 E=../shared/eval
[ -d "$E/dev" ] || { echo "skipped: $E is absent"; exit 0; }
D=$O/dateline P=$O/eval
mkdir -p "$P"
corpus() { $D parse "$E/dev/$1.jsonl" > "$P/$1.jsonl" 2> "$P/$1.err" || tail -2 "$P/$1.err"; }

echo "== place names: recognition and resolution (trained on these corpora: see make eval-geoparse for held-out folds)"
for c in lgl-dev trnews-dev tudloc-dev geocorpora-dev; do
	corpus $c
	echo "-- $c"
	python3 $E/score_geoparse.py "$E/dev/$c.jsonl" "$P/$c.jsonl"
done
echo "== resolution of given spans"
for c in lgl-dev trnews-dev tudloc-dev geocorpora-dev wiktor-dev hu2014-dev ju2016-dev; do
	$D parse --spans "$E/dev/$c.jsonl" > "$P/$c-spans.jsonl"
	echo "-- $c"
	python3 $E/score_geoparse.py "$E/dev/$c.jsonl" "$P/$c-spans.jsonl" | grep -iE 'accuracy|end'
done
echo "== dates"
for c in timex-timebank timex-aquaint timex-meantime-airbus-gm; do
	corpus $c
	echo "-- $c"
	python3 $E/score_timex.py "$E/dev/$c.jsonl" "$P/$c.jsonl"
done
echo "== events"
for c in events-muc4-tst4-mixedcase-odd events-muc4-tst1-tst2-restored-case events-nk-missile-cns-dev events-nk-provocations-dev \
	events-location-link-dev events-plover-gsr-dev events-petrarch2-cameo events-case2021-types-dev events-wikievents-dev \
	events-giveme5w1h-dev; do
	corpus $c
	echo "-- $c"
	python3 $E/score_events.py "$E/dev/$c.jsonl" "$P/$c.jsonl"
done
echo "== the map"
corpus map-articles
python3 $E/score_map.py "$E/dev/map-gold.jsonl" "$P/map-articles.jsonl"
