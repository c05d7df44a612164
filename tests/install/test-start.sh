#!/bin/sh
# The start loads what it uses: parse neither GDAL nor cairo nor PROJ, map no GDAL; and nothing connects to the network.
O=$1
case $O in *asan*) echo "the sanitizers load what they like"; exit 77 ;; esac
command -v strace > /dev/null || { echo "strace is not installed"; exit 77; }
a=tests/data/articles/tonga-eruption.txt fail=0
opened() { strace -f -qq -e trace=openat,connect,socket -o "$O/tests/strace" "$@" > /dev/null; cat "$O/tests/strace"; }
opened "$O/dateline" parse "$a" > "$O/tests/start-parse"
opened "$O/dateline" map "$a" -o "$O/tests/start.svg" > "$O/tests/start-map"
for lib in libgdal libcairo libproj libpango; do
	grep -q "$lib" "$O/tests/start-parse" && { echo "parse loads $lib"; fail=1; }
done
grep -q libgdal "$O/tests/start-map" && { echo "map loads libgdal"; fail=1; }
# PROJ 9.1 looks for proj.db whatever it is asked for; a map must not need it
PROJ_LIB=/nonexistent PROJ_DATA=/nonexistent "$O/dateline" map "$a" -o "$O/tests/start.svg" || { echo "map needs proj.db"; fail=1; }
grep -hE '^[0-9]+ +(connect|socket)\(' "$O/tests/start-parse" "$O/tests/start-map" | grep -v AF_UNIX && { echo "opens a connection"; fail=1; }
exit $fail
