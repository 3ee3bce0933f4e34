from dataclasses import replace

import pytest

from pipeline.analysis.judgements import State, Verdict
from pipeline.analysis.tagging import (
    Tagged,
    Weights,
    Wordings,
    asked_sentences,
    means_of,
    per_question,
    tag_interview,
    texts_of,
    with_verdicts,
    wordings,
)
from pipeline.model.guide import Answer, Answers, Asked, Question, QuestionSet, Ranked
from tests.analysis.space import space_of

QUESTIONS = QuestionSet(
    (
        Question("work", {"en": "what does work mean"}, {"en": ("labour toil work",)}),
        Question("old", {"en": "are you old"}, retired=True),
        Question("happy", {"en": "are you happy glad"}),
        Question("city", {"en": "ask of council city"}),
        Question("future", {"en": "where next year"}),
    )
)
WEIGHTS = Weights(
    above=0.3, own_above=0.3, asked_above=0.4, own=0.5, order=0.2, several_within=0.3,
    runners_up=2, asked_prior=20,
)  # fmt: skip
GUIDE = ("work", "happy", "city", "future")


def answer(n: int, text: str, *asked: str) -> Answer:
    put = Asked("ivo", " ".join(asked), n * 1_000 - 500, n * 1_000, tuple(asked)) if asked else None
    return Answer(f"mill-01@{n * 1_000}", "mill-01", "ann", n * 1_000, n * 1_000 + 900, text, put)


def tag(
    *answers: Answer, guide: tuple[str, ...] = (), weights: Weights = WEIGHTS
) -> tuple[Tagged, ...]:
    whole = Answers("mill-01", "v", "ms", "en", {}, answers)
    said = [text for a in answers for text in texts_of(a)]
    worded = [text for q in QUESTIONS.questions for _, text in q.wordings()]
    space = space_of(*dict.fromkeys([*worded, *said, "zzz filler"]))
    among = wordings(QUESTIONS, space)
    means = means_of([whole, replace(whole, answers=(answer(99, "zzz filler"),))], among, space,
                     prior=weights.asked_prior)  # fmt: skip
    among = among.only(QUESTIONS.open_to(""))
    return tag_interview(
        whole, among, space, means, guide=guide, weights=weights, place=lambda ms: f"{ms} ms"
    )


def test_the_question_that_was_asked_wins() -> None:
    one, other = tag(
        answer(1, "bread of mine", "So what does work mean?"),
        answer(2, "sometimes", "Are you happy?"),
    )
    assert (one.status, one.questions) == ("suggested", ("work",))
    assert (other.status, other.questions) == ("suggested", ("happy",))
    assert one.ranking[0].question == "work"
    assert one.ranking[0].score > one.ranking[1].score


def test_any_wording_of_a_question_finds_it() -> None:
    (tagged,) = tag(answer(1, "bread", "Labour and toil?"))
    assert tagged.questions == ("work",)


def test_two_questions_in_one_turn_are_both_given() -> None:
    (tagged,) = tag(answer(1, "well", "What does work mean?", "Are you happy glad?"))
    assert set(tagged.questions) == {"work", "happy"}
    assert {r.question for r in tagged.ranking[:2]} == {"work", "happy"}
    narrow = replace(WEIGHTS, several_within=0.0)
    (one,) = tag(
        answer(1, "well", "What does work mean?", "happy people where next"), weights=narrow
    )
    assert one.questions == ("work",)


def test_own_words_decide_where_nobody_is_heard_to_ask() -> None:
    mine, nobodys = tag(answer(1, "work mean toil"), answer(2, "bread"))
    assert mine.questions == ("work",)
    assert mine.ranking[0].evidence.startswith("own words (")
    assert (nobodys.status, nobodys.questions) == ("unassigned", ())


