import io
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from pipeline.engines.proxy import small_sound
from pipeline.errors import BadInput
from pipeline.model.span import Span

RATE = 22_050


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Six seconds of a tone, in stereo."""
    path = tmp_path / "tone.flac"
    times = np.arange(6 * RATE) / RATE
    tone = 0.5 * np.sin(2 * np.pi * 440 * times)
    soundfile.write(path, np.stack([tone, tone], axis=1), RATE)
    return path


def heard(sound: bytes) -> npt.NDArray[np.float64]:
    """Return the loudness (root mean square) of each tenth of a second."""
    with av.open(io.BytesIO(sound), "r") as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.sample_rate, stream.codec_context.channels) == (16_000, 1)
        samples = np.concatenate([f.to_ndarray()[0] for f in container.decode(stream)])
    whole = samples[: len(samples) // 1600 * 1600].astype(np.float64).reshape(-1, 1600)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)))


def test_the_whole_is_small_and_as_long_as_the_recording(recording: Path) -> None:
    sound = small_sound(recording)
    loud = heard(sound)
    assert len(loud) / 10 == pytest.approx(6.0, abs=0.2)
    assert loud[2:58].min() > 0.3
    assert len(sound) == pytest.approx(6 * 32_000 / 8, rel=0.05)


def test_only_what_may_be_heard_sounds(recording: Path) -> None:
    loud = heard(small_sound(recording, keep=[Span(1000, 2000), Span(4000, 5000)]))
    for first, last, sounds in ((2, 9, False), (12, 19, True), (22, 39, False), (42, 49, True)):
        assert (loud[first:last] > 0.3).all() == sounds
        assert (loud[first:last] < 0.01).all() != sounds
    assert heard(small_sound(recording, keep=[])).max() < 0.01


def test_sound_that_sets_in_late_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "late.mka"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for start in (0, 3 * 16_000):  # a second of sound, two of nothing, a second of sound
            tone = (16_000 * np.sin(np.arange(16_000) / 6)).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(tone[None, :], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 16_000, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    loud = heard(small_sound(path))
    assert len(loud) / 10 == pytest.approx(4.0, abs=0.2)
    assert (loud[12:28] < 0.01).all()
    assert (loud[32:38] > 0.1).all()


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.mp3"
    path.write_text("not a sound")
    with pytest.raises(BadInput, match=r"talk\.mp3"):
        small_sound(path)
