"""A stretch of a recording to listen to, where everybody who is heard in it allows that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pipeline.engines.media import cut_audio
from pipeline.engines.proxy import small_sound
from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.consent import Decision
from pipeline.model.interview import Source, Turns
from pipeline.model.span import Span
from pipeline.services.people import People, Stamp, read_people, stamp_of

KEPT_CLIPS = 400  # the newest stay in the study's own cache; 30 s take about 360 kB
KEPT_SOUNDS = 60  # whole interviews; an hour takes 14 MB


def clip_audio(
    layout: Layout, *, interview: str, span: Span, on: date | None = None
) -> bytes | Decision:
    """Return the sound of a stretch as MP3, or the decision that refuses it.

    Args:
        layout: the study.
        interview: whose recording.
        span: the stretch in milliseconds.
        on: the day for which consent is asked, today where it is not given.

    Raises:
        BadInput: the recording cannot be read.
        NotReady: the interview has not been ingested, or is a text.
    """
    people = read_people(layout, on=on)
    decision = audible(layout, people, interview=interview, span=span)
    if not decision:
        return decision
    source = read_json(layout.path("source", id=interview), schemas.SOURCE, Source)
    if source.media is None:
        raise NotReady("is a text", where=interview, remedy="there is nothing to play")
    kept = layout.path("clip", id=f"{source.sha256[:16]}-{span.start}-{span.end}.mp3")
    if kept.exists():
        return kept.read_bytes()
    sound = cut_audio(_inside(layout, source.file), span, to="mp3")
    write_atomically(kept, sound)
    _forget_the_oldest(kept.parent, most=KEPT_CLIPS)
    return sound


def audible(layout: Layout, people: People, *, interview: str, span: Span) -> Decision:
    """Decide whether a stretch of a recording may be heard: everybody in it must allow that."""
    return people.decision(interview, heard_in(layout, people, interview, span), "voice")


def heard_in(layout: Layout, people: People, interview: str, span: Span) -> list[str]:
    """Return the interviewees heard in a stretch; a voice without a name stands for all.

    The interviewers of the manifest are the researchers: nobody asks their consent.
    """
    row = people.interviews.get(interview)
    if row is None:
        return []
    path = layout.path("turns", id=interview)
    try:
        voices = {voice for voice, said in _turns(path, stamp_of(path)) if said & span}
    except NotReady:
        return list(row.speakers)
    return sorted(voices - set(row.interviewers)) or list(row.speakers)


@dataclass(frozen=True)
class Sound:
    """The small copy of a recording's sound: where it is kept, and what of it may be heard.

    ``keep`` are the stretches, in milliseconds, that are no silence; None keeps all.
    """

    path: Path
    recording: Path
    keep: tuple[Span, ...] | None

    def made(self) -> Path:
        """Return the copy, an MP3; the first time it is made, which takes a while.

        Raises:
            BadInput: the recording cannot be read.
        """
        if not self.path.exists():
            write_atomically(self.path, small_sound(self.recording, keep=self.keep))
            _forget_the_oldest(self.path.parent, most=KEPT_SOUNDS)
        return self.path


def whole_sound(layout: Layout, interview: str, *, on: date | None = None) -> Sound | Decision:
    """Return what may be heard of a whole recording, or the decision that refuses it.

    Where not all people of an interview allow their voice to be heard, only the turns of
    those who do, and of the interviewers, sound; everything else is silence in the copy.
    When consent has changed, an older copy is deleted.

    Raises:
        BadInput: the recording lies outside the study.
        NotReady: the interview has not been ingested, or is a text.
    """
    people = read_people(layout, on=on)
    source = read_json(layout.path("source", id=interview), schemas.SOURCE, Source)
    if source.media is None:
        raise NotReady("is a text", where=interview, remedy="there is nothing to play")
    keep = _may_sound(layout, people, interview)
    told = "all" if keep is None else sha256(repr(keep).encode()).hexdigest()[:16]
    kept = layout.path("sound", id=f"{interview}@{source.sha256[:16]}-{told}.mp3")
    for other in kept.parent.glob(f"{interview}@*.mp3"):
        if other != kept:
            other.unlink(missing_ok=True)
    if isinstance(keep, Decision):
        return keep
    return Sound(kept, _inside(layout, source.file), keep)


def _may_sound(
    layout: Layout, people: People, interview: str
) -> tuple[Span, ...] | Decision | None:
    """Return the stretches that may be heard, None for all of them, or why none may."""
    row = people.interviews.get(interview)
    if row is None:
        return Decision(allowed=False, reason="not given")
    refused = _both(people, interview, row.speakers)
    if refused:
        return None
    path = layout.path("turns", id=interview)
    turns = _turns(path, stamp_of(path)) if path.exists() else ()
    answering = {v: _both(people, interview, [v]) for v, _ in turns if v not in row.interviewers}
    if not any(answering.values()):
        return refused
    silent = [span for voice, span in turns if not answering.get(voice, True)]
    heard = [span for voice, span in turns if answering.get(voice, True)]
    for other in silent:
        heard = [part for span in heard for part in span.minus(other)]
    return tuple(sorted(heard))


def _both(people: People, interview: str, voices: Sequence[str]) -> Decision:
    """Decide whether voices may be heard: worked with at all, and played."""
    worked = people.decision(interview, voices, "analyse")
    return people.decision(interview, voices, "voice") if worked else worked


@lru_cache(maxsize=1024)
def _turns(path: Path, stamp: Stamp) -> tuple[tuple[str, Span], ...]:
    """Read who speaks when, anew whenever the file has another stamp."""
    return tuple(
        (turn.speaker, turn.span) for turn in read_json(path, schemas.TURNS, Turns).turns
    )  # fmt: skip


def _inside(layout: Layout, file: str) -> Path:
    """Return the path of a collected file; nothing outside the study can be reached."""
    relative = PurePosixPath(file)
    if relative.is_absolute() or ".." in relative.parts:
        raise BadInput("lies outside the study", where=file, remedy="put it below interviews/")
    return layout.path("interviews") / relative


def _forget_the_oldest(folder: Path, *, most: int) -> None:
    clips = sorted(folder.glob("*.mp3"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for clip in clips[most:]:
        clip.unlink(missing_ok=True)
