import pandas as pd

from pipeline.analysis.asked import coverage_of
from pipeline.analysis.visits import same_people, same_places


def test_people_are_counted_once_and_silence_is_not_a_no() -> None:
    rows = pd.DataFrame(
        [
            ("work", "mill", 1, "ann", "not-asked"),
            ("work", "mill", 1, "ann", "answered"),  # she came back to it
            ("work", "mill", 1, "bo", "asked-unanswered"),
            ("happy", "mill", 1, "ann", "answered"),
            ("work", "mill", 2, "ann", "not-asked"),
            ("happy", "yard", 1, "cy", "not-in-guide"),
        ],
        columns=["question", "site", "wave", "person", "status"],
    )
    found = coverage_of(rows).set_index(["question", "site", "wave", "status"])["people"]
    assert found.to_dict() == {
        ("happy", "mill", 1, "answered"): 1,
        ("happy", "mill", 1, "unknown"): 1,  # bo has no row for it
        ("happy", "mill", 2, "unknown"): 1,
        ("happy", "yard", 1, "not-in-guide"): 1,
        ("work", "mill", 1, "answered"): 1,
        ("work", "mill", 1, "asked-unanswered"): 1,
        ("work", "mill", 2, "not-asked"): 1,
        ("work", "yard", 1, "unknown"): 1,
    }


def answers() -> pd.DataFrame:
    rows = [
        ("a1", "ann", 1, ("rent", "dust")), ("a2", "ann", 3, ("rent", "light")),
        ("b1", "bo", 1, ("dust",)), ("b2", "bo", 3, None),
        ("c1", "cy", 3, ("light",)), ("d1", "di", 1, ()),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["id", "person", "wave", "codes"])
    return frame.assign(question="found", site="mill", text="...", status="answered")


def test_the_same_person_then_and_now() -> None:
    found = {row["person"]: row for row in same_people(answers()).to_dict("records")}
    assert sorted(found) == ["ann", "bo"]
    ann = [found["ann"][key] for key in ("earlier", "later", "came", "went", "stayed")]
    assert ann == [1, 3, "light", "dust", "rent"]
    assert found["ann"]["earlier_answers"] == "a1"
    assert not isinstance(found["bo"]["came"], str)  # the later visit is not coded


def test_the_same_place_then_and_now_in_people() -> None:
    columns = ["code", "change", "said_earlier", "asked_earlier", "said_later", "asked_later"]
    assert same_places(answers())[columns].to_numpy().tolist() == [
        ["dust", "went", 2, 3, 0, 2],
        ["light", "came", 0, 3, 2, 2],
        ["rent", "stayed", 1, 3, 1, 2],
    ]
    assert same_places(answers().assign(wave=1)).empty
