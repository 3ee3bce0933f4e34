"""Who speaks when, overlaps included: pyannote's segmentation, Resemblyzer's voices.

The segmentation tells from when to when somebody speaks and where two do, to 17 ms; who
they are is told by the voices of short windows, as in `diarize`, which needs less speech
than grouping what the segmentation calls one voice within its ten seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.engines import segmentation, vad
from pipeline.engines.diarize import PAD_MS, SHORTEST_PAUSE_MS, THRESHOLD, Resemblyzer, named
from pipeline.engines.machine import Machine
from pipeline.engines.segmentation import Segmenter, stretches
from pipeline.errors import BadInput
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

REVISION = 1  # raise it when the same sound would give other segments

ONE, TWO = 0.5, 1.5  # voices, by the mean of what the chunks say
JOIN_MS = 100
SHORTEST_MS, SHORTEST_OVERLAP_MS = 100, 150
NEAR_MS = 5000  # who speaks into another's turn has mostly the turn before or after


class Pyannote:
    """Diarization with pyannote's segmentation 3.0 and Resemblyzer's speaker encoder."""

    def __init__(self, model: str, machine: Machine) -> None:
        if model:
            raise BadInput(f"the diarizer 'pyannote' takes no model, not '{model}'")
        self.machine = machine
        self._segmenter = Segmenter(machine.device)
        self._voices = Resemblyzer("", machine)

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        own = segmentation.SHA256[:16]
        return f"pyannote/{REVISION}:{own}:{self._voices.fingerprint}"

    def diarize(self, sound: Sound, *, n_speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Return segments in order; labels by first appearance. No count: it is a guess.

        Raises:
            MissingModel: the package that carries the weights is not installed.
        """
        import torch

        # Each chunk is brought to even loudness, so that in silence a whisper next door counts
        # as speech: a stretch in which the voice detector hears none is left out.
        heard = vad.speech(
            sound, shortest_pause_ms=SHORTEST_PAUSE_MS, pad_ms=PAD_MS, threshold=THRESHOLD
        )
        if not heard:
            return ()
        torch.set_num_threads(self.machine.threads)
        counts = self._segmenter.counts(sound)
        end = len(sound) // vad.PER_MS
        found = stretches(counts, ONE, join_ms=JOIN_MS, shortest_ms=SHORTEST_MS)
        speech = _heard([span & Span(0, end) for span in found], heard)
        alone = self._voices.separate(sound, speech, n_speakers=n_speakers)
        double = stretches(counts, TWO, join_ms=JOIN_MS, shortest_ms=SHORTEST_OVERLAP_MS)
        return with_overlaps(alone, double)


def _heard(spans: Sequence[Span], heard: Sequence[Span]) -> list[Span]:
    """Return the spans that share something with what was heard; both are in order."""
    kept, i = [], 0
    for span in spans:
        while i < len(heard) and heard[i].end <= span.start:
            i += 1
        if i < len(heard) and span & heard[i]:
            kept.append(span)
    return kept


def with_overlaps(
    segments: Sequence[SpeakerSegment], double: Sequence[Span]
) -> tuple[SpeakerSegment, ...]:
    """Give each stretch in which two speak to the nearest other voice too."""
    added = []
    for span in double:
        near = [s for s in segments if s.span.gap(span) < NEAR_MS]
        main = max(near, key=lambda s: ((s.span & span).length, -s.start), default=None)
        others = [s for s in near if main and s.label != main.label]
        if main and others and main.span & span:
            other = min(others, key=lambda s: (s.span.gap(span), s.start))
            shared = main.span & span
            added.append(SpeakerSegment(other.label, shared.start, shared.end))
    return named([*segments, *added])
