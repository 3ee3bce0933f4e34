from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.judgements import Verdict, decide, latest, live, nobodys, verdicts
from pipeline.model.anchor import Anchor
from pipeline.model.judgement import Event

CODERS = ("inga", "tom", "uma")


def event(
    n: int, coder: str = "inga", kind: str = "assign-question", *, at: int = 0, **value: str
) -> Event:
    stamp = f"2024-05-01T10:00:{at or n:02d}.000Z"
    return Event(f"e{n:02d}", stamp, coder, kind, value=value or {"question": "work"})


def assign(n: int, coder: str = "inga", question: str = "work") -> Event:
    return event(n, coder, question=question)


def reject(n: int, coder: str = "inga", question: str = "work") -> Event:
    return event(n, coder, "reject-question", question=question)


def undo(n: int, target: int, coder: str = "inga", *, at: int = 0) -> Event:
    return event(n, coder, "undo", at=at, event=f"e{target:02d}")


def settle(n: int, verdict: str, coder: str = "uma") -> Event:
    return event(n, coder, "adjudicate", question="work", verdict=verdict)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Assignments, rejections, and undos of anything before, by three coders."""
    events: list[Event] = []
    for n in range(1, draw(st.integers(1, 12)) + 1):
        coder = draw(st.sampled_from(CODERS))
        kinds = ["assign-question", "reject-question"] + (["undo"] if events else [])
        kind = draw(st.sampled_from(kinds))
        if kind == "undo":
            events.append(undo(n, draw(st.integers(1, n - 1)), coder))
        else:
            events.append(event(n, coder, kind))
    return events


# what holds


@given(logs(), st.randoms())
def test_order_doubles_and_merges_change_nothing(events: list[Event], dice: Random) -> None:
    held = live(events)
    shuffled = [*events, *events[::2]]
    dice.shuffle(shuffled)
    assert live(shuffled) == held
    half = len(events) // 2
    assert live([*events[half:], *events[:half], *events]) == held
    assert live(e for e in events) == held


@given(logs())
def test_folding_what_holds_again_changes_nothing(events: list[Event]) -> None:
    held = live(events)
    assert live(held) == held
    assert [e.id for e in held] == sorted(e.id for e in held)
    assert not [e for e in held if e.kind == "undo"]


@given(logs())
def test_each_event_holds_unless_an_undo_that_holds_names_it(events: list[Event]) -> None:
    by_id = {e.id: e for e in events}

    def holds(one: Event) -> bool:
        undoers = [e for e in events if e.kind == "undo" and e.value["event"] == one.id]
        return not any(holds(e) for e in undoers if e.coder == one.coder)

    assert {e.id for e in live(events)} == {
        e.id for e in by_id.values() if e.kind != "undo" and holds(e)
    }


def test_an_undo_takes_back_and_an_undo_of_it_brings_back() -> None:
    first = assign(1)
    assert live([first, undo(2, 1)]) == []
    assert live([first, undo(2, 1), undo(3, 2)]) == [first]
    assert live([first, undo(2, 1), undo(3, 2), undo(4, 3)]) == []
    assert live([first, undo(2, 1), undo(3, 1), undo(4, 3)]) == []


def test_nobody_undoes_what_is_anothers() -> None:
    first = assign(1, "tom")
    assert live([first, undo(2, 1, "inga")]) == [first]
    assert live([first, undo(2, 1, "tom"), undo(3, 2, "inga")]) == []


def test_an_undo_of_nothing_is_nothing() -> None:
    assert live([undo(1, 77)]) == []
    assert live([assign(2), undo(3, 77)]) == [assign(2)]
    assert live([]) == []


def test_a_clock_that_is_wrong_does_not_lose_an_undo() -> None:
    first = assign(5)
    assert live([first, undo(2, 5)]) == []  # its stamp lies before what it undoes
    assert live([first, undo(6, 5, at=5)]) == []
    assert live([first, undo(4, 5, at=5)]) == []  # the same millisecond, the smaller id


def test_undos_in_a_circle_end() -> None:
    assert live([undo(1, 2), undo(2, 1)]) == []
    assert live([undo(1, 1), assign(3)]) == [assign(3)]


# verdicts


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], None),
        ([assign(1)], Verdict("confirmed", ("inga",))),
        ([reject(1)], Verdict("rejected", ("inga",))),
        ([assign(1, "tom"), assign(2)], Verdict("confirmed", ("inga", "tom"))),
        ([reject(1, "tom"), reject(2)], Verdict("rejected", ("inga", "tom"))),
        ([assign(1, "tom"), reject(2)], Verdict("contested", ("inga", "tom"))),
        ([assign(1), reject(2)], Verdict("rejected", ("inga",))),
        ([reject(1), assign(2)], Verdict("confirmed", ("inga",))),
        ([assign(1, "tom"), reject(2), assign(3)], Verdict("confirmed", ("inga", "tom"))),
        ([assign(1, "tom"), reject(2), settle(3, "assign")],
         Verdict("confirmed", ("uma",), adjudicated=True)),
        ([settle(1, "reject"), assign(2), assign(3, "tom")],
         Verdict("rejected", ("uma",), adjudicated=True)),
        ([settle(1, "reject"), settle(2, "assign", "tom")],
         Verdict("confirmed", ("tom",), adjudicated=True)),
    ],
)  # fmt: skip
def test_adjudication_first_then_unanimity_else_contested(
    events: list[Event], expected: Verdict | None
) -> None:
    assert decide(events, assign="assign-question") == expected


def test_codes_are_decided_like_questions() -> None:
    coded = [replace(assign(1), kind="assign-code"), replace(reject(2, "tom"), kind="reject-code")]
    verdict = decide(coded, assign="assign-code")
    assert verdict is not None
    assert verdict.state == "contested"


def test_the_last_word_of_each_coder_counts() -> None:
    events = [assign(1), assign(2, "tom"), reject(3)]
    assert {c: e.id for c, e in latest(events).items()} == {"inga": "e03", "tom": "e02"}


def test_verdicts_are_by_answer_and_question_in_order_of_time() -> None:
    placed = {
        "a@1": [reject(3), assign(1), assign(2, "tom", "happy")],
        "a@9": [assign(4)],
        "a@20": [event(5, kind="memo", text="hm")],
    }
    found = verdicts(placed, of="question")
    assert {key: verdict.state for key, verdict in found.items()} == {
        ("a@1", "work"): "rejected",
        ("a@1", "happy"): "confirmed",
        ("a@9", "work"): "confirmed",
    }
    assert verdicts(placed, of="code") == {}


@given(logs(), st.randoms())
def test_verdicts_do_not_depend_on_the_order_of_the_logs(events: list[Event], dice: Random) -> None:
    held = live(events)
    shuffled = list(held)
    dice.shuffle(shuffled)
    assert verdicts({"a": shuffled}, of="question") == verdicts({"a": held}, of="question")


# what lost its words


def at_words(n: int, place: int, target: int, coder: str = "tom") -> Event:
    anchor = Anchor("mill-01", "v2", "ms", place, place + 900, 3, "")
    return replace(event(n, coder, "place", event=f"e{target:02d}"), anchor=anchor)


def let_go(n: int, target: int, coder: str = "tom") -> Event:
    return event(n, coder, "let-go", event=f"e{target:02d}")


def test_anybody_may_put_a_judgement_at_other_words_and_it_stays_its_coders() -> None:
    first = assign(1)
    held = live([first, at_words(2, 5_000, 1), at_words(3, 7_000, 1, "uma")])
    assert held == [replace(first, anchor=at_words(3, 7_000, 1).anchor)]
    assert held[0].coder == "inga"
    back = live([first, at_words(2, 5_000, 1), at_words(3, 7_000, 1, "uma"), undo(4, 3, "uma")])
    assert back[0].anchor == at_words(2, 5_000, 1).anchor


def test_what_is_let_go_holds_no_more_until_that_is_undone() -> None:
    first = assign(1)
    assert live([first, let_go(2, 1)]) == []
    assert live([first, let_go(2, 1), undo(3, 2, "tom")]) == [first]
    assert live([first, let_go(2, 1), undo(3, 2, "inga")]) == []  # another's step
    assert live([let_go(2, 77), at_words(3, 0, 78)]) == []


@given(logs(), st.randoms())
def test_putting_back_does_not_depend_on_the_order_of_the_logs(
    events: list[Event], dice: Random
) -> None:
    more = [*events, at_words(20, 100, 1), let_go(21, 2), at_words(22, 300, 1), undo(23, 22, "tom")]
    shuffled = list(more)
    dice.shuffle(shuffled)
    assert live(shuffled) == live(more)
    assert not [e for e in live(more) if e.kind in ("place", "let-go") or e.id == "e02"]


# blind choices from the whole set


def blindly(n: int, coder: str, *chosen: str, about: str, kind: str = "assign-question") -> Event:
    seen = {
        "mode": "blind", "of": "question", "chosen": list(chosen), "among": ["work", "play"],
    }  # fmt: skip
    return replace(event(n, coder, kind, question=about), seen=seen)


def test_who_passed_a_question_over_in_the_whole_set_disagrees_with_who_chose_it() -> None:
    both = {
        "a@1": [
            blindly(1, "inga", "work", about="work"),
            blindly(2, "tom", "play", about="play"),
        ]
    }
    states = {thing: v.state for (_, thing), v in verdicts(both, of="question").items()}
    assert states == {"work": "contested", "play": "contested"}
    settled = {"a@1": [*both["a@1"], settle(3, "assign")]}
    assert verdicts(settled, of="question")["a@1", "work"].state == "confirmed"
    assert verdicts(settled, of="question")["a@1", "play"].state == "contested"


def test_a_question_that_was_not_in_the_set_then_was_passed_over_by_nobody() -> None:
    events = [blindly(1, "inga", "work", about="work"), assign(2, "tom", "newer")]
    assert verdicts({"a@1": events}, of="question")["a@1", "newer"].state == "confirmed"
    own = [blindly(1, "inga", "work", about="work"), assign(2, "inga", "play")]
    assert verdicts({"a@1": own}, of="question")["a@1", "play"].state == "confirmed"


def test_only_who_chose_nothing_at_all_says_that_it_answers_nothing() -> None:
    none = replace(reject(1), seen={"chosen": []})
    other = replace(reject(2, question="city"), seen={"chosen": []})
    found = verdicts({"a@1": [none, other], "a@2": [reject(1)]}, of="question")
    assert nobodys(found) == {"a@1": ("inga",)}
    later = verdicts({"a@1": [none, other, assign(3)]}, of="question")
    assert nobodys(later) == {}
    tom = verdicts({"a@1": [none, reject(4, "tom")]}, of="question")
    assert nobodys(tom) == {}  # Tom turned down one question, and said no more
