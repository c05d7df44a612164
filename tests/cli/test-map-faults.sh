#!/bin/sh
# Maps of what nobody would map, and maps asked for wrongly: a clear error or a sound map, never a hang. Argument: the build folder.
D=$(cd "$1" && pwd)/dateline T=$1/tests/map-faults
rm -rf "$T"; mkdir -p "$T"; T=$(cd "$T" && pwd)
failed=0
one="$T/one.csv"
printf 'lat,lon,type,headline,date\n41.9,12.5,PROTEST,March for water,2024-03-05\n' > "$one"

fail() { echo "$test: $*"; failed=1; }
# refused CODE PART ARGUMENTS...: the exit code, the message, and no file left behind
refused() {
	code=$1 part=$2; shift 2
	rm -f "$T/m.svg"
	said=$(timeout 20 "$D" map "$@" -o "$T/m.svg" 2>&1); got=$?
	[ $got = "$code" ] || fail "exit $got instead of $code: $said"
	case $said in *"$part"*) ;; *) fail "no '$part' in: $said" ;; esac
	[ ! -e "$T/m.svg" ] || fail "a file was left"
}
# sound PART ARGUMENTS...: a map within 20 seconds that holds PART, well formed
sound() {
	part=$1; shift
	timeout 20 "$D" map "$@" -o "$T/m.svg" 2> "$T/err" || { fail "exit $?: $(cat "$T/err")"; return; }
	xmllint --noout "$T/m.svg" || fail "not well formed"
	grep -q -- "$part" "$T/m.svg" || fail "no '$part' on the map"
}

test=style_file_with_an_error
printf '[colors]\nland = #ffffff\nsea = blue\n' > "$T/bad.style"
refused 65 "bad.style:3: not a color, #rrggbb: 'sea = blue'" -e "$one" --style "$T/bad.style"
printf '[symbols]\nASSAULT = blob\n' > "$T/bad.style"
refused 65 "bad.style:2: no such shape" -e "$one" --style "$T/bad.style"

test=unknown_projection
refused 64 "cannot use projection '+proj=nonsense'" -e "$one" --projection +proj=nonsense
refused 64 "cannot use projection 'EPSG:99999999'" -e "$one" --projection EPSG:99999999

test=unknown_country
refused 64 "no country 'ZQ'" -e "$one" --country ZQ
sound "ITALY" -e "$one" --country IT,GR

test=bbox_upside_down
refused 64 "is not WEST,SOUTH,EAST,NORTH" -e "$one" --extent 10,50,20,40
refused 64 "is not WEST,SOUTH,EAST,NORTH" -e "$one" --bbox 10,95,20,99

test=no_events
printf 'lat,lon,type,headline,date\n' > "$T/none.csv"
sound "No events" -e "$T/none.csv"

test=one_event_at_the_pole
printf 'lat,lon,type,headline,date\n-90,0,AID,Rescue at the pole,2024-03-05\n90,0,AID,Rescue at the other,2024-03-06\n' > "$T/poles.csv"
head -2 "$T/poles.csv" > "$T/pole.csv"
sound "south pole" -e "$T/pole.csv"
sound "Rescue at the other" -e "$T/poles.csv"

test=ten_thousand_events_at_one_point
awk 'BEGIN { print "lat,lon,type,headline,date"; for (i = 0; i < 10000; i++) print "41.9,12.5,PROTEST,March " i ",2024-03-05" }' > "$T/many.csv"
sound "10,000 events" -e "$T/many.csv"
head -1900 "$T/many.csv" > "$T/fewer.csv"
sound "1899" -e "$T/fewer.csv"

test=a_label_of_ten_thousand_characters
awk 'BEGIN { printf "lat,lon,type,headline,date\n41.9,12.5,PROTEST,"; for (i = 0; i < 2000; i++) printf "long "; print ",2024-03-05" }' > "$T/long.csv"
sound "long…" -e "$T/long.csv"
awk 'BEGIN { printf "lat,lon,type,headline,date\n41.9,12.5,PROTEST,"; for (i = 0; i < 10000; i++) printf "x"; print ",2024-03-05" }' > "$T/word.csv"
sound "x…" -e "$T/word.csv"

test=no_fonts_installed
printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>%s</cachedir></fontconfig>\n' "$T" > "$T/fonts.conf"
FONTCONFIG_FILE=$T/fonts.conf
export FONTCONFIG_FILE
refused 78 "no fonts: install fonts-noto-core" -e "$one"
unset FONTCONFIG_FILE

test=characters_that_no_font_has
printf 'lat,lon,type,headline,date\n41.9,12.5,PROTEST,\363\260\200\200 march,2024-03-05\n' > "$T/private.csv"
sound "march" -e "$T/private.csv"
grep -q "no font has .*(U+F0000)" "$T/err" || fail "not warned: $(cat "$T/err")"

test=korean_arabic_devanagari
sound "포항 지진" -e tests/data/gallery/earthquakes.csv
grep -q "no font has" "$T/err" && fail "$(cat "$T/err")"
grep -q "زلزال الحوز" "$T/m.svg" || fail "Arabic is not in logical order"

test=a_map_too_small
refused 64 "is too small or too large" -e "$one" --size 50x50
exit $failed
