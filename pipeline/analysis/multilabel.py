"""Codes learned from coded texts: how likely each code is, and which to give.

Words and letters (TF-IDF) beside a vector of meaning go into one logistic regression a code.
On short open answers this is as good as what was published with fine-tuned language models,
in seconds (Meidinger and Assenmacher 2021 compare them). The codes of a text are the set whose
expected F1 is highest given the likelihoods: no threshold a code has to be found, which with few
examples of a code cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.analysis.meaning import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Given = npt.NDArray[np.bool_]
Likelihoods = npt.NDArray[np.floating[Any]]

STRENGTH = 10.0  # inverse of the ridge penalty of the logistic regression


@dataclass(frozen=True)
class Learned:
    """One regression a code, and one for having no code at all."""

    tfidf: tuple[Any, ...]  # scikit-learn's vectorizers, fitted
    regressions: tuple[Any, ...]  # scikit-learn's, or the share of texts that have the code

    def likelihoods(self, texts: Sequence[str], vectors: Vectors | None) -> Likelihoods:
        """Return how likely each text has each code, in [0, 1].

        Args:
            texts: the texts.
            vectors: their vectors, shape (texts, dims); None where none were learned from.

        Returns:
            Shape (texts, codes + 1); the last column tells how likely it has no code.
        """
        if not texts:
            return np.zeros((0, len(self.regressions)))
        features = _features([each.transform(texts) for each in self.tfidf], vectors)
        columns = [
            np.full(len(texts), each)
            if isinstance(each, float)
            else each.predict_proba(features)[:, 1]
            for each in self.regressions
        ]
        return np.stack(columns, axis=1)


def learn(texts: Sequence[str], vectors: Vectors | None, given: Given) -> Learned:
    """Learn codes from coded texts. The same input gives the same result.

    Args:
        texts: the coded texts.
        vectors: their vectors, shape (texts, dims), or None to learn from words alone.
        given: which text has which code, shape (texts, codes).

    Raises:
        ValueError: there are no texts, or the shapes do not fit.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not texts or len(given) != len(texts):
        raise ValueError("a row of codes for each text, and at least one text")
    tfidf = (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    features = _features([each.fit_transform(_never_empty(texts)) for each in tfidf], vectors)
    columns = [*given.T, ~given.any(axis=1)]
    return Learned(tfidf, tuple(_regression(features, column) for column in columns))


def _never_empty(texts: Sequence[str]) -> Sequence[str]:
    """Give the vectorizers a word where no text has one: they refuse an empty vocabulary."""
    return texts if any(any(c.isalnum() for c in text) for text in texts) else ["none", *texts[1:]]


def _features(tfidf: Sequence[csr_matrix], vectors: Vectors | None) -> csr_matrix:
    from scipy.sparse import csr_matrix, hstack

    return hstack([*tfidf, *([] if vectors is None else [csr_matrix(vectors)])]).tocsr()


def _regression(features: csr_matrix, has: Given) -> Any:  # scikit-learn's class has no types
    from sklearn.linear_model import LogisticRegression

    if has.all() or not has.any():
        return float(has.mean())
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(features, has)


def decide(likelihoods: Likelihoods) -> Given:
    """Return the codes to give, each text the set whose expected F1 is highest.

    Of the k likeliest codes that is ``2 * sum of their likelihoods / (k + sum of all)``, the
    expectation taken above and below the line (Lewis 1995; that the best threshold is half the
    F1 reached: Lipton, Elkan and Naryanaswamy 2014). No code is given where having none is
    likelier than that set is good; where every coded text had one, each text gets one.

    Args:
        likelihoods: as `Learned.likelihoods` returns them, shape (texts, codes + 1).

    Returns:
        Which code each text gets, shape (texts, codes).
    """
    likely, none = likelihoods[:, :-1], likelihoods[:, -1]
    n, codes = likely.shape
    if not codes:
        return np.zeros((n, 0), dtype=bool)
    order = np.argsort(-likely, axis=1, kind="stable")
    falling = np.take_along_axis(likely, order, axis=1)
    size = np.arange(1, codes + 1)
    expected = 2 * np.cumsum(falling, axis=1) / (size + likely.sum(axis=1, keepdims=True))
    best = expected.argmax(axis=1)
    kept = none <= (1 - none) * expected.max(axis=1)
    chosen = np.zeros((n, codes), dtype=bool)
    np.put_along_axis(chosen, order, size[None, :] - 1 <= best[:, None], axis=1)
    given: Given = chosen & (kept | (none == 0))[:, None]
    return given


def sample_f1(given: Given, gold: Given) -> npt.NDArray[np.floating[Any]]:
    """Return each text's F1 between two sets of codes, shape (texts,); 1 where both are empty."""
    both, all_ = (given & gold).sum(axis=1), given.sum(axis=1) + gold.sum(axis=1)
    return np.asarray(np.where(all_ == 0, 1.0, 2 * both / np.maximum(all_, 1)))


def mean_with_interval(
    values: npt.NDArray[np.floating[Any]], *, resamples: int = 2_000, seed: int = 20131
) -> tuple[float, tuple[float, float]]:
    """Return a mean and its 95 % percentile interval over texts drawn anew (Efron 1979).

    Of fewer than two values the interval is the mean itself.
    """
    from scipy.stats import bootstrap

    mean = float(values.mean())
    if len(values) < 2 or np.ptp(values) == 0:
        return mean, (mean, mean)
    found = bootstrap(
        (values,), np.mean, n_resamples=resamples, method="percentile",
        rng=np.random.default_rng(seed),
    )  # fmt: skip
    low, high = found.confidence_interval
    return mean, (float(low), float(high))
