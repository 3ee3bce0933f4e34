from pipeline.model.guide import Answer, Question, QuestionSet, answer_id
from pipeline.model.span import Span

WORK = Question(
    "work",
    {"it": "Che cos'è il lavoro?", "en": "What is work?"},
    {"en": ("So, work: what is it?",), "pt": ("E o trabalho?",)},
)
OLD = Question("trade", {"en": "What is your trade?"}, retired=True, replaced_by=("work",))
HAPPY = Question("happy", {"en": "Are you happy?"})


def test_wordings_are_the_canonical_ones_then_the_spoken_ones() -> None:
    assert WORK.wordings() == (
        ("it", "Che cos'è il lavoro?"),
        ("en", "What is work?"),
        ("en", "So, work: what is it?"),
        ("pt", "E o trabalho?"),
    )


def test_a_wording_in_a_language_that_is_missing_is_the_first_one() -> None:
    assert WORK.wording("en") == "What is work?"
    assert WORK.wording("de") == "Che cos'è il lavoro?"
    assert WORK.wording("") == "Che cos'è il lavoro?"


def test_a_retired_question_is_known_but_not_in_use() -> None:
    questions = QuestionSet((WORK, OLD, HAPPY), {"short": ("happy", "work")})
    assert questions.ids == ("work", "happy")
    assert questions.active == (WORK, HAPPY)
    assert questions["trade"] is OLD
    assert list(questions.by_id) == ["work", "trade", "happy"]


def test_an_answers_id_tells_its_unit() -> None:
    assert answer_id("mill-01", "ms", 73_120) == "mill-01@73120"
    assert answer_id("mill-02", "cp", 0) == "mill-02#0"
    assert Answer("mill-02#0", "mill-02", "ann", 0, 9, "Yes, very").span == Span(0, 9)
