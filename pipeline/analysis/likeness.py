"""Likeness: when it may be claimed, what it is held against, which answers carry it.

Likeness is never read off a large p. It is claimed where the interval of the gap lies inside a
margin that was declared beforehand, and nowhere else. It is held against two other distances: what
languages alone would make, and how far apart answers are where even the question differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.analysis.shuffles import Floats, Ints


def language_gap(
    by_place: Mapping[str, Mapping[str, int]], means: Mapping[str, Floats], places: Sequence[str]
) -> float | None:
    """Return the gap that languages alone would make, were the same said everywhere.

    Args:
        by_place: units by place and language.
        means: of each language, the mean vector of sentences that are translations of each other.
        places: those that are compared.

    Returns:
        Half the mean squared distance of the places' centres, or None where a language has no
        such sentences.
    """
    if len(places) < 2:
        return None
    centres = []
    for place in places:
        spoken = by_place.get(place, {})
        if not spoken or any(language not in means for language in spoken):
            return None
        total = sum(spoken.values())
        centres.append(np.sum([means[lang] * n / total for lang, n in spoken.items()], axis=0))
    c, k = np.vstack(centres), len(centres)
    squares = k * float((c**2).sum()) - float((c.sum(axis=0) ** 2).sum())
    return squares / (k * (k - 1))


def subject_distances(questions: Ints, people: Ints, vectors: Floats) -> Floats:
    """Return the mean distance of one question's answers from other people's to other questions.

    Args:
        questions: of each answer, 0 to q - 1.
        people: of each answer, 0 to p - 1.
        vectors: unit vectors, shape (n, dims).

    Returns:
        Shape (q,), nan where there is no other question: how far apart answers are where even
        the subject differs.
    """
    n_q, n_p = int(questions.max()) + 1, int(people.max()) + 1
    total, count = _by(questions, vectors, n_q), np.bincount(questions, minlength=n_q)
    theirs, answers = _by(people, vectors, n_p), np.bincount(people, minlength=n_p)
    both, index = np.unique(questions.astype(np.int64) * n_p + people, return_inverse=True)
    own, own_count = _by(index, vectors, len(both)), np.bincount(index)
    q, p = both // n_p, both % n_p
    same = np.einsum("nd,nd->n", own, theirs[p] - own)
    same_pairs = own_count * (answers[p] - own_count)
    whole = total.sum(axis=0)
    likeness = np.einsum("qd,qd->q", total, whole - total)
    likeness = likeness - np.bincount(q, weights=same, minlength=n_q)
    pairs = count * (len(questions) - count) - np.bincount(q, weights=same_pairs, minlength=n_q)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(pairs > 0, 1 - likeness / pairs, np.nan)


def _by(at: Ints, vectors: Floats, n: int) -> Floats:
    from scipy.sparse import csr_matrix

    cells = (np.ones(len(at), dtype=vectors.dtype), (at, np.arange(len(at))))
    return np.asarray(csr_matrix(cells, shape=(n, len(at))) @ vectors, dtype=np.float64)


def pairs_of(
    answers: pd.DataFrame, vectors: Floats, *, most: int, of: int, seed: int
) -> list[tuple[str, str, str, float]]:
    """Return pairs of answers from two places: those most alike, and those least alike.

    Args:
        answers: ``id``, ``site``, ``person``.
        vectors: unit vectors of the answers.
        most: pairs of each kind; an answer occurs in one of a kind at most.
        of: answers that are looked at, drawn where there are more.
        seed: of the draw.

    Returns:
        Rows (kind, id, id, distance); the kind is ``carries`` or ``contradicts`` likeness.
    """
    at = np.arange(len(answers))
    if len(at) > of:
        at = np.sort(np.random.default_rng([seed, 6]).choice(at, of, replace=False))
    mine = answers.iloc[at]
    near = 1 - vectors[at] @ vectors[at].T
    site, person = pd.factorize(mine["site"])[0], pd.factorize(mine["person"])[0]
    apart = (site[:, None] != site[None, :]) & (person[:, None] != person[None, :])
    first, second = np.nonzero(np.triu(apart))
    ids, distances = mine["id"].tolist(), near[first, second]
    order = np.argsort(distances, kind="stable")
    rows: list[tuple[str, str, str, float]] = []
    for kind, ranked in (("carries", order), ("contradicts", order[::-1])):
        used: set[int] = set()
        for i in ranked:
            if len(used) >= 2 * most:
                break
            a, b = int(first[i]), int(second[i])
            if not used & {a, b}:
                used |= {a, b}
                rows.append((kind, str(ids[a]), str(ids[b]), float(distances[i])))
    return rows


def likeness(interval: tuple[float, float] | None, margin: float) -> str:
    """Return ``alike``, ``not alike`` or ``undetermined``: where the interval of the gap lies.

    Args:
        interval: of the gap; None where there are too few people for one.
        margin: declared beforehand; a gap within it does not matter.
    """
    if interval is None:
        return "undetermined"
    low, high = interval
    if -margin <= low and high <= margin:
        return "alike"
    return "not alike" if low > margin else "undetermined"


def parallel(
    sentences: Sequence[Mapping[str, Floats]],
) -> tuple[dict[str, Floats], dict[str, float]]:
    """Tell how alike a model takes languages, from sentences in several of them.

    Args:
        sentences: of each sentence its vector by language; those are used that every language has.

    Returns:
        Of each language the mean vector (they differ only by what the language does), and of each
        pair of languages the share of sentences whose nearest in the other is their translation,
        both ways. Nothing where fewer than two languages share two sentences.
    """
    languages = sorted({language for each in sentences for language in each})
    whole = [each for each in sentences if all(language in each for language in languages)]
    if len(languages) < 2 or len(whole) < 2:
        return {}, {}
    stacked = {lang: np.vstack([each[lang] for each in whole]) for lang in languages}
    retrieval = {}
    for i, a in enumerate(languages):
        for b in languages[i + 1 :]:
            near = stacked[a] @ stacked[b].T
            right = np.arange(len(whole))
            hits = (near.argmax(axis=1) == right).mean() + (near.argmax(axis=0) == right).mean()
            retrieval[f"{a}-{b}"] = round(float(hits) / 2, 4)
    return {lang: rows.mean(axis=0) for lang, rows in stacked.items()}, retrieval
