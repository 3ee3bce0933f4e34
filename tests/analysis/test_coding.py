import numpy as np
import pandas as pd

from pipeline.analysis.coding import suggest_codes, with_people
from pipeline.analysis.judgements import Verdict
from pipeline.model.codebook import Code, Codebook
from pipeline.model.frames import CODINGS
from tests.analysis.space import space_of

BOOK = Codebook(
    (
        Code("care", "Care", "care"),
        Code("lending", "Lend", "lend tools", examples=("take saw",), parent="care"),
        Code("bread", "Bread", "bake bread", examples=("flour dough", "oven")),
        Code("gone", "Rent", "pay rent", retired=True),
    )
)
TEXTS = ("lend tools", "take saw", "oven", "rent", "lend bread", "nothing")


def suggest(*, above: float = 0.3, at_most: int = 3, book: Codebook = BOOK) -> pd.DataFrame:
    described = [text for code in book.codes for text in code.descriptions()]
    space = space_of(*dict.fromkeys([*TEXTS, *described]))
    answers = pd.DataFrame(
        {"answer": [f"a{n}" for n in range(len(TEXTS))], "text": TEXTS, "language": "en"}
    )
    means = {"en": np.zeros(space.matrix.shape[1])}
    return suggest_codes(answers, book, space, means, above=above, at_most=at_most)


def pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["answer"], frame["code"], strict=True))


def test_codes_are_suggested_by_definition_or_example_and_say_so() -> None:
    frame = suggest()
    assert list(frame.columns) == list(CODINGS.dtypes)
    assert {("a0", "lending"), ("a1", "lending"), ("a2", "bread")} <= pairs(frame)
    by = frame.set_index(["answer", "code"])["evidence"].to_dict()
    assert by["a0", "lending"].startswith("near its definition (0.")
    assert by["a1", "lending"].startswith("near its example 1 (0.")
    assert by["a2", "bread"].startswith("near its example 2 (0.")
    assert set(frame["status"]) == {"suggested"}


def test_parents_and_retired_codes_are_never_suggested() -> None:
    assert set(suggest(above=-1, at_most=9)["code"]) == {"lending", "bread"}


def test_thresholds_and_the_most_codes_an_answer() -> None:
    assert not pairs(suggest(above=1.01))
    several = suggest(above=0.05)
    mine = several[several["answer"] == "a4"]
    assert set(mine["code"]) == {"lending", "bread"}
    assert list(mine["score"]) == sorted(mine["score"], reverse=True)
    one = suggest(above=0.05, at_most=1)
    assert one.groupby("answer").size().max() == 1
    assert one[one["answer"] == "a4"]["code"].tolist() == mine["code"].tolist()[:1]


def test_without_codes_or_answers_there_is_an_empty_frame() -> None:
    assert list(suggest(book=Codebook()).columns) == list(CODINGS.dtypes)
    assert suggest(book=Codebook()).empty
    space = space_of("x")
    nobody = pd.DataFrame({"answer": [], "text": [], "language": []})
    assert suggest_codes(nobody, BOOK, space, {}, above=0, at_most=1).empty


def coded(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CODINGS.dtypes))


SUGGESTED = coded(
    ("a1", "care", 0.5, "suggested", "near its definition (0.50)"),
    ("a2", "care", 0.4, "suggested", "near its example 1 (0.40)"),
)


def test_peoples_verdicts_stand_first_and_keep_the_machines_score() -> None:
    held = {
        ("a2", "care"): Verdict("confirmed", ("anna", "tom")),
        ("a1", "bread"): Verdict("rejected", ("anna",)),
    }
    assert with_people(SUGGESTED, held).values.tolist() == [
        ["a1", "bread", 0.0, "rejected", "rejected by anna"],
        ["a2", "care", 0.4, "confirmed", "confirmed by anna, tom; near its example 1 (0.40)"],
        ["a1", "care", 0.5, "suggested", "near its definition (0.50)"],
    ]


def test_verdicts_that_were_undone_leave_what_the_machine_said() -> None:
    held = {
        ("a2", "care"): Verdict("contested", ("anna", "tom")),
        ("a1", "bread"): Verdict("confirmed", ("anna",)),
    }
    again = with_people(with_people(SUGGESTED, held), {})
    assert sorted(again.values.tolist()) == sorted(SUGGESTED.values.tolist())
    assert with_people(again, held).values.tolist() == with_people(SUGGESTED, held).values.tolist()
