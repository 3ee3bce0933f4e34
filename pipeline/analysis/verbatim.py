"""A transcript made easier to read: hesitations, repeated beginnings and cut-off words left out.

What transcribers call clean or intelligent verbatim. Cautious on purpose: what might carry
meaning stays ("no, no", "mhm" as a yes, "like"), and so does whatever may be made up, with
its mark. The words that stay keep their times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.interview import Turn, Word
from pipeline.model.transcript import Document

HESITATIONS: dict[str, frozenset[str]] = {
    "en": frozenset({"uh", "uhm", "um", "umm", "er", "erm", "ehm", "hm", "hmm", "mm", "mmm"}),
    "it": frozenset({"ehm", "uhm", "mh", "mmh", "eeh", "hm", "hmm"}),
    "es": frozenset({"eh", "ehm", "em", "mmm", "hm", "hmm", "uhm"}),
    "pt": frozenset({"ahn", "hum", "ehm", "hm", "hmm", "uhm"}),
    "de": frozenset({"äh", "ähm", "ähh", "öh", "öhm", "ehm", "hm", "hmm"}),
    "fr": frozenset({"euh", "heu", "hum", "hm", "hmm"}),
}
"""Sounds that are no word in that language: "um" is one in German and in Portuguese."""
ANYWHERE = frozenset({"ehm", "uhm", "hm", "hmm", "mmm"})

PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("you", "know"), ("i", "mean")),
    "it": (("cioè",), ("insomma",), ("diciamo",)),
    "es": (("o", "sea"), ("digamos",)),
    "pt": (("quer", "dizer"), ("né",)),
    "de": (("sozusagen",), ("ich", "meine")),
    "fr": (("tu", "vois"), ("vous", "voyez"), ("enfin",)),
}
"""Left out only where they stand between commas, and so say nothing of their own."""

KEPT_TWICE = frozenset(
    {"no", "non", "nein", "não", "yes", "sì", "sí", "si", "ja", "oui", "sim", "so", "bye", "had",
     "very", "that", "die", "der", "das", "vous", "nous", "ha"}
)  # fmt: skip
"""Said twice on purpose, or as grammar wants it."""
LONGEST_START = 3  # words that are begun with again
_CUT = ("-", "–", "—")
_STOPS = (".", "?", "!", "…")


def cleaned(document: Document) -> Document:
    """Return a transcript without hesitations and false starts; turns of nothing else go."""
    turns = (_clean(turn, document.language) for turn in document.turns)
    return replace(document, turns=tuple(turn for turn in turns if turn.words))


def _clean(turn: Turn, language: str) -> Turn:
    if turn.doubtful:
        return turn
    gone = left_out(turn.words, language)
    if not gone:
        return turn
    words = _closed_up(turn.words, gone)
    return replace(turn, text=" ".join(word.text for word in words), words=words)


def bare(word: str) -> str:
    """Return a word without its punctuation, lower case."""
    return word.strip("\"'“”„«».,;:!?…()¿¡-–—").casefold()


def left_out(words: Sequence[Word], language: str) -> set[int]:
    """Return which words are hesitations or false starts, by their position."""
    said = [bare(word.text) for word in words]
    sounds = HESITATIONS.get(language, ANYWHERE)
    out = {i for i, word in enumerate(said) if word in sounds}
    out |= {
        i for i, word in enumerate(words)
        if word.text.endswith(_CUT) and said[i] and i + 1 < len(words)
    }  # fmt: skip
    for phrase in PHRASES.get(language, ()):
        out |= _between_commas(words, said, phrase)
    return out | _begun_again(words, said, out)


def _between_commas(words: Sequence[Word], said: Sequence[str], phrase: Sequence[str]) -> set[int]:
    out: set[int] = set()
    size = len(phrase)
    for at in range(len(said) - size):
        begins = at == 0 or words[at - 1].text.endswith((",", *_STOPS))
        ends = words[at + size - 1].text.endswith(",")
        if begins and ends and list(said[at : at + size]) == list(phrase):
            out |= set(range(at, at + size))
    return out


def _begun_again(words: Sequence[Word], said: Sequence[str], out: set[int]) -> set[int]:
    """Return the first of two like beginnings that nothing but a comma or a sound separates."""
    kept = [i for i in range(len(said)) if i not in out and said[i]]
    again: set[int] = set()
    for size in range(LONGEST_START, 0, -1):
        for at in range(len(kept) - 2 * size + 1):
            one, other = kept[at : at + size], kept[at + size : at + 2 * size]
            if again & {*one, *other} or [said[i] for i in one] != [said[i] for i in other]:
                continue
            ends = any(words[i].text.endswith(_STOPS) for i in one)
            if not ends and not (size == 1 and _on_purpose(words[one[0]].text)):
                again |= set(one)
    return again


def _on_purpose(text: str) -> bool:
    """Tell whether a single word was perhaps meant twice: a long one, or with a comma after it."""
    word = bare(text)
    return word in KEPT_TWICE or len(word) > LONGEST_START or text.endswith(",")


def _closed_up(words: Sequence[Word], gone: set[int]) -> tuple[Word, ...]:
    """Return the words that stay; the end of a sentence and its capital move to neighbours."""
    kept: list[Word] = []
    capital = False
    for i, word in enumerate(words):
        if i in gone:
            capital = capital or (word.text[:1].isupper() and _opens(kept))
            stop = word.text[-1:]
            if kept and stop in _STOPS and not kept[-1].text.endswith(_STOPS):
                kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(",;") + stop)
            continue
        if capital and _opens(kept):
            word = replace(word, text=word.text[:1].upper() + word.text[1:])
        capital = False
        kept.append(word)
    return tuple(kept)


def _opens(kept: Sequence[Word]) -> bool:
    return not kept or kept[-1].text.endswith(_STOPS)
