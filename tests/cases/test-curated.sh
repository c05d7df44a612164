#!/bin/sh
# Checks the hand-written gazetteer tables: header, column counts, ranges, codes, unique rows, stray spaces.
# The tables are those of this tree; CURATED names another folder.
# Prints every fault as file:line: message; exit 1 if there is any, 66 if a table is missing.
set -u
LC_ALL=C
export LC_ALL
dir=${CURATED:-$(dirname "$0")/../../gazetteer/curated}
for t in countries places news-towns landmarks metonyms demonyms abbreviations admin1-names city-names common-words; do
    [ -r "$dir/$t.tsv" ] || { echo "cannot open '$dir/$t.tsv'" >&2; exit 66; }
done

# countries first: the other tables' codes are checked against it; places before demonyms and abbreviations.
awk '
function base(path) { sub(/.*\//, "", path); sub(/\.tsv$/, "", path); return path }
function fault(msg) { printf "%s:%d: %s\n", FILENAME, FNR, msg; faults++ }
function number(s) { return s ~ /^-?[0-9]+(\.[0-9]+)?$/ }
function point(lat, lon) {
    if (!number(lat) || lat + 0 < -90 || lat + 0 > 90) fault("latitude out of range \x27" lat "\x27")
    if (!number(lon) || lon + 0 < -180 || lon + 0 > 180) fault("longitude out of range \x27" lon "\x27")
}
function country(code) { if (!(code in iso2)) fault("unknown country \x27" code "\x27") }
function admin1(code) {
    if (code !~ /^[A-Z][A-Z]-[A-Z0-9]+$/ || length(code) > 6) fault("bad ISO 3166-2 code \x27" code "\x27")
    else country(substr(code, 1, 2))
}
function city(s,   n) {                                # "City, CC"
    n = match(s, /, [A-Z][A-Z]$/)
    if (n < 2) fault("city without country \x27" s "\x27"); else country(substr(s, n + 2))
}
function once(key) { if (seen[table, key]++) fault("second row for \x27" key "\x27") }
function variants(list, name,   i, n, part, got) {     # a|b|c: no empty, doubled or self-same variant
    n = split(list, part, "|")
    for (i = 1; i <= n; i++) {
        if (part[i] == "" || part[i] ~ /^ | $/) fault("empty or spaced variant in \x27" list "\x27")
        if (part[i] == name || got[part[i]]++) fault("variant \x27" part[i] "\x27 given twice")
        if (part[i] ~ /[()]/) fault("variant with a bracket \x27" part[i] "\x27")
    }
}
function target(kind, t) {
    if (kind == "country") country(t)
    else if (kind == "admin1") admin1(t)
    else if (kind == "city") city(t)
    else if (kind == "region") { if (!(t in place)) fault("\x27" t "\x27 is not in places.tsv") }
    else if (kind == "people") { if (!(t in place) && !(t in iso2)) fault("no place or country \x27" t "\x27") }
    else fault("unknown kind \x27" kind "\x27")
}
BEGIN {
    FS = "\t"
    head["countries"] = "iso2\tiso3\tlat\tlon\tnames"
    head["places"] = "name\tfeature\tlat\tlon\tradius_km\tcountries\tnames\tnote"
    head["news-towns"] = head["landmarks"] = head["places"]
    head["metonyms"] = "name\tactor_country\tactor_sector\tplace\tlat\tlon\tnames\tnote"
    head["demonyms"] = "word\tkind\ttarget\tplural"
    head["abbreviations"] = "abbr\tkind\ttarget\tstyle"
    head["admin1-names"] = "iso3166_2\tnames"
    head["city-names"] = "name\tcountry\tvariants\tnote"
    head["common-words"] = "word\tnote\tstrength"
    split("government military legislature judiciary intelligence police business media igo", s, " ")
    for (i in s) sector[s[i]] = 1
    split("AP postal traditional short historical", s, " ")
    for (i in s) style[s[i]] = 1
}
FNR == 1 {
    table = base(FILENAME)
    columns = split(head[table], s, "\t")
    if ($0 != head[table]) fault("header is not \x27" head[table] "\x27")
    next
}
/^#/ { next }
/\r/ { fault("carriage return") }
NF != columns { fault(NF " columns instead of " columns); next }
/^ | $|\t | \t|  / { fault("stray space") }
{ rows[table]++; if ($1 == "") fault("empty first column") }
table == "countries" {
    if ($1 !~ /^[A-Z][A-Z]$/) fault("bad code \x27" $1 "\x27")
    if ($2 !~ /^[A-Z][A-Z][A-Z]$/) fault("bad code \x27" $2 "\x27")
    once($1); once($2); iso2[$1] = 1; point($3, $4); variants($5, "")
    if ($5 == "") fault("country without a name")
}
table == "places" || table == "news-towns" || table == "landmarks" {
    if ($2 !~ /^(A|H|L|P|R|S|T|U|V)\.[A-Z][A-Z0-9]*$/) fault("bad feature \x27" $2 "\x27")
    point($3, $4)
    if (!number($5) || $5 <= 0 || $5 > 20100) fault("radius out of range \x27" $5 "\x27")
    n = split($6, cc, ","); for (i = 1; i <= n; i++) country(cc[i])
    variants($7, $1); once($1 "; " $2 "; " $6); place[$1] = 1
    if ($8 == "") fault("row without a note")
}
table == "metonyms" {
    if ($2 != "") country($2)
    if (!($3 in sector)) fault("unknown sector \x27" $3 "\x27")
    city($4); point($5, $6); variants($7, $1); once($1)
    if ($8 == "") fault("row without a note")
}
table == "demonyms" { target($2, $3); once($1 "; " $2 "; " $3) }
table == "abbreviations" {
    target($2, $3); once($1 "; " $2 "; " $3)
    if (!($4 in style)) fault("unknown style \x27" $4 "\x27")
}
table == "admin1-names" { admin1($1); variants($2, ""); once($1); if ($2 == "") fault("row without a name") }
table == "city-names" { country($2); variants($3, $1); once($1 "; " $2); if ($3 == "") fault("row without a variant") }
table == "common-words" {
    once($1)
    if ($3 != "block" && $3 != "weak") fault("strength is neither block nor weak \x27" $3 "\x27")
}
END {
    for (t in head) if (!rows[t]) { printf "%s.tsv: no rows\n", t; faults++ }
    for (t in rows) total += rows[t]
    if (!faults) printf "curated tables: %d rows, no fault\n", total
    exit faults ? 1 : 0
}
' "$dir/countries.tsv" "$dir/places.tsv" "$dir/news-towns.tsv" "$dir/landmarks.tsv" "$dir/metonyms.tsv" "$dir/demonyms.tsv" "$dir/abbreviations.tsv" \
  "$dir/admin1-names.tsv" "$dir/city-names.tsv" "$dir/common-words.tsv"
