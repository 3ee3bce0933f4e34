from hypothesis import given
from hypothesis import strategies as st

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


def test_an_interview_answers_the_version_of_a_question_that_its_guide_has() -> None:
    """One question was reworded, one split in two, one given up."""
    skills = Question("skills", {"en": "Up to date?"}, replaced_by=("learning",))
    learning = Question("learning", {"en": "How do you learn?"}, was=("skills",))
    both = Question("both", {"en": "Work and plan with others?"}, replaced_by=("others", "plans"))
    others = Question("others", {"en": "Work with others?"}, was=("both",))
    plans = Question("plans", {"en": "Plan with others?"}, was=("both",))
    gone = Question("gone", {"en": "Suppliers?"}, retired=True)
    questions = QuestionSet(
        (skills, learning, both, others, plans, gone, HAPPY),
        {"old": ("skills", "both", "gone"), "new": ("learning", "others"), "half": ("happy",)},
    )
    assert questions.ids == ("learning", "others", "plans", "happy")
    assert questions.open_to("old") == ("skills", "both", "gone", "happy")
    assert questions.open_to("new") == ("learning", "others", "plans", "happy")
    assert questions.open_to("half") == questions.ids
    assert questions.open_to("") == questions.ids


def test_a_question_reworded_twice_has_all_its_versions() -> None:
    one = Question("one", {"en": "1"}, replaced_by=("two",))
    two = Question("two", {"en": "2"}, replaced_by=("three",))
    three = Question("three", {"en": "3"})
    questions = QuestionSet((one, two, three), {"first": ("one",), "last": ("three",)})
    assert questions.open_to("first") == ("one",)
    assert questions.open_to("last") == ("three",)
    assert questions.open_to("") == ("three",)


def test_an_answers_id_tells_its_unit() -> None:
    assert answer_id("mill-01", "ms", 73_120) == "mill-01@73120"
    assert answer_id("mill-02", "cp", 0) == "mill-02#0"
    assert Answer("mill-02#0", "mill-02", "ann", 0, 9, "Yes, very").span == Span(0, 9)


def test_a_judgement_counts_for_the_question_that_took_the_place_of_the_judged_one() -> None:
    """Reworded under a new id, merged, split, given up: by what the interview's guide names."""
    one = Question("one", {"en": "1"}, replaced_by=("both",))
    other = Question("other", {"en": "2"}, replaced_by=("both",))
    both = Question("both", {"en": "1 and 2"}, was=("one", "other"))
    whole = Question("whole", {"en": "3"}, replaced_by=("left", "right"))
    left, right = Question("left", {"en": "4"}), Question("right", {"en": "5"})
    gone = Question("gone", {"en": "6"}, retired=True)
    questions = QuestionSet(
        (one, other, both, whole, left, right, gone), {"first": ("one", "whole")}
    )
    assert questions.carry("one", "first") == "one"  # that interview was asked the old one
    assert questions.carry("one", "") == questions.carry("other", "") == "both"
    assert questions.carry("both", "") == "both"
    assert questions.carry("whole", "") == "whole"  # nobody has said which part is meant
    assert questions.carry("gone", "") == "gone"
    assert questions.carry("never-was", "") == "never-was"


ids = st.sampled_from("abcdef")


@given(st.dictionaries(ids, st.lists(ids, max_size=2, unique=True)), st.lists(ids, max_size=3), ids)
def test_no_history_of_a_set_loses_a_judgement(
    history: dict[str, list[str]], guide: list[str], judged: str
) -> None:
    """Whatever was replaced by what, in circles even: one known question, and always the same."""
    made = tuple(
        Question(q, {"en": q}, replaced_by=tuple(d for d in history.get(q, ()) if d != q))
        for q in "abcdef"
    )
    questions = QuestionSet(made, {"g": tuple(guide)})
    now = questions.carry(judged, "g")
    assert now in questions.by_id
    assert questions.carry(now, "g") == now
    assert now == judged or now in questions.open_to("g")
    if judged in questions.open_to("g"):
        assert now == judged
