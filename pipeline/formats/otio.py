"""Timelines as OpenTimelineIO: our canonical exchange form.

Times are milliseconds here and frames there: each clip in the rate of its own
recording, in-point floored, out-point ceiled, clamped to the media. Sound without
frames is counted at 1000 a second, so that its times stay exact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.model.timeline import Clip, Timeline

_TIMECODE = re.compile(r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)(?P<drop>[:;.])(?P<f>\d{2,3})")
SOUND_RATE = Fraction(1000)  # frames a second where there are no frames


@dataclass(frozen=True)
class Caption:
    """What a clip may show of itself, as consent allows: a name, words, a note."""

    speaker: str
    words: str
    evidence: str


def to_frames(clip: Clip) -> tuple[int, int]:
    """Return the clip's first frame and its number of frames, counted from the media's start."""
    rate = clip.rate or SOUND_RATE
    last = math.ceil(Fraction(clip.media_duration_ms, 1000) * rate)
    start = math.floor(Fraction(clip.start, 1000) * rate)
    end = min(math.ceil(Fraction(clip.end, 1000) * rate), last)
    return start, max(end - start, 0)


def write_otio(
    timeline: Timeline, *, captions: Callable[[Clip], Caption], url: Callable[[Clip], str]
) -> bytes:
    """Serialise a timeline.

    Args:
        timeline: the clips in order.
        captions: what each clip may show.
        url: where each clip's media is to be found.
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
    track = otio.schema.Track(name=timeline.title, kind=_kind(timeline))
    result.tracks.append(track)
    for clip in timeline.clips:
        track.append(_clip(otio, timeline, clip, captions(clip), url(clip)))
    return str(result.to_json_string(indent=1)).encode() + b"\n"


def _kind(timeline: Timeline) -> str:
    return "Video" if any(clip.rate for clip in timeline.clips) else "Audio"


def _clip(otio: Any, timeline: Timeline, clip: Clip, caption: Caption, url: str) -> Any:
    rate = float(clip.rate or SOUND_RATE)
    first, count = to_frames(clip)
    origin = _origin(clip)
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


def _origin(clip: Clip) -> int:
    """Return the frame number of the media's start timecode, 0 where it states none.

    Counted here because OpenTimelineIO refuses all but a few rates. Drop-frame timecode
    (``;``, SMPTE ST 12-1) leaves out the first 2 names of each minute but every tenth at
    29.97 frames a second, the first 4 at 59.94.
    """
    found = _TIMECODE.fullmatch(clip.start_timecode)
    if found is None or clip.rate is None:
        return 0
    hours, minutes, seconds, frames = (int(found[name]) for name in "hmsf")
    nominal = round(clip.rate)
    minutes += 60 * hours
    total = (60 * minutes + seconds) * nominal + frames
    if found["drop"] != ":" and nominal % 30 == 0 and clip.rate != nominal:
        total -= nominal // 15 * (minutes - minutes // 10)
    return total


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
