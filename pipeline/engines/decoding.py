"""Sound out of any file that FFmpeg's libraries read, sample by sample, as PyAV carries them.

Positions count from the file's own zero (the container's start time), which is what
players and editing programs show: a sound track that sets in late leaves a hole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import BadInput

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

GAP_SECONDS = 0.1  # a jump in the time stamps as long as this is a hole in the sound


@contextmanager
def opened(path: Path) -> Iterator[av.container.InputContainer]:
    """Open a file and turn every complaint of FFmpeg into one line."""
    import av

    if path.is_file() and path.stat().st_size == 0:
        raise BadInput("the file is empty", where=str(path), remedy="copy it again")
    try:
        # An absolute path cannot be taken for a URL; tags in odd encodings are no fault.
        container = av.open(str(path.absolute()), metadata_errors="replace")
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


def silent(path: Path) -> BadInput:
    """Return the error for a file without sound."""
    return BadInput(
        "there is no sound in it", where=str(path), remedy="give a recording with a sound track"
    )


def sound_stream(container: av.container.InputContainer, path: Path) -> av.AudioStream:
    """Return the sound track that players choose."""
    if not container.streams.audio:
        raise silent(path)
    stream = container.streams.audio[0]
    if stream.codec_context is None:
        raise _unreadable(path, ValueError("no decoder"))
    return stream


def zero(container: av.container.InputContainer) -> Fraction:
    """Return the time stamp, in seconds, at which the file begins."""
    return Fraction(container.start_time or 0, 1_000_000)


def decoded(
    container: av.container.InputContainer,
    stream: av.AudioStream,
    rate: int,
    *,
    layout: Literal["mono", "stereo"] = "mono",
) -> Iterator[tuple[int, Samples]]:
    """Yield float32 chunks with the index of their first sample, in order.

    Mono has the shape (n_samples,); stereo interleaves its channels, (2 * n_samples,).
    """
    channels = 1 if layout == "mono" else 2
    resampler, at, setting = None, 0, None
    for frame in _frames(container, stream):
        time = _time(frame, container)
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        hole = time is not None and time - Fraction(at, rate) > GAP_SECONDS
        if resampler is None or found != setting or hole:
            for chunk in _drained(resampler):
                yield at, chunk
                at += len(chunk) // channels
            if time is not None and (resampler is None or hole):
                at = round(time * rate)
            resampler, setting = _resampler(rate, layout), found
        frame.pts = None  # positions are counted here; the resampler must not correct them
        for piece in resampler.resample(frame):
            chunk = piece.to_ndarray()[0]
            if at < 0:  # priming samples of the encoder lie before zero
                before = min(-at, len(chunk) // channels)
                chunk, at = chunk[before * channels :], at + before
            if len(chunk):
                yield at, chunk
                at += len(chunk) // channels
    for chunk in _drained(resampler):
        yield at, chunk
        at += len(chunk) // channels


def _frames(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[av.AudioFrame]:
    """Decode what can be decoded: one broken packet does not cost the rest."""
    import av

    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _time(frame: av.AudioFrame, container: av.container.InputContainer) -> Fraction | None:
    if frame.pts is None or frame.time_base is None:
        return None
    return frame.pts * frame.time_base - zero(container)


def _resampler(rate: int, layout: str) -> av.AudioResampler:
    import av

    return av.AudioResampler(format="flt", layout=layout, rate=rate)


def _drained(resampler: av.AudioResampler | None) -> Iterator[Samples]:
    if resampler is not None:
        for piece in resampler.resample(None):
            yield piece.to_ndarray()[0]
