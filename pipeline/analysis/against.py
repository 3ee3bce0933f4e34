"""The machine held against people who judged blind.

What the machine is held to is its guess at the moment of the judgement, before it could have
learnt from it. An answer counts once; one on which blind coders differ has no right answer yet
and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.analysis.agreement import Rating
from pipeline.analysis.blind import Choice

LEAST = 30
"""Fewer blind judgements give no share worth telling: counts only."""
MACHINE = "(machine)"
"""The machine's name beside coders'; no coder's id has brackets."""


@dataclass(frozen=True)
class Held:
    """An answer that people judged blind and the same, and whether the machine was right.

    ``exact``: the machine guessed just the questions that people chose; ``named``: at least one
    of them, or rightly none.
    """

    answer: str
    exact: bool
    named: bool


@dataclass(frozen=True)
class Share:
    """``right`` of ``n``, with the Wilson interval of 95 in 100 from ``LEAST`` on.

    ``low`` and ``high`` are None below.
    """

    right: int
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None below ``LEAST``."""
        return self.right / self.n if self.n >= LEAST else None


def held(found: Iterable[Choice]) -> tuple[list[Held], int]:
    """Hold the machine's guesses against people's blind choices.

    Returns:
        One row an answer, and on how many answers coders differ.
    """
    by_answer: dict[str, list[Choice]] = {}
    for choice in found:
        by_answer.setdefault(choice.answer, []).append(choice)
    rows, differ = [], 0
    for answer, mine in sorted(by_answer.items()):
        first = min(mine, key=lambda c: (c.at, c.coder))  # later guesses may have learnt from it
        if len({c.chosen for c in mine}) > 1:
            differ += 1
        elif first.machine is not None:
            truth, guess = first.chosen, first.machine
            rows.append(Held(answer, guess == truth, bool(guess & truth) or guess == truth))
    return rows, differ


def share(right: Sequence[bool]) -> Share:
    """Count how often the machine was right, with an interval (Wilson 1927)."""
    from statsmodels.stats.proportion import proportion_confint

    n, k = len(right), sum(right)
    if n < LEAST:
        return Share(k, n)
    low, high = proportion_confint(k, n, alpha=0.05, method="wilson")
    return Share(k, n, float(low), float(high))


def as_coders(
    found: Iterable[Choice], where: Mapping[str, tuple[str, str]], *, version: str
) -> list[Rating]:
    """Return people's and the machine's choices as two coders', of answers with one right answer.

    Args:
        found: the choices.
        where: each answer's interview and place.
        version: of the question set or codebook.
    """
    mine = [c for c in found if c.version == version and c.answer in where]
    agreed, _ = held(mine)
    firsts: dict[str, Choice] = {}
    for choice in sorted(mine, key=lambda c: (c.at, c.coder)):
        firsts.setdefault(choice.answer, choice)
    result = []
    for row in agreed:
        choice = firsts[row.answer]
        for coder, chosen in (("people", choice.chosen), (MACHINE, choice.machine or frozenset())):
            result.append(Rating(coder, row.answer, *where[row.answer], chosen))
    return result
