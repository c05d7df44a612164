"""The HTML report as a reader uses it. Arguments: the browser, the page, the number of events, a folder for screenshots or ''."""
import base64
import json
import subprocess
import sys
import tempfile

from cdp import Page

browser, path, count, shots = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
failures = []


def check(good, what):
    if not good:
        failures.append(str(what))


VISIBLE = "[...document.querySelectorAll('#report-table tbody tr')].filter(r => r.checkVisibility()).length"
FORM = "document.getElementById('report-filters').elements"

# WCAG 2.1, 1.4.3: the contrast of every text with what lies behind it; the drawn map is judged by its own tests.
CONTRAST = """(() => {
  const rgb = s => { const m = s.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = c => { const f = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > .9) return c; } return [255, 255, 255, 1]; };
  const bad = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('svg,script,style,.skip,.hidden') || !e.checkVisibility()) continue;
    const a = light(rgb(getComputedStyle(e).color)), b = light(behind(e)), r = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (r < 4.5) bad.push(e.tagName + '.' + e.className + ' ' + r.toFixed(2) + ' ' + walk.currentNode.data.trim().slice(0, 30));
  }
  return bad;
})()"""


def screenshot(page, name):
    if shots:
        size = page.run("[document.documentElement.scrollWidth, Math.min(document.documentElement.scrollHeight, 4000)]")
        data = page.call("Page.captureScreenshot", captureBeyondViewport=True, clip={"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1})["data"]
        open(f"{shots}/{name}.png", "wb").write(base64.b64decode(data))


def reset(page):
    page.run("document.querySelector('#report-filters [type=reset]').click()")
    page.run("new Promise(r => setTimeout(r, 20))")


def filters(page):
    check(page.run(VISIBLE) == count, "all events are shown at first")
    check(page.run("document.getElementById('report-shown').textContent").startswith(str(count) + " event"), "the status tells their number")
    page.run(FORM + ".text.focus()")
    word = page.run("document.querySelector('#report-table tbody th').firstChild.textContent")
    page.call("Input.insertText", text=word.upper())
    wanted = page.run("[...document.querySelectorAll('#report-table tbody tr')].filter(r => r.textContent.toLowerCase().includes(%s)).length" % json.dumps(word.lower()))
    check(0 < page.run(VISIBLE) == wanted < count, f"the text filter finds {wanted} of '{word}'")
    reset(page)
    check(page.run(VISIBLE) == count, "the reset shows all")
    kind, n = page.run("(o => [o.value, +o.textContent.match(/\\((\\d+)\\)/)[1]])(" + FORM + ".kind.options[1])")
    page.run(FORM + f".kind.value = {json.dumps(kind)}; " + FORM + ".kind.dispatchEvent(new Event('input', {bubbles: true}))")
    check(page.run(VISIBLE) == n, f"the filter by kind finds {n} of '{kind}'")
    page.run(FORM + ".text.value = 'no such words'; " + FORM + ".text.dispatchEvent(new Event('input', {bubbles: true}))")
    check(page.run("!document.getElementById('report-nothing').hidden"), "nothing found is told")
    reset(page)


def keyboard(page):
    seen = []
    for _ in range(40):
        page.key("Tab")
        seen.append(page.run("(e => e.id || e.name || e.className || e.dataset.zoom || e.getAttribute('role') || e.tagName)(document.activeElement)"))
    for wanted in ("skip", "report-map", "grip", "text", "kind", "from", "to"):
        check(wanted in seen, f"Tab reaches '{wanted}': {seen}")
    page.run("document.getElementById('report-map').focus()")
    check(page.run("getComputedStyle(document.activeElement).outlineStyle") != "none" or not page.run("document.activeElement.matches(':focus-visible')"), "focus is seen")
    before = page.run("document.querySelector('#report-map svg').getAttribute('viewBox')")
    page.key("+", text="+")
    page.key("ArrowRight")
    after = page.run("document.querySelector('#report-map svg').getAttribute('viewBox')")
    check(before != after, "the map zooms by key")
    page.key("0", text="0")
    check(page.run("document.querySelector('#report-map svg').getAttribute('viewBox')").split()[2] == page.run("String(document.querySelector('#report-map svg').viewBox.baseVal.width)"), "0 shows the whole map")


def histogram(page):
    bins = page.run("[...document.querySelectorAll('.bin')].map(b => [b.dataset.from, b.dataset.to, +b.dataset.count])")
    check(len(bins) > 1, "there are bins")
    page.run("document.querySelectorAll('.grip')[0].focus()")
    page.key("ArrowRight", 2)
    check(page.run(FORM + ".from.value") == bins[2][0], "the first handle sets the first day")
    check(page.run("document.activeElement.getAttribute('aria-valuetext')") == bins[2][0], "the handle tells its day")
    page.run("document.querySelectorAll('.grip')[1].focus()")
    page.key("PageDown")
    check(page.run(FORM + ".to.value") == bins[max(2, len(bins) - 11)][1], "the second handle sets the last day")
    wanted = page.run("[...document.querySelectorAll('#report-table tbody tr')].filter(r => r.dataset.to >= %s && r.dataset.from && r.dataset.from <= %s).length"
                      % (json.dumps(bins[2][0]), json.dumps(page.run(FORM + ".to.value"))))
    check(page.run(VISIBLE) == wanted < count, f"{wanted} events lie in the chosen time")
    page.key("Escape")
    check(page.run(VISIBLE) == count and page.run(FORM + ".from.value") == "", "Escape shows all")
    # a stroke over the bars from the second to the third
    page.run("document.getElementById('report-time').scrollIntoView({block: 'center'})")
    box = page.run("(r => [r.left, r.top, r.width, r.height])(document.getElementById('report-time').getBoundingClientRect())")
    at = lambda i: box[0] + box[2] * (i + .5) / len(bins)
    y = box[1] + box[3] / 2
    page.mouse("mousePressed", at(1), y)
    page.mouse("mouseMoved", at(2), y)
    page.mouse("mouseReleased", at(2), y)
    check([page.run(FORM + ".from.value"), page.run(FORM + ".to.value")] == [bins[1][0], bins[2][1]], "a stroke chooses a time")
    check(page.run("document.querySelectorAll('.bin.out').length") == len(bins) - 2, "the bars outside fade")
    screenshot(page, "brushed")
    peak = max(range(len(bins)), key=lambda i: bins[i][2])
    page.mouse("mousePressed", at(peak), y)
    page.mouse("mouseReleased", at(peak), y)
    check(page.run(FORM + ".from.value") == (bins[peak][0] if peak else ""), "a click chooses a bar")
    check(page.run(VISIBLE) >= bins[peak][2], "its events are shown")
    reset(page)


def marks(page):
    page.run("window.scrollTo(0, 0)")
    spot = page.run("""(() => { for (const m of document.querySelectorAll('#report-map [data-event]')) { const r = m.getBoundingClientRect();
      const x = r.left + r.width / 2, y = r.top + r.height / 2, e = document.elementFromPoint(x, y);
      if (e && e.closest('[data-event]') === m) return [x, y, m.dataset.event]; } return null; })()""")
    check(spot, "a mark can be pointed at")
    if spot:
        page.mouse("mousePressed", spot[0], spot[1])
        page.mouse("mouseReleased", spot[0], spot[1])
        check(page.run("document.querySelector('tr.here') && document.querySelector('tr.here').id") == "event-" + spot[2], "a click on a mark leads to its event")


def roles(page):
    check(page.run("document.documentElement.lang") == "en", "the language is told")
    check(page.run("document.querySelectorAll('h1').length") == 1, "one main heading")
    check(page.run("[...document.querySelectorAll('img')].every(i => i.alt.length > 20)"), "images have words")
    check(page.run("[...document.querySelectorAll('#report-table thead th')].every(h => h.scope === 'col')"), "columns have heads")
    check(page.run("[...document.querySelectorAll('#report-table tbody tr')].every(r => r.querySelector('th[scope=row]'))"), "rows have heads")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    unnamed = [n["role"]["value"] for n in nodes if not n.get("ignored") and n.get("role", {}).get("value") in
               ("button", "slider", "searchbox", "textbox", "combobox", "link", "img", "image", "application", "table", "search")
               and not n.get("name", {}).get("value")]
    check(not unnamed, f"without a name: {unnamed}")
    have = {n["role"]["value"] for n in nodes if not n.get("ignored") and "role" in n}
    for role in ("main", "search", "slider", "status", "table", "heading"):
        check(role in have, f"no role '{role}'")


def printed(page, words):
    data = base64.b64decode(page.call("Page.printToPDF", printBackground=False)["data"])
    check(data[:5] == b"%PDF-", "it prints")
    if shots:
        open(f"{shots}/printed.pdf", "wb").write(data)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(data), f.flush()
        try:
            text = subprocess.run(["pdftotext", f.name, "-"], capture_output=True, text=True).stdout
        except FileNotFoundError:
            return
    check("".join(words.split()) in "".join(text.split()), f"the print holds '{words}'")
    check("Show all" not in text and "Drag over the bars" not in text, "the print has no controls")


page = Page(browser, "file://" + path)
try:
    keyboard(page)
    filters(page)
    histogram(page)
    marks(page)
    page.call("Accessibility.enable")
    roles(page)
    for scheme in ("light", "dark"):
        page.call("Emulation.setEmulatedMedia", media="screen", features=[{"name": "prefers-color-scheme", "value": scheme}])
        bad = page.run(CONTRAST)
        check(not bad, f"contrast below 4.5 in {scheme}: {bad[:5]}")
        screenshot(page, scheme)
    check(page.run("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)", "dark mode is dark")
    page.call("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
    check(page.run("document.documentElement.scrollWidth") <= 390, "a narrow screen needs no sideways scrolling")
    screenshot(page, "narrow")
    page.call("Emulation.clearDeviceMetricsOverride")
    page.call("Emulation.setEmulatedMedia", media="", features=[])
    printed(page, page.run("document.querySelector('#report-table tbody th').firstChild.textContent"))
    check(not page.complaints(), f"the console: {page.complaints()[:3]}")
    check([u for u in page.requests() if not u.startswith("data:")] == ["file://" + path], f"requests: {page.requests()[:5]}")
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.events.clear()
    page.call("Page.reload")
    while not any(e["method"] == "Page.loadEventFired" for e in page.events):
        page.read()
    tree = json.dumps(page.call("Accessibility.getFullAXTree")["nodes"])
    check('"search"' not in tree and '"slider"' not in tree, "without scripts there are no dead controls")
    check(tree.count('"rowheader"') >= count, "without scripts every event is there")
finally:
    page.close()
print("\n".join(failures) if failures else "all is well")
sys.exit(1 if failures else 0)
