"""Who says what in a report: quotations in running text, given to the people they name.

What cannot be told is counted, never guessed. A quotation is given to somebody if the
clause that follows or leads to it names one person of the interview, or if it has no
subject of its own and so goes on with the person before. What is told in the reporter's
own words is nobody's. Made for Italian and English; other languages share the rules, with
fewer verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.interview import Speaker
from pipeline.model.span import Span

_QUOTED = re.compile(r"«(?:[^«»]|«[^«»]*»)+(?:»|$)|[“„][^“”„]+(?:[”“]|$)|\"[^\"]+(?:\"|$)")
_MARKS = '«»“”„"'
_DASHES = "–—-"
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_LEAST_WORDS = 3  # fewer that nobody says are a title or a word held with tongs
_NEAR_WORDS = 4  # a remark so short between two quotations in a paragraph changes no speaker

_SAYING = re.compile(
    r"\b(?:"
    r"sa(?:ys?|id)|tells?|told|adds?|added|explain\w*|recall\w*|remember\w*|insist\w*|replie[sd]"
    r"|answer(?:s|ed)|asks?|asked|admit\w*|conclude[sd]?|continue[sd]?|goes on|went on|according"
    r"|dic(?:e|ono|eva)|disse|detto|raccont\w+|spieg\w+|aggiun\w+|rispo\w+|ricord\w+|continu\w+"
    r"|prosegu\w+|conclu\w+|ammett\w+|osserv\w+|precis\w+|insist\w+|chiede|chiese|ribatt\w+"
    r"|confess\w+|sostien\w+|afferm\w+|secondo|per|replic\w+|esord\w+|avvert\w+|rivel\w+|riprend\w+"
    r"|dijo|cuent\w+|explic\w+|añad\w+|respond\w+|según|diz|disse|cont[ao]|acrescent\w+|segundo"
    r"|sagt\w*|erzähl\w+|erklär\w+|meint\w*|ergänz\w+|antwort\w+|laut|betont\w*"
    r")\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(?:he|she|they|lei|lui|loro|ella|él|ela|ele|sie|er|ha|has|had|hat"
    r"|e|and|y|und|ma|but"
    r"|ancora|poi|subito|again|then|later|después|depois|dann|weiter|noch|hinzu|fort)\b",
    re.IGNORECASE,
)
_DOING = ("ando", "endo", "ing")  # racconta sorridendo, she says smiling: no subject
_TOWARDS = re.compile(
    r"\b(?:a|ad|al|alla|di|del|della|da|dal|dalla|con|per|su|to|of|with|for|at|from|von|mit|zu)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Attributed:
    """Quotations by person's id, in order; and how many could be given to nobody."""

    quotations: tuple[tuple[str, Span], ...]
    left_out: int


@dataclass(frozen=True)
class _Quote:
    """Words between marks, with the reporter's words up to the neighbouring quotations.

    ``ended``: they end with a full stop or its like.
    """

    span: Span
    before: str
    after: str
    closed: bool
    ended: bool


@dataclass(frozen=True)
class _Said:
    """Whom a clause names as the one who speaks; ``stranger``: somebody else speaks."""

    who: str = ""
    stranger: bool = False


def attribute(text: str, paragraphs: Sequence[Span], people: Sequence[Speaker]) -> Attributed:
    """Give the quotations of a report to those who say them.

    Args:
        text: the canonical text.
        paragraphs: its paragraphs.
        people: who may be quoted: by full name, first name, surname or pseudonym.
    """
    names = _names(people)
    given: list[tuple[str, Span]] = []
    left_out, open_by = 0, ""
    for paragraph in paragraphs:
        here = ""  # who was quoted last in this paragraph
        for quote in _quotes(text, paragraph):
            who = _speaker(quote, names, here)
            if not who and open_by and not quote.before.strip():
                who = open_by  # a quotation over several paragraphs is opened in each
            if who:
                given.append((who, quote.span))
            elif len(text[quote.span.start : quote.span.end].split()) >= _LEAST_WORDS:
                left_out += 1
            here, open_by = who, "" if quote.closed else who
    return Attributed(tuple(given), left_out)


def _names(people: Sequence[Speaker]) -> dict[str, str]:
    """Return name -> id for every name that calls one of the people and no other."""
    called: dict[str, set[str]] = {}
    for person in people:
        parts = person.name.split()
        surnames = {" ".join(parts[i:]) for i in range(1, len(parts))}
        for name in (person.called() | surnames) - {person.id}:
            called.setdefault(name.casefold(), set()).add(person.id)
    return {name: next(iter(ids)) for name, ids in called.items() if len(ids) == 1}


