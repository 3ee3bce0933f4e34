"""What the program asks of a model, whoever's model it is.

Sound is a float32 array of shape (n_samples,), mono at ``SAMPLE_RATE`` hertz, in
[-1, 1]. Every engine has a ``fingerprint`` that is known without loading weights
and changes whenever its results could: memo keys contain it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.model.interview import LanguageSpan, SpeakerSegment, Word
from pipeline.model.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]
    Vectors = npt.NDArray[np.float32]

SAMPLE_RATE = 16_000  # hertz
FASTEST_MS_A_LETTER = 25  # forty letters a second; fast speech has about twenty

Advance = Callable[[float], None]
"""Called with the share of the work done so far, 0 to 1."""


@dataclass(frozen=True)
class Heard:
    """What a transcriber returns: the language (ISO 639-1) and words in milliseconds.

    ``speech``: where a detector finds somebody speaking; ``gaps``: what of it got no words,
    however often it was listened to; ``languages``: what is spoken where, in order.
    """

    language: str
    words: tuple[Word, ...]
    speech: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """What a topic model returns.

    ``labels`` has one group per text, -1 for outliers; ``keywords`` up to ten a group.
    """

    labels: tuple[int, ...]
    keywords: Mapping[int, tuple[str, ...]]


class Engine(Protocol):
    """What all engines share."""

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, as one string."""
        ...


class Transcriber(Engine, Protocol):
    """Turns sound into words."""

    def transcribe(
        self, sound: Sound, *, language: str, advance: Advance, among: Sequence[str] = ()
    ) -> Heard:
        """Return the words in order, each stretch in the language that is spoken there.

        Args:
            sound: the recording.
            language: that of most of it; an empty one is detected.
            advance: told the share done.
            among: the other languages that words may be in; none given: any.
        """
        ...


class Diarizer(Engine, Protocol):
    """Finds who speaks when."""

    def diarize(self, sound: Sound, *, n_speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Return segments in order; labels ``s1``, ``s2``, ... by first appearance."""
        ...


class Embedder(Engine, Protocol):
    """Places texts in a space where nearness is likeness of meaning."""

    def embed(self, texts: Sequence[str], *, advance: Advance) -> Vectors:
        """Return unit vectors of shape (len(texts), dims)."""
        ...


class LanguageDetector(Engine, Protocol):
    """Tells the language of a text."""

    def detect(self, text: str, *, among: Sequence[str]) -> tuple[str, float]:
        """Return the likeliest of the given languages and its probability."""
        ...

    def likely(self, text: str) -> Mapping[str, float]:
        """Return the probabilities of all languages that it knows."""
        ...


class Linguist(Engine, Protocol):
    """Sentences, lemmas and key phrases of a language."""

    def sentences(self, text: str, *, language: str) -> tuple[Span, ...]:
        """Return sentence spans in code points of the text, covering all but white space."""
        ...

    def lemmas(self, text: str, *, language: str) -> tuple[str, ...]:
        """Return the lemmas of the content words, lower case, stop words left out."""
        ...

    def phrases(self, text: str, *, language: str, limit: int) -> tuple[str, ...]:
        """Return up to ``limit`` key phrases, the most telling first."""
        ...


class TopicModel(Engine, Protocol):
    """Groups texts whose vectors lie together."""

    def group(
        self,
        terms: Sequence[Sequence[str]],
        vectors: Vectors,
        *,
        min_size: int,
        seed: int,
        groups: int | None = None,
    ) -> Grouping:
        """Group texts, given as their lemmas and as vectors of shape (n, dims).

        ``groups`` asks for so many; without it, as many as there are.
        """
        ...
