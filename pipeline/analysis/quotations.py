"""Who says what in a report: quotations in running text, given to the people they name.

What cannot be told is counted, never guessed. A quotation is given to somebody if the
clause that follows or leads to it names one person of the interview, or if it has no
subject of its own, or a pronoun, and so goes on with the person before. What is told in
the reporter's own words is nobody's. Verbs and marks: ``saying``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.analysis.saying import SAYING, of_somebody_else, quoted, towards, without_subject
from pipeline.model.interview import Speaker
from pipeline.model.span import Span

_DASHES = "–—-"
_ENDS = (".", "?", "!", "…")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_LEAST_WORDS = 3  # fewer that nobody says are a title or a word held with tongs
_NEAR_WORDS = 4  # a remark so short between two quotations in a paragraph changes no speaker
_TOGETHER = re.compile(r"\s*(?:,|e|ed|and|y|und|&)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Attributed:
    """Quotations by person's id, in order; and those of a speaker whom nothing names."""

    quotations: tuple[tuple[str, Span], ...]
    unknown: tuple[Span, ...] = ()

    @property
    def left_out(self) -> int:
        """How many could be given to nobody."""
        return len(self.unknown)


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
    n_words: int

    @property
    def alone(self) -> bool:
        """Whether no more than one whole sentence leads to it."""
        return len(_SENTENCE.split(self.before.strip(" ,"))) <= 1


@dataclass(frozen=True)
class _Said:
    """Whom a clause names as the one who speaks; ``stranger``: somebody else speaks."""

    who: str = ""
    stranger: bool = False


def attribute(
    text: str, paragraphs: Sequence[Span], people: Sequence[Speaker], *, language: str = ""
) -> Attributed:
    """Give the quotations of a report to those who say them.

    Args:
        text: the canonical text.
        paragraphs: its paragraphs.
        people: who may be quoted: by full name, first name, surname or pseudonym.
        language: of the report (ISO 639-1), where it is known.
    """
    reader = _Reader(_names(people), language)
    given: list[tuple[str, Span]] = []
    unknown: list[Span] = []
    last = ""  # whom a pronoun at a paragraph's beginning means
    open_by = ""
    for paragraph in paragraphs:
        here = _Said(last)
        rest = text[paragraph.start : paragraph.end]
        before: _Quote | None = None
        for quote in _quotes(text, paragraph):
            told = reader.speaker(quote, here, before)
            if not told.who and open_by and not quote.before.strip():
                told = _Said(open_by)  # a quotation over several paragraphs is opened in each
            if told.who:
                given.append((told.who, quote.span))
            elif quote.n_words >= _LEAST_WORDS or SAYING.search(reader.clause_after(quote)):
                unknown.append(quote.span)
            here, before, open_by = told, quote, "" if quote.closed else told.who
            rest = quote.after
        last = reader.in_mind(rest, here)
    return Attributed(tuple(given), tuple(unknown))


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
    found = quoted(body)
    starts = [span.start for span, _ in found] + [len(body)]
    before = 0
    for (span, closed), following in zip(found, starts[1:], strict=True):
        said = body[span.start : span.end]
        lead = body[before : span.start].rstrip().rstrip("«»“„\"‘‚'")
        after = body[span.end : following].lstrip("»«”“\"’‘' ") if closed else ""
        behind = after.rstrip().rstrip("«»“„\"‘‚'") if following < len(body) else after
        shifted = Span(paragraph.start + span.start, paragraph.start + span.end)
        yield _Quote(shifted, lead, behind, closed, said.endswith(_ENDS), len(said.split()))
        before = span.end + closed


