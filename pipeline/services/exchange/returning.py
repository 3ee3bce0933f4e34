"""A timeline that comes back from an editing program: what was changed, and as judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse

from pipeline.analysis.anchors import make_anchor
from pipeline.analysis.edits import Edit, Found, edits
from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import nearest
from pipeline.formats.sequences import READERS
from pipeline.formats.sequences.laying import base, origin
from pipeline.formats.timecode import day, drops, frame_number
from pipeline.model.assembly import (
    Assembly,
    Footage,
    Foreign,
    Returned,
    Sent,
    SentClip,
    Shot,
    Taken,
)
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.model.transcript import clock
from pipeline.services.deciding.judging import judge, quote_key
from pipeline.services.exchange.assembling import Names
from pipeline.services.exchange.cuts import assemble, timelines
from pipeline.services.showing.library import Library

_TOLD: Mapping[str, str] = {
    "take-clip": "taken in", "drop-clip": "dropped", "trim-clip": "trimmed", "move-clip": "moved",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """What came back of a timeline: its changes, and what no timeline of ours can hold."""

    name: str
    files: tuple[str, ...]
    edits: tuple[Edit, ...]
    foreign: tuple[Foreign, ...]
    notes: tuple[str, ...] = ()


def what_changed(library: Library, files: Sequence[Path], *, name: str = "") -> Changed:
    """Compare a timeline as an editing program saved it with what was exported.

    Args:
        library: the study.
        files: one file, or all the lists (.edl) of one timeline.
        name: the timeline's; without it the file has to tell it, or be called like it.

    Raises:
        BadInput: a file cannot be read, or tells no timeline of the study.
        NotReady: no timeline has been made.
    """
    read = [(path, _read(path)) for path in files]
    name = _name(library, read, name)
    sent, notes = _sent(library, name)
    recordings = _Recordings(library, sent)
    found: list[Found] = []
    foreign: list[Foreign] = []
    for path, back in read:
        foreign += back.foreign
        mine, strange = recordings.found(back.clips, suffix=path.suffix.lower())
        found += mine
        foreign += strange
    if not found:
        raise BadInput(
            "holds no clip of this study's recordings",
            where=read[0][0].name,
            remedy="check the file; recordings are told by their file's name or reel",
        )
    clips = sent.clips
    if all(path.suffix.lower() == ".edl" for path, _ in read):
        clips, left = recordings.of_the_same_lists(clips, found)
        if left:
            notes.append(
                f"{left} clips are of another rate than this list holds, and are left as they "
                "are; name all lists of the timeline to compare them too"
            )
    changed = edits(clips, found)
    names = tuple(path.name for path in files)
    return Changed(name, names, tuple(changed), tuple(foreign), tuple(notes))


def told(changed: Changed) -> list[str]:
    """Return the changes as lines to read."""
    lines = []
    for edit in changed.edits:
        which = edit.answer or edit.interview
        line = f"{_TOLD[edit.kind]}: {which}, {_stretch(edit.span)}"
        if edit.kind == "trim-clip" and edit.was:
            line += f" (was {_stretch(edit.was)})"
        if edit.kind in ("take-clip", "move-clip"):
            after = f"after {edit.after[0]} {_stretch(edit.after[1])}" if edit.after else "first"
            line += f", {after}"
        lines.append(line)
    return lines or ["nothing was changed"]


def apply(library: Library, changed: Changed, *, coder: str) -> list[Event]:
    """Write the changes as the coder's judgements, anchored to the words they are about.

    Raises:
        BadInput: a bad coder's name.
        NotReady: an interview has no turns.
    """
    events = []
    for edit in changed.edits:
        path = library.layout.path("turns", id=edit.interview)
        turns = read_json(path, schemas.TURNS, Turns)
        stretch = edit.was or edit.span
        value: dict[str, object] = {
            "timeline": changed.name, "start": edit.span.start, "end": edit.span.end,
        }  # fmt: skip
        if edit.kind in ("take-clip", "move-clip"):
            value["after"] = _place(edit)
        events.append(
            judge(
                library.layout,
                coder=coder,
                kind=edit.kind,
                anchor=make_anchor(turns, stretch, key=quote_key(library.layout)),
                value=value,
                seen={"mode": "editing program", "files": list(changed.files)},
            )
        )
    return events


def _place(edit: Edit) -> dict[str, object] | None:
    if edit.after is None:
        return None
    interview, span = edit.after
    return {"interview": interview, "start": span.start, "end": span.end}


def _stretch(span: Span) -> str:
    return f"{_tenths(span.start)}–{_tenths(span.end)}"


def _tenths(ms: int) -> str:
    return f"{clock(ms, hours=True)}.{ms % 1000:03}"


def _read(path: Path) -> Returned:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            "is no form of a timeline that can be read",
            where=path.name,
            remedy=f"export it as {', '.join(READERS)}",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"cannot be read ({error.strerror})", where=path.name, remedy="check the file"
        ) from None
    return reader(data, where=path.name)


def _name(library: Library, read: Sequence[tuple[Path, Returned]], name: str) -> str:
    """Return the timeline's name: as asked for, as a file tells it, or as a file is called."""
    made = timelines(library.layout)
    if name:
        if name not in made:
            raise BadInput("no timeline has this name", where=name, remedy=nearest(name, made))
        return name
    titles = {timeline.title: known for known, timeline in made.items()}
    for path, back in read:
        for told_ in (back.name, back.title, titles.get(back.title, ""), path.name.split(".")[0]):
            if told_ in made:
                return told_
    raise BadInput(
        "does not tell which timeline it is",
        where=read[0][0].name,
        remedy="name it with --timeline",
    )


