"""Agreement against published worked examples, and what must hold of any such measure."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.agreement import (
    Measure,
    Rating,
    Table,
    alpha,
    alpha_with_interval,
    kappa,
    kappa_with_interval,
    masi,
    only,
    pairs_of,
    tables,
)


def ratings(rows: Mapping[str, str], *, missing: str = ".") -> list[Rating]:
    """Values of each coder, one letter an answer; every answer an interview of its own."""
    return [
        Rating(coder, f"a{i:02}", f"i{i:02}", "mill", frozenset({value}))
        for coder, values in rows.items()
        for i, value in enumerate(values.replace(" ", ""))
        if value != missing
    ]


def yes_no(table: Table) -> list[Rating]:
    cells = ["yy"] * table.both + ["yn"] * table.first + ["ny"] * table.second
    cells += ["nn"] * table.neither
    return [
        Rating(coder, f"a{i}", f"i{i % 7}", "mill", frozenset({"work"} if said == "y" else ()))
        for i, cell in enumerate(cells)
        for coder, said in zip(("ann", "bob"), cell, strict=True)
    ]


# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", examples A to C.
BINARY = {"meg": "0100000010", "owen": "1110010000"}
NOMINAL = {"ben": "aabbdcccedda", "gerry": "babbbccceddd"}
MISSING = {
    "a": "123321412...",
    "b": "1233224125.3",
    "c": ".3332342251.",
    "d": "12332441251.",
}


@pytest.mark.parametrize(
    ("rows", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)]
)
def test_alpha_is_krippendorffs(rows: Mapping[str, str], published: float) -> None:
    assert alpha(ratings(rows)).value == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "published"),
    [
        (Table(22, 2, 4, 11), 0.67),  # Sim and Wright 2005, Physical Therapy 85, table 1
        (Table(20, 5, 10, 15), 0.40),  # the example of two readers of grant proposals
        (Table(45, 15, 25, 15), 0.1304),
        (Table(25, 35, 5, 35), 0.2593),
    ],
)
def test_kappa_is_cohens(table: Table, published: float) -> None:
    assert kappa(table).value == pytest.approx(published, abs=0.005)


def test_masi_is_passonneaus() -> None:
    ab, abcd, bc, none = frozenset("ab"), frozenset("abcd"), frozenset("bc"), frozenset[str]()
    assert masi(ab, ab) == 0
    assert masi(ab, abcd) == pytest.approx(1 - (2 / 4) * (2 / 3))  # the one within the other
    assert masi(ab, bc) == pytest.approx(1 - (1 / 3) * (1 / 3))  # they overlap
    assert masi(ab, frozenset("cd")) == 1
    assert masi(none, none) == 0
    assert masi(none, ab) == masi(ab, none) == 1


def test_alpha_of_sets_worked_by_hand() -> None:
    sets = {"ann": ("a", "ab", ""), "bob": ("a", "b", "")}
    rows = [
        Rating(coder, f"a{i}", f"i{i}", "mill", frozenset(value))
        for coder, values in sets.items()
        for i, value in enumerate(values)
    ]
    apart = 1 - (1 / 2) * (2 / 3)  # of {a, b} and {b}, and of {a, b} and {a}
    observed = 2 * apart / 6
    # six values: a twice, nothing twice, ab and b once; thirty ordered pairs
    unlike = 2 * (2 * 2 + 2 * 1 * apart + 2 * 1 + 2 * 1 + 2 * 1 + 1 * apart)
    assert alpha(rows, masi).value == pytest.approx(1 - observed / (unlike / 30))


def test_two_independent_coders_who_each_mark_half_score_nothing() -> None:
    """The classical mistake multiplies where it should add, and says 0.30."""
    half = Table(250, 250, 250, 250)
    assert kappa(half).value == pytest.approx(0, abs=1e-12)
    assert alpha(yes_no(half)).value == pytest.approx(0, abs=0.001)
    assert alpha(yes_no(half), masi).value == pytest.approx(0, abs=0.001)
    assert half.percent == 0.5


def test_a_rare_code_can_have_high_percentage_and_no_agreement() -> None:
    rare = Table(0, 5, 5, 90)
    assert rare.percent == 0.9
    assert rare.prevalence == 0.05
    assert (kappa(rare).value or 0) < 0


def test_what_does_not_vary_has_no_agreement_to_speak_of() -> None:
    for constant in (Table(9, 0, 0, 0), Table(0, 0, 0, 9)):
        assert kappa(constant) == Measure(None, "constant")
        assert alpha(yes_no(constant)) == Measure(None, "constant")
        assert alpha_with_interval(yes_no(constant), resamples=9, seed=1).reason == "constant"
    assert kappa(Table()) == Measure(None, "no-pairs")
    assert Table().percent is None
    assert Table().prevalence is None


def test_what_only_one_coder_judged_is_not_agreement() -> None:
    alone = ratings({"ann": "xyz", "bob": "..."})
    assert alpha(alone) == Measure(None, "no-pairs")
    assert alpha([]) == Measure(None, "no-pairs")
    assert tables(alone, "x", "ann", "bob") == {}
    among = [*ratings({"ann": "xyxy", "bob": "xyyy"}), *ratings({"cleo": "......zz"})]
    assert alpha(among) == alpha(ratings({"ann": "xyxy", "bob": "xyyy"}))


def test_the_two_by_two_counts_are_by_interview() -> None:
    work, none = frozenset({"work"}), frozenset[str]()
    rows = [
        Rating("ann", "a1", "i1", "mill", work), Rating("bob", "a1", "i1", "mill", work),
        Rating("ann", "a2", "i1", "mill", work), Rating("bob", "a2", "i1", "mill", none),
        Rating("ann", "a3", "i2", "mill", none), Rating("bob", "a3", "i2", "mill", work),
        Rating("ann", "a4", "i2", "mill", none), Rating("bob", "a4", "i2", "mill", none),
        Rating("ann", "a5", "i2", "mill", none),
    ]  # fmt: skip
    assert pairs_of(rows) == [("ann", "bob")]
    found = tables(rows, "work", "ann", "bob")
    assert found == {"i1": Table(1, 1, 0, 0), "i2": Table(0, 0, 1, 1)}


values = st.sampled_from("xyz.")
rows_of_three = st.lists(st.tuples(values, values, values), min_size=2, max_size=30)


def drawn(rows: Sequence[tuple[str, ...]], names: Sequence[str]) -> list[Rating]:
    return ratings({n: "".join(r[i] for r in rows) for i, n in enumerate(names)})


@given(rows_of_three)
@settings(deadline=None)
def test_coders_and_labels_may_be_called_otherwise(rows: list[tuple[str, ...]]) -> None:
    found = alpha(drawn(rows, ("ann", "bob", "cleo")))
    turned = alpha(drawn(rows, ("cleo", "ann", "bob")))
    assert turned.reason == found.reason
    assert turned.value == pytest.approx(found.value)
    renamed = [tuple({"x": "p", "y": "q", "z": "r", ".": "."}[v] for v in r) for r in rows]
    other = alpha(drawn(renamed, ("ann", "bob", "cleo")))
    assert other.reason == found.reason
    assert other.value == pytest.approx(found.value)
    assert found.value is None or found.value <= 1


cells = st.builds(Table, *[st.integers(0, 40)] * 4)


@given(cells)
@settings(deadline=None)
def test_kappa_is_the_same_either_way_round_and_for_the_opposite(table: Table) -> None:
    found = kappa(table)
    turned = kappa(Table(table.both, table.second, table.first, table.neither))
    opposite = kappa(Table(table.neither, table.second, table.first, table.both))
    for other in (turned, opposite):
        assert other.reason == found.reason
        assert other.value == pytest.approx(found.value)
    if found.value is not None:
        assert -1 <= found.value <= 1
        assert (found.value == 1) == (table.first == table.second == 0)


@given(st.lists(cells, min_size=5, max_size=8))
@settings(deadline=None, max_examples=40)
def test_the_resampled_kappa_of_all_interviews_is_kappa(drawn_tables: list[Table]) -> None:
    """The interviews all alike: every resample has the counts of the whole, and its kappa."""
    same = [drawn_tables[0]] * len(drawn_tables)
    by_interview = {f"i{n}": table for n, table in enumerate(same)}
    found = kappa_with_interval(by_interview, resamples=20, seed=1)
    whole = kappa(drawn_tables[0])
    assert found.reason == whole.reason
    assert found.value == pytest.approx(whole.value)
    if whole.value is not None:
        assert (found.low, found.high) == pytest.approx((whole.value, whole.value))


@given(rows_of_three)
@settings(deadline=None, max_examples=40)
def test_the_resampled_alpha_of_all_interviews_is_alpha(rows: list[tuple[str, ...]]) -> None:
    """The sums behind the intervals say the same as the library, with either distance."""
    from pipeline.analysis import agreement

    data = drawn(rows, ("ann", "bob", "cleo"))
    for distance in (agreement.nominal, agreement.masi):
        observed, counts, apart = agreement._sums(data, distance)
        found = alpha(data, distance).value
        if found is None:
            continue
        n = counts.sum(axis=0)
        expected = n @ apart @ n / (n.sum() - 1)
        assert 1 - observed.sum() / expected == pytest.approx(found)


# intervals


def test_intervals_hold_the_number_and_come_out_the_same_each_time() -> None:
    data = yes_no(Table(30, 10, 12, 48))
    for found in (
        alpha_with_interval(data, resamples=400, seed=5),
        kappa_with_interval(tables(data, "work", "ann", "bob"), resamples=400, seed=5),
    ):
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.value < found.high
    again = alpha_with_interval(data, resamples=400, seed=5)
    assert again == alpha_with_interval(data[::-1], resamples=400, seed=5)


def test_answers_of_one_interview_are_not_taken_for_many() -> None:
    """The same answers in fewer interviews tell less: the interval is wider."""
    rng = np.random.default_rng(3)
    rows = []
    for interview in range(40):
        agree = rng.random() < 0.7  # all of an interview or nothing
        for n, said in product(range(6), ["y", "n"]):
            for coder in ("ann", "bob"):
                turned = said if agree or coder == "ann" else {"y": "n", "n": "y"}[said]
                chosen = frozenset({"work"} if turned == "y" else ())
                rows.append(Rating(coder, f"{interview}-{n}{said}", f"i{interview}", "m", chosen))
    alone = [Rating(r.coder, r.answer, r.answer, r.site, r.chosen) for r in rows]
    wide = alpha_with_interval(rows, resamples=500, seed=1)
    narrow = alpha_with_interval(alone, resamples=500, seed=1)
    assert wide.low is not None
    assert wide.high is not None
    assert narrow.low is not None
    assert narrow.high is not None
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_few_interviews_have_a_number_and_no_interval() -> None:
    few = [Rating(r.coder, r.answer, "i1", r.site, r.chosen) for r in yes_no(Table(3, 1, 1, 5))]
    found = alpha_with_interval(few, resamples=50, seed=1)
    assert found.value is not None
    assert (found.low, found.interval_reason) == (None, "few-interviews")


def test_an_interval_of_what_is_mostly_undefined_is_not_told() -> None:
    rows = yes_no(Table(0, 0, 0, 30))
    rows[0] = Rating(rows[0].coder, "a0", "i0", "mill", frozenset({"work"}))
    found = alpha_with_interval(rows, resamples=200, seed=1)
    assert found.value is not None
    assert found.interval_reason == "often-undefined"


def test_one_question_of_many_is_yes_or_no() -> None:
    rows = [Rating("ann", "a", "i", "m", frozenset({"work", "play"}))]
    assert only(rows, "work")[0].chosen == {"work"}
    assert only(rows, "sleep")[0].chosen == frozenset()
