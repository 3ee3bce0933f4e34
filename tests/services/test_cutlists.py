import io
import zipfile
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pandas as pd
import pytest

from pipeline.analysis.anchors import make_anchor
from pipeline.errors import BadInput, NotReady
from pipeline.formats.sequences import FORMS
from pipeline.layout import Layout
from pipeline.model.span import Span
from pipeline.services.deciding.judging import judge, quote_key
from pipeline.services.exchange.cutlists import (
    CLIP_COLUMNS,
    clip_list,
    export_timeline,
    to_form,
    to_otio,
)
from pipeline.services.exchange.cuts import assemble
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording
from tests.dashboards.small_results import write_whole_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path)))


def clips_of(data: bytes) -> list[Any]:
    timeline = otio.adapters.read_from_string(data.decode(), "otio_json")
    return list(timeline.find_clips())


def test_a_timeline_leaves_with_todays_consent(library: Library) -> None:
    one, other = clips_of(to_otio(library, assemble(library, "question-work")))
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
    data = to_otio(library, assemble(library, "question-work"))
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
        export_timeline(library, "question-work", form="aaf", to=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        export_timeline(library, "question-work", form="otio", to=tmp_path / "file")


def test_the_list_of_clips(library: Library) -> None:
    frame = clip_list(library, assemble(library, "question-work"))
    assert list(frame.columns) == CLIP_COLUMNS
    first = frame.iloc[0]
    assert (first["person"], first["place"]) == ("Ada Marsh", "The Docks")
    assert (first["in_ms"], first["at_ms"]) == (1800, 0)
    assert first["length_ms"] == first["out_ms"] - first["in_ms"]
    assert frame.iloc[1]["place"] == "Fornace Vecchia"
    empty = clip_list(library, assemble(library, "question-institutions"))
    assert list(empty.columns) == CLIP_COLUMNS
    assert len(empty) == 0


def allow(library: Library, old: str, new: str) -> None:
    path = library.layout.path("speakers")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def all_bytes(files: dict[str, bytes]) -> bytes:
    """Return everything that files hold, a Word document's parts too."""
    found = []
    for name, data in files.items():
        found.append(name.encode())
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found += [archive.read(part) for part in archive.namelist()]
        else:
            found.append(data)
    return b"\n".join(found)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_who_is_not_named_is_nowhere_by_name(library: Library, form: str, tmp_path: Path) -> None:
    layout = library.layout
    # The recording tells the name, and so does what is said.
    manifest = layout.path("manifest")
    manifest.write_text(manifest.read_text().replace("docks-01.wav", "Ada_Marsh.wav"))
    timelines = layout.path("timelines")
    timelines.write_text(timelines.read_text().replace("docks-01.wav", "Ada_Marsh.wav"))
    recordings = layout.path("interviews") / "recordings"
    (recordings / "docks-01.wav").rename(recordings / "Ada_Marsh.wav")
    turns = layout.path("turns", id="docks-01")
    turns.write_text(turns.read_text().replace('"text":"Work,"', '"text":"Ada"'))
    named = all_bytes(to_form(library, assemble(library, "question-work"), form))
    assert form in ("vtt", "srt") or b"Ada Marsh" in named
    allow(library, "ada,Ada Marsh,,docks,analyse quote name voice",
          "ada,Ada Marsh,Nell,docks,analyse quote voice")  # fmt: skip
    done = export_timeline(library, "question-work", form=form, to=tmp_path / "out")
    files = {path.name: path.read_bytes() for path in done.files}
    told = all_bytes(files)
    for part in (b"Ada", b"ada_", b"ada-", b"Marsh", b"marsh"):
        assert part not in told, part
    assert form in ("vtt", "srt") or b"Nell" in told
    links = list((tmp_path / "out/media").iterdir())
    assert [link.resolve() for link in links] == [(recordings / "Ada_Marsh.wav").resolve()]
    assert form in ("vtt", "srt") or links[0].name.encode() in told
    assert done.offline == ()


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"otio", "edl", "ale"}))
def test_what_may_not_be_quoted_is_in_no_words(library: Library, form: str) -> None:
    made = all_bytes(to_form(library, assemble(library, "question-work"), form))
    assert b"Work, for me" in made or form == "xml" or b"Work," in made
    allow(library, "ada,Ada Marsh,,docks,analyse quote name voice",
          "ada,Ada Marsh,,docks,analyse name voice")  # fmt: skip
    made = all_bytes(to_form(library, assemble(library, "question-work"), form))
    assert b"for me" not in made


@pytest.mark.parametrize("form", ["vtt", "srt", "docx", "html", "csv", "fcpxml"])
def test_what_was_redacted_is_told_nowhere(library: Library, form: str) -> None:
    before = all_bytes(to_form(library, assemble(library, "question-work"), form)).decode(
        errors="ignore"
    )
    layout = library.layout
    cut = assemble(library, "question-work").cuts[0]
    word = next(
        w for t in wording(layout, cut.clip.interview).turns.turns for w in t.words
        if w.start >= cut.clip.start + 300 and len(w.text) > 3
    )  # fmt: skip
    assert word.text.strip(",.") in before
    count = before.count(word.text.strip(",."))
    span = Span(word.start, word.end)
    as_heard = wording(layout, cut.clip.interview).turns
    anchor = make_anchor(as_heard, span, key=quote_key(layout))
    judge(layout, coder="ana", kind="redact", anchor=anchor, value={}, seen={})
    after = all_bytes(to_form(library, assemble(library, "question-work"), form)).decode(
        errors="ignore"
    )
    assert after.count(word.text.strip(",.")) < count
