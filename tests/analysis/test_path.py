from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.path import Habits, Moves, best_path, divide, guide_moves, path_shares

FINITE = st.floats(-6, 6, allow_nan=False)


def weight(path: tuple[int, ...], scores: np.ndarray, moves: Moves) -> float:
    steps = pairwise(path)
    said = sum(scores[i, q] for i, q in enumerate(path))
    return float(moves.first[path[0]] + said + sum(moves.then[a, b] for a, b in steps))


@given(st.data(), st.integers(1, 4), st.integers(1, 3))
def test_path_and_shares_are_those_of_all_paths_tried_one_by_one(
    data: st.DataObject, pieces: int, questions: int
) -> None:
    def drawn(*shape: int) -> np.ndarray:
        n = int(np.prod(shape))
        return np.array(data.draw(st.lists(FINITE, min_size=n, max_size=n))).reshape(shape)

    scores, moves = drawn(pieces, questions), Moves(drawn(questions), drawn(questions, questions))
    every = list(product(range(questions), repeat=pieces))
    weights = np.array([weight(path, scores, moves) for path in every])
    best = tuple(int(q) for q in best_path(scores, moves))
    assert weight(best, scores, moves) == pytest.approx(weights.max())
    shares = np.zeros((pieces, questions))
    for path, mine in zip(every, np.exp(weights), strict=True):
        shares[range(pieces), list(path)] += mine
    assert path_shares(scores, moves) == pytest.approx(shares / np.exp(weights).sum())


def test_an_interview_without_pieces_has_no_path() -> None:
    moves = guide_moves(2, Habits())
    assert len(best_path(np.zeros((0, 2)), moves)) == 0
    assert path_shares(np.zeros((0, 2)), moves).shape == (0, 2)


def test_a_guide_is_gone_through_forward_may_skip_and_may_return() -> None:
    moves = guide_moves(3, Habits(ahead=-1, skip=-2, back=-5))
    assert moves.first.tolist() == [0, -2, -4]
    assert moves.then.tolist() == [[0, -1, -3], [-5, 0, -1], [-5, -5, 0]]
    unsure = np.array([[0.0, 0, 0], [0, 0, 0]])
    assert best_path(unsure, moves).tolist() == [0, 0]
    sure = np.array([[9.0, 0, 0], [0, 0, 9], [9, 0, 0]])
    assert best_path(sure, moves).tolist() == [0, 2, 0]


def talk(rng: np.random.Generator, order: list[int], centres: np.ndarray) -> np.ndarray:
    said = centres[np.repeat(order, 6)] + 0.35 * rng.normal(size=(6 * len(order), 30))
    return np.asarray(said / np.linalg.norm(said, axis=1, keepdims=True))


def test_the_collection_tells_what_answers_are_like() -> None:
    """Wordings point only roughly to the answers; many interviews together mend that."""
    rng = np.random.default_rng(3)
    real = np.eye(3, 30)
    worded = real + 1.2 * rng.permutation(np.eye(30))[:3]
    worded /= np.linalg.norm(worded, axis=1, keepdims=True)
    orders = [[0, 1, 2], [0, 2], [1, 2], [0, 1], [0, 1, 2], [0, 1, 2]] * 3
    talks = [talk(rng, order, real) for order in orders]

    def errors(found: list[np.ndarray]) -> int:
        pairs = zip(found, orders, strict=True)
        return sum(int((path != np.repeat(order, 6)).sum()) for path, order in pairs)

    alone = [divide([one], worded)[0] for one in talks]
    together = divide(talks, worded)
    assert errors(together) < errors(alone) / 2
    assert divide([], worded) == []
