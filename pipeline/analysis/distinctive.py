"""Words that distinguish a place from the others where the same language is spoken.

Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin'
words: lexical feature selection and evaluation for identifying the content of political conflict",
Political Analysis 16(4), equations 16, 20 and 22). The prior weighs as much as one person's words,
in the shares in which all who speak the language use them. Undefined across languages. A word of
fewer than three people of a place is theirs, not the place's, and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.analysis.shuffles import Floats, Ints

COLUMNS = ("language", "question", "site", "word", "z", "log_odds", "people", "count", "elsewhere")
LEAST_PEOPLE = 3
NOTABLE = 1.96  # of z: what the words of a place must reach to be listed
TOP = 20


def log_odds(here: Floats, there: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """Return the log-odds ratio of each word and its z.

    Args:
        here: counts of words at one place, shape (w,), or at several, shape (k, w).
        there: counts of the same words elsewhere, of the same shape.
        prior: what is added to each count before, above zero (alpha in the paper).
    """
    a, b = here + prior, there + prior
    n_a, n_b = a.sum(axis=-1, keepdims=True), b.sum(axis=-1, keepdims=True)
    delta = np.log(a / (n_a - a)) - np.log(b / (n_b - b))
    return delta, delta / np.sqrt(1 / a + 1 / b)


def distinctive(answers: pd.DataFrame) -> pd.DataFrame:
    """List the words that distinguish a place, over all its answers and in each question's.

    Args:
        answers: ``language``, ``question``, ``site``, ``person``, ``text``.

    Returns:
        A frame with ``COLUMNS``; ``question`` is empty over all questions.
    """
    rows: list[tuple[object, ...]] = []
    for language, mine in answers[answers["language"] != ""].groupby("language"):
        if mine.groupby("site")["person"].nunique().ge(LEAST_PEOPLE).sum() >= 2:
            rows += _of_language(str(language), mine)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_language(language: str, answers: pd.DataFrame) -> list[tuple[object, ...]]:
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(token_pattern=r"(?u)\b[^\W\d_]{2,}\b", dtype=np.int32)
    try:
        counts = counter.fit_transform(answers["text"])
    except ValueError:  # no word in any of them
        return []
    words = counter.get_feature_names_out()
    scopes: list[tuple[str, Any]] = [("", np.arange(len(answers)))]
    numbers = answers.groupby("question").indices
    scopes += sorted((str(question), at) for question, at in numbers.items())
    rows: list[tuple[object, ...]] = []
    for question, at in scopes:
        here = answers.iloc[at]
        rows += _of_scope(language, question, here["site"], here["person"], counts[at], words)
    return rows


def _of_scope(
    language: str,
    question: str,
    sites: pd.Series,
    people: pd.Series,
    counts: Any,
    words: Sequence[str],
) -> list[tuple[object, ...]]:
    """Return the rows of one language and question; ``counts`` is sparse, (answers, words)."""
    person, names = pd.factorize(sites.astype(str) + "\n" + people.astype(str))
    each = _sums(person, counts)
    place, places = pd.factorize(np.array([name.split("\n")[0] for name in names]))
    if len(places) < 2:
        return []
    said, used = _sums(place, each > 0).tocsc(), _sums(place, each).tocsc()
    many = np.flatnonzero(said.max(axis=0).toarray().ravel() >= LEAST_PEOPLE)
    own = np.asarray(used.sum(axis=1), dtype=float).reshape(-1, 1)
    said, used = said[:, many].toarray(), used[:, many].toarray().astype(float)
    total = used.sum(axis=0)
    # all other words count as one, which no row is told of; as many words as a person says, as all
    # say them, are the prior
    whole = np.hstack([used, own - used.sum(axis=1, keepdims=True)])
    with np.errstate(divide="ignore", invalid="ignore"):
        delta, z = log_odds(whole, whole.sum(axis=0) - whole, whole.sum(axis=0) / len(names))
    z = z[:, :-1]
    listed = (z >= NOTABLE) & (said >= LEAST_PEOPLE) & (own > 0) & (own < own.sum())
    rows: list[tuple[object, ...]] = []
    for i, site in enumerate(places):
        for at in sorted(np.flatnonzero(listed[i]), key=lambda j: -z[i, j])[:TOP]:
            rows.append(
                (language, question, str(site), words[many[at]], float(z[i, at]),
                 float(delta[i, at]), int(said[i, at]), int(used[i, at]),
                 int(total[at] - used[i, at]))
            )  # fmt: skip
    return rows


def _sums(groups: Ints, counts: Any) -> Any:
    from scipy.sparse import csr_matrix

    n = len(groups)
    return csr_matrix((np.ones(n, dtype=np.int32), (groups, np.arange(n)))) @ csr_matrix(counts)
