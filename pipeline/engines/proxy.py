"""A small copy of a whole recording's sound to listen to, made a piece at a time."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.decoding import decoded, opened, sound_stream
from pipeline.engines.decoding import silent as without_sound
from pipeline.engines.striking import strike
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

BIT_RATE = 32_000  # constant: a player finds a time by counting bytes; an hour takes 14 MB
_PIECE = SAMPLE_RATE  # samples handed to the encoder at once, one second


def small_sound(
    path: Path,
    *,
    keep: Sequence[Span] | None = None,
    bleeped: Sequence[Span] = (),
    silent: Sequence[Span] = (),
) -> bytes:
    """Return a recording's sound as mono MP3 of 16 kHz; its times are the recording's.

    Args:
        path: the recording.
        keep: the stretches, in milliseconds and in order, that may be heard; the rest is
            silence. None keeps all.
        bleeped: stretches, in order, in whose place there is a tone.
        silent: stretches, in order, in whose place there is silence.

    Raises:
        BadInput: the file cannot be decoded, or has no sound.
    """
    import av

    buffer = io.BytesIO()
    with opened(path) as container, av.open(buffer, "w", format="mp3") as out:
        sound = sound_stream(container, path)
        stream = out.add_stream("mp3", rate=SAMPLE_RATE, layout="mono")
        stream.codec_context.bit_rate = BIT_RATE
        stream.codec_context.options = {"compression_level": "9"}  # LAME's quickest: it is speech
        converter = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE)
        heard = 0
        for at, chunk in _whole(decoded(container, sound, SAMPLE_RATE)):
            heard += len(chunk)
            if keep is not None:
                chunk = _only(chunk, at, keep)
            strike(chunk, at, SAMPLE_RATE, bleeped=bleeped, silent=silent)
            frame = av.AudioFrame.from_ndarray(chunk[None, :], format="flt", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, at
            for piece in converter.resample(frame):
                out.mux(stream.encode(piece))
        if not heard:
            raise without_sound(path)
        out.mux(stream.encode(None))
    return buffer.getvalue()


def _whole(chunks: Iterator[tuple[int, Samples]]) -> Iterator[tuple[int, Samples]]:
    """Fill the holes between chunks with silence, a second at a time."""
    import numpy as np

    reached = 0
    for at, chunk in chunks:
        while reached < at:
            hole = min(at - reached, _PIECE)
            yield reached, np.zeros(hole, dtype=np.float32)
            reached += hole
        fresh = np.nan_to_num(chunk[reached - at :])
        if len(fresh):
            yield reached, fresh.clip(-1.0, 1.0)
            reached += len(fresh)


def _only(chunk: Samples, at: int, keep: Sequence[Span]) -> Samples:
    """Return a chunk that begins at sample ``at``, silent outside the kept stretches."""
    import numpy as np

    result = np.zeros_like(chunk)
    for span in keep[bisect_right(keep, at * 1000 // SAMPLE_RATE, key=lambda span: span.end) :]:
        if span.start * SAMPLE_RATE // 1000 >= at + len(chunk):
            break
        first = max(0, span.start * SAMPLE_RATE // 1000 - at)
        last = min(len(chunk), span.end * SAMPLE_RATE // 1000 - at)
        if first < last:
            result[first:last] = chunk[first:last]
    return result
