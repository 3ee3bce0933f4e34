import numpy as np
import pytest

from pipeline.analysis.meaning import centred, language_means, text_key, unit
from tests.analysis.space import space_of


def test_a_space_gives_vectors_in_the_order_asked_and_refuses_strangers() -> None:
    space = space_of("bread", "stone", "bread stone")
    assert space[["stone", "bread", "stone"]].tolist() == [[0, 1], [1, 0], [0, 1]]
    assert space[[]].shape == (0, 2)
    with pytest.raises(KeyError):
        space[["never placed"]]


def test_texts_are_named_by_what_they_say() -> None:
    assert text_key("così") == text_key("così")
    assert text_key("così") != text_key("cosi")
    assert len(text_key("")) == 24


def test_unit_scales_rows_to_one_and_leaves_zeros() -> None:
    scaled = unit(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert scaled.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 0.0]]
    assert scaled.dtype == np.float32


def test_centring_takes_away_what_a_language_has_in_common() -> None:
    # the first axis is the language, the second the meaning
    vectors = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]], dtype=np.float32)
    languages = ["en", "en", "it", "it"]
    means = language_means(vectors, languages)
    assert {k: v.tolist() for k, v in means.items()} == {"en": [1, 0], "it": [-1, 0]}
    flat = centred(vectors, languages, means)
    assert np.allclose(flat, [[0, 1], [0, -1], [0, 1], [0, -1]])


def test_a_language_without_a_mean_gets_the_mean_of_all() -> None:
    means = {"en": np.array([1.0, 0.0]), "it": np.array([-1.0, 2.0])}
    assert np.allclose(centred(np.array([[0.0, 4.0]]), ["pt"], means), [[0, 1]])
    assert np.allclose(centred(np.array([[0.0, 4.0]]), ["pt"], {}), [[0, 1]])
    assert len(centred(np.zeros((0, 2)), [], means)) == 0
