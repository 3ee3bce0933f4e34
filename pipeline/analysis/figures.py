"""Figures in running text: percentages, shares, ranges and counts, in five languages.

Digits are read by Babel as the language writes them (1.200 is a thousand and more in Italian),
number words by text2num.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pipeline.model.span import Span

LANGUAGES = ("en", "it", "es", "pt", "de")
_LOCALES = {"pt": "pt_BR"}  # in pt_PT a point is no separator at all

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_WORDS = r"[^\W\d_]+(?:-[^\W\d_]+)*(?:[ ][^\W\d_]+(?:-[^\W\d_]+)*){0,4}"
_PERCENT = {
    "en": r"%|per ?cent\b", "it": r"%|per ?cento\b", "es": r"%|por ciento\b",
    "pt": r"%|por cento\b", "de": r"%|Prozent\b",
}  # fmt: skip
_TO = {
    "en": r"[–-]|to|and", "it": r"[–-]|al?|e(?: il)?|e l['’]", "es": r"[–-]|al?|y(?: el)?",
    "pt": r"[–-]|a|e(?: os?)?", "de": r"[–-]|bis|und",
}  # fmt: skip
_OUT_OF = {
    "en": r"out of(?: every)?|in(?: every)?|of every", "it": r"su", "es": r"de cada",
    "pt": r"(?:em|de) cada|em", "de": r"von",
}  # fmt: skip
_PARTS = {
    "en": {2: "hal(?:f|ves)", 3: "thirds?", 4: "quarters?", 5: "fifths?", 10: "tenths?"},
    "it": {2: "metà", 3: "terz[oi]", 4: "quart[oi]", 5: "quint[oi]", 10: "decim[oi]"},
    "es": {2: "mitad", 3: "tercios?", 4: "cuartos?", 5: "quintos?", 10: "décimos?"},
    "pt": {2: "metade", 3: "terços?", 4: "quartos?", 5: "quintos?", 10: "décimos?"},
    "de": {2: "Hälfte", 3: "Drittel", 4: "Viertel", 5: "Fünftel", 10: "Zehntel"},
}
_ONE = {
    "en": r"an?|one", "it": r"un[oa']?", "es": r"un[oa]?", "pt": r"uma?", "de": r"ein(?:e[rns]?)?"
}  # fmt: skip
_EACH = {"zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "zehnte": 10}
_MULTIPLES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "mila": 10**3, "milion": 10**6,
    "miliard": 10**9, "mil": 10**3, "millon": 10**6, "millón": 10**6, "milh": 10**6,
    "tausend": 10**3, "milliard": 10**9,
}  # fmt: skip
_MULTIPLE = (
    r"(?P<multiple>thousand|millions?|billions?|mila|milion[ei]|miliard[oi]|mil|mill[oó]n(?:es)?"
    r"|milhão|milhões|tausend|Million(?:en)?|Milliarden?)\b"
)
_TIMES = re.compile(
    r"years?|months?|weeks?|days?|hours?|minutes?|ann[oi]|mes[ei]|settiman[ae]|giorn[oi]|or[ae]|minut[oi]"
    r"|años?|meses|semanas?|días?|horas?|anos?|mês|dias?|Jahr\w*|Monat\w*|Woche\w*|Tag\w*|Stunde\w*"
    r"|o['’]clock|Uhr|euros?|per|por|pro|a|e|y|and|und|o|or|oder|ou|bis|to|al|in|su|di|de|of|von",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A number as a text gives it.

    ``unit``: ``%``; ``share`` (of 1); else the word that is counted. ``high`` is the upper
    end of a range, None where there is one number.
    """

    span: Span
    number: float
    high: float | None
    unit: str


