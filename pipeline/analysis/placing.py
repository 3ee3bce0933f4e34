"""Judgements put to the answers that they are about, in the interview as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.analysis.anchors import MIN_OVERLAP, resolve
from pipeline.model.anchor import Anchor
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span


@dataclass
class Placing:
    """Events by answer, and the ids of those whose words are nowhere (orphans)."""

    by_answer: dict[str, list[Event]] = field(default_factory=dict)
    orphans: list[str] = field(default_factory=list)


def place(
    events: Sequence[Event],
    turns: Turns,
    answers: Mapping[str, Span],
    *,
    key: bytes,
) -> Placing:
    """Find the answer of each event of one interview.

    An event belongs to the answer that its stretch overlaps most, by at least half of
    the shorter of the two.
    """
    result = Placing()
    for event in events:
        answer = answer_of(event.anchor, turns, answers, key=key) if event.anchor else None
        if answer is None:
            result.orphans.append(event.id)
        else:
            result.by_answer.setdefault(answer, []).append(event)
    return result


def answer_of(
    anchor: Anchor, turns: Turns, answers: Mapping[str, Span], *, key: bytes
) -> str | None:
    """Return the answer of an interview that an anchor points at, None if there is none."""
    found = resolve(anchor, turns, key=key)
    return answer_at(found.span, answers) if found else None


def answer_at(span: Span, answers: Mapping[str, Span]) -> str | None:
    """Return the answer that a stretch overlaps most, by half of the shorter at least."""
    best = max(answers, key=lambda a: (answers[a] & span).length, default=None)
    if best is None:
        return None
    enough = MIN_OVERLAP * max(1, min(answers[best].length, span.length))
    return best if (answers[best] & span).length >= enough else None


def judged_spans(events: Sequence[Event], turns: Turns, *, key: bytes) -> list[Span]:
    """Return the stretches whose boundaries people set or judged, the latest last.

    A ``split`` gives two stretches, cut at its value's ``at`` (counted from the
    stretch's start, in its unit); later stretches replace earlier ones that they overlap.
    """
    spans: list[Span] = []
    for event in events:
        found = event.anchor and resolve(event.anchor, turns, key=key)
        if not found:
            continue
        fresh = [found.span]
        if event.kind == "split":
            cut = min(found.span.start + max(0, int(event.value.get("at", 0))), found.span.end)
            fresh = [s for s in (Span(found.span.start, cut), Span(cut, found.span.end)) if s]
        spans = [s for s in spans if not any(s & f for f in fresh)] + fresh
    return spans
