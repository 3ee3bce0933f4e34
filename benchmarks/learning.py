"""How long it takes to learn from a thousand labels over ten thousand answers.

Printed by ``python -m benchmarks.tagging --part learning``. Answers, wordings and vectors are
made, so that embedding is not measured: 400 interviews of 25 answers, 35 questions, vectors as
long as those of both models together, 40 interviews labelled. Seconds by the clock and of work
on all cores.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from pipeline.analysis.evidence import texts_of, worded
from pipeline.analysis.meaning import Space, Vectors, text_key, unit
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.model.guide import Answer, Answers, Asked, Question, QuestionSet
from pipeline.params import Calibrate
from pipeline.services.standalone.tag_evidence import together
from pipeline.services.standalone.tag_probabilities import probabilities

INTERVIEWS, EACH, QUESTIONS, LABELLED = 400, 25, 35, 40
DIMS = (384, 512)  # of the two models
NOISE = {"asked": 2.0, "answer": 6.0}  # length, beside a meaning of length one
SEED = 20131
T = TypeVar("T")


@dataclass(frozen=True)
class Made:
    """Interviews, how two models see their texts, and the question that each answer is to."""

    book: QuestionSet
    found: tuple[Answers, ...]
    spaces: tuple[Space, ...]
    truth: Mapping[str, str]


def made(*, heard: bool) -> Made:
    """Make a collection; where the interviewer is heard, each answer has its question before it."""
    rng = np.random.default_rng(SEED)
    names = [f"q{n}" for n in range(QUESTIONS)]
    book = QuestionSet(tuple(Question(name, {"en": f"About {name}?"}) for name in names))
    truth: dict[str, str] = {}
    found = []
    for i in range(INTERVIEWS):
        mine = np.sort(rng.choice(QUESTIONS, EACH, replace=False))
        answers = tuple(_answer(i, n, int(q), heard=heard) for n, q in enumerate(mine))
        truth |= {a.id: names[q] for a, q in zip(answers, mine, strict=True)}
        found.append(Answers(f"i{i}", "", "cp", "en", {}, answers))
    spaces = tuple(_space(book, found, truth, dims, rng) for dims in DIMS)
    return Made(book, tuple(found), spaces, truth)


def _answer(interview: int, n: int, question: int, *, heard: bool) -> Answer:
    text = f"Answer {n} of interview {interview}"
    put = f"Question {question} in interview {interview}"
    asked = Asked("", put, n, n + 1, (put,)) if heard else None
    return Answer(f"i{interview}@{n}", f"i{interview}", "", n, n + 1, text, asked)


def _space(
    book: QuestionSet,
    found: list[Answers],
    truth: Mapping[str, str],
    dims: int,
    rng: np.random.Generator,
) -> Space:
    """Place texts around what their questions mean."""
    meaning = dict(zip(book.ids, unit(rng.normal(size=(QUESTIONS, dims))), strict=True))
    vectors = {text_key(text): rng.normal(size=dims) / np.sqrt(dims) for _, text in worded(book)}
    vectors |= {text_key(q.text["en"]): meaning[q.id] for q in book.questions}
    for answer in (answer for of in found for answer in of.answers):
        for kind, text in zip(("answer", "asked"), texts_of(answer), strict=False):
            off = rng.normal(size=dims) * NOISE[kind] / np.sqrt(dims)
            vectors[text_key(text)] = meaning[truth[answer.id]] + off
    matrix: Vectors = unit(np.stack(list(vectors.values())))
    return Space({key: row for row, key in enumerate(vectors)}, matrix)


def timed(name: str, work: Callable[[], T]) -> T:
    """Print how long something takes."""
    clock, cores = time.perf_counter(), time.process_time()
    done = work()
    clock, cores = time.perf_counter() - clock, time.process_time() - cores
    print(f"  {name:<44} {clock:6.1f} s, {cores:6.1f} s of work", flush=True)
    return done


def measured(*, heard: bool) -> None:
    """Learn from the labels of some interviews, and tag all."""
    given = made(heard=heard)
    labelled = {a.id: of.interview for of in given.found[:LABELLED] for a in of.answers}
    known = {name: (given.truth[name],) for name in labelled}
    told = "heard" if heard else "not heard"
    print(f"{len(known)} labels, {len(given.truth)} answers, the interviewer {told}")
    open_to = {of.interview: (*given.book.ids, NOBODYS) for of in given.found}
    ready = timed(
        "evidence, from vectors made before",
        lambda: together(given.book, given.found, given.spaces, open_to=open_to, known=known),
    )
    tagged = timed("learning, and tagging all", ready.tagged)
    timed(
        "probabilities, interviews held out",
        lambda: probabilities(ready, tagged, known, labelled, Calibrate()),
    )
    right = np.mean([t.ranking[0].question == given.truth[name] for name, t in tagged.items()])
    print(f"  right: {right:.3f}")


def main() -> None:
    """Measure with the interviewer not heard, and heard."""
    measured(heard=False)
    measured(heard=True)


if __name__ == "__main__":
    main()
