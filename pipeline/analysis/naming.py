"""Whom a report quotes by name, where no list of people is at hand.

Candidates are runs of words with capitals, particles between them; those stay to whom a
quotation goes and who are no places. A surname or a first name alone is the one full name of
the text that holds it. Who is described by a role only ("the mayor") has no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.analysis.quotations import Attributed, attribute
from pipeline.analysis.saying import SAYING, told_between
from pipeline.analysis.turns import identify
from pipeline.model.interview import Speaker
from pipeline.model.span import Span

_PARTICLE = r"(?:d[aeio]s?|del(?:la|lo)?|di|la|le|(?:van|von)(?:\s+de[rn])?|y|e)"
_WORD = r"(?:d['’]|O['’])?[^\W\d_a-zß-öø-ÿ][\w’-]*[^\W\d_]"
_FULL = re.compile(rf"(?<![\w’'-]){_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,3}}(?![\w-])")
_ONE = re.compile(rf"\s*({_WORD})(?![\w-])")
_ONE_BEFORE = re.compile(rf"(?<![\w’'-])({_WORD})\s*$")
_ARTICLE = re.compile(
    r"\b(?:the|il|lo|la|i|gli|le|l['’]|dell['’]|all['’]|el|los|las|der|die|das|dem|den|des|ein\w*)\s*$",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|nel|nella|nell['’]|nei|a|en|em|no|na|nos|nas|bei|im|nach|aus|beim|vom)\s*$",
    re.IGNORECASE,
)
_PLACED_PT = re.compile(_PLACED.pattern.replace("|a|", "|"), re.IGNORECASE)  # there a person's
_TITLES = re.compile(
    r"(?:(?:mrs?|ms|dr|prof|sig|sra?|dra?|don|dona|doña|frau|herrn?|signora?|señora?|senhora?)\.?\s+)+",
    re.IGNORECASE,
)
_GERMAN_NAME_WORDS = 2  # before them stands what the person does: Weberin Ada Mirafiume
_LOWEST = 2  # letters
_NO_NAMES = set(
    re.findall(
        r"\w+",
        "he she they it we i nobody everybody one and but then so the a an for at in on lei lui poi"
        " così ma e nessuno qualcuno tutti chi dopo secondo per il lo la un una nel alla ella él"
        " ellos pero luego nadie todos y según para el en ela ele mas depois ninguém segundo o os"
        " as em no na sie er es man dann und aber niemand alle wir ich laut nach der die das im"
        " beim also auch più anche",
    )
)


def named_people(text: str, paragraphs: Sequence[Span], *, language: str = "") -> list[Speaker]:
    """Return the people whom a report quotes by name, in order; ids are made of names.

    Args:
        text: the canonical text.
        paragraphs: its paragraphs.
        language: ISO 639-1, where it is known.
    """
    clauses = [c for span in paragraphs for c in told_between(text[span.start : span.end])]
    names = _candidates(clauses, language)
    people = [Speaker(identify(name, (), ()), name, "", "") for name in names]
    found: Attributed = attribute(text, paragraphs, people, language=language)
    quoted = dict.fromkeys(who for who, _ in found.quotations)
    return [person for person in people if person.id in quoted]


def _candidates(clauses: Sequence[str], language: str) -> list[str]:
    """Return the names that may be people's, each once; parts of a full name left out."""
    full = dict.fromkeys(
        name
        for clause in clauses
        for match in _FULL.finditer(clause)
        if (name := _cleaned(match[0], clause[: match.start()], language, clauses))
    )
    beside = dict.fromkeys(name for clause in clauses for name in _beside_verbs(clause))
    placed = _PLACED_PT if language == "pt" else _PLACED
    places = {name for name in full if _is_place(name, clauses, beside, placed)}
    people = [name for name in full if name not in places and not _part(name, full)]
    return [*people, *(name for name in beside if not _part(name, full))]


def _cleaned(name: str, before: str, language: str, clauses: Sequence[str]) -> str:
    """Return a full name without titles and trades; empty for what is none."""
    words = _TITLES.sub("", name).split()
    if len(words) == 1:
        return words[0]
    while words and (words[0].casefold() in _NO_NAMES or SAYING.fullmatch(words[0])):
        words, before = words[1:], ""
    if language == "de":
        plain = not re.search(rf"\s{_PARTICLE}\s", f" {name} ")
        words = words[-_GERMAN_NAME_WORDS:] if plain else words
        if len(words) > 1 and _is_noun(words[0], clauses):
            words = words[1:]
    elif language != "pt" and _ARTICLE.search(before):
        return ""  # the Larkwood Trust, la Regione Basilicata; in Portuguese a person has one
    return " ".join(words) if len(words) > 1 else ""


def _is_noun(word: str, clauses: Iterable[str]) -> bool:
    """Tell whether a word with a capital has an article somewhere (die Weberin)."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(_ARTICLE.search(c[: m.start()]) for c in clauses for m in pattern.finditer(c))


def _beside_verbs(clause: str) -> Iterator[str]:
    """Yield single names at once before or behind a verb of saying."""
    full = [match.span() for match in _FULL.finditer(clause)]
    for verb in SAYING.finditer(clause):
        for match in (_ONE.match(clause, verb.end()), _ONE_BEFORE.search(clause[: verb.start()])):
            if match is None or _ARTICLE.search(clause[: match.start(1)]):
                continue
            word = match[1]
            if any(start <= match.start(1) < end for start, end in full):
                continue
            if len(word) > _LOWEST and word.casefold() not in _NO_NAMES:
                yield word


def _is_place(
    name: str, clauses: Iterable[str], beside: Iterable[str], placed: re.Pattern[str]
) -> bool:
    """Tell whether something happens in or at a name, and none of its words speaks."""
    if set(name.split()) & set(beside):
        return False
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(placed.search(c[: m.start()]) for c in clauses for m in pattern.finditer(c))


def _part(name: str, others: Iterable[str]) -> bool:
    """Tell whether a name is a part of another's words."""
    return any(name != other and f" {name} " in f" {other} " for other in others)
