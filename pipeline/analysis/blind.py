"""Judgements made blind: which answers are drawn for them, and what was chosen.

Only they tell anything about the machine or about coders' agreement: whoever has a suggestion,
or another's mark, before them is likely to follow it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.analysis.agreement import Rating
from pipeline.model.judgement import Event

Of = Literal["question", "code"]
OFS: tuple[Of, ...] = ("question", "code")
Stratum = tuple[str, str]
"""A place and a language."""

BLIND = "blind"
"""What ``seen`` calls the mode in which neither suggestions nor others' marks are shown."""


@dataclass(frozen=True)
class Sample:
    """The answers drawn, in the order in which they are judged; per stratum how many of how many.

    Whoever stops early has judged about the same share of each stratum.
    """

    answers: tuple[str, ...] = ()
    sizes: Mapping[Stratum, tuple[int, int]] | None = None


@dataclass(frozen=True)
class Choice:
    """A coder's last blind word on an answer: all that was chosen of the set, perhaps nothing.

    ``machine`` is what the machine held of the answer at that moment, unseen; None where it was
    not noted. ``version`` names the question set or codebook that was before the coder.
    """

    answer: str
    coder: str
    at: str
    version: str
    chosen: frozenset[str]
    machine: frozenset[str] | None = None


def draw(answers: Mapping[str, Stratum], *, size: int, seed: int) -> Sample:
    """Draw a random sample, of each stratum its share, and at least one where that is possible.

    Each answer keeps its random number from draw to draw (permanent random numbers, Ohlsson
    1995): interviews that are added later leave most of the sample as it was.

    Args:
        answers: each answer's stratum.
        size: how many are drawn; all where there are no more.
        seed: of the random numbers.
    """
    strata: dict[Stratum, list[str]] = {}
    for answer in sorted(answers, key=lambda a: _number(a, seed)):
        strata.setdefault(answers[answer], []).append(answer)
    take = _shares({s: len(mine) for s, mine in strata.items()}, size)
    placed = [
        ((i + 0.5) / take[stratum], _number(answer, seed), answer)
        for stratum, mine in strata.items()
        for i, answer in enumerate(mine[: take[stratum]])
    ]
    sizes = {s: (take[s], len(strata[s])) for s in sorted(strata)}
    return Sample(tuple(answer for _, _, answer in sorted(placed)), sizes)


def _number(answer: str, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed} {answer}".encode(), digest_size=8).digest()


def _shares(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Part a sample among strata by the largest remainder."""
    whole = sum(sizes.values())
    size = min(size, whole)
    least = 1 if size >= len(sizes) else 0
    exact = {s: size * n / whole for s, n in sizes.items()}
    take = {s: max(least, int(exact[s])) for s in sizes}
    by_rest = sorted(sizes, key=lambda s: (take[s] - exact[s], s))
    while sum(take.values()) != size:
        more = sum(take.values()) < size
        for s in by_rest if more else reversed(by_rest):
            if (more and take[s] < sizes[s]) or (not more and take[s] > least):
                take[s] += 1 if more else -1
                break
        by_rest.sort(key=lambda s: (take[s] - exact[s], s))
    return take


def choices(placed: Mapping[str, Sequence[Event]], *, of: Of) -> list[Choice]:
    """Return each coder's last blind choice at each answer.

    Args:
        placed: the live events of each answer.
        of: questions or codes.
    """
    last: dict[tuple[str, str], Event] = {}
    for answer, events in placed.items():
        for event in sorted(events, key=lambda e: (e.at, e.id)):
            if is_blind(event, of=of):
                last[answer, event.coder] = event
    return [_choice(answer, event, of) for (answer, _), event in sorted(last.items())]


def is_blind(event: Event, *, of: Of) -> bool:
    """Tell whether an event is part of a blind choice from the whole set."""
    seen = event.seen
    return (
        seen.get("mode") == BLIND
        and seen.get("of") == of
        and isinstance(seen.get("chosen"), list | tuple)
        and event.kind in (f"assign-{of}", f"reject-{of}")
    )


def refused(events: Sequence[Event], thing: str, *, of: Of) -> dict[str, Event]:
    """Return who, judging blind, had a question or code in the set and did not choose it.

    Args:
        events: the live events at one answer, by time.
        thing: the question or code.
        of: questions or codes.

    Returns:
        The last blind event of each such coder; whoever has judged the thing itself is not there.
    """
    own = {e.coder for e in events if e.value.get(of) == thing and e.kind != "adjudicate"}
    last = {e.coder: e for e in events if is_blind(e, of=of)}
    return {
        coder: event
        for coder, event in last.items()
        if coder not in own
        and thing in (event.seen.get("among") or ())
        and thing not in event.seen["chosen"]
    }


def _choice(answer: str, event: Event, of: Of) -> Choice:
    unseen = event.seen.get("unseen")
    noted = unseen.get("guess") if isinstance(unseen, Mapping) else None
    return Choice(
        answer,
        event.coder,
        event.at,
        event.guide if of == "question" else event.codebook,
        frozenset(map(str, event.seen["chosen"])),
        frozenset(map(str, noted)) if isinstance(noted, list | tuple) else None,
    )


def ratings(
    found: Iterable[Choice], where: Mapping[str, tuple[str, str]], *, version: str
) -> list[Rating]:
    """Return the choices from one version of the set, as ``agreement`` takes them.

    Args:
        found: the choices.
        where: each answer's interview and place; an answer without is left out.
        version: of the question set or codebook.
    """
    return [
        Rating(c.coder, c.answer, *where[c.answer], c.chosen)
        for c in found
        if c.version == version and c.answer in where
    ]
