from __future__ import annotations

import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipeline.engines import media, units
from pipeline.engines.units import cut_in_pauses
from pipeline.model.engines import SAMPLE_RATE


def noise(seconds: float, seed: int = 0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    samples = np.random.default_rng(seed).normal(0, 0.1, int(seconds * SAMPLE_RATE))
    return samples.astype(np.float32)


@pytest.mark.parametrize("seconds", [0.5, 61, 140, 150])
def test_pieces_are_the_whole_and_start_where_they_say(seconds: float) -> None:
    whole = noise(seconds)
    chunks = [whole[i : i + 4096] for i in range(0, len(whole), 4096)]
    pieces = list(cut_in_pauses(chunks, unit_ms=30_000))
    assert np.array_equal(np.concatenate([sound for _, sound in pieces]), whole)
    at = 0
    for start, sound in pieces:
        assert start * SAMPLE_RATE // 1000 == at
        at += len(sound)
    assert all(25_000 < len(sound) / 16 <= 30_000 for _, sound in pieces[:-1])
    assert len(pieces[-1][1]) <= 90 * SAMPLE_RATE


def test_nothing_at_all_is_no_piece() -> None:
    assert list(cut_in_pauses([])) == []


def test_a_piece_ends_in_a_pause(data: Path) -> None:
    """The speech has pauses: no cut may lie inside a word."""
    speech = media.load_sound(data / "speech" / "jfk.flac")
    silence = np.zeros(SAMPLE_RATE, np.float32)
    whole = np.concatenate([speech, silence] * 9)  # 12 s each
    starts = [start for start, _ in cut_in_pauses([whole], unit_ms=18_000)]
    assert len(starts) > 1
    for start in starts[1:]:
        near = whole[(start - 20) * 16 : (start + 20) * 16]
        assert np.abs(near).max() < 0.02, start


def test_a_file_read_in_chunks_is_the_file_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    soundfile.write(path, noise(75), SAMPLE_RATE)
    whole = media.load_sound(path)
    assert np.array_equal(np.concatenate(list(media.read_sound(path))), whole)
    pieces = list(units.units(path, unit_ms=10_000))
    assert np.array_equal(np.concatenate([sound for _, sound in pieces]), whole)


def test_codecs_with_padding_are_cut_as_when_read_at_once(data: Path) -> None:
    for path in sorted((data / "speech").glob("fleurs-en-*.ogg")):
        chunks = list(media.read_sound(path))
        assert np.array_equal(np.concatenate(chunks), media.load_sound(path))


READER = """
import resource, sys
from pathlib import Path
from pipeline.engines.units import units

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

first = end = 0
for start, sound in units(Path(sys.argv[1])):
    first = first or peak()
    end = start + len(sound) // 16
    del sound
print(first, peak(), end)
"""


def test_an_hour_takes_no_more_memory_than_its_first_piece(tmp_path: Path) -> None:
    """An hour at once would be 230 MB. The file is a hole: it takes no room and no writing."""
    path = tmp_path / "hour.wav"
    size = 3600 * SAMPLE_RATE * 2
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
    with path.open("r+b") as raw:
        raw.seek(4)
        raw.write(struct.pack("<I", 36 + size))
        raw.seek(40)
        raw.write(struct.pack("<I", size))
        raw.truncate(44 + size)
    told = subprocess.run(
        [sys.executable, "-c", READER, str(path)], check=True, capture_output=True, text=True
    )
    first, last, end = map(int, told.stdout.split())
    assert end == 3_600_000
    unit = 1024 if sys.platform == "linux" else 1024**2  # getrusage: kilobytes, elsewhere bytes
    assert (last - first) / unit < 60, "megabytes"
