"""How often does a confidence keep its word? Bins of confidence against the share of right dots, over the map articles.

usage: calibration.py EVAL_FOLDER PREDICTIONS_FOLDER [--dump]

An event counts as right as in score_map.py: its place and days agree with a dot of the readers. --dump prints one line an event for
fitting: right, confidence, features are in the explanation.
"""
import json, math, sys


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 12742 * math.asin(math.sqrt(min(1, math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2)))


def agrees(g, p):
    l, m = g["location"], p["location"]
    limit = {"country": 300, "region": 300}.get(l["precision"], 50)
    near = km(l["lat"], l["lon"], m["lat"], m["lon"]) <= limit or (l["precision"] == "country" and m.get("country") == l["country"])
    a, b = g.get("date"), p.get("date")
    if not near or not a:
        return near
    return bool(b and b.get("start") and b["start"] <= a["end"] and (b.get("end") or b["start"]) >= a["start"])


OFF = {"negated", "hypothetical", "future", "historical", "planned", "ordered", "denied", "conditional", "feared"}
gold = {d["id"]: d["events"] for d in map(json.loads, open(sys.argv[1] + "/dev/map-gold.jsonl"))}
pred = {d["id"]: d["events"] for d in map(json.loads, open(sys.argv[2] + "/map-articles.jsonl"))}
bins = [[0, 0, 0.0] for _ in range(10)]
for i, G in gold.items():
    used = set()
    for p in sorted(pred.get(i, []), key=lambda p: -p["confidence"]):
        if (p.get("location") or {}).get("lat") is None or OFF & set(p.get("flags") or []):
            continue
        hits = [k for k, g in enumerate(G) if k not in used and agrees(g, p)]
        used.update(hits[:1])
        if "--dump" in sys.argv:
            print(int(bool(hits)), p["confidence"], p["type"], p["subtype"])
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
