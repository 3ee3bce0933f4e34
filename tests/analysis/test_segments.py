import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.anchors import inside, spoken
from pipeline.analysis.segments import (
    Voice,
    asks,
    find_answers,
    inside_words,
    keep_judged,
    voices,
    with_phrases,
)
from pipeline.model.guide import Answer, Answers
from pipeline.model.interview import Turn, Turns
from pipeline.model.span import Span
from tests.analysis.talk import WORKSHOP, recorded, typed

BOTTEGA = (
    ("Ivo", "Allora, come sei arrivata in questa bottega?"),
    ("Pia", "Per caso. Cercavo un tornio,"),
    ("Ivo", "Mhm."),
    ("Pia", "e qui ne avevano due, fermi da anni."),
    ("Ivo", "E che cosa significa per te il lavoro?"),
    ("Pia", "Svegliarmi e sapere già quale pezzo mi aspetta."),
    ("Rita", "Per me invece è stare con gli altri."),
    ("Ivo", "Sei contenta?"),
    ("Pia", "Certo."),
)


def sentences(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^.?!]+[.?!]?", text))


def answers_of(
    turns: Turns, who: dict[str, Voice], *, question_words: int = 4, answer_words: int = 1
) -> tuple[Answer, ...]:
    return find_answers(
        turns, who, min_question_words=question_words, min_answer_words=answer_words,
        sentences=sentences,
    )  # fmt: skip


def texts(answers: tuple[Answer, ...]) -> list[tuple[str, str]]:
    return [(a.speaker, a.text) for a in answers]


# who is who


def test_people_of_the_manifest_keep_their_roles() -> None:
    who = voices(recorded(*WORKSHOP), ["ann"], ["ivo"])
    assert who == {"ivo": Voice("ivo", "interviewer"), "ann": Voice("ann", "interviewee")}


def test_of_two_unknown_voices_the_one_that_asks_is_the_interviewer() -> None:
    swapped = [({"ivo": "s2", "ann": "s1"}[s], t) for s, t in WORKSHOP]
    who = voices(recorded(*swapped), ["ann"], ["ivo"])
    assert who == {"s2": Voice("ivo", "interviewer"), "s1": Voice("ann", "interviewee")}
    unnamed = voices(recorded(*swapped), ["ann"], [])
    assert unnamed["s2"] == Voice("s2", "interviewer")
    two = voices(recorded(*swapped), ["ann"], ["ivo", "eva"])
    assert two["s2"] == Voice("s2", "interviewer")


def test_the_stranger_beside_a_known_interviewee_is_the_interviewer() -> None:
    who = voices(recorded(("s1", "Tell me."), ("ann", "No, you tell me?")), ["ann"], ["ivo"])
    assert who["s1"] == Voice("ivo", "interviewer")
    assert who["ann"] == Voice("ann", "interviewee")


def test_where_nobody_asks_the_one_who_speaks_least_is_the_interviewer() -> None:
    turns = recorded(
        ("s1", "You came here by chance."),
        ("s2", "By chance, yes, one winter, when the mill stood empty and the key hung there."),
        ("s1", "And stayed."),
        ("s2", "And stayed, for ten years now, with a stove and a saw."),
    )
    assert voices(turns, ["ann"], [])["s1"].role == "interviewer"


def test_one_voice_alone_is_an_interviewee() -> None:
    who = voices(recorded(("s1", "Shall I begin? Well, I was born here.")), ["ann"], ["ivo"])
    assert who == {"s1": Voice("ann", "interviewee")}


def test_in_a_joint_interview_unknown_voices_stay_unknown() -> None:
    turns = recorded(
        ("s1", "What is work to you?"), ("s2", "Bread."), ("s3", "Company, mostly."),
        ("s1", "Are you happy?"), ("s3", "Yes."), ("s2", "On Sundays."),
    )  # fmt: skip
    who = voices(turns, ["ann", "bea"], ["ivo"])
    assert who["s1"] == Voice("ivo", "interviewer")
    assert {who["s2"], who["s3"]} == {Voice("s2", "interviewee"), Voice("s3", "interviewee")}
    half_known = voices(turns, ["s2", "bea"], ["ivo"])
    assert half_known["s3"] == Voice("bea", "interviewee")


