"""How much two PNG pictures of one size differ: prints the mean difference a channel (0..255) and the share of 8x8 tiles whose mean
differs by more than 16 (what shifts, vanishes or changes its colour, not what is smoothed differently). usage: A.PNG B.PNG"""
import struct
import sys
import zlib

TILE = 8


def read(path):
    """Rows of RGB bytes. 8-bit truecolour with or without alpha, which is all that the tools write."""
    data = open(path, "rb").read()
    at, body = 8, b""
    while at < len(data):
        n, tag = struct.unpack(">I4s", data[at:at + 8])
        if tag == b"IHDR":
            width, height, depth, kind = struct.unpack(">IIBB", data[at + 8:at + 18])
        if tag == b"IDAT":
            body += data[at + 8:at + 8 + n]
        at += 12 + n
    if depth != 8 or kind not in (2, 6):
        sys.exit("%s: not a truecolour PNG" % path)
    step = 3 if kind == 2 else 4
    raw, size, rows, last = zlib.decompress(body), width * step, [], bytearray(width * step)
    for y in range(height):
        filter_, row = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1:(y + 1) * (size + 1)])
        for i in range(size):  # the five filters of PNG
            left, up = row[i - step] if i >= step else 0, last[i]
            if filter_ == 1:
                row[i] = row[i] + left & 255
            elif filter_ == 2:
                row[i] = row[i] + up & 255
            elif filter_ == 3:
                row[i] = row[i] + (left + up) // 2 & 255
            elif filter_ == 4:
                corner = last[i - step] if i >= step else 0
                p = left + up - corner
                a, b, c = abs(p - left), abs(p - up), abs(p - corner)
                row[i] = row[i] + (left if a <= b and a <= c else up if b <= c else corner) & 255
        last = row
        rows.append(row if step == 3 else bytearray(v for i, v in enumerate(row) if i % 4 != 3))
    return width, height, rows


def main():
    (w, h, a), (v, g, b) = read(sys.argv[1]), read(sys.argv[2])
    if (w, h) != (v, g):
        sys.exit("sizes differ: %dx%d, %dx%d" % (w, h, v, g))
    total, far, tiles = 0, 0, 0
    for y in range(0, h - TILE + 1, TILE):
        for x in range(0, w - TILE + 1, TILE):
            left = [0, 0, 0]
            for r in range(y, y + TILE):
                p, q = a[r][3 * x:3 * (x + TILE)], b[r][3 * x:3 * (x + TILE)]
                for c in range(3):
                    left[c] += sum(p[c::3]) - sum(q[c::3])
            worst = max(abs(d) for d in left) / TILE / TILE
            total += sum(abs(d) for d in left) / 3 / TILE / TILE
            far += worst > 16
            tiles += 1
    print("%.3f %.5f" % (total / tiles, far / tiles))


main()
