"""A member's packet: their own transcript, quotations and clips, and a form to approve them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.analysis.anchors import make_anchor
from pipeline.analysis.segments import voices
from pipeline.errors import BadInput, NotReady
from pipeline.formats.approvals import FILL, Item, write_form
from pipeline.formats.files import nearest, write_atomically
from pipeline.formats.reports import WRITERS
from pipeline.model.consent import Decision
from pipeline.model.interview import Interview
from pipeline.model.report import (
    Block,
    Heading,
    Paragraph,
    Report,
    Section,
    Sound,
    Speech,
    Table,
    Unknown,
)
from pipeline.model.span import Span
from pipeline.model.timeline import Timeline
from pipeline.model.transcript import clock
from pipeline.services.deciding.judging import quote_key
from pipeline.services.exchange.cuts import Cut, assemble, timelines
from pipeline.services.reporting.common import Naming, Row, counted
from pipeline.services.showing.clips import clip_audio
from pipeline.services.showing.library import Library, with_rights
from pipeline.services.showing.reading import Reading, Utterance, read_interview
from pipeline.services.showing.store import EVERYTHING, opened
from pipeline.services.showing.wording import wording

PAGE, FORM, CLIPS = "packet.html", "approve.csv", "clips"


@dataclass(frozen=True)
class Packet:
    """What goes to a member: the page, the form's items, the sounds by file name."""

    report: Report
    items: tuple[Item, ...]
    sounds: Mapping[str, bytes]


def write_packet(library: Library, person: str, out: Path) -> tuple[Path, ...]:
    """Write a member's packet into a folder; return the files.

    Raises:
        BadInput: there is no such person, or their words may not leave today.
        NotReady: their interviews have not been run.
    """
    packet = packet_of(library, person)
    files = {PAGE: WRITERS["html"](packet.report), FORM: write_form(packet.items)}
    files |= packet.sounds
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out / name, content)
    return tuple(out / name for name in files)


def packet_of(library: Library, person: str) -> Packet:
    """Return what goes to a member, as consent stands on the library's day.

    Raises:
        BadInput: there is no such person, or their words may not leave today.
        NotReady: their interviews have not been run.
    """
    naming = Naming.of(library)
    _allowed(naming, person)
    mine = [i for i in naming.people.study.interviews if person in i.speakers]
    said, turns = _transcript(library, naming, person, mine)
    quoted, quotations = _quotations(library, naming, person)
    heard, clips, sounds = _clips(library, naming, person)
    about = f"Made with Interleaf {__version__} on {naming.people.on.isoformat()}"
    sections = (
        Section("how", "How to use this", _short(turns, quotations, clips), _how()),
        Section("transcript", "Your transcript", "What you said, as it was written down.", said),
        Section("quotations", "Quotations", "What may be quoted of you.", quoted),
        Section("clips", "Clips", "What may be heard of you.", heard),
    )
    title = f"For {naming.person(person)}"
    report = naming.masked(Report(title, about, sections))
    return Packet(report, (*turns, *quotations, *clips), sounds)


def _allowed(naming: Naming, person: str) -> None:
    """Check that a person's words may leave at all.

    Raises:
        BadInput: there is no such person, or consent does not allow it today.
    """
    speakers = naming.people.speakers
    if person not in speakers:
        remedy = nearest(person, speakers)
        raise BadInput("is not in speakers.csv", where=person, remedy=remedy)
    for use in ("analyse", "quote"):
        decision = naming.people.decision("", [person], use)
        if not decision:
            raise BadInput(
                f"the permission to {use} is {decision.reason}, so no words leave", where=person,
                remedy="ask the person, then put it into speakers.csv",
            )  # fmt: skip


def _short(turns: Sequence[Item], quotations: Sequence[Item], clips: Sequence[Item]) -> str:
    return (
        f"{counted(len(turns), 'turn')} of your transcript, "
        f"{counted(len(quotations), 'quotation')} and {counted(len(clips), 'clip')} to look at."
    )


def _how() -> tuple[Block, ...]:
    decision, only, should, remark = FILL
    return (
        Paragraph(
            "This is what the researchers have of you, and what they may want to show. It is for "
            "you alone. You can approve it, put it right, or have it taken out."
        ),
        Paragraph(
            f"Open {FORM}, a table with a row for each number on this page, and write one word "
            f"into the column “{decision}”. Rows that you leave empty are undecided: nothing is "
            "taken for a yes."
        ),
        Table(
            f"What you can write into “{decision}”",
            ("Word", "What happens"),
            (
                ("ok", "It may be used as it is."),
                ("correct", f"It reads wrong. Write what you said into “{should}”."),
                ("redact", "It is blacked out in every text, and a tone in every sound."),
                ("off-record", "It is taken away everywhere, as if it had not been said."),
                ("talk", "The researchers speak to you before they use it."),
            ),
        ),
        Paragraph(
            f"If it is only about some words of a row, copy them into “{only}”. “{remark}” is for "
            "whatever else you want to say. Then send the table back."
        ),
    )


