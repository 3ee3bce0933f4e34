"""What an editor did to a timeline: the clips that left, held against those that came back.

Edges are compared within the grain of the form that carried them: an in-point that was
floored to a frame, and an out-point that was ceiled, are as they left.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from pipeline.model.assembly import SentClip
from pipeline.model.span import Span

EditKind = Literal["take-clip", "drop-clip", "trim-clip", "move-clip"]


@dataclass(frozen=True)
class Found:
    """A clip that came back: seconds from its recording's beginning.

    ``grain`` is a frame of the form, ``slack`` how much later the form may have put the
    out-point besides; ``at`` and ``length`` are its place in the sequence.
    """

    interview: str
    start: Fraction
    end: Fraction
    at: Fraction
    grain: Fraction
    slack: Fraction = Fraction(0)


@dataclass(frozen=True)
class Edit:
    """One change: ``span`` in milliseconds is what the clip is to be, ``was`` what it was.

    ``answer`` is the clip's answer, empty where something was taken in. ``after`` is the clip
    that it follows, None at the beginning; it is told where the place counts.
    """

    kind: EditKind
    interview: str
    span: Span
    answer: str = ""
    was: Span | None = None
    after: tuple[str, Span] | None = None


def edits(sent: Sequence[SentClip], found: Sequence[Found]) -> list[Edit]:
    """Return what changed, in the order of the clips that came back, drops last.

    A clip is found again as the one of its interview that it overlaps most. Pieces that
    follow each other without a gap, or with one where something was struck, are one clip. Of
    the clips that were kept, those that have to be moved are as few as can be (a longest
    increasing run of the old places stays).
    """
    came = _joined(sorted(found, key=lambda f: f.at), sent)
    partner = _partners(sent, came)
    kept = [partner[n] for n in range(len(came)) if n in partner]
    still = set(_longest_run(kept))
    result: list[Edit] = []
    before: tuple[str, Span] | None = None
    for n, clip in enumerate(came):
        index = partner.get(n)
        if index is None:
            span = Span(_first_ms(clip.start), max(_first_ms(clip.start), _last_ms(clip.end)))
            result.append(Edit("take-clip", clip.interview, span, after=before))
        else:
            old = sent[index]
            was, span = Span(old.start, old.end), _span(old, clip)
            if span != was:
                result.append(Edit("trim-clip", old.interview, span, old.answer, was))
            if index not in still:
                result.append(Edit("move-clip", old.interview, span, old.answer, was, before))
        before = (clip.interview, span)
    gone = sorted(set(range(len(sent))) - set(partner.values()))
    for clip_ in (sent[index] for index in gone):
        was = Span(clip_.start, clip_.end)
        result.append(Edit("drop-clip", clip_.interview, was, clip_.answer, was))
    return result


def _span(old: SentClip, clip: Found) -> Span:
    """Return what a clip is to be: its old edges where they are the old ones by its grain."""
    start, end = Fraction(old.start, 1000), Fraction(old.end, 1000)
    same_start = -clip.grain < clip.start - start <= 0
    same_end = -clip.slack < clip.end - end < clip.grain + clip.slack or clip.end == end
    first = old.start if same_start else _first_ms(clip.start)
    last = old.end if same_end else _last_ms(clip.end)
    return Span(first, max(first, last))


def _first_ms(seconds: Fraction) -> int:
    """Return the millisecond that floors to the same frame."""
    return max(0, math.ceil(seconds * 1000))


def _last_ms(seconds: Fraction) -> int:
    """Return the millisecond that ceils to the same frame."""
    return max(0, math.floor(seconds * 1000))


def _joined(found: Iterable[Found], sent: Sequence[SentClip]) -> list[Found]:
    """Join pieces that lie beside each other in the sequence, and in a clip that left as one."""
    by_interview: dict[str, list[SentClip]] = {}
    for clip in sent:
        by_interview.setdefault(clip.interview, []).append(clip)
    result: list[Found] = []
    for piece in found:
        last = result[-1] if result else None
        if (
            last is not None
            and last.interview == piece.interview
            and last.end <= piece.start
            and any(_one(clip, last, piece) for clip in by_interview.get(piece.interview, ()))
        ):
            result[-1] = replace(last, end=piece.end)
        else:
            result.append(piece)
    return result


def _one(clip: SentClip, left: Found, right: Found) -> bool:
    """Tell whether two pieces are one clip still: nothing is gone but what was struck."""
    grain = left.grain
    start, end = Fraction(clip.start, 1000) + grain, Fraction(clip.end, 1000) - grain
    if not (start <= left.end and right.start <= end):
        return False
    return left.end == right.start or any(
        Fraction(span.start, 1000) - grain <= left.end
        and right.start <= Fraction(span.end, 1000) + grain
        for span in clip.struck
    )


def _partners(sent: Sequence[SentClip], came: Sequence[Found]) -> dict[int, int]:
    """Pair clips with those that left, the greatest overlap first."""
    at_home: dict[str, list[int]] = {}
    for index, clip in enumerate(sent):
        at_home.setdefault(clip.interview, []).append(index)
    pairs = []
    for n, one in enumerate(came):
        for index in at_home.get(one.interview, ()):
            old = sent[index]
            shared = min(one.end, Fraction(old.end, 1000)) - max(
                one.start, Fraction(old.start, 1000)
            )
            if shared > 0:
                pairs.append((-shared, abs(n - index), n, index))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, _, n, index in sorted(pairs):
        if n not in taken and index not in used:
            taken[n] = index
            used.add(index)
    return taken


def _longest_run(places: Sequence[int]) -> list[int]:
    """Return a longest increasing run of different numbers (patience sorting)."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        pile = bisect_left(tails, place)
        if pile == len(tails):
            tails.append(place)
            at.append(n)
        else:
            tails[pile], at[pile] = place, n
        before.append(at[pile - 1] if pile else -1)
    run: list[int] = []
    n = at[-1] if at else -1
    while n >= 0:
        run.append(places[n])
        n = before[n]
    return run[::-1]
