import pytest

from pipeline.analysis.scoring import (
    Counts,
    Given,
    Gold,
    GoldAnswer,
    GoldTurn,
    Guess,
    Ranks,
    adjusted_rand,
    plain,
    rank_counts,
    speaker_hits,
    tag_counts,
    total,
    true_group,
    word_errors,
)
from pipeline.model.span import Span
from tests.analysis.talk import recorded


@pytest.mark.parametrize(
    ("reference", "heard", "errors", "words"),
    [
        ("the old mill", "the old mill", 0, 3),
        ("The old mill.", "the OLD mill!", 0, 3),
        ("the old mill", "the cold mill", 1, 3),  # one substituted
        ("the old mill", "the mill", 1, 3),  # one deleted
        ("the old mill", "the very old mill", 1, 3),  # one inserted
        ("the old mill by the river", "old mills by river here", 4, 6),  # 2 deleted, 1 sub., 1 ins.
        ("the old mill", "", 3, 3),
        ("", "some words", 2, 0),
        ("...", "", 0, 0),
        ("l'acqua dell’orto", "l acqua dell orto", 0, 4),
        ("perche\u0301 no", "perché no", 0, 2),
    ],
)
def test_word_errors_as_counted_by_hand(
    reference: str, heard: str, errors: int, words: int
) -> None:
    assert word_errors(reference, heard) == (errors, words)


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert plain("  «L’Arte», (1926):  Sì! ") == "l arte 1926 sì"


def test_a_word_counts_for_whoever_speaks_at_its_middle() -> None:
    turns = recorded(("s1", "Who are you"), ("s2", "Ann I am"), at=0)
    first, second = turns.turns
    gold = Gold(
        "gold/1", "mill-01", "ms",
        (
            GoldTurn("ivo", "interviewer", 0, first.words[1].end, "Who are"),
            GoldTurn("ann", "interviewee", first.words[2].start, second.words[1].end, "you Ann I"),
        ), (), (),
    )  # fmt: skip
    # the third word is given to ivo but is ann's; the last lies in nobody's turn
    assert speaker_hits(gold, turns, {"s1": "ivo", "s2": "ann"}) == (4, 5)
    assert speaker_hits(gold, turns, {"s1": "ann", "s2": "ivo"}) == (1, 5)
    assert speaker_hits(gold, turns, {}) == (0, 5)


def test_where_two_speak_at_once_either_is_right() -> None:
    turns = recorded(("ann", "Yes"), at=0)
    both = tuple(GoldTurn(s, "interviewee", 0, 300, "Yes") for s in ("ann", "bea"))
    assert speaker_hits(Gold("g", "m", "ms", both, (), ()), turns, {}) == (1, 1)


def gold(start: int, end: int, *questions: str) -> GoldAnswer:
    return GoldAnswer("ann", start, end, questions)


def given(start: int, end: int, *questions: str) -> Given:
    return Given(Span(start, end), questions)


@pytest.mark.parametrize(
    ("truth", "machine", "expected"),
    [
        ([gold(0, 10, "work")], [given(0, 10, "work")], Counts(1, 0, 0)),
        ([gold(0, 10, "work")], [given(0, 10, "happy")], Counts(0, 1, 1)),
        ([gold(0, 10, "work", "happy")], [given(0, 10, "work")], Counts(1, 0, 1)),
        ([gold(0, 10, "work")], [given(0, 10, "work", "happy")], Counts(1, 1, 0)),
        ([gold(0, 10, "work")], [], Counts(0, 0, 1)),
        ([gold(0, 10)], [given(0, 10)], Counts()),
        ([gold(0, 10)], [given(0, 10, "work")], Counts(0, 1, 0)),
        ([], [given(0, 10, "work")], Counts(0, 1, 0)),
        ([gold(0, 10, "work")], [given(5, 20, "work")], Counts(1, 0, 0)),  # half of the shorter
        ([gold(0, 10, "work")], [given(6, 20, "work")], Counts(0, 1, 1)),
        ([gold(0, 100, "work")], [given(90, 95, "work")], Counts(1, 0, 0)),  # a part of it
        ([gold(0, 10, "work")], [given(0, 5, "work"), given(5, 10, "work")], Counts(1, 0, 0)),
        ([gold(0, 10, "work"), gold(10, 20, "work")], [given(0, 20, "work")], Counts(2, 0, 0)),
    ],
)
def test_questions_are_counted_by_place(
    truth: list[GoldAnswer], machine: list[Given], expected: Counts
) -> None:
    assert tag_counts(truth, machine) == expected


def test_f1_is_the_harmonic_mean_and_undefined_where_there_is_nothing() -> None:
    counts = Counts(right=6, wrong=2, missed=4)
    precision, recall = 6 / 8, 6 / 10
    assert counts.f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert Counts().f1 is None
    assert Counts(wrong=1).f1 == 0
    assert Counts(right=3).f1 == 1


def test_counts_add_up() -> None:
    assert total([Counts(1, 2, 3), Counts(), Counts(4, 5, 6)]) == Counts(5, 7, 9)
    assert total([]) == Counts()


def test_a_stretch_belongs_to_the_one_position_that_it_takes() -> None:
    answers = [
        GoldAnswer("ann", 0, 10, ("work",), position={"work": "hands"}),
        GoldAnswer("ann", 10, 20, ("work",), position={"work": "money"}),
        GoldAnswer("ann", 20, 30),
    ]
    assert true_group(answers, Span(0, 10)) == "work: hands"
    assert true_group(answers, Span(9, 21)) == "work: money"
    assert true_group(answers, Span(0, 20)) == ""  # two positions
    assert true_group(answers, Span(20, 30)) == ""  # none


def test_the_adjusted_rand_index_is_that_of_hubert_and_arabie() -> None:
    """Three pairs of 6 and 3 agree; by hand: (2 - 6 * 3 / 15) / ((6 + 3) / 2 - 6 * 3 / 15)."""
    truth, found = list("aaabbb"), list("xxyyzz")
    assert adjusted_rand(truth, found) == pytest.approx((2 - 1.2) / (4.5 - 1.2))
    assert adjusted_rand(truth, list("yyyxxx")) == 1
    assert adjusted_rand(truth, ["x"] * 6) is None
    assert adjusted_rand([], []) is None


def test_ranks_count_answers_that_have_a_question() -> None:
    gold = [
        GoldAnswer("ann", 0, 10, ("a",)),
        GoldAnswer("ann", 10, 20),
        GoldAnswer("ann", 20, 30, ("b", "c")),
    ]
    guesses = [
        Guess(Span(0, 10), (), ("x", "y", "a")), Guess(Span(10, 20), (), ("a",)),
        Guess(Span(20, 30), (), ("c", "x", "y", "b")),
    ]  # fmt: skip
    assert rank_counts(gold, guesses) == Ranks(answers=2, first=1, third=2)
    assert rank_counts(gold, []) == Ranks()
