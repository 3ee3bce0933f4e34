"""Codes on open answers that people coded (ANES 2008, ten sets), beside TF-IDF and published work.

Each set is split five times, nine tenths to learn from; both systems learn from the same
rows and are held against the same others.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.corpora import DATA
from pipeline.analysis.meaning import Vectors
from pipeline.analysis.multilabel import Given, decide, learn, mean_with_interval, sample_f1
from pipeline.engines import Machine, embedder

PUBLISHED = (0.55, 0.67, 0.71, 0.71, 0.81, 0.88, 0.96, 0.98, 0.93, 0.96)
"""The best published sample-F1 of each set (Meidinger and Assenmacher 2021)."""
FOLDER = DATA / "coded" / "anes"
SPLITS, SHARE, SEED = 5, 0.1, 20131


def read_set(number: int) -> tuple[list[str], Given]:
    """Return the answers of a set and which code each has, shape (answers, codes)."""
    texts = pd.read_csv(FOLDER / f"dataset{number}_Xtrain.csv")
    codes = pd.read_csv(FOLDER / f"dataset{number}_ytrain.csv")
    return texts.iloc[:, 1].fillna("").astype(str).tolist(), codes.to_numpy() == 1


def baseline(texts: Sequence[str], given: Given, new: Sequence[str]) -> Given:
    """TF-IDF of words and logistic regression: the likeliest code, and each from .5 on."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer()
    features, others = words.fit_transform(texts), words.transform(new)
    likely = np.zeros((len(new), given.shape[1]))
    for i, has in enumerate(given.T):
        if has.all() or not has.any():
            likely[:, i] = has.all()
        else:
            model = LogisticRegression(solver="liblinear").fit(features, has)
            likely[:, i] = model.predict_proba(others)[:, 1]
    found: Given = likely >= np.minimum(0.5, likely.max(axis=1, keepdims=True))
    return found


def measure(number: int, vectors: Vectors) -> str:
    """Return a set's row: both systems' mean F1 with intervals, and their difference."""
    texts, given = read_set(number)
    draw = np.random.default_rng(SEED)
    ours, plain = [], []
    for _ in range(SPLITS):
        order = draw.permutation(len(texts))
        held, rest = np.split(order, [round(SHARE * len(texts))])
        known, new = [texts[i] for i in rest], [texts[i] for i in held]
        learned = learn(known, vectors[rest], given[rest])
        ours.append(sample_f1(decide(learned.likelihoods(new, vectors[held])), given[held]))
        plain.append(sample_f1(baseline(known, given[rest], new), given[held]))
    mean, (low, high) = mean_with_interval(np.concatenate(ours))
    other, _ = mean_with_interval(np.concatenate(plain))
    more, (least, most) = mean_with_interval(np.concatenate(ours) - np.concatenate(plain))
    return (
        f"{number:>3} {len(texts):>6} {given.shape[1]:>5}  {mean:.3f} [{low:.3f}, {high:.3f}]"
        f"  {other:.3f}  {more:+.3f} [{least:+.3f}, {most:+.3f}]  {PUBLISHED[number - 1]:.2f}"
    )


def vectors_of(texts: Sequence[str], cache: Path) -> Vectors:
    """Return the texts' vectors, kept from run to run."""
    if cache.exists():
        kept: Vectors = np.load(cache)
        if len(kept) == len(texts):
            return kept
    found = embedder("use", Machine.from_environment()).embed(texts, advance=lambda _: None)
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.save(cache, found)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=int, default=range(1, 11))
    wanted = parser.parse_args(arguments).sets
    if not FOLDER.exists():
        print(f"coding: skipped, there is no {FOLDER}")
        return
    print("set      n codes  ours, sample-F1 [95 %]  TF-IDF  difference, paired        published")
    cache = Machine.from_environment().cache / "benchmarks"
    for number in wanted:
        began = time.monotonic()
        vectors = vectors_of(read_set(number)[0], cache / f"anes{number}.npy")
        print(f"{measure(number, vectors)}  ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
