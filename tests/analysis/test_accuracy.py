"""Against examples worked out by hand."""

from __future__ import annotations

import pytest

from pipeline.analysis.accuracy import (
    Coverage,
    VoiceScore,
    WordScore,
    added,
    coverage,
    voice_score,
    without_pauses,
    word_score,
)
from pipeline.model.span import Span


def test_words_and_characters_are_counted_after_case_and_punctuation() -> None:
    # the house burned down | the mouse burned: one substitution, one deletion of four words;
    # "the house burned down" has 21 signs: h becomes m, " down" (5) goes.
    score = word_score("The house burned down!", "the mouse, burned")
    assert score == WordScore(4, 1, 1, 0, 21, 6)
    assert score.wer == pytest.approx(2 / 4)
    assert score.cer == pytest.approx(6 / 21)
    assert score.covered == pytest.approx(3 / 4)


def test_insertions_count_and_an_empty_reference_has_no_rate() -> None:
    assert word_score("a", "a b c").wer == pytest.approx(2.0)
    nothing = word_score("", "two words")
    assert (nothing.insertions, nothing.wer, nothing.cer, nothing.covered) == (2, None, None, None)


def test_counts_add_up_over_files() -> None:
    whole = added([word_score("a b", "a"), word_score("c d", "c d")], WordScore)
    assert whole.wer == pytest.approx(1 / 4)


REFERENCE = [("ann", Span(0, 10_000)), ("bob", Span(10_000, 20_000))]


def test_a_shifted_change_of_voice_is_confusion() -> None:
    # The change comes 2 s late, 1 s is missed at the end, 3 s are invented after 25 s.
    found = [("x", Span(0, 12_000)), ("y", Span(12_000, 19_000)), ("y", Span(25_000, 28_000))]
    score = voice_score(REFERENCE, found, collar_s=0.0)
    assert score == VoiceScore(20.0, 1.0, 3.0, 2.0)
    assert score.der == pytest.approx(6 / 20)


def test_the_collar_is_taken_off_on_each_side_of_a_boundary() -> None:
    # Boundaries at 0, 10 and 20 s: 0.25 + 0.5 + 0.25 s of the 20 are not judged, and 0.25 s of
    # the 2 s of confusion lie in them, 0.25 s of the second that is missed.
    found = [("x", Span(0, 12_000)), ("y", Span(12_000, 19_000))]
    score = voice_score(REFERENCE, found, collar_s=0.25)
    assert score.total == pytest.approx(19.0)
    assert score.confusion == pytest.approx(1.75)
    assert score.missed == pytest.approx(0.75)


def test_two_at_once_are_judged_twice() -> None:
    reference = [("ann", Span(0, 10_000)), ("bob", Span(8_000, 10_000))]
    score = voice_score(reference, [("x", Span(0, 10_000))], collar_s=0.0)
    assert score == VoiceScore(12.0, 2.0, 0.0, 0.0)


def test_coverage_is_of_the_time_in_which_anybody_speaks() -> None:
    found = [("x", Span(0, 4_000)), ("y", Span(15_000, 30_000))]
    assert coverage(REFERENCE, found) == Coverage(20.0, 9.0)
    assert coverage(REFERENCE, found).share == pytest.approx(9 / 20)
    assert coverage([], found).share is None


def test_pauses_of_one_voice_are_closed_and_others_stay() -> None:
    voices = [
        ("a", Span(0, 100)),
        ("b", Span(120, 150)),
        ("a", Span(200, 300)),
        ("a", Span(900, 950)),
    ]
    joined = without_pauses(voices, longest_ms=100)
    assert joined == [("a", Span(0, 300)), ("b", Span(120, 150)), ("a", Span(900, 950))]
