"""Speech to words with openai-whisper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from pipeline.engines import packaged, switching, vad, weights, windows
from pipeline.engines.listening import FRAME_MS, MOST_REPETITIVE, PER_MS, listen
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput
from pipeline.model.engines import Advance, Heard
from pipeline.model.span import Span

if TYPE_CHECKING:
    from whisper.model import Whisper as Network

    from pipeline.engines.switching import Likely
    from pipeline.model.engines import Sound

REVISION = 3  # raise it when the same model would give other words
BEAM = 3  # the command has 5


class Whisper:
    """Beam search in windows that end in pauses, with a time for every word."""

    def __init__(
        self, model: str, machine: Machine, *, longest_ms: int = windows.LONGEST_MS
    ) -> None:
        self.model = model
        self.machine = machine
        self.longest_ms = longest_ms
        self._network: Network | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is loaded: another process loads its own, and shares the threads."""
        return {**self.__dict__, "_network": None, "machine": self.machine.for_a_worker()}

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        found = weights.whisper_fingerprint(self.model, self.machine.cache)
        return (
            f"whisper/{REVISION}.{windows.REVISION}.{switching.REVISION}"
            f":{version('openai-whisper')}:{found}"
            f":{vad.version()}:{self.longest_ms}"
        )

    def transcribe(
        self, sound: Sound, *, language: str, advance: Advance, among: Sequence[str] = ()
    ) -> Heard:
        """Return the words in order, each stretch in the language that is spoken there."""
        voiced = windows.detect(sound, longest_ms=self.longest_ms)
        if not voiced:
            advance(1.0)
            return Heard(language, ())
        network = self._loaded()
        self._check_language(network, language)
        return listen(
            _Ear(network, sound),
            voiced,
            end=len(sound) // PER_MS,
            language=language,
            among=among,
            longest_ms=self.longest_ms,
            advance=advance,
        )

    def _loaded(self) -> Network:
        import torch

        # Too many threads on a busy machine cost a factor of 60.
        torch.set_num_threads(self.machine.threads)
        if self._network is None:
            self._network = _load(self.model, self.machine)
        return self._network

    def _check_language(self, network: Network, language: str) -> None:
        from whisper.tokenizer import LANGUAGES

        if language and not network.is_multilingual and language != "en":
            raise BadInput(
                f"the speech model '{self.model}' hears English only, not '{language}'",
                remedy="set a model that hears all languages, such as 'base'",
            )
        if language and language not in LANGUAGES:
            raise BadInput(
                f"the speech model '{self.model}' does not know the language '{language}'",
                remedy="give a two-letter code (ISO 639-1), or none to have it detected",
            )


def _load(model: str, machine: Machine) -> Network:
    import torch
    import whisper

    if machine.device.startswith("cuda") and not torch.cuda.is_available():
        raise BadInput(
            "there is no CUDA device on this machine",
            where="INTERLEAF_DEVICE",
            remedy="set it to cpu",
        )
    path = weights.whisper_checkpoint(model, machine.cache)
    network = _from_checkpoint(path, machine.device) if path else _downloaded(model, machine)
    whisper.timing.dtw_cpu = alignment_warp  # see alignment.py for what numba costs here
    _remember(network.encoder)
    for block in network.decoder.blocks:
        _hear_once(block.cross_attn)
    return network


def alignment_warp(x: Any) -> Any:  # the signature is openai-whisper's
    """Stand in for ``whisper.timing.dtw_cpu``."""
    from pipeline.engines import alignment

    return alignment.warp(x)


def _from_checkpoint(path: Path, device: str) -> Network:
    import torch
    from whisper.model import ModelDimensions
    from whisper.model import Whisper as Network

    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
        network = Network(ModelDimensions(**stored["dims"]))
        network.load_state_dict(stored["model_state_dict"])
    except Exception as error:  # torch raises a dozen kinds for a broken file
        raise BadInput(
            "this is no checkpoint of openai-whisper, or it is damaged",
            where=str(path),
            remedy="delete it if it lies in the cache, else give another file",
        ) from error
    if heads := stored.get("alignment_heads"):
        # Without the model's own heads word times are off by some tenths of a second.
        mask = torch.zeros(network.dims.n_text_layer, network.dims.n_text_head, dtype=torch.bool)
        for layer, head in heads:
            mask[layer, head] = True
        network.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
    return network.to(device).eval()