class _Reader:
    """Reads clauses for the people that a report knows."""

    def __init__(self, names: Mapping[str, str], language: str) -> None:
        self.names = names
        self.language = language

    def speaker(self, quote: _Quote, here: _Said, before: _Quote | None) -> _Said:
        """Return who says a quotation.

        Args:
            quote: the quotation.
            here: who spoke before it, or whom the paragraph before was about.
            before: the quotation before it in its paragraph.
        """
        after = self.clause_after(quote)
        lead, sentence = _clauses_before(quote.before)
        for told in (self._after(after), self._before(lead)):
            if told.who or told.stranger:
                return told
        subjects = self._subjects(sentence)
        own_clause = bool(before and self.clause_after(before)) and quote.alone
        if after or lead:  # a verb without a subject: the one before speaks
            if subjects and not own_clause:
                return _Said(subjects[0]) if len(subjects) == 1 else _Said(stranger=True)
            stays = own_clause or not of_somebody_else(sentence)
            return here if here.who and stays else _Said(stranger=True)
        about = "" if own_clause else self._about(sentence)
        if about:
            return _Said(about)
        goes_on = before and (own_clause or len(quote.before.split()) <= _NEAR_WORDS)
        return here if goes_on else _Said(stranger=True)

    def clause_after(self, quote: _Quote) -> str:
        """Return what a quotation's own sentence says behind it: `, says X`.

        After a full stop a capital begins another sentence, unless it is `Ada asks.`
        """
        words = quote.after.lstrip()
        if not words or words[0] in ".?!…:;":
            return ""
        clause = re.split(r"[.?!…:;]", words, maxsplit=1)[0].strip(f" ,{_DASHES}")
        if not (quote.ended and words[0].isupper()):
            return clause
        found = self._people(clause)[:1]
        verb = SAYING.match(clause[found[0][1] :].lstrip()) if found else None
        return clause if verb and found[0][0] == 0 else ""

    def in_mind(self, rest: str, here: _Said) -> str:
        """Return whom a pronoun after a paragraph means; empty where that is open.

        Args:
            rest: its words behind the last quotation.
            here: who was quoted last, or whom the paragraph before was about.
        """
        sentences = [part for part in _SENTENCE.split(rest.strip()) if part.strip(" .,;")]
        told = [name for part in sentences[-1:] for name in self._subjects(part)]
        if told:
            return told[0] if len(told) == 1 else ""
        whole = dict.fromkeys(name for part in sentences for name in self._subjects(part))
        return here.who if not whole and len(sentences) <= 1 else ""

    def _after(self, clause: str) -> _Said:
        """Read `racconta Filomena Dragona, tessitrice`, `ammette`, `says the mayor`."""
        return self._told(clause, leads=True) if clause else _Said()

    def _before(self, clause: str) -> _Said:
        """Read `Dragona annuisce:`, `Per Luca Petrascura, che fa rilievi,`, `the mayor adds:`."""
        leads = clause.rstrip().endswith((":", ",", *_DASHES))
        return self._told(clause, leads=leads) if clause.strip(f" ,:{_DASHES}") else _Said()

    def _told(self, clause: str, *, leads: bool) -> _Said:
        found = self._people(clause)
        names = {who for _, _, who in found}
        if not names and without_subject(clause.strip(f" ,:{_DASHES}")):
            return _Said()
        saying = SAYING.search(clause)
        free = [f for f in found if not self._turned_to(clause, f)]
        if leads and found and not free and not saying and len(clause[: found[0][0]].split()) == 1:
            free = found[:1]  # `To Ada little would be enough:`
        if found and not free and saying and not _has_noun(clause, saying, found[0][0]):
            return _Said()  # says to somebody: the one before speaks
        together = any(
            one[2] != two[2] and _TOGETHER.fullmatch(clause[one[1] : two[0]])
            for one, two in pairwise(free)
        )
        told = {who for _, _, who in free}
        if together or not told:
            return _Said(stranger=True)
        if len(told) == 1 and (leads or saying):
            return _Said(free[0][2])
        return _Said(_beside(saying, free, clause) if saying else "", stranger=True)

    def _turned_to(self, clause: str, name: tuple[int, int, str]) -> bool:
        start, end, _ = name
        owner = re.match(r"['’]s\b|['’](?=\s)", clause[end:])
        return bool(owner) or towards(clause[:start], language=self.language)

    def _subjects(self, sentence: str) -> list[str]:
        """Return the people of whom a sentence tells something, each once."""
        found = self._people(sentence)
        return list(dict.fromkeys(f[2] for f in found if not self._turned_to(sentence, f)))

    def _about(self, sentence: str) -> str:
        """Return the one person with whom a sentence begins or ends, if it names no other."""
        found = self._people(sentence)
        if len({who for _, _, who in found}) != 1:
            return ""
        words = re.findall(r"\w+", sentence.casefold())
        edges = {words[0], words[-1]} if words else set()
        at_edge = any(part in edges for name in self.names for part in name.split())
        return found[0][2] if at_edge else ""

    def _people(self, clause: str) -> list[tuple[int, int, str]]:
        """Return (start, end, id) of the people a clause names, in order; the longest count."""
        found: list[tuple[int, int, str]] = []
        free = clause
        for name in sorted(self.names, key=len, reverse=True):
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            found += [(m.start(), m.end(), self.names[name]) for m in pattern.finditer(free)]
            free = pattern.sub(lambda m: "\0" * len(m[0]), free)
        return sorted(found)


def _clauses_before(before: str) -> tuple[str, str]:
    """Return the unfinished clause that leads to a quotation, and the last whole sentence."""
    parts = [part for part in _SENTENCE.split(before.strip()) if part.strip(" .,;")]
    lead = parts.pop() if parts and not parts[-1].endswith(_ENDS) else ""
    return lead, parts[-1] if parts else ""


def _has_noun(clause: str, saying: re.Match[str], name: int) -> bool:
    """Tell whether more than a verb stands before `to somebody`: the mayor says to Ada."""
    words = re.findall(r"[^\W\d]+", clause[:name])
    return len([w for w in words if not SAYING.fullmatch(w)]) > 1 or not saying


def _beside(saying: re.Match[str], found: Sequence[tuple[int, int, str]], clause: str) -> str:
    """Return the person whose name stands at once before or behind a verb of saying."""
    for start, end, who in found:
        between = clause[end : saying.start()] if end <= saying.start() else None
        behind = clause[saying.end() : start] if start >= saying.end() else None
        if any(words is not None and not words.strip() for words in (between, behind)):
            return who
    return ""
