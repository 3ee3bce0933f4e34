"""Final Cut Pro XML 1.10 (.fcpxml), written; times are exact fractions of a second.

A recording's own time is that of its start timecode. Edges in the sequence lie on its frames,
as Final Cut demands: the out-point of a recording of another rate is that of the frame of the
sequence that holds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from pipeline.formats.sequences.edl import RECORD_START
from pipeline.formats.sequences.laying import SOUND_RATE, Laid, base, lay, origin, whole_frames
from pipeline.formats.sequences.markup import child, document
from pipeline.formats.sequences.pace import Caption, captioned
from pipeline.formats.timecode import drops, frame_number
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.assembly import Assembly, Footage, Shot

VERSION = "1.10"
NAMED = "Interleaf timeline "
"""What stands before the timeline's name in the note of its sequence."""
_SIZE = (1920, 1080)  # pixels, where no recording has a picture
_CONFORMED: Mapping[Fraction, str] = {
    Fraction(24_000, 1_001): "23.98", Fraction(24): "24", Fraction(25): "25",
    Fraction(30_000, 1_001): "29.97", Fraction(30): "30", Fraction(48): "48",
    Fraction(50): "50", Fraction(60_000, 1_001): "59.94", Fraction(60): "60",
}  # fmt: skip


def seconds(time: Fraction) -> str:
    """Return a time as FCPXML has it: ``1001/30000s``, ``5s``."""
    whole = time.denominator == 1
    return f"{time.numerator}s" if whole else f"{time.numerator}/{time.denominator}s"


def write_fcpxml(assembly: Assembly) -> dict[str, bytes]:
    """Write one event: its recordings with keywords, and a project with the sequence."""
    return {".fcpxml": _Writer(assembly).document()}


