"""Divisions of texts held against labels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import normalized_mutual_info_score

from pipeline.analysis.partitions import MEASURES, measures, partition_scores

DIVISIONS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), min_size=2)


def test_by_hand() -> None:
    """Groups {1,2,3} and {4,5}, labels {1,2} and {3,4,5}: 2 of 10 pairs joined in both."""
    found = partition_scores(list("aaabb"), list("xxyyy")).values
    joined, mine, theirs = 2, 4, 4
    chance = mine * theirs / 10
    assert found["adjusted_rand"] == pytest.approx(
        (joined - chance) / ((mine + theirs) / 2 - chance)
    )
    assert found["purity"] == pytest.approx(4 / 5)
    sizes, within = np.array([2, 3]) / 5, np.array([2, 1]) / 3
    entropy = -(sizes * np.log(sizes)).sum()
    left = 3 / 5 * -(within * np.log(within)).sum()  # of the labels, once the group is known
    assert found["homogeneity"] == pytest.approx(1 - left / entropy)


def test_the_same_division_by_other_names_is_whole_and_chance_is_nothing() -> None:
    same = partition_scores(list("aabbcc"), list("zzyyxx"))
    assert (same.texts, same.groups, same.labels) == (6, 3, 3)
    assert set(same.values) == set(MEASURES)
    assert all(value == pytest.approx(1) for value in same.values.values())
    draw = np.random.default_rng(3)
    groups, labels = (list(map(str, draw.integers(0, 5, 2_000))) for _ in range(2))
    chance = partition_scores(groups, labels, resamples=99)
    assert abs(chance.values["adjusted_rand"]) < 0.01
    assert chance.values["purity"] > 0.2  # purity is not corrected for chance


@given(pairs=DIVISIONS)
def test_every_measure_keeps_its_bounds_and_sides(pairs: list[tuple[str, str]]) -> None:
    groups, labels = [g for g, _ in pairs], [x for _, x in pairs]
    found = partition_scores(groups, labels, resamples=5).values
    turned = partition_scores(labels, groups, resamples=5).values
    assert all(-1 <= value <= 1 + 1e-9 for value in found.values())
    assert found["homogeneity"] == pytest.approx(turned["completeness"])
    assert found["adjusted_rand"] == pytest.approx(turned["adjusted_rand"])
    assert found["nmi"] == pytest.approx(normalized_mutual_info_score(labels, groups))


def test_intervals_hold_the_value_and_narrow_with_more_texts() -> None:
    draw = np.random.default_rng(5)
    labels = draw.integers(0, 4, 1_600)
    groups = np.where(draw.random(1_600) < 0.7, labels, draw.integers(0, 4, 1_600))
    few, many = (
        partition_scores(list(map(str, groups[:n])), list(map(str, labels[:n])), resamples=199)
        for n in (100, 1_600)
    )
    for found in (few, many):
        for name in MEASURES:
            low, high = found.intervals[name]
            assert low < found.values[name] < high
    widths = [np.ptp(found.intervals["adjusted_rand"]) for found in (few, many)]
    assert widths[1] < widths[0] / 2
    again = partition_scores(
        list(map(str, groups[:100])), list(map(str, labels[:100])), resamples=199
    )
    assert again == few


def test_one_text_says_nothing() -> None:
    assert partition_scores(["a"], ["x"]).values == {}
    assert partition_scores([], []).texts == 0
    assert measures(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))["purity"] == 1
