from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from pipeline.engines import media
from pipeline.errors import BadInput
from pipeline.model.span import Span
from tests.engines.conftest import noise


def write_sound(path: Path, sound: Any, rate: int, codec: str, fmt: str | None = None) -> Path:
    with av.open(str(path), "w", format=fmt) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        add_sound(out, stream, sound, rate)
    return path


def add_sound(out: Any, stream: Any, sound: Any, rate: int) -> None:
    frame = av.AudioFrame.from_ndarray(sound[None, :], format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    resampler = av.AudioResampler(format=stream.codec_context.format.name, layout="mono", rate=rate)
    for piece in (*resampler.resample(frame), *resampler.resample(None)):
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


def write_video(
    path: Path, *, rate: Fraction, seconds: int = 2, timecode: str = "", sound: Any = None
) -> Path:
    with av.open(str(path), "w") as out:
        if timecode:
            out.metadata["timecode"] = timecode
        video = out.add_stream("mpeg4", rate=rate)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        track = out.add_stream("aac", rate=48_000, layout="mono") if sound is not None else None
        for _ in range(int(seconds * rate)):
            out.mux(video.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(video.encode(None))
        if track is not None:
            add_sound(out, track, sound, 48_000)
    return path


def decoded(clip: bytes) -> tuple[Any, int]:
    with av.open(io.BytesIO(clip), "r") as container:
        rate = container.streams.audio[0].rate
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        found = [
            p.to_ndarray()[0] for f in container.decode(audio=0) for p in resampler.resample(f)
        ]
        found += [p.to_ndarray()[0] for p in resampler.resample(None)]
    return np.concatenate(found), rate


def shift(one: Any, other: Any, most: int) -> int:
    """By how many samples ``one`` lies behind ``other``."""
    n = min(len(one), len(other)) - 2 * most
    scores = [
        float(one[most + s : most + s + n] @ other[most : most + n]) for s in range(-most, most + 1)
    ]
    return int(np.argmax(scores)) - most


@pytest.mark.parametrize(
    "rate", [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]
)
def test_frame_rates_are_exact(tmp_path: Path, rate: Fraction) -> None:
    file = write_video(tmp_path / "a.mp4", rate=rate, sound=noise(2, 48_000))
    probed = media.probe(file)
    assert probed.rate == rate
    assert (probed.width, probed.height, probed.channels, probed.sample_rate) == (64, 48, 1, 48_000)
    assert abs(probed.duration_ms - 2000) < 100


@pytest.mark.parametrize("suffix", ["mov", "mp4"])
def test_start_timecode_is_found_wherever_it_stands(tmp_path: Path, suffix: str) -> None:
    file = write_video(
        tmp_path / f"a.{suffix}", rate=Fraction(25), timecode="10:00:00:05", sound=noise(1, 48_000)
    )
    assert media.probe(file).start_timecode == "10:00:00:05"


def test_sound_alone_has_no_rate(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "a.wav", noise(1.5, 44_100), 44_100, "pcm_s16le")
    probed = media.probe(file)
    assert (probed.duration_ms, probed.rate, probed.width, probed.start_timecode) == (
        1500,
        None,
        None,
        "",
    )


def test_an_mp3_without_header_is_counted(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "a.mp3", noise(3), 16_000, "libmp3lame")
    whole = file.read_bytes()
    file.write_bytes(whole[whole.index(b"\xff\xf3", 400) :])
    assert abs(media.probe(file).duration_ms - 3000) < 150


@pytest.mark.parametrize(
    ("suffix", "codec", "rate"),
    [
        ("wav", "pcm_s16le", 16_000),
        ("flac", "flac", 48_000),
        ("m4a", "aac", 44_100),
        ("ogg", "libopus", 48_000),
    ],
)
def test_sound_comes_mono_at_16_khz_and_in_place(
    tmp_path: Path, suffix: str, codec: str, rate: int
) -> None:
    file = write_sound(tmp_path / f"a.{suffix}", noise(3, rate), rate, codec)
    loaded = media.load_sound(file)
    assert loaded.dtype == np.float32
    assert abs(len(loaded) - 48_000) <= 16  # a millisecond
    assert np.abs(loaded).max() <= 1
    reference = media.load_sound(write_sound(tmp_path / "b.wav", noise(3, rate), rate, "pcm_s16le"))
    assert abs(shift(loaded, reference, 200)) <= 2


def test_a_sound_track_that_sets_in_late_keeps_its_place(tmp_path: Path) -> None:
    file = tmp_path / "late.mkv"
    with av.open(str(file), "w") as out:
        video = out.add_stream("mpeg4", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        track: Any = out.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for _ in range(50):
            out.mux(video.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(video.encode(None))
        frame = av.AudioFrame.from_ndarray(
            np.full((1, 8000), 9000, np.int16), format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = 16_000, 16_000, Fraction(1, 16_000)
        out.mux(track.encode(frame))
        out.mux(track.encode(None))
    loaded = media.load_sound(file)
    assert not loaded[:15_900].any()
    assert loaded[16_100:23_900].min() > 0.2
    clip, _ = decoded(media.cut_audio(file, Span(900, 1200), to="wav"))
    assert not clip[: 90 * 16].any()
    assert clip[110 * 16 :].min() > 0.2


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [
        ("wav", "pcm_s16le"),
        ("flac", "flac"),
        ("mp3", "libmp3lame"),
        ("m4a", "aac"),
        ("ogg", "libopus"),
    ],
)
def test_a_clip_holds_exactly_its_span(tmp_path: Path, suffix: str, codec: str) -> None:
    rate = 48_000
    file = write_sound(tmp_path / f"a.{suffix}", noise(20, rate), rate, codec)
    clip, clip_rate = decoded(media.cut_audio(file, Span(12_345, 13_456), to="wav"))
    assert (len(clip), clip_rate) == (1111 * 48, rate)
    whole, _ = decoded(media.cut_audio(file, Span(0, 20_000), to="wav"))
    assert shift(clip, whole[12_345 * 48 : 13_456 * 48], 300) == 0


def test_a_clip_is_an_mp3_of_the_right_length(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "a.wav", noise(5, 44_100), 44_100, "pcm_s16le")
    clip = media.cut_audio(file, Span(1000, 3500))
    sound, rate = decoded(clip)
    assert abs(len(sound) / rate - 2.5) < 0.06
    assert clip == media.cut_audio(file, Span(1000, 3500))  # the same bytes every time


def test_a_clip_ends_with_the_recording(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "a.wav", noise(2), 16_000, "pcm_s16le")
    assert len(decoded(media.cut_audio(file, Span(1500, 9000), to="wav"))[0]) == 8000
    with pytest.raises(BadInput, match="no sound between 5000 and 9000"):
        media.cut_audio(file, Span(5000, 9000))
    with pytest.raises(BadInput, match="use one of flac, mp3, wav"):
        media.cut_audio(file, Span(0, 10), to="wma")


def bad_files(folder: Path) -> dict[str, Path]:
    found = {
        "nothing.wav": b"",
        "text.mp3": b"this is no sound at all, only a few words" * 20,
        "noise.mp4": bytes(range(256)) * 40,
        "header.wav": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0"
        b"\x80>\0\0\0}\0\0\2\0\x10\0data\0\0\0\0",
    }
    for name, content in found.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in found} | {
        "folder": folder,
        "absent": folder / "absent.wav",
    }


def test_bad_files_are_told_in_one_line(tmp_path: Path) -> None:
    files = bad_files(tmp_path)
    files["picture"] = write_video(tmp_path / "mute.mp4", rate=Fraction(25))
    for file in files.values():
        for use in (media.probe, media.load_sound, lambda p: media.cut_audio(p, Span(0, 100))):
            with pytest.raises(BadInput) as caught:
                use(file)
            assert caught.value.where == str(file)
            assert caught.value.remedy
            assert "\n" not in str(caught.value)


def test_a_recording_cut_short_gives_what_there_is(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "a.mp3", noise(10), 16_000, "libmp3lame")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert 4 * 16_000 < len(media.load_sound(file)) < 6 * 16_000


def test_odd_files_of_the_evaluation_data(data: Path) -> None:
    seconds = {
        "creative_common.mp4": 2.26,
        "format_test.m4a": 9.66,
        "test-192khz-32bit.flac": 6.96,
        "test5.webm": 1.48,
        "wrong_extension.aac": 9.66,
    }
    for name, expected in seconds.items():
        assert abs(len(media.load_sound(data / "bad-input" / name)) / 16_000 - expected) < 0.03
        assert abs(media.probe(data / "bad-input" / name).duration_ms / 1000 - expected) < 0.06
    for name in ("cover.jpg", "test1_empty.wav"):
        with pytest.raises(BadInput, match="no sound in it"):
            media.probe(data / "bad-input" / name)
