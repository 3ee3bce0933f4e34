from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, diarize, media, voices
from pipeline.errors import BadInput
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span


def test_windows_cover_every_stretch() -> None:
    laid = diarize.voice_windows([Span(0, 500), Span(1000, 3100)])
    assert laid[0] == Span(0, 500)
    assert laid[1] == Span(1000, 2200)
    assert laid[-1] == Span(1900, 3100)


def test_labels_follow_the_first_appearance_and_segments_join() -> None:
    speech = [Span(0, 4000), Span(4300, 6000), Span(9000, 10_000)]
    places = diarize.voice_windows(speech)
    labels = [7 if (p.start + p.end) / 2 < 2000 else 3 for p in places]
    found = diarize.segments(speech, places, labels)
    assert [s.label for s in found] == ["s1", "s2", "s2"]  # the pause of 300 ms is joined
    assert abs(found[0].end - 2000) <= 150
    assert found[1:] == (
        SpeakerSegment("s2", found[0].end, 6000),
        SpeakerSegment("s2", 9000, 10_000),
    )


def test_a_flicker_is_no_turn() -> None:
    speech = [Span(0, 10_000)]
    places = diarize.voice_windows(speech)
    labels = [1 if i == len(places) // 2 else 0 for i in range(len(places))]
    assert diarize.segments(speech, places, labels) == (SpeakerSegment("s1", 0, 10_000),)


def test_silence_has_no_speakers_and_models_are_refused(machine: Machine) -> None:
    engine = engines.diarizer("resemblyzer", "", machine)
    assert engine.diarize(np.zeros(48_000, np.float32), n_speakers=2) == ()
    with pytest.raises(BadInput, match="takes no model"):
        engines.diarizer("resemblyzer", "big", machine)


def test_mel_filters_are_librosas() -> None:
    filters = pytest.importorskip("librosa.filters")
    wanted = filters.mel(sr=16_000, n_fft=voices.N_FFT, n_mels=voices.BANDS)
    assert np.abs(wanted - voices.mel_filters()).max() < 1e-8


def error_rate(data: Path, name: str, found: tuple[SpeakerSegment, ...], *, collar: float) -> float:
    from pyannote.core import Annotation, Segment
    from pyannote.metrics.diarization import DiarizationErrorRate

    wanted, heard = Annotation(), Annotation()
    for file in (data / "diarization").glob("*.rttm"):
        for i, line in enumerate(file.read_text().splitlines()):
            parts = line.split()
            if parts[1] == name:
                start = float(parts[3])
                wanted[Segment(start, start + float(parts[4])), i] = parts[7]
    for i, segment in enumerate(found):
        heard[Segment(segment.start / 1000, segment.end / 1000), i] = segment.label
    return float(DiarizationErrorRate(collar=collar)(wanted, heard))


@pytest.mark.model
@pytest.mark.parametrize(("name", "most"), [("sample", 0.12), ("dev01", 0.15)])
@pytest.mark.filterwarnings("ignore")
def test_two_voices_are_told_apart(machine: Machine, data: Path, name: str, most: float) -> None:
    sound = media.load_sound(data / "diarization" / f"{name}.wav")
    found = engines.diarizer("resemblyzer", "", machine).diarize(sound, n_speakers=2)
    assert {s.label for s in found} == {"s1", "s2"}
    assert found[0].label == "s1"
    assert error_rate(data, name, found, collar=0.5) < most


@pytest.mark.model
def test_one_voice_is_one_speaker(machine: Machine, data: Path) -> None:
    sound: Any = media.load_sound(data / "speech" / "jfk.flac")
    engine = engines.diarizer("resemblyzer", "", machine)
    assert {s.label for s in engine.diarize(sound, n_speakers=1)} == {"s1"}
    assert {s.label for s in engine.diarize(sound, n_speakers=None)} == {"s1"}
