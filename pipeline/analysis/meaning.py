"""Texts as vectors: which texts are embedded, and how likeness is read off.

Multilingual vectors lie first of all by language. Subtracting each language's mean
removes that. Here the mean is taken over parallel texts (the question set) where
there are, else over what is there of a language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.floating[Any]]
Positions = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Space:
    """Vectors by text; ``matrix`` has a row for each text of ``rows``."""

    rows: Mapping[str, int]
    matrix: Vectors

    def __getitem__(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, shape (len(texts), dims)."""
        return self.matrix[[self.rows[text_key(text)] for text in texts]]


def text_key(text: str) -> str:
    """Return the name under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def unit(vectors: Vectors) -> Vectors:
    """Scale rows to length one; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)


def language_means(vectors: Vectors, languages: Sequence[str]) -> dict[str, Vectors]:
    """Return the mean vector of each language, shape (dims,)."""
    labels = np.asarray(languages)
    return {lang: vectors[labels == lang].mean(axis=0) for lang in sorted(set(languages))}


def centred(vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]) -> Vectors:
    """Subtract from each row its language's mean (if unknown, the mean of all) and rescale."""
    if not len(vectors):
        return vectors
    fallback = np.mean(list(means.values()), axis=0) if means else np.zeros(vectors.shape[1])
    offsets = np.vstack([means.get(lang, fallback) for lang in languages])
    return unit(np.asarray(vectors - offsets, dtype=np.float32))
