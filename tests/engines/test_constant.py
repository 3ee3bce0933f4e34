import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from pipeline.engines.conforming import shown_size
from pipeline.engines.constant import constant_copy
from pipeline.engines.media import probe
from pipeline.errors import BadInput
from tests.engines.conftest import silent
from tests.engines.films import BITS, DARK, LIGHT, RATE, left_of, tone, write_film, write_sound

STEPS = (33, 50, 28, 33, 41)  # ms from frame to frame


def write_varying(path: Path, *, frames: int, steps: tuple[int, ...] = STEPS) -> list[int]:
    """Write a film as a phone does; return when each frame stands, in milliseconds."""
    at = [0]
    for n in range(frames - 1):
        at.append(at[-1] + steps[n % len(steps)])
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=30)
        video.width, video.height, video.pix_fmt = 320, 240, "yuv420p"
        video.codec_context.time_base = Fraction(1, 1000)
        video.bit_rate = 4_000_000
        audio = out.add_stream("pcm_s16le" if path.suffix == ".mkv" else "aac", rate=RATE)
        for n, ms in enumerate(at):
            bits = [LIGHT if n >> bit & 1 else DARK for bit in range(BITS)]
            row = np.repeat(np.array(bits, dtype=np.uint8), 320 // BITS)
            picture = np.broadcast_to(row[None, :, None], (240, 320, 3)).copy()
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = ms, Fraction(1, 1000)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        sound = tone(at[-1] / 1000, level=0.2, hz=300)
        heard = av.AudioFrame.from_ndarray(np.stack([sound, sound]), format="fltp", layout="stereo")
        heard.sample_rate, heard.pts, heard.time_base = RATE, 0, Fraction(1, RATE)
        resampler = av.AudioResampler(format=audio.format.name, layout="stereo", rate=RATE)
        for piece in resampler.resample(heard):
            out.mux(audio.encode(piece))
        out.mux(audio.encode(None))
    return at


def number(picture: Any) -> int:
    row = picture[100:140].mean(axis=(0, 2))
    middles = [row[int(320 / BITS * (bit + 0.5))] for bit in range(BITS)]
    return sum(1 << bit for bit, light in enumerate(middles) if light > (LIGHT + DARK) / 2)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_a_changing_frame_rate_is_noticed(tmp_path: Path, suffix: str) -> None:
    write_varying(tmp_path / f"phone{suffix}", frames=150)
    assert probe(tmp_path / f"phone{suffix}").variable
    # A container that rounds to milliseconds, and a frame that was dropped, change no rate.
    even = tmp_path / f"even{suffix}"
    write_varying(even, frames=300, steps=(33, 33, 34))
    assert not probe(even).variable
    dropped = tmp_path / f"dropped{suffix}"
    write_varying(dropped, frames=250, steps=(*[40] * 240, 80))
    assert not probe(dropped).variable


def test_cameras_and_sounds_are_not_accused(tmp_path: Path) -> None:
    for rate in (Fraction(24_000, 1_001), Fraction(25), Fraction(60_000, 1_001)):
        film = write_film(tmp_path / "a.mp4", rate=rate, size=(64, 48), seconds=3)
        assert not probe(film).variable
    assert not probe(write_sound(tmp_path / "a.wav", seconds=1, level=0.1)).variable


def test_the_copy_has_one_rate_and_the_recordings_times(tmp_path: Path) -> None:
    phone = tmp_path / "phone.mp4"
    at = write_varying(phone, frames=150)
    copy = tmp_path / "out" / "phone.mov"
    shares: list[float] = []
    constant_copy(phone, copy, threads=1, advance=shares.append)
    assert shares[-1] == 1
    told = probe(copy)
    assert not told.variable
    assert told.rate is not None
    assert told.rate in (25, Fraction(24_000, 1_001), Fraction(30_000, 1_001), 30, 24)
    assert (told.width, told.height) == (320, 240)
    assert told.duration_ms == pytest.approx(probe(phone).duration_ms, abs=45)
    with av.open(str(copy)) as container:
        assert container.streams.video[0].codec_context.name == "prores"
        shown = [number(f.to_ndarray(format="rgb24")) for f in container.decode(video=0)]
    for n, seen in enumerate(shown[:-2]):
        ms = n / told.rate * 1000
        assert seen == max(i for i, t in enumerate(at) if t <= math.floor(ms) + 1)
    one, other = left_of(phone), left_of(copy)
    half = slice(RATE, 3 * RATE)
    assert np.corrcoef(one[half], other[half])[0, 1] > 0.999  # nor does the sound move


def test_a_start_timecode_stays_and_what_was_there_too(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.mp4", rate=Fraction(25), size=(64, 48), seconds=1)
    camera = tmp_path / "b.mov"
    with av.open(str(film)) as source, av.open(str(camera), "w") as out:
        tracks = {s.index: out.add_stream_from_template(s) for s in source.streams}
        tracks[0].metadata["timecode"] = "10:00:00:00"
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                out.mux(packet)
    copy = tmp_path / "c.mov"
    constant_copy(camera, copy, threads=1, advance=silent)
    assert probe(copy).start_timecode == "10:00:00:00"
    assert shown_size(copy) == (64, 48)
    before = copy.read_bytes()
    sound = write_sound(tmp_path / "a.wav", seconds=1, level=0.1)
    with pytest.raises(BadInput, match="has no picture"):
        constant_copy(sound, copy, threads=1, advance=silent)
    (tmp_path / "text.mp4").write_text("none")
    with pytest.raises(BadInput, match="not a recording"):
        constant_copy(tmp_path / "text.mp4", copy, threads=1, advance=silent)
    assert copy.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))
