from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, media
from pipeline.engines.pyannote import with_overlaps
from pipeline.errors import BadInput
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span
from tests.engines.test_diarize import error_rate


def test_an_overlap_is_the_nearest_other_voices_too() -> None:
    alone = [
        SpeakerSegment("s1", 0, 5_000),
        SpeakerSegment("s2", 5_000, 8_000),
        SpeakerSegment("s3", 9_000, 12_000),
    ]
    assert with_overlaps(alone, [Span(4_500, 5_000)]) == (
        SpeakerSegment("s1", 0, 5_000),
        SpeakerSegment("s2", 4_500, 8_000),
        SpeakerSegment("s3", 9_000, 12_000),
    )
    murmured = with_overlaps(alone, [Span(10_000, 10_400)])
    assert SpeakerSegment("s2", 10_000, 10_400) in murmured


def test_an_overlap_with_nobody_near_is_none() -> None:
    alone = (SpeakerSegment("s1", 0, 5_000), SpeakerSegment("s2", 60_000, 65_000))
    assert with_overlaps(alone, [Span(2_000, 2_500), Span(30_000, 31_000)]) == alone


def test_silence_has_no_speakers_and_models_are_refused(machine: Machine) -> None:
    engine = engines.diarizer("pyannote", "", machine)
    assert engine.diarize(np.zeros(48_000, np.float32), n_speakers=2) == ()
    with pytest.raises(BadInput, match="takes no model"):
        engines.diarizer("pyannote", "big", machine)


@pytest.mark.model
@pytest.mark.parametrize("n_speakers", [2, None])
@pytest.mark.parametrize(("name", "most"), [("sample", 0.14), ("dev00", 0.14), ("dev01", 0.26)])
@pytest.mark.filterwarnings("ignore")
def test_who_speaks_in_real_talk(
    machine: Machine, data: Path, name: str, most: float, n_speakers: int | None
) -> None:
    """Without a collar; the engine `resemblyzer` has 0.19, 0.33 and 0.21."""
    sound = media.load_sound(data / f"diarization/{name}.wav")
    found = engines.diarizer("pyannote", "", machine).diarize(sound, n_speakers=n_speakers)
    assert {s.label for s in found} == {"s1", "s2"}
    assert error_rate(data, name, found, collar=0.0) < most


@pytest.mark.model
def test_two_at_once_are_both_heard(machine: Machine, data: Path) -> None:
    sound = media.load_sound(data / "diarization/sample.wav")
    found = engines.diarizer("pyannote", "", machine).diarize(sound, n_speakers=2)
    speaking = {s.label for s in found if 28_200 in s.span}
    assert speaking == {"s1", "s2"}
