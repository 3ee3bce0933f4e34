"""A tiny space of meaning: a text lies where its words do, one axis a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.analysis.meaning import Space, text_key, unit


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def space_of(*texts: str) -> Space:
    """Place texts by the words they hold."""
    vocabulary: dict[str, int] = {}
    for text in texts:
        for token in tokens(text):
            vocabulary.setdefault(token, len(vocabulary))
    matrix = np.zeros((len(texts), max(1, len(vocabulary))), dtype=np.float32)
    for row, text in enumerate(texts):
        for token in tokens(text):
            matrix[row, vocabulary[token]] += 1
    return Space({text_key(text): row for row, text in enumerate(texts)}, unit(matrix))


def rows_of(space: Space, texts: Sequence[str]) -> list[list[float]]:
    return [[float(v) for v in row] for row in space[texts]]
