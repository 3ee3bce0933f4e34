"""What nobody is to hear: a tone, or silence, in the place of the sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

TONE_HZ = 1000
LEVEL = 0.1  # of full scale, -20 dB: heard, and no louder than speech
FADE_MS = 20


def strike(
    sound: Samples,
    at: int,
    rate: int,
    *,
    bleeped: Sequence[Span],
    silent: Sequence[Span],
    level: float = LEVEL,
) -> None:
    """Put a tone or silence in the place of some stretches, within the sound given.

    The sound is gone within the whole of a stretch; the tone and the sound around it fade
    over 20 ms, the one inside the stretch and the other outside.

    Args:
        sound: shape (n_samples,), changed in place.
        at: the recording's sample at which it begins; samples are counted at ``rate``.
        rate: samples a second.
        bleeped: stretches of the recording, in milliseconds, in order.
        silent: the same; where both hold, there is silence.
        level: of the tone, 1 being full scale.
    """
    for spans, strength in ((bleeped, level), (silent, 0.0)):
        for span in spans:
            first, last = span.start * rate // 1000, -(-span.end * rate // 1000)
            fade = FADE_MS * rate // 1000
            if first - fade < at + len(sound) and last + fade > at:
                _one(sound, at, rate, Span(first, last), fade, strength)


def _one(sound: Samples, at: int, rate: int, place: Span, fade: int, level: float) -> None:
    """Strike one stretch, in samples of the recording, so that pieces of a sound join."""
    import numpy as np

    low, high = max(at, place.start - fade), min(at + len(sound), place.end + fade)
    n = np.arange(low, high)
    outside = np.maximum(place.start - n, n - (place.end - 1))  # samples to the stretch
    sound[low - at : high - at] *= np.clip(outside / fade, 0, 1).astype(np.float32)
    if level:
        inside = np.minimum(n - place.start, place.end - 1 - n) / fade
        tone = level * np.sin(2 * np.pi * TONE_HZ * (n % rate) / rate) * np.clip(inside, 0, 1)
        sound[low - at : high - at] += tone.astype(np.float32)
