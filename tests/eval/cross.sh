#!/bin/sh
# End to end under cross-validation: recogniser and resolver are trained without the part that `dateline parse` then reads; the
# official scorer on all parts together.
#   cross.sh O [folds|corpora]     five folds (local news by newspaper), or each corpus left out
O=$1 how=${2:-folds}
shared=${SHARED:-../shared}
dev=$shared/eval/dev out=$O/cross/$how
[ -d "$dev" ] || { echo "no evaluation texts at $dev"; exit 77; }
rm -rf "$out"
for part in $(python3 tests/eval/folds.py "$dev" "$out" "$how"); do
	p=$out/$part
	for name in words pos ner1; do zstd -dqf "gazetteer/weights/$name.bin.zst" -o "$p/$name.bin"; done
	DATELINE_DATA=$O "$O/tests/eval/train_ner2" "$shared/train" "$p" "$p/train" > "$p/ner2.log" || exit 1
	"$O/tests/eval/train_resolve" --gazetteer "$O/dateline.gaz" --write "$p/resolve.tsv" "$p/train" > "$p/resolve.log" || exit 1
	mkdir -p "$p/weights"
	cp gazetteer/weights/*.zst gazetteer/weights/*.tsv "$p/weights"
	zstd -qf "$p/ner2.bin" -o "$p/weights/ner2.bin.zst"
	cp "$p/resolve.tsv" "$p/weights"
	"$O/pack-model" "$p/dateline.model" $(ls "$p"/weights/*.bin.zst "$p"/weights/*.tsv) || exit 1
	for name in lgl trnews tudloc geocorpora; do
		[ -s "$p/test/$name-dev.jsonl" ] || continue
		cat "$p/test/$name-dev.jsonl" >> "$out/$name-gold.jsonl"
		kinds=literal,demonym,metonym,embedded # two of the corpora do not mark demonyms
		case $name in tudloc|geocorpora) kinds=literal,metonym,embedded ;; esac
		"$O/dateline" parse --kinds $kinds --model "$p/dateline.model" "$p/test/$name-dev.jsonl" >> "$out/$name-found.jsonl"
	done
done
for name in lgl trnews tudloc geocorpora; do
	echo "== $name, end to end, trained without it ($how)"
	python3 "$shared/eval/score_geoparse.py" "$out/$name-gold.jsonl" "$out/$name-found.jsonl"
done
