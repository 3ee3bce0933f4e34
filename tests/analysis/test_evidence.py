import pytest

from pipeline.analysis.evidence import (
    Wordings,
    asked_sentences,
    means_of,
    per_question,
    texts_of,
    worded,
    wordings,
)
from pipeline.analysis.smalltalk import NOBODYS, SMALL_TALK
from pipeline.model.guide import Answers
from tests.analysis.space import space_of
from tests.analysis.test_tagging import QUESTIONS, answer


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
    near = per_question(space[["b", "c"]], among)
    assert 0.94 < near[0, 0] < 1  # half of its wordings lie elsewhere, and hardly count
    assert near.ravel()[1:].tolist() == pytest.approx([0, 0, 1])
    assert per_question(-space[["a"]], among).tolist() == [[0, 0]]
    assert among.middles[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0])


def test_small_talk_stands_last_and_in_the_questions_languages_alone() -> None:
    among = wordings(QUESTIONS, space_of(*(text for _, text in worded(QUESTIONS))))
    assert among.ids == (*QUESTIONS.by_id, NOBODYS)
    english = [text for lang, text in SMALL_TALK.wordings() if lang == "en"]
    assert among.owner.count(len(QUESTIONS.questions)) == len(english)
    assert set(among.means) == set(SMALL_TALK.text)


def test_few_words_of_interviewers_are_drawn_towards_the_question_sets_mean() -> None:
    whole = Answers("mill-01", "v", "ms", "en", {}, (answer(1, "x", "zzz zzz"),))
    space = space_of(*(text for _, text in worded(QUESTIONS)), "zzz zzz", "x")
    among = wordings(QUESTIONS, space)
    own = float(space[["zzz zzz"]][0].max())
    axis = int(space[["zzz zzz"]][0].argmax())
    for prior, share in ((0, 1.0), (1, 0.5), (3, 0.25)):
        means = means_of([whole], among, space, prior=prior)
        assert float(means.asked["en"][axis]) == pytest.approx(share * own)
