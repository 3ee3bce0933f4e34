"""Speech to words with faster-whisper: two to three times as fast, on the same windows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engines import switching, vad, weights, windows
from pipeline.engines.listening import FRAME_MS, PER_MS, listen
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, MissingExtra
from pipeline.model.engines import Advance, Heard
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.engines.switching import Likely
    from pipeline.model.engines import Sound

REVISION = 2  # raise it when the same model would give other words


class Faster:
    """Greedy decoding with CTranslate2, 8-bit on a CPU."""

    def __init__(
        self, model: str, machine: Machine, *, longest_ms: int = windows.LONGEST_MS
    ) -> None:
        self.model = model
        self.machine = machine
        self.longest_ms = longest_ms
        self._network: Any = None

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        found = weights.whisper_fingerprint(self.model, self.machine.cache)
        kind = "int8" if self.machine.device == "cpu" else "float16"
        revision = f"{REVISION}.{windows.REVISION}.{switching.REVISION}:{self.longest_ms}"
        return f"faster-whisper/{revision}:{kind}:{found}:{vad.version()}"

    def transcribe(
        self, sound: Sound, *, language: str, advance: Advance, among: Sequence[str] = ()
    ) -> Heard:
        """Return the words in order, each stretch in the language that is spoken there."""
        speech = windows.detect(sound, longest_ms=self.longest_ms)
        if not speech:
            advance(1.0)
            return Heard(language, ())
        network = self._loaded()
        if language not in {"", *network.supported_languages}:
            raise BadInput(
                f"the speech model '{self.model}' does not know the language '{language}'",
                remedy="give a two-letter code (ISO 639-1) that it knows, or another model",
            )
        return listen(
            _Ear(network, sound),
            speech,
            end=len(sound) // PER_MS,
            language=language,
            among=among,
            longest_ms=self.longest_ms,
            advance=advance,
        )

    def _loaded(self) -> Any:  # faster-whisper is optional and has no stubs
        if self._network is None:
            try:
                from faster_whisper import WhisperModel
            except ImportError:
                raise MissingExtra(
                    "faster-whisper is not installed",
                    remedy="pip install faster-whisper, or use the engine whisper",
                ) from None
            folder: Path | None = weights.whisper_folder(self.model, self.machine.cache)
            cpu = self.machine.device == "cpu"
            try:
                self._network = WhisperModel(
                    str(folder) if folder else self.model,
                    device=self.machine.device,
                    compute_type="int8" if cpu else "float16",
                    cpu_threads=self.machine.threads,
                    download_root=str(self.machine.cache / "faster-whisper"),
                )
            except Exception as error:  # hub, network, file and CTranslate2 errors
                raise weights.missing_whisper(self.model, type(error).__name__) from error
            _remember(self._network)
        return self._network


def _remember(network: Any) -> None:
    """Encode each window of a sound once: for its language, and to decode it."""
    encode = network.encode
    network.remembered = {}

    def remembering(features: Any) -> Any:
        key = hashlib.sha256(features.tobytes()).digest()
        if key not in network.remembered:
            network.remembered[key] = encode(features)
        return network.remembered[key]

    network.encode = remembering


class _Ear:
    """A sound heard by a network."""

    def __init__(self, network: Any, sound: Sound) -> None:
        self.network = network
        self.sound = sound
        self.only = "" if network.model.is_multilingual else "en"
        network.remembered.clear()

    def languages(self, window: Span, parts: Sequence[Span]) -> list[Likely]:
        """Return how likely each language is in some parts of a window."""
        import ctranslate2
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        # Exactly what the library encodes when it decodes the window.
        features = self.network.feature_extractor(self._cut(window))
        encoded = self.network.encode(pad_or_trim(features[:, : features.shape[-1] - 1]))
        frames = np.array(encoded.to_device(ctranslate2.Device.cpu))
        found: list[Likely] = []
        for part in parts:
            first, last = ((at - window.start) // FRAME_MS for at in (part.start, part.end))
            last = max(first + 1, last)
            # CTranslate2 takes as many frames as mel bands for a spectrum.
            last += last - first == features.shape[0]
            piece = np.ascontiguousarray(frames[:, first:last])
            (told,) = self.network.model.detect_language(ctranslate2.StorageView.from_array(piece))
            found.append({token[2:-2]: float(share) for token, share in told})
        return found

    def words(self, window: Span, language: str) -> Iterator[windows.Found]:
        """Return the words of a window."""
        segments, _ = self.network.transcribe(
            self._cut(window),
            language=language,
            beam_size=1,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        for segment in segments:
            for word in segment.words:
                start, end = (window.start + at * 1000 for at in (word.start, word.end))
                yield word.word, start, min(end, window.end), word.probability

    def _cut(self, window: Span) -> Sound:
        return self.sound[window.start * PER_MS : window.end * PER_MS]
