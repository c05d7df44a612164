#!/bin/sh
# Is the map right? The dots of two careful readers against ours, and how often a confidence keeps its word. Argument: the build folder.
O=$1 E=../shared/eval
[ -d "$E/dev" ] || { echo "skipped: $E is absent"; exit 0; }
mkdir -p "$O/eval"
"$O/dateline" parse --explain "$E/dev/map-articles.jsonl" > "$O/eval/map-articles.jsonl"
python3 $E/score_map.py "$E/dev/map-gold.jsonl" "$O/eval/map-articles.jsonl"
python3 tests/eval/calibration.py "$E/dev/map-gold.jsonl" "$O/eval/map-articles.jsonl"
"$O/dateline" parse --explain tests/data/labelled/gold.jsonl > "$O/eval/labelled.jsonl"
echo "-- the labelled articles"
python3 tests/eval/calibration.py tests/data/labelled/gold.jsonl "$O/eval/labelled.jsonl"
