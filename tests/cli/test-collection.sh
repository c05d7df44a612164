#!/bin/sh
# --collection: articles of one source help each other, an article does not help itself, other sources do not; without it every
# article stands alone. --kinds leaves out what is not asked for. Argument: the build folder.
D=$1/dateline T=$1/tests/cli-collection
rm -rf "$T"; mkdir -p "$T"
fail() { echo "$*"; exit 1; }
cat > "$T/all.jsonl" <<'J'
{"id":"a","source":"the county paper","text":"Firefighters from Dayton and Xenia helped in Fairborn, Ohio, on Monday."}
{"id":"b","source":"the county paper","text":"Police in Dayton, Ohio, and Urbana, Ohio, asked for help."}
{"id":"c","source":"the county paper","text":"Farmers near Xenia and Yellow Springs, Ohio, hope for rain."}
{"id":"d","source":"the county paper","text":"The mayor of Springfield said on Monday that a fire killed 3 people in Springfield."}
{"id":"e","source":"another paper","text":"The mayor of Springfield said on Monday that a fire killed 3 people there."}
J
grep '"id":"d"' "$T/all.jsonl" > "$T/d.jsonl"
where() { sed -n "/\"id\":\"$1\"/s/.*\"text\":\"Springfield\"[^}]*\"admin1\":\"\([^\"]*\)\".*/\1/p"; }
"$D" parse "$T/all.jsonl" > "$T/alone" && "$D" parse --collection "$T/all.jsonl" > "$T/together" || fail "parse"
[ "$(where d < "$T/together")" = Ohio ] || fail "the paper's other articles did not help: $(where d < "$T/together")"
[ "$(where d < "$T/alone")" != Ohio ] || fail "the test tells nothing: alone it is the same"
[ "$(where e < "$T/together")" = "$(where e < "$T/alone")" ] || fail "another source helped"
"$D" parse "$T/d.jsonl" > "$T/one" && "$D" parse --collection "$T/d.jsonl" "$T/d.jsonl" "$T/d.jsonl" > "$T/self" || fail "one"
[ "$(head -1 "$T/self")" = "$(cat "$T/one")" ] || fail "an article helped itself"
[ "$(grep '"id":"d"' "$T/alone")" = "$(cat "$T/one")" ] || fail "without the option the batch matters"
"$D" parse --collection -j 2 - < "$T/all.jsonl" | cmp -s - "$T/together" || fail "standard input or two jobs give another result"
"$D" parse --collection < "$T/all.jsonl" | cmp -s - "$T/together" || fail "standard input without a name"
"$D" ingest -q --collection -d "$T/e.gpkg" "$T/all.jsonl" && "$D" export -d "$T/e.gpkg" -f csv > "$T/e.csv" || fail "ingest"
grep -q '^.*Springfield.*Ohio' "$T/e.csv" || fail "ingest does not know the collection: $(cat "$T/e.csv")"

kinds() { printf '{"text":"French soldiers left Mali on Monday."}\n' | "$D" parse --kinds "$1" | grep -o '"kind":"[a-z]*"' | tr '\n' ' '; }
[ "$(kinds literal,demonym)" = '"kind":"demonym" "kind":"literal" ' ] && [ "$(kinds literal)" = '"kind":"literal" ' ] || fail "--kinds: $(kinds literal)"
"$D" parse --kinds towns "$T/d.jsonl" 2> "$T/err" && fail "a kind that is none was taken"
grep -q "kinds are" "$T/err" || fail "$(cat "$T/err")"