def test_below_the_threshold_nothing_is_suggested_but_the_best_is_shown() -> None:
    (tagged,) = tag(
        answer(1, "bread", "What does work mean?"), weights=replace(WEIGHTS, above=0.99)
    )
    assert (tagged.status, tagged.questions) == ("unassigned", ())
    assert tagged.ranking[0].question == "work"
    assert len(tagged.ranking) == 1 + WEIGHTS.runners_up
    (sure,) = tag(answer(1, "work mean toil"), weights=replace(WEIGHTS, own_above=0.99))
    assert sure.questions == ()


def test_the_guides_order_tips_the_balance() -> None:
    talk = (answer(1, "bread", "What does work mean?"), answer(2, "salt", "happy city?"))
    after_work = tag(*talk, guide=("work", "city", "future", "happy"))[1]
    other_way = tag(*talk, guide=("work", "happy", "future", "city"))[1]
    assert after_work.ranking[0].question == "city"
    assert other_way.ranking[0].question == "happy"
    assert "next in the guide" in after_work.ranking[0].evidence
    assert "soon in the guide" in after_work.ranking[1].evidence
    assert not any("guide" in r.evidence for r in tag(*talk)[1].ranking)


def test_the_order_forgets_nothing_over_an_answer_without_a_question() -> None:
    talk = (
        answer(1, "bread", "What does work mean?"), answer(2, "hm", "zzz"), answer(3, "x", "happy?")
    )  # fmt: skip
    tagged = tag(*talk, guide=GUIDE)
    assert tagged[1].questions == ()
    assert "next in the guide" in tagged[2].ranking[0].evidence


def test_evidence_says_when_a_question_was_asked_and_when_hardly() -> None:
    (tagged,) = tag(answer(3, "glad", "What does work mean?"))
    evidence = {r.question: r.evidence for r in tagged.ranking}
    assert evidence["work"].startswith("asked at 2500 ms (")
    assert evidence["happy"].startswith("hardly asked (0.")
    assert "; own words (0." in evidence["work"]


def test_scores_lie_between_zero_and_one_and_fall() -> None:
    for tagged in tag(
        answer(1, "work mean", "What does work mean?"), answer(2, "happy"), guide=GUIDE
    ):
        scores = [r.score for r in tagged.ranking]
        assert all(0 <= score <= 1 for score in scores)
        assert scores == sorted(scores, reverse=True)
        assert len({r.question for r in tagged.ranking}) == len(scores)


def test_retired_questions_are_never_suggested() -> None:
    (tagged,) = tag(answer(1, "old", "Are you old?"))
    assert "old" not in {r.question for r in tagged.ranking}


def test_of_the_interviewers_words_the_sentences_and_the_whole_are_read() -> None:
    put = answer(1, "x", "Right.", "Are you happy?")
    assert asked_sentences(put) == ["Are you happy?", "Right. Are you happy?"]
    assert asked_sentences(answer(1, "x", "Are you happy?")) == ["Are you happy?"]
    assert asked_sentences(answer(1, "x", "Why?")) == ["Why?"]
    assert asked_sentences(answer(1, "x")) == []
    assert texts_of(put) == ["x", *asked_sentences(put)]


def test_a_text_is_as_like_a_question_as_its_nearest_wording() -> None:
    space = space_of("a", "b", "c")
    among = Wordings(("one", "two"), (0, 0, 1), space[["a", "b", "c"]], {})
    assert per_question(space[["b", "c"]], among).tolist() == [[1, 0], [0, 1]]
    assert per_question(-space[["a"]], among).tolist() == [[0, 0]]


def test_few_words_of_interviewers_are_drawn_towards_the_question_sets_mean() -> None:
    whole = Answers("mill-01", "v", "ms", "en", {}, (answer(1, "x", "zzz zzz"),))
    worded = [text for q in QUESTIONS.questions for _, text in q.wordings()]
    space = space_of(*worded, "zzz zzz", "x")
    among = wordings(QUESTIONS, space)
    own = float(space[["zzz zzz"]][0].max())
    axis = int(space[["zzz zzz"]][0].argmax())
    for prior, share in ((0, 1.0), (1, 0.5), (3, 0.25)):
        means = means_of([whole], among, space, prior=prior)
        assert float(means.asked["en"][axis]) == pytest.approx(share * own)


