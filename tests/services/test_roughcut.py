from pathlib import Path

import av
import pandas as pd
import pytest

from pipeline.analysis.anchors import make_anchor
from pipeline.engines import Machine
from pipeline.errors import BadInput, NotReady
from pipeline.layout import Layout
from pipeline.model.span import Span
from pipeline.services.deciding.judging import judge, quote_key
from pipeline.services.exchange.cuts import assemble
from pipeline.services.exchange.roughcut import export_film, scenes
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording
from tests.dashboards.small_results import write_whole_study
from tests.studies import run_interleaf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path / "study")))


def allow(library: Library, old: str, new: str) -> None:
    path = library.layout.path("speakers")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_timeline_becomes_a_film(library: Library, tmp_path: Path) -> None:
    assembled = assemble(library, "question-work")
    shares: list[float] = []
    done = export_film(library, "question-work", to=tmp_path / "out", advance=shares.append,
                       machine=Machine("cpu", 1, tmp_path))  # fmt: skip
    assert [path.name for path in done.files] == [
        "question-work.mp4", "question-work.not-carried.csv",
    ]  # fmt: skip
    assert (done.clips, done.offline) == (2, ())
    assert "2 of 2 clips are a card with the name" in done.notes[0]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with av.open(str(done.files[0])) as container:
        (video,) = container.streams.video
        length = float((video.duration or 0) * (video.time_base or 0))
    assert length == pytest.approx(assembled.timeline.duration_ms / 1000, abs=0.1)
    assert len(pd.read_csv(done.files[1])) == len(assembled.left_out)


def test_what_is_said_stands_in_captions_and_is_marked(library: Library) -> None:
    made, rate = scenes(library, assemble(library, "question-work"))
    assert rate == 25
    ada = made[0]
    assert (ada.name, ada.place, ada.picture) == ("Ada Marsh", "The Docks", False)
    assert any(said.lines[0].startswith("Work, for me,") for said in ada.captions)
    assert ada.captions[0].start >= 0
    assert ada.captions[-1].end <= ada.frames * 40
    standings = [cut.clip.status for cut in assemble(library, "question-work").cuts]
    assert [scene.mark for scene in made] == [
        "" if standing == "confirmed" else standing for standing in standings
    ]


def test_consent_and_redactions_of_the_day(library: Library) -> None:
    allow(library, "ada,Ada Marsh,,docks,analyse quote name voice",
          "ada,Ada Marsh,Nell,docks,analyse voice")  # fmt: skip
    turns = wording(library.layout, "fornace-01").turns
    said = next(t for t in turns.turns if t.start >= 2_000 and len(t.words) > 3)
    struck = Span(said.words[0].start, said.words[1].end)
    judge(
        library.layout, coder="ana", kind="redact", value={}, seen={},
        anchor=make_anchor(turns, struck, key=quote_key(library.layout)),
    )  # fmt: skip
    made, _ = scenes(library, assemble(library, "question-work"))
    ada, dario = made
    assert (ada.name, ada.captions) == ("Nell", ())
    assert len(made) == 2  # the clip stays in one piece
    assert any(struck in span for span in dario.bleeped)
    first, second = (word.text for word in said.words[:2])
    told = " ".join(line for caption in dario.captions for line in caption.lines)
    assert f"{first} {second}" not in told


def test_recordings_that_are_away_are_left_out_and_told(library: Library, tmp_path: Path) -> None:
    recordings = library.layout.path("interviews") / "recordings"
    (recordings / "docks-01.wav").unlink()
    (library.layout.root / "dvc.yaml").write_text("stages: {}\n")
    done = run_interleaf(
        "timelines", "export", "question-work", "--format", "mp4", "--out", str(tmp_path / "out"),
        study=library.layout.root,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "question-work: 1 clips" in done.stderr
    assert "recordings/docks-01.wav: the recording is not there" in done.stderr
    assert (tmp_path / "out/question-work.mp4").exists()
    (recordings / "fornace-01.wav").unlink()
    with pytest.raises(NotReady, match="2 clips have no recording"):
        export_film(library, "question-work", to=tmp_path, advance=lambda _: None)


def test_what_cannot_be_rendered_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no timeline has this name"):
        export_film(library, "question-werk", to=tmp_path, advance=lambda _: None)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        export_film(library, "question-work", to=tmp_path / "file", advance=lambda _: None)
