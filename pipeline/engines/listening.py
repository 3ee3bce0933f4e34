"""What all recognisers of the Whisper family share: where to listen, in which language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.engines import switching, windows
from pipeline.engines.switching import Evidence, Likely
from pipeline.model.engines import SAMPLE_RATE, Advance, Heard
from pipeline.model.interview import LanguageSpan
from pipeline.model.span import Span

PER_MS = SAMPLE_RATE // 1000  # samples
FRAME_MS = 20  # of what Whisper's encoder returns
MOST_REPETITIVE = 2.4  # text that packs better than this is a loop
LANGUAGES_SHARE = 0.3  # of the work, about: every window is encoded to be asked for its language


class Ear(Protocol):
    """One sound, heard by one model; what is encoded once is kept."""

    only: str
    """The one language of a model that knows no other, else empty."""

    least_ms: int
    """What a window costs to encode, however short it is."""

    def languages(self, window: Span, parts: Sequence[Span]) -> list[Likely]:
        """Return how likely each language is in some parts of a window, all in milliseconds."""
        ...

    def words(self, window: Span, language: str) -> Iterable[windows.Found]:
        """Return the words of a window."""
        ...


def listen(
    ear: Ear,
    voiced: Sequence[Span],
    *,
    end: int,
    language: str,
    among: Sequence[str],
    longest_ms: int,
    advance: Advance,
) -> Heard:
    """Find the language of each stretch of speech, then its words.

    Args:
        ear: hears the sound.
        voiced: where somebody speaks, from sound to sound; not empty.
        end: the length of the sound in milliseconds.
        language: the main one; an empty one is detected.
        among: the other languages that words may be in; none given: any.
        longest_ms: of a window.
        advance: told the share done.
    """
    speech = windows.padded(voiced, end=end)
    main = ear.only
    spoken: tuple[LanguageSpan, ...] = ()
    if not main:
        main, spoken = _languages(
            ear, speech, end=end, language=language, among=among, longest_ms=longest_ms,
            advance=lambda share: advance(LANGUAGES_SHARE * share),
        )  # fmt: skip
    told = [
        LanguageSpan(s.span, s.language if not among or s.language in among else main)
        for s in spoken
    ]
    changes = {after.span.start for after in switching.joined(told)[1:]}
    words, gaps = windows.recognise(
        speech,
        lambda window: list(ear.words(window, _language_at(window, told, main))),
        end=end,
        longest_ms=longest_ms,
        least_ms=ear.least_ms,
        breaks=changes,
        advance=lambda share: advance(LANGUAGES_SHARE + (1 - LANGUAGES_SHARE) * share),
    )
    return Heard(main, windows.snapped(words, voiced), speech, gaps, spoken)


def _languages(
    ear: Ear,
    speech: Sequence[Span],
    *,
    end: int,
    language: str,
    among: Sequence[str],
    longest_ms: int,
    advance: Advance,
) -> tuple[str, tuple[LanguageSpan, ...]]:
    """Return the main language, and which is spoken where."""
    evidence: list[Evidence] = []
    for window in windows.pack(speech, longest_ms=longest_ms, least_ms=ear.least_ms):
        parts = [span for span in speech if span in window]
        likely = ear.languages(window, parts)
        evidence += map(Evidence, parts, likely)
        advance(window.end / end)
    main = language or switching.main_language(evidence, among)
    alone = {span: ear.languages(span, [span])[0] for span in switching.doubted(evidence, main)}
    evidence = [Evidence(e.span, alone.get(e.span, e.likely)) for e in evidence]
    return main, switching.course(evidence, main)


def _language_at(window: Span, told: Sequence[LanguageSpan], main: str) -> str:
    best = max(told, key=lambda each: (each.span & window).length, default=None)
    return best.language if best and best.span & window else main
