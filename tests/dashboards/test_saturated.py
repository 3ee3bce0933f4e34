"""What the page says of saturation, from interviews made up."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboards.page import Page
from dashboards.state import Address
from dashboards.text import Text
from dashboards.views import saturated
from pipeline.analysis.richness import richness
from pipeline.analysis.saturation import over_orders, saturation
from pipeline.layout import Layout
from pipeline.params import Saturation
from pipeline.services.showing.library import Library
from pipeline.services.showing.saturating import Kind, Scope, Step
from tests.dashboards.small_study import write_small_study

BY = Saturation(orders=50)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    library = Library(Layout(write_small_study(tmp_path)))
    return Page(library, library.people(), Text(), Address(), {}, "", dict)


def scope(codes: Sequence[str], *, kind: Kind = "all", name: str = "") -> Scope:
    """Return a part of a study whose interviews have these codes, a letter each."""
    steps = tuple(
        Step(f"i{n}", f"2026-03-{n:02}", 4, 2, frozenset(each)) for n, each in enumerate(codes, 1)
    )
    uses = tuple(step.codes for step in steps)
    measured = saturation(uses)
    orders = beyond = None
    if not measured.reason:
        orders = over_orders(uses, base=4, run=2, threshold=0.05, orders=50, seed=1)
        beyond = richness(uses)
    return Scope(kind, name, steps, 0, measured, orders, beyond)


def test_reached_is_told_with_base_and_run(page: Page) -> None:
    head, first, orders, beyond = saturated.told(page, scope(["ab", "c", "d", "e", "a", "b"]), BY)
    assert head == "Reached with 6 interviews (4 + 2)"
    assert first == (
        "Interviews 5 to 6 brought 0 new codes: 0% of the 5 that the first 4 brought, and no more"
        " than 5% counts as nothing new."
    )
    assert "random orders" in orders
    assert "no confidence interval" in orders
    assert "95% interval" in beyond


def test_what_came_after_saturation_is_not_kept_back(page: Page) -> None:
    head, first, *_ = saturated.told(page, scope(["ab", "c", "d", "e", "a", "b", "a", "xy"]), BY)
    assert head.endswith("but more came later")
    assert first.endswith("later interviews brought more again: 7 to 8 brought 2 new codes, 40%.")
    assert saturated.later(scope(["ab", "c", "d", "e", "a", "b", "a", "b"]), BY) is None


def test_not_reached_names_the_last_run(page: Page) -> None:
    head, first, *_ = saturated.told(page, scope(["ab", "c", "d", "e", "f", "g", "h"]), BY)
    assert head == "Not reached in 7 interviews"
    assert first.startswith("The last run, interviews 6 to 7, still brought 2 new codes: 40% of")


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (["a"] * 5, "It takes 6 coded interviews, 4 for the base and 2 for a run; there are 5."),
        (["", "", "", "", "a", "b"], "The first 4 interviews brought no code"),
    ],
)
def test_what_cannot_be_computed_says_why(page: Page, codes: list[str], told: str) -> None:
    head, why = saturated.told(page, scope(codes), BY)
    assert head == "Not computable"
    assert why.startswith(told)


def test_the_tables_hold_every_number_and_every_reason(page: Page) -> None:
    found = [
        scope(["ab", "c", "d", "e", "a", "f"]),
        scope(["a"] * 6, kind="country", name="IT"),
        scope(["a"], kind="site", name="docks"),
        scope([""] * 6, kind="question", name="work"),
    ]
    frame = saturated.frame(page, found)
    assert frame["Part"].tolist() == [
        "All that is shown", "Italy", "The Docks", "What does work mean to you?",
    ]  # fmt: skip
    assert frame["Why not"].tolist() == [
        "not reached", "", "1 coded, 6 needed", "no code in the base",
    ]  # fmt: skip
    assert frame["Reached with"].tolist()[1] == 6
    assert frame["Last run brought"].tolist()[0] == pytest.approx(0.2)
    assert frame["Chao2 to"].isna().tolist() == [False, False, True, True]
    head, rows = saturated.each(page, found[0], BY)
    assert len(head) == len(rows[0])
    assert rows[0] == [1, "i1", "1 Mar 2026", 4, 2, 2, 2, "base"]
    assert rows[5][-3:] == [1, 6, "20%"]
    assert saturated.dots(page, found[0])[5] == "6. i6, 6 Mar 2026: 1 new code, 6 in all"


def test_percentages_have_a_digit_only_where_they_need_one() -> None:
    assert [saturated.percent(Text(), share) for share in (0, 0.05, 1 / 6, 1)] == [
        "0%", "5%", "16.7%", "100%",
    ]  # fmt: skip
    assert saturated.percent(Text("it"), 1 / 6) == "16,7%"