def _quotes(text: str, paragraph: Span) -> Iterator[_Quote]:
    """Yield a paragraph's quotations; one without an end lasts until the paragraph's."""
    body = text[paragraph.start : paragraph.end]
    found = [match.span() for match in _QUOTED.finditer(body)]
    edges = [(0, 0), *found, (len(body), len(body))]
    for i, (start, end) in enumerate(found, start=1):
        closed = body[end - 1] in _MARKS
        words = body[start + 1 : end - closed]
        first = paragraph.start + start + 1 + len(words) - len(words.lstrip())
        span = Span(first, first + len(words.strip()))
        before, after = body[edges[i - 1][1] : start], body[end : edges[i + 1][0]]
        ended = words.rstrip().endswith((".", "?", "!", "…"))
        yield _Quote(span, before, after, closed, ended)


def _speaker(quote: _Quote, names: Mapping[str, str], here: str) -> str:
    """Return who says a quotation, empty where that cannot be told."""
    after = _clause_after(quote)
    lead, sentence = _clauses_before(quote.before)
    told = _told_after(after, names)
    if told.who or told.stranger:
        return told.who
    led = _told_before(lead, names)
    if led.who or led.stranger:
        return led.who
    about = _about(sentence, names)
    if after:  # a verb without a subject: the one whom the words before name, or who just spoke
        return about or (here if not _people(sentence, names) else "")
    if about and not lead:
        return about
    return here if len(quote.before.split()) <= _NEAR_WORDS and not about else ""


def _clause_after(quote: _Quote) -> str:
    """Return what a quotation's own sentence says behind it: `, says X`."""
    words = quote.after.lstrip()
    if not words or words[0] in ".?!…:;" or (quote.ended and words[0].isupper()):
        return ""
    return re.split(r"[.?!…:;]", words, maxsplit=1)[0].strip(f" ,{_DASHES}")


def _clauses_before(before: str) -> tuple[str, str]:
    """Return the unfinished clause that leads to a quotation, and the last whole sentence."""
    parts = [part for part in _SENTENCE.split(before.strip()) if part.strip(" .,;")]
    lead = parts.pop() if parts and not parts[-1].endswith((".", "?", "!", "…")) else ""
    return lead, parts[-1] if parts else ""


def _told_after(clause: str, names: Mapping[str, str]) -> _Said:
    """Read `racconta Filomena Dragona, tessitrice`, `ammette`, `says the mayor`."""
    if not clause or _goes_on(clause):
        return _Said()
    found = _people(clause, names)
    saying = _SAYING.search(clause)
    if not saying:
        found = [(at, who) for at, who in found if not _TOWARDS.search(clause[:at])]
    if len({who for _, who in found}) == 1:
        return _Said(found[0][1])
    if found and saying:
        return _Said(_beside(saying, found, clause), stranger=True)
    return _Said(stranger=True)


def _told_before(clause: str, names: Mapping[str, str]) -> _Said:
    """Read `Dragona annuisce:`, `Per Luca Petrascura, che fa rilievi,`, `the mayor adds:`."""
    words = clause.strip(f" ,:{_DASHES}")
    if not words or _goes_on(words):
        return _Said()
    leads = clause.rstrip().endswith((":", ",", *_DASHES))
    found = _people(clause, names)
    saying = _SAYING.search(clause)
    if len({who for _, who in found}) == 1 and (leads or saying):
        return _Said(found[0][1])
    if found and saying:
        return _Said(_beside(saying, found, clause), stranger=True)
    return _Said(stranger=True)


def _about(sentence: str, names: Mapping[str, str]) -> str:
    """Return the one person with whom a whole sentence begins or ends, if it names no other."""
    found = _people(sentence, names)
    if len({who for _, who in found}) != 1:
        return ""
    words = re.findall(r"\w+", sentence.casefold())
    edges = {words[0], words[-1]} if words else set()
    return found[0][1] if any(part in edges for name in names for part in name.split()) else ""


def _beside(saying: re.Match[str], found: Sequence[tuple[int, str]], clause: str) -> str:
    """Return the person whose name follows a verb of saying at once, empty for none."""
    start = saying.end() + len(clause[saying.end() :]) - len(clause[saying.end() :].lstrip())
    return next((who for at, who in found if at == start), "")


def _goes_on(clause: str) -> bool:
    """Tell whether a clause is a verb without a subject of its own, or with a pronoun."""
    bare = re.findall(r"[^\W\d]+", _FILLERS.sub(" ", clause))
    verb, rest = bare[:1], bare[1:]
    if not rest:
        return not any(word[0].isupper() for word in verb)
    return bool(_SAYING.match(verb[0])) and rest[0].endswith(_DOING)


def _people(clause: str, names: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return (place, id) of the people a clause names, in order; the longest names count."""
    found: list[tuple[int, str]] = []
    free = clause
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", free, re.IGNORECASE):
            found.append((match.start(), names[name]))
        free = re.sub(
            rf"(?<!\w){re.escape(name)}(?!\w)", lambda m: "\0" * len(m[0]), free,
            flags=re.IGNORECASE,
        )  # fmt: skip
    return sorted(found)
