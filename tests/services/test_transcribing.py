from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import engines
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, MissingModel
from pipeline.formats.texts import READERS, Timed
from pipeline.services.standalone.hearing import Wish
from pipeline.services.standalone.transcribing import Report, transcribe_files
from tests.studies import write_script, write_sound

DATA = Path(__file__).parents[2].parent / "shared/data"
SPOKEN = [("s1", "What happened then?"), ("s2", "It rained, um, and we went home.")]


class Scene:
    """A folder with a script and recordings, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.told: list[str] = []
        write_script(folder / "script.json", SPOKEN)
        model = str(folder / "script.json")
        self.wish = Wish(("json", "vtt"), "", None, "scripted", model, "scripted", model)
        self.machine = Machine(cache=folder / "cache")

    def sound(self, name: str = "a.wav", seconds: float = 6) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        write_sound(path, seconds=seconds)
        return path

    def run(self, *paths: Path, **changes: Any) -> Report:
        wish = replace(self.wish, **changes)
        tell = self.told.append
        return transcribe_files(paths, self.out, wish, machine=self.machine, tell=tell)

    def heard(self) -> int:
        """Return how often the recogniser was asked."""
        made: Any = engines.transcriber("scripted", self.wish.model, self.machine)
        return len(made.asked)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_words_voices_roles_and_where_they_come_from(scene: Scene) -> None:
    report = scene.run(scene.sound())
    assert report.made == ["a.json", "a.vtt"]
    record = json.loads((scene.out / "a.json").read_text())
    assert [(t["speaker"], t["role"], t["text"]) for t in record["turns"]] == [
        ("s1", "interviewer", SPOKEN[0][1]), ("s2", "interviewee", SPOKEN[1][1])
    ]  # fmt: skip
    assert (record["media"], record["language"]) == ("a.wav", "en")
    assert record["provenance"]["speakers_estimated"] is True
    assert record["provenance"]["language_detected"] is True
    assert str(scene.folder) not in (scene.out / "a.json").read_text()
    assert scene.told == [
        f"{scene.folder}/a.wav: 2 speakers heard, which is a guess; give --speakers to be sure"
    ]


def test_a_number_that_is_given_is_no_guess(scene: Scene) -> None:
    scene.run(scene.sound(), speakers=2, language="en")
    record = json.loads((scene.out / "a.json").read_text())
    assert record["provenance"]["speakers_estimated"] is False
    assert record["provenance"]["language_detected"] is False
    assert scene.told == []


def test_what_stands_is_kept_and_another_form_is_not_heard_again(scene: Scene) -> None:
    path = scene.sound()
    scene.run(path)
    before = {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in scene.out.iterdir()}
    again = scene.run(path)
    assert (again.made, again.kept) == ([], ["a.json", "a.vtt"])
    more = scene.run(path, forms=("json", "vtt", "txt"))
    assert (more.made, more.kept) == (["a.txt"], ["a.json", "a.vtt"])
    assert scene.heard() == 1
    for name in ("a.json", "a.vtt"):
        now = scene.out / name
        assert (now.stat().st_mtime_ns, now.read_bytes()) == before[name]
    assert scene.run(path, language="it").made == ["a.json", "a.vtt"]
    assert scene.heard() == 2


def test_every_form_is_the_same_from_run_to_run(scene: Scene) -> None:
    forms = ("json", "vtt", "srt", "txt", "docx", "f4", "eaf", "textgrid")
    path = scene.sound()
    assert len(scene.run(path, forms=forms).made) == len(forms)
    first = {p.name: p.read_bytes() for p in scene.out.iterdir()}
    scene.out = scene.folder / "other"
    scene.run(path, forms=forms)
    assert {p.name: p.read_bytes() for p in scene.out.iterdir()} == first


def test_clean_is_for_readers_and_leaves_the_json_whole(scene: Scene) -> None:
    scene.run(scene.sound(), forms=("json", "txt"), clean=True)
    assert "It rained, and we went home." in (scene.out / "a.txt").read_text()
    assert "um," in (scene.out / "a.json").read_text()


def test_what_a_person_changed_or_put_there_is_not_written_over(scene: Scene) -> None:
    path = scene.sound()
    scene.run(path)
    (scene.out / "a.vtt").write_text("WEBVTT\n\nmine")
    (scene.out / "b.json").write_text("mine")
    report = scene.run(path, scene.sound("b.wav"), speakers=2)
    assert report.made == []
    assert [problem.partition(": ")[2] for problem in report.problems] == [
        "was changed since it was written, and is not written over; "
        "move it away, or give another --out",
        "is there, and is not written over; move it away, or give another --out",
    ]
    assert (scene.out / "a.vtt").read_text() == "WEBVTT\n\nmine"
    assert (scene.out / "b.json").read_text() == "mine"


def test_one_bad_file_never_stops_the_rest(scene: Scene) -> None:
    broken = scene.folder / "broken.mp3"
    broken.write_text("no sound")
    twin = scene.sound("sub/a.wav")
    missing = scene.folder / "missing.wav"
    report = scene.run(broken, missing, scene.sound(), twin)
    assert (report.made, report.done) == (["a.json", "a.vtt"], 1)
    assert [line.startswith(f"{p}: ") for line, p in zip(
        report.problems, (broken, missing, twin), strict=True)] == [True] * 3  # fmt: skip
    assert all("\n" not in line for line in report.problems)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"forms": ("jsn",)}, "did you mean 'json'?"), ({"forms": ("",)}, "no form is named"),
     ({"language": "english"}, "'english' is no language code"),
     ({"speakers": 0}, "less than one"), ({"engine": "whispr"}, "there is no transcriber")],
)  # fmt: skip
def test_a_wrong_wish_is_told_before_anything_is_heard(
    change: dict[str, Any], told: str, scene: Scene
) -> None:
    with pytest.raises(BadInput) as caught:
        scene.run(scene.sound(), **change)
    assert told in str(caught.value)
    assert not scene.out.exists()


def test_a_missing_model_is_told_once(scene: Scene) -> None:
    with pytest.raises(MissingModel):
        scene.run(scene.sound(), model=str(scene.folder / "none.json"))


def test_killed_between_pieces_it_goes_on_there(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.engines.units.UNIT_MS", 10_000)
    monkeypatch.setattr("pipeline.engines.units.REST_MS", 2_000)
    monkeypatch.setattr("pipeline.engines.units.LOOK_MS", 2_000)
    path = scene.sound(seconds=25)
    whole = Scene(scene.folder)
    whole.out = scene.folder / "whole"
    whole.run(path)
    pieces = scene.heard()
    assert pieces == 3

    made: Any = engines.transcriber("scripted", scene.wish.model, scene.machine)
    hear, count = made.transcribe, []

    def killed(*args: Any, **options: Any) -> Any:
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        return hear(*args, **options)

    monkeypatch.setattr(made, "transcribe", killed)
    with pytest.raises(KeyboardInterrupt):
        scene.run(path)
    scene.run(path)
    assert len(count) == 1 + 1 + 2  # the first piece once, the second again, the third
    assert (scene.out / "a.json").read_bytes() == (whole.out / "a.json").read_bytes()
    assert not list((scene.folder / "cache/pieces").glob("*"))


@pytest.mark.model
@pytest.mark.skipif(not (DATA / "speech").is_dir(), reason="the evaluation data is not here")
def test_a_real_recording_becomes_a_real_transcript(tmp_path: Path) -> None:
    told: list[str] = []
    machine = Machine.from_environment()
    wish = Wish(("json", "vtt"), speakers=1)
    path = DATA / "speech/jfk.flac"
    transcribe_files([path], tmp_path, wish, machine=machine, tell=told.append)
    timed = READERS[".json"](tmp_path / "jfk.json", where="jfk.json")
    assert isinstance(timed, Timed)
    words = [word for cue in timed.cues for word in cue.words]
    assert "ask what you can do for your country" in " ".join(word.text for word in words)
    assert timed.language == "en"
    assert [w.start for w in words] == sorted(w.start for w in words)
    assert words[-1].end <= 11_000
    assert told == []


@pytest.mark.model
@pytest.mark.skipif(not (DATA / "bad-input").is_dir(), reason="the evaluation data is not here")
def test_files_that_cannot_be_heard_give_one_line_each(tmp_path: Path) -> None:
    told: list[str] = []
    machine = Machine.from_environment()
    files = sorted((DATA / "bad-input").iterdir())
    report = transcribe_files(files, tmp_path, Wish(("txt",)), machine=machine, tell=told.append)
    assert sorted(line.partition(": ")[0] for line in told) == [str(file) for file in files]
    assert [Path(line.partition(": ")[0]).name for line in report.problems] == [
        "cover.jpg", "test1_empty.wav",
    ]  # fmt: skip
