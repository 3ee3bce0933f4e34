"""noScribe's transcripts: HTML in which each stretch is anchored to its time."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.texts.values import Cue, Timed

MARK = re.compile(r"<a\s[^>]*name=[\"']ts_\d+_\d+")
_ANCHOR = re.compile(r"ts_(?P<start>\d+)_(?P<end>\d+)(?:_(?P<voice>.*))?")
_NAME = re.compile(r"\s*(?://)?\s*(?P<name>[^\W\d_][^\n:.!?*«»\"]{0,40}):\s*")
_TIME = re.compile(r"\[\d{1,2}:\d{2}:\d{2}(?:\.\d+)?\]")
_PAUSE = re.compile(r"\((?:\.{1,3}|\d+ [^()\d]{1,30})\)")  # (..), (12 seconds pause)


def read_noscribe(page: str, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read the anchored words, their times in milliseconds and their voices.

    A name that was put before a voice's words in the place of its label (``S00``) counts
    for all of that voice. Marks of pauses and of overlap (``//``) and printed times are
    left out.

    Raises:
        BadInput: there are no words, or an anchor ends before it begins.
    """
    from lxml import html

    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    cues: list[Cue] = []
    called: dict[str, str] = {}
    for anchor in tree.iter("a"):
        found = _ANCHOR.fullmatch(anchor.get("name") or "")
        if found is None:
            continue
        voice = (found["voice"] or "").strip("/ ")
        text = _TIME.sub(" ", _words(anchor))
        name = _NAME.match(text) if voice else None
        if name:
            label = name["name"].strip()
            if label != voice:
                called.setdefault(voice, label)
            text = text[name.end() :]
        text = " ".join(_PAUSE.sub(" ", text).replace("//", " ").split())
        if text:
            cues.append(Cue(voice, int(found["start"]), int(found["end"]), text))
    if not cues:
        raise BadInput("holds no words", where=where, remedy="check that it is the right file")
    for cue in cues:
        if cue.end < cue.start:
            raise BadInput(f"the anchor at {cue.start} ms ends before it begins", where=where)
    named = (Cue(called.get(c.label, c.label), c.start, c.end, c.text) for c in cues)
    return Timed(tuple(sorted(named, key=lambda cue: (cue.start, cue.end))))


def _words(anchor: Any) -> str:
    return "".join(anchor.itertext())
