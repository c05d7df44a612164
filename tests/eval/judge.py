"""Is an event on the map right? As score_map.py judges: place within 50 km (300 for a region, the country for a country), days overlapping."""
import json, math

OFF = {"negated", "hypothetical", "future", "historical", "planned", "ordered", "denied", "conditional", "feared"}


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 12742 * math.asin(math.sqrt(min(1, math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2)))


def days_agree(g, p):
    a, b = g.get("date"), p.get("date")
    if not a:
        return True
    return bool(b and b.get("start") and b["start"] <= a["end"] and (b.get("end") or b["start"]) >= a["start"])


def agrees(g, p):
    l, m = g["location"], p["location"]
    limit = {"country": 300, "region": 300}.get(l["precision"], 50)
    near = km(l["lat"], l["lon"], m["lat"], m["lon"]) <= limit or (l["precision"] == "country" and m.get("country") == l["country"])
    return near and days_agree(g, p)


def labels(path):
    """Labels of each article; what is not to be drawn is none."""
    return {d["id"]: [e for e in d["events"] if not e.get("flags")] for d in map(json.loads, open(path))}
