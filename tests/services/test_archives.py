import io
import json
import zipfile
from pathlib import Path

import opentimelineio as otio
import pandas as pd
import pytest

from pipeline.errors import NotReady
from pipeline.formats.logs import read_log
from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from pipeline.services.exchange.archives import WITHHELD, logs_zip, tables_zip, timelines_zip
from pipeline.services.exchange.exports import TABLES, Take
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import Filters
from tests.dashboards.small_results import write_whole_study
from tests.dashboards.small_study import write_tables


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path)))


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_tables_with_a_readme_of_their_columns(library: Library) -> None:
    data = tables_zip(library, Take())
    found = files(data)
    assert set(found) == {"README.md", *(f"{name}.csv" for name in TABLES)}
    readme = found["README.md"].decode()
    for name in TABLES:
        frame = pd.read_csv(io.BytesIO(found[f"{name}.csv"]))
        assert f"## {name}.csv ({len(frame)} rows)" in readme
        assert all(f"- `{column}`: " in readme for column in frame.columns)
    assert data == tables_zip(library, Take())


def test_tables_that_are_not_made_are_told_in_the_readme(tmp_path: Path) -> None:
    found = files(tables_zip(Library(Layout(write_tables(tmp_path))), Take(confirmed=True)))
    assert set(found) == {"README.md", "speakers.csv"}
    readme = found["README.md"].decode()
    assert "## answers.csv\n\nNot made yet" in readme
    assert "Only what people have confirmed." in readme


def test_timelines_that_have_a_clip(library: Library) -> None:
    found = files(timelines_zip(library, Take()))
    assert set(found) == {"question-work.otio", "cluster-c01.otio"}
    timeline = otio.adapters.read_from_string(found["question-work.otio"].decode(), "otio_json")
    assert len(list(timeline.find_clips())) == 2
    assert files(timelines_zip(library, Take(confirmed=True))) == {}
    docks = files(timelines_zip(library, Take(Filters(sites=("docks",)))))
    timeline = otio.adapters.read_from_string(docks["question-work.otio"].decode(), "otio_json")
    assert [c.metadata["interleaf"]["site"] for c in timeline.find_clips()] == ["docks"]
    library.layout.path("timelines").unlink()
    with pytest.raises(NotReady):
        timelines_zip(library, Take())


def test_logs_leave_without_what_consent_holds_back(library: Library, tmp_path: Path) -> None:
    layout = library.layout
    answers = pd.read_parquet(layout.path("answers")).set_index("speaker")["answer"]

    def memo(speaker: str, text: str) -> None:
        judge(
            layout, coder="anna", kind="memo", answer=answers[[speaker]].iloc[0],
            value={"text": text}, seen={}, reason="why " + text,
        )  # fmt: skip

    for speaker in ("ada", "ben", "cleo", "franco"):
        memo(speaker, f"on Ben, {speaker} and Ben Holloway")
    judge(
        layout, coder="anna", kind="name-speaker", answer=answers[["ada"]].iloc[0],
        value={"speaker": "ben"}, seen={},
    )  # fmt: skip
    found = files(logs_zip(library))
    assert set(found) == {"anna/docks-01.jsonl", "anna/docks-02.jsonl"}
    for name, data in found.items():
        path = tmp_path / Path(name).name
        path.write_bytes(data)
        events, faults = read_log(path, where=name)
        assert not faults
        assert len(events) == 2
    ada, named = map(json.loads, found["anna/docks-01.jsonl"].splitlines())
    assert ada["value"]["text"] == "on Ben, ada and […]"  # Ben does not speak in this interview
    assert named["value"]["speaker"] == "P002"
    ben, cleo = map(json.loads, found["anna/docks-02.jsonl"].splitlines())
    assert ben["value"]["text"] == "on […], ben and […]"
    assert (cleo["value"]["text"], cleo["reason"]) == (WITHHELD, WITHHELD)


def test_no_logs_are_an_empty_archive(library: Library) -> None:
    assert files(logs_zip(library)) == {}
