"""Timelines as OpenTimelineIO: our canonical exchange form.

Times are milliseconds here and frames there: each clip in the rate of its own
recording, in-point floored, out-point ceiled, clamped to the media. Sound without
frames is counted at 1000 a second, so that its times stay exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pipeline.formats.timecode import frame_number
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline

SOUND_RATE = Fraction(1000)  # frames a second where there are no frames


@dataclass(frozen=True)
class Caption:
    """What a clip may show of itself, as consent allows: a name, words, a note, its picture."""

    speaker: str
    words: str
    evidence: str
    picture: bool = True


def to_frames(clip: Clip) -> tuple[int, int]:
    """Return the clip's first frame and its number of frames, counted from the media's start."""
    rate = clip.rate or SOUND_RATE
    last = math.ceil(Fraction(clip.media_duration_ms, 1000) * rate)
    start = math.floor(Fraction(clip.start, 1000) * rate)
    end = min(math.ceil(Fraction(clip.end, 1000) * rate), last)
    return start, max(end - start, 0)


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
    import opentimelineio as otio

    result = otio.schema.Timeline(name=timeline.title)
    result.metadata["interleaf"] = {
        "schema": "interleaf/timeline/1",
        "name": timeline.name,
        "subject": timeline.subject,
        "topic": timeline.topic,
        "unplaced": list(timeline.unplaced),
    }
    shown = otio.schema.Track(name=timeline.title, kind=_kind(timeline))
    heard = otio.schema.Track(name=f"{timeline.title} (sound alone)", kind="Audio")
    for clip in timeline.clips:
        caption = captions(clip)
        hidden = clip.rate is not None and not caption.picture
        mine, other = (heard, shown) if hidden else (shown, heard)
        for part, silent in _parts(clip, struck(clip)):
            made = _clip(otio, timeline, part, caption, url(clip))
            empty = otio.schema.Gap(duration=made.source_range.duration)
            mine.append(otio.schema.Gap(duration=empty.duration()) if silent else made)
            other.append(empty)
    result.tracks.append(shown)
    if any(True for _ in heard.find_clips()):
        result.tracks.append(heard)
    return str(result.to_json_string(indent=1)).encode() + b"\n"


def _parts(clip: Clip, struck: Sequence[Span]) -> list[tuple[Clip, bool]]:
    """Part a clip in whole frames; what was struck comes with True, and no frame of it is heard."""
    rate = clip.rate or SOUND_RATE

    def at(frame: int) -> int:
        return math.floor(Fraction(frame) / rate * 1000)

    first, count = to_frames(clip)
    edges, empty = [first], list[bool]()
    for span in struck:
        start = math.floor(Fraction(span.start, 1000) * rate)
        end = math.ceil(Fraction(span.end, 1000) * rate)
        start, end = max(start, edges[-1]), min(end, first + count)
        if start >= end:
            continue
        if start > edges[-1]:
            edges.append(start)
            empty.append(False)
        edges.append(end)
        empty.append(True)
    if edges[-1] < first + count:
        edges.append(first + count)
        empty.append(False)
    if not any(empty):
        return [(clip, False)]
    return [
        (replace(clip, start=math.ceil(Fraction(a) / rate * 1000), end=at(b)), silent)
        for (a, b), silent in zip(pairwise(edges), empty, strict=True)
    ]


def _kind(timeline: Timeline) -> str:
    return "Video" if any(clip.rate for clip in timeline.clips) else "Audio"


def _clip(otio: Any, timeline: Timeline, clip: Clip, caption: Caption, url: str) -> Any:
    rate = float(clip.rate or SOUND_RATE)
    first, count = to_frames(clip)
    origin = frame_number(clip.start_timecode, clip.rate)
    start = otio.opentime.RationalTime(origin + first, rate)
    length = otio.opentime.RationalTime(count, rate)
    whole = math.ceil(Fraction(clip.media_duration_ms, 1000) * (clip.rate or SOUND_RATE))
    media = otio.schema.ExternalReference(
        target_url=url,
        available_range=otio.opentime.TimeRange(
            otio.opentime.RationalTime(origin, rate), otio.opentime.RationalTime(whole, rate)
        ),
    )
    source = otio.opentime.TimeRange(start, length)
    result = otio.schema.Clip(
        name=clip.file.rsplit("/", 1)[-1], media_reference=media, source_range=source
    )
    result.metadata["interleaf"] = _metadata(clip, caption)
    marker = otio.schema.Marker(
        name=timeline.title,
        marked_range=otio.opentime.TimeRange(start, otio.opentime.RationalTime(0, rate)),
        color="GREEN" if clip.status == "confirmed" else "YELLOW",
    )
    marker.comment = caption.words
    marker.metadata["interleaf"] = {timeline.subject: timeline.topic, "evidence": caption.evidence}
    result.markers.append(marker)
    return result


def _metadata(clip: Clip, caption: Caption) -> Mapping[str, Any]:
    return {
        "answer": clip.answer,
        "interview": clip.interview,
        "speaker": caption.speaker,
        "site": clip.site,
        "status": clip.status,
        "score": round(clip.score, 4),
        "start_ms": clip.start,
        "end_ms": clip.end,
    }
