#!/bin/sh
# make fuzz-read SECONDS=600: libFuzzer on the readers, under the address and undefined-behaviour sanitizers, from seeds of every format and
# the saved pages. What it finds is left in O/fuzz-read. Arguments: the build folder, seconds.
O=$1/fuzz-read
mkdir -p "$O/corpus"
python3 tests/fuzz/seeds.py "$O/corpus" && cp tests/data/pages/*.html "$O/corpus/" || exit 1
libraries="libxml-2.0 json-c libzstd zlib libutf8proc"
clang -g -O1 -std=c11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Iinclude -Isrc $(pkg-config --cflags $libraries) \
	tests/fuzz/fuzz_read.c src/read/*.c src/base/*.c src/model.c $(pkg-config --libs $libraries) -lm -o "$O/fuzz_read" || exit 1
printf '"%s"\n' '<item>' '</item>' '<![CDATA[' ']]>' '<!--' 'From ' '--b' '=?utf-8?Q?' 'Content-Type: ' 'multipart/mixed; boundary=' 'WARC/1.0' 'Content-Length: ' \
	'application/ld+json' '@graph' 'datePublished' '<article' '<table>' '<tr>' '<td>' '<h1>' 'class=\"author\"' ' charset=' '<newsItem' '<nitf>' '%PDF-' > "$O/words"
cd "$O" && PATH=/nonexistent ./fuzz_read -dict=words -max_len=8192 -timeout=20 -rss_limit_mb=2048 -max_total_time="${2:-600}" -print_final_stats=1 corpus
