"""What the answers to each question are like: centres, and likeness to them, at little cost.

With thousands of answers what takes time is products with all of them; these are kept few, and
no copy of the answers is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.analysis.meaning import Vectors

SHRINKAGE = 1_000  # answers that the round covariance weighs
_LEAST = 1e-9  # square of a length
_NO_SHARE = 1e-20


@dataclass(frozen=True)
class Words:
    """The answers' own words less what all share, of length one again; never made as such.

    ``alike``: their likeness to what answers to each question are like, shape (answers,
    questions). A round costs two products with the answers, whatever is subtracted.
    """

    own: Vectors
    middle: Vectors
    length: Vectors
    alike: Vectors

    @classmethod
    def less(cls, own: Vectors, middle: Vectors, answers: Vectors) -> Words:
        """Subtract the middle, and compare with what answers to each question are like."""
        if not middle.any():
            return cls(own, middle, np.ones(len(own)), own @ answers.T)
        both = own @ np.concatenate([answers, middle[None]]).astype(own.dtype).T
        squares = np.einsum("nd,nd->n", own, own) - 2 * both[:, -1] + middle @ middle
        length = np.sqrt(np.maximum(squares, _LEAST))
        return cls(own, middle, length, (both[:, :-1] - middle @ answers.T) / length[:, None])

    def sums(self, shares: Vectors) -> tuple[Vectors, Vectors]:
        """Return each question's sum of the answers as they are, and less the middle."""
        mine = shares / self.length[:, None]
        both = summed(np.concatenate([shares, mine], axis=1), self.own)
        n = shares.shape[1]
        return both[:n], both[n:] - mine.sum(axis=0)[:, None] * self.middle


def summed(shares: Vectors, vectors: Vectors) -> Vectors:
    """Return each question's sum of vectors, shape (questions, dims), in the vectors' precision.

    Shares too small to matter are none: in that precision they would have no normal form, and
    processors multiply such numbers many times more slowly.
    """
    light = np.where(shares < _NO_SHARE, 0, shares).astype(vectors.dtype)
    return np.ascontiguousarray((vectors.T @ light).T)  # far faster than light.T @ vectors


def without_itself(vectors: Vectors, shares: Vectors, questions: Vectors, prior: float) -> Vectors:
    """Return each vector's likeness to the centres of all others, shape (answers, questions)."""
    centres = prior * questions + summed(shares, vectors)
    along = vectors @ centres.T
    mine = shares * (vectors**2).sum(axis=1, keepdims=True)
    squares = (centres**2).sum(axis=1) - 2 * shares * along + shares * mine
    return np.asarray((along - mine) / np.sqrt(np.maximum(squares, _LEAST)))


def discriminant(
    own: Vectors,
    shares: Vectors,
    questions: Vectors,
    *,
    prior: float,
    products: Vectors | None = None,
) -> Vectors:
    """Return log-likelihoods (up to a constant a row) of answers, shape (answers, questions).

    Args:
        own: the answers, shape (answers, dims).
        shares: how likely each speaks to each question.
        questions: their wordings, unit vectors.
        prior: how many answers a wording weighs; it is scaled to the length of their means.
        products: ``own.T @ own``, where it is known.
    """
    products = own.T @ own if products is None else products
    n, dims = own.shape
    weight = shares.sum(axis=0)
    sums = summed(shares, own)
    reach = float(np.linalg.norm(sums / np.maximum(weight, 1)[:, None], axis=1).mean())
    means = (prior * reach * questions + sums) / (prior + weight)[:, None]
    covariance = products / n - (means.T * (weight / n)) @ means
    trust = n / (n + SHRINKAGE)
    mixed = trust * covariance
    mixed[np.diag_indices(dims)] += (1 - trust) * max(np.trace(covariance) / dims, 1e-6)
    directions = np.linalg.solve(mixed, means.T).astype(own.dtype)  # all else is copied otherwise
    return np.asarray(own @ directions - np.einsum("kd,dk->k", means, directions) / 2)
