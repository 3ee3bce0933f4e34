"""A copy of a film with one frame rate, for editing programs: ProRes Proxy and plain sound.

Its times are the recording's: what was cut by one fits the other. FFmpeg's own encoder (LGPL)
makes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.engines.conforming import pictures, shown_size
from pipeline.engines.decoding import decoded, opened, sound_stream
from pipeline.engines.media import STANDARD_RATES, probe
from pipeline.errors import BadInput
from pipeline.model.interview import Media

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

Layout = Literal["mono", "stereo"]

RATE = 48_000
SUFFIX = ".mov"
PROXY = "0"  # the smallest of the ProRes kinds, of the encoder that is quick


def constant_copy(path: Path, to: Path, *, threads: int, advance: Callable[[float], None]) -> None:
    """Write the copy; it is there whole, or not at all.

    Its rate is the standard one that is nearest to the recording's own on average.

    Args:
        path: the recording.
        to: the file, a QuickTime film.
        threads: of the encoder.
        advance: told how much is done, from 0 to 1.

    Raises:
        BadInput: the recording has no picture or cannot be decoded; the file cannot be written.
    """
    media = probe(path)
    if media.rate is None:
        raise BadInput("has no picture", where=path.name, remedy="cut with the recording itself")
    average = media.rate
    rate = min(STANDARD_RATES, key=lambda known: (abs(known - average), known))
    count = max(1, -(-media.duration_ms * rate // 1000))
    part = to.parent / f".{to.name}.{os.getpid()}.part"
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(path, part, media, rate, int(count), threads, advance)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(to), remedy="check the folder"
        ) from None


def _write(
    path: Path,
    to: Path,
    media: Media,
    rate: Fraction,
    count: int,
    threads: int,
    advance: Callable[[float], None],
) -> None:
    import av

    size = shown_size(path)
    layout: Layout = "mono" if media.channels == 1 else "stereo"
    with av.open(str(to.absolute()), "w", format="mov") as out:
        video = out.add_stream("prores", rate, {"profile": PROXY})
        video.width, video.height = size
        video.pix_fmt, video.time_base = "yuv422p10le", 1 / rate
        video.codec_context.thread_count = threads
        if media.start_timecode:
            video.metadata["timecode"] = media.start_timecode
        audio = out.add_stream("pcm_s16le", rate=RATE, layout=layout)
        sounds = _a_second_each(path, layout)
        laid = 0
        second = max(1, round(rate))
        for n, picture in enumerate(pictures(path, Fraction(0), rate=rate, count=count, size=size)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv422p10le", dst_colorspace="ITU709")
            frame.pts, frame.time_base = n, 1 / rate
            out.mux(video.encode(frame))
            if (n + 1) % second == 0:
                laid = _lay(out, audio, next(sounds, None), laid)
                advance((n + 1) / count)
        for rest in sounds:
            laid = _lay(out, audio, rest, laid)
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
        advance(1.0)


def _lay(
    out: av.container.OutputContainer, audio: av.AudioStream, sound: Samples | None, at: int
) -> int:
    """Add interleaved samples; return where the next ones begin."""
    import av

    if sound is None or not len(sound):
        return at
    layout = audio.layout.name
    frame = av.AudioFrame.from_ndarray(sound[None, :], format="flt", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
    for piece in (*resampler.resample(frame), *resampler.resample(None)):
        piece.pts, piece.time_base = at, Fraction(1, RATE)
        out.mux(audio.encode(piece))
        at += piece.samples
    return at


def _a_second_each(path: Path, layout: Layout) -> Iterator[Samples]:
    """Yield the sound, its channels interleaved, a second at a time, holes filled."""
    import numpy as np

    channels = 1 if layout == "mono" else 2
    held, end = np.zeros(0, dtype=np.float32), 0
    with opened(path) as container:
        for at, chunk in decoded(container, sound_stream(container, path), RATE, layout=layout):
            hole = np.zeros(channels * max(0, at - end), dtype=np.float32)
            held = np.concatenate([held, hole, np.nan_to_num(chunk)])
            end = at + len(chunk) // channels
            while len(held) >= channels * RATE:
                yield held[: channels * RATE]
                held = held[channels * RATE :]
    yield held
