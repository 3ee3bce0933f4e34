"""What a transcript of any form says: words, and voices with their times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.analysis.accuracy import Voice
from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.formats.rttm import read_rttm
from pipeline.formats.texts import READERS, Labelled, Timed
from pipeline.formats.texts.speakers import STAMP
from pipeline.model.span import Span
from pipeline.model.transcript import DOUBTED, GAP

ORDER = (".json", ".eaf", ".textgrid", ".vtt", ".srt", ".xml", ".html", ".htm", ".docx", ".txt",
         ".md", ".rttm")  # fmt: skip
"""Of several files of one interview the first counts; ``.rttm`` goes with any of them."""


@dataclass(frozen=True)
class Spoken:
    """What a file says: words (None: it has none) and voices with times (None: it has none)."""

    text: str | None
    voices: tuple[Voice, ...] | None
    language: str = ""


def files_by_name(path: Path) -> dict[str, list[Path]]:
    """Return the transcripts of a folder, or the one file, by their names without a suffix.

    Raises:
        BadInput: there are none.
    """
    if not path.exists():
        raise BadInput("there is no such file or folder", where=str(path), remedy="check the name")
    files = [path]
    if path.is_dir():
        files = [p for p in sorted(path.iterdir()) if p.is_file() and not p.name.startswith(".")]
    found: dict[str, list[Path]] = {}
    for file in files:
        if file.suffix.lower() in ORDER:
            found.setdefault(file.stem.removesuffix(".f4"), []).append(file)
    if not found:
        remedy = f"give one of {', '.join(ORDER)}"
        raise BadInput("holds no transcript", where=str(path), remedy=remedy)
    return {
        stem: sorted(mine, key=lambda file: ORDER.index(file.suffix.lower()))
        for stem, mine in found.items()
    }


def read_spoken(files: Sequence[Path]) -> Spoken:
    """Read the best of an interview's files; its voices from an RTTM where there is one.

    Raises:
        BadInput: a file cannot be read.
    """
    voices = [file for file in files if file.suffix.lower() == ".rttm"]
    others = [file for file in files if file not in voices]
    said = _spoken(others[0]) if others else Spoken(None, None)
    return Spoken(said.text, _voices(voices[0]), said.language) if voices else said


def _voices(path: Path) -> tuple[Voice, ...]:
    by_recording = read_rttm(path, where=str(path))
    if path.stem in by_recording:
        return tuple(by_recording[path.stem])
    if len(by_recording) != 1:
        raise BadInput(
            f"holds {len(by_recording)} recordings, none of them {path.stem}",
            where=str(path),
            remedy="give one file a recording",
        )
    return tuple(next(iter(by_recording.values())))


def _spoken(path: Path) -> Spoken:
    where = str(path)
    suffix = path.suffix.lower()
    try:
        read = READERS[suffix](path, where=where)
    except BadInput:
        if suffix not in (".txt", ".md"):
            raise
        return Spoken(read_text(path, where=where, guess=True), None)
    if isinstance(read, Labelled):
        return Spoken(_words(path, read, where), None)
    return Spoken(
        " ".join(_undoubted(cue.text) for cue in read.cues), tuple(_timed(read)), read.language
    )


def _words(path: Path, read: Labelled, where: str) -> str:
    """Return what is said, names left out; of plain text without surely any, all of it."""
    named = sum(bool(p.label) for p in read.paragraphs)
    timed = re.match(rf"\s*{STAMP}", read.text[: read.paragraphs[0].span.start])
    if path.suffix.lower() in (".txt", ".md") and named < 2 and not (timed and timed[0].strip()):
        return _undoubted(read_text(path, where=where, guess=True))
    spans = (paragraph.span for paragraph in read.paragraphs)
    return _undoubted(" ".join(read.text[span.start : span.end] for span in spans))


def _undoubted(text: str) -> str:
    """Return a text without our marks: what is doubted counts as said."""
    words = GAP.sub(" ", text).split()
    return " ".join(m["word"] if (m := DOUBTED.fullmatch(word)) else word for word in words)


def _timed(read: Timed) -> list[Voice]:
    """Return who speaks when, by the words where they have times of their own."""
    spans: list[Voice] = []
    for cue in read.cues:
        if any("interpolated" not in word.flags for word in cue.words):
            spans += [(cue.label, word.span) for word in cue.words]
        else:
            spans.append((cue.label, Span(cue.start, cue.end)))
    return spans
