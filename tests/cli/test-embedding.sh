#!/bin/sh
# --embed and --sidecar: each snippet goes through a reader of its format, where Debian has one, with a title that would be markup in
# all of them; and the examples of tests/data/embedding run.
O=$(cd "$1" && pwd) D=$O/dateline T=$1/tests/embedding here=$PWD
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
fail() { echo "$*"; exit 1; }
DATELINE_DATA=$O DATELINE_MODULES=$O; export DATELINE_DATA DATELINE_MODULES
cp tests/data/articles/tonga-eruption.txt "$T/article.txt"
cd "$T" || exit 1
title='A <b>bold</b> & "50%" of $x_1$ {y} #1 *star* [l](javascript:alert) \end{figure} ~ ^ `c` @cite 1. - |'
for f in html markdown latex rst asciidoc typst; do
	"$D" map article.txt --title "$title" --no-title -o map.png --sidecar map.json --embed $f > map.$f 2> /dev/null || fail "no $f"
done
same() { # file of plain text, what it is
	python3 - "$1" "$title" <<'X' || fail "$2: the caption became other words: $(cat "$1")"
import re, sys
plain = lambda s: re.sub(r"\s+", " ", s)
have, want = plain(open(sys.argv[1], encoding="utf-8").read()), plain(sys.argv[2])
for a, b in (("\u201c", '"'), ("\u201d", '"'), ("\u2019", "'"), ("\u00a0", " ")):
    have = have.replace(a, b)
sys.exit(want not in have)
X
}
# HTML
{ echo '<html>'; sed 's/\(<img[^>]*\)>/\1\/>/' map.html; echo '</html>'; } > h.xml
xmllint --noout h.xml || fail "the HTML is not well formed"
xmllint --xpath 'string(//figcaption)' h.xml > h.txt && same h.txt HTML
[ "$(xmllint --xpath 'count(//img[@alt][@width][@height])' h.xml)" = 1 ] || fail "HTML: no alt text or size"
# the sidecar
python3 - map.json "$title" <<'X' || fail "the sidecar"
import json, sys
side = json.load(open(sys.argv[1], encoding="utf-8"))
assert side["caption"] == sys.argv[2] and side["alt"].startswith("Map of") and side["file"] == "map.png"
west, south, east, north = side["extent"]
assert -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90
assert side["projection"].startswith("+proj") and "GeoNames" in side["attribution"]
inside = lambda e: south <= e["lat"] <= north and (west <= e["lon"] <= east if west <= east else e["lon"] >= west or e["lon"] <= east)
shown = [e for e in side["events"] if e["shown"] != "absent"]
assert len(shown) >= 3 and all(inside(e) for e in shown)
assert all(e["shown"] == "absent" for e in side["events"] if "lon" not in e)
X
if command -v pandoc > /dev/null; then
	pandoc -f markdown -t html map.markdown > m.html || fail "Pandoc does not read the Markdown"
	pandoc -f html -t plain --wrap=none m.html > m.txt && same m.txt Markdown
	grep -q 'id="map"' m.html && grep -q 'alt="Map of' m.html && grep -q 'width:100' m.html || fail "Markdown: id, alt or width"
	grep -q 'href\|<b>' m.html && fail "Markdown: markup came through"
	pandoc -f rst -t plain --wrap=none map.rst > r.txt && same r.txt reStructuredText
fi
rst=$(command -v rst2html || command -v rst2html.py || command -v rst2html5) && "$rst" --halt=2 map.rst > r.html 2> errors && {
	grep -q 'alt="Map of' r.html && grep -q 'id="map"' r.html || fail "reStructuredText: alt or id"; }
if command -v asciidoctor > /dev/null; then
	asciidoctor -e -o a.html map.asciidoc 2> errors && [ ! -s errors ] || fail "Asciidoctor: $(cat errors)"
	grep -q 'alt="Map of' a.html && grep -q 'id="map"' a.html || fail "AsciiDoc: alt or id"
	sed -n 's/.*<div class="title">//; s/<\/div>//; /Figure 1/p' a.html | python3 -c 'import html, re, sys; print(html.unescape(re.sub("<[^>]*>", "", sys.stdin.read())))' > a.txt && same a.txt AsciiDoc
fi
python3 - <<'X' || fail "Typst: strings"
import json, re
text = open("map.typst", encoding="utf-8").read()
strings = re.findall(r'"(?:[^"\\]|\\["\\])*"', text)
assert len(strings) == 3 and "$x_1$" in strings[2] and text.strip().endswith(") <map>"), strings
X
# LaTeX: the example
"$D" map article.txt --title "$title" --no-title -o map.pdf --embed latex > map.tex 2> /dev/null || fail "no LaTeX"
if command -v pdflatex > /dev/null; then
	cp "$here/tests/data/embedding/report.tex" .
	pdflatex -interaction=nonstopmode -halt-on-error report.tex > latex.log 2>&1 && pdflatex -interaction=nonstopmode report.tex > latex.log 2>&1 ||
		{ grep -A3 '^!' latex.log; fail "the LaTeX example does not compile"; }
	if command -v pdftotext > /dev/null; then
		pdftotext -layout report.pdf - | tr '\n' ' ' > l.txt
		grep -q 'see map 1' l.txt || fail "LaTeX: the label"
		grep -q 'Figure 1: A <b>bold</b> &' l.txt || fail "LaTeX: the caption: $(grep -o 'Figure 1.*' l.txt | cut -c1-200)"
	fi
else
	echo "no pdflatex: the LaTeX example was not run"
fi
"$D" map article.txt -o map.svg --embed latex > /dev/null 2> errors; [ $? = 64 ] || fail "LaTeX with .svg must exit with 64"
"$D" map article.txt -o 'a#b.pdf' --embed latex > /dev/null 2> errors; [ $? = 64 ] || fail "LaTeX with a path that it cannot name must exit with 64"
"$D" map article.txt -o - -f png --embed html > /dev/null 2> errors; [ $? = 64 ] || fail "--embed of standard output must exit with 64"
# the notebook, and Quarto
if command -v jupyter-nbconvert > /dev/null && python3 -c 'import ipykernel' 2> /dev/null; then
	DATELINE=$D jupyter-nbconvert --to html --execute --stdout "$here/tests/data/embedding/notebook.ipynb" > n.html 2> errors || fail "the notebook: $(tail -3 errors)"
	grep -q '<svg' n.html || fail "the notebook shows no map"
else
	DATELINE=$D python3 "$here/tests/cli/run_notebook.py" "$here/tests/data/embedding/notebook.ipynb" > n.txt || fail "the notebook"
fi
if command -v quarto > /dev/null; then
	cp "$here/tests/data/embedding/report.qmd" . && PATH=$O:$PATH quarto render report.qmd > quarto.log 2>&1 && grep -q 'Figure.1' report.html || fail "Quarto: $(tail -3 quarto.log)"
else
	echo "no quarto (Debian has none): its example was not run"
fi
cd "$here" && rm -rf "$T"
