#!/bin/sh
# Only dtl_ symbols leave the library and the modules, none of ours lacks the prefix, and nothing writable is global.
O=$1 fail=0
exported=$(nm -D --defined-only "$O/libdateline.so" "$O"/dateline-*.so | awk 'NF==3 {print $3}' | grep -vE '^(dtl_|__bss_start|_edata|_end$)')
[ -z "$exported" ] || { echo "exported without the prefix:" $exported; fail=1; }
global=$(nm --defined-only "$O/libdateline.a" 2>/dev/null | awk 'NF==3 && $2 ~ /^[TDBRVW]$/ {print $3}' | grep -vE '^(dtl_|__asan|__odr_asan|__ubsan|DW\.ref)')
[ -z "$global" ] || { echo "global without the prefix:" $global; fail=1; }
# data relocated at load time (.data.rel.ro) is constant; .data and .bss must be empty of our symbols
writable=$(find "$O/obj" -name '*.o' ! -path '*/cli/*' -exec nm -A --defined-only {} + | awk '$(NF-1) ~ /^[dDbBC]$/ {print $1, $NF}' |
	grep -vE ' (\.|__|_?DTL_ASAN|\.L)' | while read -r object symbol; do
		file=${object%%:*}
		section=$(objdump -t "$file" | awk -v s="$symbol" '$NF == s {for (i = 1; i <= NF; i++) if ($i ~ /^\.(data|bss)/) print $i}')
		case $section in .data.rel.ro*) ;; *) echo "$file $symbol ($section)" ;; esac
	done)
[ -z "$writable" ] || { echo "writable globals:"; echo "$writable"; fail=1; }
# what is declared in include/ is what is exported
for symbol in $(grep -hoE '\bdtl_[a-z0-9_]+\(' include/dateline.h include/dateline/*.h | tr -d '(' | sort -u); do
	grep -hE "DTL_API" include/dateline.h include/dateline/*.h | grep -q "[ *]$symbol(" || continue
	nm -D --defined-only "$O/libdateline.so" | grep -q " $symbol\$" || { echo "declared and not exported: $symbol"; fail=1; }
done
exit $fail
