from pathlib import Path

import pytest

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from pipeline.services.exchange.exports import TABLES, Take, available, take
from pipeline.services.showing.library import Library
from pipeline.services.showing.names import code_of, shown_as
from pipeline.services.showing.store import Filters
from tests.dashboards.small_results import write_whole_study
from tests.dashboards.small_study import write_tables

CONFIRMED = Take(confirmed=True)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path)))


def edit(library: Library, table: str, old: str, new: str) -> None:
    path = library.layout.path(table)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def everything(library: Library) -> str:
    return "\n".join(take(library, name, Take()).to_csv() for name in TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_columns_and_each_column_is_explained(
    library: Library, name: str
) -> None:
    frame = take(library, name, Take())
    assert len(frame) > 0
    own = [c for c in frame.columns if c not in TABLES[name].columns]
    assert own == (["attr_trade"] if name == "speakers" else [])
    assert all(TABLES[name].columns.values())


def test_what_may_not_leave_is_nowhere(library: Library) -> None:
    told = everything(library)
    assert "Ben Holloway" not in told
    assert "Rowan" in told
    assert "I may not be quoted" not in told
    assert "Franco" not in told
    assert "Questo non si deve vedere" not in told
    edit(library, "speakers", "ada,Ada Marsh,,docks,analyse quote name voice", "ada,Ada Marsh,,x,")
    told = everything(library)
    assert "walk round the hull" not in told


def test_a_survey_s_figure_has_its_source_and_names_nobody_who_may_not_be_named(
    library: Library,
) -> None:
    frame = take(library, "claims", Take())
    assert list(frame["number"]) == [38.0]
    assert list(frame["source"]) == ["the Guild"]
    assert "Ben Holloway" not in frame["sentence"].iloc[0]
    assert take(library, "claims", Take(confirmed=True)).empty


def test_an_answer_without_permission_to_quote_stays_as_a_row(library: Library) -> None:
    frame = take(library, "answers", Take()).set_index("shown_as")
    cleo = frame.loc["Cleo Hart"]
    assert (cleo["words"], cleo["asked"], cleo["question"]) == ("", "", "work")
    assert not cleo["quotable"]
    assert cleo["person"] == "P003"
    assert frame.loc["Mats Weber", "status"] == "confirmed"


def test_a_name_that_may_not_be_given_is_not_in_words_either(library: Library) -> None:
    answers = library.layout.path("answers")
    import pandas as pd

    from pipeline.formats.artefacts import encode_frame
    from pipeline.model.frames import ANSWERS

    frame = pd.read_parquet(answers)
    frame.loc[frame["speaker"] == "ben", "text"] = "They call me Ben, Benno never."
    frame.loc[frame["speaker"] == "ada", "text"] = "Ben Holloway helps me. Big Ben does not."
    answers.write_bytes(encode_frame(answers, ANSWERS, frame).to_bytes("k"))
    words = take(library, "answers", Take()).set_index("person")["words"]
    assert set(words.loc["P002"]) == {"They call me […], Benno never."}
    assert set(words.loc["P001"]) == {"[…] helps me. Big Ben does not."}


def test_an_id_is_not_given_for_a_missing_pseudonym(library: Library) -> None:
    edit(library, "speakers", "elena,Elena Riva,,fornace,analyse quote name", "elena,Elena Riva,,"
         "fornace,analyse quote")  # fmt: skip
    people = library.people()
    assert shown_as(people, "elena") == code_of(people, "elena") == "P005"
    assert shown_as(people, "ben") == "Rowan"
    assert (code_of(people, "s1"), shown_as(people, "s1")) == ("V-s1", "s1")
    assert "elena" not in everything(library).casefold()


def test_only_what_people_confirmed(library: Library) -> None:
    frame = take(library, "answers", CONFIRMED)
    assert set(frame["status"]) == {"confirmed"}
    assert set(frame["shown_as"]) == {"Rowan", "Mats Weber"}
    assert len(take(library, "clusters", CONFIRMED)) == 0
    assert len(take(library, "codings", CONFIRMED)) == 0
    covered = take(library, "coverage", CONFIRMED)
    assert (covered["people"] == covered["confirmed"]).all()
    assert set(covered["place"]) == {"docks"}
    assert len(take(library, "speakers", CONFIRMED)) == 7


def test_an_answer_without_a_question_is_there_and_one_to_two_is_there_twice(
    library: Library,
) -> None:
    frame = take(library, "answers", Take()).set_index("answer")
    unassigned = frame[frame["status"] == "unassigned"]
    assert list(unassigned["question"]) == [""]
    lola = frame[frame["shown_as"] == "Lola Serra"].index[0]
    for question in ("work", "happiness"):
        judge(
            library.layout, coder="anna", kind="assign-question", answer=lola,
            value={"question": question}, seen={},
        )  # fmt: skip
    twice = take(library, "answers", Take()).set_index("answer").loc[lola]
    assert set(twice["question"]) == {"work", "happiness"}


def test_filters_narrow_every_table(library: Library) -> None:
    how = Take(filters=Filters(sites=("docks",)))
    for name in TABLES:
        assert set(take(library, name, how)["place"]) == {"docks"}
    assert set(take(library, "speakers", Take(Filters(waves=(2,))))["person"]) == {"P005"}


def test_what_is_not_made_yet_is_told(tmp_path: Path) -> None:
    library = Library(Layout(write_tables(tmp_path)))
    assert available(library.layout) == {
        "answers": False, "codings": False, "clusters": False, "claims": False, "coverage": False,
        "speakers": True,
    }  # fmt: skip
    with pytest.raises(NotReady):
        take(library, "answers", Take())
    assert len(take(library, "speakers", Take())) == 7
