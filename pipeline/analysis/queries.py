"""What people search for: words whatever their accents and case, and phrases as they stand.

A word finds what begins with it (``lavor``: lavoro, lavorare); words in quotation marks
are found as they stand, one after another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.span import Span

_CHUNK = re.compile(r'"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|([^\s"“«]+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """Folded words that must stand one after another; ``whole`` ends with a whole word."""

    words: tuple[str, ...]
    whole: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a folded text."""
        end = r"(?![^\W_])" if self.whole else r"[^\W_]*"
        return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(self.words) + end)


def terms(query: str) -> tuple[Term, ...]:
    """Return what a query asks for: words, and phrases in quotation marks."""
    found = []
    for match in _CHUNK.finditer(query):
        phrase = next((group for group in match.groups()[:3] if group is not None), None)
        words = tuple(_WORD.findall(fold(match[4] if phrase is None else phrase)))
        if words:
            found.append(Term(words, whole=phrase is not None))
    return tuple(dict.fromkeys(found))


def fold(text: str) -> str:
    """Return a text in small letters without accents."""
    parted = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parted if unicodedata.category(c) != "Mn")


def found_in(text: str, wanted: Sequence[Term]) -> bool:
    """Tell whether all that is searched for stands in a text; nothing is found by no query."""
    folded = fold(text)
    return bool(wanted) and all(term.pattern.search(folded) for term in wanted)


def marked(text: str, wanted: Sequence[Term]) -> list[Span]:
    """Return where the words of a query stand in a text, in code points; none overlap."""
    folded, origin = [], []
    for i, character in enumerate(text):
        for plain in fold(character):
            folded.append(plain)
            origin.append(i)
    plain_text, spans = "".join(folded), list[Span]()
    for term in wanted:
        for match in term.pattern.finditer(plain_text):
            spans.append(Span(origin[match.start()], origin[match.end() - 1] + 1))
    joined = list[Span]()
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] |= span
        else:
            joined.append(span)
    return joined
