"""Whether a text without names is one person's own words, or a report about people.

An interview from which the interviewer was cut out is all "I"; a reporter hardly says it
outside of quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.analysis.saying import quoted
from pipeline.model.span import Span

_FIRST_PERSON = {
    "en": "i me my mine myself",
    "it": "io me mi mio mia miei mie ho faccio penso credo voglio posso vado sto avevo",
    "es": "yo me mi mis mío mía míos mías he soy tengo estoy hago pienso creo quiero voy",
    "pt": "eu me mim meu minha meus minhas sou tenho estou faço penso acho quero posso vou",
    "de": "ich mir mich mein meine meiner meinen meinem meines",
}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_OWN = 0.015  # of the words outside quotation marks: "I" and what goes with it
_MORE = 0.3  # as much more for what is quoted: in a report, those whom it names say a lot


def told_by_one(
    text: str, paragraphs: Sequence[Span], quotations: Sequence[Span], *, language: str
) -> bool:
    """Tell whether a text is what one person says.

    Args:
        text: the text.
        paragraphs: its paragraphs.
        quotations: what it quotes of people whom it names.
        language: ISO 639-1. Of one whose words for "I" are not known here, nothing can be told.
    """
    mine = frozenset(_FIRST_PERSON.get(language, "").split())
    length = sum(p.length for p in paragraphs)
    if not mine or not length:
        return False
    share = sum(q.length for q in quotations) / length
    words = [word for p in paragraphs for word in _outside(text[p.start : p.end])]
    own = sum(word in mine for word in words)
    return own > 1 and own > (_LEAST_OWN + _MORE * share) * len(words)


def _outside(paragraph: str) -> list[str]:
    """Return the words of a paragraph that stand in no quotation marks."""
    rest, start = [], 0
    for span, _ in quoted(paragraph):
        rest.append(paragraph[start : span.start])
        start = span.end
    rest.append(paragraph[start:])
    return _WORD.findall(" ".join(rest).casefold())
