"""A stretch of a recording to listen to, where everybody who is heard in it allows that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
from pipeline.model.interview import Source
from pipeline.model.span import Span
from pipeline.services.showing.people import People, read_people
from pipeline.services.showing.wording import wording

KEPT_CLIPS = 400  # the newest stay in the study's own cache; 30 s take about 360 kB
KEPT_SOUNDS = 60  # whole interviews; an hour takes 14 MB


def clip_audio(
    layout: Layout, *, interview: str, span: Span, on: date | None = None
) -> bytes | Decision:
    """Return the sound of a stretch as MP3, or the decision that refuses it.

    Args:
        layout: the study.
        interview: whose recording.
        span: the stretch in milliseconds; what was redacted in it is bleeped, what was put
            off the record is silent.
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
    bleeped, silent = _struck(layout, interview, span)
    told = f"-{_digest((bleeped, silent))}" if bleeped or silent else ""
    kept = layout.path("clip", id=f"{source.sha256[:16]}-{span.start}-{span.end}{told}.mp3")
    if kept.exists():
        return kept.read_bytes()
    recording = _inside(layout, source.file)
    sound = cut_audio(recording, span, to="mp3", bleeped=bleeped, silent=silent)
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
    try:
        voices = {voice for voice, said in _voices(layout, interview) if said & span}
    except NotReady:
        return list(row.speakers)
    return sorted(voices - set(row.interviewers)) or list(row.speakers)


@dataclass(frozen=True)
class Sound:
    """The small copy of a recording's sound: where it is kept, and what of it may be heard.

    ``keep`` are the stretches, in milliseconds, that are no silence; None keeps all. Of what is
    kept, ``bleeped`` is a tone and ``silent`` is silence.
    """

    path: Path
    recording: Path
    keep: tuple[Span, ...] | None
    bleeped: tuple[Span, ...] = ()
    silent: tuple[Span, ...] = ()

    def made(self) -> Path:
        """Return the copy, an MP3; the first time it is made, which takes a while.

        Raises:
            BadInput: the recording cannot be read.
        """
        if not self.path.exists():
            sound = small_sound(
                self.recording, keep=self.keep, bleeped=self.bleeped, silent=self.silent
            )
            write_atomically(self.path, sound)
            _forget_the_oldest(self.path.parent, most=KEPT_SOUNDS)
        return self.path


def whole_sound(layout: Layout, interview: str, *, on: date | None = None) -> Sound | Decision:
    """Return what may be heard of a whole recording, or the decision that refuses it.

    Where not all people of an interview allow their voice to be heard, only the turns of
    those who do, and of the interviewers, sound; everything else is silence in the copy.
    When consent has changed, or something was struck, an older copy is deleted.

    Raises:
        BadInput: the recording lies outside the study.
        NotReady: the interview has not been ingested, or is a text.
    """
    people = read_people(layout, on=on)
    source = read_json(layout.path("source", id=interview), schemas.SOURCE, Source)
    if source.media is None:
        raise NotReady("is a text", where=interview, remedy="there is nothing to play")
    keep = _may_sound(layout, people, interview)
    bleeped, silent = _struck(layout, interview)
    told = "all"
    if keep is not None or bleeped or silent:
        told = _digest((keep, bleeped, silent) if bleeped or silent else keep)
    kept = layout.path("sound", id=f"{interview}@{source.sha256[:16]}-{told}.mp3")
    for other in kept.parent.glob(f"{interview}@*.mp3"):
        if other != kept:
            other.unlink(missing_ok=True)
    if isinstance(keep, Decision):
        return keep
    return Sound(kept, _inside(layout, source.file), keep, bleeped, silent)


def _struck(
    layout: Layout, interview: str, within: Span | None = None
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return what is bleeped and what is silent in a recording, or in a stretch of it."""
    try:
        turns = wording(layout, interview).turns
    except NotReady:
        return (), ()
    if within is None:
        return turns.bleeped, turns.silent
    bleeped = tuple(span for span in turns.bleeped if span & within)
    return bleeped, tuple(span for span in turns.silent if span & within)


def _digest(of: object) -> str:
    return sha256(repr(of).encode()).hexdigest()[:16]


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
    try:
        turns = _voices(layout, interview)
    except NotReady:
        turns = ()
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


def _voices(layout: Layout, interview: str) -> tuple[tuple[str, Span], ...]:
    """Return who speaks when, as people have put it right."""
    found = wording(layout, interview)
    return tuple((turn.speaker, turn.span) for turn in (*found.turns.turns, *found.emptied))


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
