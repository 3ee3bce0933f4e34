from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from pipeline import engines

WORDS = (
    ("bike", "repair", "workshop"),
    ("garden", "soil", "tomato"),
    ("rent", "contract", "landlord"),
)


def study(n: int, seed: int = 0, spread: float = 0.15) -> tuple[list[list[str]], Any, list[int]]:
    """Texts of three plain topics, with vectors to match."""
    random = np.random.default_rng(seed)
    centres = np.eye(3, 24)
    truth = [i % 3 for i in range(n)]
    vectors = centres[truth] + random.normal(scale=spread, size=(n, 24)) if n else np.zeros((0, 24))
    terms = [[*random.permutation(WORDS[t])[:2].tolist(), "people"] for t in truth]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return terms, (vectors / np.where(lengths, lengths, 1)).astype(np.float32), truth


@pytest.mark.parametrize("n", [0, 1, 5, 9])
@pytest.mark.parametrize("engine", ["bertopic", "scripted"])
def test_few_texts_have_no_groups(engine: str, n: int) -> None:
    terms, vectors, _ = study(n)
    found = engines.topic_model(engine).group(terms, vectors, min_size=5, seed=1)
    assert found.labels == (-1,) * n
    assert not found.keywords


@pytest.mark.model
@pytest.mark.parametrize("n", [10, 36, 150])
def test_plain_topics_are_found_and_named(n: int) -> None:
    from sklearn.metrics import adjusted_rand_score

    terms, vectors, truth = study(n)
    found = engines.topic_model("bertopic").group(terms, vectors, min_size=4, seed=1)
    assert len(found.labels) == n
    groups = set(found.labels) - {-1}
    assert groups == set(range(len(groups))) == set(found.keywords)
    assert all(found.labels.count(g) >= 4 for g in groups)
    if n > 10:
        assert adjusted_rand_score(truth, found.labels) > 0.6
        heads = {word for words in found.keywords.values() for word in words[:2]}
        assert "people" not in heads  # it is in every text, so it names none
        assert len(heads & {word for topic in WORDS for word in topic}) >= 4


@pytest.mark.model
def test_words_keep_the_letters_of_every_language() -> None:
    """BERTopic takes a study for English and leaves A to Z, unless it is told otherwise."""
    _, vectors, truth = study(36)
    names = (("número", "niño"), ("größe", "città nuova"), ("работа", "仕事"))
    found = engines.topic_model("bertopic").group(
        [list(names[t]) for t in truth], vectors, min_size=4, seed=1
    )
    assert {word for words in found.keywords.values() for word in words} == {
        word for pair in names for word in pair
    }


@pytest.mark.model
def test_alike_and_empty_texts_do_not_crash() -> None:
    model = engines.topic_model("bertopic")
    same = np.full((90, 8), 8**-0.5, np.float32)
    for n in (20, 90):
        assert len(model.group([["a"]] * n, same[:n], min_size=5, seed=1).labels) == n
    terms, vectors, _ = study(90)
    half = [t if i % 2 else [] for i, t in enumerate(terms)]
    assert len(model.group(half, vectors, min_size=5, seed=1).labels) == 90
    assert set(model.group([[]] * 90, vectors, min_size=5, seed=1).labels) == {-1}


RUN = """
from pipeline import engines
from tests.engines.test_topics import study
for n in (36, 150):
    terms, vectors, _ = study(n, seed=3, spread=0.3)
    print(engines.topic_model("bertopic").group(terms, vectors, min_size=4, seed=1))
"""


@pytest.mark.model
def test_what_is_compiled_of_umap_is_kept_for_the_next_process() -> None:
    import umap

    from pipeline.engines import topics

    topics._umap(80, 1)
    kept = umap.umap_.compute_membership_strengths.stats.cache_path
    assert kept is not None


def test_another_process_finds_the_same() -> None:
    here = []
    for n in (36, 150):
        terms, vectors, _ = study(n, seed=3, spread=0.3)
        here.append(repr(engines.topic_model("bertopic").group(terms, vectors, min_size=4, seed=1)))
    there = subprocess.run(
        [sys.executable, "-c", RUN],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "1"},
    )
    assert here[0].startswith("Grouping(labels=(")
    assert there.stdout.splitlines() == here
    assert there.stderr == ""