def _downloaded(model: str, machine: Machine) -> Network:
    import whisper

    if model not in whisper.available_models():
        known = sorted({*packaged.PACKAGED, *whisper.available_models()})
        raise BadInput(
            f"there is no speech model '{model}'",
            remedy=f"use one of {', '.join(known)}, or the path of a file",
        )
    folder = weights.download_folder(model, machine.cache)
    try:
        return whisper.load_model(model, device=machine.device, download_root=str(folder))
    except (URLError, OSError, RuntimeError) as error:  # RuntimeError: a hash that differs
        raise weights.missing_whisper(model, str(error)) from None


def _remember(encoder: Any) -> None:
    """Encode each window of a sound once.

    We do it for its language, the library for decoding and again for word times.
    """
    encode = encoder.forward
    encoder.remembered = {}

    def forward(mel: Any) -> Any:
        key = (tuple(mel.shape), hashlib.sha256(mel.cpu().numpy().tobytes()).digest())
        if key not in encoder.remembered:
            encoder.remembered[key] = encode(mel)
        return encoder.remembered[key]

    encoder.forward = forward


def _hear_once(attention: Any) -> None:
    """Let all beams of a search look at one sound in one product.

    The library copies what is encoded for each beam at each token: four fifths of a search.
    """
    attend = attention.qkv_attention

    def together(q: Any, k: Any, v: Any, mask: Any = None) -> tuple[Any, Any]:
        if len(k) == len(q):
            found: tuple[Any, Any] = attend(q, k, v, mask)
            return found
        told, weights = attend(q.reshape(1, -1, q.shape[-1]), k, v, mask)
        return told.reshape(q.shape), weights

    attention.qkv_attention = together


class _Ear:
    """A sound heard by a network."""

    least_ms = windows.LONGEST_MS + windows.FILLING_MS  # every window is filled up to 30 s

    def __init__(self, network: Network, sound: Sound) -> None:
        self.network = network
        self.sound = sound
        self.only = "" if network.is_multilingual else "en"
        network.encoder.remembered.clear()

    def languages(self, window: Span, parts: Sequence[Span]) -> list[Likely]:
        """Return how likely each language is in some parts of a window."""
        import torch
        import whisper

        # Exactly what the library encodes when it decodes the window.
        mel = whisper.log_mel_spectrogram(
            self._cut(window), self.network.dims.n_mels, padding=whisper.audio.N_SAMPLES
        )
        content = mel[:, : mel.shape[-1] - whisper.audio.N_FRAMES]
        mel = whisper.pad_or_trim(content, whisper.audio.N_FRAMES).to(self.network.device)
        mel = mel.to(torch.float32 if self.network.device.type == "cpu" else torch.float16)
        with torch.no_grad():
            encoded = self.network.encoder(mel[None])
            return [_likely(self.network, encoded[:, _frames(p, window)]) for p in parts]

    def words(self, window: Span, language: str) -> Iterator[windows.Found]:
        """Return the words of a window."""
        return _decoded(self.network, self._cut(window), window, language)

    def _cut(self, window: Span) -> Sound:
        return self.sound[window.start * PER_MS : window.end * PER_MS]


def _frames(part: Span, window: Span) -> slice:
    first = (part.start - window.start) // FRAME_MS
    return slice(first, max(first + 1, (part.end - window.start) // FRAME_MS))


def _likely(network: Network, encoded: Any) -> Likely:
    """Return the probabilities of the languages of what is encoded, shape (1, frames, width)."""
    import torch
    from whisper.tokenizer import get_tokenizer

    tokens = get_tokenizer(True, num_languages=network.num_languages)
    start = torch.tensor([[tokens.sot]], device=encoded.device)
    logits = network.logits(start, encoded)[0, 0, list(tokens.all_language_tokens)]
    shares = logits.float().softmax(dim=-1).tolist()
    return dict(zip(tokens.all_language_codes, shares, strict=True))


def _decoded(
    network: Network, piece: Sound, window: Span, language: str
) -> Iterator[windows.Found]:
    """Yield the words of a window; of what goes round in a loop none, so that it is heard again.

    The library would draw other words at random, and does so too where a sentence is said twice.
    """
    import whisper

    result = whisper.transcribe(
        network,
        piece,
        language=language,
        fp16=network.device.type != "cpu",
        word_timestamps=True,
        temperature=0.0,
        beam_size=BEAM,
        condition_on_previous_text=False,  # else one loop or invention feeds the next window
    )
    for segment in result["segments"]:
        if segment["compression_ratio"] > MOST_REPETITIVE:
            continue
        for word in segment["words"]:
            yield (
                word["word"],
                window.start + word["start"] * 1000,
                min(window.start + word["end"] * 1000, window.end),
                word["probability"],
            )
