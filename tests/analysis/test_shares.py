import numpy as np
import pandas as pd
import pytest

from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import Level, by_column, by_place
from pipeline.analysis.shares import code_ps, intervals, share, visit_ps
from pipeline.analysis.shuffles import Floats, flipped, less_strata, p_value

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
    (came, _), (few, why), (none, nobody) = visit_ps(changes)
    assert came is not None
    assert came == pytest.approx(2 / 2**7)
    assert few is None
    assert why == "3 people changed"
    assert none is None
    assert nobody == "0 people changed"


@pytest.mark.parametrize("level", ["site", "trade"])
def test_drawing_holders_is_the_test_that_shuffles_people(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.analysis.shuffles.ENOUGH", 10_000)  # no test ends early
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"site": list("a" * 9 + "b" * 12 + "c" * 7), "trade": list("xyxz" * 7)})
    made = by_place(frame, 3) if level == "site" else by_column(frame, level, 3)
    assert made.layout is not None
    held = (rng.random((28, 5)) < 0.5).astype(np.float32)
    held[:, 0] = (frame["site"] == "a") | (rng.random(28) < 0.2)
    held[:, 1] = (frame["trade"] == "x") | (rng.random(28) < 0.2)
    drawn = [p for p, _ in code_ps(held, made, Plan(permutations=9_999, least_people=3))]
    for code, p in enumerate(drawn):
        assert p is not None
        assert p == pytest.approx(by_shuffles(held[:, [code]], made), rel=0.05, abs=0.006)


def by_shuffles(held: Floats, level: Level) -> float:
    assert level.layout is not None
    of = level.layout
    x = less_strata(level.of(held).astype(float), of)

    def statistic(sums: Floats) -> Floats:
        return np.asarray((sums**2 / of.sizes[None, :, None]).sum(axis=1))

    return float(p_value(x, of, statistic, draws=9_999, rng=np.random.default_rng(3))[0])


def test_visits_have_the_p_of_all_flips() -> None:
    changes = np.random.default_rng(2).integers(-1, 2, (14, 4)).astype(float)
    changes[:11, 0] = 1
    flips = flipped(changes, np.abs, draws=9_999, rng=np.random.default_rng(3))
    for (p, _), by_flips in zip(visit_ps(changes), flips, strict=True):
        if p is not None:
            assert p == pytest.approx(by_flips, rel=0.25, abs=0.002)
    assert sum(p is not None for p, _ in visit_ps(changes)) >= 3


def test_many_intervals_are_those_of_each() -> None:
    low, high = intervals(np.array([0, 3, 9]), np.array([9, 10, 9]))
    for i, (said, asked) in enumerate([(0, 9), (3, 10), (9, 9)]):
        assert share(said, asked).interval == (low[i], high[i])
