import itertools
import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.cutting import Costs, Put, Talk, cut_answers, cut_long, sentences_of
from pipeline.analysis.followups import follows_up
from pipeline.analysis.meaning import Vectors, unit
from pipeline.analysis.segments import Voice, find_answers, voices
from pipeline.model.guide import Answer
from pipeline.model.interview import Turns
from pipeline.model.span import Span
from tests.analysis.talk import recorded, typed

LONG = {
    "en": "I came by boat. The boat leaked. Work is what floats. In five years I want two.",
    "it": "Sono venuta in barca. La barca perdeva. Il lavoro è ciò che galleggia. Fra cinque anni"
    " voglio un secondo scalo.",
}


def spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in re.finditer(r"[^.?!\s][^.?!]*[.?!]?", text))


def texts(text: str) -> tuple[str, ...]:
    return tuple(text[s.start : s.end] for s in spans(text))


def found(turns: Turns) -> tuple[tuple[Answer, ...], dict[str, Voice]]:
    who = voices(turns, ["ann", "bea"], ["ivo"])
    answers = find_answers(turns, who, min_question_words=4, min_answer_words=1, sentences=texts)
    return answers, who


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("made", [recorded, typed])
@pytest.mark.parametrize("asked", [True, False])
def test_one_turn_that_answers_three_questions_is_cut_at_sentences(
    language: str, made: type, asked: bool
) -> None:
    """Whether the interviewer is heard or cut out; the parts keep the question as it was put."""
    said = (("ivo", "How did you come here, and where do you go?"),) if asked else ()
    turns = made(*said, ("ann", LONG[language]), language=language)
    answers, who = found(turns)
    parts = cut_answers(turns, who, answers, sentences=spans, starts={answers[0].id: [2, 3]})
    sentences = texts(LONG[language])
    assert [p.text for p in parts] == [" ".join(sentences[:2]), sentences[2], sentences[3]]
    assert {p.asked for p in parts} == {answers[0].asked}
    assert (parts[0].start, parts[-1].end) == (answers[0].start, answers[0].end)
    assert [p.id.split("@")[-1].split("#")[-1] for p in parts] == [str(p.start) for p in parts]


@pytest.mark.parametrize(
    ("question", "inside"),
    [
        ("Why?", True),
        ("And then?", True),
        ("In che senso?", True),
        ("¿Por qué?", True),
        ("E depois?", True),
        ("Wie das?", True),
        ("Are you happy?", False),
        ("Sei contenta?", False),
        ("¿Eres feliz?", False),
        ("És feliz?", False),
        ("Bist du glücklich?", False),
    ],
)
def test_the_interviewer_s_follow_ups_are_inside_an_answer(question: str, inside: bool) -> None:
    assert follows_up(question) is inside
    turns = recorded(
        ("ivo", "How did you come here?"), ("ann", "By boat."), ("ivo", question), ("ann", "It is.")
    )
    answers, _ = found(turns)
    assert [a.text for a in answers] == (["By boat. It is."] if inside else ["By boat.", "It is."])
    assert answers[0].asked is not None
    assert answers[0].asked.text == "How did you come here?"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("We bake bread.", "And I sew it into bags."),
        ("Facciamo il pane.", "E io lo metto nei sacchi."),
    ],
)
def test_in_a_joint_interview_each_person_s_words_stay_theirs(one: str, two: str) -> None:
    turns = recorded(
        ("ivo", "What do you do here, the two of you?"),
        ("ann", one),
        ("bea", two),
        ("ivo", "Why?"),
        ("ann", one),
    )
    answers, who = found(turns)
    assert [(a.speaker, a.text) for a in answers] == [("ann", one), ("bea", two), ("ann", one)]
    assert len({a.asked for a in answers}) == 1
    parts = cut_answers(turns, who, answers, sentences=spans, starts={})
    assert parts == answers


said = st.lists(
    st.tuples(
        st.sampled_from(["ivo", "ann", "bea"]),
        st.lists(st.sampled_from(["so", "work?", "bread.", "mhm", "yes."]), min_size=1, max_size=9),
    ),
    min_size=1,
    max_size=10,
).map(lambda talk: tuple((speaker, " ".join(words)) for speaker, words in talk))


