#!/bin/sh
# Trains every section of the model from the corpora and says whether the committed weights came out again, bit by bit.
#   train.sh O [NAME ...]     O: build folder; NAME: only these sections (words pos ner1 ner2 ...)
# SHARED: folder of the corpora (default ../shared). WITHOUT_GMB=1 leaves the Groningen Meaning Bank out.
# A section NAME is made by the program O/tests/eval/train_NAME, called with the folders of the corpora, of the results and of the
# evaluation texts, and writes NAME.bin. Later sections read earlier ones, so the order matters.
set -eu
O=$1; shift
shared=${SHARED:-../shared}
[ -d "$shared/train" ] || { echo "no corpora at $shared/train: nothing to train on" >&2; exit 66; }
[ $# -gt 0 ] || set -- words pos ner1 ner2 resolve link
out=$O/train
export DATELINE_DATA=${DATELINE_DATA:-$O}
mkdir -p "$out"
for name in words pos ner1 ner2; do # what the sections to be trained build upon
	[ -f "$out/$name.bin" ] || { [ -f "gazetteer/weights/$name.bin.zst" ] && zstd -dqf "gazetteer/weights/$name.bin.zst" -o "$out/$name.bin"; } || :
done
for name; do
	[ -x "$O/tests/eval/train_$name" ] || continue
	"$O/tests/eval/train_$name" "$shared/train" "$out" "$shared/eval/dev"
	old=gazetteer/weights/$name.bin.zst
	if [ -f "$old" ] && zstd -dcq "$old" | cmp -s - "$out/$name.bin"; then
		echo "$name: as committed"
	else
		zstd -19 -qf "$out/$name.bin" -o "$old"
		echo "$name: new weights in $old"
	fi
done
