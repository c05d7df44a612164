#!/bin/sh
# Every command prints help and a manual page from its one table; every option named in README exists.
D=$1/dateline fail=0
commands=$($D --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | grep -v '^help$')
[ -n "$commands" ] || { echo "no commands listed"; exit 1; }
$D help --completion > "$1/tests/completion"
bash -n "$1/tests/completion" || { echo "the completions are no bash"; fail=1; }
for c in $commands; do
	$D "$c" --help > "$1/tests/help" || { echo "$c --help failed"; fail=1; }
	$D help --man "$c" > "$1/tests/man.1" || { echo "help --man $c failed"; fail=1; }
	for o in $(grep -oE '^ +(-[a-zA-Z], )?--[a-z0-9-]+' "$1/tests/help" | grep -oE -- '--[a-z0-9-]+' | grep -v -- '--help'); do
		grep -qF -- "$(printf '%s' "$o" | sed 's/-/\\-/g')" "$1/tests/man.1" || { echo "$c: $o is not in the manual page"; fail=1; }
		grep -qE -- "^	$c\).*$o( |')" "$1/tests/completion" || { echo "$c: $o is not completed"; fail=1; }
	done
	if $D "$c" --no-such-option > /dev/null 2>&1; then echo "$c takes an unknown option"; fail=1; fi
	$D "$c" --no-such-option > /dev/null 2>&1; [ $? = 64 ] || { echo "$c: unknown option must exit with 64"; fail=1; }
done
# every `dateline COMMAND --option` in README is known to the program
grep -oE 'dateline [a-z-]+ [^`|]*' README.md 2>/dev/null | while read -r _ c rest; do
	echo "$commands" | grep -qx -- "$c" || continue
	for o in $rest; do
		case $o in
		--*) o=${o%%=*}; $D "$c" --help | grep -qE -- " $o( |$)" || echo "README: dateline $c has no $o" ;;
		esac
	done
done > "$1/tests/readme"
[ -s "$1/tests/readme" ] && { cat "$1/tests/readme"; fail=1; }
exit $fail