@settings(max_examples=80, deadline=None)
@given(said, st.sampled_from([recorded, typed]), st.sets(st.integers(1, 6)))
def test_wherever_it_is_cut_every_word_of_an_interviewee_is_in_one_answer(
    talk: tuple[tuple[str, str], ...], made: type, cuts: set[int]
) -> None:
    turns = made(*talk)
    answers, who = found(turns)
    parts = cut_answers(
        turns, who, answers, sentences=spans,
        starts={
            a.id: [c for c in cuts if c < len(sentences_of(turns, who, a, spans))] for a in answers
        },
    )  # fmt: skip
    told = " ".join(p.text for p in parts).split()
    assert told == [w for t in turns.turns if t.speaker != "ivo" for w in t.text.split()]
    assert len({p.id for p in parts}) == len(parts)
    for one, other in itertools.pairwise(parts):
        assert one.end <= other.start
    assert {p.speaker for p in parts} <= {"ann", "bea"}
    for answer in answers:
        inside = [p for p in parts if p.span & answer.span]
        assert len(inside) <= len(sentences_of(turns, who, answer, spans))


# by meaning: each sentence is a colour, and so is each question

COLOURS = ("red", "green", "blue", "grey")  # the last is small talk


def seen(texts: Sequence[str]) -> Vectors:
    """Place a text at the colour it names, a little on the way to all."""
    return unit(np.array([[c in text.casefold() for c in COLOURS] for text in texts]) + 0.1)


def cut(
    *talks: Turns, heard: float = 6.0, unheard: float = 4.0, inside: float = 8.0
) -> list[list[str]]:
    """Cut interviews of colours; return the texts of the answers of each."""
    centre = seen(["", "red", "green", "blue", "grey"]).mean(axis=0)
    put = Put(COLOURS[:3], unit(seen(list(COLOURS)) - centre), (centre,))
    every = []
    for turns in talks:
        who = voices(turns, ["ann", "bea"], ["ivo"])
        answers = find_answers(
            turns, who, min_question_words=4, min_answer_words=1, sentences=texts
        )
        every.append(Talk(turns, who, answers))
    costs = Costs(0.1, heard, unheard, inside, 9.0)
    found = cut_long(every, lambda: put, sentences=spans, embeds=[seen], costs=costs)
    return [[answer.text for answer in answers] for answers in found]


RED, GREEN, BLUE = ("Red it is. And red.", "Green it is. And green.", "Blue it is. And blue.")
ASKED = ("ivo", "What colours do you like?")


def test_a_long_answer_is_cut_where_another_question_is_spoken_to() -> None:
    assert cut(typed(("ann", f"{RED} {GREEN} {BLUE}"))) == [[RED, GREEN, BLUE]]
    assert cut(typed(ASKED, ("ann", f"{RED} {GREEN} {BLUE}"))) == [[RED, GREEN, BLUE]]


def test_the_order_of_the_set_is_no_fetter() -> None:
    assert cut(typed(("ann", f"{BLUE} {RED} {GREEN}"))) == [[BLUE, RED, GREEN]]


def test_a_single_sentence_astray_changes_nothing_where_changing_is_dear() -> None:
    astray = f"{RED} Green. {RED}"
    assert cut(typed(ASKED, ("ann", astray)), heard=8.0) == [[astray]]
    assert len(cut(typed(ASKED, ("ann", astray)), heard=1.0)[0]) == 3


def test_a_short_answer_to_somebody_who_is_heard_stays_whole() -> None:
    assert cut(typed(ASKED, ("ann", f"{RED} {GREEN}")), heard=0.1) == [[f"{RED} {GREEN}"]]


def test_another_question_begins_with_a_paragraph_rather_than_inside_one() -> None:
    """The third sentence speaks to the second question; its paragraph does not."""
    said = "Red it is. And red. Green.\n\nGreen it is. And green."
    (parts,) = cut(typed(("ann", said)), inside=30.0)
    assert parts == ["Red it is. And red. Green.", "Green it is. And green."]
    (free,) = cut(typed(("ann", said.replace("\n\n", " "))), inside=30.0)
    assert free == ["Red it is. And red.", "Green. Green it is. And green."]


def test_what_nobody_says_costs_no_vectors() -> None:
    def never() -> Put:
        raise AssertionError

    costs = Costs(0.1, 6.0, 4.0, 8.0, 9.0)
    turns = typed(ASKED, ("ann", "Red."))
    who = voices(turns, ["ann"], ["ivo"])
    answers = find_answers(turns, who, min_question_words=4, min_answer_words=1, sentences=texts)
    talks = [Talk(turns, who, answers)]
    assert cut_long(talks, never, sentences=spans, embeds=[], costs=costs) == [answers]
    assert cut_long([], never, sentences=spans, embeds=[], costs=costs) == []
