"""Recordings: what they are, their sound, and clips of it. No FFmpeg program is needed.

All times count from the file's own zero; where a sound track sets in late or has a hole
there is silence, so that a place in the sound is a place in the recording.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.engines.decoding import decoded, opened, silent, sound_stream, zero
from pipeline.engines.pacing import varies
from pipeline.engines.striking import strike
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

TAIL_SECONDS = 0.1
PREROLL_SECONDS = 2.0  # codecs need some sound before the place that is wanted


def probe(path: Path) -> Media:
    """Tell the properties of a recording without decoding it."""
    with opened(path) as container:
        sound = sound_stream(container, path)
        video = video_stream(container)
        duration = _duration(container, sound)
        if duration <= 0:
            raise silent(path)
        return Media(
            duration_ms=int(duration * 1000),
            rate=_frame_rate(video) if video else None,
            start_timecode=_start_timecode(container),
            channels=sound.codec_context.channels,
            sample_rate=sound.codec_context.sample_rate,
            width=video.codec_context.width if video else None,
            height=video.codec_context.height if video else None,
            variable=varies(container, video) if video else False,
        )


def load_sound(path: Path) -> Samples:
    """Decode the sound, mono at 16 kHz, as float32 of shape (n_samples,) in [-1, 1]."""
    import numpy as np

    with opened(path) as container:
        stream = sound_stream(container, path)
        # One allocation where the duration is known: an hour is 230 MB, twice that hurts.
        sound = np.zeros(int((_stated(container) + 1) * SAMPLE_RATE), dtype=np.float32)
        end = 0
        for at, chunk in decoded(container, stream, SAMPLE_RATE):
            end = at + len(chunk)
            if end > len(sound):
                sound.resize(max(end, len(sound) * 3 // 2), refcheck=False)
            sound[at:end] = np.clip(np.nan_to_num(chunk), -1.0, 1.0)
        if _is_exact(container):
            # Codecs fill up their last block; what lies behind the stated end is no sound.
            stated = round(_stated(container) * SAMPLE_RATE)
            end = stated if 0 < end - stated < TAIL_SECONDS * SAMPLE_RATE else end
    if not end:
        raise silent(path)
    sound.resize(end, refcheck=False)
    return sound


def read_sound(path: Path) -> Iterator[Samples]:
    """Yield the sound that `load_sound` gives, in order, in chunks: memory stays small.

    Raises:
        BadInput: the file cannot be read, or has no sound.
    """
    import numpy as np

    tail = int(TAIL_SECONDS * SAMPLE_RATE)
    late, length = np.zeros(0, dtype=np.float32), 0
    with opened(path) as container:
        stream = sound_stream(container, path)
        stated = round(_stated(container) * SAMPLE_RATE) if _is_exact(container) else 0
        for chunk in _without_holes(decoded(container, stream, SAMPLE_RATE)):
            late = np.concatenate([late, np.clip(np.nan_to_num(chunk), -1.0, 1.0)])
            length += len(chunk)
            if len(late) > SAMPLE_RATE:
                yield late[:-tail]
                late = late[-tail:]
    if not length:
        raise silent(path)
    # Codecs fill up their last block; what lies behind the stated end is no sound.
    beyond = length - stated if stated else 0
    yield late[: len(late) - beyond] if 0 < beyond < tail else late


def read_levels(path: Path, *, step_ms: int) -> npt.NDArray[np.float64]:
    """Return how loud the left and the right channel are, shape (2, steps), mean squares.

    Raises:
        BadInput: the file cannot be read, or has no sound.
    """
    import numpy as np

    per_step = step_ms * SAMPLE_RATE // 1000
    parts: list[tuple[int, npt.NDArray[np.float64]]] = []
    with opened(path) as container:
        stream = sound_stream(container, path)
        for at, chunk in decoded(container, stream, SAMPLE_RATE, layout="stereo"):
            square = np.nan_to_num(chunk).reshape(-1, 2).T.astype(np.float64) ** 2
            steps = (at + np.arange(square.shape[1])) // per_step
            first = at // per_step
            parts.append((first, np.array([np.bincount(steps - first, row) for row in square])))
    if not parts:
        raise silent(path)
    levels = np.zeros((2, max(first + part.shape[1] for first, part in parts)))
    for first, part in parts:
        levels[:, first : first + part.shape[1]] += part
    return levels / per_step


def _without_holes(chunks: Iterable[tuple[int, Samples]]) -> Iterator[Samples]:
    """Fill with silence, a second at a time, what lies between chunks."""
    import numpy as np

    end = 0
    for at, chunk in chunks:
        for hole in range(end, at, SAMPLE_RATE):
            yield np.zeros(min(SAMPLE_RATE, at - hole), dtype=np.float32)
        yield chunk
        end = at + len(chunk)


def cut_audio(
    path: Path,
    span: Span,
    *,
    to: str = "mp3",
    bleeped: Sequence[Span] = (),
    silent: Sequence[Span] = (),
) -> bytes:
    """Return the sound of a stretch, mono, as a file.

    Args:
        path: the recording.
        span: the stretch, in milliseconds.
        to: the format, of ``ENCODINGS``.
        bleeped: stretches of the recording in whose place there is a tone.
        silent: stretches of the recording in whose place there is silence.

    Raises:
        BadInput: no such format, the recording cannot be read or has nothing there.
    """
    if to not in ENCODINGS:
        known = ", ".join(sorted(ENCODINGS))
        raise BadInput(f"no sound format '{to}'", where=str(path), remedy=f"use one of {known}")
    with opened(path) as container:
        stream = sound_stream(container, path)
        rate = stream.codec_context.sample_rate
        first, last = span.start * rate // 1000, span.end * rate // 1000
        clip = _between(container, stream, first, last, rate)
    if clip is None:
        raise BadInput(
            f"there is no sound between {span.start} and {span.end} ms",
            where=str(path),
            remedy="the clip lies outside the recording: run the pipeline again",
        )
    strike(clip, first, rate, bleeped=bleeped, silent=silent)
    return _encoded(clip, rate, to)


def stretch(path: Path, first: int, last: int, *, rate: int) -> Samples:
    """Return samples ``[first, last)`` of a recording, mono, counted at a rate.

    What lies beyond its end is silence.

    Raises:
        BadInput: it cannot be read, or has no sound.
    """
    import numpy as np

    with opened(path) as container:
        found = _between(container, sound_stream(container, path), first, last, rate)
    sound = np.zeros(last - first, dtype=np.float32)
    if found is not None:
        sound[: len(found)] = np.nan_to_num(found)
    return sound


def video_stream(container: av.container.InputContainer) -> av.VideoStream | None:
    """Return the track of moving pictures that players choose, None where there is none."""
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


def _stated(container: av.container.InputContainer) -> float:
    return max(0.0, (container.duration or 0) / 1_000_000)


def _is_exact(container: av.container.InputContainer) -> bool:
    guesses = WITHOUT_INDEX & set(container.format.name.split(","))
    return bool(container.duration) and not guesses


def _duration(container: av.container.InputContainer, sound: av.AudioStream) -> Fraction:
    """Return the duration in seconds, counted over packets where it is not stated."""
    if _is_exact(container):
        return Fraction(container.duration or 0, 1_000_000)
    end = Fraction(0)
    for packet in container.demux(sound):
        if packet.pts is not None and packet.time_base is not None:
            end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    return end - zero(container)


def _between(
    container: av.container.InputContainer,
    stream: av.AudioStream,
    first: int,
    last: int,
    rate: int,
) -> Samples | None:
    """Return samples ``[first, last)`` counted at a rate, None where there are none."""
    import numpy as np

    begin = first / rate - PREROLL_SECONDS
    for seeking in (True, False) if begin > 0 else (False,):
        container.seek(
            int((max(0.0, begin if seeking else 0) + float(zero(container))) * 1_000_000)
        )
        clip = np.zeros(max(0, last - first), dtype=np.float32)
        reached, earliest = 0, None
        for at, chunk in decoded(container, stream, rate):
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
    resampler = av.AudioResampler(format=sample_format, layout="mono", rate=out_rate)
    frame = av.AudioFrame.from_ndarray(clip[None, :], format="flt", layout="mono")
    frame.sample_rate = rate
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container_format) as out:
        stream = cast("av.AudioStream", out.add_stream(codec, rate=out_rate, layout="mono"))
        if bit_rate:
            stream.codec_context.bit_rate = bit_rate
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return buffer.getvalue()
