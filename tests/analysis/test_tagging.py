from dataclasses import replace

import numpy as np
import pytest

from pipeline.analysis.adaptation import Settings, adapt
from pipeline.analysis.evidence import gather, means_of, texts_of, worded, wordings
from pipeline.analysis.judgements import State, Verdict
from pipeline.analysis.tagging import Tagged, Weights, in_order, tag_interview, with_verdicts
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
    above=0.5, own_above=0.5, asked_above=0.4, order=1.0, several_own=0.1, runners_up=2,
    alike_above=0.3,
)  # fmt: skip
GUIDE = ("work", "happy", "city", "future")


def answer(n: int, text: str, *asked: str) -> Answer:
    put = Asked("ivo", " ".join(asked), n * 1_000 - 500, n * 1_000, tuple(asked)) if asked else None
    return Answer(f"mill-01@{n * 1_000}", "mill-01", "ann", n * 1_000, n * 1_000 + 900, text, put)


def tag(
    *answers: Answer,
    guide: tuple[str, ...] = (),
    weights: Weights = WEIGHTS,
    questions: QuestionSet = QUESTIONS,
    language: str = "en",
    confirmed: dict[str, tuple[str, ...]] | None = None,
) -> tuple[Tagged, ...]:
    whole = Answers("mill-01", "v", "ms", language, {}, answers)
    filler = Answers(
        "mill-02", "v", "ms", language, {}, (replace(answer(99, "zzz filler"), id="f"),)
    )
    said = [text for a in (*answers, *filler.answers) for text in texts_of(a)]
    space = space_of(*dict.fromkeys([*(text for _, text in worded(questions)), *said]))
    among = wordings(questions, space)
    means = means_of([whole, filler], among, space, prior=20)
    known = confirmed or {}
    gathered = gather(
        [whole, filler], among, space, means,
        open_to=dict.fromkeys(("mill-01", "mill-02"), (*questions.open_to(""), "")), known=known,
    )  # fmt: skip
    return tag_interview(
        whole, range(len(answers)), gathered, adapt(gathered.collection, Settings()), among.ids,
        guide=guide, weights=weights, place=lambda ms: f"{ms} ms",
        coders=dict.fromkeys(known, ("inga", "tomas")),
    )  # fmt: skip


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


def test_two_questions_in_one_turn_that_are_both_answered_are_both_given() -> None:
    put = ("What does work mean?", "Are you happy glad?")
    (tagged,) = tag(answer(1, "toil and happy glad", *put))
    assert set(tagged.questions) == {"work", "happy"}
    assert {r.question for r in tagged.ranking[:2]} == {"work", "happy"}
    (one,) = tag(answer(1, "toil and happy glad", *put), weights=replace(WEIGHTS, asked_above=1.01))
    assert len(one.questions) == 1
    (half,) = tag(answer(1, "labour and toil", *put))
    assert half.questions == ("work",)


def test_own_words_decide_where_nobody_is_heard_to_ask() -> None:
    mine, nobodys = tag(answer(1, "work mean toil"), answer(2, "bread"))
    assert mine.questions == ("work",)
    assert mine.ranking[0].evidence.startswith("own words (")
    assert nobodys.questions == ()


def test_small_talk_and_logistics_answer_nothing() -> None:
    talk, real = tag(answer(1, "Mind the step on your way out."), answer(2, "I am happy, glad"))
    assert (talk.status, talk.questions) == ("none", ())
    assert talk.ranking[0].question in QUESTIONS.by_id
    assert real.questions == ("happy",)
    (thanks,) = tag(answer(1, "bread", "Thank you, goodbye, I am switching the recorder off."))
    assert thanks.status == "none"


def test_below_the_threshold_nothing_is_suggested_but_the_best_is_shown() -> None:
    put = answer(1, "bread", "What does work mean?", "Are you happy glad?")
    (tagged,) = tag(put, weights=replace(WEIGHTS, above=1.01))
    assert (tagged.status, tagged.questions) == ("unassigned", ())
    assert tagged.ranking[0].question in {"work", "happy"}
    assert len(tagged.ranking) == 1 + WEIGHTS.runners_up
    (sure,) = tag(answer(1, "work mean toil"), weights=replace(WEIGHTS, own_above=1.01))
    assert sure.questions == ()


