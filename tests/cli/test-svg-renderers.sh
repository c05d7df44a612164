#!/bin/sh
# The SVG looks the same in librsvg, in Chromium (where it is installed) and as our own PNG: few of its tiles may differ.
# Argument: the build folder.
D=$1/dateline data=${DATELINE_TESTS:-tests}/data here=${DATELINE_TESTS:-tests}/cli
command -v rsvg-convert > /dev/null && command -v python3 > /dev/null || { echo "needs rsvg-convert and python3"; exit 77; }
export DATELINE_DATA="$1" DATELINE_MODULES="$1"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0
chromium=$(command -v chromium || command -v chromium-browser || true)

alike() { # NAME A B: mean difference below 1.5 of 255, fewer than 1 tile in 100 far off
	figures=$(python3 "$here/compare_pictures.py" "$2" "$3") || { echo "$1: $figures"; failed=1; return; }
	echo "$1: mean and share of tiles far off: $figures"
	echo "$figures" | awk '{ exit !($1 < 1.5 && $2 < .01) }' || { echo "$1: too different"; failed=1; }
}

picture() { # NAME, then the arguments of dateline map
	name=$1
	shift
	"$D" map "$@" --size 800x600 -o "$tmp/$name.svg" 2> /dev/null && "$D" map "$@" --size 800x600 -o "$tmp/$name.png" 2> /dev/null ||
		{ echo "$name: not drawn"; failed=1; return; }
	rsvg-convert "$tmp/$name.svg" -o "$tmp/$name-rsvg.png" || { failed=1; return; }
	alike "$name, librsvg and our PNG" "$tmp/$name-rsvg.png" "$tmp/$name.png"
	[ -n "$chromium" ] || return
	"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-color-profile=srgb --user-data-dir="$tmp/profile" \
		--window-size=800,600 --screenshot="$tmp/$name-chromium.png" "file://$tmp/$name.svg" > /dev/null 2>&1
	if [ -s "$tmp/$name-chromium.png" ]; then alike "$name, librsvg and Chromium" "$tmp/$name-rsvg.png" "$tmp/$name-chromium.png"
	else echo "$name: Chromium makes no picture here"; fi
}

picture storm "$data/gallery/cyclone-evan.txt" --color-by date --callouts 1
picture scripts -e "$data/gallery/earthquakes.csv"
picture dark -e "$data/gallery/sudan-war.csv" --theme dark --callouts 2
# The comparison can fail: a map without its labels is another picture.
"$D" map -e "$data/gallery/sudan-war.csv" --theme dark --no-labels --size 800x600 -o "$tmp/bare.png" 2> /dev/null
python3 "$here/compare_pictures.py" "$tmp/bare.png" "$tmp/dark.png" | awk '{ exit !($2 > .01) }' || { echo "the comparison sees nothing"; failed=1; }
[ -n "$chromium" ] || echo "Chromium is not installed: compared with librsvg only"
exit $failed
