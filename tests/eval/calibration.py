"""How often does a confidence keep its word? Bins of confidence against the share of right dots.

usage: calibration.py LABELS.jsonl PREDICTIONS.jsonl

An event counts as right as in score_map.py (judge.py): its place and days agree with a dot of the readers, one to one.
"""
import json, sys
from judge import OFF, agrees, labels

gold = labels(sys.argv[1])
pred = {d["id"]: d["events"] for d in map(json.loads, open(sys.argv[2]))}
bins = [[0, 0, 0.0] for _ in range(10)]
for i, G in gold.items():
    used = set()
    for p in sorted(pred.get(i, []), key=lambda p: -p["confidence"]):
        if (p.get("location") or {}).get("lat") is None or OFF & set(p.get("flags") or []):
            continue
        hits = [k for k, g in enumerate(G) if k not in used and agrees(g, p)]
        used.update(hits[:1])
        b = bins[min(9, int(p["confidence"] * 10))]
        b[0] += bool(hits)
        b[1] += 1
        b[2] += p["confidence"]
total = sum(b[1] for b in bins)
print("calibration: confidence   events   said   right")
for n, (right, count, said) in enumerate(bins):
    if count:
        print("             %.1f - %.1f   %6d   %.2f   %.2f" % (n / 10, n / 10 + 0.1, count, said / count, right / count))
print("mean difference %.3f over %d dots" % (sum(abs(b[2] - b[0]) for b in bins) / max(1, total), total))
