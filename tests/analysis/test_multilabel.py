"""Codes learned from coded texts."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.analysis.multilabel import decide, learn, mean_with_interval, sample_f1

TEXTS = [
    "we lend each other tools", "they lent me a saw", "lending tools is how it works",
    "the rent is too high", "rent went up again", "we cannot pay the rent",
    "tools are lent, but the rent is high", "the rent eats what the tools bring",
]  # fmt: skip
CODES = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [1, 1], [1, 1]], dtype=bool)


def test_what_was_coded_is_given_to_new_texts_alike() -> None:
    learned = learn(TEXTS, None, CODES)
    found = learned.likelihoods(["she lends her tools", "the rent is high", ""], None)
    assert found[0, 0] > found[0, 1]
    assert found[1, 1] > found[1, 0]
    assert found.shape == (3, 3)
    assert not found[:, 2].any()  # every coded text has a code
    again = learn(TEXTS, None, CODES).likelihoods(
        ["she lends her tools", "the rent is high", ""], None
    )
    assert (again == found).all()


def test_vectors_carry_what_no_word_tells() -> None:
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 0, 1, 1, 1, 0, 1]]
    alone = CODES.copy()
    alone[6:] = [[1, 0], [0, 1]]
    learned = learn(TEXTS, vectors, alone)
    found = learned.likelihoods(["xyz", "xyz"], np.eye(2, dtype=np.float32))
    assert found[0, 0] > 0.5 > found[1, 0]


def test_codes_that_nothing_or_everything_has_are_told_by_their_share() -> None:
    codes = np.array([[True, False]] * len(TEXTS))
    found = learn(TEXTS, None, codes).likelihoods(["anything"], None)
    assert found.tolist() == [[1.0, 0.0, 0.0]]
    wordless = learn(["", "…"], None, np.array([[True], [False]]))
    assert wordless.likelihoods(["a"], None).shape == (1, 2)
    with pytest.raises(ValueError, match="at least one"):
        learn([], None, np.zeros((0, 2), dtype=bool))


def expected_f1(chosen: tuple[int, ...], p: np.ndarray) -> float:
    return float(2 * p[list(chosen)].sum() / (len(chosen) + p.sum()))


@given(p=arrays(np.float64, 5, elements=st.floats(0, 1)))
def test_no_other_set_of_codes_has_a_higher_expected_f1(p: np.ndarray) -> None:
    (chosen,) = decide(np.append(p, 0.0)[None, :])
    mine = expected_f1(tuple(np.flatnonzero(chosen)), p)
    others = [c for k in range(1, 6) for c in combinations(range(5), k)]
    assert mine >= max(expected_f1(c, p) for c in others) - 1e-9
    assert chosen.any()


def test_f1_of_a_text_counts_both_ways() -> None:
    gold = np.array([[1, 1, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
    given_ = np.array([[1, 0, 0], [0, 0, 0], [0, 1, 0], [1, 0, 0]], dtype=bool)
    assert sample_f1(given_, gold).tolist() == pytest.approx([2 / 3, 1, 0, 0])
    assert decide(np.zeros((2, 1))).shape == (2, 0)


def test_texts_that_people_left_without_a_code_teach_to_leave_others() -> None:
    texts = [*TEXTS, *(f"thank you, that was {word}" for word in ("nice", "kind", "all", "good"))]
    codes = np.vstack([CODES, np.zeros((4, 2), dtype=bool)])
    learned = learn(texts, None, codes)
    found = decide(
        learned.likelihoods(["the rent is too high", "thank you, that was lovely"], None)
    )
    assert found.tolist() == [[False, True], [False, False]]


def test_a_mean_has_an_interval_of_the_width_that_theory_gives() -> None:
    values = np.tile([0.0, 1.0], 200)
    mean, (low, high) = mean_with_interval(values)
    assert mean == 0.5
    half = 1.96 * 0.5 / np.sqrt(400)  # of a share
    assert low == pytest.approx(0.5 - half, abs=0.01)
    assert high == pytest.approx(0.5 + half, abs=0.01)
    assert mean_with_interval(np.array([0.4])) == (0.4, (0.4, 0.4))
