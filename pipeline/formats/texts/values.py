"""What a reader returns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.errors import BadInput
from pipeline.model.interview import Word
from pipeline.model.span import Span


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of somebody's words; an empty label goes on with the last speaker."""

    label: str
    span: Span


@dataclass(frozen=True)
class Labelled:
    """A text in its canonical version, with its paragraphs by speaker, in order.

    ``prose``: nobody is named before their words; the paragraphs are a report in which
    quotations are still to be attributed, and their labels are empty.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    prose: bool = False


class NobodySpeaks(BadInput):
    """A text that names and quotes nobody; ``text`` is its paragraphs, an article's."""

    text: Labelled | None = None


@dataclass(frozen=True)
class Cue:
    """Words of one voice, ``start`` to ``end`` in milliseconds of a recording that is elsewhere.

    An empty label: the file does not say whose they are. ``words`` with their own times
    and flags where the file has them, else empty.
    """

    label: str
    start: int
    end: int
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Timed:
    """A transcript with times, in their order; ``language`` (ISO 639-1) where the file tells it."""

    cues: tuple[Cue, ...]
    language: str = ""


class Reader(Protocol):
    """Reads one form of text."""

    def __call__(self, path: Path, *, where: str, names: Collection[str] = ()) -> Labelled | Timed:
        """Read a file.

        Args:
            path: the file.
            where: how messages name it.
            names: how those who speak here may be called, in any case.

        Raises:
            BadInput: it is damaged, or nobody is named in it.
        """
