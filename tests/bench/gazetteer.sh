#!/bin/sh
# Names in text: ours beside pyahocorasick and Hyperscan (where installed: python3-ahocorasick, libhyperscan-dev), same names, same texts.
# Arguments: O, then texts (the development corpora, where present; else the sample articles).
O=$1; shift
T=$O/tests/bench-gazetteer
mkdir -p "$T"
if [ $# = 0 ]; then
	dev=${DATELINE_EVAL:-../shared/eval}/dev
	if [ -d "$dev" ]; then set -- "$dev/lgl-dev.jsonl" "$dev/trnews-dev.jsonl" "$dev/events-wikievents-dev.jsonl"; else set -- tests/data/articles/*.txt; fi
fi
B=$O/tests/bench/gazetteer
DATELINE_DATA=$O "$B" "$@"
DATELINE_DATA=$O "$B" -n "$T/names" -t "$T/texts" "$@"
/usr/bin/python3 -c 'import ahocorasick' 2> /dev/null && /usr/bin/python3 tests/bench/peers/ahocorasick_bench.py "$T/names" "$T/texts"
if [ -f /usr/include/hs/hs.h ]; then
	${CC:-cc} -O2 tests/bench/peers/hyperscan.c -lhs -o "$T/hyperscan"
	# Compiling a million literals takes Hyperscan minutes: half of them.
	shuf -n 500000 --random-source="$T/names" "$T/names" > "$T/names500k"
	"$T/hyperscan" "$T/names500k" "$T/texts" 500000
fi
