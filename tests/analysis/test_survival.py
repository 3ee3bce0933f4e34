"""What people decided survives another model, corrected words, and a question set that changes."""

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.analysis.anchors import make_anchor
from pipeline.analysis.corrections import corrected
from pipeline.analysis.judgements import carried, verdicts
from pipeline.analysis.placing import judged_spans, place
from pipeline.model.guide import Question, QuestionSet
from pipeline.model.interview import Turns, Word
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from tests.analysis.talk import KEY, WORKSHOP, heard, recorded, typed, words_of

TURNS = recorded(*WORKSHOP)
LONG_ONES = [t for t in TURNS.turns if t.speaker == "ann" and len(t.words) > 3]
"""Answers of some words; a single "Very." can be misheard altogether, and is lost then."""


def answers_of(turns: Turns) -> dict[str, Span]:
    return {f"mill-01@{t.start}": t.span for t in turns.turns if t.speaker == "ann"}


def judged(turns: Turns = TURNS) -> list[Event]:
    """One judgement on each answer; the question tells which answer it was."""
    mine = [t for t in turns.turns if t.speaker == "ann"]
    return [
        Event(
            f"e{n}", f"2026-05-01T10:00:0{n}.000Z", "inga", "assign-question",
            make_anchor(turns, t.span, key=KEY), {"question": f"q{n}"},
        )
        for n, t in enumerate(mine)
    ]  # fmt: skip


def another_model(seed: int, *, wrong: float, shift: int) -> tuple[Turns, list[Word]]:
    """The same talk heard by another model: words misheard or left out, times moved.

    Also the words as they were that are heard right.
    """
    dice = Random(seed)
    spoken: list[tuple[str, Word]] = []
    right: list[Word] = []
    for speaker, said in words_of(WORKSHOP):
        word = said
        start = max(0, word.start + shift + dice.randint(-120, 120))
        word = replace(word, start=start, end=start + 280)
        roll = dice.random()
        if roll < wrong / 3:
            continue
        if roll < wrong:
            word = replace(word, text=f"xx{dice.randrange(999)}")
        else:
            right.append(said)
        spoken.append((speaker, word))
    return heard(spoken), right


@given(st.integers(0, 10**6), st.floats(0, 0.25), st.integers(-400, 400))
@settings(deadline=None, max_examples=30)
def test_another_model_leaves_each_judgement_at_its_answer(
    seed: int, wrong: float, shift: int
) -> None:
    now, right = another_model(seed, wrong=wrong, shift=shift)
    found = place(judged(), now, answers_of(now), key=KEY)
    for event in judged():
        assert event.anchor
        span = Span(event.anchor.start, event.anchor.end)
        heard_right = sum(word.start in span for word in right) / event.anchor.words
        if event.anchor.words <= 3 or heard_right < 0.8:
            continue
        at = next((a for a, events in found.by_answer.items() if event in events), None)
        assert at is not None
        assert answers_of(now)[at].gap(span) == 0


@given(st.integers(0, 10**6), st.floats(0, 1))
@settings(deadline=None, max_examples=30)
def test_whatever_is_heard_a_judgement_is_at_one_answer_or_listed_as_lost(
    seed: int, wrong: float
) -> None:
    now, _ = another_model(seed, wrong=wrong, shift=0)
    found = place(judged(), now, answers_of(now), key=KEY)
    placed = [e.id for events in found.by_answer.values() for e in events]
    assert sorted([*placed, *found.orphans]) == [e.id for e in judged()]


corrections = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 3), st.sampled_from(["", "so", "quite another"])),
    max_size=5,
)


@given(corrections, st.booleans())
@settings(deadline=None, max_examples=30)
def test_corrected_words_keep_what_was_judged_on_them(
    steps: list[tuple[int, int, str]], written: bool
) -> None:
    before = typed(*WORKSHOP) if written else TURNS
    words = [w for t in before.turns for w in t.words]
    events = []
    for n, (first, length, text) in enumerate(steps):
        part = words[first % len(words) : first % len(words) + length]
        anchor = make_anchor(before, Span(part[0].start, part[-1].end), key=KEY)
        stamp = f"2026-05-02T10:00:0{n}.000Z"
        events.append(Event(f"c{n}", stamp, "tom", "correct-words", anchor, {"text": text}))
    now = corrected(before, events, key=KEY).turns
    marks = judged(before)
    spans = answers_of(before)
    found = place(marks, now, spans, key=KEY)
    for (answer, span), event in zip(spans.items(), marks, strict=True):
        left = [w for t in now.turns for w in t.words if (w.start + w.end) // 2 in span]
        if len(left) >= 4:
            assert event in found.by_answer.get(answer, [])


@given(st.integers(0, 10**6), st.integers(1, 9))
@settings(deadline=None, max_examples=25)
def test_a_cut_is_found_again_in_another_transcript(seed: int, after: int) -> None:
    whole = LONG_ONES[0]
    at = whole.words[after].start - whole.start
    cut = Event(
        "s", "2026-05-01T10:00:00.000Z", "inga", "split", make_anchor(TURNS, whole.span, key=KEY),
        {"at": at},
    )  # fmt: skip
    now, right = another_model(seed, wrong=0.15, shift=0)
    assume(sum(word.start in whole.span for word in right) >= 0.8 * len(whole.words))
    spans = judged_spans([cut], now, key=KEY)
    assert len(spans) == 2
    assert spans[0].end == spans[1].start
    assert abs(spans[0].end - (whole.start + at)) <= 900  # two words and a half


@given(st.booleans(), st.permutations(["old", "twin", "whole"]))
def test_a_question_reworded_merged_or_split_keeps_its_judgements(
    asked_then: bool, order: list[str]
) -> None:
    """By a new wording nothing changes; merged ones count together; a split one stays as it was."""
    questions = QuestionSet(
        (
            Question("old", {"en": "Old?"}, replaced_by=("new",)),
            Question("twin", {"en": "Twin?"}, replaced_by=("new",)),
            Question("new", {"en": "New?"}, was=("old", "twin")),
            Question("whole", {"en": "Whole?"}, replaced_by=("left", "right")),
            Question("left", {"en": "Left?"}),
            Question("right", {"en": "Right?"}),
        ),
        {"then": ("old", "twin", "whole")},
    )
    events = [replace(e, value={"question": q}) for e, q in zip(judged(), order, strict=False)]
    guide = "then" if asked_then else ""
    placed = place(events, TURNS, answers_of(TURNS), key=KEY).by_answer
    held = verdicts(carried(placed, lambda _, q: questions.carry(q, guide)), of="question")
    expected = order if asked_then else [{"whole": "whole"}.get(q, "new") for q in order]
    assert [q for _, q in sorted(held, key=lambda key: int(key[0].split("@")[1]))] == expected
    assert all(v.state == "confirmed" for v in held.values())
