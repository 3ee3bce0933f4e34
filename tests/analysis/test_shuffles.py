from itertools import permutations

import numpy as np
import pytest

from pipeline.analysis.shuffles import (
    ENOUGH,
    Floats,
    Layout,
    adjusted,
    batches,
    flipped,
    group_sums,
    layout,
    least_p,
    p_value,
    sequential,
)


def between(sums: Floats) -> Floats:
    return np.asarray((sums[..., 0] ** 2 / 3).sum(axis=1, keepdims=True))


def test_groups_are_numbered_by_name() -> None:
    of, names = layout(["mill", "forno", "mill"], ["a", "b", "a"])
    assert names == ["forno", "mill"]
    assert of.groups.tolist() == [1, 0, 1]
    assert of.strata.tolist() == [0, 1, 0]
    assert of.sizes.tolist() == [1, 2]


def test_p_comes_near_to_that_of_all_arrangements() -> None:
    x = np.array([[0.0], [1], [2], [5], [4], [9]])
    of, _ = layout(list("aaabbb"))
    seen = between(np.array([[[3.0], [18]]]))[0, 0]
    every = [
        between(np.array([[[x[list(o[:3])].sum()], [x[list(o[3:])].sum()]]]))[0, 0]
        for o in permutations(range(6))
    ]
    exact = np.mean(np.array(every) >= seen - 1e-9)
    found = p_value(x, of, between, draws=9_999, rng=np.random.default_rng(1))[0]
    assert exact == pytest.approx(0.1)
    assert found == pytest.approx(exact, rel=3 / ENOUGH**0.5)


def test_labels_change_hands_only_within_a_stratum() -> None:
    x = np.array([[1.0], [10], [100], [1000]])
    of = Layout(np.array([0, 1, 0, 1]), np.array([1, 1, 2, 2]))
    sums = np.concatenate(list(group_sums(x, of, 200, np.random.default_rng(1))))
    firsts = set(sums[:, 0, 0].tolist())
    assert firsts == {101.0, 110.0, 1001.0, 1010.0}
    assert np.allclose(sums.sum(axis=1), 1111)


def test_every_arrangement_is_as_likely() -> None:
    x = np.eye(4)
    of, _ = layout(list("aabb"))
    sums = np.concatenate(list(group_sums(x, of, 6_000, np.random.default_rng(1))))
    _, counts = np.unique(sums[:, 0, :], axis=0, return_counts=True)
    assert len(counts) == 6
    assert counts.min() > 880
    assert counts.max() < 1_120


def test_the_least_p_tells_what_so_few_can_show() -> None:
    assert least_p(layout(list("aabb"))[0]) == pytest.approx(1 / 3)  # 6 ways, two by two the same
    assert least_p(layout(list("aabbb"))[0]) == pytest.approx(1 / 10)
    assert least_p(layout(list("ab"), list("xy"))[0]) == 1
    assert least_p(Layout(np.array([0, 1, 0, 1]), np.array([1, 1, 2, 2]))) == pytest.approx(1 / 4)


def test_signs_of_differences_flip() -> None:
    same_way = np.ones((8, 1))
    p = flipped(same_way, np.abs, draws=9_999, rng=np.random.default_rng(1))[0]
    assert p == pytest.approx(2 / 2**8, abs=0.003)
    both_ways = np.array([[1.0], [-1], [1], [-1]])
    assert flipped(both_ways, np.abs, draws=999, rng=np.random.default_rng(1))[0] == 1


def test_correction_follows_the_worked_example_of_benjamini_and_hochberg() -> None:
    # Benjamini and Hochberg 1995, section 4.1: fifteen hypotheses, four rejected at .05
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
          0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    found = adjusted(ps)
    assert sum(p is not None and p <= 0.05 for p in found) == 4
    assert found[3] == pytest.approx(0.0095 * 15 / 4)
    with_gaps = adjusted([None, *ps, None])
    assert with_gaps == [None, *found, None]
    assert adjusted([None]) == [None]


def plain(values: Floats, least: Floats) -> list[float]:
    """Follow Besag and Clifford value by value."""
    found = []
    for column, bar in zip(values.T, least, strict=True):
        extreme = 0
        for at, value in enumerate(column, start=1):
            extreme += value >= bar
            if extreme == ENOUGH:
                found.append(ENOUGH / at)
                break
        else:
            found.append((1 + extreme) / (1 + len(column)))
    return found


@pytest.mark.parametrize("size", [1, 70, 1_000])
def test_a_test_ends_at_the_same_value_however_values_are_batched(size: int) -> None:
    values = np.random.default_rng(4).random((3_000, 4))
    least = np.array([0.999, 0.9, 0.3, 0.0])
    drawn = [values[i : i + size] for i in range(0, len(values), size)]
    found = sequential(least, iter(drawn), len(values))
    assert found.tolist() == plain(values, least)
    assert found[0] < (1 + ENOUGH) / 3_001  # it went on to the end
    assert found[3] == 1


def test_no_more_is_drawn_than_is_needed() -> None:
    drawn = iter([np.ones((ENOUGH, 1)), np.ones((1, 1)), np.ones((1, 1))])
    assert sequential(np.zeros(1), drawn, ENOUGH + 2)[0] == 1
    assert len(list(drawn)) == 2


def test_batches_are_all_that_was_asked_for() -> None:
    for draws in (1, 199, 9_999):
        for cells in (1, 10_000, 10**9):
            sizes = list(batches(draws, cells))
            assert sum(sizes) == draws
            assert min(sizes) > 0


def test_p_is_valid_also_where_a_test_ends_early() -> None:
    rng = np.random.default_rng(8)
    seen = rng.random(4_000)
    values = rng.random((1_999, 4_000))
    found = sequential(seen, iter(np.split(values, range(50, 1_999, 50))), 1_999)
    for level in (0.01, 0.05, 0.1, 0.2, 0.5):
        share = (found <= level).mean()
        assert share <= level + 3 * (level * (1 - level) / 4_000) ** 0.5
        assert share >= 0.8 * level


def test_rounding_is_no_difference() -> None:
    x = np.array([[0.1 + 0.2], [0.3], [0.3], [0.1 + 0.2]], dtype=np.float32)
    of, _ = layout(list("aabb"))
    p = p_value(x, of, between, draws=999, rng=np.random.default_rng(1))[0]
    assert p == 1
