import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.choosing import Candidate
from pipeline.analysis.orders import central, in_order, interleave, same_neighbours
from pipeline.model.timeline import ORDERS, Order

PLACES = ["c", "a", "b"]


def clip(id_: str, place: str, *, date: str = "2024-01-01", topic: float = 0.5,
         confirmed: bool = False, start: int = 0) -> Candidate:  # fmt: skip
    return Candidate(id_, "v", place, date, start, 1_000, confirmed, topic, 1, 1)


CLIPS = [
    clip("x1@0", "a", date="2024-03-01"), clip("x2@900", "a", start=900),
    clip("x2@100", "a", start=100), clip("x3@0", "b", topic=0.9),
    clip("x4@0", "c", date="2023-01-01", confirmed=True),
]  # fmt: skip


def ids(order: Order) -> list[str]:
    heard = [0.5, 0.1, 0.9, 0.4, 0.3]
    laid = in_order(range(5), CLIPS, order=order, central=heard, places=PLACES)
    return [CLIPS[i].id for i in laid]


def test_orders() -> None:
    assert ids("by-date") == ["x4@0", "x2@100", "x2@900", "x3@0", "x1@0"]
    assert ids("common-first") == ["x2@100", "x1@0", "x3@0", "x4@0", "x2@900"]
    assert ids("by-place") == ["x4@0", "x1@0", "x2@100", "x2@900", "x3@0"]
    laid = [CLIPS[[c.id for c in CLIPS].index(i)].place for i in ids("interleaved")]
    assert same_neighbours(laid) == 0


def test_rounds_through_the_places_where_they_can_be() -> None:
    places = dict(enumerate("baaacb"))
    assert [places[i] for i in interleave(range(6), places)] == list("abcaba")


@given(st.lists(st.sampled_from("abcd"), max_size=14))
def test_no_neighbours_are_of_one_place_that_need_not_be(places: list[str]) -> None:
    laid = interleave(range(len(places)), dict(enumerate(places)))
    assert sorted(laid) == list(range(len(places)))
    most = max((places.count(p) for p in places), default=0)
    least = max(0, most - (len(places) - most) - 1)  # no order has fewer
    assert same_neighbours([places[i] for i in laid]) == least
    for place in set(places):
        mine = [i for i in laid if places[i] == place]
        assert mine == sorted(mine)  # within a place the ranking stays


@given(st.permutations(range(5)), st.sampled_from(ORDERS))
def test_an_order_does_not_depend_on_how_clips_come(chosen: list[int], order: Order) -> None:
    heard = [0.5, 0.1, 0.9, 0.4, 0.3]
    one = in_order(range(5), CLIPS, order=order, central=heard, places=PLACES)
    assert in_order(chosen, CLIPS, order=order, central=heard, places=PLACES) == one


def test_what_many_say_is_central() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    one, other, outlier = central(vectors)
    assert one == other > outlier
    assert central(vectors[:0]) == []
