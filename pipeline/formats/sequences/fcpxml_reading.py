"""Final Cut Pro XML (.fcpxml), read: any version from 1.6 on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from pipeline.errors import BadInput
from pipeline.formats.sequences.fcpxml import NAMED
from pipeline.formats.sequences.markup import parsed
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.assembly import Foreign, Returned, Taken
from pipeline.model.transcript import clock

_CLIPS = ("asset-clip", "clip", "sync-clip", "video", "audio")
_FOREIGN = {
    "title": "title", "mc-clip": "multicam clip", "ref-clip": "compound clip",
    "transition": "transition",
}  # fmt: skip
_TIME = re.compile(r"(?P<over>-?\d+)(?:/(?P<under>\d+))?s")


def read_fcpxml(data: bytes, *, where: str) -> Returned:
    """Read the first project of an .fcpxml.

    Raises:
        BadInput: it is no such file, holds no project, or a time in it cannot be read.
    """
    root = parsed(data, "fcpxml", where=where)
    project = next(root.iter("project"), None)
    sequence = project.find("sequence") if project is not None else None
    spine = sequence.find("spine") if sequence is not None else None
    if project is None or sequence is None or spine is None:
        raise BadInput(
            "holds no project", where=where, remedy="export the project, not only the event, as XML"
        )
    reading = _Reading(root, where)
    reading.spine(spine, Fraction(0))
    note = (sequence.findtext("note") or "").strip()
    name = note.removeprefix(NAMED) if note.startswith(NAMED) else ""
    clips = sorted(reading.clips, key=lambda c: (c.at, c.sound, c.track))
    return Returned(str(project.get("name", "")), tuple(clips), tuple(reading.foreign), name)


@dataclass(frozen=True)
class _Asset:
    name: str
    url: str
    start: Fraction
    duration: Fraction
    filmed: bool


class _Reading:
    """What has been read so far of a project."""

    def __init__(self, root: Element, where: str) -> None:
        self._where = where
        self.clips: list[Taken] = []
        self.foreign: list[Foreign] = []
        self._assets = {
            str(asset.get("id")): _Asset(
                str(asset.get("name", "")),
                _url(asset),
                self._time(asset, "start"),
                self._time(asset, "duration"),
                asset.get("hasVideo") == "1",
            )
            for asset in root.iterfind("resources/asset")
        }

    def spine(self, spine: Element, begin: Fraction, *, lane: int = 0) -> None:
        """Read a storyline: what lies in it follows one another."""
        at = begin
        for item in spine:
            if item.tag == "transition":
                self._note(item, at)
            elif item.get("duration") is not None or item.tag == "asset-clip":
                self._item(item, at, lane)
                at += self._duration(item)

    def _item(self, item: Element, at: Fraction, lane: int) -> None:
        start = self._own_start(item)
        if item.get("enabled") == "0":
            self.foreign.append(Foreign("disabled clip", _name(item), _clock(at)))
        elif item.tag in _CLIPS:
            self._clip(item, at, lane)
        elif item.tag == "audition" and len(item):
            self._item(item[0], at, lane)
        elif item.tag in _FOREIGN:
            self._note(item, at)
        for hung in item:
            if hung.tag == "spine":
                where = at + self._time(hung, "offset") - start
                self.spine(hung, where, lane=int(hung.get("lane", "1")))
            elif hung.get("lane") is not None and hung.tag != "caption":
                self._item(hung, at + self._time(hung, "offset") - start, int(hung.get("lane", 1)))

    def _clip(self, item: Element, at: Fraction, lane: int) -> None:
        if item.find("timeMap") is not None:
            self.foreign.append(Foreign("speed", _name(item), _clock(at)))
        for effect in item:
            if effect.tag.startswith("filter-"):
                self.foreign.append(Foreign("effect", _name(effect), _clock(at)))
        found = self._source(item)
        if found is None:
            self.foreign.append(Foreign("clip without a recording", _name(item), _clock(at)))
            return
        asset, start = found
        first = start - asset.start
        self.clips.append(
            Taken(
                asset.name or _name(item), first, first + self._duration(item), at, url=asset.url,
                track=abs(lane) + (lane >= 0), sound=not asset.filmed or item.tag == "audio",
            )
        )  # fmt: skip

    def _source(self, item: Element) -> tuple[_Asset, Fraction] | None:
        """Return an item's recording, and where in the recording's own time it begins."""
        asset = self._assets.get(str(item.get("ref")))
        if asset is not None:
            return asset, self._time(item, "start", asset.start)
        for inner in item:  # a clip holds its recording at an offset of its own time
            if inner.tag in _CLIPS and inner.get("lane") is None:
                found = self._source(inner)
                if found is not None:
                    own = self._time(item, "start", self._time(inner, "offset"))
                    return found[0], found[1] + own - self._time(inner, "offset")
        return None

    def _own_start(self, item: Element) -> Fraction:
        asset = self._assets.get(str(item.get("ref")))
        return self._time(item, "start", asset.start if asset else Fraction(0))

    def _duration(self, item: Element) -> Fraction:
        asset = self._assets.get(str(item.get("ref")))
        return self._time(item, "duration", asset.duration if asset else Fraction(0))

    def _note(self, item: Element, at: Fraction) -> None:
        self.foreign.append(Foreign(_FOREIGN[item.tag], _name(item), _clock(at)))

    def _time(self, element: Element, name: str, default: Fraction = Fraction(0)) -> Fraction:
        text = element.get(name)
        if text is None:
            return default
        found = _TIME.fullmatch(text.strip())
        under = int(found["under"] or 1) if found else 0
        if found is None or not under:
            raise BadInput(
                f"has a <{element.tag}> whose {name} is no time",
                where=self._where,
                remedy="export the project again",
            )
        return Fraction(int(found["over"]), under)


def _url(asset: Element) -> str:
    rep = asset.find("media-rep")
    return str(asset.get("src") or (rep.get("src") if rep is not None else "") or "")


def _name(item: Element) -> str:
    return without_controls(str(item.get("name", "")))


def _clock(at: Fraction) -> str:
    return clock(max(0, int(at * 1000)), hours=True)