class _Writer:
    """One document in the making."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._rate, self._drop = base(assembly)
        self._laid = lay(assembly, self._rate)
        self._captions = {
            n: list(each)
            for n, each in groupby(captioned(self._laid, self._rate), key=lambda c: c.clip)
        }
        self._formats: dict[tuple[Fraction, int, int], str] = {}
        self._assets: dict[str, str] = {}
        self._styles = 0
        self._begin = frame_number(RECORD_START[self._drop], self._rate) / self._rate

    def document(self) -> bytes:
        """Return the file's bytes."""
        from lxml import etree

        root = etree.Element("fcpxml", version=VERSION)
        resources = child(root, "resources")
        footage = {shot.footage.url: shot.footage for shot in self._assembly.shots}
        sizes = (f for f in footage.values() if f.rate is not None and f.width and f.height)
        first = next(sizes, None)
        size = (first.width or 0, first.height or 0) if first else _SIZE
        main = self._format(resources, self._rate, size)
        for one in footage.values():
            self._asset(resources, one)
        event = child(root, "event", name=self._assembly.title)
        self._browser(event, footage)
        project = child(event, "project", name=self._assembly.title)
        length = sum(laid.length for laid in self._laid) / self._rate
        sequence = child(
            project, "sequence", format=main, duration=seconds(length),
            tcStart=seconds(self._begin), tcFormat="DF" if self._drop else "NDF",
            audioLayout="stereo", audioRate="48k",
        )  # fmt: skip
        child(sequence, "note", f"{NAMED}{self._assembly.name}")
        spine = child(sequence, "spine")
        for n, laid in enumerate(self._laid):
            self._item(spine, n, laid)
        return document(root, "fcpxml")

    def _format(self, resources: Any, rate: Fraction, size: tuple[int, int]) -> str:
        key = (rate, *size)
        if key not in self._formats:
            self._formats[key] = f"r{len(self._formats) + 1}"
            child(
                resources, "format", id=self._formats[key], frameDuration=seconds(1 / rate),
                width=size[0], height=size[1],
            )  # fmt: skip
        return self._formats[key]

    def _asset(self, resources: Any, footage: Footage) -> None:
        filmed, heard = footage.rate is not None, footage.channels > 0
        made = None
        if footage.rate is not None:
            made = self._format(
                resources, footage.rate, (footage.width or _SIZE[0], footage.height or _SIZE[1])
            )
        name = self._assets[footage.url] = f"a{len(self._assets) + 1}"
        asset = child(
            resources, "asset", id=name, name=footage.name, start=seconds(_start(footage)),
            duration=seconds(_length(footage)), hasVideo="1" if filmed else None, format=made,
            videoSources="1" if filmed else None, hasAudio="1" if heard else None,
            audioSources="1" if heard else None, audioChannels=footage.channels or None,
            audioRate=footage.sample_rate if heard else None,
        )  # fmt: skip
        child(asset, "media-rep", kind="original-media", src=footage.url)
        about = child(asset, "metadata")
        child(about, "md", key="com.apple.proapps.studio.reel", value=footage.reel)

    def _browser(self, event: Any, footage: Mapping[str, Footage]) -> None:
        """List the recordings with the topic's keywords on the stretches that are used."""
        used: dict[str, list[Laid]] = {}
        for laid in self._laid:
            if not laid.part.silent:
                used.setdefault(laid.part.shot.footage.url, []).append(laid)
        for url, laids in used.items():
            one = footage[url]
            clip = child(
                event, "asset-clip", ref=self._assets[url], name=one.name,
                start=seconds(_start(one)), duration=seconds(_length(one)),
                tcFormat=_tc_format(one), audioRole="dialogue",
            )  # fmt: skip
            for laid in laids:
                self._keyword(clip, laid)
        words = (word for shot in self._assembly.shots for word in self._keywords(shot))
        for word in dict.fromkeys(words):
            child(event, "keyword-collection", name=word)

    def _item(self, spine: Any, n: int, laid: Laid) -> None:
        part, shot = laid.part, laid.part.shot
        offset = self._begin + laid.at / self._rate
        length = Fraction(laid.length) / self._rate
        if part.silent:
            # A gap's own time begins at an hour; that of its parent does not matter in it.
            child(
                spine, "gap", name="Struck", offset=seconds(offset), start="3600s",
                duration=seconds(length),
            )  # fmt: skip
            return
        start = _time_in(laid)
        clip = child(
            spine, "asset-clip", ref=self._assets[shot.footage.url], offset=seconds(offset),
            name=shot.footage.name, start=seconds(start), duration=seconds(length),
            tcFormat=_tc_format(shot.footage), audioRole=f"dialogue.{_role(shot.speaker)}",
            videoRole="video" if shot.seen else None,
            srcEnable=None if shot.seen or shot.footage.rate is None else "audio",
        )  # fmt: skip
        where = ", ".join(filter(None, (shot.speaker, shot.place)))
        child(clip, "note", f"{where} · {shot.answer}")
        if shot.footage.rate is not None and shot.footage.rate != self._rate:
            known = _CONFORMED.get(shot.footage.rate)
            child(clip, "conform-rate", scaleEnabled="0", srcFrameRate=known)
        self._put_captions(clip, self._captions.get(n, ()), laid, start)
        # A marker with "completed" is one to do: a suggestion waits for a person.
        child(
            clip, "marker", start=seconds(start), duration=seconds(1 / self._rate),
            value=self._assembly.title, note=shot.words or None,
            completed=None if shot.status == "confirmed" else "0",
        )  # fmt: skip
        self._keyword(clip, laid)

    def _keyword(self, clip: Any, laid: Laid) -> None:
        child(
            clip, "keyword", start=seconds(_time_in(laid)),
            duration=seconds(Fraction(laid.part.count) / laid.part.rate),
            value=", ".join(self._keywords(laid.part.shot)),
        )  # fmt: skip

    def _keywords(self, shot: Shot) -> list[str]:
        """Return the topic, the codes and the standing; a comma would part a keyword in two."""
        words = (self._assembly.theme or self._assembly.title, *shot.codes, shot.status)
        return list(dict.fromkeys(without_controls(w).replace(",", ";") for w in words if w))

    def _put_captions(
        self, clip: Any, made: Sequence[Caption], laid: Laid, start: Fraction
    ) -> None:
        """Write captions in the clip's own time, on frames of the sequence."""
        language = laid.part.shot.language or "en"
        edges = [max(0, int(Fraction(c.start, 1000) * self._rate) - laid.at) for c in made]
        for caption, first, following in zip(made, edges, [*edges, laid.length][1:], strict=True):
            last = math.ceil(Fraction(caption.end, 1000) * self._rate) - laid.at
            last = min(last, following, laid.length)
            if first >= last:
                continue  # shorter than a frame
            self._styles += 1
            style = f"ts{self._styles}"
            titled = child(
                clip, "caption", lane="1", offset=seconds(start + first / self._rate),
                name=" ".join(caption.lines), start="3600s",
                duration=seconds((last - first) / self._rate),
                role=f"iTT?captionFormat=ITT.{language}",
            )  # fmt: skip
            text = child(titled, "text", placement="bottom")
            child(text, "text-style", ref=style).text = "\n".join(caption.lines)
            child(
                child(titled, "text-style-def", id=style), "text-style", font=".AppleSystemUIFont",
                fontSize="13", fontFace="Regular", fontColor="1 1 1 1", backgroundColor="0 0 0 1",
            )  # fmt: skip


def _start(footage: Footage) -> Fraction:
    rate = footage.rate or SOUND_RATE
    return origin(footage, rate) / rate


def _length(footage: Footage) -> Fraction:
    """Return a recording's length, in whole frames where it has frames."""
    if footage.rate is None:
        return footage.seconds
    return whole_frames(footage, footage.rate) / footage.rate


def _time_in(laid: Laid) -> Fraction:
    """Return where a part begins in its recording's own time."""
    part = laid.part
    return (part.origin + part.first) / part.rate


def _tc_format(footage: Footage) -> str:
    dropped = footage.rate is not None and drops(footage.start_timecode, footage.rate)
    return "DF" if dropped else "NDF"


def _role(speaker: str) -> str:
    """Return a name as a subrole can have it; a stop or a question mark would part it."""
    bare = without_controls(speaker).replace(".", " ").replace("?", " ").replace("-", " ")
    return f"{' '.join(bare.split()) or 'Voice'}-1"
