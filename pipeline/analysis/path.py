"""A path of questions through an interview: what each piece answers, given what may follow what.

Pieces are answers, or the sentences of a text whose questions are cut out. Scores and moves
are logarithms (natural; any constant may be added to a row of scores). The best path is
Viterbi's (1967), the shares are those of the forward-backward algorithm (Rabiner 1989).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.adaptation import discriminant
from pipeline.analysis.meaning import Positions, Vectors, unit

_TEMPERATURE = 0.1  # of a sentence's likeness: the lower, the more a single sentence decides
_ROUNDS = 8
_REFINE_FROM = 100  # sentences a question


@dataclass(frozen=True)
class Moves:
    """What an interview may begin with, shape (questions,), and what may follow, row to column."""

    first: Vectors
    then: Vectors


@dataclass(frozen=True)
class Habits:
    """How interviews go through a guide, as logarithms of weights, all at most 0.

    ``ahead``: on to the next question; ``skip``: for each question left out; ``back``: for
    going back to an earlier one. To stay with a question costs nothing.
    """

    ahead: float = -1.0
    skip: float = -1.0
    back: float = -20.0


def guide_moves(n: int, habits: Habits) -> Moves:
    """Return the moves through a guide of ``n`` questions: mostly forward; may skip, may return."""
    steps = np.arange(n)[None, :] - np.arange(n)[:, None]
    then = np.where(steps > 0, habits.ahead + habits.skip * (steps - 1), habits.back)
    return Moves(habits.skip * np.arange(n, dtype=float), np.where(steps == 0, 0.0, then))


def best_path(scores: Vectors, moves: Moves) -> Positions:
    """Return the question of each piece on the likeliest path, shape (pieces,).

    Args:
        scores: log scores, shape (pieces, questions).
        moves: what may follow what, over the same questions.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.intp)
    came = np.zeros(scores.shape, dtype=np.intp)
    at = moves.first + scores[0]
    for i in range(1, len(scores)):
        through = at[:, None] + moves.then
        came[i] = through.argmax(axis=0)
        at = through.max(axis=0) + scores[i]
    path = [int(at.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(came[i][path[-1]]))
    return np.array(path[::-1], dtype=np.intp)


def path_shares(scores: Vectors, moves: Moves) -> Vectors:
    """Return how much of all paths' weight leads each piece through each question.

    Rows of the result, shape (pieces, questions), sum to 1. Arguments as of ``best_path``.
    """
    if not len(scores):
        return np.zeros(scores.shape)
    ahead, behind = np.empty(scores.shape), np.zeros(scores.shape)
    ahead[0] = moves.first + scores[0]
    for i in range(1, len(scores)):
        ahead[i] = scores[i] + _log_sum(ahead[i - 1][:, None] + moves.then, axis=0)
    for i in range(len(scores) - 2, -1, -1):
        behind[i] = _log_sum(moves.then + (scores[i + 1] + behind[i + 1])[None, :], axis=1)
    both = ahead + behind
    both = np.exp(both - both.max(axis=1, keepdims=True))
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _log_sum(values: Vectors, *, axis: int) -> Vectors:
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis))


def divide(
    interviews: Sequence[Vectors],
    questions: Vectors,
    *,
    habits: Habits | None = None,
    prior: float = 10.0,
) -> list[Positions]:
    """Tell for each sentence of each interview which question of the guide it answers.

    For interviews whose questions are cut out, and for one long turn that answers several:
    a path through the guide over the sentences of each, and from all paths together what the
    answers to each question are like, in turns. With few interviews the questions' own
    wordings decide nearly alone; with ``_REFINE_FROM`` sentences a question, those that differ
    alike within each question count for less (``adaptation.discriminant``).

    Args:
        interviews: sentence vectors of each, shape (sentences, dims), unit length, centred
            by language.
        questions: a centred unit vector a question, in the guide's order, shape (n, dims).
        habits: how interviews go through the guide.
        prior: how many sentences a question's own wording weighs.

    Returns:
        For each interview its sentences' positions in ``questions``.
    """
    moves = guide_moves(len(questions), habits or Habits())
    whole = np.concatenate([*interviews, np.zeros((0, questions.shape[1]))])
    paths = _paths(interviews, whole @ questions.T / _TEMPERATURE, moves)
    for _ in range(_ROUNDS):
        shares = _belongs(paths, len(questions))
        centres = unit(prior * questions + shares.T @ whole)
        paths = _paths(interviews, whole @ centres.T / _TEMPERATURE, moves)
    if len(whole) < _REFINE_FROM * len(questions):
        return paths
    for _ in range(_ROUNDS):
        shares = _belongs(paths, len(questions))
        paths = _paths(interviews, discriminant(whole, shares, questions, prior=prior), moves)
    return paths


def _belongs(paths: Sequence[Positions], n: int) -> Vectors:
    said = np.concatenate([*paths, np.zeros(0, dtype=np.intp)])
    return np.asarray(said[:, None] == np.arange(n)[None, :], dtype=float)


def _paths(interviews: Sequence[Vectors], scores: Vectors, moves: Moves) -> list[Positions]:
    ends = np.cumsum([len(sentences) for sentences in interviews])[:-1]
    parts = np.split(scores, ends) if interviews else []
    return [best_path(part, moves) for part in parts]
