"""Final Cut Pro 7 XML (xmeml 5), which Premiere, Resolve and Avid's importers read.

In and out count frames of the recording at its own rate, from its first; the places in the
sequence count frames of the sequence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.errors import BadInput
from pipeline.formats.sequences.edl import RECORD_START
from pipeline.formats.sequences.laying import Laid, base, lay, origin, whole_frames
from pipeline.formats.sequences.markup import child, document, parsed
from pipeline.formats.timecode import drops, frame_number, timecode
from pipeline.model.assembly import Assembly, Footage, Foreign, Returned, Taken

_SIZE = (1920, 1080)  # pixels, where no recording has a picture


def write_fcp7(assembly: Assembly) -> dict[str, bytes]:
    """Write one sequence: a picture track, and a sound track for each of up to two channels."""
    return {".xml": _Writer(assembly).document()}


class _Writer:
    """One document in the making; a recording is told in full where it first comes."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._rate, self._drop = base(assembly)
        self._laid = lay(assembly, self._rate, sound=self._rate)
        self._files: dict[str, str] = {}

    def document(self) -> bytes:
        """Return the file's bytes."""
        from lxml import etree

        root = etree.Element("xmeml", version="5")
        sequence = child(root, "sequence", id=self._assembly.name)
        child(sequence, "name", self._assembly.title)
        child(sequence, "duration", self._laid[-1].at + self._laid[-1].length if self._laid else 0)
        _rate(sequence, self._rate)
        start = frame_number(RECORD_START[self._drop], self._rate)
        _timecode(sequence, start, self._rate, drop=self._drop)
        media = child(sequence, "media")
        seen = [(n, laid) for n, laid in enumerate(self._laid) if not laid.part.silent]
        self._pictures(child(media, "video"), seen)
        self._sounds(child(media, "audio"), seen)
        return document(root, "xmeml")

    def _pictures(self, video: Any, laid: list[tuple[int, Laid]]) -> None:
        shown = [(n, one) for n, one in laid if one.part.shot.seen]
        sizes = (one.part.shot.footage for _, one in shown)
        wide, high = next(((f.width, f.height) for f in sizes if f.width), _SIZE)
        _picture(child(video, "format"), self._rate, wide, high)
        if shown:
            track = child(video, "track")
            for n, one in shown:
                self._item(track, n, one, media="video", channel=1)

    def _sounds(self, audio: Any, laid: list[tuple[int, Laid]]) -> None:
        about = child(child(audio, "format"), "samplecharacteristics")
        child(about, "depth", 16)
        child(about, "samplerate", 48_000)
        for channel in (1, 2):
            heard = [(n, one) for n, one in laid if one.part.shot.footage.channels >= channel]
            if heard:
                track = child(audio, "track")
                for n, one in heard:
                    self._item(track, n, one, media="audio", channel=channel)
                child(track, "outputchannelindex", channel)

    def _item(self, track: Any, n: int, laid: Laid, *, media: str, channel: int) -> None:
        part, shot = laid.part, laid.part.shot
        item = child(track, "clipitem", id=_item_id(n, media, channel))
        child(item, "name", shot.footage.name)
        child(item, "duration", whole_frames(shot.footage, part.rate))
        _rate(item, part.rate)
        child(item, "start", laid.at)
        child(item, "end", laid.at + laid.length)
        child(item, "enabled", "TRUE")
        child(item, "in", part.first)
        child(item, "out", part.first + part.count)
        self._file(item, shot.footage, part.rate)
        if media == "audio":
            source = child(item, "sourcetrack")
            child(source, "mediatype", "audio")
            child(source, "trackindex", channel)
        self._links(item, n, laid)
        if channel == 1 and (media == "video" or not shot.seen):
            self._told(item, laid)

    def _links(self, item: Any, n: int, laid: Laid) -> None:
        shot = laid.part.shot
        linked = [("video", 1)] if shot.seen else []
        linked += [("audio", channel) for channel in (1, 2) if shot.footage.channels >= channel]
        if len(linked) < 2:
            return
        for media, channel in linked:
            link = child(item, "link")
            child(link, "linkclipref", _item_id(n, media, channel))
            child(link, "mediatype", media)
            child(link, "trackindex", channel)

    def _told(self, item: Any, laid: Laid) -> None:
        """Write who speaks where, and a marker with the words at the in-point."""
        shot, part = laid.part.shot, laid.part
        info = child(item, "logginginfo")
        child(info, "description", ", ".join(filter(None, (shot.speaker, shot.place))))
        child(info, "scene", self._assembly.topic)
        child(info, "shottake", shot.answer)
        child(info, "lognote", ", ".join((shot.status, *shot.codes)))
        marker = child(item, "marker")
        child(marker, "comment", shot.words)
        child(marker, "name", self._assembly.title)
        child(marker, "in", part.first)
        child(marker, "out", -1)

    def _file(self, item: Any, footage: Footage, rate: Fraction) -> None:
        """Tell where a recording is; the second time only its number."""
        known = self._files.get(footage.url)
        if known:
            child(item, "file", id=known)
            return
        name = self._files[footage.url] = f"file-{len(self._files) + 1}"
        file = child(item, "file", id=name)
        child(file, "name", footage.name)
        child(file, "pathurl", footage.url)
        _rate(file, rate)
        child(file, "duration", whole_frames(footage, rate))
        drop = drops(footage.start_timecode, rate) and footage.rate is not None
        code = _timecode(file, origin(footage, rate), rate, drop=drop)
        child(child(code, "reel"), "name", footage.reel)
        media = child(file, "media")
        if footage.rate is not None:
            video = child(media, "video")
            _picture(video, rate, footage.width, footage.height)
        if footage.channels:
            audio = child(media, "audio")
            about = child(audio, "samplecharacteristics")
            child(about, "depth", 16)
            child(about, "samplerate", footage.sample_rate)
            child(audio, "channelcount", footage.channels)


