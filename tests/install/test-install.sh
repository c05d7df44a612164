#!/bin/sh
# make install below a folder of its own; then a C program built through pkg-config finds library, modules and data there.
O=$1
case $O in *asan*) echo "the sanitizers' build is not installed"; exit 77 ;; esac
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT
# the folders are compiled in, so the library is told them again by the environment
make --no-print-directory install O="$O" DESTDIR="$root" prefix=/usr > "$root/log" 2>&1 || { tail -5 "$root/log"; exit 1; }
unset DATELINE_DATA DATELINE_MODULES
out=$("$root/usr/bin/dateline" parse tests/data/articles/sudan-fighting.txt | head -c 100)
case $out in '{"id":'*) ;; *) echo "the installed program does not work: $out"; exit 1 ;; esac
export PKG_CONFIG_PATH="$root/usr/lib/pkgconfig"
sed "s#^prefix=.*#prefix=$root/usr#; s#^libdir=.*#libdir=$root/usr/lib#" "$O/dateline.pc" > "$root/usr/lib/pkgconfig/dateline.pc"
# the examples: an article to its events; a canvas of one's own; callbacks for progress and log
for example in embed paint progress; do
	more=; [ $example = paint ] && more=cairo
	gcc -std=c11 -Wall -Wextra -Werror tests/install/$example.c $(pkg-config --cflags --libs dateline $more) -o "$root/$example" || exit 1
done
LD_LIBRARY_PATH="$root/usr/lib" DATELINE_DATA="$root/usr/share/dateline"; export LD_LIBRARY_PATH DATELINE_DATA
"$root/embed" || exit 1
"$root/paint" "${DATELINE_SHOTS:-$root}/paint.png" || exit 1
"$root/progress" tests/data/articles/sudan-fighting.txt tests/data/articles/derna-flood.txt 2> "$root/log" || { cat "$root/log"; exit 1; }
unset LD_LIBRARY_PATH DATELINE_DATA
"$root/usr/bin/pandoc-dateline" --help | grep -q 'pandoc-filter' || { echo "pandoc-dateline is no filter"; exit 1; }
[ -f "$root/usr/share/man/man1/dateline-map.1" ] || { echo "no manual page of map"; exit 1; }
