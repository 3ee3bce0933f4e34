from datetime import date

import pandas as pd
import pytest

from pipeline.analysis.comparison import cluster_places, coverage
from pipeline.model.frames import CLUSTER_PLACES, COVERAGE
from pipeline.model.guide import Question, QuestionSet
from pipeline.model.interview import Interview, Site

SITES = (
    Site("mill", "The Mill", "", "GB", 0, 0),
    Site("forno", "Il Forno", "", "IT", 0, 0),
    Site("yard", "The Yard", "", "GB", 0, 0),
)
QUESTIONS = QuestionSet(
    (
        Question("work", {"en": "?"}),
        Question("happy", {"en": "?"}),
        Question("old", {"en": "?"}, retired=True),
    ),
    {"short": ("work",)},
)
ASKED, OWN = "asked at 00:01 (0.60); own words (0.10)", "hardly asked (0.10); own words (0.60)"


def interview(name: str, *speakers: str, guide: str = "", site: str = "mill") -> Interview:
    return Interview(name, site, date(2024, 5, 1), 2, "en", speakers, (), guide, "f")


def cover(
    tags: list[tuple[str, str, str, str]],
    *,
    heard: bool = True,
    guide: str = "",
    voices: tuple[str, ...] = ("ann",),
    people: tuple[str, ...] = ("ann",),
    standing: str = "suggested",
) -> pd.DataFrame:
    answers = pd.DataFrame(
        {"answer": [f"a{n}" for n in range(len(voices))], "interview": "mill-01",
         "speaker": voices, "asked": "Why?" if heard else "", "status": standing}
    )  # fmt: skip
    rows = pd.DataFrame(tags, columns=["answer", "question", "status", "evidence"])
    rows = rows.assign(rank=rows.groupby("answer").cumcount() + 1)
    return coverage(
        [interview("mill-01", *people, guide=guide), interview("later-01", "zed")],
        SITES, QUESTIONS, answers, rows,
    )  # fmt: skip


def status(frame: pd.DataFrame, question: str = "work", speaker: str = "ann") -> tuple[str, bool]:
    mine = frame[(frame["question"] == question) & (frame["speaker"] == speaker)]
    (row,) = mine.to_dict("records")
    return str(row["status"]), bool(row["confirmed"])


@pytest.mark.parametrize(
    ("tags", "heard", "guide", "expected"),
    [
        ([("suggested", ASKED)], True, "", ("answered", False)),
        ([("confirmed", f"confirmed by inga; {ASKED}")], True, "", ("answered", True)),
        ([("suggested", OWN)], True, "", ("answered-unasked", False)),
        ([("confirmed", "confirmed by inga")], False, "", ("answered-unasked", True)),
        ([("suggested", OWN), ("confirmed", ASKED)], True, "", ("answered", True)),
        ([("contested", ASKED)], True, "", ("unknown", False)),
        ([("contested", ASKED), ("suggested", OWN)], True, "", ("answered-unasked", False)),
        ([("rejected", f"rejected by inga; {ASKED}")], True, "", ("asked-unanswered", True)),
        ([("rejected", f"rejected by inga; {OWN}")], True, "", ("not-asked", False)),
        ([("candidate", ASKED)], True, "", ("not-asked", False)),
        ([("candidate", ASKED)], False, "", ("unknown", False)),
        ([], True, "", ("not-asked", False)),
        ([], False, "", ("unknown", False)),
        ([], True, "short", ("not-asked", False)),
        ([("suggested", ASKED)], True, "short", ("answered", False)),
    ],
)
def test_what_happened_to_a_question(
    tags: list[tuple[str, str]], heard: bool, guide: str, expected: tuple[str, bool]
) -> None:
    frame = cover([("a0", "work", s, e) for s, e in tags], heard=heard, guide=guide)
    assert status(frame) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("none", ("asked-unanswered", False)),  # "Sorry, the telephone": a guess, nobody's word
        ("unassigned", ("unknown", False)),
        ("suggested", ("not-asked", False)),
        ("rejected", ("not-asked", False)),
    ],
)
def test_what_was_asked_and_replied_to_with_small_talk_is_told_apart(
    standing: str, expected: tuple[str, bool]
) -> None:
    first, second = ("a0", "work", "candidate", ASKED), ("a0", "happy", "candidate", ASKED)
    frame = cover([first, second], standing=standing)
    assert status(frame) == expected
    assert status(frame, "happy") == ("not-asked", False)  # a runner-up was not put
    assert status(cover([("a0", "work", "candidate", OWN)], standing=standing)) == (
        "not-asked", False,
    )  # fmt: skip
    answered = cover([first, ("a1", "work", "suggested", OWN)], voices=("ann", "ann"))
    assert status(answered) == ("answered-unasked", False)