def _sent(library: Library, name: str) -> tuple[Sent, list[str]]:
    """Return what the last export held; where none was noted, the timeline of today."""
    try:
        return read_json(library.layout.path("sent", id=name), schemas.SENT, Sent), []
    except NotReady:
        cuts = assemble(library, name).cuts
    clips = tuple(
        SentClip(c.clip.answer, c.clip.interview, c.clip.start, c.clip.end, c.struck) for c in cuts
    )
    note = "no export is noted on this machine; compared with the timeline as it is today"
    return Sent(name, clips), [note]


class _Recordings:
    """The study's recordings, as an editing program may name them."""

    def __init__(self, library: Library, sent: Sent) -> None:
        people = library.people()
        names = Names(library.layout, people)
        self._footage: dict[str, Footage] = {}
        self._by_name: dict[str, list[str]] = {}
        self._by_reel: dict[str, str] = {}
        for interview in people.study.interviews:
            media = library.media(interview.id)
            if media is None:
                continue
            one = Footage(
                interview.id, names.file(interview.id), "", names.reels[interview.id],
                media.duration_ms, media.rate, media.start_timecode,
            )  # fmt: skip
            self._footage[interview.id] = one
            self._by_reel[one.reel] = interview.id
            for name in {one.name, PurePosixPath(interview.file).name}:
                self._by_name.setdefault(name.casefold(), []).append(interview.id)
        shots = tuple(
            Shot(c.answer, n, self._footage[c.interview], c.start, c.end, "")
            for n, c in enumerate(sent.clips, start=1) if c.interview in self._footage
        )  # fmt: skip
        self._base, self._drop = base(Assembly(sent.name, "", "", "", shots))

    def found(self, clips: Sequence[Taken], *, suffix: str) -> tuple[list[Found], list[Foreign]]:
        """Return the clips of the study's recordings, and what is none of theirs."""
        mine: list[tuple[Taken, Found]] = []
        foreign = []
        for clip in clips:
            interview = self._whose(clip)
            if interview is None:
                foreign.append(Foreign("clip", clip.name or clip.reel, _at(clip.at)))
                continue
            mine.append((clip, self._found(clip, interview, suffix)))
        return _without_linked_sound(mine), foreign

    def of_the_same_lists(
        self, clips: Sequence[SentClip], found: Sequence[Found]
    ) -> tuple[tuple[SentClip, ...], int]:
        """Return the clips that lie in the lists which came back, and how many do not."""
        lists = {self._list_of(each.interview) for each in found}
        kept = tuple(clip for clip in clips if self._list_of(clip.interview) in lists)
        return kept, len(clips) - len(kept)

    def _list_of(self, interview: str) -> tuple[Fraction, bool]:
        one = self._footage.get(interview)
        if one is None or one.rate is None:
            return self._base, self._drop
        return one.rate, drops(one.start_timecode, one.rate)

    def _whose(self, clip: Taken) -> str | None:
        """Return the interview of a clip, by its file, its name or its reel."""
        path = PurePosixPath(unquote(urlparse(clip.url).path).replace("\\", "/"))
        for name in (path.name, clip.name):
            there = self._by_name.get(name.casefold(), ()) if name else ()
            if len(there) == 1:
                return there[0]
            # Files that are called the same are told apart by their folders, else by the reel.
            for interview in there:
                if self._by_reel.get(clip.reel) == interview:
                    return interview
        return self._by_reel.get(clip.reel)

    def _found(self, clip: Taken, interview: str, suffix: str) -> Found:
        one = self._footage[interview]
        exact = one.rate is None and suffix in (".otio", ".fcpxml")
        rate = one.rate or (Fraction(1000) if exact else self._base)
        start, end = (self._seconds(each, one, rate, clip) for each in (clip.start, clip.end))
        drop = self._drops(one, rate)
        while end < start:  # across midnight
            end += day(rate, drop=drop) / rate
        conformed = suffix == ".fcpxml" and one.rate != self._base
        slack = 1 / self._base if conformed else Fraction(0)
        return Found(interview, start, end, clip.at, 1 / rate, slack)

    def _drops(self, one: Footage, rate: Fraction) -> bool:
        """Tell whether a recording's timecodes drop names; sound alone has those of its list."""
        return self._drop if one.rate is None else drops(one.start_timecode, rate)

    def _seconds(self, time: Fraction | str, one: Footage, rate: Fraction, clip: Taken) -> Fraction:
        """Return seconds from a recording's beginning."""
        begins = origin(one, rate)
        if isinstance(time, str):
            drop = self._drops(one, rate)
            code = time[:8] + (";" if drop else ":") + time[9:]
            return Fraction((frame_number(code, rate) - begins) % day(rate, drop=drop)) / rate
        return time - begins / rate if clip.of_day else time


def _without_linked_sound(clips: Sequence[tuple[Taken, Found]]) -> list[Found]:
    """Leave out the sound that runs with a picture, and the second channel of a sound."""
    seen: dict[tuple[str, Fraction], list[Found]] = {}
    kept: list[Found] = []
    for clip, found in sorted(clips, key=lambda pair: (pair[0].sound, pair[0].track)):
        sync = (found.interview, clip.at - found.start)
        beside = seen.setdefault(sync, [])
        if any(min(f.end, found.end) > max(f.start, found.start) for f in beside):
            continue
        beside.append(found)
        kept.append(found)
    return kept


def _at(at: Fraction) -> str:
    return clock(int(at * 1000), hours=True)
