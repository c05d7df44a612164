#!/bin/sh
# Recognition of place names: five-fold cross-validation and leave-one-corpus-out over the open evaluation texts (strict F1), and the
# official scorer on what the program finds with the shipped weights, which were fitted on these texts: that is no test of it.
#   run-geoparse.sh O
O=$1
shared=${SHARED:-../shared}
[ -d "$shared/eval/dev" ] || { echo "no evaluation texts at $shared/eval"; exit 77; }
export DATELINE_DATA="${DATELINE_DATA:-$O}"
mkdir -p "$O/train"
for name in words pos ner1; do zstd -dqf "gazetteer/weights/$name.bin.zst" -o "$O/train/$name.bin"; done
"$O/tests/eval/train_ner2" "$shared/train" "$O/train" "$shared/eval/dev" cross
for name in lgl trnews tudloc geocorpora; do
	gold=$shared/eval/dev/$name-dev.jsonl found=$O/train/$name.jsonl
	"$O/dateline" parse "$gold" > "$found" || continue
	echo "== $name, shipped weights, dateline parse"
	python3 "$shared/eval/score_geoparse.py" "$gold" "$found"
done
