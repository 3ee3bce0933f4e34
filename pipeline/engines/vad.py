"""Where somebody speaks: Silero VAD, whose weights faster-whisper carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import MissingExtra
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

PER_MS = SAMPLE_RATE // 1000  # samples
LEVEL_DB = -23.0  # of full scale: speech of usual loudness stays as it is
MOST_GAIN_DB = 36.0
LEVEL_FRAME_MS = 100
LEVEL_REACH = 10  # frames on both sides: what is loud within a second counts as loud
BLOCK_MS = 20 * 60_000  # listened to at a time: the detector keeps several copies of the sound


def speech(
    sound: Sound,
    *,
    shortest_pause_ms: int,
    pad_ms: int,
    longest_ms: int | None = None,
    threshold: float = 0.5,
) -> tuple[Span, ...]:
    """Return the stretches of speech in milliseconds, in order, apart by real pauses.

    Each stretch is widened by ``pad_ms`` on both sides, or to the middle of the pause;
    one that would be longer than ``longest_ms`` is cut at its last short pause.
    """
    if len(sound) < PER_MS:
        return ()
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError:
        raise MissingExtra(
            "the package faster-whisper, which carries the voice detector, is not installed",
            remedy="pip install faster-whisper",
        ) from None
    options = VadOptions(
        threshold=threshold,
        min_silence_duration_ms=shortest_pause_ms,
        speech_pad_ms=pad_ms,
        max_speech_duration_s=float("inf") if longest_ms is None else longest_ms / 1000,
    )
    end = len(sound) // PER_MS
    found: list[Span] = []
    for start in range(0, end, BLOCK_MS):
        block = sound[start * PER_MS : (start + BLOCK_MS) * PER_MS]
        for s in get_speech_timestamps(block, options):
            first, last = int(s["start"]) // PER_MS, -(-int(s["end"]) // PER_MS)
            span = Span(min(end, start + first), min(end, start + last))
            if span:
                found.append(span)
    return tuple(found)


def levelled(sound: Sound) -> Sound:
    """Return the sound with what is quiet for seconds made louder.

    After a loud voice the detector takes one that is 40 dB quieter, far from the microphone,
    for silence. Noise that is made louder stays noise to it.
    """
    import numpy as np

    if not len(sound):
        return sound
    frame = LEVEL_FRAME_MS * PER_MS
    frames = -(-len(sound) // frame)
    padded = np.zeros(frames * frame, np.float32)
    padded[: len(sound)] = sound
    power = np.square(padded.reshape(frames, frame)).mean(axis=1, dtype=np.float64)
    decibels = np.pad(10 * np.log10(power + 1e-12), LEVEL_REACH, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(decibels, 2 * LEVEL_REACH + 1).max(axis=1)
    gain = 10 ** (np.clip(LEVEL_DB - around, 0, MOST_GAIN_DB) / 20)
    middles = (np.arange(frames) + 0.5) * frame
    smooth = np.interp(np.arange(len(sound), dtype=np.float32), middles, gain)
    louder: Sound = np.clip(sound * smooth.astype(np.float32), -1.0, 1.0)
    return louder


def version() -> str:
    """Return what a fingerprint must say of the detector."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"silero@faster-whisper-{installed('faster-whisper')}"
    except PackageNotFoundError:
        return "silero@none"