def test_the_guides_order_tips_the_balance() -> None:
    talk = (answer(1, "bread", "What does work mean?"), answer(2, "salt", "happy city?"))
    after_work = tag(*talk, guide=("work", "city", "future", "happy"))[1]
    other_way = tag(*talk, guide=("work", "happy", "future", "city"))[1]
    without = tag(*talk)[1]

    def of(tagged: Tagged, question: str) -> float:
        return next(r.score for r in tagged.ranking if r.question == question)

    assert of(after_work, "city") > of(without, "city") > of(other_way, "city")
    told = {r.question: r.evidence for r in after_work.ranking}
    assert "next in the guide" in told["city"]
    assert "soon in the guide" in told["happy"]
    assert not any("guide" in r.evidence for r in without.ranking)


def test_what_comes_later_tells_of_what_came_before() -> None:
    """A path over the whole interview: an unsure answer between two sure ones."""
    ids = ("a", "b", "c", "d", "")
    sure = 0.96
    shares = [[sure, 0.01, 0.01, 0.01, 0.01], [0.04, 0.32, 0.28, 0.32, 0.04],
              [0.01, 0.01, sure, 0.01, 0.01]]  # fmt: skip
    between = in_order(_array(shares), ids, ("a", "b", "c", "d"), 1.0)[1]
    assert between.argmax() == 1
    assert between.sum() == pytest.approx(1)
    assert (in_order(_array(shares), ids, (), 1.0) == _array(shares)).all()


def _array(rows: list[list[float]]) -> np.ndarray:
    return np.array(rows)


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


def test_what_people_confirmed_teaches_and_is_named() -> None:
    """Nothing in the words of the second answer is the question's: only the first's are."""
    talk = (answer(1, "oven dough flour salt"), answer(2, "oven dough flour yeast"))
    assert tag(*talk)[1].questions == ()
    near = replace(WEIGHTS, alike_above=0.1)
    learnt = tag(*talk, confirmed={talk[0].id: ("work",)}, weights=near)[1]
    assert learnt.ranking[0].question == "work"
    assert learnt.ranking[0].score > 0.5
    assert "close to an answer confirmed by inga, tomas (0." in learnt.ranking[0].evidence


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


def test_an_interview_in_a_language_that_no_question_has_is_tagged_all_the_same() -> None:
    (tagged,) = tag(answer(1, "happy", "are you happy glad"), language="xx")
    assert tagged.questions == ("happy",)


def test_a_study_without_questions_has_no_tags() -> None:
    (tagged,) = tag(answer(1, "x", "Are you happy?"), questions=QuestionSet())
    assert tagged == Tagged("mill-01@1000", "unassigned", (), ())


# people's verdicts

GUESS = Tagged(
    "a@1", "suggested", ("work",), (Ranked("work", 0.6, "asked at 00:01"), Ranked("city", 0.2, "c"))
)
NO_GUESS = replace(GUESS, status="unassigned", questions=())
TALK = replace(NO_GUESS, status="none")


@pytest.mark.parametrize(
    ("guess", "states", "status", "given", "statuses"),
    [
        (GUESS, {}, "suggested", ("work",), {"work": "suggested"}),
        (NO_GUESS, {}, "unassigned", (), {}),
        (GUESS, {"work": "confirmed"}, "confirmed", ("work",), {"work": "confirmed"}),
        (GUESS, {"work": "rejected"}, "rejected", (), {"work": "rejected"}),
        (TALK, {}, "none", (), {}),
        (TALK, {"work": "rejected"}, "rejected", (), {"work": "rejected"}),
        (TALK, {"work": "confirmed"}, "confirmed", ("work",), {"work": "confirmed"}),
        (TALK, {"work": "contested"}, "contested", (), {"work": "contested"}),
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
        (NO_GUESS, {"happy": "rejected"}, "rejected", (), {"happy": "rejected"}),
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
