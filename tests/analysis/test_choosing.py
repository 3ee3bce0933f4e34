from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.choosing import Candidate, Value, Weights, choose, likeness_of
from pipeline.analysis.meaning import Vectors, unit

BOUND = 0.405


def clip(n: int, *, voice: str = "", place: str = "a", length: int = 10_000, topic: float = 0.5,
         views: tuple[str, ...] = (), confirmed: bool = True) -> Candidate:  # fmt: skip
    return Candidate(
        f"x{n:02}@0", voice or f"v{n}", place, "2024-05-01", 0, length, confirmed, topic, 0.9, 1.0,
        views,
    )  # fmt: skip


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[Candidate], Vectors]:
    n = draw(st.integers(1, 9))
    clips = [
        Candidate(
            f"x{i:02}@0", draw(st.sampled_from("uvw")), draw(st.sampled_from("abc")), "2024-05-01",
            0, draw(st.integers(1_000, 60_000)), draw(st.booleans()), draw(st.floats(0, 1)),
            draw(st.floats(0, 1)), draw(st.floats(0, 1)),
            tuple(sorted(draw(st.sets(st.sampled_from("xyz"))))),
        )
        for i in range(n)
    ]  # fmt: skip
    seed = draw(st.integers(0, 10_000))
    return clips, unit(np.random.default_rng(seed).normal(size=(n, 4)).astype(np.float32))


def value_of(clips: list[Candidate], vectors: Vectors) -> Value:
    return Value(clips, likeness_of(vectors), Weights())


@given(drawn(), st.integers(500, 200_000), st.none() | st.integers(1, 3))
def test_length_and_voices_are_never_exceeded(
    given_: tuple[list[Candidate], Vectors], budget: int, per_voice: int | None
) -> None:
    clips, vectors = given_
    taken = choose(clips, vectors, weights=Weights(), budget_ms=budget, per_voice=per_voice)
    assert len(set(taken)) == len(taken)
    assert sum(clips[i].length for i in taken) <= budget
    voices = [clips[i].voice for i in taken]
    assert per_voice is None or all(voices.count(v) <= per_voice for v in voices)
    if not taken:
        assert all(c.length > budget for c in clips)


@given(drawn(), st.data())
def test_the_value_grows_with_every_clip_and_ever_less(
    given_: tuple[list[Candidate], Vectors], data: st.DataObject
) -> None:
    clips, vectors = given_
    value = value_of(clips, vectors)
    larger = data.draw(st.lists(st.integers(0, len(clips) - 1), unique=True))
    smaller = [i for i in larger if data.draw(st.booleans())]
    few, many = value.gains(smaller), value.gains(larger)
    assert value([]) == 0
    assert (many >= -1e-9).all()
    for i in set(range(len(clips))) - set(larger):
        assert few[i] >= many[i] - 1e-9  # diminishing returns
        assert many[i] == pytest.approx(value([*larger, i]) - value(larger), abs=1e-9)


@settings(deadline=None)
@given(drawn(), st.integers(1_000, 150_000))
def test_the_choice_is_as_good_as_it_is_proved_to_be(
    given_: tuple[list[Candidate], Vectors], budget: int
) -> None:
    clips, vectors = given_
    value = value_of(clips, vectors)
    best = max(
        value(some)
        for size in range(len(clips) + 1)
        for some in combinations(range(len(clips)), size)
        if sum(clips[i].length for i in some) <= budget
    )
    assert value(choose(clips, vectors, weights=Weights(), budget_ms=budget)) >= BOUND * best - 1e-9


@given(drawn(), st.integers(1_000, 150_000), st.randoms(use_true_random=False))
def test_the_same_candidates_in_any_order_give_the_same_choice(
    given_: tuple[list[Candidate], Vectors],
    budget: int,
    random: Random,
) -> None:
    clips, vectors = given_
    places = list(range(len(clips)))
    random.shuffle(places)
    one = choose(clips, vectors, weights=Weights(), budget_ms=budget, per_voice=2)
    other = choose(
        [clips[i] for i in places], vectors[places], weights=Weights(), budget_ms=budget,
        per_voice=2,
    )  # fmt: skip
    assert [clips[i].id for i in one] == [clips[places[i]].id for i in other]


def test_without_limits_all_are_taken() -> None:
    clips = [clip(n) for n in range(5)]
    assert sorted(choose(clips, np.eye(5, dtype=np.float32), weights=Weights())) == [0, 1, 2, 3, 4]
    assert choose([], np.zeros((0, 5), dtype=np.float32), weights=Weights()) == []


def test_all_places_are_heard_before_one_is_heard_again() -> None:
    clips = [clip(0, topic=0.9), clip(1, topic=0.9), clip(2, topic=0.6, place="b"),
             clip(3, topic=0.5, place="c")]  # fmt: skip
    taken = choose(clips, np.eye(4, dtype=np.float32), weights=Weights(), budget_ms=30_000)
    assert {clips[i].place for i in taken} == {"a", "b", "c"}


def test_what_is_said_already_is_not_said_again() -> None:
    same = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], dtype=np.float32)
    clips = [clip(n, topic=0.6) for n in range(3)] + [clip(3, topic=0.5)]
    taken = choose(clips, same, weights=Weights(), budget_ms=20_000)
    assert 3 in taken


def test_a_voice_that_contradicts_is_included() -> None:
    """By its code, where vectors do not tell: they are all alike here."""
    alike = np.ones((4, 1), dtype=np.float32)
    clips = [clip(n, topic=0.7, views=("happy",)) for n in range(3)]
    clips.append(clip(3, topic=0.4, views=("not-happy",)))
    assert 3 in choose(clips, alike, weights=Weights(), budget_ms=20_000)
    without = choose(clips, alike, weights=Weights(views=0), budget_ms=20_000)
    assert 3 not in without


def test_confirmed_and_clear_ones_come_before_others() -> None:
    clips = [clip(0, confirmed=False), clip(1), clip(2, topic=0.1)]
    taken = choose(clips, np.eye(3, dtype=np.float32), weights=Weights(), budget_ms=10_000)
    assert taken == [1]
