"""Pointing at words so that they are found again in another transcript.

An anchor keeps no words. It keeps a keyed MinHash sketch of its word pairs (Broder
1997, "On the resemblance and containment of documents"), from which the likeness
(Jaccard) of two wordings can be estimated, but which cannot be read back; without
the study's key it cannot even be compared. Undefined for a stretch without words:
its sketch is empty and it is found by place only.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from pipeline.model.anchor import Anchor
from pipeline.model.interview import Turns, Word
from pipeline.model.span import Span, Unit

SKETCH_SIZE = 32  # hashes a sketch; the standard error of a likeness is about 1/sqrt(32)
_HASH_BYTES = 4
MIN_OVERLAP = 0.5  # of the shorter of the two stretches
SAME_PLACE_LIKENESS = 0.25  # same time and this alike: the same words, heard by another model
SAME_WORDS_LIKENESS = 0.5  # elsewhere the words themselves have to carry it
CLEARLY_LIKER = 0.15  # so much more alike, words that moved a little are the words meant
_Hashes = npt.NDArray[np.uint32]
NEARBY = {"ms": 30_000, "cp": 500}  # how far words may have moved


@dataclass(frozen=True)
class Placed:
    """Where an anchor stands now, and how it was found: ``place``, ``nearby``, ``words``."""

    span: Span
    how: str


def normal(word: str) -> str:
    """Return a word without case, accents' variants or punctuation."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[^\w]+", "", folded)


def spoken(turns: Turns) -> tuple[Word, ...]:
    """Return all words of an interview, in order."""
    return tuple(word for turn in turns.turns for word in turn.words)


def inside(words: Sequence[Word], span: Span) -> tuple[Word, ...]:
    """Return the words whose middle lies in a span."""
    return tuple(w for w in words if (w.start + w.end) // 2 in span)


def sketch(words: Sequence[str], *, key: bytes) -> str:
    """Return the keyed MinHash of a wording as hex, empty for no words."""
    normals = [n for word in words if (n := normal(word))]
    if not normals:
        return ""
    single, pairs = _hash_rows(normals, key)
    lowest: _Hashes = np.vstack([single, pairs]).min(axis=0)
    return lowest.astype(">u4").tobytes().hex()


def _hash_rows(normals: Sequence[str], key: bytes) -> tuple[_Hashes, _Hashes]:
    """Hash words and neighbouring pairs, shapes (n, 32) and (n - 1, 32).

    Pairs hold the order; single words survive where a neighbour was misheard.
    """
    single = np.array([_hashes(word, key) for word in normals], dtype=np.uint32)
    joined = [_hashes(f"{a} {b}", key) for a, b in pairwise(normals)]
    return single, np.array(joined, dtype=np.uint32).reshape(-1, SKETCH_SIZE)


@lru_cache(maxsize=200_000)
def _hashes(shingle: str, key: bytes) -> tuple[int, ...]:
    stream = b"".join(
        hashlib.blake2b(shingle.encode(), key=key, salt=bytes([block]), digest_size=64).digest()
        for block in range(SKETCH_SIZE * _HASH_BYTES // 64)
    )
    return tuple(np.frombuffer(stream, dtype=">u4").tolist())


def likeness(one: str, other: str) -> float:
    """Estimate the Jaccard likeness of two wordings from their sketches, 0 to 1."""
    if not one or not other:
        return 0.0
    return float((_read(one) == _read(other)).mean())


def _read(text: str) -> _Hashes:
    return np.frombuffer(bytes.fromhex(text), dtype=">u4").astype(np.uint32)


def make_anchor(turns: Turns, span: Span, *, key: bytes) -> Anchor:
    """Anchor a stretch of an interview."""
    words = [w for w in inside(spoken(turns), span) if normal(w.text)]
    quote = sketch([w.text for w in words], key=key)
    return Anchor(
        turns.interview, turns.version, turns.unit, span.start, span.end, len(words), quote
    )


def resolve(anchor: Anchor, turns: Turns, *, key: bytes) -> Placed | None:
    """Find an anchor in the interview as it is now; None makes it an orphan.

    In this order: the same text version; at least half of the place with like words;
    like words within 30 seconds; the only place with these words.
    """
    if anchor.version == turns.version:
        return Placed(anchor.span, "place")
    words = spoken(turns)
    if anchor.unit == turns.unit:
        here = _snap(anchor.span, words)
        if not anchor.sketch:
            return Placed(here or anchor.span, "place")
        if here is not None and _overlap(here, anchor.span) >= MIN_OVERLAP:
            alike = likeness(anchor.sketch, sketch([w.text for w in inside(words, here)], key=key))
            if alike >= SAME_PLACE_LIKENESS:
                return Placed(_moved_a_little(anchor, words, alike, key=key) or here, "place")
    found = _search(anchor, words, key=key)
    near = [
        s for s in found if anchor.unit == turns.unit and s.gap(anchor.span) <= NEARBY[turns.unit]
    ]
    if len(near) == 1:
        return Placed(near[0], "nearby")
    return Placed(found[0], "words") if len(found) == 1 else None


def _moved_a_little(
    anchor: Anchor, words: Sequence[Word], alike: float, *, key: bytes
) -> Span | None:
    """Return the anchor's words where they still overlap their place: just so, or clearly liker.

    A few characters inserted far before would else shift every stretch against its words.
    """
    if alike == 1:
        return None
    reach = anchor.end - anchor.start
    around = inside(words, Span(max(0, anchor.start - reach), anchor.end + reach))
    best = None
    for span in _search(anchor, around, key=key):
        here = likeness(anchor.sketch, sketch([w.text for w in inside(words, span)], key=key))
        if span & anchor.span and here >= min(1, alike + CLEARLY_LIKER):
            best, alike = span, here
    return best


def _snap(span: Span, words: Sequence[Word]) -> Span | None:
    """Return the stretch of the whole words whose middle lies in a span."""
    held = inside(words, span)
    return Span(held[0].start, held[-1].end) if held else None


def _overlap(one: Span, other: Span) -> float:
    return (one & other).length / max(1, min(one.length, other.length))


def _search(anchor: Anchor, words: Sequence[Word], *, key: bytes) -> list[Span]:
    """Return the separate stretches whose words are like the anchor's, the best of each heap."""
    named = [(word, n) for word in words if (n := normal(word.text))]
    length = anchor.words
    if not anchor.sketch or not length or len(named) < length:
        return []
    single, pairs = _hash_rows([n for _, n in named], key)
    lowest = sliding_window_view(single, length, axis=0).min(axis=-1)
    if length > 1:
        lowest = np.minimum(lowest, sliding_window_view(pairs, length - 1, axis=0).min(axis=-1))
    alike = (lowest == _read(anchor.sketch)).mean(axis=1)
    found: list[int] = []
    for first in np.argsort(-alike, kind="stable").tolist():
        if alike[first] < SAME_WORDS_LIKENESS:
            break
        if all(abs(first - other) >= length for other in found):
            found.append(first)
    return [Span(named[i][0].start, named[i + length - 1][0].end) for i in sorted(found)]


_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")


def words_of_text(text: str, span: Span) -> tuple[Word, ...]:
    """Return the words of typed text with their places in code points."""
    matches = _TOKEN.finditer(text, span.start, span.end)
    return tuple(Word(m.group(), m.start(), m.end()) for m in matches)


def text_version(unit: Unit, payload: str) -> str:
    """Return the name of a text version: a digest of what it says."""
    return hashlib.sha256(f"{unit}\n{payload}".encode()).hexdigest()[:16]
