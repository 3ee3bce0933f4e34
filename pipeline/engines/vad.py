"""Where somebody speaks: Silero VAD, whose weights faster-whisper carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import MissingExtra
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

PER_MS = SAMPLE_RATE // 1000  # samples
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


def version() -> str:
    """Return what a fingerprint must say of the detector."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"silero@faster-whisper-{installed('faster-whisper')}"
    except PackageNotFoundError:
        return "silero@none"