def _item_id(n: int, media: str, channel: int) -> str:
    return f"clipitem-{n + 1}-{media}-{channel}"


def _rate(parent: Any, rate: Fraction) -> None:
    about = child(parent, "rate")
    child(about, "timebase", round(rate))
    child(about, "ntsc", "FALSE" if rate.denominator == 1 else "TRUE")


def _timecode(parent: Any, frame: int, rate: Fraction, *, drop: bool) -> Any:
    code = child(parent, "timecode")
    _rate(code, rate)
    child(code, "string", timecode(frame, rate, like=RECORD_START[drop]))
    child(code, "frame", frame)
    child(code, "source", "source")
    child(code, "displayformat", "DF" if drop else "NDF")
    return code


def _picture(parent: Any, rate: Fraction, wide: int | None, high: int | None) -> None:
    about = child(parent, "samplecharacteristics")
    _rate(about, rate)
    child(about, "width", wide)
    child(about, "height", high)
    child(about, "pixelaspectratio", "square")


def read_fcp7(data: bytes, *, where: str) -> Returned:
    """Read the first sequence of an xmeml file.

    Raises:
        BadInput: it is no such file, has no sequence, or a clip without its times.
    """
    root = parsed(data, "xmeml", where=where)
    sequence = next(root.iter("sequence"), None)
    if sequence is None:
        raise BadInput(
            "holds no sequence", where=where, remedy="export the sequence as Final Cut Pro XML"
        )
    files = {str(file.get("id")): file for file in root.iter("file") if len(file)}
    rate = _rate_of(sequence) or Fraction(25)
    clips: list[Taken] = []
    foreign: list[Foreign] = []
    for kind in ("video", "audio"):
        for number, track in enumerate(sequence.findall(f"media/{kind}/track"), start=1):
            for item in _placed(track, rate):
                _read_item(item, kind, number, files, rate, clips, foreign, where)
    return Returned(_text(sequence, "name"), tuple(clips), tuple(foreign))


def _placed(track: Element, rate: Fraction) -> Iterator[tuple[Element, Fraction]]:
    """Yield the items of a track with their places in the sequence.

    A clip beside a transition has -1 for the edge that the transition covers.
    """
    items = [item for item in track if item.tag in ("clipitem", "generatoritem", "transitionitem")]
    last = 0
    for n, item in enumerate(items):
        start = _number(item, "start")
        if start is None or start < 0:
            before = items[n - 1] if n else None
            edge = _number(before, "start") if before is not None else None
            start = edge if edge is not None and edge >= 0 else last
        last = _number(item, "end") or start
        yield item, Fraction(start) / rate


def _read_item(
    placed: tuple[Element, Fraction],
    kind: str,
    number: int,
    files: dict[str, Element],
    rate: Fraction,
    clips: list[Taken],
    foreign: list[Foreign],
    where: str,
) -> None:
    item, at = placed
    name, clock = _text(item, "name"), timecode(int(at * rate), rate)
    if item.tag != "clipitem":
        foreign.append(Foreign(str(item.tag).removesuffix("item"), name, clock))
        return
    if _text(item, "enabled").upper() == "FALSE":
        foreign.append(Foreign("disabled clip", name, clock))
        return
    for effect in item.iterfind("filter/effect"):
        foreign.append(Foreign("effect", _text(effect, "name"), clock))
    if item.find("sequence") is not None:
        foreign.append(Foreign("nested sequence", name, clock))
        return
    first, last = _number(item, "in"), _number(item, "out")
    if first is None or last is None or not 0 <= first <= last:
        raise BadInput(
            f"a clip at {clock} has no in- and out-point",
            where=where,
            remedy="export the sequence again as Final Cut Pro XML",
        )
    file = item.find("file")
    told = files.get(str(file.get("id")), file) if file is not None else None
    own = _rate_of(item) or (_rate_of(told) if told is not None else None) or rate
    url, shown = _text(told, "pathurl"), _text(told, "name")
    clips.append(
        Taken(
            shown or name, first / own, last / own, at, url=url, track=number,
            sound=kind == "audio", reel=_text(told, "timecode/reel/name"),
        )
    )  # fmt: skip


def _rate_of(element: Element) -> Fraction | None:
    base_, ntsc = _number(element, "rate/timebase"), _text(element, "rate/ntsc")
    if not base_ or base_ < 0:
        return None
    return Fraction(base_ * 1000, 1001) if ntsc.upper() == "TRUE" else Fraction(base_)


def _number(element: Element | None, path: str) -> int | None:
    try:
        return int(_text(element, path)) if element is not None else None
    except ValueError:
        return None


def _text(element: Element | None, path: str) -> str:
    found = element.findtext(path) if element is not None else None
    return (found or "").strip()
