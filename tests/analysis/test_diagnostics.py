"""What groups are worth: beside chance, and beside themselves when texts are left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.diagnostics import mixing, resamples, stability


def test_groups_that_are_only_languages_are_told_apart_from_chance() -> None:
    labels = [0] * 20 + [1] * 20
    same = mixing(labels, ["en"] * 20 + ["it"] * 20)
    assert same.value == pytest.approx(1)
    assert same.most is not None
    assert same.most < 0.2
    crossed = mixing(labels, ["en", "it"] * 20)
    assert crossed.value == pytest.approx(0, abs=1e-9)
    assert mixing([-1, 1, 0, 1], ["it", "en", "en", "en"]).reason == "one-value"
    assert mixing([-1, 0, 0], ["en", "it", "en"]).reason == "one-group"


def test_a_group_that_comes_back_is_stable_and_one_that_falls_apart_is_not() -> None:
    labels = [0, 0, 0, 0, 1, 1, 1, 1, -1]
    again = [
        ([0, 1, 2, 4, 5, 6], [7, 7, 7, 3, 4, 5]),
        ([1, 2, 3, 5, 6, 7, 8], [0, 0, 0, 1, 1, 2, 1]),
    ]
    found = stability(labels, again)
    assert found[0] == 1.0
    assert found[1] == pytest.approx((1 / 3 + 2 / 4) / 2)
    assert stability(labels, [([8], [0])]) == {}


@given(labels=st.lists(st.integers(-1, 3), min_size=1, max_size=30), shift=st.integers(1, 9))
def test_the_same_groups_under_other_names_are_wholly_stable(labels: list[int], shift: int) -> None:
    renamed = [label if label < 0 else label + shift for label in labels]
    everything = list(range(len(labels)))
    assert set(stability(labels, [(everything, renamed)]).values()) <= {1.0}


def test_draws_are_the_same_every_time_and_of_the_right_size() -> None:
    assert resamples(50) == resamples(50)
    assert [len(set(each)) for each in resamples(50)] == [40] * 5
    assert resamples(0) == [[]] * 5
    assert np.unique([tuple(each) for each in resamples(50)], axis=0).shape[0] == 5
