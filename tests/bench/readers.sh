#!/bin/sh
# make bench-readers: a gigabyte of WARC, a million JSON lines and a feed of 200 MB through `dateline parse`; records, time and the peak of
# resident memory. Ten minutes. Argument: the build folder.
D=$1/dateline
python3 tests/fault/records.py jsonl 1000000 "$D" parse -j 2 -
python3 tests/fault/records.py warc 1G "$D" parse -j 2 -
python3 tests/fault/records.py feed 200M "$D" parse -j 2 -