def test_a_person_is_not_guessed_among_more_voices_than_people() -> None:
    turns = recorded(
        ("s1", "What is work to you?"),
        ("s2", "Bread."),
        ("s3", "Company."),
        ("s1", "Are you happy?"),
    )
    who = voices(turns, ["ann"], ["ivo"])
    assert {who["s2"].person, who["s3"].person} == {"s2", "s3"}


def test_an_interview_without_words_has_no_voices() -> None:
    assert voices(replace(recorded(("s1", "So.")), turns=()), ["ann"], ["ivo"]) == {}


def test_asking_is_told_by_marks() -> None:
    assert asks("¿Y tú?")
    assert not asks("Tell me about your work.")


# answers


def test_an_english_interview_is_cut_from_question_to_question() -> None:
    turns = recorded(*WORKSHOP)
    found = answers_of(turns, voices(turns, ["ann"], ["ivo"]))
    assert texts(found) == [("ann", text) for speaker, text in WORKSHOP if speaker == "ann"]
    assert [a.asked.text for a in found if a.asked] == [t for s, t in WORKSHOP if s == "ivo"]
    assert [a.id for a in found] == [f"mill-01@{a.start}" for a in found]
    assert found[0].asked is not None
    assert found[0].asked.speaker == "ivo"
    assert (found[0].asked.start, found[0].start) == (1_000, turns.turns[1].start)


def test_an_italian_interview_with_back_channels_and_two_interviewees() -> None:
    turns = typed(*BOTTEGA, language="it")
    who = voices(turns, ["Pia", "Rita"], ["Ivo"])
    found = answers_of(turns, who)
    assert texts(found) == [
        ("Pia", "Per caso. Cercavo un tornio, e qui ne avevano due, fermi da anni."),
        ("Pia", "Svegliarmi e sapere già quale pezzo mi aspetta."),
        ("Rita", "Per me invece è stare con gli altri."),
        ("Pia", "Certo."),
    ]
    asked = [a.asked.text if a.asked else "" for a in found]
    assert asked[1] == asked[2] == "E che cosa significa per te il lavoro?"
    assert asked[3] == "Sei contenta?"
    assert found[0].id == f"mill-01#{found[0].start}"
    assert found[0].asked is not None
    assert found[0].asked.sentences == ("Allora, come sei arrivata in questa bottega?",)


def test_a_short_turn_ends_an_answer_only_if_it_asks() -> None:
    who = {"ivo": Voice("ivo", "interviewer"), "ann": Voice("ann", "interviewee")}

    def talk(between: str) -> list[str]:
        said = (("ivo", "How was it then?"), ("ann", "Fine."), ("ivo", between), ("ann", "Slowly."))
        return [a.text for a in answers_of(recorded(*said), who)]

    assert talk("Right, right.") == ["Fine. Slowly."]
    assert talk("Why so late?") == ["Fine.", "Slowly."]
    assert talk("Tell me about leaving.") == ["Fine.", "Slowly."]


def test_questions_in_several_turns_are_one_question() -> None:
    turns = recorded(
        ("ivo", "Let me ask about work."), ("ivo2", "What is it to you?"), ("ann", "Bread.")
    )
    who = voices(turns, ["ann"], ["ivo", "ivo2"])
    (answer,) = answers_of(turns, who)
    assert answer.asked is not None
    assert answer.asked.text == "Let me ask about work. What is it to you?"
    assert (answer.asked.start, answer.asked.end) == (turns.turns[0].start, turns.turns[1].end)


def test_without_an_interviewer_each_turn_is_an_answer() -> None:
    turns = typed(("ann", "First I was a smith."), ("ann", "Then I was not."))
    found = answers_of(turns, voices(turns, ["ann"], ["ivo"]))
    assert texts(found) == [("ann", "First I was a smith."), ("ann", "Then I was not.")]
    assert all(a.asked is None for a in found)


def test_what_is_said_before_the_first_question_answers_nothing() -> None:
    turns = recorded(
        ("ann", "Sit where you like."), ("ivo", "What is work to you?"), ("ann", "Bread.")
    )
    found = answers_of(turns, voices(turns, ["ann"], ["ivo"]))
    assert [a.asked is None for a in found] == [True, False]


