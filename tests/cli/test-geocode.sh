#!/bin/sh
# The geocode command: names, JSON, filters, batch, CSV, reverse, exit codes.
O=$1 D="$1/dateline" T=$1/tests/geocode fail=0
mkdir -p "$T"
expect() { # WHAT PATTERN, output on stdin
	out=$(cat)
	printf '%s\n' "$out" | grep -qE -- "$2" || { echo "$1: no '$2' in:"; printf '%s\n' "$out" | head -5; fail=1; }
}
$D geocode "Shinpo, North Korea" | expect one '^[01]\.[0-9]+ +Sinpo .* KP '
$D geocode --json -n 1 "Paris, Texas" | expect json '^\{"query":"Paris, Texas","places":\[\{"id":4717560,"geonameid":4717560,"name":"Paris","lat":33\.[0-9]+,"lon":-95\.'
$D geocode --json -n 1 "Paris, Texas" | python3 -c 'import json,sys; json.load(sys.stdin)' || { echo "no JSON"; fail=1; }
$D geocode --country CA -n 1 London | expect country ' CA +Ontario'
$D geocode --bbox=-100,25,-90,40 -n 1 Paris | expect bbox ' US +Texas'
$D geocode --near 43,-81 -n 1 London | expect near ' CA +Ontario'
$D geocode --feature A.ADM1 -n 1 Georgia | expect feature 'A.ADM1 +US'
$D geocode --prefix -n 3 Vladivos | expect prefix 'Vladivostok'
$D geocode --exact Vladivostokk 2>&1 | expect exact 'no place'
$D geocode Vladivostokk | expect fuzzy 'Vladivostok'
$D geocode --reverse 48.857,2.352 | expect reverse 'Paris'
$D geocode --reverse 48.857,2.352 | expect country 'A.PCLI +FR'
# country and division by the outlines, not by the nearest town: across a border; both sides of rivers; at sea; on a cape
holds() { # POINT COUNTRY DIVISION
	$D geocode --reverse "$1" -n 1 --json | expect "reverse $1" "\"country\":\"$2\",.*\"name\":\"$3\".*\"reason\":\"holds the (point|nearest place)\""
}
$D geocode --reverse 32.545,-117.03 -n 1 --json | expect 'nearest town abroad' '"name":"Tijuana".*"name":"California".*"name":"United States".*"reason":"holds the point"'
holds 59.370,28.215 RU "Leningrad.*"
holds 59.375,28.180 EE "Ida-Virumaa"
holds -4.30,15.25 CG Brazzaville
holds -4.33,15.31 CD Kinshasa
holds 46.19,6.23 FR "Auvergne-Rhône-Alpes"
holds 46.20,6.13 CH Geneva
holds 37.956,126.677 KP "North Hwanghae"
holds 58.64,-3.02 GB Scotland
$D geocode --reverse 38,124 -n 1 --json | expect 'at sea' '"name":"Yellow Sea".*"reason":"waters around the point"'
printf 'Kyiv\nNo Such Placename At All\nSinpo\n' | $D geocode --batch - > "$T/batch"
[ "$(wc -l < "$T/batch")" = 4 ] || { echo "batch: not one line a name"; fail=1; }
expect batch '^Kyiv	Kyiv	50\.' < "$T/batch"
printf 'id,place,note\n1,"Springfield, Illinois",x\n2,Kyiv,"a, b"\n' > "$T/in.csv"
$D geocode --csv "$T/in.csv" > "$T/out.csv"
expect csv '^id,place,note,place_name,place_lat' < "$T/out.csv"
expect csv '^1,"Springfield, Illinois",x,Springfield,39\.8' < "$T/out.csv"
expect csv '^2,Kyiv,"a, b",Kyiv,50\.' < "$T/out.csv"
$D geocode > /dev/null 2>&1; [ $? = 64 ] || { echo "no name: wrong exit"; fail=1; }
$D geocode --csv "$T/in.csv" --column nope > /dev/null 2>&1; [ $? = 65 ] || { echo "no column: wrong exit"; fail=1; }
$D geocode --batch /nonexistent > /dev/null 2>&1; [ $? = 66 ] || { echo "no file: wrong exit"; fail=1; }
$D geocode --fail-empty Qwxzzqq > /dev/null 2>&1; [ $? = 1 ] || { echo "--fail-empty: wrong exit"; fail=1; }
DATELINE_DATA=/nonexistent $D geocode Kyiv > /dev/null 2>&1; [ $? = 78 ] || { echo "no gazetteer: wrong exit"; fail=1; }
exit $fail
