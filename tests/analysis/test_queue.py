import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.queue import in_order


def waiting(*rows: tuple[str, str, float, int], known: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["answer", "status", "margin", "confirmed"])
    return frame.assign(known=known)


def ids(frame: pd.DataFrame) -> list[str]:
    return list(in_order(frame)["answer"])


def test_guesses_come_before_what_has_no_question() -> None:
    frame = waiting(("a", "unassigned", 0.0, 0), ("b", "suggested", 0.9, 9))
    assert ids(frame) == ["b", "a"]


def test_what_the_machine_holds_for_small_talk_comes_last() -> None:
    frame = waiting(("talk", "none", 0.0, 0), ("a", "unassigned", 0.9, 9), ("b", "suggested", 1, 9))
    assert ids(frame) == ["b", "a", "talk"]


def test_of_equally_unsure_answers_a_rare_question_comes_first_then_a_new_place() -> None:
    often = waiting(("often", "suggested", 0.01, 0), known=7)
    rare = waiting(("rare", "suggested", 0.04, 9), ("new", "suggested", 0.03, 1))
    assert ids(pd.concat([often, rare])) == ["new", "rare", "often"]


def test_a_small_margin_comes_before_a_wide_one() -> None:
    frame = waiting(("sure", "suggested", 0.6, 0), ("unsure", "suggested", 0.02, 50))
    assert ids(frame) == ["unsure", "sure"]


def test_of_equally_unsure_answers_the_place_with_fewer_confirmed_comes_first() -> None:
    frame = waiting(("known", "suggested", 0.01, 8), ("new", "suggested", 0.04, 0))
    assert ids(frame) == ["new", "known"]


def test_a_margin_on_the_edge_of_a_band_belongs_to_the_upper_one() -> None:
    frame = waiting(("edge", "suggested", 0.15, 0), ("below", "suggested", 0.149, 5))
    assert ids(frame) == ["below", "edge"]


rows = st.tuples(
    st.sampled_from(["suggested", "unassigned", "none"]),
    st.floats(0, 1),
    st.integers(0, 100),
)


@given(st.lists(rows, max_size=30))
def test_the_order_does_not_depend_on_the_order_before(
    drawn: list[tuple[str, float, int]],
) -> None:
    frame = waiting(*((f"a{i:02}", *row) for i, row in enumerate(drawn)))
    shuffled = frame.sample(frac=1, random_state=len(drawn))
    assert ids(shuffled) == ids(frame)
    assert sorted(ids(frame)) == sorted(frame["answer"])
    assert list(in_order(frame).columns) == list(frame.columns)


def test_nothing_waits() -> None:
    assert ids(waiting()) == []
