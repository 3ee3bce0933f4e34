"""Speech to words with faster-whisper's networks: several times as fast, in shorter windows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engines import brief, switching, vad, weights, windows
from pipeline.engines.listening import PER_MS, listen
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, MissingExtra
from pipeline.model.engines import Advance, Heard

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

REVISION = 2  # raise it when the same model would give other words


class Faster:
    """Beam search with CTranslate2, 8-bit on a CPU."""

    def __init__(self, model: str, machine: Machine, *, longest_ms: int = brief.LONGEST_MS) -> None:
        self.model = model
        self.machine = machine
        self.longest_ms = longest_ms
        self._network: Any = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is loaded: another process loads its own, and shares the threads."""
        return {**self.__dict__, "_network": None, "machine": self.machine.for_a_worker()}

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        found = weights.whisper_fingerprint(self.model, self.machine.cache)
        kind = "int8" if self.machine.device == "cpu" else "float16"
        revisions = (REVISION, brief.REVISION, windows.REVISION, switching.REVISION)
        revision = f"{'.'.join(map(str, revisions))}:{self.longest_ms}"
        return f"faster-whisper/{revision}:{kind}:{found}:{vad.version()}"

    def transcribe(
        self, sound: Sound, *, language: str, advance: Advance, among: Sequence[str] = ()
    ) -> Heard:
        """Return the words in order, each stretch in the language that is spoken there."""
        voiced = windows.detect(sound, longest_ms=self.longest_ms)
        if not voiced:
            advance(1.0)
            return Heard(language, ())
        network = self._loaded()
        if language not in {"", *network.supported_languages}:
            raise BadInput(
                f"the speech model '{self.model}' does not know the language '{language}'",
                remedy="give a two-letter code (ISO 639-1) that it knows, or another model",
            )
        return listen(
            brief.Ear(network, sound),
            voiced,
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
        return self._network