def _transcript(
    library: Library, naming: Naming, person: str, mine: Sequence[Interview]
) -> tuple[tuple[Block, ...], list[Item]]:
    blocks: list[Block] = []
    items: list[Item] = []
    for interview in mine:
        read = read_interview(library.layout, interview.id, on=naming.people.on)
        site = naming.place(interview.site)
        blocks.append(Heading(f"{site}, {interview.date.isoformat()}"))
        for utterance, own in _to_read(library, read, person):
            words = naming.words(interview.id, _words(utterance))
            name = f"T{len(items) + 1}" if own else ""
            at = clock(utterance.span.start) if read.unit == "ms" else ""
            language = utterance.language or read.language
            blocks.append(Speech(utterance.shown_as if own else "Question", at, words, language,
                                 name))  # fmt: skip
            if own:
                place = _anchor(library, interview.id, utterance.span)
                items.append(Item(name, "turn", words, place))
    return tuple(blocks) or (Unknown("there is no interview with you"),), items


def _to_read(library: Library, read: Reading, person: str) -> Iterator[tuple[Utterance, bool]]:
    """Yield a person's turns, and the questions before them: nobody else's words."""
    row = read.interview
    who = voices(wording(library.layout, row.id).turns, row.speakers, row.interviewers)
    asked: list[Utterance] = []
    for utterance in read.utterances:
        if utterance.withheld or not _words(utterance):
            continue
        if utterance.interviewer:
            asked.append(utterance)
            continue
        voice = who.get(utterance.voice)
        if voice is not None and voice.person == person:
            yield from ((question, False) for question in asked)
            yield utterance, True
        asked = []


def _words(utterance: Utterance) -> str:
    said = "".join(word.text for stretch in utterance.stretches for word in stretch.words)
    return " ".join(said.split())


def _anchor(library: Library, interview: str, span: Span) -> Any:
    layout = library.layout
    return make_anchor(wording(layout, interview).whole, span, key=quote_key(layout))


def _quotations(
    library: Library, naming: Naming, person: str
) -> tuple[tuple[Block, ...], list[Item]]:
    """Return the answers that a question was given to: what a report or a film may take."""
    blocks: list[Block] = []
    items: list[Item] = []
    for row in _answers(library, naming, person):
        name = f"Q{len(items) + 1}"
        questions = " / ".join(naming.question(q) for q in row["questions"])
        sure = row["standing"] == "confirmed"
        standing = f"confirmed by people: {questions}" if sure else questions
        said = naming.quotation(row, guess=not sure, standing=standing)
        blocks.append(replace(said, item=name, asked=""))
        span = Span(int(row["start"]), int(row["end"]))
        items.append(
            Item(name, "quotation", said.words, _anchor(library, str(row["interview"]), span))
        )
    return tuple(blocks) or (Unknown("no answer of yours has a question yet"),), items


def _answers(library: Library, naming: Naming, person: str) -> list[Row]:
    with opened(library.layout, EVERYTHING, naming.people) as db:
        frame = db.execute(
            """SELECT a.*, t.questions, t.standing FROM answers a JOIN (
                 SELECT answer, list(question ORDER BY rank) AS questions,
                   CASE WHEN bool_or(status = 'confirmed') THEN 'confirmed' ELSE 'suggested' END
                     AS standing
                 FROM tags WHERE status IN ('confirmed', 'suggested') GROUP BY answer
               ) t USING (answer) WHERE a.speaker = ? ORDER BY a.date, a.interview, a.position""",
            [person],
        ).fetchdf()
    rows = with_rights(frame, naming.people).to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows if row["may_quote"]]


def _clips(
    library: Library, naming: Naming, person: str
) -> tuple[tuple[Block, ...], list[Item], dict[str, bytes]]:
    """Return the clips of all timelines in which the person speaks, each once."""
    blocks: list[Block] = []
    items: list[Item] = []
    sounds: dict[str, bytes] = {}
    for title, cut in _cuts(library, naming, person):
        clip = cut.clip
        sound = clip_audio(
            library.layout, interview=clip.interview, span=clip.span, on=naming.people.on
        )
        if isinstance(sound, Decision):
            continue
        name = f"C{len(items) + 1}"
        file = f"{CLIPS}/{name}.mp3"
        words = naming.words(clip.interview, cut.voice.words)
        long = f"{(clip.span.end - clip.span.start) / 1000:.0f} s"
        blocks.append(Sound(file, f"{title} · {clock(clip.span.start)} · {long}", name))
        items.append(Item(name, "clip", words, _anchor(library, clip.interview, clip.span)))
        sounds[file] = sound
    why = "no clip of you is in a timeline, or your voice may not be heard"
    return tuple(blocks) or (Unknown(why),), items, sounds


def _cuts(library: Library, naming: Naming, person: str) -> Iterator[tuple[str, Cut]]:
    own = {str(row["answer"]) for row in _answers(library, naming, person)}
    met: set[tuple[str, Span]] = set()
    try:
        names = timelines(library.layout)
    except NotReady:
        return
    for name, timeline in names.items():
        if not any(clip.answer in own for clip in timeline.clips):
            continue
        for cut in assemble(library, name).cuts:
            key = cut.clip.interview, cut.clip.span
            if cut.clip.answer in own and key not in met:
                met.add(key)
                yield _called(naming, timeline), cut


def _called(naming: Naming, timeline: Timeline) -> str:
    """Return what a timeline is about; a machine's key words may be other people's."""
    if timeline.subject == "question":
        return naming.question(timeline.topic)
    return "A group of answers" if timeline.subject == "cluster" else timeline.title
