#!/bin/sh
# The unit tests, and the program on all sample articles, under AddressSanitizer and UndefinedBehaviorSanitizer.
case $1 in *asan*) echo "this is the sanitizers' run"; exit 77 ;; esac
S=$1/asan fail=0
make --no-print-directory -j"$(nproc)" all tests O="$S" CFLAGS='-O1 -g -fno-omit-frame-pointer' \
	SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined' > "$1/tests/asan.log" 2>&1 ||
	{ grep -E 'error|Error' "$1/tests/asan.log" | head; exit 1; }
# leaks that fontconfig and GDAL keep until exit are not ours
export DATELINE_DATA="$S" DATELINE_MODULES="$S" ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=tests/install/lsan.supp:print_suppressions=0
for t in "$S"/tests/unit/test_*; do
	case $t in *.d) continue ;; esac
	"$t" > "$1/tests/one.log" 2>&1 || { echo "$t"; tail -30 "$1/tests/one.log"; fail=1; }
done
"$S/dateline" parse tests/data/articles/*.txt > "$1/tests/one.log" 2>&1 || { tail -30 "$1/tests/one.log"; fail=1; }
for a in tests/data/articles/*.txt; do
	"$S/dateline" map "$a" -o "$1/tests/asan.svg" > "$1/tests/one.log" 2>&1 || { echo "map $a"; tail -30 "$1/tests/one.log"; fail=1; }
	break
done
exit $fail
