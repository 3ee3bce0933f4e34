"""Our own form, which carries all; read back, too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import adapter
from pipeline.model.interview import Role, Turn, Word
from pipeline.model.span import Span
from pipeline.model.transcript import Document, Provenance


@dataclass(frozen=True)
class _Word:
    text: str
    start_ms: int
    end_ms: int
    probability: float | None
    speaker: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Turn:
    speaker: str
    role: Role
    start_ms: int
    end_ms: int
    text: str
    language: str = ""


@dataclass(frozen=True)
class _Gap:
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class _Made(Provenance):
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    schema: str
    media: str
    language: str
    words: tuple[_Word, ...]
    turns: tuple[_Turn, ...]
    gaps: tuple[_Gap, ...] = ()
    provenance: _Made = field(default_factory=_Made)


def write_json(document: Document) -> bytes:
    """Write a document; words in the order of the turns that they belong to."""
    file = _File(
        schema=schemas.TRANSCRIPT_FILE,
        media=document.media,
        language=document.language,
        words=tuple(
            _Word(w.text, w.start, w.end, w.probability, turn.speaker, w.flags)
            for turn in document.turns
            for w in turn.words
        ),
        turns=tuple(
            _Turn(
                t.speaker,
                document.role(t.speaker),
                t.start,
                t.end,
                t.text,
                t.language or document.language,
            )
            for t in document.turns
        ),
        gaps=tuple(_Gap(gap.start, gap.end) for gap in document.gaps),
        provenance=_Made(**asdict(document.provenance), names=dict(document.names)),
    )
    return (json.dumps(asdict(file), ensure_ascii=False, indent=1) + "\n").encode()


def parse(record: Mapping[str, Any], *, where: str) -> Document:
    """Return the document that a file holds.

    A turn whose text was changed by hand keeps that text and has no words of its own.

    Raises:
        BadInput: a key is missing or holds something else than it should; it is named.
    """
    from pydantic import ValidationError

    try:
        file = adapter(_File).validate_python(record, strict=False)
        turns = tuple(
            replace(turn, language="" if turn.language == file.language else turn.language)
            for turn in _turns(file)
        )
        gaps = tuple(Span(gap.start_ms, gap.end_ms) for gap in file.gaps)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{place}: {first['msg'].lower()}", where=where, remedy="see docs/formats.md"
        ) from None
    except ValueError:
        raise BadInput(
            "a time runs backwards", where=where, remedy="put start_ms before end_ms"
        ) from None
    made = {k: v for k, v in asdict(file.provenance).items() if k != "names"}
    return Document(
        media=file.media,
        language=file.language,
        turns=turns,
        roles={turn.speaker: turn.role for turn in file.turns},
        names=dict(file.provenance.names),
        gaps=gaps,
        provenance=Provenance(**made),
    )


def _turns(file: _File) -> Iterator[Turn]:
    """Yield turns with their words: those that follow and say what the turn says."""
    at = 0
    for row in file.turns:
        Span(row.start_ms, row.end_ms)
        words: list[Word] = []
        text = ""
        while at + len(words) < len(file.words) and text != row.text:
            word = file.words[at + len(words)]
            text = f"{text} {word.text}" if words else word.text
            if word.speaker != row.speaker or not row.text.startswith(text):
                break
            span = Span(word.start_ms, word.end_ms)
            words.append(Word(word.text, span.start, span.end, word.probability, word.flags))
        if text == row.text:
            at += len(words)
        else:
            words = []
            while at < len(file.words) and _inside(file.words[at], row):
                at += 1
        yield Turn(row.speaker, row.start_ms, row.end_ms, row.text, tuple(words), row.language)


def _inside(word: _Word, row: _Turn) -> bool:
    return word.speaker == row.speaker and row.start_ms <= word.start_ms < row.end_ms
