"""From words and voices, or from labelled text, to turns."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

import numpy as np

from pipeline.analysis.anchors import text_version, words_of_text
from pipeline.model.interview import (
    INTERVIEWEE,
    INTERVIEWER,
    NOBODY,
    OVERLAP,
    UNTOLD,
    Diarization,
    LanguageSpan,
    Speaker,
    Transcript,
    Turn,
    Turns,
    Word,
)
from pipeline.model.span import Span

_STRAY_WORDS = 2  # so few words of another voice inside a sentence are the diarizer's slip


def from_recording(transcript: Transcript, voices: Diarization, *, max_pause_ms: int) -> Turns:
    """Give each word one voice and join words to turns; flag what two voices say at once.

    A turn is in one language: where a voice changes it, another turn begins.
    """
    words = _overlapped(transcript.words, voices)
    labels = _without_strays(words, _voices_at(words, voices))
    tongues = _languages_at(words, transcript.languages, transcript.language)
    turns: list[Turn] = []
    start = 0
    for i in range(1, len(words) + 1):
        same = i < len(words) and tongues[i] == tongues[i - 1]
        if same and _goes_on(words, labels, i, max_pause_ms):
            continue
        if i > start:
            turns.append(_turn(labels[start], words[start:i], tongues[start]))
        start = i
    version = text_version("ms", "\n".join(f"{w.start} {w.text}" for w in words))
    return Turns(transcript.interview, version, "ms", transcript.language, tuple(turns))


def _overlapped(words: Sequence[Word], voices: Diarization) -> tuple[Word, ...]:
    """Flag the words in whose middle more than one voice speaks."""
    double: list[Span] = []
    segments = sorted(voices.segments, key=lambda s: s.start)
    end, label = 0, ""
    for segment in segments:
        if segment.label != label and (shared := segment.span & Span(0, end)):
            double.append(shared)
        if segment.end > end:
            end, label = segment.end, segment.label
    starts = [span.start for span in double]
    reached = [0, *accumulate((span.end for span in double), max)]
    result = []
    for word in words:
        middle = (word.start + word.end) // 2
        hit = middle < reached[bisect_right(starts, middle)]
        result.append(replace(word, flags=(*word.flags, OVERLAP)) if hit else word)
    return tuple(result)


def _goes_on(words: Sequence[Word], labels: Sequence[str], i: int, max_pause_ms: int) -> bool:
    """Tell whether word ``i`` belongs to the turn of the word before it."""
    same_voice = labels[i] == labels[i - 1]
    same_trust = words[i].doubtful == words[i - 1].doubtful
    return same_voice and same_trust and words[i].start - words[i - 1].end <= max_pause_ms


def _turn(speaker: str, words: Sequence[Word], language: str) -> Turn:
    text = " ".join(word.text for word in words)
    return Turn(speaker, words[0].start, words[-1].end, text, tuple(words), language)


def _languages_at(words: Sequence[Word], languages: Sequence[LanguageSpan], main: str) -> list[str]:
    """Return for each word the language of the stretch it lies in, or nearest to; empty: main."""
    if not languages:
        return [""] * len(words)
    cuts = [(a.span.end + b.span.start) // 2 for a, b in pairwise(languages)]
    found = (languages[bisect_right(cuts, (w.start + w.end) // 2)].language for w in words)
    return ["" if language == main else language for language in found]


def _voices_at(words: Sequence[Word], voices: Diarization) -> list[str]:
    """Return for each word the label that covers most of it, else the nearest one."""
    if not voices.segments:
        return ["s1"] * len(words)
    segments = sorted(voices.segments, key=lambda s: s.start)
    starts = np.array([s.start for s in segments])
    ends = np.array([s.end for s in segments])
    # what is shared, or, below zero, how far apart they are
    shared = (np.minimum(ends, w.end) - np.maximum(starts, w.start) for w in words)
    return [segments[int(row.argmax())].label for row in shared]


def _without_strays(words: Sequence[Word], labels: Sequence[str]) -> list[str]:
    """Give a word or two inside another's sentence back to that sentence's voice."""
    result = list(labels)
    runs = [list(group) for _, group in groupby(range(len(labels)), key=lambda i: labels[i])]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        mid_sentence = not _ends_sentence(words[run[0] - 1])
        same = result[before[-1]] == labels[after[0]]
        if (
            len(run) <= _STRAY_WORDS
            and mid_sentence
            and same
            and not _ends_sentence(words[run[-1]])
        ):
            for i in run:
                result[i] = result[before[-1]]
    return result


def _ends_sentence(word: Word) -> bool:
    return word.text.rstrip("\"'»”)").endswith((".", "?", "!", "…"))


def from_text(
    interview: str, language: str, text: str, paragraphs: Iterable[tuple[str, Span]]
) -> Turns:
    """Make turns of labelled paragraphs; an unlabelled one goes on with the last speaker.

    Where a title or a note stands between the two, it goes on as a turn of its own: a
    turn is a stretch of the text, and what nobody said is in none.
    """
    turns: list[Turn] = []
    for label, span in paragraphs:
        if not label and turns:
            label = turns[-1].speaker
            if not text[turns[-1].end : span.start].strip():
                span = turns.pop().span | span
        words = words_of_text(text, span)
        turns.append(Turn(label, span.start, span.end, text[span.start : span.end], words))
    return Turns(interview, text_version("cp", text), "cp", language, tuple(turns))


def from_one(interview: str, language: str, text: str, paragraphs: Sequence[Span]) -> Turns:
    """Make turns of what one person says; their questions were cut out."""
    labels = [INTERVIEWEE, *[""] * len(paragraphs)]
    return from_text(interview, language, text, zip(labels, paragraphs, strict=False))


def identify(label: str, people: Sequence[Speaker], others: Sequence[str]) -> str:
    """Return the id of the one person that a label names, else the label as an id.

    A label names a person by id, name, first name or pseudonym, in any case; accents
    count only where they tell two people apart.

    Args:
        label: as the text has it.
        people: the interviewees of this interview.
        others: ids of its interviewers.
    """
    names = {p.id: p.called() for p in people}
    names |= {other: frozenset({other}) for other in others}
    for fold in (str.casefold, _unaccented):
        wanted = fold(label.strip())
        hits = [name for name, forms in names.items() if wanted in {fold(f) for f in forms}]
        if len(hits) == 1:
            return hits[0]
    return _as_id(label)


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _as_id(label: str) -> str:
    """Return a label as an id; other scripts' letters, which an id cannot hold, as a digest."""
    folded = _unaccented(label)
    name = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if any(sign.isalnum() and not sign.isascii() for sign in folded):
        digest = hashlib.sha256(folded.strip().encode()).hexdigest()[:8]
        return f"{name[:48] or 'voice'}-{digest}"
    return name[:64] or "unknown"


def with_people(turns: Turns, people: Sequence[Speaker], others: Sequence[str]) -> Turns:
    """Put people's ids in the place of the labels that name them, or a side of the table."""
    sides: dict[str, list[str]]
    sides = {INTERVIEWEE: [p.id for p in people], INTERVIEWER: [o for o in others if o != NOBODY]}
    alone = {side: ids[0] for side, ids in sides.items() if len(ids) == 1}
    labels = dict.fromkeys(turn.speaker for turn in turns.turns)
    ids = {label: alone.get(label) or identify(label, people, others) for label in labels}
    ids[UNTOLD] = UNTOLD
    return replace(turns, turns=tuple(replace(t, speaker=ids[t.speaker]) for t in turns.turns))
