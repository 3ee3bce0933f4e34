"""Pictures of any recording, conformed to one rate and size."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.decoding import opened, zero
from pipeline.engines.media import video_stream
from pipeline.errors import BadInput

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Picture = npt.NDArray[np.uint8]

_SLACK = Fraction(1, 1000)  # seconds by which containers round the times of frames


def pictures(
    path: Path, start: Fraction, *, rate: Fraction, count: int, size: tuple[int, int]
) -> Iterator[Picture]:
    """Yield pictures of a recording, each that which stands at its time.

    Where the recording has no more, the last one stays. The picture keeps its proportions, on
    black; what was filmed upright stands upright.

    Args:
        path: the recording.
        start: seconds from its beginning.
        rate: pictures a second.
        count: how many.
        size: width and height in pixels.

    Raises:
        BadInput: it cannot be decoded, or has no picture there.
    """
    shown: Picture | None = None
    given = 0
    for time, frame, shape in _from(path, start):
        # Until this frame comes, the one before stands.
        while shown is not None and given < count and start + given / rate + _SLACK < time:
            yield shown
            given += 1
        if given == count:
            return
        shown = _fitted(frame, shape, size)
    if shown is None:
        raise BadInput(
            "there is no picture at the clip", where=str(path), remedy="run the pipeline again"
        )
    for _ in range(given, count):
        yield shown


def _from(path: Path, start: Fraction) -> Iterator[tuple[Fraction, av.VideoFrame, Fraction]]:
    """Yield frames with their times and the shape of their pixels, from ``start`` on.

    The first is that which stands there. Where a jump leads behind it, all is decoded.
    """
    for jump in (start > 0, False):
        with opened(path) as container:
            stream = video_stream(container)
            if stream is None:
                return
            shape = Fraction(stream.sample_aspect_ratio or 1)
            stream.thread_type = "AUTO"
            if jump:
                container.seek(int((start + zero(container)) * 1_000_000))
            waiting: tuple[Fraction, av.VideoFrame] | None = None
            begun = False
            for time, frame in _decoded(container, stream):
                if not begun and time <= start + _SLACK:
                    waiting = time, frame
                    continue
                if waiting is None and jump and not begun:
                    break  # the jump went too far
                if waiting is not None and not begun:
                    yield *waiting, shape
                begun = True
                yield time, frame, shape
            else:
                if waiting is not None and not begun:
                    yield *waiting, shape
                return


def _decoded(
    container: av.container.InputContainer, stream: av.VideoStream
) -> Iterator[tuple[Fraction, av.VideoFrame]]:
    import av

    begins = zero(container)
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue  # one broken packet does not cost the rest
        for frame in frames:
            if frame.pts is not None and frame.time_base is not None:
                yield frame.pts * frame.time_base - begins, frame


def shown_size(path: Path) -> tuple[int, int]:
    """Return width and height at which a recording is shown, even numbers of pixels.

    Raises:
        BadInput: it cannot be decoded, or has no picture.
    """
    for _, frame, shape in _from(path, Fraction(0)):
        wide, tall, _ = _upright(frame, shape)
        width, height = (max(2, int(side) // 2 * 2) for side in (wide, tall))
        return width, height
    raise BadInput("has no picture", where=str(path), remedy="give a film")


def _upright(frame: av.VideoFrame, shape: Fraction) -> tuple[Fraction, Fraction, int]:
    """Return a frame's width and height as it is shown, and how often it is turned for that."""
    turns = round(frame.rotation / 90) % 4
    wide, tall = frame.width * shape, Fraction(frame.height)
    return (tall, wide, turns) if turns % 2 else (wide, tall, turns)


def _fitted(frame: av.VideoFrame, shape: Fraction, size: tuple[int, int]) -> Picture:
    import numpy as np

    width, height = size
    wide, tall, turns = _upright(frame, shape)
    scale = min(width / wide, height / tall)
    w, h = (
        min(most, max(2, int(side * scale) // 2 * 2))
        for side, most in ((wide, width), (tall, height))
    )
    to = (h, w) if turns % 2 else (w, h)
    image = frame.reformat(
        width=to[0], height=to[1], format="rgb24", interpolation="AREA"
    ).to_ndarray()  # fmt: skip
    image = np.rot90(image, turns)
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    x, y = (width - w) // 2, (height - h) // 2
    picture[y : y + h, x : x + w] = image
    return picture
