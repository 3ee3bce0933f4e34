"""Whisper in CTranslate2 on as much sound as there is, not on 30 seconds every time.

The encoder is nearly all of the work, and it takes more than twice as long for twice the
sound. Whisper learnt on windows that are filled up to 30 s, so some filling stays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.engines import windows
from pipeline.engines.listening import FRAME_MS, MOST_REPETITIVE, PER_MS
from pipeline.engines.windows import FILLING_MS, Found
from pipeline.model.engines import FASTEST_MS_A_LETTER
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.engines.switching import Likely
    from pipeline.model.engines import Sound

REVISION = 2  # raise it when the same model would give other words

LONGEST_MS = 24_000  # of a window: 30 s less the filling; most are shorter, cut at clear pauses
STEP_MS = 1_000  # windows are filled up to a whole number of these
FULL_MS = 30_000
SPECTRUM_MS = 10  # of one column of the spectrum
BEAM = 5
LEAST_SURE = -1.0  # mean log probability of a token
NO_SPEECH = 0.6
NO_REPEATS = 5  # tokens: in the second hearing no phrase of this length comes twice


class Ear:
    """A sound heard by a network; each window is encoded once."""

    least_ms = windows.LEAST_MS

    def __init__(self, network: Any, sound: Sound) -> None:
        self.network = network
        self.sound = sound
        self.only = "" if network.model.is_multilingual else "en"
        self._encoded: dict[Span, Any] = {}

    def languages(self, window: Span, parts: Sequence[Span]) -> list[Likely]:
        """Return how likely each language is in some parts of a window."""
        import ctranslate2
        import numpy as np

        encoded = self._encode(window)
        frames = np.array(encoded.to_device(ctranslate2.Device.cpu))
        found: list[Likely] = []
        for part in parts:
            first, last = ((at - window.start) // FRAME_MS for at in (part.start, part.end))
            last = max(first + 1, last)
            # CTranslate2 takes as many frames as mel bands for a spectrum.
            last += last - first == self.network.feature_extractor.mel_filters.shape[0]
            piece = np.ascontiguousarray(frames[:, first:last])
            (told,) = self.network.model.detect_language(ctranslate2.StorageView.from_array(piece))
            found.append({token[2:-2]: float(share) for token, share in told})
        return found

    def words(self, window: Span, language: str) -> Iterator[Found]:
        """Return the words of a window.

        What sounds like a loop, or like nothing that is known, is decoded once more: with all
        the filling that Whisper learnt on, and without phrases that come twice. What then still
        cannot have been said is none: the window stays without words.
        """
        encoded = self._encode(window)
        tokens, sure, silent = self._decode(encoded, language)
        if not tokens or (sure < LEAST_SURE and silent > NO_SPEECH):
            return
        if sure < LEAST_SURE or not self._sayable(tokens, window):
            full = self._features(window, FULL_MS)
            again, surer, _ = self._decode(full, language, no_repeats=NO_REPEATS)
            if not self._sayable(tokens, window) or surer > sure:
                encoded, tokens = full, again
            if not self._sayable(tokens, window):
                return
        yield from self._timed(encoded, tokens, window, language)

    def _encode(self, window: Span) -> Any:
        if window not in self._encoded:
            length = -(-(window.length + FILLING_MS) // STEP_MS) * STEP_MS
            self._encoded[window] = self._features(window, min(FULL_MS, length))
        return self._encoded[window]

    def _features(self, window: Span, length_ms: int) -> Any:
        """Return the encoder's output for a window filled up to a length."""
        from faster_whisper.audio import pad_or_trim

        piece = self.sound[window.start * PER_MS : window.end * PER_MS]
        spectrum = self.network.feature_extractor(piece)[:, : window.length // SPECTRUM_MS]
        return self.network.encode(pad_or_trim(spectrum, length_ms // SPECTRUM_MS))

    def _decode(
        self, encoded: Any, language: str, *, no_repeats: int = 0
    ) -> tuple[list[int], float, float]:
        """Return text tokens, their mean log probability, and how likely there is no speech."""
        from faster_whisper.transcribe import get_suppressed_tokens

        tokenizer = self._tokenizer(language)
        (result,) = self.network.model.generate(
            encoded,
            [list(tokenizer.sot_sequence)],
            beam_size=BEAM,
            no_repeat_ngram_size=no_repeats,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
            max_length=self.network.max_length,
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens = result.sequences_ids[0]
        sure = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return [t for t in tokens if t < tokenizer.eot], sure, result.no_speech_prob

    def _sayable(self, tokens: Sequence[int], window: Span) -> bool:
        """Tell whether a text is no loop, and short enough to be said in a window."""
        text = self.network.hf_tokenizer.decode(list(tokens))
        raw = text.encode()
        loops = len(raw) > MOST_REPETITIVE * len(zlib.compress(raw))
        return not loops and len(text) * FASTEST_MS_A_LETTER <= window.length

    def _timed(
        self, encoded: Any, tokens: list[int], window: Span, language: str
    ) -> Iterator[Found]:
        start, end = window.start / 1000, window.end / 1000
        segment: dict[str, Any] = {
            "seek": window.start / SPECTRUM_MS,
            "start": start,
            "end": end,
            "tokens": tokens,
        }
        self.network.add_word_timestamps(
            [[segment]],
            self._tokenizer(language),
            encoded,
            window.length // SPECTRUM_MS,
            "\"'“¿([{-",
            "\"'.。,，!！?？:：”)]}、",
            last_speech_timestamp=start,
        )
        for word in segment["words"]:
            at, until = word["start"] * 1000, min(word["end"] * 1000, window.end)
            yield word["word"], at, until, float(word["probability"])

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        known = self.network.model.is_multilingual
        return Tokenizer(self.network.hf_tokenizer, known, task="transcribe", language=language)
