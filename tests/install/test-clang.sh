#!/bin/sh
# Everything compiles with clang under the same warnings, which are errors.
case $1 in *asan*) echo "under the sanitizers the compilers were compared already"; exit 77 ;; esac
make --no-print-directory -j"$(nproc)" objects-all CC=clang O="$1/clang" > "$1/tests/clang.log" 2>&1 && exit 0
grep -E 'error|warning' "$1/tests/clang.log" | head -40
exit 1
