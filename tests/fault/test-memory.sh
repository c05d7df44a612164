#!/bin/sh
# Every format that holds many articles is read in constant memory: ten times as many records may cost two megabytes more, no more.
# `make bench-readers` does the same with a gigabyte of WARC and a million JSON lines. Argument: the build folder.
D=$1/dateline bad=0
peak() { python3 tests/fault/records.py "$1" "$2" "$D" parse - 2>&1; }
for format in jsonl json csv feed newsml mbox warc warc.gz; do
	a=$(peak $format 300) && b=$(peak $format 3000) || { echo "$format: parse failed: $a $b"; bad=1; continue; }
	echo "$b"
	case $a in *" 300 lines"*) ;; *) echo "not a line a record: $a"; bad=1 ;; esac
	case $b in *" 3000 lines"*) ;; *) echo "not a line a record: $b"; bad=1 ;; esac
	[ $(($(echo "$b" | sed 's/.* \([0-9]*\) kB$/\1/') - $(echo "$a" | sed 's/.* \([0-9]*\) kB$/\1/'))) -lt 2048 ] || { echo "memory grows: $a; $b"; bad=1; }
done
exit $bad
