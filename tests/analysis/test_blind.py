from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.against import LEAST, MACHINE, as_coders, held, share
from pipeline.analysis.blind import Choice, choices, draw, is_blind, ratings
from pipeline.model.judgement import Event

MILL, YARD = ("mill", "en"), ("yard", "it")


def study(*sizes: int) -> dict[str, tuple[str, str]]:
    return {f"p{s}-{i:03}@0": (f"place-{s}", "en") for s, n in enumerate(sizes) for i in range(n)}


# the sample


def test_each_place_gives_its_share_and_the_small_ones_one() -> None:
    found = draw(study(100, 50, 2), size=30, seed=1)
    assert found.sizes == {
        ("place-0", "en"): (19, 100), ("place-1", "en"): (10, 50), ("place-2", "en"): (1, 2),
    }  # fmt: skip
    assert len(set(found.answers)) == 30


def test_whoever_stops_early_has_judged_all_places_alike() -> None:
    found = draw(study(100, 100, 50), size=50, seed=3)
    half = Counter(answer.split("-")[0] for answer in found.answers[:25])
    assert half == {"p0": 10, "p1": 10, "p2": 5}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 120), st.integers(0, 9))
def test_the_sample_has_its_size_and_depends_on_the_seed_alone(
    sizes: list[int], size: int, seed: int
) -> None:
    answers = study(*sizes)
    found = draw(answers, size=size, seed=seed)
    assert len(found.answers) == len(set(found.answers)) == min(size, len(answers))
    assert draw(dict(reversed(answers.items())), size=size, seed=seed) == found
    taken = Counter(answers[a] for a in found.answers)
    assert {s: (taken[s], n) for s, n in Counter(answers.values()).items()} == found.sizes
    if min(size, len(answers)) >= len([n for n in sizes if n]):
        assert all(drawn for drawn, _ in (found.sizes or {}).values())


def test_later_interviews_leave_most_of_the_sample_as_it_was() -> None:
    before = set(draw(study(100, 100), size=40, seed=5).answers)
    after = set(draw(study(110, 100), size=40, seed=5).answers)
    assert len(before & after) >= 35
    assert set(draw(study(100, 100), size=40, seed=6).answers) != before


def test_nothing_can_be_drawn_from_nothing() -> None:
    assert draw({}, size=10, seed=1).answers == ()
    assert draw(study(3), size=0, seed=1).answers == ()


# choices


def event(n: int, coder: str, name: str, seen: dict[str, Any], kind: str = "assign") -> Event:
    stamp = f"2026-05-01T10:00:{n:02}.000Z"
    return Event(f"e{n}", stamp, coder, f"{kind}-question", None, {"question": name}, seen, "v1")


def blind(*chosen: str, guess: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"mode": "blind", "of": "question", "chosen": list(chosen), "unseen": {"guess": guess}}


def test_a_choice_is_all_that_was_chosen_and_what_the_machine_held_unseen() -> None:
    seen = blind("work", "play", guess=("work",))
    rows = [event(1, "ann", "work", seen), event(2, "ann", "play", seen)]
    assert choices({"a@1": rows}, of="question") == [
        Choice("a@1", "ann", rows[1].at, "v1", frozenset({"work", "play"}), frozenset({"work"}))
    ]


def test_nothing_chosen_is_a_choice_too() -> None:
    rows = [event(1, "ann", "work", blind(guess=("work",)), kind="reject")]
    assert choices({"a@1": rows}, of="question")[0].chosen == frozenset()


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"mode": "suggested", "of": "question", "chosen": ["work"]},
        {"mode": "blind"},
        {"mode": "blind", "of": "code", "chosen": ["work"]},
        {"mode": "adjudication", "of": "question", "chosen": ["work"]},
    ],
)
def test_what_was_judged_with_anything_in_view_is_no_evidence(seen: dict[str, Any]) -> None:
    one = event(1, "ann", "work", seen)
    assert not is_blind(one, of="question")
    assert choices({"a@1": [one]}, of="question") == []


def test_an_adjudication_is_no_coders_word() -> None:
    one = replace(event(1, "uma", "work", blind("work")), kind="adjudicate")
    assert choices({"a@1": [one]}, of="question") == []


def test_only_one_version_of_the_set_at_a_time() -> None:
    old, new = event(1, "ann", "work", blind("work")), event(2, "bob", "work", blind("work"))
    found = choices({"a@1": [old, replace(new, guide="v2")]}, of="question")
    where = {"a@1": ("a", "mill")}
    assert [r.coder for r in ratings(found, where, version="v1")] == ["ann"]
    assert [r.coder for r in ratings(found, where, version="v2")] == ["bob"]
    assert ratings(found, {}, version="v1") == []


# the machine


def choice(answer: str, coder: str, chosen: str, machine: str | None, at: str = "1") -> Choice:
    noted = None if machine is None else frozenset(machine)
    return Choice(answer, coder, at, "v1", frozenset(chosen), noted)


def test_the_machine_is_held_to_its_guess_before_it_could_learn() -> None:
    rows, differ = held(
        [
            choice("a1", "ann", "x", "x"),
            choice("a2", "ann", "x", "y", at="1"),
            choice("a2", "bob", "x", "x", at="2"),  # learnt from ann meanwhile
            choice("a3", "ann", "xy", "x"),
            choice("a4", "ann", "", ""),
            choice("a5", "ann", "", "x"),
            choice("a6", "ann", "x", "x"), choice("a6", "bob", "y", "x"),
            choice("a7", "ann", "x", None),
        ]
    )  # fmt: skip
    assert [(r.answer, r.exact, r.named) for r in rows] == [
        ("a1", True, True), ("a2", False, False), ("a3", False, True), ("a4", True, True),
        ("a5", False, False),
    ]  # fmt: skip
    assert differ == 1


def test_a_share_has_wilsons_interval_and_needs_enough_judgements() -> None:
    few = share([True] * (LEAST - 1))
    assert (few.right, few.n, few.value, few.low) == (LEAST - 1, LEAST - 1, None, None)
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, score method
    found = share([True] * 81 + [False] * 182)
    assert found.value == pytest.approx(81 / 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    assert share([]).value is None


def test_the_machine_can_be_taken_for_a_coder() -> None:
    found = [choice("a1", "ann", "x", "y"), choice("a2", "ann", "x", None)]
    rows = as_coders(found, {"a1": ("i", "mill"), "a2": ("i", "mill")}, version="v1")
    assert [(r.coder, r.chosen) for r in rows] == [
        ("people", frozenset("x")), (MACHINE, frozenset("y")),
    ]  # fmt: skip
