import numpy as np
import pandas as pd
import pytest

from pipeline.analysis.levels import Level, by_column, by_place, units_of


def people(**columns: str) -> pd.DataFrame:
    """Return a row a unit, a letter each; ``-`` is unknown."""
    return pd.DataFrame({k: list(v.replace("-", " ")) for k, v in columns.items()}).map(str.strip)


def test_who_sat_together_is_one_unit() -> None:
    found = units_of(["ann", "bo", "cy", "bo", "di"], ["1", "1", "2", "3", ""])
    assert found.tolist() == [0, 0, 1, 0, 2]
    assert units_of(["ann", "bo"], ["", ""]).tolist() == [0, 1]


def test_places_of_too_few_are_set_aside() -> None:
    level = by_place(people(site="aaaabbbbccc-"), 4)
    assert level.names == ("a", "b")
    assert level.set_aside == ("c",)
    assert level.layout is not None
    assert level.layout.sizes.tolist() == [4, 4]
    assert not level.layout.strata.any()
    assert by_place(people(site="aaaabb"), 3).reason == (
        "fewer than two groups of 3 people or more can be compared"
    )


@pytest.mark.parametrize(
    ("site", "country", "reason"),
    [
        ("aabbcc", "xxyyzz", "one country is one place (x, y, z): the two cannot be told apart"),
        ("aabbcc", "xxxxyy", "one country is one place (y): the two cannot be told apart"),
        ("aabb", "xxxx", "country is the same for all"),
        ("aabb", "----", "country is known for nobody"),
    ],
)
def test_where_one_country_is_one_place_nothing_is_told(
    site: str, country: str, reason: str
) -> None:
    level = by_column(people(site=site, country=country), "country", 2)
    assert level.layout is None
    assert level.reason == reason


def test_countries_are_compared_by_whole_places() -> None:
    level = by_column(people(site="aaabbccddd", country="xxxxxyyyyy"), "country", 2)
    assert level.unit == "place"
    assert level.layout is not None
    assert level.layout.sizes.tolist() == [2, 2]
    means = level.of(np.arange(10.0)[:, None])
    assert means[:, 0].tolist() == [1, 3.5, 5.5, 8]


def test_what_varies_within_places_is_compared_there() -> None:
    level = by_column(people(site="aaaabbbbccc", trade="xyxyxyxyxxx"), "trade", 2)
    assert level.unit == "person"
    assert level.layout is not None
    assert level.layout.strata.tolist() == [1, 1, 1, 1, 2, 2, 2, 2]  # at c nobody differs
    assert level.of(np.arange(11.0)[:, None])[:, 0].tolist() == list(range(8))
    assert isinstance(level, Level)
