#!/bin/sh
# Markup in titles, sources, ids and text is text in every output.
O=$1 name=script
. tests/hostile/outputs.sh
for f in r.html r.md map.svg e.geojson e.jsonl side.json snippet.html snippet.markdown; do
	grep -qi "<script>alert\|<img src=x\|<b onclick" "$T/$f" && fail "$f: markup came through"
done
[ "$(grep -o '<script' "$T/r.html" | wc -l)" = 1 ] || fail "r.html: a script that is not ours"
grep -q '&lt;script&gt;' "$T/r.html" || fail "r.html: the title is not there as text"
for f in r.html map.svg; do grep -qE ' on[a-z]+="' "$T/$f" && fail "$f: an event handler"; done
xmllint --noout "$T/map.svg" || fail "map.svg is not well formed"
[ "$(xmllint --xpath 'count(//*[local-name()="script"])' "$T/map.svg")" = 0 ] || fail "map.svg holds a script"
for f in pdf; do grep -qa '/JavaScript\|/JS' "$T/r.$f" "$T/map.$f" && fail "a script in PDF"; done
for f in docx odt; do
	[ -f "$T/r.$f" ] || continue
	parts "$T/r.$f" | grep -q '<script' && fail "r.$f: markup came through"
	parts "$T/r.$f" | grep -q 'TITLE' || fail "r.$f: the title is gone"
done
if command -v pandoc > /dev/null; then
	for f in markdown rst; do
		pandoc -f $f -t json "$T/snippet.$f" | grep -q '"RawInline"\|"RawBlock"' && fail "snippet.$f: Pandoc finds raw markup"
	done
	pandoc -f commonmark -t json "$T/r.md" | grep -q '"RawInline"\|"RawBlock"' && fail "r.md: raw HTML"
fi
rm -rf "$T"
