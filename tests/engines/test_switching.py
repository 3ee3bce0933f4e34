from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.engines import windows
from pipeline.engines.listening import listen
from pipeline.engines.switching import Evidence, Likely, course, doubted, main_language
from pipeline.model.interview import LanguageSpan
from pipeline.model.span import Span
from tests.engines.conftest import silent


def evidence(*told: tuple[int, dict[str, float]]) -> list[Evidence]:
    """Stretches of some length, each with its likely languages, half a second apart."""
    found, at = [], 0
    for length, likely in told:
        found.append(Evidence(Span(at, at + length), likely))
        at += length + 500
    return found


def languages(found: Sequence[LanguageSpan]) -> list[str]:
    return [each.language for each in found]


EN, IT = {"en": 0.98, "it": 0.01}, {"it": 0.98, "en": 0.005}


def test_the_main_language_is_that_of_most_of_the_speech() -> None:
    heard = evidence((1_000, IT), (2_000, EN), (1_500, IT))
    assert main_language(heard) == "it"
    assert main_language(heard, ["en", "de"]) == "en"


def test_an_answer_in_another_language_is_found_with_its_place() -> None:
    found = course(evidence((3_000, EN), (4_000, IT), (5_000, IT), (3_000, EN)), "en")
    assert found == (
        LanguageSpan(Span(0, 3_000), "en"),
        LanguageSpan(Span(3_500, 13_000), "it"),
        LanguageSpan(Span(13_500, 16_500), "en"),
    )


def test_a_sure_sentence_alone_is_a_change() -> None:
    assert languages(course(evidence((3_000, EN), (2_500, IT), (3_000, EN)), "en")) == [
        *("en", "it", "en")
    ]


def test_neighbours_outvote_what_is_short_or_doubtful() -> None:
    short = course(evidence((3_000, EN), (700, IT), (3_000, EN)), "en")
    unsure = course(evidence((3_000, EN), (4_000, {"it": 0.6, "en": 0.2}), (3_000, EN)), "en")
    assert languages(short) == languages(unsure) == ["en"]


def test_doubtful_stretches_in_a_row_are_a_change() -> None:
    unsure = {"it": 0.8, "en": 0.1}
    found = course(evidence((3_000, EN), *[(4_000, unsure)] * 3, (3_000, EN)), "en")
    assert languages(found) == ["en", "it", "en"]


def test_without_evidence_the_main_language_stands() -> None:
    noise = {"cy": 0.3, "nn": 0.2, "en": 0.1}
    assert languages(course(evidence((3_000, noise), (900, {}), (2_000, noise)), "en")) == ["en"]
    assert course([], "en") == ()


def test_what_may_be_another_language_is_worth_a_second_hearing() -> None:
    heard = evidence((3_000, EN), (3_000, IT), (1_000, IT), (3_000, {"en": 0.6, "it": 0.4}))
    assert doubted(heard, "en") == (heard[1].span, heard[3].span)


class TwoTongues:
    """Hears English first and Italian after; a window of both blurs its parts."""

    only = ""
    least_ms = 0
    change = 10_000

    def __init__(self) -> None:
        self.told: list[tuple[Span, str]] = []

    def languages(self, window: Span, parts: Sequence[Span]) -> list[Likely]:
        alone = len(parts) == 1
        return [
            ({"en": 0.95, "it": 0.02} if part.end <= self.change else {"it": 0.5, "en": 0.4})
            if not alone
            else (EN if part.end <= self.change else IT)
            for part in parts
        ]

    def words(self, window: Span, language: str) -> Iterable[windows.Found]:
        self.told.append((window, language))
        return [("w", t, t + 900.0, 0.9) for t in range(window.start, window.end - 500, 1000)]


VOICED = (Span(1_000, 4_000), Span(5_000, 9_500), Span(11_000, 15_000), Span(16_000, 19_000))


def test_each_stretch_is_heard_in_its_own_language() -> None:
    ear = TwoTongues()
    shares: list[float] = []
    heard = listen(
        ear, VOICED, end=20_000, language="en", among=(), longest_ms=28_000, advance=shares.append
    )
    assert [(w.start, w.end, told) for w, told in ear.told] == [
        (800, 9_700, "en"),
        (10_800, 19_200, "it"),
    ]
    assert languages(heard.languages) == ["en", "it"]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_is_not_to_be_expected_is_heard_in_the_main_language_and_told_all_the_same() -> None:
    ear = TwoTongues()
    heard = listen(
        ear, VOICED, end=20_000, language="en", among=["en", "de"], longest_ms=28_000,
        advance=silent,
    )  # fmt: skip
    assert {told for _, told in ear.told} == {"en"}
    assert languages(heard.languages) == ["en", "it"]


def test_a_model_of_one_language_is_not_asked() -> None:
    ear = TwoTongues()
    ear.only = "en"
    heard = listen(
        ear, VOICED, end=20_000, language="", among=(), longest_ms=28_000, advance=silent
    )
    assert (heard.language, heard.languages) == ("en", ())
