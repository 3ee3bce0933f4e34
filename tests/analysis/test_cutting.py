import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.cutting import by_meaning, cut_answers, sentences_of
from pipeline.analysis.followups import follows_up
from pipeline.analysis.meaning import unit
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
    parts = cut_answers(turns, who, answers, sentences=spans, starts=lambda s, heard: [2, 3])
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
    parts = cut_answers(turns, who, answers, sentences=spans, starts=lambda s, heard: [])
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
        starts=lambda sentences, heard: [c for c in cuts if c < len(sentences)],
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


# by meaning


def test_a_path_changes_where_the_sentences_do() -> None:
    questions = np.eye(6)[:3]
    centre = np.full(6, 0.1)
    order = [0, 0, 1, 1, 1, 2, 2]
    vectors = unit(np.eye(6)[order] + centre)
    assert by_meaning(vectors, questions, centre, temperature=0.1, change=2.0) == [2, 5]
    assert by_meaning(vectors, questions, centre, temperature=0.1, change=100.0) == []


def test_a_single_sentence_astray_changes_nothing_where_changing_is_dear() -> None:
    questions, centre = np.eye(4)[:2], np.full(4, 0.1)
    vectors = unit(np.eye(4)[[0, 0, 1, 0, 0]] + centre)
    assert by_meaning(vectors, questions, centre, temperature=0.1, change=2.0) == [2, 3]
    assert by_meaning(vectors, questions, centre, temperature=0.1, change=8.0) == []


def test_nothing_to_cut() -> None:
    centre = np.zeros(3)
    assert by_meaning(np.eye(3)[:1], np.eye(3), centre, temperature=0.1, change=2.0) == []
    assert by_meaning(np.eye(3), np.zeros((0, 3)), centre, temperature=0.1, change=2.0) == []
