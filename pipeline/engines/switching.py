"""Which language is spoken where: heard in the sound, before any words are.

Interviewers ask in one language and are answered in another, and people change their
language in the middle. A recogniser that is told one language for all of it translates
what is said in another, or makes something up. Here every stretch between pauses is asked
for its language (Whisper's own detection, on its part of a window that is encoded anyway),
and the likeliest course of languages is followed: to change costs something, so that
neighbours outvote a short or doubtful stretch. This is Viterbi's algorithm (1967).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.interview import LanguageSpan
from pipeline.model.span import Span

Likely = Mapping[str, float]
"""Languages (ISO 639-1) with their probabilities."""

REVISION = 1  # raise it when the same sound would give other languages

CHANGE_COST = 2.0  # natural logarithm: to another language and back, evidence of e^4 to 1
LEAST = 0.01  # a stretch says at most so much against a language
LIKELY = 0.5  # a language of which no stretch says so much is not spoken: noise sounds Welsh
FULL_MS = 2_000  # a shorter stretch counts for less: "ok" is said in every language
CLEAR = 0.7  # of the main language: below, a stretch is heard once more by itself
ALONE_MS = 1_500  # a shorter one by itself says no more


@dataclass(frozen=True)
class Evidence:
    """What languages a stretch of speech may be in."""

    span: Span
    likely: Likely


def main_language(evidence: Sequence[Evidence], among: Sequence[str] = ()) -> str:
    """Return the language of most of the speech; each stretch votes with its length.

    Args:
        evidence: of at least one stretch.
        among: the languages that it may be; none given: any.
    """
    votes: dict[str, float] = {}
    for each in evidence:
        for language in among or each.likely:
            probability = each.likely.get(language, 0.0)
            votes[language] = votes.get(language, 0.0) + probability * each.span.length
    return max(sorted(votes), key=lambda language: votes[language])


def doubted(evidence: Sequence[Evidence], main: str) -> tuple[Span, ...]:
    """Return the stretches that may be in another language and are worth a second hearing."""
    return tuple(
        e.span for e in evidence if e.span.length >= ALONE_MS and e.likely.get(main, 0.0) < CLEAR
    )


def course(evidence: Sequence[Evidence], main: str) -> tuple[LanguageSpan, ...]:
    """Return the likeliest course of languages over stretches in order, neighbours joined.

    Args:
        evidence: of all stretches.
        main: the language in which it begins if nothing speaks for another.
    """
    if not evidence:
        return ()
    heard = {lang for e in evidence for lang, share in e.likely.items() if share >= LIKELY}
    languages = sorted({main, *heard})
    score = {lang: -CHANGE_COST * (lang != main) for lang in languages}
    came: list[dict[str, str]] = []
    for each in evidence:
        weight = min(1.0, each.span.length / FULL_MS)
        best = max(languages, key=lambda lang: (score[lang], lang == main))
        before = {  # it goes on in the same language, or changes from the likeliest
            lang: lang if score[lang] >= score[best] - CHANGE_COST else best for lang in languages
        }
        score = {
            lang: score[old]
            - CHANGE_COST * (old != lang)
            + weight * math.log(max(LEAST, each.likely.get(lang, 0.0)))
            for lang, old in before.items()
        }
        came.append(before)
    path = [max(languages, key=lambda lang: (score[lang], lang == main))]
    for before in came[:0:-1]:
        path.append(before[path[-1]])
    found = zip(evidence, reversed(path), strict=True)
    return joined(LanguageSpan(each.span, language) for each, language in found)


def joined(spans: Iterable[LanguageSpan]) -> tuple[LanguageSpan, ...]:
    """Join neighbours of the same language."""
    result: list[LanguageSpan] = []
    for each in spans:
        if result and result[-1].language == each.language:
            each = LanguageSpan(result.pop().span | each.span, each.language)
        result.append(each)
    return tuple(result)
