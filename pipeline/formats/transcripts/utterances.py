"""What the forms share: turns cut into captions and sentences, words as they are printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.interview import Turn, Word
from pipeline.model.transcript import Document, shown

CAPTION_SIGNS, CAPTION_MS = 84, 7_000  # two lines of 42, seven seconds: what broadcasters ask
PAUSE_MS = 1_000
ENDS = (".", "?", "!", "…")


@dataclass(frozen=True)
class Utterance:
    """Words of one voice, in milliseconds."""

    speaker: str
    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return max(word.end for word in self.words)


def sentences(turns: Iterable[Turn]) -> Iterator[Utterance]:
    """Yield turns by sentences; a pause of a second ends one, too."""
    for turn in turns:
        held: list[Word] = []
        for word in turn.words:
            paused = held and word.start - held[-1].end >= PAUSE_MS
            if paused or (held and held[-1].text.rstrip("\"'»”)").endswith(ENDS)):
                yield Utterance(turn.speaker, tuple(held))
                held = []
            held.append(word)
        if held:
            yield Utterance(turn.speaker, tuple(held))


def captions(turns: Iterable[Turn]) -> Iterator[Utterance]:
    """Yield sentences, long ones in even parts of at most 84 signs and 7 seconds (but a word)."""
    for sentence in sentences(turns):
        signs = sum(len(word.text) + 1 for word in sentence.words)
        length = sentence.end - sentence.start
        parts = max(-(-signs // CAPTION_SIGNS), -(-length // CAPTION_MS))
        even = signs / parts
        held: list[Word] = []
        so_far = 0
        for word in sentence.words:
            if held and (so_far >= even or not _fits(held, word)):
                yield Utterance(sentence.speaker, tuple(held))
                held, so_far = [], 0
            held.append(word)
            so_far += len(word.text) + 1
        yield Utterance(sentence.speaker, tuple(held))


def _fits(held: Sequence[Word], word: Word) -> bool:
    signs = sum(len(w.text) + 1 for w in held) + len(word.text)
    return signs <= CAPTION_SIGNS and word.end - held[0].start <= CAPTION_MS


def printed(words: Sequence[Word]) -> str:
    """Return words as a form without flags shows them; control signs left out."""
    return " ".join(filter(None, (shown_word(word) for word in words)))


def shown_word(word: Word) -> str:
    """Return one word, with its mark where it may be made up."""
    text = without_controls(word.text)
    return shown(text, doubtful=word.doubtful) if text else ""


def without_controls(text: str) -> str:
    """Return a text single-spaced, without the signs that XML forbids."""
    if text.isprintable():  # nothing but letters, signs and plain spaces
        return " ".join(text.split())
    kept = (" " if sign.isspace() else sign for sign in text)
    return " ".join("".join(s for s in kept if unicodedata.category(s) not in ("Cc", "Cs")).split())


def before_a_colon(name: str) -> str:
    """Return a name as it can stand before ``: `` and be found again: letters first, no stops."""
    bare = "".join(" " if sign in ':.!?*«»"[]()' else sign for sign in without_controls(name))
    bare = " ".join(bare.split())[:40].rstrip()
    return bare if bare[:1].isalpha() else f"Voice {bare}"[:40].rstrip()


def length_ms(document: Document) -> int:
    """Return where the last turn or gap ends."""
    ends = [turn.end for turn in document.turns] + [gap.end for gap in document.gaps]
    return max(ends, default=0)
