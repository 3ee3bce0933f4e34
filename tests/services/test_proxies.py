from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.engines import Machine
from pipeline.engines.media import probe
from pipeline.errors import BadInput
from pipeline.layout import Layout
from pipeline.services.exchange.cutlists import export_timeline
from pipeline.services.exchange.proxies import make_proxy
from pipeline.services.health import check_health
from pipeline.services.showing.library import Library
from tests.dashboards.small_results import write_whole_study
from tests.engines.films import write_film
from tests.studies import run_interleaf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A study of which one recording is a film."""
    layout = Layout(write_whole_study(tmp_path / "study"))
    manifest = layout.path("manifest")
    text = manifest.read_text()
    assert "recordings/docks-01.wav" in text
    manifest.write_text(text.replace("recordings/docks-01.wav", "recordings/docks-01.mp4"))
    film = layout.path("interviews") / "recordings/docks-01.mp4"
    write_film(film, rate=Fraction(25), size=(64, 48), seconds=2)
    return Library(layout)


def vary(library: Library) -> None:
    path = library.layout.path("source", id="docks-01")
    text = path.read_text()
    assert '"variable":false' in text
    path.write_text(text.replace('"variable":false', '"variable":true'))


def test_a_copy_is_made_beside_and_by_the_command(library: Library, tmp_path: Path) -> None:
    made = make_proxy(library, "docks-01", to=tmp_path / "out", advance=lambda _: None,
                      machine=Machine("cpu", 1, tmp_path))  # fmt: skip
    assert made == tmp_path / "out/docks-01.mov"
    assert probe(made).rate == 25
    (library.layout.root / "dvc.yaml").write_text("stages: {}\n")
    done = run_interleaf(
        "timelines", "proxy", "docks-01", "--out", str(tmp_path / "two"), study=library.layout.root
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("docks-01.mov")
    assert (tmp_path / "two/docks-01.mov").exists()


def test_the_file_tells_no_name_that_may_not_be_given(library: Library, tmp_path: Path) -> None:
    speakers = library.layout.path("speakers")
    text = speakers.read_text()
    changed = text.replace("ada,Ada Marsh,,docks,analyse quote name voice",
                           "ada,Docks Marsh,Nell,docks,analyse quote voice")  # fmt: skip
    assert changed != text
    speakers.write_text(changed)
    made = make_proxy(library, "docks-01", to=tmp_path, advance=lambda _: None)
    assert made.name.startswith("i-")


def test_what_cannot_be_copied_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'docks-01'"):
        make_proxy(library, "docks-1", to=tmp_path, advance=lambda _: None)
    with pytest.raises(BadInput, match="has no picture"):
        make_proxy(library, "fornace-01", to=tmp_path, advance=lambda _: None)


def test_a_changing_rate_is_told_by_the_doctor_and_by_exports(
    library: Library, tmp_path: Path
) -> None:
    assert not any("frame rate" in f.what for f in check_health(library.layout) if not f.well)
    assert not any("changes as it goes" in note for note in _notes(library, "edl", tmp_path))
    vary(library)
    (bad,) = [f for f in check_health(library.layout) if "changes as it goes" in f.what]
    assert not bad.well
    assert "interleaf timelines proxy docks-01" in bad.remedy
    assert any("changes as it goes" in note for note in _notes(library, "edl", tmp_path))
    assert not any("changes as it goes" in note for note in _notes(library, "srt", tmp_path))


def _notes(library: Library, form: str, to: Path) -> tuple[str, ...]:
    return export_timeline(library, "question-work", form=form, to=to).notes
