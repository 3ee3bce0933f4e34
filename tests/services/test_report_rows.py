"""The rows that the report compares places by: those of `interleaf compare`, nothing else."""

import json
from pathlib import Path

import pytest

from pipeline.engines.machine import Machine
from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.report import Unknown
from pipeline.params import read_params
from pipeline.services.deciding.correcting import correct
from pipeline.services.reporting.common import Naming
from pipeline.services.reporting.compared import gather
from pipeline.services.reporting.rows import meaning_of, study_rows
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording
from pipeline.services.standalone.comparing import compare_files
from tests.dashboards.small_groups import write_grouped_study
from tests.reports import code_everything, make_two_places


def test_each_person_has_a_row_for_each_question_and_who_may_not_be_analysed_has_none(
    tmp_path: Path,
) -> None:
    rows = study_rows(Library(Layout(write_grouped_study(tmp_path))))
    assert "franco" not in set(rows["person"])
    told = rows.set_index(["person", "question"])
    assert told.loc[("ben", "work"), "status"] == "answered"
    assert told.loc[("ben", "work"), "codes"] == ("being-of-use",)
    assert told.loc[("elena", "work"), "status"] == "answered-unasked"
    assert told.loc[("dario", "happiness"), "status"] == "unknown"  # coders disagree
    assert not told.loc[("dario", "happiness"), "answers"]
    assert told.loc[("lola", "happiness"), "status"] == "not-asked"
    assert told.loc[("ada", "work"), "codes"] is None  # nobody has coded it
    assert told.loc[("ben", "work"), "confirmed"]
    assert not told.loc[("ada", "work"), "confirmed"]
    assert told.loc[("ada", "work"), "attr_type_of_space"] == "makerspace"


def test_the_report_says_what_the_command_says(tmp_path: Path) -> None:
    library = make_two_places(tmp_path / "study")
    code_everything(library)
    params = read_params(library.layout.path("params"))
    found = gather(library, Naming.of(library), params)
    lines = []
    for row in study_rows(library).to_dict("records"):
        status = "suggested" if row["answers"] and not row["confirmed"] else row["status"]
        kept = ("id", "person", "site", "question", "text", "session", "country", "wave",
                "language", "attr_type_of_space", "attr_trade")  # fmt: skip
        line = {name: row[name] for name in kept} | {"status": status}
        lines.append(json.dumps(line | ({"codes": row["codes"]} if row["codes"] else {})))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(lines) + "\n")
    compare_files(
        answers, tmp_path / "out", questions=None, params=params.compare,
        machine=Machine(cache=tmp_path / "cache"), advance=lambda _: None, tell=lambda _: None,
    )  # fmt: skip
    record = json.loads((tmp_path / "out/comparison.json").read_text())
    assert isinstance(found.record, dict)
    assert json.loads(json.dumps(found.record["questions"])) == record["questions"]


def test_only_vectors_of_the_declared_model_are_compared(tmp_path: Path) -> None:
    library = make_two_places(tmp_path / "study")
    path = library.layout.path("params")
    path.write_text(path.read_text().replace("embedder: scripted", "embedder: use"))
    found = gather(library, Naming.of(library), read_params(path))
    assert isinstance(found.record, Unknown)
    assert "vectors with scripted, and use is declared" in found.record.reason


def test_words_that_changed_since_the_run_are_not_compared_with_old_vectors(
    tmp_path: Path,
) -> None:
    library = make_two_places(tmp_path / "study")
    turn = wording(library.layout, "mill0-01").turns.turns[-1]
    correct(library.layout, coder="inga", interview="mill0-01", span=turn.span,
            text="Something else altogether.", seen={})  # fmt: skip
    rows = study_rows(library)
    with pytest.raises(NotReady, match="words have changed since the last run"):
        meaning_of(library, rows[rows["answers"]])


def test_vectors_of_a_model_for_each_language_are_not_used(tmp_path: Path) -> None:
    library = Library(Layout(write_grouped_study(tmp_path)))
    rows = study_rows(library)
    with pytest.raises(NotReady, match="an interview has no vectors yet") as told:
        meaning_of(library, rows[rows["answers"]])
    assert "docks" not in str(told.value)  # an interview's id is often made of a name
