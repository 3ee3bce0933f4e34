import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, media
from pipeline.engines.conforming import pictures
from pipeline.engines.film import SIZE, Said, Scene, render
from pipeline.engines.levelling import LOUDNESS, levelled, loudness
from pipeline.errors import BadInput
from pipeline.model.span import Span
from tests.engines.conftest import silent
from tests.engines.films import RATE, left_of, number_of, pictures_of, tone, write_film, write_sound
from tests.engines.test_whisper import errors, plain
from tests.studies import REPOSITORY

PAL, NTSC = Fraction(25), Fraction(30_000, 1_001)


def scene(path: Path, start: float, seconds: int, **more: Any) -> Scene:
    told: dict[str, Any] = {"picture": True, "name": "Ada Marsh", "place": "The Docks", **more}
    return Scene(path, Fraction(start).limit_denominator(1000), seconds * 25, **told)


def made(scenes: list[Scene], to: Path) -> Path:
    render(scenes, to, rate=PAL, threads=1, advance=silent)
    return to


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    """A quiet film at 25, a loud wide one at 29.97, and sound alone, bleeped in its middle."""
    folder = tmp_path_factory.mktemp("films")
    quiet = write_film(folder / "a.mp4", rate=PAL, size=(640, 480), seconds=8, level=0.01)
    loud = write_film(folder / "b.mov", rate=NTSC, size=(320, 136), seconds=8, level=0.5)
    alone = write_sound(folder / "c.flac", seconds=8, level=0.05)
    return [
        scene(quiet, 2, 3, captions=(Said(1_000, 2_000, ("Work, for me,", "is a habit.")),)),
        scene(loud, 4, 2, mark="suggested", name="Dario"),
        scene(alone, 1, 3, picture=False, bleeped=(Span(2_000, 2_500),),
              silent=(Span(3_000, 3_400),)),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def film(three: list[Scene], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(three, tmp_path_factory.mktemp("out") / "film.mp4")


def test_the_film_is_as_long_as_its_clips_and_has_one_size_and_rate(film: Path) -> None:
    with av.open(str(film)) as container:
        (video,), (sound,) = container.streams.video, container.streams.audio
        assert (video.codec_context.name, sound.codec_context.name) == ("vp9", "aac")
        assert (video.width, video.height) == SIZE
        assert (video.frames, video.average_rate) == (200, PAL)
        assert (sound.rate, sound.layout.nb_channels) == (RATE, 2)
        lasts = [(track.duration or 0) * (track.time_base or 0) for track in (video, sound)]
        assert lasts[0] == 8
        assert float(lasts[1]) == pytest.approx(8, abs=0.03)
        assert "Ada" not in str([container.metadata, video.metadata, sound.metadata])
    assert film.read_bytes().index(b"moov") < film.read_bytes().index(b"mdat")  # plays at once


def test_h264_where_somebody_asks_for_it(
    three: list[Scene], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Machine.from_environment().video == "vp9"
    monkeypatch.setenv("INTERLEAF_VIDEO", "h264")
    video = Machine.from_environment().video
    render(three[1:2], tmp_path / "a.mp4", rate=PAL, threads=1, advance=silent, video=video)
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert container.streams.video[0].frames == 50
    monkeypatch.setenv("INTERLEAF_VIDEO", "divx")
    with pytest.raises(BadInput, match="no encoding of films; set vp9 or h264"):
        Machine.from_environment()


def test_each_picture_is_that_of_its_time_whatever_the_rate(film: Path) -> None:
    shown = pictures_of(film)
    assert [number_of(each, 160, 1_120) for each in shown[:75]] == list(range(50, 125))
    wanted = [math.floor((4 + Fraction(n, 25)) * NTSC + Fraction(1, 100)) for n in range(50)]
    assert [number_of(each, 0, 1_280) for each in shown[75:125]] == wanted


def test_proportions_are_kept_on_black(film: Path) -> None:
    shown = pictures_of(film)
    assert shown[70][360, 100].max() < 8  # 4:3 has black at its sides
    assert shown[70][360, 200].max() > 40
    assert shown[100][60, 640].max() < 8  # a wide one above and below
    assert shown[100][120, 640].max() > 60


def test_names_captions_and_marks_are_in_the_picture(film: Path) -> None:
    shown = pictures_of(film)

    def letters(n: int, rows: slice, columns: slice) -> bool:
        return bool(shown[n][rows, columns].max() > 220)

    foot, name, corner = slice(580, 700), slice(470, 570), slice(30, 75)
    middle, left, right = slice(400, 900), slice(30, 400), slice(1_100, 1_250)
    assert [letters(n, foot, middle) for n in (10, 24, 26, 48, 52)] == [False, False, True,
                                                                        True, False]  # fmt: skip
    assert not letters(0, name, left)  # it comes
    assert letters(30, name, left)
    assert letters(110, name, left)
    assert letters(100, corner, right)
    assert not letters(60, corner, right)
    card = shown[150]
    assert letters(150, slice(260, 400), middle)
    assert np.median(card) < 40


def test_every_clip_and_the_whole_is_at_one_loudness(film: Path) -> None:
    sound = left_of(film)
    assert loudness(sound) == pytest.approx(LOUDNESS, abs=0.5)
    for start, end in ((0, 3), (3, 5), (5, 6)):
        part = sound[start * RATE : end * RATE]
        assert loudness(part) == pytest.approx(LOUDNESS, abs=1)
    assert np.abs(sound).max() < 10 ** (-1 / 20) + 0.02


def test_what_was_redacted_is_a_tone_and_what_is_off_the_record_silence(film: Path) -> None:
    sound = left_of(film)

    def strength(start: float, end: float, hz: int) -> float:
        part = sound[int(start * RATE) : int(end * RATE)]
        t = np.arange(len(part)) / RATE
        return float(abs((part * np.exp(-2j * np.pi * hz * t)).mean())) * 2

    # The clip begins at 1 s of its recording and at 5 s of the film.
    assert strength(6.1, 6.4, 1_000) == pytest.approx(10 ** (LOUDNESS / 20), abs=0.01)
    assert strength(6.1, 6.4, 300) < 0.002
    assert strength(5.2, 5.8, 300) > 0.02
    assert np.abs(sound[int(7.1 * RATE) : int(7.3 * RATE)]).max() < 0.002


def test_frames_from_the_middle_are_those_from_the_beginning(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", rate=NTSC, size=(64, 48), seconds=6)
    whole = list(pictures(path, Fraction(0), rate=NTSC, count=200, size=(64, 48)))
    assert len(whole) == 200  # the last one stays
    assert (whole[185] == whole[199]).all()
    some = list(pictures(path, 100 / NTSC, rate=NTSC, count=20, size=(64, 48)))
    assert all((one == other).all() for one, other in zip(some, whole[100:120], strict=True))
    slow = list(pictures(path, Fraction(1), rate=Fraction(60), count=60, size=(64, 48)))
    assert len(slow) == 60


def test_levelling(tmp_path: Path) -> None:
    for level in (0.003, 0.05, 0.8):
        sound = tone(4, level=level, hz=400)
        now = levelled(sound)
        assert len(now) == len(sound)
        assert loudness(now) == pytest.approx(LOUDNESS, abs=0.3)
        gain = np.abs(now).max() / np.abs(sound).max()
        assert np.allclose(now, gain * sound, atol=2e-3)  # evenly, as it was
    nothing = np.zeros(RATE, dtype=np.float32)
    assert (levelled(nothing) == nothing).all()
    assert len(levelled(nothing[:0])) == 0


def test_a_film_that_fails_half_way_leaves_what_was_there(
    three: list[Scene], tmp_path: Path
) -> None:
    to = tmp_path / "film.mp4"
    to.write_bytes(b"the film of yesterday")
    (tmp_path / "text.mp4").write_text("no film")
    broken = replace(three[0], path=tmp_path / "text.mp4")
    with pytest.raises(BadInput, match="not a recording that can be decoded"):
        made([three[2], broken], to)
    assert to.read_bytes() == b"the film of yesterday"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.mp4", "text.mp4"]
    with pytest.raises(BadInput, match="cannot be written"):
        made(three, tmp_path / "text.mp4" / "film.mp4")


def test_a_film_that_is_killed_half_way_leaves_no_broken_file(
    three: list[Scene], tmp_path: Path
) -> None:
    to = tmp_path / "film.mp4"
    code = f"""
from fractions import Fraction
from pathlib import Path
from pipeline.engines.film import Scene, render
one = Scene(Path({str(three[0].path)!r}), Fraction(0), 2_000, True, "Ada", "The Docks")
render([one] * 50, Path({str(to)!r}), rate=Fraction(25), threads=1,
       advance=lambda share: print(share, flush=True))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert float(process.stdout.readline()) > 0
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGKILL)
    assert not to.exists()
    assert list(tmp_path.glob(".film.mp4.*.part"))  # what it was at; it has no film's name
    made([three[2]], to)
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]


@pytest.mark.model
def test_the_words_are_heard_again_in_order(machine: Machine, tmp_path: Path) -> None:
    """Two clips of the sample, one filmed and one only heard, through the real recogniser."""
    scenes, wanted = [], []
    for name, suffix in (("tidewater-04", "mp4"), ("tidewater-05", "flac")):
        gold = json.loads((REPOSITORY / f"interviews/gold/{name}.json").read_text())
        said = [turn for turn in gold["turns"] if turn["role"] == "interviewee"]
        turn = max(said, key=lambda turn: turn["end"] - turn["start"])
        frames = (turn["end"] - turn["start"]) * 25 // 1000 + 10
        wanted.append([w for each in turn["text"].lower().split()
                       if (w := "".join(c for c in each if c.isalnum()))])  # fmt: skip
        scenes.append(
            Scene(
                REPOSITORY / f"interviews/recordings/{name}.{suffix}",
                Fraction(turn["start"], 1000), frames, suffix == "mp4", "A", "B",
            )
        )  # fmt: skip
    film = made(scenes, tmp_path / "film.mp4")
    engine = engines.transcriber("openai-whisper", "base", machine)
    heard = engine.transcribe(media.load_sound(film), language="en", advance=silent).words
    cut = scenes[0].frames * 40  # ms
    for words, mine in zip(
        wanted,
        ([w for w in heard if w.end <= cut + 500], [w for w in heard if w.end > cut + 500]),
        strict=True,
    ):
        assert errors(plain(mine), words) <= 0.35 * len(words)
