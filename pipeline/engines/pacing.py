"""Whether a film has one frame rate: phones and screen recorders change it as they go."""

from __future__ import annotations

from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import av

LOOKED_AT = 1_500  # frames of a file that has no index: the first minute
_SLACK_SECONDS = 0.0015  # to which some containers round the times of frames
_SLACK = 0.1  # of a frame
_STRAYS = 0.01  # of all frames: a few that were dropped are no changing rate


def varies(container: av.container.InputContainer, stream: av.VideoStream) -> bool:
    """Tell whether frames follow each other at changing distances.

    Of MP4 and QuickTime by their index, without reading the film; of others by the first
    ``LOOKED_AT`` frames.
    """
    times = [entry.timestamp for entry in stream.index_entries]
    if len(times) < 3:
        container.seek(0)
        packets = (packet.dts for packet in container.demux(stream))
        times = list(islice((dts for dts in packets if dts is not None), LOOKED_AT))
    if stream.time_base is None:
        return False
    steps = [float((b - a) * stream.time_base) for a, b in pairwise(sorted(times))]
    if len(steps) < 2:
        return False
    usual = median(steps)
    slack = max(_SLACK_SECONDS, _SLACK * usual)
    return sum(abs(step - usual) > slack for step in steps) > _STRAYS * len(steps)
