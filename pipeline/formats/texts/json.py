"""Transcripts as JSON: our own, and those of Whisper and WhisperX (aTrain's, too)."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import adapter
from pipeline.formats.files import read_text
from pipeline.formats.texts.values import Cue, Timed
from pipeline.formats.transcripts.json import parse
from pipeline.model.interview import Word


@dataclass(frozen=True)
class _Word:
    word: str
    start: float | None = None
    end: float | None = None
    probability: float | None = None
    score: float | None = None
    speaker: str | None = None


@dataclass(frozen=True)
class _Segment:
    start: float
    end: float
    text: str = ""
    speaker: str | None = None
    words: tuple[_Word, ...] | None = None


@dataclass(frozen=True)
class _File:
    segments: tuple[_Segment, ...]
    language: str | None = None


def read_json(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read a transcript; its keys tell who wrote it.

    Words keep the times, the likelihoods and (in our own) the flags that they have. Where
    WhisperX gives a word no time, it gets a part of that between its neighbours.

    Raises:
        BadInput: it is no JSON, or no transcript that we know; the line or the key is told.
    """
    text = read_text(path, where=where, guess=True)
    try:
        record = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise BadInput(f"line {line}: is not JSON", where=where, remedy="export it again") from None
    if isinstance(record, dict) and record.get("schema") == schemas.TRANSCRIPT_FILE:
        timed = _own(record, where)
    elif isinstance(record, dict) and isinstance(record.get("segments"), list):
        timed = _whisper(record, where)
    else:
        raise BadInput(
            "is not a transcript",
            where=where,
            remedy="give one that Interleaf, Whisper or WhisperX wrote",
        )
    if not timed.cues:
        raise BadInput("holds no words", where=where, remedy="check that it is the right file")
    return timed


def _own(record: Mapping[str, Any], where: str) -> Timed:
    document = parse(record, where=where)
    cues = (
        Cue(document.name(turn.speaker), turn.start, turn.end, turn.text, turn.words)
        for turn in document.turns
        if turn.text.strip()
    )
    return Timed(tuple(cues), document.language)


def _whisper(record: Mapping[str, Any], where: str) -> Timed:
    from pydantic import ValidationError

    try:
        file = adapter(_File).validate_python(record, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{place}: {first['msg'].lower()}", where=where, remedy="export it again"
        ) from None
    cues: list[Cue] = []
    for number, segment in enumerate(file.segments):
        if not 0 <= segment.start <= segment.end < math.inf:
            raise BadInput(
                f"segments.{number}: its times cannot be", where=where, remedy="put them right"
            )
        cues += _cues(segment)
    language = file.language or ""
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.end))
    return Timed(tuple(ordered), language.lower() if len(language) == 2 else "")


def _cues(segment: _Segment) -> Iterator[Cue]:
    """Yield a segment, or its parts where words tell that another voice goes on."""
    who = segment.speaker or ""
    words = _joined(segment.words or ())
    if not words:
        text = " ".join(segment.text.split())
        if text:
            yield Cue(who, _ms(segment.start), _ms(segment.end), text)
        return
    timed = _timed(words, segment)
    labelled = [(word.speaker or who, done) for word, done in zip(words, timed, strict=True)]
    for label, run in groupby(labelled, key=lambda pair: pair[0]):
        mine = tuple(done for _, done in run)
        text = " ".join(word.text for word in mine)
        yield Cue(label, mine[0].start, max(word.end for word in mine), text, mine)


def _joined(words: Sequence[_Word]) -> list[_Word]:
    """Join what belongs to one word: in Whisper's files a new one begins with a space."""
    spaced = any(word.word.startswith(" ") for word in words)
    joined: list[_Word] = []
    for word in words:
        if not word.word.strip():
            continue
        if joined and spaced and not word.word.startswith(" "):
            before = joined.pop()
            word = replace(before, word=before.word + word.word, end=word.end or before.end)
        joined.append(word)
    return joined


def _timed(words: Sequence[_Word], segment: _Segment) -> list[Word]:
    """Return words with times in order, in milliseconds; unknown ones lie evenly between known."""
    first, last = _ms(segment.start), _ms(segment.end)
    found: list[Word] = []
    latest = first
    for i, word in enumerate(words):
        start = latest if word.start is None else max(0, _ms(word.start))
        if word.end is not None:
            end = _ms(word.end)
        else:
            known = (n for n, w in enumerate(words[i + 1 :], start=i + 1) if w.start is not None)
            until = next(known, len(words))
            to = _ms(words[until].start or 0) if until < len(words) else last
            end = start + max(0, to - start) // (until - i)
        sure = word.probability if word.probability is not None else word.score
        sure = None if sure is None or math.isnan(sure) else min(1.0, max(0.0, sure))
        flags = () if word.start is not None and word.end is not None else ("interpolated",)
        text = " ".join(word.word.split())
        found.append(Word(text, start, max(start, end), sure, flags))
        latest = max(start, end)
    return found


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
