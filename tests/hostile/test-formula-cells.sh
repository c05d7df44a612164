#!/bin/sh
# A spreadsheet runs nothing of a CSV export: text that would be a formula begins with an apostrophe; --raw-csv leaves it.
O=$1 name=cells
. tests/hostile/outputs.sh
python3 - "$T/e.csv" <<'X' || fail "a cell is a formula"
import csv, sys
number = lambda s: s.lstrip("-").replace(".", "", 1).isdigit()
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
bad = [c for r in rows[1:] for c in r if c[:1] and c[0] in "=+-@\t\r" and not number(c)]
assert not bad, bad
assert any("'=HYPERLINK" in c for r in rows for c in r), "the title is gone"
X
"$D" export -d "$T/e.gpkg" --format csv --raw-csv | grep -q '"=HYPERLINK' || fail "--raw-csv changes the text"
rm -rf "$T"