def figures(sentence: str, *, language: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence, in order; where two readings meet, the fuller.

    Years, and numbers of years, days or hours alone, are no figures of their own. Of a
    language not in ``LANGUAGES``, only percentages and digits are read, as in English.
    """
    lang = language if language in LANGUAGES else "en"
    found: list[Figure] = []
    for reader in (_percentages, _shares, _counts):
        for figure in reader(sentence, lang):
            if not any(figure.span & other.span for other in found):
                found.append(figure)
    return tuple(sorted(found, key=lambda f: f.span.start))


def _percentages(sentence: str, lang: str) -> Iterator[Figure]:
    unit, to = _PERCENT[lang], _TO[lang]
    for match in re.finditer(rf"(?:\s*(?:{unit}))", sentence, re.IGNORECASE):
        last = _number_before(sentence, match.start(), lang)
        if last is None:
            continue
        start, high = last
        joint = re.search(rf"\s*(?:(?:{unit})\s*)?(?:{to})\s*$", sentence[:start], re.IGNORECASE)
        first = _number_before(sentence, joint.start(), lang) if joint else None
        if first and first[1] < high and _ranged(sentence, first[0], joint[0] if joint else ""):
            yield Figure(Span(first[0], match.end()), first[1], high, "%")
        else:
            yield Figure(Span(start, match.end()), high, None, "%")


def _ranged(sentence: str, start: int, joint: str) -> bool:
    """Tell whether two numbers are a range: a dash, `bis`, or `between ... and`, `from ... to`."""
    if re.search(r"[–-]|\bto\b|\bbis\b|\bal?\b", joint):
        return True
    before = r"\b(?:between|tra|fra|entre|zwischen)(?:\s+(?:il|l['’]|el|os?|as?))?\s*$"
    return bool(re.search(before, sentence[:start], re.IGNORECASE))


def _shares(sentence: str, lang: str) -> Iterator[Figure]:
    """Yield `two out of three`, `jeder Dritte`, `two thirds`, `la metà`."""
    for match in re.finditer(rf"\s+(?:{_OUT_OF[lang]})\s+", sentence, re.IGNORECASE):
        part = _number_before(sentence, match.start(), lang)
        counted = re.search(r"\s[^\W\d_]+$", sentence[: match.start()])
        if part is None and counted and match[0].split() != ["in"]:  # otto laboratori su dieci
            part = _number_before(sentence, counted.start(), lang)
        whole = _number_after(sentence, match.end(), lang)
        if part and whole and 0 < part[1] < whole[1] and whole[1] == int(whole[1]):
            span = Span(part[0], whole[0])
            yield Figure(span, float(Fraction(int(part[1]), int(whole[1]))), None, "share")
    if lang == "de":
        for match in re.finditer(
            rf"\bjede[rsnm]?\s+({'|'.join(_EACH)})n?\b", sentence, re.IGNORECASE
        ):
            yield Figure(Span(*match.span()), 1 / _EACH[match[1].lower()], None, "share")
    for parts, word in _PARTS[lang].items():
        for match in re.finditer(rf"\b(?:{word})\b", sentence):
            before = _number_before(sentence, match.start(), lang)
            if before and not 0 < before[1] < parts:
                continue
            if before:
                yield Figure(Span(before[0], match.end()), before[1] / parts, None, "share")
            elif parts == 2:  # a half needs no number
                yield Figure(Span(*match.span()), 0.5, None, "share")


def _counts(sentence: str, lang: str) -> Iterator[Figure]:
    """Yield digits, or digits with a multiple, and the word that they count."""
    noun = re.compile(
        r"\s+(?:(?:di|de|of)\s+)?(?P<unit>[^\W\d_]{2,}(?:-[^\W\d_]+)*)|\s*(?P<sign>[€$£])"
    )
    for match in re.finditer(rf"(?<![\w.,])(?:{_DIGITS})(?![\w])", sentence):
        number = parsed(match[0], lang)
        multiple = re.compile(rf"\s*{_MULTIPLE}", re.IGNORECASE).match(sentence, match.end())
        end = multiple.end() if multiple else match.end()
        counted = noun.match(sentence, end)
        unit = (counted["unit"] or counted["sign"]) if counted else ""
        year = number is not None and 1800 <= number < 2100 and not multiple and match[0].isdigit()
        if number is None or year or not unit or (_TIMES.fullmatch(unit) and not multiple):
            continue
        factor = _factor(multiple["multiple"]) if multiple else 1
        yield Figure(Span(match.start(), end), round(number * factor, 6), None, unit)


def _factor(word: str) -> int:
    lower = word.lower()
    return next(n for stem, n in sorted(_MULTIPLES.items(), key=lambda p: -len(p[0]))
                if lower.startswith(stem))  # fmt: skip


def _number_before(sentence: str, end: int, lang: str) -> tuple[int, float] | None:
    """Return (where it begins, the number) that ends at a place, white space aside."""
    head = sentence[:end].rstrip()
    digits = re.search(rf"(?<![\w.,])(?:{_DIGITS})$", head)
    if digits:
        number = parsed(digits[0], lang)
        return None if number is None else (digits.start(), number)
    words = list(re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?", head))[-5:]
    if not words or words[-1].end() != len(head):
        return None
    for first in words:  # the longest run of words that is a number
        number = spelled(head[first.start() :], lang)
        if number is not None:
            return first.start(), number
    return None


def _number_after(sentence: str, start: int, lang: str) -> tuple[int, float] | None:
    """Return (where it ends, the number) that begins at a place."""
    digits = re.compile(_DIGITS).match(sentence, start)
    if digits:
        number = parsed(digits[0], lang)
        return None if number is None else (digits.end(), number)
    word = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*").match(sentence, start)
    number = spelled(word[0], lang) if word else None
    return (word.end(), number) if word and number is not None else None


def parsed(digits: str, language: str) -> float | None:
    """Return a number written in digits as a language writes it; None for what is none."""
    from babel.numbers import NumberFormatError, parse_decimal

    bare = re.sub(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3})", "", digits)
    try:
        return float(parse_decimal(bare, locale=_LOCALES.get(language, language), strict=True))
    except NumberFormatError:  # 3.5 in an Italian text, 1,200.5 in a German one
        pass
    try:
        return float(bare.replace(",", "."))
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def spelled(words: str, language: str) -> float | None:
    """Return the number that words spell; None where they spell none."""
    from text_to_num import text2num

    if re.fullmatch(_ONE[language], words, re.IGNORECASE):
        return 1.0
    try:
        return float(text2num(words.lower().strip("'’"), language))
    except ValueError:
        return None
