#!/bin/sh
# make bench: label placement, the whole of parse, the store, maps beside MapServer. Times are this machine's: compare ratios. Argument: the build folder.
# `make bench-gazetteer` compares the matcher with its peers.
O=$1 B=$1/tests/bench t=$1/bench
mkdir -p "$t"
echo "== labels: uniform points on 792x612, labels of 30x7, placed of n"
for n in 250 500 750 1000; do
	awk -v n=$n 'BEGIN {srand(7); for (i = 0; i < n; i++) printf "%.6f %.6f\n", rand() * 792, rand() * 612}' > "$t/points"
	start=$(date +%s%N)
	placed=$("$B/labels" < "$t/points" | grep -vc -- '-')
	echo "n=$n: $placed in $((($(date +%s%N) - start) / 1000000)) ms"
done
echo "== parse: the sample articles, 200 times over"
rm -f "$t/articles.jsonl"
python3 - "$t/articles.jsonl" tests/data/articles/*.txt <<'PY'
import json, sys
with open(sys.argv[1], 'w') as out:
    for k in range(200):
        for path in sys.argv[2:]:
            out.write(json.dumps({'id': '%d-%s' % (k, path), 'text': open(path, encoding='utf-8').read()}) + '\n')
PY
bytes=$(wc -c < "$t/articles.jsonl") count=$(wc -l < "$t/articles.jsonl")
for jobs in 1 2; do
	start=$(date +%s%N)
	"$O/dateline" parse -j $jobs "$t/articles.jsonl" > /dev/null
	ms=$((($(date +%s%N) - start) / 1000000))
	echo "jobs $jobs: $count articles, $((bytes / 1000)) kB in $ms ms: $((count * 1000 / ms)) articles a second"
done
echo "== store: 100,000 events"
DATELINE_MODULES=$O "$B/store" 100000
echo "== maps beside MapServer"
sh "$(dirname "$0")/render.sh" "$O" 3
