"""A path of questions through an interview: what each piece answers, given what may follow what.

Pieces are answers, or the sentences of a text whose questions are cut out. Scores and moves
are logarithms (natural; any constant may be added to a row of scores). The best path is
Viterbi's (1967), the shares are those of the forward-backward algorithm (Rabiner 1989).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.centres import discriminant
from pipeline.analysis.meaning import Positions, Vectors, unit

_TEMPERATURE = 0.1  # of a sentence's likeness
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


def free_moves(n: int, change: float) -> Moves:
    """Return the moves where any of ``n`` questions may follow any other, at one cost."""
    return Moves(np.zeros(n), np.where(np.eye(n, dtype=bool), 0.0, -change))


def with_aside(moves: Moves, cost: float) -> Moves:
    """Add a last state that is no question: into it and out of it costs the same everywhere."""
    n = len(moves.first)
    then = np.full((n + 1, n + 1), -cost)
    then[:n, :n], then[n, n] = moves.then, 0.0
    return Moves(np.append(moves.first, -cost), then)


def best_path(scores: Vectors, moves: Moves, dear: Vectors | None = None) -> Positions:
    """Return the question of each piece on the likeliest path, shape (pieces,).

    Args:
        scores: log scores, shape (pieces, questions).
        moves: what may follow what, over the same questions.
        dear: what a change of question costs besides, before each piece, shape (pieces,).
    """
    if not len(scores):
        return np.zeros(0, dtype=np.intp)
    came = np.zeros(scores.shape, dtype=np.intp)
    at = moves.first + scores[0]
    changes = ~np.eye(scores.shape[1], dtype=bool)
    for i in range(1, len(scores)):
        through = at[:, None] + moves.then
        if dear is not None:
            through -= dear[i] * changes
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
    ways: Sequence[Moves] = (),
    dear: Sequence[Vectors] = (),
    temperature: float = _TEMPERATURE,
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
        ways: how interviews may go through the questions; of several, the one on which the
            paths of all interviews weigh most. Without any, as through a guide.
        dear: for each interview what a change costs besides, before each sentence.
        temperature: of a sentence's likeness; the lower, the more a single sentence decides.
        prior: how many sentences a question's own wording weighs.

    Returns:
        For each interview its sentences' positions in ``questions``.
    """
    n = len(questions)
    whole = np.concatenate([*interviews, np.zeros((0, questions.shape[1]))])
    ends = np.cumsum([len(sentences) for sentences in interviews])[:-1]
    costs = dear or [np.zeros(len(sentences)) for sentences in interviews]

    def paths(scores: Vectors, moves: Moves) -> list[Positions]:
        parts = np.split(scores, ends) if interviews else []
        return [best_path(part, moves, cost) for part, cost in zip(parts, costs, strict=True)]

    plain = whole @ questions.T / temperature
    tried = [(way, paths(plain, way)) for way in (ways or (guide_moves(n, Habits()),))]
    parts = np.split(plain, ends) if interviews else []
    moves, found = max(
        tried, key=lambda one: sum(map(_weight, one[1], parts, [one[0]] * len(parts), costs))
    )
    for _ in range(_ROUNDS):
        centres = unit(prior * questions + _belongs(found, n).T @ whole)
        found = paths(whole @ centres.T / temperature, moves)
    if len(whole) < _REFINE_FROM * n:
        return found
    for _ in range(_ROUNDS):
        found = paths(discriminant(whole, _belongs(found, n), questions, prior=prior), moves)
    return found


def _weight(path: Positions, scores: Vectors, moves: Moves, dear: Vectors) -> float:
    """Return a path's log weight."""
    if not len(path):
        return 0.0
    changes = path[1:] != path[:-1]
    return float(
        moves.first[path[0]]
        + scores[np.arange(len(path)), path].sum()
        + moves.then[path[:-1], path[1:]].sum()
        - (dear[1:] * changes).sum()
    )


def _belongs(paths: Sequence[Positions], n: int) -> Vectors:
    said = np.concatenate([*paths, np.zeros(0, dtype=np.intp)])
    return np.asarray(said[:, None] == np.arange(n)[None, :], dtype=float)
