#!/bin/sh
# A gazetteer that is absent, cut off, altered, foreign or newer: exit 78 with the reason, and lookups never crash.
O=$1 D=$1/dateline T=$1/tests/corrupt-gaz fail=0
mkdir -p "$T"
printf 'name,lat,lon\nFoo Town,1,2\nBar,3,4\n' > "$T/in.csv"
"$D" gazetteer build "$T/in.csv" -o "$T/good.gaz" || exit 1
"$D" geocode --gazetteer "$T/good.gaz" 'Foo Town' | grep -q ' 1.0000 ' || { echo "the good one does not answer"; fail=1; }
# must FILE CODE WORDS: opening FILE ends with CODE and says WORDS
must() {
	"$D" gazetteer info --verify --gazetteer "$1" > /dev/null 2> "$T/err"; code=$?
	[ $code = "$2" ] || { echo "$1: exit $code instead of $2"; fail=1; }
	grep -q -- "$3" "$T/err" || { echo "$1: says '$(cat "$T/err")', not '$3'"; fail=1; }
}
patch_byte() { cp "$T/good.gaz" "$T/bad.gaz"; printf "$2" | dd of="$T/bad.gaz" bs=1 seek="$1" conv=notrunc 2> /dev/null; }
must "$T/absent.gaz" 78 'cannot'
: > "$T/bad.gaz"; must "$T/bad.gaz" 78 'not a gazetteer'
head -c 100 "$T/good.gaz" > "$T/bad.gaz"; must "$T/bad.gaz" 78 'damaged'
head -c 5000 "$T/good.gaz" > "$T/bad.gaz"; must "$T/bad.gaz" 78 'damaged'
patch_byte 0 'P'; must "$T/bad.gaz" 78 'not a gazetteer'
patch_byte 8 '\377'; must "$T/bad.gaz" 78 'newer'
patch_byte 8 '\000'; must "$T/bad.gaz" 78 'version 0'
patch_byte 12 '\377'; must "$T/bad.gaz" 78 'byte order'
patch_byte 80 '\377'; must "$T/bad.gaz" 78 'damaged'
patch_byte 520 'x'; must "$T/bad.gaz" 78 'damaged'
cp "$D" "$T/bad.gaz"; must "$T/bad.gaz" 78 'not a gazetteer'
# a malformed dump line is told with file and line, and skipped
printf '1\tGood Place\tGood Place\t\t10.0\t20.0\tP\tPPL\tFR\t\t\t\t\t\t5\t\t1\tEurope/Paris\t2020-01-01\n2\tBad\tBad\t\tx\t20\tP\tPPL\tFR\t\t\t\t\t\t5\t\t1\t\t\nshort\tline\n' > "$T/dump.txt"
"$D" gazetteer build "$T/dump.txt" -o "$T/dump.gaz" 2> "$T/err" || { echo "a bad line stops the build"; fail=1; }
grep -q 'dump.txt:2: ' "$T/err" && grep -q 'dump.txt:3: ' "$T/err" || { echo "bad lines are not told: $(cat "$T/err")"; fail=1; }
"$D" gazetteer lookup --gazetteer "$T/dump.gaz" 1 | grep -q '^1	Good Place	10.00000	20.00000	P.PPL	FR' || { echo "the good line is lost"; fail=1; }
# the other tables of GeoNames
printf '1\t1\tru\tХорошо\t1\t\t\t\n2\t1\tlink\thttps://example.org\t\t\t\t\n3\t1\tabbr\tGPL\t\t\t\t\n4\t99\ten\tNone\t\t\t\t\n' > "$T/alt.txt"
"$D" gazetteer build "$T/dump.txt" "$T/alt.txt" -o "$T/dump.gaz" 2> /dev/null
for n in Хорошо GPL; do
	"$D" gazetteer lookup --gazetteer "$T/dump.gaz" "$n" | grep -q '^1	' || { echo "alternate name $n is lost"; fail=1; }
done
"$D" gazetteer lookup --gazetteer "$T/dump.gaz" 'https://example.org' | grep -q . && { echo "a link became a name"; fail=1; }
printf 'US\t99553\tAkutan\tAlaska\tAK\tAleutians East\t013\t\t\t54.143\t-165.7854\t1\n' > "$T/postal.txt"
"$D" gazetteer build "$T/postal.txt" -o "$T/postal.gaz" && "$D" gazetteer lookup --gazetteer "$T/postal.gaz" Akutan | grep -q 'P.PPLZ	US' || { echo "postal place is lost"; fail=1; }
"$D" gazetteer build "$T/nothing.txt" -o "$T/x.gaz" 2> /dev/null; [ $? = 66 ] || { echo "absent input: wrong exit"; fail=1; }
"$D" gazetteer build "$T/in.csv" -o "$T/no/such/folder.gaz" 2> /dev/null; [ $? = 73 ] || { echo "no folder: wrong exit"; fail=1; }
printf 'foo,bar\n1,2\n' > "$T/bad.csv"
"$D" gazetteer build "$T/bad.csv" -o "$T/x.gaz" 2> /dev/null; [ $? = 65 ] || { echo "no columns: wrong exit"; fail=1; }
exit $fail
