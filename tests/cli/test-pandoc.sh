#!/bin/sh
# One document with three maps and a bad block, by Pandoc to HTML, EPUB, DOCX, ODT, LaTeX and (where pdflatex is) PDF: captions, alt
# texts and ids in each; errors name the block and leave the document whole; --strict stops.
case $1 in *asan*) echo "Pandoc would not start the sanitizers' program"; exit 77 ;; esac
command -v pandoc > /dev/null || { echo "pandoc is not installed"; exit 77; }
O=$(cd "$1" && pwd) T=$1/tests/pandoc
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd) here=$PWD
fail() { echo "$*"; exit 1; }
DATELINE_DATA=$O DATELINE_MODULES=$O; export DATELINE_DATA DATELINE_MODULES
"$O/dateline" ingest -q -d "$T/e.gpkg" tests/data/articles/*.txt || exit 1
ln -sf "$O/dateline" "$T/pandoc-dateline"
sed "s#STORE#e.gpkg#; s#tests/data#$here/tests/data#" tests/data/embedding/pandoc.md > "$T/doc.md"
cd "$T" || exit 1
for f in html epub docx odt tex; do
	pandoc doc.md --filter ./pandoc-dateline -s -o "doc.$f" 2> errors || { cat errors; fail "no $f"; }
	grep -q "block 4, 'bad', stays as it is" errors || fail "$f: the bad block is not named: $(cat errors)"
	grep -q "cannot open 'absent/e.gpkg'" errors || fail "$f: no reason: $(cat errors)"
done
if command -v pdflatex > /dev/null && command -v pdftotext > /dev/null; then
	pandoc doc.md --filter ./pandoc-dateline -o doc.pdf 2> errors || { cat errors; fail "no pdf"; }
else
	echo "no pdflatex or pdftotext: no PDF made" >&2
fi
python3 "$here/tests/cli/pandoc_outputs.py" "$T" doc || exit 1
# the same through Lua
DATELINE=$O/dateline pandoc doc.md --lua-filter "$here/tests/data/embedding/dateline.lua" -s -o lua.html 2> /dev/null || fail "the Lua filter fails"
cmp -s doc.html lua.html || fail "the Lua filter makes another document"
pandoc doc.md -t json | "$O/dateline" pandoc-filter --strict html > strict.json 2> /dev/null; [ $? = 65 ] || fail "--strict must exit with 65"
[ -s strict.json ] && fail "--strict must print nothing"
echo '{"blocks":3}' | "$O/dateline" pandoc-filter > /dev/null 2> errors; [ $? = 65 ] || fail "no document must exit with 65"
# what a document may not do: write elsewhere, by an id or an option; and a picture that fails leaves its words
cat > bad.md <<X
![Words of it](absent.txt){id="../../evil" .dateline}

\`\`\` {id="../../../evil2" .dateline output=evil3.svg}
x
\`\`\`

\`\`\` {id="fig<script>" .dateline caption="<script>alert(1)</script>" alt="\"><script>alert(2)</script>"}
A bomb exploded in Kabul on 3 January 2024 and killed five people.
\`\`\`
X
for f in html docx odt tex; do pandoc bad.md --filter ./pandoc-dateline -s -o "bad.$f" 2> errors || fail "bad.md: no $f"; done
grep -q "'output' is not for blocks" errors || fail "an output was taken"
ls ../evil* ../../evil* evil* 2> /dev/null && fail "a block wrote elsewhere"
grep -q 'Words of it' bad.html || fail "the words of a picture that failed are gone"
grep -q '<script>' bad.html && fail "a script came through"
[ -f dateline-figures/fig-script.svg ] || fail "no picture of the hostile block: $(ls dateline-figures)"
cd "$here" && rm -rf "$T"
