"""CMX3600 edit decision lists (.edl): one a frame rate and drop-frame mode."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from pipeline.errors import BadInput
from pipeline.formats.sequences.laying import Part, base, parts
from pipeline.formats.spreadsheets import write_csv
from pipeline.formats.timecode import drops, frame_number, timecode
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.assembly import Assembly, Foreign, Returned, Shot, Taken

REEL_SIGNS = 8  # of CMX3600; longer names are cut by the programs that read them
RECORD_START = {False: "01:00:00:00", True: "01:00:00;00"}
"""Where the record side begins, by whether its timecode drops names."""
_NAMES = {
    Fraction(24_000, 1_001): "23.976", Fraction(30_000, 1_001): "29.97",
    Fraction(60_000, 1_001): "59.94",
}  # fmt: skip
_Group = tuple[Fraction, bool]


def reels(names: Iterable[str]) -> dict[str, str]:
    """Return a reel name for each recording: A-Z and 0-9, at most eight, each another.

    A number at the end is kept: ``mill-meeting-02`` is ``MILLME02``.

    Args:
        names: the recordings' names, in an order that stays.
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = unicodedata.normalize("NFKD", name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        bare = re.sub(r"[^A-Z0-9]", "", stem.upper()) or "REEL"
        number = re.fullmatch(r".*?(\d{0,4})", bare)
        tail = number[1] if number and len(bare) > REEL_SIGNS else ""
        bare = f"{bare[: REEL_SIGNS - len(tail)]}{tail}"
        reel, n = bare, 1
        while reel in taken or reel in _KEPT:
            n += 1
            reel = f"{bare[: REEL_SIGNS - len(str(n))]}{n}"
        taken.add(reel)
        given[name] = reel
    return given


_KEPT = {"AX", "BL", "REEL"}  # "auxiliary" and "black" in CMX; a name that says nothing


def rate_name(rate: Fraction, *, drop: bool = False) -> str:
    """Return what a rate is called in file names and headings: ``25``, ``29.97df``."""
    name = _NAMES.get(rate, f"{float(rate):.3f}".rstrip("0").rstrip("."))
    return f"{name}df" if drop else name


def write_edl(assembly: Assembly) -> dict[str, bytes]:
    """Write a list a rate and drop-frame mode, and the map of reel names.

    A clip keeps its place in the whole: where another list has a clip, this one has a gap.
    Sound alone lies in the list of the rate that most clips have.
    """
    import pandas as pd

    main = base(assembly)
    groups: dict[_Group, list[tuple[Part, int]]] = {}
    at = Fraction(0)
    for shot in assembly.shots:
        rate = shot.footage.rate
        key = main if rate is None else (rate, drops(shot.footage.start_timecode, rate))
        for part in parts(shot, sound=main[0]):
            if not part.silent and part.count:
                groups.setdefault(key, []).append((part, math.ceil(at * key[0])))
            at += part.count / part.rate
    files = {
        ".edl" if len(groups) == 1 else f".{rate_name(rate, drop=drop)}.edl":
            _list(assembly, laid, rate, drop=drop)
        for (rate, drop), laid in groups.items()
    }  # fmt: skip
    footage = {shot.footage.reel: shot.footage for shot in assembly.shots}
    rows = [
        (reel, one.name, one.interview, rate_name(one.rate) if one.rate else "",
         one.start_timecode, one.url)
        for reel, one in footage.items()
    ]  # fmt: skip
    head = ["reel", "file", "interview", "rate", "start_timecode", "address"]
    return {**files, ".reels.csv": write_csv(pd.DataFrame(rows, columns=head))}


def _list(
    assembly: Assembly, laid: Iterable[tuple[Part, int]], rate: Fraction, *, drop: bool
) -> bytes:
    lines = [f"TITLE: {assembly.name}", f"FCM: {'DROP' if drop else 'NON-DROP'} FRAME", ""]
    begin = frame_number(RECORD_START[drop], rate)
    like = RECORD_START[drop]
    for number, (part, at) in enumerate(laid, start=1):
        shot = part.shot
        source = part.origin + part.first
        record = begin + at
        times = [
            timecode(frame, rate, like=like)
            for frame in (source, source + part.count, record, record + part.count)
        ]
        lines.append(
            f"{number:03}  {shot.footage.reel:<8} {_channels(shot):<5} C        {' '.join(times)}"
        )
        lines += _comments(assembly, shot, times[2])
    return "".join(f"{line}\r\n" for line in lines).encode()


def _channels(shot: Shot) -> str:
    """Return CMX3600's name of what is taken of a shot."""
    two = shot.footage.channels > 1
    if not shot.seen:
        return "AA" if two else "A"
    if not shot.footage.channels:
        return "V"
    return "AA/V" if two else "B"


def _comments(assembly: Assembly, shot: Shot, at: str) -> Iterator[str]:
    colour = "GREEN" if shot.status == "confirmed" else "YELLOW"
    who = ", ".join(filter(None, (shot.speaker, shot.place)))
    yield f"* FROM CLIP NAME: {without_controls(shot.footage.name)}"
    yield f"* LOC: {at} {colour:<7} {without_controls(who)}"
    yield f"* COMMENT: {assembly.name} {shot.number} {shot.answer} {shot.status}"


_EVENT = re.compile(
    r"(?P<number>\d+)\s+(?P<reel>\S+)\s+(?P<channels>\S+)\s+(?P<type>\S+)(?:\s+(?P<frames>\d+))?"
    r"\s+(?P<times>\d\d:.*)"
)
_TIME = re.compile(r"\d\d:\d\d:\d\d[:;.]\d\d")
_CUT, _BLACK = "C", "BL"
_TYPES: Mapping[str, str] = {"D": "dissolve", "W": "wipe", "K": "key"}
_NAMED = re.compile(r"\*?\s*(?P<side>FROM|TO) CLIP NAME:\s*(?P<name>.*)", re.IGNORECASE)
_SPEED = re.compile(r"M2\s+(?P<reel>\S+)\s+(?P<speed>-?[\d.]+)")


def read_edl(data: bytes, *, where: str) -> Returned:
    """Read a list's events; times stay timecodes, for a list does not tell its rate.

    Raises:
        BadInput: it holds no events, or one whose times cannot be read.
    """
    title, clips, foreign = "", list[Taken](), list[Foreign]()
    for n, raw in enumerate(data.decode("utf-8-sig", errors="replace").splitlines(), start=1):
        line = raw.strip()
        event = _EVENT.fullmatch(line)
        if line.upper().startswith("TITLE:"):
            title = line[6:].strip()
        elif event:
            _event(event, clips, foreign, place=f"{where}, line {n}")
        elif re.match(r"\d+\s+\S+\s+\S+\s+(?:C|D|W\d*|K\w?)\b", line):
            raise _unreadable(f"{where}, line {n}")
        else:
            _remark(line, clips, foreign)
    if not clips:
        raise BadInput(
            "holds no event of a CMX3600 list", where=where, remedy="export it again as CMX3600 EDL"
        )
    return Returned(title, tuple(clips), tuple(foreign))


def _event(found: re.Match[str], clips: list[Taken], foreign: list[Foreign], *, place: str) -> None:
    times = found["times"].split()
    if len(times) != 4 or not all(map(_TIME.fullmatch, times)):
        raise _unreadable(place)
    kind = found["type"].upper()
    if kind != _CUT:
        what = _TYPES.get(kind[0], "transition")
        foreign.append(Foreign(what, found["reel"], times[2]))
    if found["reel"].upper() == _BLACK or times[0] == times[1]:
        return  # black, or the outgoing side of a transition: nothing is heard of it
    sound = "V" not in found["channels"].upper() and found["channels"].upper() != "B"
    start, end, at = times[0], times[1], _order(times[2])
    clips.append(Taken("", start, end, at, reel=found["reel"], sound=sound))


def _unreadable(place: str) -> BadInput:
    return BadInput(
        "is an event whose times cannot be read",
        where=place,
        remedy="each needs four timecodes, HH:MM:SS:FF; export the list again",
    )


def _remark(line: str, clips: list[Taken], foreign: list[Foreign]) -> None:
    """Read what stands below an event: its clip's name, its speed."""
    if not clips:
        return
    last = clips[-1]
    named = _NAMED.fullmatch(line)
    if named and (named["side"].upper() == "TO" or not last.name):
        clips[-1] = replace(last, name=named["name"].strip())
    speed = _SPEED.match(line)
    if speed:
        foreign.append(Foreign("speed", f"{speed['reel']} at {speed['speed']} fps"))


def _order(time: str) -> Fraction:
    """Return a number by which record times sort, whatever their rate."""
    hours, minutes, seconds, frames = (int(part) for part in re.split(r"[:;.]", time))
    return Fraction((hours * 60 + minutes) * 60 + seconds) + Fraction(frames, 100)
