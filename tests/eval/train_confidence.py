"""Fits the confidence of events on the map articles and on the labelled ones: logistic regression with a Gaussian prior, by Newton's method.

usage: train_confidence.py EVAL_FOLDER PREDICTIONS_FOLDER [--write]

PREDICTIONS_FOLDER holds map-articles.jsonl and labelled.jsonl as `dateline parse --explain` prints them (tests/eval/map.sh makes both);
the features stand in the explanations. An asserted event is right where its days and place agree with a label, one to one, as in
score_map.py; without a place, where a label of its type has its days. Prints the calibration over ten folds of articles, each
judged by weights that have not seen it; --write renews src/extract/confidence_weights.inc.
"""
import json, math, re, sys
from judge import OFF, agrees, days_agree, labels

PRIOR = 1.0  # of the weights' variance; the bias is free
WEIGHTS = "src/extract/confidence_weights.inc"
names = re.findall(r"^W\((\w+),", open(WEIGHTS).read(), re.M)


def row(event):
    x = dict.fromkeys(names, 0.0)
    x["bias"] = 1.0
    for name, value in re.findall(r"(\w+)=(-?[\d.]+)", event["explain"].rpartition("confidence by")[2]):
        x[name] = float(value)
    return [x[n] for n in names]


def samples(gold, predictions):
    """(article, features, right) of every asserted event."""
    for line in open(predictions):
        document = json.loads(line)
        events, used = gold.get(document["id"]), set()
        if events is None:
            continue
        for p in sorted(document["events"], key=lambda e: -e["confidence"]):
            if OFF & set(p["flags"]):
                continue
            placed = (p.get("location") or {}).get("lat") is not None
            hits = [k for k, g in enumerate(events) if k not in used and (agrees(g, p) if placed else g.get("type") == p.get("type") and days_agree(g, p))]
            if placed:
                used.update(hits[:1])
            yield document["id"], row(p), int(bool(hits))


def probability(weights, x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(a * b for a, b in zip(weights, x))))))


def solve(a, b):
    """Gaussian elimination with pivots."""
    n = len(b)
    a = [r[:] + [b[i]] for i, r in enumerate(a)]
    for i in range(n):
        k = max(range(i, n), key=lambda j: abs(a[j][i]))
        a[i], a[k] = a[k], a[i]
        for j in range(i + 1, n):
            m = a[j][i] / a[i][i]
            for c in range(i, n + 1):
                a[j][c] -= m * a[i][c]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (a[i][n] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def fit(data):
    n = len(names)
    w = [0.0] * n
    for _ in range(30):
        gradient = [0.0 if i == 0 else -w[i] / PRIOR for i in range(n)]
        hessian = [[(1e-6 if i == 0 else 1 / PRIOR) if i == j else 0.0 for j in range(n)] for i in range(n)]
        for _, x, y in data:
            p = probability(w, x)
            for i in range(n):
                if x[i]:
                    gradient[i] += (y - p) * x[i]
                    for j in range(n):
                        hessian[i][j] += p * (1 - p) * x[i] * x[j]
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def table(judged):
    print("confidence   events   said   right")
    for n in range(10):
        b = [(p, y) for p, y in judged if min(9, int(p * 10)) == n]
        if b:
            print(" %.1f - %.1f   %6d   %.2f   %.2f" % (n / 10, n / 10 + 0.1, len(b), sum(p for p, _ in b) / len(b), sum(y for _, y in b) / len(b)))
    print("mean log loss %.3f" % (-sum(math.log(p if y else 1 - p) for p, y in judged) / len(judged)))


evaluation, predictions = sys.argv[1:3]
data = list(samples(labels(evaluation + "/dev/map-gold.jsonl"), predictions + "/map-articles.jsonl"))
data += samples(labels("tests/data/labelled/gold.jsonl"), predictions + "/labelled.jsonl")
articles = sorted({d[0] for d in data})
judged = []
for fold in range(10):
    held = set(articles[fold::10])
    weights = fit([d for d in data if d[0] not in held])
    judged += [(probability(weights, x), y, x) for a, x, y in data if a in held]
print("%d events of %d articles, ten folds; those with a place:" % (len(data), len(articles)))
place = [names.index("own_place"), names.index("context_place")]
table([(p, y) for p, y, x in judged if any(x[i] for i in place)])
print("all:")
table([(p, y) for p, y, _ in judged])
weights = fit(data)
for n, v in zip(names, weights):
    print("  %-14s %6.3f" % (n, v))
if "--write" in sys.argv:
    with open(WEIGHTS, "w") as out:
        out.write("/* Weights of an event's confidence, by tests/eval/train_confidence.py. */\n")
        out.writelines("W(%s, %.3ff)\n" % nv for nv in zip(names, weights))
