"""What a voice sounds like, as a vector: the GE2E speaker encoder of Resemblyzer.

Only the weights are taken from that package: its own code prints, and imports what newer
releases of SciPy no longer have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.engines import weights
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.engines import Sound

    Floats = npt.NDArray[np.float32]

SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
INSTALL = "pip install --no-deps resemblyzer==0.1.4"

N_FFT, HOP, BANDS = 400, 160, 40  # samples, samples, mel bands that it was trained on
WIDTH, LAYERS = 256, 3
LOUDNESS = -30.0  # dB full scale that it was trained on
LOUDEST_GAIN = 100.0  # near silence stays near silence
BATCH = 64
PER_MS = SAMPLE_RATE // 1000  # samples


class VoiceEncoder:
    """Three LSTM layers, a projection, ReLU, unit length; loaded on first use."""

    def __init__(self, device: str) -> None:
        self.device = device
        self._network: tuple[Any, Any] | None = None

    def voices(self, sound: Sound, places: Sequence[Span], *, window_ms: int) -> Floats:
        """Return the voices at places up to ``window_ms`` long, shape (places, 256)."""
        import numpy as np

        if not places:
            return np.zeros((0, WIDTH), dtype=np.float32)
        batches = (places[i : i + BATCH] for i in range(0, len(places), BATCH))
        return np.concatenate([self._encode(_pieces(sound, b, window_ms)) for b in batches])

    def _encode(self, pieces: Floats) -> Floats:
        import torch

        if self._network is None:
            self._network = _load(self.device)
        lstm, linear = self._network
        with torch.no_grad():
            _, (hidden, _) = lstm(torch.from_numpy(mel_spectra(pieces)).to(self.device))
            raw = torch.relu(linear(hidden[-1]))
            unit = raw / raw.norm(dim=1, keepdim=True).clamp_min(1e-9)
        found: Floats = unit.cpu().numpy()
        return found


def mel_spectra(pieces: Floats) -> Floats:
    """Return power mel spectra, (pieces, frames, 40), of sounds (pieces, samples)."""
    import numpy as np

    padded = np.pad(pieces, ((0, 0), (N_FFT // 2, N_FFT // 2)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT, axis=1)[:, ::HOP]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    power = np.abs(np.fft.rfft(frames * hann.astype(np.float32), axis=2)) ** 2
    spectra: Floats = (power @ mel_filters().T).astype(np.float32)
    return spectra


def mel_filters() -> npt.NDArray[np.float64]:
    """Return Slaney's mel filters of equal area, shape (40, 201), as librosa makes them."""
    import numpy as np

    # Slaney's scale: linear up to 1000 Hz (3/200 mel a hertz), logarithmic above.
    top = 15 + np.log(SAMPLE_RATE / 2 / 1000) / (np.log(6.4) / 27)
    mels = np.linspace(0, top, BANDS + 2)
    hertz = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
    bins = np.linspace(0, SAMPLE_RATE / 2, N_FFT // 2 + 1)
    rising = (bins - hertz[:-2, None]) / np.diff(hertz)[:-1, None]
    falling = (hertz[2:, None] - bins) / np.diff(hertz)[1:, None]
    filters = np.maximum(0, np.minimum(rising, falling))
    area = 2 / (hertz[2:] - hertz[:-2])
    return np.asarray(filters * area[:, None])


def _pieces(sound: Sound, places: Sequence[Span], window_ms: int) -> Floats:
    """Cut the places out, at even loudness, short ones filled up with silence."""
    import numpy as np

    pieces = np.zeros((len(places), window_ms * PER_MS), dtype=np.float32)
    for row, place in zip(pieces, places, strict=True):
        heard = sound[place.start * PER_MS : place.end * PER_MS][: len(row)]
        level = float(np.sqrt(np.mean(heard.astype(np.float64) ** 2))) if len(heard) else 0.0
        gain = 10 ** (LOUDNESS / 20) / level if level > 0 else 1.0
        row[: len(heard)] = heard * min(max(1.0, gain), LOUDEST_GAIN)
    return pieces


def _load(device: str) -> tuple[Any, Any]:
    import torch

    path = weights.package_file("resemblyzer", "pretrained.pt", sha256=SHA256, install=INSTALL)
    state = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
    lstm = torch.nn.LSTM(BANDS, WIDTH, LAYERS, batch_first=True)
    linear = torch.nn.Linear(WIDTH, WIDTH)
    for module, name in ((lstm, "lstm."), (linear, "linear.")):
        own = {k.removeprefix(name): v for k, v in state.items() if k.startswith(name)}
        module.load_state_dict(own)
        module.to(device).eval()
    return lstm, linear
