"""Dynamic time warping for Whisper's word times, in NumPy.

openai-whisper compiles its own with numba in every process (4 to 30 s) and on several
threads, whose waiting makes everything after it two to four times slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Path = npt.NDArray[np.intp]

DIAGONAL, DOWN, RIGHT = 0, 1, 2


def warp(x: Floats) -> Path:
    """Return the cheapest path through a cost matrix, shape (2, length).

    Same result, ties included, as ``whisper.timing.dtw_cpu``; computed along the
    anti-diagonals, whose cells do not depend on each other.
    """
    import numpy as np

    rows, columns = x.shape
    cost = np.full((rows + 1, columns + 1), np.inf, dtype=np.float32)
    trace = np.full((rows + 1, columns + 1), RIGHT, dtype=np.int8)
    cost[0, 0] = 0
    trace[1:, 0] = DOWN
    for diagonal in range(2, rows + columns + 1):
        i = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        j = diagonal - i
        c0, c1, c2 = cost[i - 1, j - 1], cost[i - 1, j], cost[i, j - 1]
        is_diagonal = (c0 < c1) & (c0 < c2)
        is_down = (c1 < c0) & (c1 < c2)
        best = np.where(is_diagonal, c0, np.where(is_down, c1, c2))
        cost[i, j] = x[i - 1, j - 1] + best
        trace[i, j] = np.where(is_diagonal, DIAGONAL, np.where(is_down, DOWN, RIGHT))
    return _backwards(trace.tolist())


def _backwards(trace: list[list[int]]) -> Path:
    import numpy as np

    i, j = len(trace) - 1, len(trace[0]) - 1
    path = []
    while i > 0 or j > 0:
        path.append((i - 1, j - 1))
        step = trace[i][j]
        i -= step != RIGHT
        j -= step != DOWN
    return np.array(path[::-1], dtype=np.intp).T
