"""Two channels with a microphone a person: the louder one tells who speaks, better than a model.

Whether they are that is seen from the sound: in each stretch of speech one channel is louder
by a constant that depends on who speaks, so that the differences fall apart in two heaps. The
same sound twice has one heap at zero, a room in stereo one broad heap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines import vad
from pipeline.engines.diarize import PAD_MS, SHORTEST_PAUSE_MS, THRESHOLD, named, smoothed
from pipeline.engines.media import load_sound, probe, read_levels
from pipeline.model.engines import Diarizer
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Levels = npt.NDArray[np.float64]

STEP_MS = 100
OWN_DB = 6.0  # twice as near: what a person's own microphone hears more of them
LEAST_SHARE = 0.03  # of speech on each side: less is a knock against a microphone
MOST_BETWEEN = 0.15  # of speech in the middle third: a single heap, cut in two, has 0.21
AUDIBLE_DB = 20.0  # below the loudest a step is a pause, whose difference says nothing
LOUD = 90  # percentile of the levels: the loudest is often a knock
SHORTEST_TURN_MS = 200  # "sì" is a turn where nothing is guessed
SHORTEST_OVERLAP_MS = 200
FLOOR = 1e-12  # mean square of silence


@dataclass(frozen=True)
class Sides:
    """The usual difference, left less right in dB, while the one or the other speaks."""

    right: float
    left: float

    @property
    def cut(self) -> float:
        """The difference at which both are equally likely."""
        return (self.left + self.right) / 2


def who_speaks(
    engine: Diarizer, path: Path, *, n_speakers: int | None
) -> tuple[SpeakerSegment, ...]:
    """Return who speaks when in a recording, in order; labels by first appearance.

    A voice a channel is told by the channels, whatever the engine.

    Args:
        engine: asked about any other recording.
        path: the recording.
        n_speakers: None: it is a guess.

    Raises:
        BadInput: the file cannot be read, or has no sound.
    """
    sound = load_sound(path)
    if probe(path).channels == 2 and n_speakers in (None, 2):
        levels = read_levels(path, step_ms=STEP_MS)
        speech = vad.speech(
            sound, shortest_pause_ms=SHORTEST_PAUSE_MS, pad_ms=PAD_MS, threshold=THRESHOLD
        )
        if sides := separate_sides(levels, speech):
            return by_side(levels, speech, sides)
    return engine.diarize(sound, n_speakers=n_speakers)


def separate_sides(levels: Levels, speech: Sequence[Span]) -> Sides | None:
    """Tell whether each channel carries a voice of its own, and how they differ; else None.

    Args:
        levels: mean squares of left and right, shape (2, steps).
        speech: where somebody speaks.
    """
    import numpy as np

    spoken = np.concatenate([_steps(span, levels) for span in speech] or [np.zeros(0, int)])
    decibels = _decibels(levels)[:, np.unique(spoken)]
    if not decibels.size:
        return None
    difference = (decibels[0] - decibels[1])[_audible(decibels)]
    sides = _two_heaps(difference)
    if sides is None or sides.right > -OWN_DB or sides.left < OWN_DB:
        return None
    share = float((difference > sides.cut).mean())
    third = (sides.left - sides.right) / 6
    between = float((abs(difference - sides.cut) < third).mean())
    clear = LEAST_SHARE <= share <= 1 - LEAST_SHARE and between <= MOST_BETWEEN
    return sides if clear else None


def _audible(decibels: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which steps, of speech alone, are no pause, shape (steps,)."""
    import numpy as np

    louder = decibels.max(axis=0)
    found: npt.NDArray[np.bool_] = louder >= np.percentile(louder, LOUD) - AUDIBLE_DB
    return found


def _two_heaps(difference: npt.NDArray[np.float64]) -> Sides | None:
    """Return the medians of the two heaps that means in one dimension find."""
    import numpy as np

    low, high = np.percentile(difference, [1, 99])
    cut = (low + high) / 2
    for _ in range(50):  # it settles after a few
        left, right = difference[difference > cut], difference[difference <= cut]
        if not len(left) or not len(right):
            return None
        before, cut = cut, (left.mean() + right.mean()) / 2
        if before == cut:
            break
    return Sides(float(np.median(right)), float(np.median(left)))


def by_side(levels: Levels, speech: Sequence[Span], sides: Sides) -> tuple[SpeakerSegment, ...]:
    """Give each step of speech to the louder side, or to both where neither is bleed."""
    import numpy as np

    decibels = _decibels(levels)
    difference = decibels[0] - decibels[1]
    spoken = np.unique(np.concatenate([_steps(span, levels) for span in speech]))
    # In a pause the difference is the microphones' noise: it belongs to who spoke before.
    steps = np.arange(len(difference))
    audible = np.isin(steps, spoken[_audible(decibels[:, spoken])])
    owner = (difference > sides.cut)[np.maximum.accumulate(np.where(audible, steps, 0))]
    # A side's bleed into the other is half of what the heaps are apart below a voice's own
    # level; half-way to it, it is too loud for bleed, too soft only for a murmur.
    margin = (sides.left - sides.right) / 4
    usual = [np.median(decibels[i, spoken[owner[spoken] == (i == 0)]]) for i in (0, 1)]
    both = (decibels[0] > usual[0] - margin) & (decibels[1] > usual[1] - margin)
    found: list[SpeakerSegment] = []
    for span in speech:
        steps = _steps(span, levels)
        runs = smoothed(_runs(owner[steps], span), shortest_ms=SHORTEST_TURN_MS)
        found += [SpeakerSegment(str(group), start, end) for group, start, end in runs]
        for group, start, end in _runs(both[steps], span):
            if group and end - start >= SHORTEST_OVERLAP_MS:
                found += [SpeakerSegment(str(side), start, end) for side in (0, 1)]
    return named(found)


def _runs(marks: npt.NDArray[np.bool_], span: Span) -> list[tuple[int, int, int]]:
    """Return (mark, start, end) of equal neighbours; the span's edges may cut a step."""
    runs: list[tuple[int, int, int]] = []
    first = span.start // STEP_MS
    for i, mark in enumerate(marks.tolist()):
        start = max(span.start, (first + i) * STEP_MS)
        end = min(span.end, (first + i + 1) * STEP_MS)
        if runs and runs[-1][0] == mark:
            runs[-1] = (int(mark), runs[-1][1], end)
        else:
            runs.append((int(mark), start, end))
    return runs


def _steps(span: Span, levels: Levels) -> npt.NDArray[np.intp]:
    import numpy as np

    last = min(levels.shape[1], -(-span.end // STEP_MS))
    return np.arange(span.start // STEP_MS, last)


def _decibels(levels: Levels) -> npt.NDArray[np.float64]:
    import numpy as np

    found: npt.NDArray[np.float64] = 10 * np.log10(np.maximum(levels, FLOOR))
    return found
