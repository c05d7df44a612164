#!/bin/sh
# The arrow rule of src/README.md: which folder may include which, and where each foreign library has its home.
fail=0
complain() { echo "$1"; fail=1; }

# includes FILES... : "file: header" for every quoted or bracketed include
includes() { grep -HnoE '^#include [<"][^>"]+[>"]' "$@" /dev/null 2>/dev/null | sed -E 's/^([^:]+):[0-9]+:#include [<"]([^>"]+)[>"]/\1 \2/'; }

# folder, then the folders whose headers it may include besides its own
rule() {
	folder=$1; shift
	includes src/"$folder"/*.[ch] | while read -r file header; do
		case $header in
		*/*) ;;
		*) continue ;;
		esac
		top=${header%%/*}
		[ -d "src/$top" ] || [ "$top" = dateline ] || continue
		ok=no
		for allowed in "$folder" dateline "$@"; do [ "$top" = "$allowed" ] && ok=yes; done
		[ $ok = yes ] || echo "$file must not include $header"
	done
}
found=$(
	rule base
	rule text base
	rule read base
	rule layer base read module
	rule gazetteer base text module
	rule extract base text gazetteer
	rule store base module
	rule map base module
	rule proj base module
	rule report base module
	rule cli
	includes include/dateline.h include/dateline/*.h | grep -vE ' (dateline/[a-z]+\.h|std(bool|int|def)\.h)$'
	# cli is the first embedder: only the public headers
	includes src/cli/*.[ch] | grep -E ' (base|text|read|layer|gazetteer|extract|store|map|report|module)/'
	# homes of the foreign libraries
	home() { pattern=$1; shift; grep -lE "^#include [<\"]$pattern" $(ls src/*.[ch] src/*/*.[ch]) /dev/null | while read -r f; do
		ok=no; for d in "$@"; do case $f in src/$d*) ok=yes ;; esac; done
		[ $ok = yes ] || echo "$f is no home of $pattern"
	done; }
	home '(gdal|ogr|cpl)_?[a-z_]*\.h' store/
	home 'sqlite3' store/
	home 'proj' proj/
	home '(cairo|pango|glib|fontconfig)' map/
	home 'libxml' read/
	home 'json' read/ store/ report/
	home 'libdeflate' map/
)
[ -z "$found" ] || complain "$found"
exit $fail
