"""The sample's recordings are what interviews/README.md says of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from pipeline.engines.media import load_sound, probe
from pipeline.model.engines import SAMPLE_RATE
from tests.studies import REPOSITORY

INTERVIEWS = REPOSITORY / "interviews"
ALL_BYTES = 28_000_000
PER_MS = SAMPLE_RATE // 1000


def recordings() -> Iterator[tuple[str, Path]]:
    with (INTERVIEWS / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["file"].startswith("recordings/"):
                yield row["id"], INTERVIEWS / row["file"]


FILES = dict(recordings())


def gold(interview: str) -> Any:
    return json.loads((INTERVIEWS / f"gold/{interview}.json").read_text(encoding="utf-8"))


def loudness(sound: Any) -> float:
    """Return the root mean square in decibels."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(sound)))))


@pytest.mark.parametrize("interview", FILES)
def test_a_recording_is_as_long_as_its_gold_and_speaks_where_gold_says(interview: str) -> None:
    media, turns = probe(FILES[interview]), gold(interview)["turns"]
    assert 120_000 <= media.duration_ms <= 240_000
    assert 0 <= media.duration_ms - turns[-1]["end"] < 1_500
    sound, spoken = load_sound(FILES[interview]), []
    silent = np.ones(len(sound), dtype=bool)
    for turn in turns:
        place = slice(turn["start"] * PER_MS, turn["end"] * PER_MS)
        spoken.append(loudness(sound[place]))
        silent[place] = False
    assert min(spoken) > loudness(sound[silent] + 1e-9) + 6


def test_together_they_are_small_enough_to_carry_along() -> None:
    assert len(FILES) >= 8
    assert sum(path.stat().st_size for path in FILES.values()) < ALL_BYTES


def test_two_are_videos_with_a_start_timecode() -> None:
    videos = {name: probe(path) for name, path in FILES.items() if path.suffix == ".mp4"}
    assert {n: (m.rate, m.start_timecode) for n, m in videos.items()} == {
        "navile-06": (Fraction(25), "10:00:00:00"),
        "tidewater-04": (Fraction(30_000, 1_001), "01:00:00;00"),
    }


def test_each_side_has_its_microphone_and_hears_the_other() -> None:
    sound, rate = soundfile.read(FILES["patio-04"])
    assert sound.shape[1] == 2
    for turn in gold("patio-04")["turns"]:
        left, right = sound[turn["start"] * rate // 1000 : turn["end"] * rate // 1000].T
        own, other = (left, right) if turn["role"] == "interviewer" else (right, left)
        assert loudness(own) - loudness(other) == pytest.approx(20, abs=1)


def test_who_asked_is_cut_out() -> None:
    asked = gold("tidewater-05")
    assert asked["asks"] == []
    assert {turn["role"] for turn in asked["turns"]} == {"interviewee"}


def test_the_room_is_never_still() -> None:
    sound = load_sound(FILES["patio-03"])
    turns = gold("patio-03")["turns"]
    pauses = [(a["end"] + 50, b["start"] - 50) for a, b in pairwise(turns)]
    noise = [loudness(sound[a * PER_MS : b * PER_MS]) for a, b in pauses if b > a]
    voices = [loudness(sound[t["start"] * PER_MS : t["end"] * PER_MS]) for t in turns]
    assert np.median(voices) - np.median(noise) == pytest.approx(15, abs=3)
