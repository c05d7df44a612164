"""Does a PDF report hold every event? Arguments: the PDF, the events as CSV, the number of events."""
import csv
import re
import subprocess
import sys
import unicodedata

pdf, table, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
failures = []


def check(good, what):
    if not good:
        failures.append(what)


def tool(*args):
    return subprocess.run(args, capture_output=True, text=True, check=True).stdout


def squeeze(text):
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


text = tool("pdftotext", "-raw", pdf, "-")
have = squeeze(text)
rows = list(csv.DictReader(open(table, newline="", encoding="utf-8")))
check(len(rows) == count, f"{len(rows)} rows")
missing = 0
for row in rows:
    strip = lambda s: s[1:] if s.startswith("'") else s
    wanted = [strip(row["headline"]), strip(row["place_name"]), strip(row["evidence_text"])]
    if not all(squeeze(w) in have for w in wanted):
        missing += 1
        if missing < 4:
            failures.append("not in the text: " + " | ".join(wanted))
check(missing == 0, f"{missing} of {count} events are missing")
info = tool("pdfinfo", pdf)
pages = int(re.search(r"Pages: +(\d+)", info).group(1))
check(re.search(r"Tagged: +yes", info), "not tagged")
check("Title:" in info and "Creator:" in info, "no metadata")
for page in (1, 2, pages):
    check(f"{page} / {pages}" in text, f"no number on page {page}")
fonts = tool("pdffonts", pdf).splitlines()[2:]
check(fonts and all(re.search(r" yes yes yes +\d+ +\d+$", f) for f in fonts), "fonts that are not embedded, or without a way back to text: " + "\n".join(fonts))
names = tool("pdfinfo", "-dests", pdf)
check(names.count("event-") == count, f"{names.count('event-')} destinations of events")
check("source-1" in names, "no destinations of sources")
data = open(pdf, "rb").read()
check(data.count(b"/Annot") >= count, "no links to the sources")
check(b"/Outlines" in data and b"/StructTreeRoot" in data, "no outline or no structure")
check(b"/JavaScript" not in data and b"/Launch" not in data and b"javascript:" not in data, "actions")
maps = data.count(b"/S /Figure") // 2
alts = [bytes.fromhex(a.decode()).decode("utf-16") for a in re.findall(rb"/Alt <([0-9A-F]+)>", data)]
check(maps > 5 and len(alts) == maps and all(a.startswith("Map of") for a in alts), f"{len(alts)} alternative texts of {maps} maps")
check(b"/Lang (en)" in data and b"/DisplayDocTitle true" in data, "no language, or the title is not shown")
check(not re.search("error|warning", subprocess.run(["pdfinfo", "-struct", pdf], capture_output=True, text=True).stderr, re.I), "the structure is damaged")
structure = tool("pdfinfo", "-struct", pdf)
check(structure.count("TR") >= count, "no rows in the structure")
for element in ("H1", "Figure", "Table", "TD", "Link"):
    check(element in structure, f"no {element} in the structure")
print("\n".join(failures) if failures else f"{count} events on {pages} pages")
sys.exit(1 if failures else 0)
