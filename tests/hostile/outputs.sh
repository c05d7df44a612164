# Every output of a store of hostile articles, for the tests beside it. With O and name set, `. tests/hostile/outputs.sh` makes $T, which holds
# r.html r.md r.pdf r.docx r.odt (the latter where pandoc is), map.svg map.pdf, e.csv e.geojson e.jsonl, snippet.FORMAT, side.json.
D=$O/dateline T=$O/tests/hostile-$name
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
fail() { echo "$*"; exit 1; }
cat > "$T/in.jsonl" <<'X'
{"id":"../../x\"><img src=x onerror=alert(1)>","title":"</title></text><script>alert('TITLE')</script>","date":"2024-01-02","url":"javascript:alert('LINK')","source":"<b onclick=alert(2)>s</b>","text":"An earthquake of magnitude 7 struck Lima, Peru, on Monday, killing 12 people </script><script>alert('BODY')</script> and more."}
{"id":"=cmd|'/C calc'!A0","title":"=HYPERLINK(\"http://evil.example/\",\"click\")","date":"2024-02-02","url":" JaVaScRiPt:alert('LINK')","source":"+1+1","text":"-2+3 Protesters marched in Nairobi, Kenya, on Thursday. @SUM(1) Soldiers shot two men in Kampala on January 30."}
{"id":"c:\\..\\..\\evil","title":"../../../evil","date":"2024-02-02","url":"data:text/html,<script>alert('LINK')</script>","source":"/etc/passwd","text":"A bomb exploded in Kabul on Thursday and killed five people."}
{"id":"z","title":"Good","date":"2024-02-02","url":"https://example.org/?a=1&b=2","source":"example.org","text":"A flood in Accra, Ghana, killed three people on Thursday."}
X
"$D" ingest -q -d "$T/e.gpkg" "$T/in.jsonl" || exit 1
title="</title></text><script>alert('TITLE')</script>"
for f in html md pdf docx odt; do
	case $f in docx | odt) command -v pandoc > /dev/null || continue ;; esac
	"$D" report -d "$T/e.gpkg" --by country --title "$title" --standfirst "$title" --credit "$title" -o "$T/r.$f" || fail "no report as $f"
done
for f in svg pdf; do "$D" map -d "$T/e.gpkg" --title "$title" --credit "$title" -o "$T/map.$f" 2> /dev/null || fail "no map as $f"; done
for f in html markdown latex rst asciidoc typst; do
	"$D" map -d "$T/e.gpkg" --title "$title" -o "$T/figure.png" --sidecar "$T/side.json" --embed $f > "$T/snippet.$f" 2> /dev/null || fail "no snippet for $f"
done
for f in csv geojson jsonl; do "$D" export -d "$T/e.gpkg" -o "$T/e.$f" || fail "no $f"; done
# the text of a zipped document
parts() { python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print("".join(z.read(n).decode() for n in z.namelist() if n.endswith((".xml", ".rels"))))' "$1" 2> /dev/null; }
