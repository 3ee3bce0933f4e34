"""Tags held against what people say: accuracy, F1 a question, confusion, by language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.analysis.scoring import Counts

NOTHING = "-"
"""Stands in a confusion for no question at all."""


@dataclass(frozen=True)
class Pair:
    """An answer's questions by the machine, best first, and by people; none: small talk."""

    language: str
    machine: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class TagScores:
    """Of some answers: how many are right, and what is taken for what.

    An answer is right if the machine's best question is among people's, or if both say that
    there is none. ``exact``: all questions are the same. ``questions``: counts by question.
    """

    answers: int
    right: int
    exact: int
    questions: Mapping[str, Counts]
    confusion: Mapping[tuple[str, str], int]

    @property
    def accuracy(self) -> float | None:
        """Share of answers that are right; undefined without answers."""
        return self.right / self.answers if self.answers else None


def tag_scores(pairs: Sequence[Pair]) -> TagScores:
    """Count; a confusion is (people's first question, the machine's best)."""
    right = exact = 0
    counts: dict[str, Counts] = {}
    confusion: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        best = pair.machine[0] if pair.machine else NOTHING
        right += best in pair.people or not (pair.machine or pair.people)
        exact += set(pair.machine) == set(pair.people)
        true = best if best in pair.people else next(iter(pair.people), NOTHING)
        confusion[true, best] += 1
        for question in sorted({*pair.machine, *pair.people}):
            mine, theirs = question in pair.machine, question in pair.people
            one = Counts(mine and theirs, mine and not theirs, theirs and not mine)
            counts[question] = counts.get(question, Counts()) + one
    return TagScores(len(pairs), right, exact, dict(sorted(counts.items())), dict(confusion))
