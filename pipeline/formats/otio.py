"""A timeline of the last run as OpenTimelineIO; exports say more (``formats/sequences``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.formats.sequences.laying import parts
from pipeline.formats.sequences.otio import write_otio as written
from pipeline.model.assembly import Assembly, Footage, Shot
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline


@dataclass(frozen=True)
class Caption:
    """What a clip may show of itself, as consent allows: a name, words, a note, its picture."""

    speaker: str
    words: str
    evidence: str
    picture: bool = True


def to_frames(clip: Clip) -> tuple[int, int]:
    """Return the clip's first frame and its number of frames, counted from the media's start."""
    (part,) = parts(_shot(clip, Caption("", "", ""), url="", number=1, struck=()))
    return part.first, part.count


def write_otio(
    timeline: Timeline,
    *,
    captions: Callable[[Clip], Caption],
    url: Callable[[Clip], str],
    struck: Callable[[Clip], Sequence[Span]] = lambda _: (),
) -> bytes:
    """Serialise a timeline.

    Args:
        timeline: the clips in order.
        captions: what each clip may show; a clip without its picture lies in a sound track of
            its own, and where it lies the picture is empty.
        url: where each clip's media is to be found.
        struck: what of each clip's recording nobody is to hear, in order: it lies empty.
    """
    shots = tuple(
        _shot(clip, captions(clip), url=url(clip), number=n, struck=struck(clip))
        for n, clip in enumerate(timeline.clips, start=1)
    )
    return written(
        Assembly(
            timeline.name, timeline.title, timeline.subject, timeline.topic, shots,
            timeline.unplaced,
        )
    )[".otio"]  # fmt: skip


def _shot(clip: Clip, caption: Caption, *, url: str, number: int, struck: Sequence[Span]) -> Shot:
    footage = Footage(
        clip.interview, clip.file.rsplit("/", 1)[-1], url, "", clip.media_duration_ms, clip.rate,
        clip.start_timecode,
    )  # fmt: skip
    return Shot(
        clip.answer, number, footage, clip.start, clip.end, caption.speaker, site=clip.site,
        words=caption.words, status=clip.status, score=clip.score, evidence=caption.evidence,
        picture=caption.picture, struck=tuple(struck),
    )  # fmt: skip
