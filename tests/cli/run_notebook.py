"""Runs the code cells of a notebook where there is no Jupyter: IPython's display keeps what it is given. Argument: the notebook."""
import json
import sys
import types

shown = []
display = types.ModuleType("IPython.display")
display.SVG = display.HTML = lambda data=None, filename=None: open(filename, encoding="utf-8").read() if filename else data
display.display = shown.append
sys.modules["IPython"], sys.modules["IPython.display"] = types.ModuleType("IPython"), display
space = {}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), space)
assert shown and shown[0].lstrip().startswith("<"), "no map was shown"
assert space["rows"] and space["side"]["alt"].startswith("Map of"), "the sidecar says nothing"
