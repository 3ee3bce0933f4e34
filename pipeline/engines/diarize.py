"""Who speaks when: voices of short windows, put together by likeness.

Silero VAD finds speech; a speaker encoder (the weights in the package resemblyzer, run
here because its own code prints and no longer imports) turns windows of 1.6 s into voice
vectors; average linkage on cosine distance groups them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.engines import vad, weights
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.interview import SpeakerSegment
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.engines import Sound

    Labels = npt.NDArray[np.intp]
    Voices = npt.NDArray[np.float32]

REVISION = 1  # raise it when the same sound would give other segments
SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
INSTALL = "pip install --no-deps resemblyzer==0.1.4"

PER_MS = SAMPLE_RATE // 1000  # samples
WINDOW_MS, HOP_MS = 1600, 400  # the encoder was trained on windows of 1.6 s
STEP_MS = 100  # the grid on which windows vote who speaks
SHORTEST_PAUSE_MS, PAD_MS, THRESHOLD = 250, 50, 0.35
SHORTEST_TURN_MS = 400  # shorter changes of voice are noise of the windows
JOIN_MS = 400  # one voice across a shorter pause is one segment
SAME_VOICE = 0.25  # cosine distance below which two groups are one voice, if nobody tells
MOST_WINDOWS = 4000  # linkage takes their square in memory; longer recordings hop wider
FEWEST_SHARE = 0.02  # of the windows: less is not a speaker but a cough
LOUDNESS = -30.0  # dB full scale that the encoder was trained on


@dataclass(frozen=True)
class _Mel:
    """The spectrogram that the encoder was trained on."""

    n_fft: int = 400
    hop: int = 160
    bands: int = 40


class Resemblyzer:
    """Diarization with the GE2E speaker encoder of Resemblyzer."""

    def __init__(self, model: str, machine: Machine) -> None:
        if model:
            raise BadInput(f"the diarizer 'resemblyzer' takes no model, not '{model}'")
        self.machine = machine
        self._encoder: Any = None

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        return f"resemblyzer/{REVISION}:{SHA256[:16]}:{vad.version()}"

    def diarize(self, sound: Sound, *, n_speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Return segments in order; labels by first appearance. No count: it is a guess."""
        speech = vad.speech(
            sound, shortest_pause_ms=SHORTEST_PAUSE_MS, pad_ms=PAD_MS, threshold=THRESHOLD
        )
        if not speech:
            return ()
        places = voice_windows(speech)
        if n_speakers == 1 or len(places) < 2:
            labels = [0] * len(places)
        else:
            labels = _grouped(self._voices(sound, places), n_speakers)
        return segments(speech, places, labels)

    def _voices(self, sound: Sound, places: Sequence[Span]) -> Voices:
        import numpy as np
        import torch

        torch.set_num_threads(self.machine.threads)
        if self._encoder is None:
            self._encoder = _load(self.machine.device)
        batches = [places[i : i + 64] for i in range(0, len(places), 64)]
        return np.concatenate([self._encoder(_mels(sound, batch)) for batch in batches])


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
    found: list[tuple[int, int, int]] = []  # (group, start, end)
    first = 0
    for span in speech:
        while first < len(places) and places[first].end <= span.start:
            first += 1
        own = [i for i in range(first, len(places)) if places[i].start < span.end]
        found += _smoothed(_voted(span, [(places[i], labels[i]) for i in own]))
    names: dict[int, str] = {}
    merged: list[SpeakerSegment] = []
    for group, start, end in found:
        label = names.setdefault(group, f"s{len(names) + 1}")
        if merged and merged[-1].label == label and start - merged[-1].end <= JOIN_MS:
            merged[-1] = SpeakerSegment(label, merged[-1].start, end)
        else:
            merged.append(SpeakerSegment(label, start, end))
    return tuple(merged)


