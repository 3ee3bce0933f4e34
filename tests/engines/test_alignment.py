from __future__ import annotations

import numpy as np
import pytest

from pipeline.engines.alignment import warp


def test_the_path_follows_the_cheap_cells() -> None:
    costs = np.ones((3, 5))
    for i, j in ((0, 0), (0, 1), (1, 2), (1, 3), (2, 4)):
        costs[i, j] = 0
    assert warp(costs).T.tolist() == [[0, 0], [0, 1], [1, 2], [1, 3], [2, 4]]


@pytest.mark.model
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (6, 1), (5, 40), (37, 90)])
def test_it_is_whispers_own_path(shape: tuple[int, int]) -> None:
    from whisper import timing

    if timing.dtw_cpu.__module__ != "whisper.timing":
        pytest.skip("the library's own was replaced by an earlier test")
    random = np.random.default_rng(shape[1])
    for matrix in (random.normal(size=shape), random.integers(0, 2, size=shape).astype(float)):
        assert np.array_equal(warp(matrix), timing.dtw_cpu(matrix))
