"""A member's form that comes back: what it says, as judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipeline.analysis.anchors import inside, make_anchor, normal, resolve
from pipeline.analysis.corrections import REDACTED
from pipeline.analysis.segments import voices
from pipeline.errors import BadInput, PipelineError
from pipeline.formats.approvals import Decision, Filled, read_form
from pipeline.formats.files import nearest
from pipeline.model.interview import Word
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.correcting import correct
from pipeline.services.deciding.judging import events_of, judge, quote_key
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording

_KINDS: Mapping[Decision, str] = {
    "ok": "approve", "redact": "redact", "off-record": "off-record", "correct": "correct-words",
    "talk": "flag",
}  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """A row that can be kept: its words, found in the interview as it is now."""

    row: Filled
    interview: str
    span: Span

    @property
    def kind(self) -> str:
        """The kind of judgement that it becomes."""
        return _KINDS[self.row.decision]

    @property
    def told(self) -> str:
        """What it does, without anybody's words."""
        part = ", some words" if self.row.only else ""
        return f"{self.row.item}: {self.kind}{part}"


@dataclass(frozen=True)
class Form:
    """A form that came back: what can be kept, and what is wrong with the other rows."""

    person: str
    rows: tuple[Answered, ...]
    faults: tuple[PipelineError, ...]


def read_back(library: Library, person: str, path: Path) -> Form:
    """Read a filled form and find the words it is about; nothing is written.

    A form can only be about its own person's words: a row on anybody else's is a fault.

    Raises:
        BadInput: there is no such person, or the file is no form.
    """
    speakers = library.people().speakers
    if person not in speakers:
        remedy = nearest(person, speakers)
        raise BadInput("is not in speakers.csv", where=person, remedy=remedy)
    filled, faults = read_form(path)
    rows: list[Answered] = []
    for row in filled:
        try:
            rows.append(_found(library, person, row))
        except PipelineError as error:
            faults.append(error)
    return Form(person, tuple(rows), tuple(faults))


def _found(library: Library, person: str, row: Filled) -> Answered:
    interview = library.people().interviews.get(row.place.interview)
    if interview is None or person not in interview.speakers:
        raise BadInput(
            "is about an interview without this person", where=row.where,
            remedy="name the person whose form it is",
        )  # fmt: skip
    layout = library.layout
    found = wording(layout, interview.id)
    place = resolve(row.place, found.whole, key=quote_key(layout))
    if place is None:
        raise BadInput(
            "its words are not found in the transcript any more", where=row.where,
            remedy="put it right on Interviews",
        )  # fmt: skip
    who = voices(found.turns, interview.speakers, interview.interviewers)
    own: list[Word] = []
    for turn in found.whole.turns:
        words = inside(turn.words, place.span)
        voice = who.get(turn.speaker)
        if words and (voice is None or voice.role == "interviewee"):
            if voice is None or voice.person != person:
                raise BadInput(
                    "is not about this person's words alone", where=row.where,
                    remedy="put it right on Interviews",
                )  # fmt: skip
            own += words
    if not own:
        raise BadInput("nothing of its words is left", where=row.where, remedy="look on Interviews")
    if row.decision == "correct" and any(REDACTED in word.text for word in own):
        raise BadInput(
            "is to be corrected, but some of its words are struck", where=row.where,
            remedy="put it right on Interviews",
        )  # fmt: skip
    span = Span(own[0].start, own[-1].end)
    return Answered(row, interview.id, _part(own, row) if row.only else span)


def _part(own: list[Word], row: Filled) -> Span:
    """Return where the words that a row is about stand; they must stand there once."""
    wanted = [n for word in row.only.split() if (n := normal(word))]
    named = [(word, n) for word in own if (n := normal(word.text))]
    at = [
        i for i in range(len(named) - len(wanted) + 1)
        if wanted and [n for _, n in named[i : i + len(wanted)]] == wanted
    ]  # fmt: skip
    if len(at) != 1:
        what = "are not in this row" if not at else f"stand {len(at)} times in this row"
        raise BadInput(
            f"the words of 'only these words' {what}", where=row.where,
            remedy="copy them from the row, with a neighbour where they are there twice",
        )  # fmt: skip
    return Span(named[at[0]][0].start, named[at[0] + len(wanted) - 1][0].end)


def keep(library: Library, form: Form, *, coder: str) -> tuple[list[Event], int]:
    """Write a form's rows as judgements of the coder who took it in.

    Returns:
        The events, and how many rows had been kept before.

    Raises:
        BadInput: the coder's id is none.
    """
    written: list[Event] = []
    before = 0
    interviews = sorted({answered.interview for answered in form.rows})
    known = {event.seen.get("row") for event in events_of(library.layout, interviews)}
    for answered in form.rows:
        if _row_key(library, answered.row) in known:
            before += 1
            continue
        event = _keep(library, form.person, answered, coder)
        if event is None:
            before += 1
        else:
            written.append(event)
    return written, before


def _row_key(library: Library, row: Filled) -> str:
    """Return what tells that the same row came back before; its words cannot be read from it."""
    cells = (row.decision, row.only, row.should_read, row.remark, repr(row.place))
    key = quote_key(library.layout)
    return blake2b("\n".join(cells).encode(), key=key, digest_size=12).hexdigest()


def _keep(library: Library, person: str, answered: Answered, coder: str) -> Event | None:
    row, layout = answered.row, library.layout
    seen: dict[str, Any] = {"mode": "packet", "item": row.item, "by": person}
    seen["row"] = _row_key(library, row)
    if row.decision == "correct":
        if row.remark:
            seen["remark"] = row.remark
        return correct(
            layout, coder=coder, interview=answered.interview, span=answered.span,
            text=row.should_read, seen=seen,
        )  # fmt: skip
    value: dict[str, Any] = {}
    if row.decision == "ok":
        value = {"use": row.what}
    elif row.decision == "talk":
        value = {"text": row.remark or "the person wants to speak about it first"}
    whole = wording(layout, answered.interview).whole
    anchor = make_anchor(whole, answered.span, key=quote_key(layout))
    return judge(
        layout, coder=coder, kind=answered.kind, anchor=anchor, value=value, seen=seen,
        reason=row.remark,
    )  # fmt: skip
