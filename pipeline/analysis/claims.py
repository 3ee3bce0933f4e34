"""Figures that an article takes from a survey: what is claimed, and whose figure it is.

A claim is a figure in a sentence that names its source: `according to`, or a survey, study
or census that finds, shows or says. Sentences after it in the same paragraph go on with the
source until another speaks. What people say in quotation marks is theirs and no survey's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.analysis.figures import figures
from pipeline.analysis.saying import quoted
from pipeline.model.span import Span

_SENTENCE = re.compile(r"(?<=[.?!…])[»”\"]?\s+(?=[«“„\"¿¡]?[^\W\d_a-zß-öø-ÿ])")
_SURVEY = re.compile(
    r"\b(?:surveys?|stud(?:y|ies)|polls?|reports?|research|census|statistics|figures|data|barometer"
    r"|indagin[ei]|ricerca|ricerche|studio?|sondaggi|sondaggio|rapport[oi]|censimento|statistiche|dati"
    r"|osservatorio|encuestas?|estudios?|informes?|sondeos?|censo|estadísticas|barómetro|observatorio"
    r"|datos|inquéritos?|estudos?|relatórios?|sondage(?:m|ns)|estatísticas|observatório|dados"
    r"|\w*(?:umfragen?|studien?|befragung(?:en)?|erhebung(?:en)?|zählung|statistik)"
    r"|berichte?s?|daten|zahlen)\b",
    re.IGNORECASE,
)
_FINDS = re.compile(
    r"\b(?:finds?|found|shows?|shown|says?|said|reveals?|revealed|reports?|reported|estimates?d?|suggests?"
    r"|puts?|counts?|counted|indicates?|according"
    r"|rilev\w+|emerg\w+|emers\w+|mostr\w+|dice|dicono|rivel\w+|stim\w+|indic\w+|risult\w+|cont[aò]\w*|secondo"
    r"|registr\w+|calcol\w+"
    r"|revel\w+|muestr\w+|mostr\w+|señal\w+|apunt\w+|cifr\w+|calcul\w+|desprend\w+|según|cuent\w+|dicen"
    r"|aponta\w*|estim\w+|conclu\w+|diz|dizem|segundo|regist\w+"
    r"|ergib\w+|ergab\w*|zeig\w+|sag(?:t|te|en)|laut|zufolge|nennt|nannte|schätz\w+|belegt?\w*|kommt|kam|fand"
    r"|beziffer\w+|hervor)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to|stando (?:a\b|(?=a))|secondo|según|segundo|de acordo com|de acuerdo con"
    r"|laut"
    r"|nach(?= (?:Angaben|Zahlen|Daten)))\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+(?:[-.,&][^\W_]+)*['’]?|[^\w\s]")
_THE = re.compile(
    r"the|an?|il|lo|la|i|gli|le|un[ao]?|l['’]|un['’]|el|los|las|os?|as|um|uma|die|das|de[mnr]|eine?[mnrs]?"
    r"|(?:d|n)?all['’oaie]?|ai|alla|dai|dal|dalla|al|ao?s?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"of|by|from|among|for|di|de|d['’]|del|dell['’]|dell[oae]|degli|dei|d[oa]s?|des|der|von|vom"
    r"|für|unter|su|sull[ae]|tra|fra|sobre|entre",
    re.IGNORECASE,
)
_BEFORE_NOUN, _CHAIN = 5, 4  # words before a survey's noun, and links behind it, at most
_CLAUSE = re.compile(
    r"\s*;\s*|,\s+(?=(?:while|whereas|but|and|mentre|ma|e|mientras|pero|y|enquanto|mas|während|aber|und)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A figure with the clause that claims it.

    ``number`` to ``high`` (None: no range) in ``unit``: ``%``, ``share`` of 1, or what is
    counted. ``figure`` and ``sentence`` are places in the text, with their words.
    """

    figure: Span
    number: float
    high: float | None
    unit: str
    claim: str
    source: str
    sentence: Span
    figure_words: str
    sentence_words: str


def find_claims(text: str, paragraphs: Sequence[Span], *, language: str) -> tuple[Claim, ...]:
    """Return the figures that a text attributes to a survey or an institution, in order.

    Args:
        text: the canonical text.
        paragraphs: its paragraphs.
        language: ISO 639-1; verbs and number words are known for en, it, es, pt, de.
    """
    return tuple(
        claim for paragraph in paragraphs for claim in _of_paragraph(text, paragraph, language)
    )


