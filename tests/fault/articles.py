"""Prints N articles as JSON lines, made from the sample articles: the same every time, each with an id of its own."""
import glob
import json
import os
import sys

count = int(sys.argv[1])
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "articles")
texts = [open(path, encoding="utf-8").read() for path in sorted(glob.glob(os.path.join(folder, "*.txt")))]
for i in range(count):
    text = texts[i % len(texts)]
    cut = text.find("\n\n", 600)  # the beginning is enough
    print(json.dumps({"id": "n%06d" % i, "date": "2024-02-01", "text": text[:cut if cut > 0 else None]}))
