"""Words that a recogniser may have made up: found by their shape, flagged, never removed.

A flagged stretch stays in the transcript for a person to judge; until then it is part of
no answer, and so of no quotation and no clip. The kinds of invention are those described by
Koenecke et al. 2024, "Careless Whisper", and by users: loops, stock phrases out of subtitles,
text where nobody speaks, text in a language that nobody speaks, and more words than a mouth
can say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model.engines import FASTEST_MS_A_LETTER
from pipeline.model.interview import LanguageSpan, Word
from pipeline.model.span import Span

LONGEST_LOOP_WORDS = 12
SPOKEN_REPEATS = {1: 5, 2: 4}
"""How often people repeat one or two words ("no, no, no"); longer phrases: twice."""
OTHERWISE_REPEATS = 2

REACH_MS = 300  # word times are not exact
RUN_PAUSE_MS = 700  # between words: what follows is another run
FAST_WORDS = 4
HARDLY = 0.25  # mean probability of a run: below it, what is heard is a noise or a tone
UNSURE = 0.5  # below this mean probability a thanks into the silence is a stock phrase

DRIFT_WORDS = 12
FEWEST_DRIFT_WORDS = 8
DRIFT_ABOVE = 0.6
DRIFT_BELOW = 0.05
"""A text's language is told from eight words on: of 2,400 stretches of eight words of the
sample and of FLEURS, in five languages, one is taken for another with these bounds, of twelve
words none."""

Likely = Callable[[str], Mapping[str, float]]
"""Tells the probability of each language that a text may be in."""

CREDITS = re.compile(
    r"amara org|sottotitoli (creati|a cura|e revisione)|subtitulos (por|realizados|creados)"
    r"|legendas? (pela|por|adriana)|untertitel(ung)? (der|im auftrag|von|des)|\bqtss\b"
    r"|subtitles? by|transcri(bed|ption) by|captions? by|copyright (wdr|zdf|ard|swr|br|ndr|mdr)"
    r"|sous titr|www \w+ (com|org|net|de|it|es)\b"
)
"""Nobody says these; Whisper learned them from subtitles."""

FAREWELLS = re.compile(
    r"(thank you( so much| very much)?( for (watching|listening))?|thanks for (watching|listening)"
    r"|(please )?(like and )?subscribe.*|see you (in the )?next (video|time)|bye( bye)?|you"
    r"|grazie( a tutti)?( per (la visione|aver guardato|l attenzione))?|iscriviti al canale.*"
    r"|gracias( por ver( el video)?)?|suscribete.*|hasta (luego|la proxima)"
    r"|obrigad[oa]( por assistir)?|inscreva se.*|ate (a )?proxima"
    r"|vielen dank( furs zuschauen)?|danke( furs zuschauen)?|bis zum nachsten mal"
    r"|merci( d avoir regarde.*)?)"
)
"""People say these, too: a stock phrase only where the recogniser is unsure of it."""

_LABEL = re.compile(r"[\[(*♪].*|.*[\])*♪]|♪+")


def flagged(
    words: Sequence[Word],
    speech: Sequence[Span],
    languages: Sequence[LanguageSpan] = (),
    *,
    likely: Likely | None = None,
) -> tuple[Word, ...]:
    """Return the words, the doubtful ones with a flag for each reason.

    Args:
        words: of one recording, in order, in milliseconds.
        speech: where a detector, not the recogniser, finds somebody speaking.
        languages: what is spoken where, as it was found in the sound.
        likely: tells the probabilities of a text's languages; None: the words' language
            is not looked at.
    """
    doubts: list[set[str]] = [set() for _ in words]
    for flag, hits in (
        ("loop", _loops(words)),
        ("no-speech", _where_nobody_speaks(words, speech)),
        ("no-speech", _hardly_heard(words)),
        ("stock-phrase", _stock_phrases(words)),
        ("too-fast", _too_fast(words)),
        ("other-language", _in_another_language(words, languages, likely) if likely else ()),
        ("sound-label", (i for i, w in enumerate(words) if _LABEL.fullmatch(w.text))),
    ):
        for i in hits:
            doubts[i].add(flag)
    return tuple(
        replace(word, flags=(*word.flags, *sorted(new))) if new else word
        for word, new in zip(words, doubts, strict=True)
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))


def _loops(words: Sequence[Word]) -> Iterator[int]:
    """Yield the words of a phrase from its first repetition on, where it comes too often."""
    said = [_plain(word.text).strip() for word in words]
    for size in range(1, LONGEST_LOOP_WORDS + 1):
        at = 0
        while at + size < len(said):
            end = at + size
            while end < len(said) and said[end] == said[end - size]:
                end += 1
            repeats = (end - at) // size - 1
            if repeats > SPOKEN_REPEATS.get(size, OTHERWISE_REPEATS):
                yield from range(at + size, end)
                at = end
            else:
                at += 1


def _where_nobody_speaks(words: Sequence[Word], speech: Sequence[Span]) -> Iterator[int]:
    first = 0
    for i, word in enumerate(words):
        while first < len(speech) and speech[first].end + REACH_MS <= word.start:
            first += 1
        if first == len(speech) or speech[first].start - REACH_MS >= word.end:
            yield i


def _hardly_heard(words: Sequence[Word]) -> Iterator[int]:
    """Yield the words between pauses of which the recogniser is nowhere near sure.

    Music can pass for a voice; what is then found in it is a word or two, hardly likely.
    """
    for run in _runs(words):
        sure = [p for i in run if (p := words[i].probability) is not None]
        if sure and sum(sure) / len(sure) < HARDLY:
            yield from run


def _in_another_language(
    words: Sequence[Word], languages: Sequence[LanguageSpan], likely: Likely
) -> Iterator[int]:
    """Yield the words whose language is surely not the one that is spoken there.

    A recogniser that drifts translates what it hears, or makes up text in a third language.
    """
    for each in languages:
        said = [i for i, w in enumerate(words) if (w.start + w.end) // 2 in each.span]
        last = max(0, len(said) - DRIFT_WORDS)
        for first in dict.fromkeys((*range(0, last, DRIFT_WORDS // 2), last)):
            some = said[first : first + DRIFT_WORDS]
            if len(some) < FEWEST_DRIFT_WORDS:
                continue
            found = likely(" ".join(words[i].text for i in some))
            if found.get(each.language, 0.0) <= DRIFT_BELOW and (
                max(found.values(), default=0.0) >= DRIFT_ABOVE
            ):
                yield from some


def _runs(words: Sequence[Word]) -> Iterator[range]:
    """Yield the words between pauses."""
    start = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i].start - words[i - 1].end >= RUN_PAUSE_MS:
            yield range(start, i)
            start = i


def _stock_phrases(words: Sequence[Word]) -> Iterator[int]:
    for run in _runs(words):
        text = " ".join(_plain(" ".join(words[i].text for i in run)).split())
        sure = [words[i].probability for i in run]
        unsure = sum(1.0 if p is None else p for p in sure) / len(run) < UNSURE
        if CREDITS.search(text) or (unsure and FAREWELLS.fullmatch(text)):
            yield from run


def _too_fast(words: Sequence[Word]) -> Iterator[int]:
    """Yield words so close together that no mouth could have said them."""
    for first in range(len(words) - FAST_WORDS + 1):
        some = words[first : first + FAST_WORDS]
        letters = sum(len(word.text) for word in some)
        if some[-1].end - some[0].start < FASTEST_MS_A_LETTER * letters:
            yield from range(first, first + FAST_WORDS)
