"""OHMS, the Oral History Metadata Synchronizer: a transcript in a catalogue record (XML)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.files import canonical, read_bytes
from pipeline.formats.texts.cues import Caption, to_timed
from pipeline.formats.texts.values import Timed
from pipeline.formats.texts.vtt import parse_vtt

_SYNC = re.compile(r"(?P<line>\d+)\((?P<word>\d+)\)")
_NOTES = re.compile(r"\[\[footnotes\]\].*?\[\[/footnotes\]\]", re.DOTALL | re.IGNORECASE)
_NOTE = re.compile(r"\[\[footnote\]\].*?\[\[/footnote\]\]", re.DOTALL | re.IGNORECASE)
_MS_A_SIGN = 65
_REMEDY = "export the record from OHMS again"


def read_ohms(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read a record's transcript: WebVTT, or text with a time at every so many minutes.

    In the older form ``sync`` says at which word of which line each interval ends; words
    between two such places share the time by their lengths. Footnotes are left out.

    Raises:
        BadInput: it is no OHMS record, or has no transcript.
    """
    record = _record(path, where)
    captions = _content(record, "vtt_transcript")
    if "WEBVTT" in captions[:20]:
        return parse_vtt(canonical(captions).lstrip(), path, where=where, names=names)
    text = _NOTES.sub(_lines_kept, canonical(_content(record, "transcript")))
    if not text.strip():
        raise BadInput("has no transcript", where=where, remedy=_REMEDY)
    return to_timed(
        list(_lines(text, _places(_content(record, "sync"), where))), where=where, names=names
    )


def _record(path: Path, where: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(read_bytes(path, where=where), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"line {error.lineno}: is not XML", where=where, remedy=_REMEDY) from None
    if root.getroottree().docinfo.doctype:
        raise BadInput("declares a document type", where=where, remedy=_REMEDY)
    record = next((e for e in root.iter("{*}record")), None)
    if record is None or record.find("{*}transcript") is None:
        raise BadInput("is not an OHMS record", where=where, remedy=_REMEDY)
    return record


def _content(record: Any, name: str) -> str:
    element = record.find(f"{{*}}{name}")
    return "" if element is None else "".join(element.itertext())


def _lines_kept(note: re.Match[str]) -> str:
    return "\n" * note[0].count("\n")  # ``sync`` counts lines


def _places(sync: str, where: str) -> list[tuple[int, int, int]]:
    """Return (line from 1, word from 1, milliseconds), in order."""
    interval, _, rest = sync.partition(":")
    try:
        minutes = float(interval or 1)
    except ValueError:
        raise BadInput("sync cannot be read", where=where, remedy=_REMEDY) from None
    return [
        (int(place["line"]), int(place["word"]), round(number * minutes * 60_000))
        for number, place in enumerate(_SYNC.finditer(rest), start=1)
    ]


def _lines(text: str, places: list[tuple[int, int, int]]) -> Iterator[Caption]:
    """Yield the transcript's lines, cut where a time is known, with times in proportion."""
    pieces: list[str] = []
    start, held = 0, list(places)
    for number, line in enumerate(text.split("\n"), start=1):
        words = _NOTE.sub(" ", line).split()
        taken = 0
        while held and held[0][0] <= number:
            _, word, time = held.pop(0)
            upto = max(taken, min(word, len(words)))
            pieces.append(" ".join(words[taken:upto]))
            yield from _shared(pieces, start, max(start, time))
            pieces, taken, start = [], upto, max(start, time)
        pieces.append(" ".join(words[taken:]))
    signs = sum(len(piece) for piece in pieces)
    yield from _shared(pieces, start, start + _MS_A_SIGN * signs)


def _shared(pieces: list[str], start: int, end: int) -> Iterator[Caption]:
    """Yield pieces one after the other, each as long as its words."""
    whole = sum(len(piece) for piece in pieces)
    at = 0
    for piece in pieces:
        first = start + (end - start) * at // max(1, whole)
        at += len(piece)
        last = start + (end - start) * at // max(1, whole)
        if piece:
            yield Caption(first, last, piece)
