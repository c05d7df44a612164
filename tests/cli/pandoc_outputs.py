"""Captions, alt texts and ids of the figures in what Pandoc wrote. Arguments: the folder, the documents' stem."""
import os
import re
import subprocess
import sys
import zipfile
from html import unescape

folder, stem = sys.argv[1:3]
CAPTIONS = ["An eruption in the Pacific", "Turkey in 2023", "Two of our own"]
IDS = ["fig-tonga", "fig-store", "fig-dateline"]
ALTS = ["Volcanic eruption", 'Map: events in Turkey in 2023 & "quoted"', "Second strike"]
failures = []


def check(good, what):
    if not good:
        failures.append(what)


def text(markup):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", markup)))


def all_there(name, found, wanted, what):
    check(len(found) == 3, f"{name}: {len(found)} {what}")
    for one, want in zip(found, wanted):
        check(want in text(one), f"{name}: no '{want}' in the {what} '{text(one)[:60]}'")


def html(name, page):
    figures = [f for f in re.findall(r"<figure.*?</figure>|<div class=\"figure.*?</div>", page, re.S) if "dateline-figures" in f or "file" in f]
    all_there(name, [re.search(r"<figcaption.*?</figcaption>", f, re.S).group() for f in figures], CAPTIONS, "captions")
    all_there(name, [re.search(r'alt="([^"]*)"', f).group(1) for f in figures], ALTS, "alt texts")
    check([re.search(r'id="([^"]*)"', f).group(1) for f in figures] == IDS, f"{name}: ids")
    check(all(".svg" in f for f in figures), f"{name}: not SVG")
    ids = re.findall(r' id="([^"]*)"', page)
    check(len(ids) == len(set(ids)), f"{name}: ids twice")


page = open(f"{folder}/{stem}.html", encoding="utf-8").read()
html("html", page)
check("<code></code>" in page.replace("\n", "") or 'id="bad"' in page, "html: the bad block is gone")
check("The end, see" in text(page), "html: the text behind the bad block is gone")
with zipfile.ZipFile(f"{folder}/{stem}.epub") as z:
    chapters = "".join(z.read(n).decode() for n in sorted(z.namelist()) if re.search(r"ch\d+\.xhtml$", n))
    html("epub", chapters)
    check(sum(n.endswith(".svg") for n in z.namelist()) == 3, "epub: pictures")
with zipfile.ZipFile(f"{folder}/{stem}.docx") as z:
    body = z.read("word/document.xml").decode()
    all_there("docx", re.findall(r'<w:p>(?:(?!</w:p>).)*"ImageCaption".*?</w:p>', body, re.S), CAPTIONS, "captions")
    all_there("docx", re.findall(r'<wp:docPr[^>]* ?descr="([^"]*)"', body), ALTS, "alt texts")
    check(all(f'w:name="{i}"' in body for i in IDS), "docx: bookmarks")
    check(sum(n.endswith(".png") for n in z.namelist()) == 3, "docx: pictures")
with zipfile.ZipFile(f"{folder}/{stem}.odt") as z:
    body = z.read("content.xml").decode()
    all_there("odt", re.findall(r'<text:p text:style-name="FigureCaption">.*?</text:p>', body, re.S), CAPTIONS, "captions")
    all_there("odt", re.findall(r"<svg:desc>(.*?)</svg:desc>", body, re.S), ALTS, "alt texts")
    check(all(f'text:name="{i}"' in body for i in IDS), "odt: bookmarks")
    check(body.count("office:binary-data>iVBOR") == 3, "odt: pictures")
tex = open(f"{folder}/{stem}.tex", encoding="utf-8").read()
check(re.findall(r"\\label\{(fig-[a-z]+)\}", tex) == IDS, "latex: labels")
all_there("latex", re.findall(r"\\caption\{(.*?)\}\\label", tex.replace("\\emph{eruption}", "eruption")), CAPTIONS, "captions")
all_there("latex", [a.replace("\\&", "&").replace("\\char34{}", '"') for a in re.findall(r"alt=\{(.*?)\}\]", tex)], ALTS, "alt texts")
check(tex.count(".pdf}") == 3, "latex: pictures")
if os.path.exists(f"{folder}/{stem}.pdf"):
    pdf = subprocess.run(["pdftotext", f"{folder}/{stem}.pdf", "-"], capture_output=True, text=True).stdout
    for i, caption in enumerate(CAPTIONS):
        check(f"Figure {i + 1}: {caption}" in pdf, f"pdf: no '{caption}'")
    check("The end, see" in pdf, "pdf: the text behind the bad block is gone")
print("\n".join(failures) if failures else "all is well")
sys.exit(1 if failures else 0)
