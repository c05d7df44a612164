#!/bin/sh
# The same input gives the same bytes whatever the zone, the locale and the number of threads.
O=$1 t=$1/tests/bytes fail=0
export SOURCE_DATE_EPOCH=1700000000
mkdir -p "$t"
make_all() { # folder, environment...
	d=$t/$1; shift
	rm -rf "$d"; mkdir -p "$d"
	env "$@" "$O/dateline" parse -j 1 tests/data/articles/*.txt -o "$d/parsed.jsonl" || return 1
	env "$@" "$O/dateline" ingest -d "$d/events.gpkg" tests/data/articles/*.txt > /dev/null 2>&1 || return 1
	env "$@" "$O/dateline" export -d "$d/events.gpkg" -o "$d/events.geojson" || return 1
	for f in svg png pdf; do env "$@" "$O/dateline" map -d "$d/events.gpkg" -o "$d/map.$f" || return 1; done
	for f in html pdf md; do env "$@" "$O/dateline" report -d "$d/events.gpkg" --by month -o "$d/report.$f" || return 1; done
}
make_all one TZ=UTC LC_ALL=C && make_all two TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=de || exit 1
"$O/dateline" parse -j 3 tests/data/articles/*.txt -o "$t/two/parsed.jsonl" || exit 1
for f in parsed.jsonl events.geojson map.svg map.png map.pdf report.html report.pdf report.md report-map-2023-04.svg events.gpkg; do
	cmp -s "$t/one/$f" "$t/two/$f" || { echo "$f differs"; fail=1; }
done
exit $fail
