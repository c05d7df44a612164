#!/usr/bin/env python3
"""Splits the open evaluation texts for cross-validation: folds.py DEV OUT folds|corpora

Writes OUT/PART/train/NAME-dev.jsonl and OUT/PART/test/NAME-dev.jsonl. folds: five parts, local news by newspaper, the others by
document. corpora: a part for each corpus, whose training texts are the other corpora."""
import json
import os
import sys

CORPORA = ['lgl', 'trnews', 'tudloc', 'geocorpora']
FOLDS = 5


def fold_of(name, number, line, papers):
    if name != 'lgl':
        return number % FOLDS
    source = json.loads(line).get('source', '')
    return papers.setdefault(source, len(papers)) % FOLDS


def write(out, part, kind, name, lines):
    folder = os.path.join(out, part, kind)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '-dev.jsonl'), 'w', encoding='utf-8') as f:
        f.writelines(lines)


def main():
    dev, out, how = sys.argv[1:4]
    parts = [str(k) for k in range(FOLDS)] if how == 'folds' else CORPORA
    for name in CORPORA:
        with open(os.path.join(dev, name + '-dev.jsonl'), encoding='utf-8') as f:
            lines = [line for line in f if line.strip()]
        papers = {}
        of = [str(fold_of(name, i, line, papers)) if how == 'folds' else name for i, line in enumerate(lines)]
        for part in parts:
            write(out, part, 'train', name, [line for line, p in zip(lines, of) if p != part])
            write(out, part, 'test', name, [line for line, p in zip(lines, of) if p == part])
    print('\n'.join(parts))


main()
