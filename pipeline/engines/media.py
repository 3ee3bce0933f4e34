"""Recordings, read and cut with FFmpeg's libraries as PyAV carries them: no program needed.

All times count from the file's own zero (the container's start time), which is what
players and editing programs show: a sound track that sets in late is filled with silence.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadInput
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.interview import Media
from pipeline.model.span import Span

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

ENCODINGS = {
    # suffix: (container, codec, sample format, bits a second, rates the codec takes or none)
    "mp3": ("mp3", "libmp3lame", "fltp", 96_000, (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)),
    "flac": ("flac", "flac", "s16", 0, ()),
    "wav": ("wav", "pcm_s16le", "s16", 0, ()),
}
STANDARD_RATES = frozenset(
    [Fraction(n) for n in (24, 25, 30, 48, 50, 60, 100, 120)]
    + [Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)]
)
WITHOUT_INDEX = frozenset({"mp3", "aac", "ac3", "mpeg", "amr"})
"""Containers whose stated duration is a guess from the bit rate."""

GAP_SECONDS = 0.1  # a jump in the time stamps as long as this is a hole in the sound
PREROLL_SECONDS = 2.0  # codecs need some sound before the place that is wanted


def probe(path: Path) -> Media:
    """Tell the properties of a recording without decoding it."""
    with _opened(path) as container:
        sound = _sound_stream(container, path)
        video = _video_stream(container)
        duration = _duration(container, sound)
        if duration <= 0:
            raise _silent(path)
        return Media(
            duration_ms=int(duration * 1000),
            rate=_frame_rate(video) if video else None,
            start_timecode=_start_timecode(container),
            channels=sound.codec_context.channels,
            sample_rate=sound.codec_context.sample_rate,
            width=video.codec_context.width if video else None,
            height=video.codec_context.height if video else None,
        )


def load_sound(path: Path) -> Samples:
    """Decode the sound, mono at 16 kHz, as float32 of shape (n_samples,) in [-1, 1]."""
    import numpy as np

    with _opened(path) as container:
        stream = _sound_stream(container, path)
        # One allocation where the duration is known: an hour is 230 MB, twice that hurts.
        sound = np.zeros(int((_stated(container) + 1) * SAMPLE_RATE), dtype=np.float32)
        end = 0
        for at, chunk in _decoded(container, stream, SAMPLE_RATE):
            end = at + len(chunk)
            if end > len(sound):
                sound.resize(max(end, len(sound) * 3 // 2), refcheck=False)
            sound[at:end] = chunk
    if not end:
        raise _silent(path)
    sound.resize(end, refcheck=False)
    np.nan_to_num(sound, copy=False)
    return np.clip(sound, -1.0, 1.0, out=sound)


def cut_audio(path: Path, span: Span, *, to: str = "mp3") -> bytes:
    """Return the sound of ``[start, end)`` milliseconds, mono, as a file of the format ``to``."""
    if to not in ENCODINGS:
        known = ", ".join(sorted(ENCODINGS))
        raise BadInput(f"no sound format '{to}'", where=str(path), remedy=f"use one of {known}")
    with _opened(path) as container:
        stream = _sound_stream(container, path)
        rate = stream.codec_context.sample_rate
        first, last = span.start * rate // 1000, span.end * rate // 1000
        clip = _between(container, stream, first, last)
    if clip is None:
        raise BadInput(
            f"there is no sound between {span.start} and {span.end} ms",
            where=str(path),
            remedy="the clip lies outside the recording: run the pipeline again",
        )
    return _encoded(clip, rate, to)


@contextmanager
def _opened(path: Path) -> Iterator[av.container.InputContainer]:
    """Open a file and turn every complaint of FFmpeg into one line."""
    import av

    if path.is_file() and path.stat().st_size == 0:
        raise BadInput("the file is empty", where=str(path), remedy="copy it again")
    try:
        # An absolute path cannot be taken for a URL; tags in odd encodings are no fault.
        container = av.open(os.path.abspath(path), metadata_errors="replace")
    except FileNotFoundError:
        raise BadInput(
            "there is no such file", where=str(path), remedy="check its name and folder"
        ) from None
    except (OSError, ValueError) as error:  # av's own errors are children of these
        raise _unreadable(path, error) from None
    try:
        with container:
            yield container
    except av.FFmpegError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> BadInput:
    if isinstance(error, IsADirectoryError):
        return BadInput("this is a folder", where=str(path), remedy="give a recording")
    if isinstance(error, PermissionError):
        return BadInput("no permission to read it", where=str(path), remedy="change its rights")
    return BadInput(
        "this is not a recording that can be decoded",
        where=str(path),
        remedy="copy it again, or convert it to WAV, FLAC, MP3, M4A or MP4",
    )


def _silent(path: Path) -> BadInput:
    return BadInput(
        "there is no sound in it", where=str(path), remedy="give a recording with a sound track"
    )


def _sound_stream(container: av.container.InputContainer, path: Path) -> av.AudioStream:
    if not container.streams.audio:
        raise _silent(path)
    stream = container.streams.best("audio") or container.streams.audio[0]
    if stream.codec_context is None:
        raise _unreadable(path, ValueError("no decoder"))
    return stream  # type: ignore[return-value]  # av types best() as any stream


def _video_stream(container: av.container.InputContainer) -> av.VideoStream | None:
    from av.stream import Disposition

    for stream in container.streams.video:
        # Cover art is a video stream of one picture to FFmpeg.
        if not stream.disposition & Disposition.attached_pic and stream.codec_context:
            return stream
    return None


def _frame_rate(video: av.VideoStream) -> Fraction | None:
    """Return the exact rate; the average over the file is off where it ends mid-way."""
    average, base = video.average_rate, video.base_rate
    if average and average in STANDARD_RATES:
        return Fraction(average)
    for rate in sorted(STANDARD_RATES):
        # 1/4000 tells 23.976 from 24 and still forgives a file of a few seconds.
        if average and abs(average - rate) <= rate / 4000:
            return rate
    found = average or base
    return Fraction(found) if found else None


def _start_timecode(container: av.container.InputContainer) -> str:
    for tags in (*(s.metadata for s in container.streams), container.metadata):
        for name, value in tags.items():
            if name.lower() == "timecode" and value.strip():
                return value.strip()
    return ""


def _zero(container: av.container.InputContainer) -> float:
    return (container.start_time or 0) / 1_000_000


def _stated(container: av.container.InputContainer) -> float:
    return max(0.0, (container.duration or 0) / 1_000_000)


def _duration(container: av.container.InputContainer, sound: av.AudioStream) -> Fraction:
    """Return the duration in seconds, counted over packets where it is not stated."""
    if container.duration and not WITHOUT_INDEX & set(container.format.name.split(",")):
        return Fraction(container.duration, 1_000_000)
    end = Fraction(0)
    for packet in container.demux(sound):
        if packet.pts is not None and packet.time_base is not None:
            end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    return end - Fraction(container.start_time or 0, 1_000_000)


def _decoded(
    container: av.container.InputContainer, stream: av.AudioStream, rate: int
) -> Iterator[tuple[int, Samples]]:
    """Yield mono float32 chunks with the index of their first sample, in order."""
    resampler, at, setting = None, 0, None
    for frame in _frames(container, stream):
        time = None if frame.pts is None else float(frame.pts * frame.time_base) - _zero(container)
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        hole = time is not None and time - at / rate > GAP_SECONDS
        if resampler is None or found != setting or hole:
            for chunk in _drained(resampler):
                yield at, chunk
                at += len(chunk)
            first = resampler is None
            resampler, setting = _mono(rate), found
            if time is not None and (first or hole):
                at = max(at, round(time * rate)) if not first else round(time * rate)
        frame.pts = None  # positions are counted here; the resampler must not correct them
        for piece in resampler.resample(frame):
            chunk = piece.to_ndarray()[0]
            if at < 0:  # priming samples of the encoder lie before zero
                chunk, at = chunk[-at:], min(0, at + len(chunk))
            if len(chunk):
                yield at, chunk
                at += len(chunk)
    for chunk in _drained(resampler):
        yield at, chunk
        at += len(chunk)


def _frames(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[av.AudioFrame]:
    """Decode what can be decoded: one broken packet does not cost the rest."""
    import av

    for packet in container.demux(stream):
        try:
            yield from packet.decode()  # type: ignore[misc]  # an audio stream gives audio frames
        except av.error.InvalidDataError:
            continue


def _mono(rate: int) -> av.AudioResampler:
    import av

    return av.AudioResampler(format="flt", layout="mono", rate=rate)


def _drained(resampler: av.AudioResampler | None) -> Iterator[Samples]:
    if resampler is not None:
        for piece in resampler.resample(None):
            yield piece.to_ndarray()[0]


def _between(
    container: av.container.InputContainer, stream: av.AudioStream, first: int, last: int
) -> Samples | None:
    """Return samples ``[first, last)`` at the stream's own rate, None where there are none."""
    import numpy as np

    rate = stream.codec_context.sample_rate
    begin = first / rate - PREROLL_SECONDS
    for seeking in (True, False) if begin > 0 else (False,):
        container.seek(int((max(0.0, begin if seeking else 0) + _zero(container)) * 1_000_000))
        clip = np.zeros(max(0, last - first), dtype=np.float32)
        reached, earliest = 0, None
        for at, chunk in _decoded(container, stream, rate):
            earliest = at if earliest is None else earliest
            low, high = max(at, first), min(at + len(chunk), last)
            if low < high:
                clip[low - first : high - first] = chunk[low - at : high - at]
                reached = high - first
            if at >= last:
                break
        if not seeking or (earliest is not None and earliest <= first):
            return clip[:reached] if reached else None
    return None


def _encoded(clip: Samples, rate: int, to: str) -> bytes:
    import av

    container_format, codec, sample_format, bit_rate, rates = ENCODINGS[to]
    out_rate = rate if not rates or rate in rates else rates[-1]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container_format) as out:
        stream = out.add_stream(codec, rate=out_rate, layout="mono")
        if bit_rate:
            stream.bit_rate = bit_rate
        resampler = av.AudioResampler(format=sample_format, layout="mono", rate=out_rate)
        frame = av.AudioFrame.from_ndarray(clip[None, :], format="flt", layout="mono")
        frame.sample_rate = rate
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(piece))  # type: ignore[attr-defined]
        out.mux(stream.encode(None))  # type: ignore[attr-defined]
    return buffer.getvalue()
