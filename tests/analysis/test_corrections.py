from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.anchors import make_anchor, resolve, spoken
from pipeline.analysis.corrections import MARGIN_MS, REDACTED, corrected
from pipeline.analysis.judgements import live
from pipeline.analysis.placing import place
from pipeline.analysis.segments import (
    find_answers,
    inside_words,
    keep_judged,
    said_within,
    voices,
)
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from tests.analysis.talk import KEY, WORKSHOP, later, recorded, typed
from tests.analysis.test_turns import by_voice, doubtful, joined, said


def change(turns: Turns, kind: str, first: int, last: int, **value: Any) -> Event:
    words = spoken(turns)
    anchor = make_anchor(turns, Span(words[first].start, words[last].end), key=KEY)
    return Event(f"{kind}-{first}", "2024-05-01T10:00:00.000Z", "inga", kind, anchor, value)


def apply(turns: Turns, *events: Event) -> Turns:
    fixed = corrected(turns, events, key=KEY)
    assert fixed.orphans == ()
    return fixed.turns


@pytest.mark.parametrize("turns", [recorded(*WORKSHOP), typed(*WORKSHOP)], ids=["ms", "cp"])
@pytest.mark.parametrize("texts", ["aunt", "great aunt Ada", "auntandahalf"])
def test_a_correction_keeps_the_places_of_all_other_words(turns: Turns, texts: str) -> None:
    old = spoken(turns)
    n = [w.text for w in old].index("uncle")
    fixed = apply(turns, change(turns, "correct-words", n, n, text=texts))
    new = spoken(fixed)
    count = len(texts.split())
    assert new[:n] == old[:n]
    assert new[n + count :] == old[n + 1 :]
    assert [w.text for w in new[n : n + count]] == texts.split()
    assert all(w.flags == ("corrected",) for w in new[n : n + count])
    assert Span(new[n].start, new[n + count - 1].end) == old[n].span
    assert f"My {texts} had a key" in fixed.turns[1].text
    assert [t.span for t in fixed.turns] == [t.span for t in turns.turns]
    assert fixed.version == turns.version


def test_a_typed_turn_keeps_its_punctuation_around_a_correction() -> None:
    turns = typed(("ann", "Yes, we make bread; and cakes."))
    fixed = apply(turns, change(turns, "correct-words", 3, 3, text="rolls"))
    assert fixed.turns[0].text == "Yes, we make rolls; and cakes."


def test_a_correction_over_two_turns_is_said_once() -> None:
    turns = recorded(("ivo", "How is the bred?"), ("ann", "Bred is well."))
    fixed = apply(turns, change(turns, "correct-words", 3, 4, text="bread? Bread"))
    assert by_voice(fixed) == [("ivo", "How is the bread?"), ("ann", "Bread is well.")]


@pytest.mark.parametrize("turns", [recorded(*WORKSHOP), typed(*WORKSHOP)], ids=["ms", "cp"])
def test_a_redaction_leaves_no_trace_of_what_was_said(turns: Turns) -> None:
    n = [w.text for w in spoken(turns)].index("uncle")
    fixed = apply(turns, change(turns, "redact", n, n))
    assert "uncle" in repr(turns)
    assert "uncle" not in repr(fixed)
    assert spoken(fixed)[n].text == REDACTED
    assert spoken(fixed)[n].flags == ("redacted",)
    assert spoken(fixed)[n].probability is None


@st.composite
def redactions(draw: st.DrawFn) -> tuple[Turns, list[tuple[int, int, str]]]:
    """A conversation of distinct words, and stretches to be struck or corrected in turn."""
    names = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in ("a", "eo", "iula")]
    lengths = draw(st.lists(st.integers(1, 8), min_size=1, max_size=4))
    marks = draw(st.sampled_from([" ", ", ", " — ", "\n", "; "]))
    conversation, used = [], 0
    for i, length in enumerate(lengths):
        conversation.append(("ann" if i % 2 else "ivo", marks.join(names[used : used + length])))
        used += length
    maker = draw(st.sampled_from([recorded, typed]))
    turns = maker(*conversation)
    count = len(spoken(turns))
    cuts = []
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, count - 1))
        last = draw(st.integers(first, min(count - 1, first + 3)))
        cuts.append((first, last, draw(st.sampled_from(["", "xy", "xxxxxxxxx", "x yyy z"]))))
    return turns, cuts


