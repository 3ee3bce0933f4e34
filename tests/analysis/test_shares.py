import numpy as np
import pandas as pd
import pytest

from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import by_place
from pipeline.analysis.shares import code_ps, share, visit_ps

PLAN = Plan(permutations=999, least_people=3)


@pytest.mark.parametrize(
    ("said", "asked", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_newcombes_table(
    said: int, asked: int, low: float, high: float
) -> None:
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", Table I, Wilson
    found = share(said, asked)
    assert found.interval == pytest.approx((low, high), abs=5e-5)


def test_under_ten_people_there_are_counts_and_no_share() -> None:
    assert share(3, 9).share is None
    assert share(3, 9).interval is not None
    assert share(3, 10).share == 0.3
    assert share(0, 0).interval is None


def people(*sites: str) -> pd.DataFrame:
    return pd.DataFrame({"site": list("".join(sites))})


def test_a_code_of_one_place_is_found_and_a_rare_one_is_not_tested() -> None:
    level = by_place(people("aaaaaaaabbbbbbbb"), 3)
    held = np.zeros((16, 4), dtype=np.float32)
    held[:8, 0] = 1  # all of one place
    held[::2, 1] = 1  # half of each
    held[0, 2] = 1  # one person
    held[:, 3] = 1  # everybody
    (place, _), (half, _), (rare, why), (all_, told) = code_ps(held, level, PLAN)
    assert place is not None
    assert place < 0.01
    assert half == 1
    assert rare is None
    assert why == "said by fewer than 3 people"
    assert all_ is None
    assert told == "said by all"


def test_too_few_people_are_not_tested() -> None:
    level = by_place(people("aaabbb"), 3)
    held = np.array([[1.0], [1], [1], [0], [0], [0]])
    ((p, why),) = code_ps(held, level, PLAN)
    assert p is None
    assert why == "too few to tell: no arrangement could give a p under 0.1"


def test_changes_between_visits_are_counted_by_person() -> None:
    changes = np.zeros((8, 3))
    changes[:7, 0] = 1
    changes[:3, 1] = 1
    (came, _), (few, why), (none, nobody) = visit_ps(changes, PLAN)
    assert came is not None
    assert came == pytest.approx(2 / 2**7, abs=0.01)
    assert few is None
    assert why == "3 people changed"
    assert none is None
    assert nobody == "0 people changed"
