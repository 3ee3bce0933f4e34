from pathlib import Path
from typing import Any

import opentimelineio as otio
import pandas as pd
import pytest

from pipeline.errors import BadInput, NotReady
from pipeline.layout import Layout
from pipeline.services.cutlists import CLIP_COLUMNS, clip_list, export_timeline, to_otio
from pipeline.services.cuts import assemble
from pipeline.services.library import Library
from tests.dashboards.small_results import write_whole_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path)))


def clips_of(data: bytes) -> list[Any]:
    timeline = otio.adapters.read_from_string(data.decode(), "otio_json")
    return list(timeline.find_clips())


def test_a_timeline_leaves_with_todays_consent(library: Library) -> None:
    one, other = clips_of(to_otio(assemble(library, "question-work")))
    assert one.metadata["interleaf"]["speaker"] == "Ada Marsh"
    assert one.markers[0].comment.startswith("Work, for me,")
    assert other.media_reference.target_url == "interviews/recordings/fornace-01.wav"
    speakers = library.layout.path("speakers")
    text = speakers.read_text()
    speakers.write_text(
        text.replace("ada,Ada Marsh,,docks,analyse quote name voice", "ada,Ada Marsh,Nell,docks,"
                     "analyse voice").replace("Fonte,,fornace,analyse quote name voice",
                                              "Fonte,,fornace,analyse quote name")
    )  # fmt: skip
    data = to_otio(assemble(library, "question-work"))
    (only,) = clips_of(data)
    assert only.metadata["interleaf"]["speaker"] == "Nell"
    assert only.markers[0].comment == ""
    assert b"Ada" not in data
    assert b"fornace" not in data.replace(b"fornace-02#", b"")  # a text's id is told as unplaced


def test_an_export_says_what_it_could_not_carry(library: Library, tmp_path: Path) -> None:
    done = export_timeline(library, "question-work", form="otio", to=tmp_path / "out")
    assert [path.name for path in done.files] == [
        "question-work.otio", "question-work.not-carried.csv",
    ]  # fmt: skip
    (one, _) = clips_of(done.files[0].read_bytes())
    recording = library.layout.path("interviews") / "recordings/docks-01.wav"
    assert one.media_reference.target_url == recording.as_uri()
    missed = pd.read_csv(done.files[1])
    assert sorted(missed["reason"]) == ["text"] * 5 + ["withdrawn"]
    assert done.clips == 2
    assert done.offline == ()
    recording.unlink()
    again = export_timeline(library, "question-work", form="otio", to=tmp_path / "out")
    assert again.offline == ("recordings/docks-01.wav",)


def test_what_cannot_be_exported_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="no clip that may leave"):
        export_timeline(library, "question-institutions", form="otio", to=tmp_path)
    with pytest.raises(BadInput, match="no form of export"):
        export_timeline(library, "question-work", form="edl", to=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        export_timeline(library, "question-work", form="otio", to=tmp_path / "file")


def test_the_list_of_clips(library: Library) -> None:
    frame = clip_list(assemble(library, "question-work"), {"docks": "The Docks"})
    assert list(frame.columns) == CLIP_COLUMNS
    first = frame.iloc[0]
    assert (first["person"], first["place"]) == ("Ada Marsh", "The Docks")
    assert (first["in_ms"], first["at_ms"]) == (1800, 0)
    assert first["length_ms"] == first["out_ms"] - first["in_ms"]
    assert frame.iloc[1]["place"] == "fornace"
    empty = clip_list(assemble(library, "question-institutions"), {})
    assert list(empty.columns) == CLIP_COLUMNS
    assert len(empty) == 0