@settings(max_examples=150, deadline=None)
@given(redactions())
def test_no_order_of_corrections_and_redactions_leaves_a_struck_word(
    case: tuple[Turns, list[tuple[int, int, str]]],
) -> None:
    turns, cuts = case
    words = spoken(turns)
    events = [
        change(turns, "correct-words", a, b, text=t) if t else change(turns, "redact", a, b)
        for a, b, t in cuts
    ]
    fixed = corrected(turns, events, key=KEY).turns
    struck = {w.text.strip(",—;") for a, b, t in cuts if not t for w in words[a : b + 1]} - {""}
    held = set(" ".join(t.text for t in fixed.turns).replace(",", " ").replace(";", " ").split())
    assert not struck & held
    assert not struck & {w.text.strip(",—;") for w in spoken(fixed)}
    touched = {i for a, b, _ in cuts for i in range(a, b + 1)}
    rest = [w for i, w in enumerate(words) if i not in touched]
    assert [w for w in spoken(fixed) if not w.flags] == rest


def test_marks_stay_around_corrections_of_another_length_and_what_is_struck_is_struck() -> None:
    turns = typed(("ann", "one, Ada, two; three, four."))
    longer = change(turns, "correct-words", 0, 0, text="one hundred")
    shorter = change(turns, "correct-words", 2, 2, text="2")
    fixed = apply(turns, longer, shorter)
    assert fixed.turns[0].text == "one hundred, Ada, 2; three, four."
    struck = apply(turns, longer, shorter, change(turns, "redact", 1, 1))
    assert struck.turns[0].text == f"one hundred, {REDACTED}, 2; three, four."


def test_naming_a_speaker_renames_the_voice_everywhere() -> None:
    turns = recorded(("s1", "What is work?"), ("s2", "Bread."), ("s1", "And?"), ("s2", "Flour."))
    named = apply(turns, change(turns, "name-speaker", 3, 3, speaker="ann"))
    assert [t.speaker for t in named.turns] == ["s1", "ann", "s1", "ann"]
    assert spoken(named) == spoken(turns)


def test_whom_people_named_is_taken_for_nobody_else() -> None:
    turns = recorded(("s1", "What is work?"), ("s2", "Bread and flour."), ("s1", "And then?"))
    assert voices(turns, ["ann"], ["ivo"])["s2"].person == "ann"
    named = apply(turns, change(turns, "name-speaker", 3, 3, speaker="A guest"))
    who = voices(named, ["ann"], ["ivo"])
    assert (who["A guest"].person, who["A guest"].role) == ("A guest", "interviewee")
    assert who["s1"].role == "interviewer"


def test_a_name_goes_to_the_voice_that_speaks_most_in_the_stretch() -> None:
    turns = recorded(("s1", "What is work?"), ("s2", "Bread and a lot of flour."))
    named = apply(turns, change(turns, "name-speaker", 2, 6, speaker="ann"))
    assert [t.speaker for t in named.turns] == ["s1", "ann"]


def test_corrections_follow_each_other_and_what_is_lost_is_told() -> None:
    turns = recorded(*WORKSHOP)
    one = change(turns, "correct-words", 0, 0, text="When")
    gone = change(recorded(("ann", "Never said at all.")), "redact", 0, 2)
    nowhere = Event("memo-1", "2024", "inga", "redact")
    found = corrected(turns, [one, gone, nowhere], key=KEY)
    fixed = found.turns
    assert found.orphans == ("redact-0", "memo-1")
    assert fixed.turns[0].text.startswith("When did you")
    twice = apply(fixed, change(turns, "correct-words", 0, 0, text="Why"))
    assert twice.turns[0].text.startswith("Why did you")


def test_a_person_takes_a_doubt_away_from_the_words_of_a_stretch_and_no_others() -> None:
    turns = doubtful()
    fixed = apply(turns, change(turns, "unflag", 3, 4))
    assert [w.flags for w in spoken(fixed)] == [(), (), (), (), (), ("loop",), ("loop",), (), ()]
    assert [(t.text, t.doubtful) for t in fixed.turns] == [
        ("It was cold", False), ("cold cold", False), ("cold cold", True), ("in winter.", False)
    ]  # fmt: skip
    assert [w.text for w in spoken(fixed)] == [w.text for w in spoken(turns)]