def test_too_few_words_are_no_answer() -> None:
    turns = recorded(*WORKSHOP)
    who = voices(turns, ["ann"], ["ivo"])
    assert len(answers_of(turns, who, answer_words=2)) == 3
    assert len(answers_of(turns, who, answer_words=1)) == 4


talks = st.lists(
    st.tuples(
        st.sampled_from(["ivo", "ann", "bea"]),
        st.lists(st.sampled_from(["so", "work?", "bread,", "mhm", "yes."]), min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=14,
).map(lambda said: tuple((speaker, " ".join(tokens)) for speaker, tokens in said))


@settings(max_examples=60, deadline=None)
@given(talks)
def test_answers_are_sorted_disjoint_and_hold_every_word_of_the_interviewees(
    said: tuple[tuple[str, str], ...],
) -> None:
    for turns in (recorded(*said), typed(*said)):
        who = voices(turns, ["ann", "bea"], ["ivo"])
        found = answers_of(turns, who)
        check_order(found)
        told = " ".join(a.text for a in found).split()
        assert told == [w for t in turns.turns if t.speaker != "ivo" for w in t.text.split()]


def check_order(found: tuple[Answer, ...]) -> None:
    assert len({a.id for a in found}) == len(found)
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start


# judged stretches


def cut(turns: Turns, judged: list[Span], rest: int = 3) -> tuple[Answer, ...]:
    who = voices(turns, ["ann", "bea"], ["ivo"])
    return keep_judged(turns, who, answers_of(turns, who), judged, min_rest_words=rest)


def test_a_judged_answer_stays_as_it_was_found() -> None:
    turns = recorded(*WORKSHOP)
    assert cut(turns, [turns.turns[3].span]) == cut(turns, [])


def test_a_judged_part_is_cut_out_and_the_rest_kept() -> None:
    for turns in (recorded(*WORKSHOP), typed(*WORKSHOP)):
        words = turns.turns[1].words
        span = Span(words[4].start, words[9].end)
        found = cut(turns, [span])
        assert [a.text for a in found[:3]] == [
            "My uncle had a",
            "key to the old mill and",
            "one winter he simply handed it over to me.",
        ]
        assert found[1].span == span
        assert found[1].asked == found[0].asked == cut(turns, [])[0].asked
        assert texts(found[3:]) == texts(cut(turns, [])[1:])
        check_order(found)


def test_a_judged_stretch_over_two_answers_joins_them_without_the_question() -> None:
    turns = recorded(*WORKSHOP)
    span = turns.turns[5].span | turns.turns[7].span
    found = cut(turns, [span])
    assert found[-1].span == span
    assert found[-1].text == f"Very. {WORKSHOP[7][1]}"
    assert len(found) == 3


def test_crumbs_beside_a_judged_stretch_fall_away() -> None:
    turns = recorded(*WORKSHOP)
    words = turns.turns[1].words
    span = Span(words[2].start, words[-1].end)
    assert len(cut(turns, [span], rest=3)) == 4
    assert len(cut(turns, [span], rest=2)) == 5


def test_a_stretch_where_nobody_answers_changes_nothing() -> None:
    turns = recorded(*WORKSHOP)
    assert cut(turns, [turns.turns[0].span]) == cut(turns, [])
    assert cut(turns, [Span(10**7, 10**7 + 5)]) == cut(turns, [])


@settings(max_examples=80, deadline=None)
@given(talks, st.data())
def test_judged_stretches_stand_exactly_and_nothing_overlaps_them(
    said: tuple[tuple[str, str], ...], data: st.DataObject
) -> None:
    turns = data.draw(st.sampled_from([recorded(*said), typed(*said)]))
    last = turns.turns[-1].end
    ends = data.draw(st.lists(st.integers(0, last), max_size=6, unique=True))
    ends = sorted(ends)[: len(ends) // 2 * 2]
    judged = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    judged = data.draw(st.permutations(judged))
    before = cut(turns, [])
    found = cut(turns, judged, rest=1)
    assert list(found) == sorted(found, key=lambda a: a.start)
    assert all(not a.span & b.span for a, b in itertools.pairwise(found))
    who = voices(turns, ["ann", "bea"], ["ivo"])
    for span in judged:
        if any(a.span & span for a in before):
            answered = bool(inside_words(turns, who, span))
            assert [a.span for a in found if a.span & span] == [span] * answered
    was = {w for a in before for w in inside(spoken(turns), a.span)}
    kept = {w for a in found for w in inside(spoken(turns), a.span)}
    assert was - kept <= {w for w in was if any(w.span & Span(e, e + 1) for e in ends)} | {
        w for t in turns.turns if who[t.speaker].role == "interviewer" for w in t.words
    }
    assert [a for a in before if not any(a.span & s for s in judged)] == [
        a for a in found if a in before and not any(a.span & s for s in judged)
    ]


def test_the_words_inside_are_the_interviewees_only() -> None:
    turns = recorded(*WORKSHOP)
    who = voices(turns, ["ann"], ["ivo"])
    assert inside_words(turns, who, turns.turns[4].span | turns.turns[5].span) == ("Very.",)


@pytest.mark.parametrize("limit", [1, 2])
def test_phrases_are_added_to_every_answer(limit: int) -> None:
    turns = recorded(*WORKSHOP)
    found = answers_of(turns, voices(turns, ["ann"], ["ivo"]))
    whole = Answers("mill-01", turns.version, "ms", "en", {}, found)
    added = with_phrases(whole, lambda text, _: tuple(text.split()[:limit]))
    assert [a.phrases for a in added.answers] == [tuple(a.text.split()[:limit]) for a in found]
    assert [a.text for a in added.answers] == [a.text for a in found]


def test_an_answer_has_the_language_of_most_of_its_words() -> None:
    turns = recorded(*WORKSHOP)
    told = {1: "it", 2: "it", 4: "it"}
    changed = [replace(t, language=told.get(i, "")) for i, t in enumerate(turns.turns)]
    turns = replace(turns, turns=tuple(changed))
    who = voices(turns, ["ann"], ["ivo"])
    whole = Answers("mill-01", turns.version, "ms", "en", {}, answers_of(turns, who))
    assert [whole.language_of(a) for a in whole.answers] == ["it", "en", "en", "en"]
    assert [whole.language_of(a.asked) for a in whole.answers if a.asked] == [
        *("en", "it", "it", "en")
    ]
    recut = keep_judged(turns, who, whole.answers, [turns.turns[1].span], min_rest_words=3)
    assert recut[0].language == "it"
    phrases = with_phrases(whole, lambda _, language: (language,))
    assert [a.phrases for a in phrases.answers] == [("it",), ("en",), ("en",), ("en",)]


def test_where_no_interviewer_is_heard_none_is_made_up() -> None:
    turns = recorded(("s1", "What do I do? I bake."), ("s2", "And I sew, every day and all year."))
    assert {v.role for v in voices(turns, ["ann", "bea"], ["-"]).values()} == {"interviewee"}
    assert {v.role for v in voices(turns, ["ann"], []).values()} == {"interviewer", "interviewee"}


def test_words_that_may_be_made_up_are_in_no_answer() -> None:
    """The answer ends before them; what follows is an answer to the same question."""
    turns = recorded(
        ("ivo", "What is work to you, would you say?"),
        ("ann", "Bread, first of all."),
        ("ann", "Thank you thank you thank you"),
        ("ann", "And company."),
        ("ivo", "Thanks for watching and goodbye?"),
    )
    asked, bread, thanks, company = _turn_by_turn(turns)
    made_up = replace(thanks, words=tuple(replace(w, flags=("loop",)) for w in thanks.words))
    who = voices(turns, ["ann"], ["ivo"])
    found = answers_of(replace(turns, turns=(asked, bread, made_up, company)), who)
    assert texts(found) == [("ann", "Bread, first of all."), ("ann", "And company.")]
    assert [a.asked and a.asked.text for a in found] == [asked.text, asked.text]
    assert not any(a.span & made_up.span for a in found)
    trusted = answers_of(replace(turns, turns=(asked, bread, thanks, company)), who)
    assert len(trusted) == 1


def _turn_by_turn(turns: Turns) -> list[Turn]:
    """Return the first question and what Ann says, a turn a stretch."""
    ivo, ann = turns.turns[:2]
    cuts = [0, 4, 10, len(ann.words)]
    parts = [ann.words[a:b] for a, b in itertools.pairwise(cuts)]
    made = [
        Turn("ann", part[0].start, part[-1].end, " ".join(w.text for w in part), part)
        for part in parts
    ]
    return [ivo, *made]
