"""The machine's work held against gold: word errors, who spoke, which question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.model.interview import Turns
from pipeline.model.span import Span, Unit


@dataclass(frozen=True)
class GoldTurn:
    """Who really spoke, when, and the words."""

    speaker: str
    role: Literal["interviewer", "interviewee"]
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class GoldAsk:
    """A question that was really put."""

    speaker: str
    start: int
    end: int
    questions: tuple[str, ...]


@dataclass(frozen=True)
class GoldAnswer:
    """A stretch and the questions that it really answers (none: small talk)."""

    speaker: str
    start: int
    end: int
    questions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    stance: Mapping[str, str] = field(default_factory=dict)
    position: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gold:
    """The truth about one interview, as its makers know it."""

    schema: str
    interview: str
    unit: Unit
    turns: tuple[GoldTurn, ...]
    asks: tuple[GoldAsk, ...]
    answers: tuple[GoldAnswer, ...]


@dataclass(frozen=True)
class Counts:
    """Right, wrongly given, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add up."""
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; undefined where nothing is to be found."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True)
class Given:
    """A stretch with the questions that the machine gives it."""

    span: Span
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Guess:
    """A stretch with the questions that the machine gives it, and its candidates, best first."""

    span: Span
    questions: tuple[str, ...]
    ranking: tuple[str, ...]


@dataclass(frozen=True)
class Ranks:
    """Stretches that answer a question; those with one of it first, or among the first three."""

    answers: int = 0
    first: int = 0
    third: int = 0


def plain(text: str) -> str:
    """Return a text as words are compared: lower case, without punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", folded.replace("'", " ").replace("’", " ")).split())


def word_errors(reference: str, heard: str) -> tuple[int, int]:
    """Return (errors, reference words): substitutions, deletions and insertions (jiwer)."""
    import jiwer

    one, other = plain(reference), plain(heard)
    if not one:
        return len(other.split()), 0
    out = jiwer.process_words(one, other)
    return out.substitutions + out.deletions + out.insertions, len(one.split())


def speaker_hits(gold: Gold, turns: Turns, persons: Mapping[str, str]) -> tuple[int, int]:
    """Return (words given to the right person, words that lie in somebody's turn).

    A word counts by its middle; words where nobody speaks by the gold are left out.
    """
    right = counted = 0
    for turn in turns.turns:
        person = persons.get(turn.speaker, turn.speaker)
        for word in turn.words:
            middle = (word.start + word.end) // 2
            owners = {g.speaker for g in gold.turns if g.start <= middle < g.end}
            if owners:
                counted += 1
                right += person in owners
    return right, counted


def tag_counts(gold: Sequence[GoldAnswer], given: Sequence[Given]) -> Counts:
    """Count questions right, wrong and missed, over stretches.

    A given question is right where a gold stretch that answers it overlaps the given
    one by at least half of the shorter; a gold question is missed where none does.
    """
    right = wrong = missed = 0
    for answer in gold:
        span = Span(answer.start, answer.end)
        near = [g for g in given if _same_place(g.span, span)]
        for question in answer.questions:
            hit = any(question in g.questions for g in near)
            right += hit
            missed += not hit
    for g in given:
        truth = {q for a in gold if _same_place(g.span, Span(a.start, a.end)) for q in a.questions}
        wrong += sum(question not in truth for question in g.questions)
    return Counts(right, wrong, missed)


def rank_counts(gold: Sequence[GoldAnswer], guesses: Sequence[Guess]) -> Ranks:
    """Count where in the machine's ranking a question stands that a stretch really answers.

    Stretches that answer none, small talk, are left out.
    """
    first = third = of = 0
    for g in guesses:
        truth = {q for a in gold if _same_place(g.span, Span(a.start, a.end)) for q in a.questions}
        of += bool(truth)
        first += bool(truth & set(g.ranking[:1]))
        third += bool(truth & set(g.ranking[:3]))
    return Ranks(of, first, third)


def true_group(gold: Sequence[GoldAnswer], span: Span) -> str:
    """Return the one position that a stretch takes, ``question: position``; else nothing.

    A stretch without a position, or with several, belongs to no group of the design.
    """
    near = [a for a in gold if _same_place(Span(a.start, a.end), span)]
    groups = {f"{q}: {position}" for a in near for q, position in a.position.items()}
    return groups.pop() if len(groups) == 1 else ""


def adjusted_rand(truth: Sequence[str], found: Sequence[str]) -> float | None:
    """Return how far two groupings agree, 0 being chance and 1 being the same.

    Hubert and Arabie 1985, by scikit-learn. Undefined (None) for less than two items, or
    where either puts all of them into one group.
    """
    if len(set(truth)) < 2 or len(set(found)) < 2:
        return None
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(truth, found))


def _same_place(one: Span, other: Span) -> bool:
    return (one & other).length * 2 >= max(1, min(one.length, other.length))


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up."""
    return sum(counts, Counts())
