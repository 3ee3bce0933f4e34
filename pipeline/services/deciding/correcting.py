"""Putting a transcript right: each step one judgement, anchored to the words it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.analysis.anchors import inside, make_anchor, resolve, spoken
from pipeline.errors import BadInput
from pipeline.layout import Layout
from pipeline.model.interview import Word
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.judging import judge, quote_key
from pipeline.services.showing.wording import put_right, wording

MOST_LETTERS = 20_000
"""Of a correction: more is no correction of some words."""
MOST_IN_A_NAME = 60


def correct(
    layout: Layout, *, coder: str, interview: str, span: Span, text: str, seen: Mapping[str, Any]
) -> Event | None:
    """Put other words in the place of those in a stretch; none, and nothing was said there.

    Words at both ends that stay as they are are no part of the judgement, so that they keep
    their own times. None is returned where nothing is changed.

    Raises:
        BadInput: the text is too long, or the coder's id is none.
        NotReady: the interview has not been run.
    """
    if len(text) > MOST_LETTERS:
        raise BadInput("is too long", where="the correction", remedy="correct fewer words at once")
    texts = text.split()
    words = inside(spoken(wording(layout, interview).whole), span)
    span, kept = _changed(words, texts, span)
    if kept is None:
        return None
    return mark(
        layout, coder=coder, interview=interview, kind="correct-words", span=span, seen=seen,
        value={"text": " ".join(kept)},
    )  # fmt: skip


def _changed(
    words: tuple[Word, ...], texts: list[str], span: Span
) -> tuple[Span, list[str] | None]:
    """Return the stretch whose words change, and what stands there now; None: nothing changes."""
    old = [word.text for word in words]
    if old == texts:
        return span, None
    first, most = 0, min(len(old), len(texts))
    while first < most and old[first] == texts[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == texts[-1 - last]:
        last += 1
    if old and first + last == len(old):  # words were put in: they share a neighbour's place
        first, last = (first - 1, last) if first else (first, last - 1)
    changed = words[first : len(words) - last]
    if not changed:
        return span, texts
    return Span(changed[0].start, changed[-1].end), texts[first : len(texts) - last]


def name_voice(
    layout: Layout,
    *,
    coder: str,
    interview: str,
    span: Span,
    speaker: str,
    seen: Mapping[str, Any],
    here: bool = False,
) -> Event:
    """Give the voice that speaks in a stretch its name: everywhere, or in these turns alone.

    Raises:
        BadInput: there is no name, or it is too long.
        NotReady: the interview has not been run.
    """
    name = " ".join(speaker.split())
    if not name or len(name) > MOST_IN_A_NAME or not name.isprintable():
        raise BadInput(
            f"must have 1 to {MOST_IN_A_NAME} letters", where="the voice's name", remedy="give one"
        )
    value: dict[str, Any] = {"speaker": name} | ({"here": True} if here else {})
    return mark(
        layout, coder=coder, interview=interview, kind="name-speaker", span=span, seen=seen,
        value=value,
    )  # fmt: skip


def mark(
    layout: Layout,
    *,
    coder: str,
    interview: str,
    kind: str,
    span: Span,
    seen: Mapping[str, Any],
    value: Mapping[str, Any] | None = None,
) -> Event:
    """Judge a stretch of words: ``redact``, ``off-record``, ``unflag``, or a kind with a value.

    Raises:
        BadInput: the coder's id is none, or the kind needs another value.
        NotReady: the interview has not been run.
    """
    turns = wording(layout, interview).whole
    anchor = make_anchor(turns, span, key=quote_key(layout))
    return judge(layout, coder=coder, kind=kind, anchor=anchor, value=value or {}, seen=seen)


def last_step(
    layout: Layout, *, coder: str, interview: str, within: Span | None = None
) -> Event | None:
    """Return the last of a coder's corrections that hold, or of those that touch a stretch."""
    mine = [event for event in put_right(layout, interview) if event.coder == coder]
    if within is None:
        return mine[-1] if mine else None
    turns, key = wording(layout, interview).whole, quote_key(layout)
    for event in reversed(mine):
        found = event.anchor and resolve(event.anchor, turns, key=key)
        if event.group == "words" and found and found.span & within:
            return event
    return None


def undo(layout: Layout, event: Event) -> Event:
    """Take one's own judgement back.

    Raises:
        BadInput: the coder has no such event.
    """
    return judge(layout, coder=event.coder, kind="undo", value={"event": event.id}, seen={})
