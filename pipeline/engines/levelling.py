"""Sounds brought to one loudness, after EBU R 128 and ITU-R BS.1770, by FFmpeg's filters.

In two passes: each sound is measured (ebur128), then amplified evenly by what is missing
(loudnorm); only where a peak would be too high is it held down.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

RATE = 48_000  # samples a second, what films have
LOUDNESS = -23.0  # LUFS, the programme level of EBU R 128
PEAK = -1.0  # dBTP, its highest true peak
_RANGE = 50  # LU, as much as the filter takes: the range within a clip is left as it is
_SILENCE = -69.0  # LUFS; what is below the gate of BS.1770 is nothing to be raised
_GATE = 10  # LU that the relative gate of BS.1770 lies below


def levelled(sound: Samples, *, measure: Samples | None = None) -> Samples:
    """Return a mono sound at the loudness that it is to have when played from both sides.

    Silence, and what is shorter than 0.4 s, stays as it is.

    Args:
        sound: shape (n_samples,), at ``RATE``.
        measure: what of it is measured; all of it where it is not given.
    """
    import numpy as np

    measured, peak = _measured(sound if measure is None else measure)
    if measured <= _SILENCE:
        return sound
    # loudnorm takes a range of 0 for one that was not measured; what it is does not matter.
    settings = {
        "I": LOUDNESS, "TP": PEAK, "LRA": _RANGE, "linear": "true", "measured_I": measured,
        "measured_TP": 20 * float(np.log10(peak)), "measured_LRA": 1,
        "measured_thresh": measured - _GATE,
    }  # fmt: skip
    told = ":".join(f"{name}={value}" for name, value in settings.items())
    # It works at 192 kHz where it holds peaks down.
    out, _ = _through(sound, [("loudnorm", told), ("aresample", str(RATE))])
    level = np.zeros_like(sound)
    level[: len(out)] = out[: len(sound)]
    return level


def loudness(sound: Samples) -> float:
    """Return the integrated loudness of a mono sound played from both sides, in LUFS.

    About -70 for silence, and for what is shorter than 0.4 s, where it is not defined.
    """
    return _measured(sound)[0]


def _measured(sound: Samples) -> tuple[float, float]:
    """Return integrated loudness in LUFS, and the highest true peak, 1 being full scale."""
    import numpy as np

    if not len(sound):
        return _SILENCE, 0.0
    _, told = _through(sound, [("ebur128", "metadata=1:peak=true")])
    peak = max(float(np.abs(sound).max()), float(told.get("lavfi.r128.true_peak", 0)))
    return float(told.get("lavfi.r128.I", _SILENCE)), peak


def _through(
    sound: Samples, filters: Sequence[tuple[str, str]]
) -> tuple[npt.NDArray[np.float64], dict[str, str]]:
    """Send a sound through filters; return the left channel, and what they noted at last."""
    import av
    import numpy as np

    graph = av.filter.Graph()
    time_base = Fraction(1, RATE)
    source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="stereo", time_base=time_base)
    sink = graph.add("abuffersink")
    chain = [source, *(graph.add(name, settings) for name, settings in filters), sink]
    for one, following in pairwise(chain):
        one.link_to(following)
    graph.configure()
    parts: list[npt.NDArray[np.float64]] = []
    noted: dict[str, str] = {}

    def pull() -> None:
        while True:
            try:
                frame = cast("av.AudioFrame", sink.pull())
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            parts.append(frame.to_ndarray()[0][::2])
            noted.update(frame.metadata)

    for first in range(0, len(sound), RATE):
        piece = np.repeat(sound[first : first + RATE], 2)[None, :]
        frame = av.AudioFrame.from_ndarray(piece, format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, time_base
        source.push(frame)
        pull()
    source.push(None)
    pull()
    return (np.concatenate(parts) if parts else np.zeros(0)), noted
