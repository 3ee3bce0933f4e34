"""Coherence and diversity of topics, counted by hand."""

from itertools import combinations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.coherence import diversity, npmi

WORDS = st.sampled_from("abcdef")
TOPICS = st.lists(st.lists(WORDS, min_size=2, max_size=4, unique=True), min_size=1, max_size=3)
DOCUMENTS = st.lists(st.lists(WORDS, max_size=14), max_size=6)


def test_npmi_by_hand() -> None:
    """Windows of two: a b | b c | c a, and one of a alone: four windows."""
    found = npmi([["a", "b"]], [["a", "b", "c", "a"], ["a"]], window=2)
    together, a, b = 1 / 4, 3 / 4, 2 / 4
    assert found == pytest.approx(log(together / (a * b)) / -log(together))


def test_always_and_never_together() -> None:
    always = [["a", "b"], ["c", "d"], ["a", "b"], ["c", "d"]]
    assert npmi([["a", "b"]], always) == pytest.approx(1)
    assert npmi([["a", "c"]], always) == pytest.approx(-1, abs=0.1)


def slowly(topics: list[list[str]], documents: list[list[str]], window: int) -> float:
    """The definition, window by window."""
    windows = [
        set(document[i : i + window])
        for document in documents
        for i in range(max(1, len(document) - window + 1) if document else 0)
    ]
    means = []
    for topic in topics:
        values = []
        for one, other in combinations(topic, 2):
            p = [sum(ws >= need for ws in windows) / len(windows)
                 for need in ({one}, {other}, {one, other})]  # fmt: skip
            if not p[0] or not p[1]:
                values.append(0.0)
                continue
            values.append(log((p[2] + 1e-12) / (p[0] * p[1])) / -log(p[2] + 1e-12)
                          if p[2] < 1 else 0.0)  # fmt: skip
        means.append(sum(values) / len(values))
    return sum(means) / len(means)


@given(topics=TOPICS, documents=DOCUMENTS.filter(any), window=st.integers(2, 10))
def test_counting_at_once_is_counting_window_by_window(
    topics: list[list[str]], documents: list[list[str]], window: int
) -> None:
    assert npmi(topics, documents, window=window) == pytest.approx(
        slowly(topics, documents, window), abs=1e-6
    )


def test_what_has_no_pairs_has_no_coherence() -> None:
    assert npmi([["a"], []], [["a", "b"]]) is None
    assert npmi([["a", "b"]], []) is None
    assert diversity([]) is None
    assert diversity([["a", "b"], ["b", "c"]]) == 0.75
