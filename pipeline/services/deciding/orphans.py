"""Judgements that have lost their place: listed, put back by a person, or let go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.analysis.placing import place
from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.guide import Answers
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.services.deciding.blind import Row
from pipeline.services.deciding.judging import anchor_of, events_of, judge, orphans, quote_key
from pipeline.services.showing.library import Library, with_rights
from pipeline.services.showing.store import EVERYTHING, opened

ON_ANSWERS = ("questions", "codes")
"""The groups whose events are about a whole answer, and so can be put at another."""


@dataclass(frozen=True)
class Lost:
    """An event without a place; ``nowhere``: its words are gone, else only no answer is there."""

    event: Event
    nowhere: bool

    @property
    def can_be_placed(self) -> bool:
        """Whether it can be put at an answer; corrections and names are made anew instead."""
        return self.event.group in ON_ANSWERS


def lost(layout: Layout) -> list[Lost]:
    """Return the live events that hold nowhere, by interview and time."""
    nowhere = {event.id for event in orphans(layout)}
    interviews = sorted({path.stem for path in layout.path("logs").glob("*/*.jsonl")})
    found = []
    for interview in interviews:
        events = events_of(layout, [interview])
        gone = {e.id for e in events if e.id in nowhere} | _without_answer(
            layout, interview, [e for e in events if e.group in ON_ANSWERS and e.id not in nowhere]
        )
        found += [Lost(e, e.id in nowhere) for e in events if e.id in gone]
    return found


def _without_answer(layout: Layout, interview: str, events: list[Event]) -> set[str]:
    """Return the events whose words are still there, but no answer around them."""
    path = layout.path("answers-of", id=interview)
    anchored = [event for event in events if event.anchor]
    if not anchored or not path.exists():
        return set()
    answers = read_json(path, schemas.ANSWERS_OF, Answers)
    turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
    spans = {a.id: a.span for a in answers.answers}
    return set(place(anchored, turns, spans, key=quote_key(layout)).orphans)


def candidates(library: Library, event: Event) -> list[Row]:
    """Return the answers of an event's interview that it may be put at, the nearest first.

    Raises:
        NotReady: the answers have not been tagged.
    """
    if event.anchor is None:
        return []
    people, anchor = library.people(), event.anchor
    with opened(library.layout, EVERYTHING, people) as db:
        frame = db.execute(
            "SELECT * FROM answers WHERE interview = ? ORDER BY start", [anchor.interview]
        ).fetchdf()
    rows = [
        {str(k): v for k, v in row.items()}
        for row in with_rights(frame, people).to_dict("records")
        if row["may_quote"]
    ]
    if rows and rows[0]["unit"] == anchor.unit:
        rows.sort(key=lambda row: abs(int(row["start"]) - anchor.start))
    return rows


def put_back(layout: Layout, *, coder: str, lost: Lost, answer: str) -> Event:
    """Say where a lost judgement belongs; it stays its own coder's, as it was made.

    Raises:
        BadInput: it is not about an answer, or there is no such answer in its interview.
        NotReady: the interview has not been run.
    """
    event = lost.event
    where = event.anchor.interview if event.anchor else ""
    if not lost.can_be_placed:
        raise BadInput(f"a {event.kind!r} event cannot be put at an answer", remedy="make it anew")
    if re.split(r"[@#]", answer)[0] != where:
        raise BadInput(f"is not an answer of {where}", where=answer, remedy="choose one of it")
    return judge(
        layout,
        coder=coder,
        kind="place",
        anchor=anchor_of(layout, answer),
        value={"event": event.id},
        seen={"page": "quality", "kind": event.kind, "coder": event.coder},
    )


def let_go(layout: Layout, *, coder: str, lost: Lost) -> Event:
    """Say that a lost judgement is not to be put back; its line stays in its log.

    Raises:
        BadInput: a bad coder name.
    """
    seen = {"page": "quality", "kind": lost.event.kind, "coder": lost.event.coder}
    return judge(layout, coder=coder, kind="let-go", value={"event": lost.event.id}, seen=seen)
