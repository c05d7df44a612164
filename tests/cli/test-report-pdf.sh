#!/bin/sh
# PDF reports: 200 events are all there, fonts embedded, outline, links and tags, the same bytes twice; hostile titles and addresses;
# templates; DOCX and ODT where pandoc is.
D=$1/dateline T=$1/tests/pdf
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
fail() { echo "$*"; exit 1; }
SOURCE_DATE_EPOCH=1700000000; export SOURCE_DATE_EPOCH
"$D" ingest -q -d "$T/e.gpkg" tests/data/articles/*.txt tests/data/labelled/*.txt || exit 1
"$D" report -d "$T/e.gpkg" --limit 200 --by country --title "Two hundred events" --credit "The desk" -o "$T/r.pdf" || exit 1
"$D" report -d "$T/e.gpkg" --limit 200 --by country --title "Two hundred events" --credit "The desk" -o "$T/again.pdf" && cmp "$T/r.pdf" "$T/again.pdf" || fail "other bytes the second time"
SOURCE_DATE_EPOCH=1700000001 "$D" report -d "$T/e.gpkg" --limit 20 -o "$T/other.pdf" && grep -qa '20231114221321' "$T/other.pdf" || fail "the date of creation is not SOURCE_DATE_EPOCH"
"$D" export -d "$T/e.gpkg" --limit 200 --format csv -o "$T/e.csv"
if command -v pdftotext > /dev/null; then
	python3 tests/cli/pdf_report.py "$T/r.pdf" "$T/e.csv" 200 || exit 1
fi

# hostile: markup, an address that is a script, control characters, a sentence of 60,000 letters, names without end
long=$(head -c 60000 /dev/zero | tr '\0' 'a')
cat > "$T/in.jsonl" <<X
{"id":"x'\\\\) /JavaScript","title":"</title><script>alert('t')</script> (\\\\) \\u0001\\u202e","date":"2024-01-02","url":"javascript:alert(2)","source":"<b>s</b>","text":"An earthquake of magnitude 7 struck Lima, Peru, on Monday, killing 12 people and $long."}
{"id":"y","title":"Quotes","date":"2024-02-02","url":"https://example.org/?a='b\\\\","text":"A bomb exploded in Kabul on Thursday and killed five people."}
{"id":"z","title":"Address","date":"2024-02-02","url":"https://example.org/?a=1&b=2","text":"Protesters marched in Nairobi, Kenya, on Thursday."}
X
"$D" ingest -q -d "$T/h.gpkg" "$T/in.jsonl" || exit 1
"$D" report -d "$T/h.gpkg" --title "<b>&amp; ' \\ ) (" --credit "(\\" -o "$T/h.pdf" || fail "hostile text stops the report"
grep -qa 'javascript:\|/JavaScript' "$T/h.pdf" && fail "a script came through"
grep -qa 'URI.*example.org/?a=1&b=2' "$T/h.pdf" || fail "a good address is no link"
grep -qa "URI.*a='b" "$T/h.pdf" && fail "an address with a quote is a link"
"$D" report -d "$T/h.gpkg" --since 1900-01-01 --until 1900-01-02 -o "$T/none.pdf" || fail "no report of nothing"

# templates: order, words, errors with their line
printf '[head]\n[text]\ntitle = Before\ntext = There are {events} events from {first} to {last}.\n[events]\n[note]\n' > "$T/t.tpl"
for f in html md; do
	"$D" report -d "$T/h.gpkg" --template "$T/t.tpl" --title T -o "$T/t.$f" || exit 1
	grep -q 'There are 3 events from 1 January 2024 to 1 February 2024' "$T/t.$f" || fail "$f: the template's words"
	grep -qi 'Over time\|Sources\|At a glance' "$T/t.$f" && fail "$f: sections that the template lacks"
done
"$D" report -d "$T/h.gpkg" --template "$T/t.tpl" -o "$T/t.pdf" || exit 1
"$D" report --print-template > "$T/default.tpl" && "$D" report -d "$T/h.gpkg" --template "$T/default.tpl" -o "$T/d.html" && "$D" report -d "$T/h.gpkg" -o "$T/e.html" &&
	cmp -s "$T/d.html" "$T/e.html" || fail "the printed template is not the default"
for bad in '[nothing]' 'title = x' '[map]\nmost = 3' '[events]\n[events]' '[text]\ntext' '[maps]\nby = moon' '# nothing'; do
	printf "$bad\n" > "$T/bad.tpl"
	"$D" report -d "$T/h.gpkg" --template "$T/bad.tpl" -o "$T/bad.html" 2> "$T/errors"; [ $? = 65 ] || fail "the template '$bad' must exit with 65"
	grep -q 'bad.tpl:[0-9]' "$T/errors" || fail "no line told for '$bad': $(cat "$T/errors")"
done
"$D" report -d "$T/h.gpkg" --template /dev/null -o "$T/bad.html" 2> /dev/null; [ $? = 65 ] || fail "an empty template must exit with 65"
[ -f "$T/bad.html" ] && fail "a bad template left a report"
"$D" report -d "$T/h.gpkg" --template "$T/absent.tpl" -o "$T/bad.html" 2> /dev/null; [ $? = 66 ] || fail "an absent template must exit with 66"

# DOCX and ODT
PATH=/nonexistent "$D" report -d "$T/h.gpkg" -o "$T/n.docx" 2> "$T/errors"; [ $? = 78 ] || fail "without pandoc the exit code is 78"
grep -q 'apt-get install pandoc' "$T/errors" || fail "without pandoc: $(cat "$T/errors")"
if command -v pandoc > /dev/null; then
	for f in docx odt; do
		"$D" report -d "$T/h.gpkg" --by country --title "T" -o "$T/h.$f" || fail "no $f"
		[ "$(python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(sum("media/" in n or "Pictures/" in n for n in z.namelist()))' "$T/h.$f")" = 4 ] || fail "$f: pictures"
		python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.exit("marched" not in "".join(z.read(n).decode() for n in z.namelist() if n in ("word/document.xml", "content.xml")))' "$T/h.$f" || fail "$f: no evidence"
		python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.exit("javascript:alert" in "".join(z.read(n).decode() for n in z.namelist() if n.endswith((".xml", ".rels"))))' "$T/h.$f" || fail "$f: a script is a link"
	done
	ls -d /tmp/dateline-report-* 2> /dev/null && fail "a folder was left behind"
fi
rm -rf "$T"