def test_a_question_of_another_guide_was_not_to_be_asked() -> None:
    assert status(cover([], guide="short"), "happy") == ("not-in-guide", False)
    assert status(cover([], guide="short", heard=False), "happy") == ("not-in-guide", False)
    assert status(cover([("a0", "happy", "suggested", OWN)], guide="short"), "happy") == (
        "answered-unasked", False,
    )  # fmt: skip
    assert status(cover([], guide="unheard-of"), "happy") == ("not-asked", False)


def test_every_person_has_a_row_for_every_question_in_use() -> None:
    frame = cover(
        [("a1", "work", "suggested", ASKED)], voices=("ann", "bea"), people=("ann", "bea")
    )
    assert list(frame.columns) == list(COVERAGE.dtypes)
    assert len(frame) == 4  # and none for the interview that has not been run
    assert set(frame["question"]) == {"work", "happy"}
    assert status(frame, "work", "bea") == ("answered", False)
    assert status(frame, "work", "ann") == ("not-asked", False)
    assert set(frame["country"]) == {"GB"}
    assert set(frame["wave"]) == {2}


def test_what_an_unnamed_voice_answered_is_unknown_for_those_who_may_be_it() -> None:
    frame = cover([("a0", "work", "suggested", ASKED)], voices=("s2", "s3"), people=("ann", "bea"))
    assert status(frame, "work", "ann") == status(frame, "work", "bea") == ("unknown", False)
    assert status(frame, "happy", "ann") == ("not-asked", False)


def test_a_study_without_answers_has_no_rows() -> None:
    frame = coverage(
        [interview("mill-01", "ann")], SITES, QUESTIONS,
        pd.DataFrame(
            {"answer": [], "interview": [], "speaker": [], "asked": [], "status": []}, dtype=str
        ),
        pd.DataFrame(
            {"answer": [], "question": [], "status": [], "evidence": [], "rank": []}, dtype=str
        ),
    )  # fmt: skip
    assert frame.empty
    assert list(frame.columns) == list(COVERAGE.dtypes)


def test_people_are_counted_once_a_place_and_zeros_are_rows() -> None:
    answers = pd.DataFrame(
        {
            "answer": ["a1", "a2", "a3", "a4", "a5"],
            "site": ["mill", "mill", "mill", "forno", "forno"],
            "speaker": ["ann", "ann", "bea", "pia", "rita"],
        }
    )
    members = pd.DataFrame(
        {"answer": ["a1", "a2", "a4", "a5"], "cluster": ["c01", "c01", "c01", "c02"]}
    )
    frame = cluster_places(members, answers, ["c01", "c02"], SITES)
    assert list(frame.columns) == list(CLUSTER_PLACES.dtypes)
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("c01", "mill", 1, 2, 2),
        ("c01", "forno", 1, 2, 1),
        ("c01", "yard", 0, 0, 0),
        ("c02", "mill", 0, 2, 0),
        ("c02", "forno", 1, 2, 1),
        ("c02", "yard", 0, 0, 0),
    ]
    assert cluster_places(members, answers, [], SITES).empty
