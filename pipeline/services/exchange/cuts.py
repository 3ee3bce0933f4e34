"""A timeline as it may be shown and leave today: consent and decisions of now, not of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import nearest
from pipeline.formats.otio import to_frames
from pipeline.formats.timecode import frame_number, timecode
from pipeline.layout import Layout
from pipeline.model.consent import Decision
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline
from pipeline.services.exchange.voicing import Voice, placed, voices_of
from pipeline.services.showing.clips import audible
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import People, Stamp, stamp_of
from pipeline.services.showing.store import EVERYTHING, Filters
from pipeline.services.showing.wording import struck, wording

__all__ = ["Assembled", "Cut", "LeftOut", "Voice", "assemble", "timelines"]


@dataclass(frozen=True)
class Cut:
    """A clip that may be heard: ``number`` counts from 1, ``at`` is ms in the assembled timeline.

    ``picture`` tells whether all people of a filmed interview may be seen; ``struck`` is what
    nobody is to hear of its recording.
    """

    number: int
    at: int
    clip: Clip
    voice: Voice
    picture: bool
    struck: tuple[Span, ...] = ()

    @property
    def timecodes(self) -> tuple[str, str]:
        """In and out as the recording's own timecode names them, empty where it has none."""
        clip = self.clip
        if clip.rate is None or not clip.start_timecode:
            return "", ""
        origin = frame_number(clip.start_timecode, clip.rate)
        first, count = to_frames(clip)
        inn, out = (
            timecode(origin + frame, clip.rate, like=clip.start_timecode)
            for frame in (first, first + count)
        )
        return inn, out


@dataclass(frozen=True)
class LeftOut:
    """An answer of the timeline that is not among its clips, and why.

    ``reason``: ``text`` (there is no recording), ``voice`` (with what consent says),
    ``withdrawn`` (its words may not be worked with, or are gone), ``decided`` (people have
    taken it from the topic since the last run).
    """

    answer: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Assembled:
    """A timeline of today: what is heard, what is only read, and what is left out."""

    timeline: Timeline
    cuts: tuple[Cut, ...]
    cards: tuple[Voice, ...]
    left_out: tuple[LeftOut, ...]


def timelines(layout: Layout) -> Mapping[str, Timeline]:
    """Return the timelines of the last run by name, in its order.

    Raises:
        NotReady: none has been made yet.
    """
    path = layout.path("timelines")
    return _timelines(path, stamp_of(path))


def assemble(
    library: Library, name: str, *, filters: Filters = EVERYTHING, confirmed: bool = False
) -> Assembled:
    """Return a timeline as it may appear today.

    Args:
        library: the study.
        name: the timeline's.
        filters: what else it is narrowed to.
        confirmed: only what people have confirmed.

    Raises:
        BadInput: there is no timeline of this name.
        NotReady: none has been made yet.
    """
    made = timelines(library.layout)
    if name not in made:
        raise BadInput("no timeline has this name", where=name, remedy=nearest(name, made))
    timeline, people = made[name], library.people()
    voices = voices_of(library, people, timeline)
    chosen = {
        answer: voice
        for answer, (voice, row) in voices.items()
        if filters.match(row) and (voice.status == "confirmed" or not confirmed)
    }
    narrowed = set(voices) - set(chosen)
    cuts: list[Cut] = []
    at = 0
    left_out: list[LeftOut] = []
    for clip in timeline.clips:
        if clip.answer in narrowed:
            continue
        refused = _refusal(library.layout, people, clip, chosen.get(clip.answer))
        if refused:
            left_out.append(refused)
            continue
        voice = chosen[clip.answer]
        clip = replace(clip, status=voice.status)
        quiet = struck(wording(library.layout, clip.interview).turns)
        seen = bool(_seen(people, clip))
        cuts.append(Cut(len(cuts) + 1, at, clip, voice, picture=seen, struck=quiet))
        at += clip.span.length
    cards = tuple(chosen[a] for a in timeline.unplaced if a in chosen and placed(chosen[a]))
    left_out += [LeftOut(card.answer, "text") for card in cards]
    left_out += [
        LeftOut(answer, "decided" if answer in chosen else "withdrawn")
        for answer in timeline.unplaced
        if answer not in narrowed and not (answer in chosen and placed(chosen[answer]))
    ]
    today = replace(
        timeline,
        clips=tuple(cut.clip for cut in cuts),
        unplaced=tuple(card.answer for card in cards),
    )
    return Assembled(today, tuple(cuts), cards, tuple(left_out))


@lru_cache(maxsize=4)
def _timelines(path: Path, stamp: Stamp) -> Mapping[str, Timeline]:
    made = read_json(path, schemas.TIMELINES, list[Timeline])
    return {timeline.name: timeline for timeline in made}


def _refusal(layout: Layout, people: People, clip: Clip, voice: Voice | None) -> LeftOut | None:
    """Return why a clip may not appear, None where it may."""
    if voice is None:
        return LeftOut(clip.answer, "withdrawn")
    if not placed(voice):
        return LeftOut(clip.answer, "decided")
    heard = audible(layout, people, interview=clip.interview, span=clip.span)
    return None if heard else LeftOut(clip.answer, "voice", heard.reason)


def _seen(people: People, clip: Clip) -> Decision:
    """Decide whether a filmed clip may be seen: who is not heard in it may still be in it."""
    if clip.rate is None:
        return Decision(allowed=True)
    row = people.interviews.get(clip.interview)
    return people.decision(clip.interview, row.speakers if row else (), "image")
