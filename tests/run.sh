#!/bin/sh
# Runs every test and counts: cmocka programs below O/tests/unit, and the shell tests tests/*/test-*.sh, each of which is one
# test and gets O as its argument. Exit 77 of a shell test means skipped. The last line is "N passed, N failed".
O=$1
export DATELINE_TESTS=tests DATELINE_DATA="$O" DATELINE_MODULES="$O" LC_ALL=C
passed=0 failed=0 skipped=0
log=$O/tests/log
mkdir -p "$O/tests"
: > "$log"
for t in "$O"/tests/unit/test_*; do
	case $t in *.d | *'*') continue ;; esac
	out=$("$t" 2>&1); code=$?
	printf '%s\n' "== $t" "$out" >> "$log"
	p=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
	f=$(printf '%s\n' "$out" | sed -n 's/^ *\([0-9][0-9]*\) FAILED TEST(S)$/\1/p')
	if [ $code -ne 0 ]; then
		[ -n "$f" ] || f=1
		printf '%s\n' "FAILED $t" "$out" | tail -40
	else
		f=0
	fi
	passed=$((passed + p)) failed=$((failed + f))
done
for t in tests/*/test-*.sh; do
	[ -f "$t" ] || continue
	out=$(sh "$t" "$O" 2>&1); code=$?
	printf '%s\n' "== $t" "$out" >> "$log"
	case $code in
	0) passed=$((passed + 1)) ;;
	77) skipped=$((skipped + 1)); printf 'skipped %s: %s\n' "$t" "$(printf '%s\n' "$out" | tail -1)" ;;
	*) failed=$((failed + 1)); printf '%s\n' "FAILED $t" "$out" | tail -40 ;;
	esac
done
echo "details: $log"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
