"""Scripts as captions and annotations, with times at a plain rate of speech.

Nobody spoke them: the times are made up, so that what reads times can be tried.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sample.script import Cast, Script
from sample.texts.pages import INVENTED, Page, Places, Span

MS_A_WORD = 400  # 2.5 words a second
LEAD_MS = 4_000
TURN_PAUSE_MS = 600
PART_PAUSE_MS = 300
LINE = 42  # characters; a caption has at most two lines
MOST_WORDS = 17  # a caption lasts 7 s at most
NOTICE_MS = (500, 3_500)


@dataclass(frozen=True)
class Caption:
    """Up to two lines that one person says; `first` of that person's turn."""

    who: str
    start: int
    end: int
    lines: tuple[str, ...]
    first: bool


def captions(script: Script) -> tuple[list[Caption], Places]:
    """Cut a script into captions, none across two parts; give the times of each part."""
    made, places = list[Caption](), Places()
    at = LEAD_MS
    for turn in script.turns:
        spans = list[Span]()
        for part in turn.parts:
            start = at
            for lines in _cut(part.says):
                end = at + MS_A_WORD * len(" ".join(lines).split())
                first = not spans and at == start
                made.append(Caption(turn.who, at, end, tuple(lines), first))
                at = end
            spans.append((start, at))
            at += PART_PAUSE_MS
        places.append(spans)
        at += TURN_PAUSE_MS - PART_PAUSE_MS
    return made, places


def _cut(says: str) -> list[list[str]]:
    """Cut words into captions of up to two lines, a new one where a sentence ends."""
    cut: list[list[str]] = []
    for sentence in re.split(r"(?<=[.?!…])\s+", says):
        current: list[list[str]] = [[]]
        for word in sentence.split():
            count = sum(len(line) for line in current)
            if count == MOST_WORDS or (_full(current[-1], word) and len(current) == 2):
                cut.append([" ".join(line) for line in current])
                current = [[]]
            elif _full(current[-1], word):
                current.append([])
            current[-1].append(word)
        cut.append([" ".join(line) for line in current])
    return cut


def _full(line: list[str], word: str) -> bool:
    return bool(line) and len(" ".join([*line, word])) > LINE


def vtt(script: Script, cast: Cast) -> Page:
    """Write WebVTT with voice tags; the notice is a note."""
    made, places = captions(script)
    text = f"WEBVTT - {script.title}\nLanguage: {script.language}\n\nNOTE\n{INVENTED}\n"
    for number, caption in enumerate(made, start=1):
        words = _escaped("\n".join(caption.lines))
        text += f"\n{number}\n{_time(caption.start, '.')} --> {_time(caption.end, '.')}\n"
        text += f"<v {_escaped(cast.labels[caption.who])}>{words}</v>\n"
    return Page(text.encode(), places, unit="ms")


def srt(script: Script, cast: Cast) -> Page:
    """Write SubRip, the name before the first words of a turn; the notice is a first caption."""
    made, places = captions(script)
    text = f"1\n{_times(*NOTICE_MS)}\n[{INVENTED}]\n"
    for number, caption in enumerate(made, start=2):
        name = f"{cast.labels[caption.who]}: " if caption.first else ""
        words = "\n".join(caption.lines)
        text += f"\n{number}\n{_times(caption.start, caption.end)}\n{name}{words}\n"
    return Page(text.encode(), places, unit="ms")


def eaf(script: Script, cast: Cast) -> Page:
    """Write ELAN annotations, a tier a speaker; the notice is a property of the document."""
    from pympi.Elan import Eaf

    made, places = captions(script)
    document = Eaf(author="the sample study of Interleaf")
    document.adocument["DATE"] = "2026-01-01T00:00:00+00:00"
    document.add_property("notice", INVENTED)
    document.add_property("title", script.title)
    for who, name in cast.labels.items():
        document.add_tier(who, part=name)
    for caption in made:
        document.add_annotation(caption.who, caption.start, caption.end, " ".join(caption.lines))
    if "default" in document.tiers:
        document.remove_tier("default")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.eaf"
        document.to_file(str(path))
        return Page(path.read_bytes(), places, unit="ms")


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _times(start: int, end: int) -> str:
    return f"{_time(start, ',')} --> {_time(end, ',')}"


def _time(at: int, mark: str) -> str:
    seconds, ms = divmod(at, 1_000)
    return f"{seconds // 3_600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{ms:03d}"