# what stands on the words


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int, int, str]]:
    """Corrections, deletions, redactions, names and undos, at random places."""
    kinds = ["correct-words", "delete", "redact", "off-record", "unflag", "name-speaker", "undo"]
    places = st.tuples(
        st.sampled_from(kinds), st.integers(0, 60), st.integers(0, 4), st.sampled_from(["a", "b c"])
    )
    return draw(st.lists(places, max_size=12))


@settings(max_examples=80, deadline=None)
@given(steps(), st.sampled_from([recorded(*WORKSHOP), typed(*WORKSHOP)]))
def test_what_stands_on_the_words_keeps_its_place(
    made: list[tuple[str, int, int, str]], turns: Turns
) -> None:
    answer = turns.turns[1].span
    judged = [
        Event("q", "2025", "inga", "assign-question", make_anchor(turns, answer, key=KEY)),
        Event("c", "2025", "inga", "assign-code", make_anchor(turns, answer, key=KEY)),
    ]
    log: list[Event] = []
    for n, (kind, first, length, text) in enumerate(made):
        now = corrected(turns, live(log), key=KEY).turns
        words = spoken(now)
        if kind == "undo":
            mine = live(log)
            if mine:
                log.append(Event(f"e{n}", f"{n:04}", "inga", "undo", None, {"event": mine[-1].id}))
            continue
        if not words:
            continue
        first = min(first, len(words) - 1)
        last = min(first + length, len(words) - 1)
        anchor = make_anchor(now, Span(words[first].start, words[last].end), key=KEY)
        value = {"text": "" if kind == "delete" else text, "speaker": "ann"}
        kind = "correct-words" if kind == "delete" else kind
        log.append(Event(f"e{n}", f"{n:04}", "inga", kind, anchor, value))
    held = corrected(turns, live(log), key=KEY)
    assert held.orphans == ()
    who = voices(held.turns, ["ann"], ["ivo"])
    for event in judged:
        assert event.anchor is not None
        placed = resolve(event.anchor, held.turns, key=KEY)
        assert placed is not None
        assert placed.span == answer
    found = keep_judged(
        held.turns, who,
        find_answers(held.turns, who, min_question_words=3, min_answer_words=1,
                     sentences=lambda text: (text,)),
        [answer], min_rest_words=3,
    )  # fmt: skip
    on = place(judged, held.turns, {a.id: a.span for a in found}, key=KEY).by_answer
    if inside_words(held.turns, who, answer):
        (only,) = [a for a in found if a.span == answer]
        assert [e.id for e in on[only.id]] == ["q", "c"]
        assert only.text == said_within(held.turns, who, answer)
    else:
        assert not [a for a in found if a.span == answer]
    undone = [Event(f"u{e.id}", "9", "inga", "undo", None, {"event": e.id}) for e in live(log)]
    back = corrected(turns, live([*log, *undone]), key=KEY)
    assert back.turns == turns
    assert back.marks == ()


def test_a_name_and_a_redaction_hold_in_another_transcript_of_the_same() -> None:
    turns = recorded(*WORKSHOP)
    n = [w.text for w in spoken(turns)].index("uncle")
    events = [
        change(turns, "name-speaker", n, n, speaker="bea"), change(turns, "redact", n - 1, n + 1),
    ]  # fmt: skip
    other = later(recorded(*WORKSHOP, at=1_700))  # another model: all a little later
    fixed = apply(other, *events)
    assert [t.speaker for t in fixed.turns][:2] == ["ivo", "bea"]
    assert "uncle" not in repr(fixed)
    assert fixed.turns[1].text.startswith(REDACTED)


def test_what_is_struck_is_widened_but_not_into_a_neighbour() -> None:
    turns = recorded(("ann", "one two three four five"))  # 300 ms each, 100 ms between
    n = spoken(turns)
    far = apply(turns, change(turns, "redact", 1, 2))
    assert far.bleeped == (Span(n[1].start - MARGIN_MS, n[2].end + MARGIN_MS),)
    close = joined(said("one", "two", "three", pause=30), ("ann", 0, 2_000))
    assert apply(close, change(close, "redact", 1, 1)).bleeped == (Span(300, 660),)
    both = apply(turns, change(turns, "redact", 1, 1), change(turns, "off-record", 2, 2))
    assert both.silent == (Span(n[2].start - MARGIN_MS, n[2].end + MARGIN_MS),)
    assert both.bleeped == (Span(n[1].start - MARGIN_MS, n[2].start - MARGIN_MS),)
