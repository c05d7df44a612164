#!/bin/sh
# The HTML report: hostile text stays text, the policy lets nothing load, it is complete without scripts; in headless Chromium, where
# that is installed, no script of a stranger runs, none of ours is refused and nothing is requested (tests/web drives the page).
D=$1/dateline T=$1/tests/report
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
fail() { echo "$*"; exit 1; }
cat > "$T/in.jsonl" <<'X'
{"id":"x\"><img src=x onerror=alert(1)>","title":"</title><script>alert('title')</script>","date":"2024-01-02","url":"javascript:alert(2)","source":"<b>s</b>","text":"An earthquake of magnitude 7 struck Lima, Peru, on Monday, killing 12 people </script><script>document.title='broken'</script> & \"more\"."}
{"id":"y","title":"Good & plain","date":"2024-02-02","url":"https://example.org/?a=1&b=\"2\"","text":"Protesters marched in Nairobi, Kenya, on Thursday. Soldiers shot two men in Kampala on January 30."}
{"id":"z","title":"Address","date":"2024-02-02","url":"https://example.org/?a=1&b=2","source":"example.org","text":"A bomb exploded in Kabul on Thursday and killed five people."}
X
"$D" ingest -q -d "$T/e.gpkg" "$T/in.jsonl" || exit 1
"$D" report -d "$T/e.gpkg" -o "$T/r.html" --title '<script>alert("t")</script>' --credit '<img src=//x>' || exit 1
h=$T/r.html
[ "$(grep -o '<script' "$h" | wc -l)" = 1 ] || fail "more than our own script"
grep -qi 'href="javascript\|<img\|<b>s' "$h" && fail "foreign markup came through"
grep -q "default-src 'none'" "$h" || fail "no policy"
grep -oE '(src|href|action)="[^"#][^"]*"' "$h" | grep -v '^href="https://example.org/?a=1&amp;b=2"$' && fail "an address that should not be there"
grep -qE 'url\( *[^#)]' "$h" && fail "a style loads something"
grep -q '<mark>marched</mark>' "$h" || fail "the trigger is not marked"
"$D" report -d "$T/e.gpkg" -o "$T/again.html" --title '<script>alert("t")</script>' --credit '<img src=//x>' && cmp "$h" "$T/again.html" || fail "other bytes the second time"
ids=$(grep -oE ' id="[^"]*"' "$h" | sort | uniq -d)
[ -z "$ids" ] || fail "ids that occur twice: $ids"
"$D" report -d "$T/e.gpkg" -o "$T/../report/A b..c.md" && grep -q '^# ' "$T/A b..c.md" || fail "no Markdown report"
grep -q '<script' "$T/A b..c.md" && fail "markup in Markdown"
"$D" report -d "$T/e.gpkg" --since 1900-01-01 --until 1900-01-02 -o "$T/none.html" && grep -q 'No event answers' "$T/none.html" || fail "empty report"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "no Chromium: the page was not driven"; rm -rf "$T"; exit 0; }
drive() { # file, out
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update \
		--disable-sync --disable-extensions --host-resolver-rules='MAP * ~NOTFOUND' --user-data-dir="$T/profile" --enable-logging=stderr \
		--log-net-log="$T/net.json" --virtual-time-budget=2000 --dump-dom "file://$1" > "$2" 2> "$T/console"
}
drive "$h" "$T/dom.html" || { echo "Chromium does not run here"; rm -rf "$T"; exit 0; }
grep -E 'CONSOLE' "$T/console" && fail "the console is not empty"
n=$("$D" events -d "$T/e.gpkg" | wc -l)
grep -q ">$n events</p>" "$T/dom.html" || fail "our script did not run: no '$n events'"
grep -qE '<form id="report-filters"[^>]*hidden' "$T/dom.html" && fail "the filters stay hidden"
grep -q '<title>&lt;script&gt;alert("t")&lt;/script&gt;</title>' "$T/dom.html" || fail "the title was changed"
grep -oE '"url":"https?://[^"]*"' "$T/net.json" | grep -v -E 'google|gstatic|chrome' && fail "the page requested something"
rm -rf "$T"
