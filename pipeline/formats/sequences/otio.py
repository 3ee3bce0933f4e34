"""OpenTimelineIO (.otio): our canonical form, read and written with its own library.

Each clip is in the rate of its own recording; sound alone is counted at 1000 a second, so
that its times stay exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.sequences.laying import Part, parts, whole_frames
from pipeline.model.assembly import Assembly, Foreign, Returned, Taken

_TICKS = 1_000_000  # a rate that is a float is a fraction with a denominator below this


def write_otio(assembly: Assembly) -> dict[str, bytes]:
    """Write one .otio; a clip without its picture lies in a sound track of its own."""
    import opentimelineio as otio

    result = otio.schema.Timeline(name=assembly.title)
    result.metadata["interleaf"] = {
        "schema": "interleaf/timeline/1",
        "name": assembly.name,
        "subject": assembly.subject,
        "topic": assembly.topic,
        "unplaced": list(assembly.unplaced),
        **({"provenance": assembly.provenance} if assembly.provenance else {}),
    }
    filmed = any(shot.footage.rate for shot in assembly.shots)
    shown = otio.schema.Track(name=assembly.title, kind="Video" if filmed else "Audio")
    heard = otio.schema.Track(name=f"{assembly.title} (sound alone)", kind="Audio")
    for shot in assembly.shots:
        hidden = shot.footage.rate is not None and not shot.picture
        mine, other = (heard, shown) if hidden else (shown, heard)
        parted = parts(shot)
        for part in parted:
            length = otio.opentime.RationalTime(part.count, float(part.rate))
            silent = otio.schema.Gap(duration=length)
            mine.append(
                silent if part.silent else _clip(otio, assembly, part, whole=len(parted) == 1)
            )
            other.append(otio.schema.Gap(duration=length))
    result.tracks.append(shown)
    if any(not isinstance(item, otio.schema.Gap) for item in heard):
        result.tracks.append(heard)
    return {".otio": str(result.to_json_string(indent=1)).encode() + b"\n"}


def _clip(otio: Any, assembly: Assembly, part: Part, *, whole: bool) -> Any:
    shot, rate = part.shot, float(part.rate)
    start = otio.opentime.RationalTime(part.origin + part.first, rate)
    length = otio.opentime.RationalTime(part.count, rate)
    there = otio.opentime.RationalTime(whole_frames(shot.footage, part.rate), rate)
    media = otio.schema.ExternalReference(
        target_url=shot.footage.url,
        available_range=otio.opentime.TimeRange(
            otio.opentime.RationalTime(part.origin, rate), there
        ),
    )
    result = otio.schema.Clip(
        name=shot.footage.name,
        media_reference=media,
        source_range=otio.opentime.TimeRange(start, length),
    )
    result.metadata["interleaf"] = _metadata(part, whole=whole)
    marker = otio.schema.Marker(
        name=assembly.title,
        marked_range=otio.opentime.TimeRange(start, otio.opentime.RationalTime(0, rate)),
        color="GREEN" if shot.status == "confirmed" else "YELLOW",
    )
    marker.comment = shot.words
    marker.metadata["interleaf"] = {
        assembly.subject: assembly.topic,
        "evidence": shot.evidence,
        **({"theme": assembly.theme} if assembly.theme else {}),
        **({"codes": list(shot.codes)} if shot.codes else {}),
    }
    result.markers.append(marker)
    return result


def _metadata(part: Part, *, whole: bool) -> Mapping[str, Any]:
    """Tell what a clip is; a part beside something struck has edges of its own."""
    shot = part.shot
    edges = (Fraction(f) / part.rate * 1000 for f in (part.first, part.first + part.count))
    first, last = edges
    return {
        "answer": shot.answer,
        "interview": shot.footage.interview,
        "speaker": shot.speaker,
        "site": shot.site,
        **({"place": shot.place} if shot.place else {}),
        "status": shot.status,
        "score": round(shot.score, 4),
        "start_ms": shot.start if whole else math.ceil(first),
        "end_ms": shot.end if whole else math.floor(last),
    }


def read_otio(data: bytes, *, where: str) -> Returned:
    """Read the first timeline of an .otio, whatever program wrote it.

    Raises:
        BadInput: it is no .otio, or holds no timeline.
    """
    import opentimelineio as otio

    try:
        found = otio.adapters.read_from_string(data.decode("utf-8-sig"), "otio_json")
    except otio.exceptions.UnsupportedSchemaError:
        raise BadInput(
            "is of a version of OpenTimelineIO that is not read here",
            where=where,
            remedy="export it again with an older schema, or as .fcpxml or .xml",
        ) from None
    except Exception:  # the library raises whatever its parsing runs into
        raise BadInput(
            "is not an OpenTimelineIO file", where=where, remedy="export it again as .otio"
        ) from None
    if isinstance(found, otio.schema.SerializableCollection):
        found = next((each for each in found if isinstance(each, otio.schema.Timeline)), None)
    if not isinstance(found, otio.schema.Timeline):
        raise BadInput(
            "holds no timeline", where=where, remedy="export the whole timeline as .otio"
        )
    reading = _Reading(otio)
    counts = {"Video": 0, "Audio": 0}
    for track in found.tracks:
        kind = str(getattr(track, "kind", "Video"))
        counts[kind] = counts.get(kind, 0) + 1
        reading.track(track, kind=kind, number=counts[kind])
    own = found.metadata.get("interleaf", {})
    name = str(own.get("name", "")) if hasattr(own, "get") else ""
    return Returned(str(found.name), tuple(reading.clips), tuple(reading.foreign), name)


class _Reading:
    """What has been read so far of a timeline."""

    def __init__(self, otio: Any) -> None:
        self._otio = otio
        self.clips: list[Taken] = []
        self.foreign: list[Foreign] = []

    def track(self, track: Any, *, kind: str, number: int) -> None:
        """Read one track; what lies in it counts from its beginning."""
        schema = self._otio.schema
        at = Fraction(0)
        if not isinstance(track, schema.Track):
            self.foreign.append(Foreign(type(track).__name__, str(track.name)))
            return
        for item in track:
            if isinstance(item, schema.Transition):
                self.foreign.append(Foreign("transition", str(item.name), _clock(at)))
                continue
            length = _seconds(item.duration())
            if isinstance(item, schema.Clip):
                self._clip(item, at, sound=kind == "Audio", number=number)
            elif not isinstance(item, schema.Gap):
                self.foreign.append(Foreign(type(item).__name__, str(item.name), _clock(at)))
            at += length

    def _clip(self, clip: Any, at: Fraction, *, sound: bool, number: int) -> None:
        schema = self._otio.schema
        for effect in clip.effects:
            self.foreign.append(Foreign("effect", str(effect.effect_name), _clock(at)))
        media = clip.media_reference
        url = str(media.target_url or "") if isinstance(media, schema.ExternalReference) else ""
        source = clip.trimmed_range()
        available = media.available_range if media is not None else None
        begins = _seconds(available.start_time) if available is not None else Fraction(0)
        start = _seconds(source.start_time) - begins
        length = _seconds(source.duration)
        if not url and not isinstance(media, schema.MissingReference):
            self.foreign.append(Foreign(type(media).__name__, str(clip.name), _clock(at)))
            return
        self.clips.append(
            Taken(
                str(clip.name), start, start + length, at,
                url=url, track=number, sound=sound, of_day=available is None,
            )
        )  # fmt: skip


def _seconds(time: Any) -> Fraction:
    """Return a time exactly: its rate is a float of a known fraction."""
    rate = Fraction(float(time.rate)).limit_denominator(_TICKS)
    for denominator in (1, 1_001):
        near = Fraction(round(float(time.rate) * denominator), denominator)
        if abs(near - rate) < Fraction(1, 10_000):
            rate = near
            break
    value = Fraction(float(time.value)).limit_denominator(_TICKS)
    return value / rate if rate else Fraction(0)


def _clock(at: Fraction) -> str:
    whole = int(at)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
