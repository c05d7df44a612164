#!/bin/sh
# A megabyte in one article: no stage grows faster than the text. Counts executed blocks. Argument: the build folder.
case $1 in *asan*|*fuzz*) echo "counted in the plain build"; exit 77 ;; esac
L=$1/linear
make --no-print-directory O="$L" CFLAGS='-O1 -fsanitize-coverage=trace-pc' "$L/libdateline.a" > "$1/tests/linear.log" 2>&1 ||
	{ grep -E 'error|Error' "$1/tests/linear.log" | head; exit 1; }
${CC:-gcc} -std=gnu11 -O1 -Iinclude tests/fault/linear.c "$L/libdateline.a" -o "$L/linear" \
	$(pkg-config --libs libxml-2.0 json-c libzstd zlib libutf8proc) -ldl -lm -pthread || exit 1
DATELINE_DATA=$1 "$L/linear"