def _of_paragraph(text: str, paragraph: Span, language: str) -> Iterator[Claim]:
    body = text[paragraph.start : paragraph.end]
    said = [span for span, _ in quoted(body)]
    source = ""
    for sentence in _sentences(body):
        words = body[sentence.start : sentence.end]
        told = _source(words)
        inside = [span for span in said if span & sentence]
        if told:
            source = told
        elif inside:
            source = ""  # somebody speaks; what follows may be theirs
        if not source:
            continue
        for figure in figures(words, language=language):
            place = Span(sentence.start + figure.span.start, sentence.start + figure.span.end)
            carried = not told and figure.unit not in ("%", "share")
            if any(place & span for span in inside) or figure.unit in source or carried:
                continue
            clause = _clause(words, figure.span)
            yield Claim(
                Span(paragraph.start + place.start, paragraph.start + place.end),
                round(figure.number, 4), figure.high, figure.unit, clause, source,
                Span(paragraph.start + sentence.start, paragraph.start + sentence.end),
                words[figure.span.start : figure.span.end], words,
            )  # fmt: skip


def _sentences(body: str) -> Iterator[Span]:
    at = 0
    for match in [*_SENTENCE.finditer(body), None]:
        end = match.start() if match else len(body)
        if body[at:end].strip():
            yield Span(at, end)
        at = match.end() if match else end


def _source(sentence: str) -> str:
    """Return the survey or the institution whose figures a sentence gives, as it calls it."""
    according = _ACCORDING.search(sentence)
    noun = _SURVEY.search(sentence, according.end() if according else 0)
    finds = [
        m for m in _FINDS.finditer(sentence) if noun and not noun.start() <= m.start() < noun.end()
    ]
    if noun and finds:
        return _phrase(sentence, noun)
    name = _TOKEN.match(sentence, according.end()) if according else None
    if name is None:
        return ""
    article = bool(_THE.fullmatch(name[0]) or _LINK.fullmatch(name[0]))
    first = _TOKEN.search(sentence, name.end()) if article else name
    if first is None or not first[0][0].isupper():
        return ""
    end = _chained(sentence, first.end())
    alone = " " not in sentence[first.start() : end]
    return sentence[name.start() : end] if article or alone else ""  # people have two names


def _phrase(sentence: str, noun: re.Match[str]) -> str:
    """Return a survey's noun with what belongs to it: `the Guild survey of 400 workshops`."""
    before = [m for m in _TOKEN.finditer(sentence) if m.end() <= noun.start()]
    start = noun.start()
    for token in before[: -_BEFORE_NOUN - 1 : -1]:
        if not re.match(r"\w", token[0]) or _ACCORDING.fullmatch(token[0]):
            break
        if _THE.fullmatch(token[0]):
            start = token.start()
            break
        if token[0][0].isupper() or (start < noun.start() and _LINK.fullmatch(token[0])):
            start = token.start()
    return sentence[start : _chained(sentence, noun.end())]


def _chained(sentence: str, end: int) -> int:
    """Return where a noun's further words end: names, and what is linked to it."""
    tokens = list(_TOKEN.finditer(sentence, end))
    links = 0
    while tokens:
        if tokens[0][0][0].isupper() and sentence[end : tokens[0].start()].strip() == "":
            end = tokens.pop(0).end()
            continue
        here = 0
        while (
            here < len(tokens)
            and here < 2
            and (_LINK.fullmatch(tokens[here][0]) if here == 0 else _THE.fullmatch(tokens[here][0]))
        ):
            here += 1
        linked = tokens[here] if 0 < here < len(tokens) else None
        if linked is None or not re.match(r"\w", linked[0]) or links == _CHAIN:
            break
        links += 1
        taken = here + (2 if linked[0][0].isdigit() and len(tokens) > here + 1 else 1)
        end = tokens[taken - 1].end()
        del tokens[:taken]
    return end


def _clause(sentence: str, figure: Span) -> str:
    """Return the clause that holds a figure, without the words that name the source before it."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    start = max(cut for cut in cuts if cut <= figure.start)
    end = min((cut for cut in cuts if cut >= figure.end), default=len(sentence))
    clause = sentence[start:end]
    according = _ACCORDING.match(clause)
    comma = clause.find(", ", 0, figure.start - start)
    if according and comma > 0:
        clause = clause[clause.rfind(", ", 0, figure.start - start) + 2 :]
    return clause.strip(" ,;")
