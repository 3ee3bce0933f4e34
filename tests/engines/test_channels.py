from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from pipeline.engines import Machine, media
from pipeline.engines.channels import by_side, separate_sides, who_speaks
from pipeline.engines.scripted import ScriptedDiarizer
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span

RECORDINGS = Path(__file__).parents[2] / "interviews/recordings"
STEPS = 600  # a minute
Levels = npt.NDArray[np.float64]


def spoken(left: list[bool], right: list[bool], *, bleed_db: float) -> Levels:
    """Levels of two microphones of which each hears the other's voice weaker."""
    rng = np.random.default_rng(1)
    voices = np.array([left, right]) * 10 ** (rng.normal(-30, 3, (2, len(left))) / 10)
    return np.asarray(voices + 10 ** (bleed_db / 10) * voices[::-1] + 1e-8)


def alternating(of: int = 100) -> list[bool]:
    """Ten seconds of speech, ten of listening."""
    return [step // of % 2 == 0 for step in range(STEPS)]


def test_two_microphones_are_told_by_what_bleeds() -> None:
    left = alternating()
    levels = spoken(left, [not mark for mark in left], bleed_db=-20)
    sides = separate_sides(levels, [Span(0, 60_000)])
    assert sides is not None
    assert sides.left == pytest.approx(20, abs=2)
    assert sides.right == pytest.approx(-20, abs=2)
    assert by_side(levels, [Span(0, 60_000)], sides) == tuple(
        SpeakerSegment(f"s{i % 2 + 1}", i * 10_000, (i + 1) * 10_000) for i in range(6)
    )


def test_both_at_once_overlap_and_a_pause_of_both_does_not() -> None:
    left = alternating()
    right = [not mark or 50 <= step < 60 for step, mark in enumerate(left)]
    left = [mark and not 20 <= step < 22 for step, mark in enumerate(left)]
    levels = spoken(left, right, bleed_db=-20)
    sides = separate_sides(levels, [Span(0, 60_000)])
    assert sides is not None
    found = by_side(levels, [Span(0, 60_000)], sides)
    assert SpeakerSegment("s2", 5_000, 6_000) in found
    assert len([s for s in found if s.start < 10_000]) == 2


@pytest.mark.parametrize("case", ["same twice", "other gain", "one side dead", "room", "a knock"])
def test_other_stereo_is_left_to_the_engine(case: str) -> None:
    rng = np.random.default_rng(2)
    one = 10 ** (rng.normal(-30, 5, STEPS) / 10)
    other = {
        "same twice": one,
        "other gain": one / 16,
        "one side dead": np.zeros(STEPS),
        "room": one * 10 ** (rng.normal(0, 6, STEPS) / 10),
        "a knock": one * np.where(np.arange(STEPS) < STEPS // 50, 100, 0.1),
    }[case]
    assert separate_sides(np.stack([one, other]), [Span(0, 60_000)]) is None
    assert separate_sides(np.stack([one, other]), []) is None


def two_microphones(folder: Path) -> tuple[Path, Path]:
    """Write a sample recording's voices on a microphone each, and the recording twice."""
    sound = media.load_sound(RECORDINGS / "navile-01.flac")[: 48 * 16_000]
    changes = np.array([6.3, 11.7, 16.3]) * 16_000  # in pauses, by its gold
    left = np.searchsorted(changes, np.arange(len(sound))) % 2 == 0
    one, other = sound * left, sound * ~left
    apart, twice = folder / "apart.flac", folder / "twice.flac"
    soundfile.write(apart, np.stack([one + 0.1 * other, other + 0.1 * one], axis=1), 16_000)
    soundfile.write(twice, np.stack([sound, sound], axis=1), 16_000)
    return apart, twice


def test_a_voice_a_channel_needs_no_model_and_everything_else_does(
    tmp_path: Path, machine: Machine
) -> None:
    apart, twice = two_microphones(tmp_path)
    engine = ScriptedDiarizer("", machine)
    found = who_speaks(engine, apart, n_speakers=None)
    assert not engine.asked
    assert [s.label for s in found if s.end < 16_300] == ["s1", "s2", "s1"]
    assert all(b.start >= a.end for a, b in pairwise(found))
    who_speaks(engine, apart, n_speakers=3)  # one of two channels holds two
    who_speaks(engine, twice, n_speakers=2)
    assert [asked["n_speakers"] for asked in engine.asked] == [3, 2]


@pytest.mark.filterwarnings("ignore")
def test_the_samples_two_microphones(machine: Machine) -> None:
    from pyannote.core import Annotation, Segment
    from pyannote.metrics.diarization import DiarizationErrorRate

    engine = ScriptedDiarizer("", machine)
    found = who_speaks(engine, RECORDINGS / "patio-04.flac", n_speakers=None)
    assert not engine.asked
    wanted, heard = Annotation(), Annotation()
    gold = json.loads((RECORDINGS.parent / "gold/patio-04.json").read_text(encoding="utf-8"))
    for i, turn in enumerate(gold["turns"]):
        wanted[Segment(turn["start"] / 1000, turn["end"] / 1000), i] = turn["speaker"]
    for i, segment in enumerate(found):
        heard[Segment(segment.start / 1000, segment.end / 1000), i] = segment.label
    assert DiarizationErrorRate(collar=0.5)(wanted, heard) < 0.01


def test_levels_are_mean_squares_of_each_channel(tmp_path: Path) -> None:
    path = tmp_path / "two.wav"
    left = np.repeat([0.5, 0.0, 0.25], 4_800)
    soundfile.write(path, np.stack([left, 0.1 * np.ones(14_400)], axis=1), 48_000, subtype="FLOAT")
    levels = media.read_levels(path, step_ms=100)
    assert levels.shape == (2, 3)
    assert levels[0] == pytest.approx([0.25, 0, 0.0625], abs=0.01)
    assert levels[1] == pytest.approx([0.01] * 3, abs=0.001)
