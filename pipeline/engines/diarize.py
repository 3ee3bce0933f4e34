"""Who speaks when: voices of short windows, put together by likeness.

Silero VAD finds speech; a speaker encoder (the weights in the package resemblyzer, run
here because its own code prints and no longer imports) turns windows of 1.2 s into voice
vectors of unit length; k-means groups them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.engines import vad
from pipeline.engines.machine import Machine
from pipeline.engines.voices import SHA256, VoiceEncoder
from pipeline.errors import BadInput
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.engines import Sound

    Labels = npt.NDArray[np.intp]
    Voices = npt.NDArray[np.float32]

REVISION = 1  # raise it when the same sound would give other segments

WINDOW_MS, HOP_MS = 1200, 200  # longer windows mix the voices where people talk in turn fast
STEP_MS = 100  # the grid on which windows vote who speaks
SHORTEST_PAUSE_MS, PAD_MS, THRESHOLD = 250, 50, 0.35
SHORTEST_TURN_MS = 400  # shorter changes of voice are noise of the windows
JOIN_MS = 400  # one voice across a shorter pause is one segment
MOST_WINDOWS = 12_000  # 40 minutes of speech; longer recordings hop wider
STARTS, SEED = 20, 0  # of k-means

MOST_SPEAKERS = 6
FEW_VOICES = 30  # windows: six seconds of speech are one person
CLEAR, BLURRED = 0.4, 0.2  # silhouettes of clean recordings, of a single person


class Resemblyzer:
    """Diarization with the GE2E speaker encoder of Resemblyzer."""

    def __init__(self, model: str, machine: Machine) -> None:
        if model:
            raise BadInput(f"the diarizer 'resemblyzer' takes no model, not '{model}'")
        self.machine = machine
        self._encoder = VoiceEncoder(machine.device)

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        return f"resemblyzer/{REVISION}:{SHA256[:16]}:{vad.version()}"

    def diarize(self, sound: Sound, *, n_speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Return segments in order; labels by first appearance. No count: it is a guess."""
        speech = vad.speech(
            sound, shortest_pause_ms=SHORTEST_PAUSE_MS, pad_ms=PAD_MS, threshold=THRESHOLD
        )
        return self.separate(sound, speech, n_speakers=n_speakers)

    def separate(
        self, sound: Sound, speech: Sequence[Span], *, n_speakers: int | None
    ) -> tuple[SpeakerSegment, ...]:
        """Return who speaks in stretches of speech that are known, one voice at a time."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

        if not speech:
            return ()
        places = voice_windows(speech)
        if n_speakers == 1 or len(places) < 2:
            labels: list[int] = [0] * len(places)
        else:
            voices = self.voices(sound, places)
            with threadpool_limits(1):  # sums over several threads differ in their last bits
                labels = _grouped(voices, n_speakers).tolist()
        return segments(speech, places, labels)

    def voices(self, sound: Sound, places: Sequence[Span]) -> Voices:
        """Return the voice at each place, shape (places, 256)."""
        import torch

        torch.set_num_threads(self.machine.threads)
        return self._encoder.voices(sound, places, window_ms=WINDOW_MS)


def voice_windows(speech: Sequence[Span]) -> tuple[Span, ...]:
    """Lay overlapping windows over each stretch of speech; a short stretch is one window."""
    total = sum(span.length for span in speech)
    hop = max(HOP_MS, total // MOST_WINDOWS)
    windows = []
    for span in speech:
        last = max(span.start, span.end - WINDOW_MS)
        starts = [*range(span.start, last, hop), last]
        windows += [Span(start, min(start + WINDOW_MS, span.end)) for start in starts]
    return tuple(windows)


def segments(
    speech: Sequence[Span], places: Sequence[Span], labels: Sequence[int]
) -> tuple[SpeakerSegment, ...]:
    """Turn the windows' groups into segments: each step goes to the windows nearest to it."""
    found: list[SpeakerSegment] = []
    first = 0
    for span in speech:
        while first < len(places) and places[first].end <= span.start:
            first += 1
        last = first
        while last < len(places) and places[last].start < span.end:
            last += 1
        own = list(zip(places[first:last], labels[first:last], strict=True))
        runs = smoothed(_voted(span, own), shortest_ms=SHORTEST_TURN_MS)
        found += [SpeakerSegment(str(group), start, end) for group, start, end in runs]
    return named(found)


