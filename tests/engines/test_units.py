from __future__ import annotations

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
