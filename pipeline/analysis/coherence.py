"""How good a set of topics is to read: do their words occur together, do topics differ.

Both measures are those of the topic-model literature, so that figures can be held beside
published ones; neither says whether a topic is true.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

WINDOW = 10  # words, as gensim's c_npmi has it
_EPSILON = 1e-12


def npmi(
    topics: Sequence[Sequence[str]], documents: Sequence[Sequence[str]], *, window: int = WINDOW
) -> float | None:
    """Return the mean normalised pointwise mutual information of the topics' word pairs.

    From -1 (never together) over 0 (as chance has it) to 1 (always together), as gensim's
    ``c_npmi``: boolean windows of ten words slid over each document, the mean over pairs within a
    topic, then over topics (Bouma 2009; Lau, Newman and Baldwin 2014). A word that occurs twice in
    a window counts once; a document shorter than a window is one. None where no topic has a pair.

    Args:
        topics: the words of each topic, best first.
        documents: the words of each document, in order.
        window: how many words a window holds.
    """
    words = sorted({word for topic in topics for word in topic})
    place = {word: i for i, word in enumerate(words)}
    counts, n = _together(place, documents, window)
    means = []
    for topic in topics:
        own = np.array([place[word] for word in dict.fromkeys(topic)], dtype=int)
        if len(own) < 2 or not n:
            continue
        both = counts[np.ix_(own, own)] / n
        single = np.diag(both)
        with np.errstate(divide="ignore", invalid="ignore"):
            pmi = np.log((both + _EPSILON) / (single[:, None] * single[None, :]))
            values = pmi / -np.log(both + _EPSILON)
        # What is in every window, or in none, tells nothing of a pair.
        values = np.where(np.isfinite(values) & (both < 1), values, 0.0)
        means.append(values[~np.eye(len(own), dtype=bool)].mean())
    return float(np.mean(means)) if means else None


def _together(
    place: dict[str, int], documents: Sequence[Sequence[str]], window: int
) -> tuple[np.ndarray, int]:
    """Return in how many windows each pair of words occurs, (words, words), and of how many."""
    rows: list[np.ndarray] = []
    columns: list[np.ndarray] = []
    n = 0
    for document in documents:
        windows = max(1, len(document) - window + 1) if document else 0
        ours = np.array([place.get(word, -1) for word in document], dtype=int)
        (at,) = np.nonzero(ours >= 0)
        # A word at p lies in the windows that begin at p - window + 1 to p.
        begins = at[:, None] + np.arange(1 - window, 1)[None, :]
        inside = (begins >= 0) & (begins < windows)
        if len(document) < window:
            begins, inside = np.zeros_like(begins), np.arange(window)[None, :] == window - 1
            inside = np.broadcast_to(inside, begins.shape)
        rows.append(n + begins[inside])
        columns.append(np.broadcast_to(ours[at][:, None], begins.shape)[inside])
        n += windows
    row = np.concatenate([*rows, np.zeros(0, dtype=int)])
    column = np.concatenate([*columns, np.zeros(0, dtype=int)])
    has = csr_matrix((np.ones(len(row)), (row, column)), shape=(max(n, 1), len(place)))
    has.data[:] = 1  # once a window, however often
    return np.asarray((has.T @ has).todense()), n


def diversity(topics: Sequence[Sequence[str]]) -> float | None:
    """Return the share of distinct words among all topics' words (Dieng, Ruiz and Blei 2020).

    1: no word twice. None where there are no words.
    """
    words = [word for topic in topics for word in topic]
    return len(set(words)) / len(words) if words else None
