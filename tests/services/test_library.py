from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_study import write_small_study, write_tables


def cells(frame: pd.DataFrame, row: str, columns: Sequence[str]) -> list[Any]:
    return [frame.at[row, column] for column in columns]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_small_study(tmp_path)))


def edit(library: Library, table: str, old: str, new: str) -> None:
    path = library.layout.path(table)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def who(library: Library, question: str = "work", filters: Filters = EVERYTHING) -> list[str]:
    return list(library.answers(question=question, filters=filters)["speaker"])


def test_answers_stand_by_date_and_place_in_the_interview(library: Library) -> None:
    assert who(library) == ["dario", "ada", "ben", "cleo", "lola", "mats", "elena"]
    assert who(library, "one-year") == []


def test_each_filter_narrows_and_they_narrow_together(library: Library) -> None:
    assert who(library, filters=Filters(sites=("docks", "patio"))) == ["ada", "ben", "cleo", "lola"]
    assert who(library, filters=Filters(countries=("DE",))) == ["mats"]
    assert who(library, filters=Filters(languages=("it",))) == ["dario", "elena"]
    assert who(library, filters=Filters(waves=(2,))) == ["elena"]
    assert who(library, filters=Filters(sites=("docks",), waves=(2,))) == []


def test_a_hostile_filter_is_only_a_value(library: Library) -> None:
    assert who(library, filters=Filters(sites=("docks') OR true --",))) == []
    assert who(library, question="work' OR '1'='1") == []


def test_consent_decides_what_is_shown_how(library: Library) -> None:
    rows = library.answers(question="work", filters=EVERYTHING).set_index("speaker")
    assert "franco" not in rows.index  # expired
    assert rows.loc["ben", "shown_as"] == "Rowan"
    assert rows.loc["ada", "shown_as"] == "Ada Marsh"
    assert cells(rows, "cleo", ["text", "asked", "phrases"]) == ["", "", ""]
    assert not rows.loc["cleo", "may_quote"]
    assert set(rows.index[rows["may_play"]]) == {"ada", "dario"}


def test_a_withdrawal_counts_at_once_without_a_run(library: Library) -> None:
    edit(
        library,
        "speakers",
        "ada,Ada Marsh,,docks,analyse quote name voice",
        "ada,Ada Marsh,Nell,docks,",
    )
    assert "ada" not in who(library)
    assert library.question_counts(EVERYTHING).set_index("question").loc["work", "answers"] == 6
    assert cells(library.progress().set_index("site"), "docks", ["people", "answers"]) == [
        2,
        3,
    ]
    assert library.coverage(question="work").set_index("site").loc["docks", "people"] == 2


def test_consent_is_asked_for_a_day(library: Library) -> None:
    then = Library(library.layout, on=date(2019, 5, 1))
    assert "franco" in who(then)


def test_a_voice_without_a_name_has_what_its_interview_shares(library: Library) -> None:
    people = library.people()
    assert not people.rights("docks-02", "s1").quote  # cleo may not be quoted
    assert people.rights("docks-02", "s1").analyse
    assert people.rights("docks-01", "s1").voice
    assert not people.rights("nowhere-01", "s1").analyse


def test_counts_by_question_and_by_interview(library: Library) -> None:
    counts = library.question_counts(EVERYTHING).set_index("question")
    assert cells(counts, "work", ["answers", "sites"]) == [7, 4]
    by_interview = library.answer_counts(EVERYTHING).set_index("interview")
    assert cells(by_interview, "patio-01", ["answers", "suggested", "unassigned"]) == [
        2,
        1,
        1,
    ]


def test_progress_tells_each_place(library: Library) -> None:
    progress = library.progress().set_index("site")
    assert cells(progress, "fornace", ["people", "interviews", "contested"]) == [2, 2, 1]
    assert progress["answers"].sum() == 11


def test_coverage_counts_each_person_once(library: Library) -> None:
    edit(
        library,
        "manifest",
        "docks-02,docks,2026-04-22,1,en,ben cleo",
        "docks-02,docks,2026-04-22,1,en,ben cleo ada",
    )
    counts = library.coverage(question="work")
    assert dict(counts.groupby("site")["people"].sum().items()) == {
        "docks": 3,
        "fornace": 2,
        "patio": 1,
        "werkhof": 1,
    }
    assert library.coverage(Filters(languages=("de",)), question="happiness")[
        "status"
    ].tolist() == ["unknown"]


def test_a_decision_shows_before_any_run(library: Library) -> None:
    answer = library.answers(question="work", filters=Filters(sites=("patio",)))["answer"].iloc[0]
    assert library.judged_since() == []
    value = {"question": "work"}
    judge(library.layout, coder="anna", kind="assign-question", answer=answer, value=value, seen={})
    assert library.judged_since() == ["patio-01"]
    row = library.answers(question="work", filters=Filters(sites=("patio",))).iloc[0]
    assert row["status"] == "confirmed"
    assert row["evidence"].startswith("confirmed by anna")
    assert (
        library.answer_counts(EVERYTHING).set_index("interview").loc["patio-01", "confirmed"] == 1
    )
    assert len(who(library)) == 7


def test_an_answer_moved_to_another_question_is_found_there_at_once(library: Library) -> None:
    answer = library.answers(question="work", filters=Filters(sites=("werkhof",)))["answer"].iloc[0]
    for kind, question in (("assign-question", "one-year"), ("reject-question", "work")):
        judge(
            library.layout,
            coder="anna",
            kind=kind,
            answer=answer,
            value={"question": question},
            seen={},
        )
    assert who(library, "one-year") == ["mats"]
    assert "mats" not in who(library)


def test_coders_and_state(library: Library) -> None:
    assert library.coders() == []
    states = {state.stage: state for state in library.state()}
    assert list(states)[:3] == ["ingest", "judgements", "transcribe"]
    (problem,) = states["ingest"].failed
    assert (problem.item, problem.remedy) == ("patio-02", "save it again as UTF-8")
    assert states["transcribe"].done == ("docks-01", "fornace-01")


def test_a_study_that_was_never_run_is_not_ready(tmp_path: Path) -> None:
    library = Library(Layout(write_tables(tmp_path)))
    with pytest.raises(NotReady):
        library.study()
    with pytest.raises(NotReady):
        library.answers(question="work", filters=EVERYTHING)
    with pytest.raises(NotReady):
        library.coverage()
    assert library.state() == []
    assert len(library.people().study.interviews) == 6


def test_a_frame_of_another_version_is_not_ready(library: Library) -> None:
    library.layout.path("coverage").write_bytes(library.layout.path("tags").read_bytes())
    with pytest.raises(NotReady):
        library.coverage()


def test_an_empty_folder_is_readable(tmp_path: Path) -> None:
    library = Library(Layout(tmp_path))
    assert library.people().study.interviews == ()
    assert library.questions().ids == ()
    assert library.coders() == []
