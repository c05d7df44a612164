#!/bin/sh
# Prints the recall ceiling of the gazetteer on the development corpora. Arguments: O, and -m for the names that are missing.
O=$1
dev=${DATELINE_EVAL:-../shared/eval}/dev
[ -d "$dev" ] || { echo "skipped: no $dev"; exit 77; }
DATELINE_DATA=$O "$O/tests/eval/ceiling" ${2:-} "$dev/lgl-dev.jsonl" "$dev/trnews-dev.jsonl" "$dev/tudloc-dev.jsonl" "$dev/geocorpora-dev.jsonl"