def named(found: Iterable[SpeakerSegment]) -> tuple[SpeakerSegment, ...]:
    """Put segments in order, name them by first appearance and join each voice's.

    Two of a voice are joined where they meet, and across a short pause of everybody.
    """
    names: dict[str, str] = {}
    merged: list[SpeakerSegment] = []
    last: dict[str, int] = {}  # label to the place of its newest segment in ``merged``
    for segment in sorted(found, key=lambda s: (s.start, s.end)):
        label = names.setdefault(segment.label, f"s{len(names) + 1}")
        before = merged[last[label]] if label in last else None
        silent = before and all(merged[at].end <= before.end for at in last.values())
        if before and segment.start - before.end <= (JOIN_MS if silent else 0):
            end = max(before.end, segment.end)
            merged[last[label]] = SpeakerSegment(label, before.start, end)
        else:
            last[label] = len(merged)
            merged.append(SpeakerSegment(label, segment.start, segment.end))
    return tuple(merged)


def _voted(span: Span, windows: list[tuple[Span, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    middles = [(place.start + place.end) / 2 for place, _ in windows]
    for start in range(span.start, span.end, STEP_MS):
        end = min(start + STEP_MS, span.end)
        middle = (start + end) / 2
        first = bisect_left(middles, middle - WINDOW_MS)
        last = bisect_right(middles, middle + WINDOW_MS)
        votes: dict[int, float] = {}
        for at, (_, group) in zip(middles[first:last], windows[first:last], strict=True):
            # A window speaks for its middle; what is at its edge it has hardly heard.
            near = 1 - abs(at - middle) / WINDOW_MS
            if near > 0:
                votes[group] = votes.get(group, 0.0) + near**4
        group = max(sorted(votes), key=lambda g: votes[g])
        if runs and runs[-1][0] == group:
            runs[-1] = (group, runs[-1][1], end)
        else:
            runs.append((group, start, end))
    return runs


def smoothed(runs: list[tuple[int, int, int]], *, shortest_ms: int) -> list[tuple[int, int, int]]:
    """Give runs that are too short to be a turn to the run before, or else to the next.

    Runs are (group, start, end) in milliseconds.
    """
    while len(runs) > 1:
        at = min(range(len(runs)), key=lambda i: (runs[i][2] - runs[i][1], i))
        if runs[at][2] - runs[at][1] >= shortest_ms:
            break
        to = at - 1 if at else 1
        low, high = min(at, to), max(at, to)
        runs[low : high + 1] = [(runs[to][0], runs[low][1], runs[high][2])]
        if low and runs[low - 1][0] == runs[low][0]:
            runs[low - 1 : low + 1] = [(runs[low][0], runs[low - 1][1], runs[low][2])]
            low -= 1
        if low + 1 < len(runs) and runs[low + 1][0] == runs[low][0]:
            runs[low : low + 2] = [(runs[low][0], runs[low][1], runs[low + 1][2])]
    return runs


def _grouped(voices: Voices, n_speakers: int | None) -> Labels:
    """Group voices by k-means: steadier on noisy rooms than linkage, which isolates a cough.

    It also keeps an interviewer who says little apart (measured down to 6 % of the time).
    """
    import numpy as np
    from sklearn.cluster import KMeans

    n = guessed_speakers(voices) if n_speakers is None else min(n_speakers, len(voices))
    found = KMeans(n, n_init=STARTS, random_state=SEED).fit_predict(voices)
    return np.asarray(found, dtype=np.intp)


def guessed_speakers(voices: Voices) -> int:
    """Guess how many people speak by how well the voices fall apart (silhouette).

    Unreliable, as all such guesses are: sure only for clean recordings. Where it cannot
    tell, two, unless there is hardly any spread or hardly any speech.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    if len(voices) < FEW_VOICES:
        return 1
    scores = {}
    for n in range(2, MOST_SPEAKERS + 1):
        labels = KMeans(n, n_init=STARTS, random_state=SEED).fit_predict(voices)
        some = min(len(voices), 2000)  # it takes their square
        scores[n] = silhouette_score(
            voices, labels, metric="cosine", sample_size=some, random_state=SEED
        )
    best = max(scores, key=lambda n: (scores[n], -n))
    if scores[best] >= CLEAR:
        return best
    return 1 if scores[2] < BLURRED else 2