def _voted(span: Span, windows: list[tuple[Span, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for start in range(span.start, span.end, STEP_MS):
        end = min(start + STEP_MS, span.end)
        middle = (start + end) / 2
        votes: dict[int, float] = {}
        for place, group in windows:
            # A window speaks for its middle; what is at its edge it has hardly heard.
            near = 1 - abs((place.start + place.end) / 2 - middle) / WINDOW_MS
            if near > 0:
                votes[group] = votes.get(group, 0.0) + near**4
        group = max(sorted(votes), key=lambda g: votes[g])
        if runs and runs[-1][0] == group:
            runs[-1] = (group, runs[-1][1], end)
        else:
            runs.append((group, start, end))
    return runs


def _smoothed(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Give runs that are too short to be a turn to the run before, or else to the next."""
    while len(runs) > 1:
        at = min(range(len(runs)), key=lambda i: (runs[i][2] - runs[i][1], i))
        if runs[at][2] - runs[at][1] >= SHORTEST_TURN_MS:
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


def _grouped(voices: Voices, n_speakers: int | None) -> list[int]:
    """Group voices; groups of a handful of windows join the nearest large one."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering

    def linkage(n: int | None) -> Labels:
        found = AgglomerativeClustering(
            n_clusters=n,
            distance_threshold=SAME_VOICE if n is None else None,
            metric="cosine",
            linkage="average",
        ).fit_predict(voices)
        return np.asarray(found, dtype=np.intp)

    if n_speakers is None:
        return [int(label) for label in _settled(voices, linkage(None))]
    # Average linkage likes to give a noise a group of its own: ask for more groups until
    # as many as there are speakers hold a fair share, then give the rest to the nearest.
    labels = linkage(min(n_speakers, len(voices)))
    for n in range(n_speakers, min(4 * n_speakers + 4, len(voices)) + 1):
        tried = linkage(n)
        if int((np.bincount(tried) >= _fair(len(voices))).sum()) >= n_speakers:
            labels = _settled(voices, tried)
            break
    return [int(label) for label in labels]


def _fair(n_windows: int) -> int:
    return max(2, round(n_windows * FEWEST_SHARE))


def _settled(voices: Voices, labels: Labels) -> Labels:
    """Move every voice to the nearest centre of the groups that hold a fair share."""
    import numpy as np

    counts = np.bincount(labels)
    large = np.flatnonzero(counts >= _fair(len(labels)))
    if not len(large):
        large = np.array([int(counts.argmax())])
    centres = np.stack([voices[labels == group].mean(axis=0) for group in large])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    nearest = large[(voices @ centres.T).argmax(axis=1)]
    return np.where(np.isin(labels, large), labels, nearest)


def _mels(sound: Sound, places: Sequence[Span]) -> npt.NDArray[np.float32]:
    """Return power mel spectrograms of shape (windows, frames, bands), at even loudness."""
    import librosa
    import numpy as np

    mel = _Mel()
    length = WINDOW_MS * PER_MS
    rows = []
    for place in places:
        piece = np.zeros(length, dtype=np.float32)
        heard = sound[place.start * PER_MS : place.end * PER_MS][:length]
        level = float(np.sqrt(np.mean(heard.astype(np.float64) ** 2))) if len(heard) else 0.0
        gain = min(10 ** (LOUDNESS / 20) / level, 100.0) if level > 0 else 1.0
        piece[: len(heard)] = heard * max(1.0, gain)
        rows.append(
            librosa.feature.melspectrogram(
                y=piece, sr=SAMPLE_RATE, n_fft=mel.n_fft, hop_length=mel.hop, n_mels=mel.bands
            ).T
        )
    return np.stack(rows).astype(np.float32)


def _load(device: str) -> Any:  # a function of torch modules
    """Build the encoder: three LSTM layers, a projection, ReLU, unit length."""
    import torch

    path = weights.package_file("resemblyzer", "pretrained.pt", sha256=SHA256, install=INSTALL)
    state = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
    lstm = torch.nn.LSTM(40, 256, 3, batch_first=True)
    linear = torch.nn.Linear(256, 256)
    for module, name in ((lstm, "lstm."), (linear, "linear.")):
        own = {k.removeprefix(name): v for k, v in state.items() if k.startswith(name)}
        module.load_state_dict(own)
        module.to(device).eval()

    def encode(mels: npt.NDArray[np.float32]) -> Voices:
        with torch.no_grad():
            _, (hidden, _) = lstm(torch.from_numpy(mels).to(device))
            raw = torch.relu(linear(hidden[-1]))
            unit = raw / raw.norm(dim=1, keepdim=True).clamp_min(1e-9)
        found: Voices = unit.cpu().numpy()
        return found

    return encode