def test_an_interview_in_a_language_that_no_question_has_is_tagged_all_the_same() -> None:
    whole = Answers("mill-01", "v", "ms", "xx", {}, (answer(1, "happy", "are you happy glad"),))
    worded = [text for q in QUESTIONS.questions for _, text in q.wordings()]
    space = space_of(*dict.fromkeys([*worded, "happy"]))
    among = wordings(QUESTIONS, space)
    means = means_of([whole], among, space, prior=0)
    (tagged,) = tag_interview(whole, among, space, means, guide=(), weights=WEIGHTS, place=str)
    assert tagged.questions == ("happy",)


def test_a_study_without_questions_has_no_tags() -> None:
    whole = Answers("mill-01", "v", "ms", "en", {}, (answer(1, "x", "Are you happy?"),))
    space = space_of("x", "Are you happy?")
    among = wordings(QuestionSet(), space)
    means = means_of([whole], among, space, prior=0)
    (tagged,) = tag_interview(whole, among, space, means, guide=(), weights=WEIGHTS, place=str)
    assert tagged == Tagged("mill-01@1000", "unassigned", (), ())


# people's verdicts

GUESS = Tagged(
    "a@1", "suggested", ("work",), (Ranked("work", 0.6, "asked at 00:01"), Ranked("city", 0.2, "c"))
)
NO_GUESS = replace(GUESS, status="unassigned", questions=())


@pytest.mark.parametrize(
    ("guess", "states", "status", "given", "statuses"),
    [
        (GUESS, {}, "suggested", ("work",), {"work": "suggested"}),
        (NO_GUESS, {}, "unassigned", (), {}),
        (GUESS, {"work": "confirmed"}, "confirmed", ("work",), {"work": "confirmed"}),
        (GUESS, {"work": "rejected"}, "unassigned", (), {"work": "rejected"}),
        (GUESS, {"work": "contested"}, "contested", (), {"work": "contested"}),
        (GUESS, {"city": "confirmed"}, "confirmed", ("city",), {"city": "confirmed"}),
        (GUESS, {"city": "rejected"}, "suggested", ("work",),
         {"city": "rejected", "work": "suggested"}),
        (GUESS, {"city": "contested"}, "contested", ("work",),
         {"city": "contested", "work": "suggested"}),
        (GUESS, {"work": "rejected", "city": "confirmed"}, "confirmed", ("city",),
         {"work": "rejected", "city": "confirmed"}),
        (GUESS, {"work": "contested", "city": "confirmed"}, "confirmed", ("city",),
         {"work": "contested", "city": "confirmed"}),
        (NO_GUESS, {"happy": "confirmed"}, "confirmed", ("happy",), {"happy": "confirmed"}),
        (NO_GUESS, {"happy": "rejected"}, "unassigned", (), {"happy": "rejected"}),
    ],
)  # fmt: skip
def test_people_stand_over_the_machine(
    guess: Tagged,
    states: dict[str, State],
    status: str,
    given: tuple[str, ...],
    statuses: dict[str, str],
) -> None:
    verdicts = {("a@1", q): Verdict(state, ("inga", "tom")) for q, state in states.items()}
    verdicts["a@2", "work"] = Verdict("rejected", ("uma",))  # of another answer
    held, mine = with_verdicts(guess, verdicts)
    assert (held.status, held.questions, mine) == (status, given, statuses)
    assert {r.question for r in held.ranking} == {r.question for r in guess.ranking} | set(states)
    for ranked in held.ranking[: len(states)]:
        assert ranked.evidence.startswith(f"{states[ranked.question]} by inga, tom")
    scores = {r.question: r.score for r in guess.ranking}
    assert all(r.score == scores.get(r.question, 0.0) for r in held.ranking)


def test_the_machines_evidence_stays_beside_peoples() -> None:
    held, _ = with_verdicts(GUESS, {("a@1", "work"): Verdict("confirmed", ("inga",))})
    assert held.ranking[0] == Ranked("work", 0.6, "confirmed by inga; asked at 00:01")
