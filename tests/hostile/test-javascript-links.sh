#!/bin/sh
# Only web addresses are links, in every output; others are no links at all.
O=$1 name=links
. tests/hostile/outputs.sh
grep -oiE '(href|src|action|xlink:href)="[^"]*"' "$T/r.html" "$T/map.svg" | grep -viE '"(#|https://example\.org/\?a=1&amp;b=2"|data:image/svg\+xml;base64,)' && fail "an address that should not be there"
grep -oE '\]\([^)]*\)' "$T/r.md" | grep -vE '^\]\((https://example\.org/|r-map[a-z-]*\.svg)' && fail "r.md: a link that should not be there"
grep -aoE '/URI \([^)]*\)' "$T/r.pdf" | grep -v 'https://example.org/?a=1&b=2' && fail "r.pdf: a link that should not be there"
grep -qaE '/URI \(https://example' "$T/r.pdf" || fail "r.pdf: the good link is gone"
for f in docx odt; do
	[ -f "$T/r.$f" ] || continue
	parts "$T/r.$f" | grep -oiE '(href|Target)="(javascript|data)[^"]*"' && fail "r.$f: a link that should not be there"
	parts "$T/r.$f" | grep -q 'https://example.org/?a=1&amp;b=2' || fail "r.$f: the good link is gone"
done
rm -rf "$T"
