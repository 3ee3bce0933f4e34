"""Transcripts held against references: words (jiwer) and voices (pyannote.metrics)."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.analysis.scoring import plain
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pyannote.core import Annotation

Voice = tuple[str, Span]
"""A label, and a stretch in milliseconds in which that voice speaks."""

COLLARS_S = (0.25, 0.0)
"""Seconds on each side of a reference's boundaries that are not judged."""


@dataclass(frozen=True)
class WordScore:
    """Counts of words and characters after ``scoring.plain``; they add up over files."""

    words: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    characters: int = 0
    character_errors: int = 0

    @property
    def wer(self) -> float | None:
        """Word error rate; undefined without reference words."""
        wrong = self.substitutions + self.deletions + self.insertions
        return wrong / self.words if self.words else None

    @property
    def cer(self) -> float | None:
        """Character error rate, spaces counted; undefined without reference words."""
        return self.character_errors / self.characters if self.characters else None

    @property
    def covered(self) -> float | None:
        """Share of the reference's words with a word, right or wrong, in their place."""
        return 1 - self.deletions / self.words if self.words else None


@dataclass(frozen=True)
class VoiceScore:
    """Seconds; they add up over files. Speech of two at once counts twice."""

    total: float = 0.0
    missed: float = 0.0
    false_alarm: float = 0.0
    confusion: float = 0.0

    @property
    def der(self) -> float | None:
        """Diarization error rate; undefined without reference speech."""
        wrong = self.missed + self.false_alarm + self.confusion
        return wrong / self.total if self.total else None


@dataclass(frozen=True)
class Coverage:
    """Seconds in which somebody speaks by the reference, and what of them the hypothesis has."""

    speech: float = 0.0
    covered: float = 0.0

    @property
    def share(self) -> float | None:
        """Share of the reference's speech; undefined without any."""
        return self.covered / self.speech if self.speech else None


Score = TypeVar("Score", WordScore, VoiceScore, Coverage)


def added(scores: Iterable[Score], kind: type[Score]) -> Score:
    """Add scores up, field by field."""
    some = list(scores)
    sums = {f.name: sum(getattr(score, f.name) for score in some) for f in fields(kind)}
    return kind(**sums)


def word_score(reference: str, hypothesis: str) -> WordScore:
    """Count the errors of words and of characters, both texts made plain first."""
    import jiwer

    one, other = plain(reference), plain(hypothesis)
    if not one:
        return WordScore(insertions=len(other.split()))
    words = jiwer.process_words(one, other)
    signs = jiwer.process_characters(one, other)
    return WordScore(
        words=words.hits + words.substitutions + words.deletions,
        substitutions=words.substitutions,
        deletions=words.deletions,
        insertions=words.insertions,
        characters=signs.hits + signs.substitutions + signs.deletions,
        character_errors=signs.substitutions + signs.deletions + signs.insertions,
    )


def voice_score(
    reference: Sequence[Voice], hypothesis: Sequence[Voice], *, collar_s: float
) -> VoiceScore:
    """Return the parts of the diarization error, labels matched as well as they can be.

    ``collar_s`` is on each side of a boundary, as in NIST's md-eval; pyannote.metrics takes
    the width of both sides. Overlapping speech is judged.
    """
    from pyannote.metrics.diarization import DiarizationErrorRate

    metric = DiarizationErrorRate(collar=2 * collar_s, skip_overlap=False)
    parts = _compute(metric, reference, hypothesis)
    return VoiceScore(
        total=parts["total"],
        missed=parts["missed detection"],
        false_alarm=parts["false alarm"],
        confusion=parts["confusion"],
    )


def coverage(reference: Sequence[Voice], hypothesis: Sequence[Voice]) -> Coverage:
    """Return how much of the time in which anybody speaks the hypothesis has speech, too."""
    from pyannote.metrics.detection import DetectionRecall

    parts = _compute(DetectionRecall(collar=0.0), reference, hypothesis)
    return Coverage(speech=parts["relevant"], covered=parts["relevant retrieved"])


def _compute(
    metric: Any, reference: Sequence[Voice], hypothesis: Sequence[Voice]
) -> dict[str, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it takes both extents together as what is judged
        parts: dict[str, float] = metric(
            _annotation(reference), _annotation(hypothesis), detailed=True
        )
    return parts


def _annotation(voices: Sequence[Voice]) -> Annotation:
    from pyannote.core import Annotation, Segment

    made = Annotation()
    for track, (label, span) in enumerate(voices):
        if span:
            made[Segment(span.start / 1000, span.end / 1000), track] = label
    return made


def without_pauses(voices: Iterable[Voice], *, longest_ms: int) -> list[Voice]:
    """Join stretches of one voice across short pauses, in the order of their beginnings."""
    joined: list[Voice] = []
    last: dict[str, int] = {}
    for label, span in sorted(voices, key=lambda voice: (voice[1].start, voice[1].end)):
        at = last.get(label)
        if at is not None and span.start - joined[at][1].end <= longest_ms:
            joined[at] = (label, joined[at][1] | span)
        else:
            last[label] = len(joined)
            joined.append((label, span))
    return joined
