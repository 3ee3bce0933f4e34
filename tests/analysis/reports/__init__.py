"""What reports write, in five languages, and who says it; all of it is invented.

In the files beside this one ``{ada: words}`` marks a quotation and whose it is, ``{?: words}`` one
of somebody whom nothing names; ``---`` parts reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.interview import Speaker
from pipeline.model.span import Span

LANGUAGES = ("en", "it", "es", "pt", "de")
PEOPLE = (
    Speaker("ada", "Ada Mirafiume", "", "corte"),
    Speaker("ugo", "Ugo Santoro", "", "corte"),
    Speaker("eve", "Eve Larkwood", "Robin", "yard"),
)
_MARKED = re.compile(r"\{(?P<who>[a-z?-]+): (?P<words>[^{}]*)\}")


@dataclass(frozen=True)
class Report:
    """A report, its paragraphs, and (person, place) of each quotation; ``?``: of nobody we know."""

    language: str
    text: str
    paragraphs: tuple[Span, ...]
    quotations: tuple[tuple[str, Span], ...]

    @property
    def given(self) -> tuple[tuple[str, Span], ...]:
        return tuple((who, span) for who, span in self.quotations if who != "?")

    @property
    def unknown(self) -> tuple[Span, ...]:
        return tuple(span for who, span in self.quotations if who == "?")


def clauses() -> Iterator[Report]:
    """Yield short reports, a habit of the press each."""
    for language in LANGUAGES:
        for part in _read(f"{language}.txt").split("\n---\n"):
            yield _report(language, part)


def panels() -> Iterator[Report]:
    """Yield whole reports of panels, two a language."""
    for language in LANGUAGES:
        for part in _read(f"panel-{language}.txt").split("\n---\n"):
            yield _report(language, part)


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8").rstrip("\n")


def _report(language: str, marked: str) -> Report:
    text, at, found = "", 0, []
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        found.append((match["who"], Span(len(text), len(text) + len(match["words"]))))
        text += match["words"]
        at = match.end()
    text += marked[at:]
    return Report(language, text, tuple(paragraphs_of(text)), tuple(found))


def paragraphs_of(text: str) -> Iterator[Span]:
    """Yield the paragraphs of a text, an empty line between them."""
    at = 0
    for paragraph in text.split("\n\n"):
        yield Span(at, at + len(paragraph))
        at += len(paragraph) + 2
