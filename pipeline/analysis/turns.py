"""From words and voices, or from labelled text, to turns; and people's corrections upon them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

import numpy as np

from pipeline.analysis.anchors import resolve, text_version, words_of_text
from pipeline.model.interview import (
    DOUBTS,
    INTERVIEWEE,
    INTERVIEWER,
    NOBODY,
    Diarization,
    Speaker,
    Transcript,
    Turn,
    Turns,
    Word,
)
from pipeline.model.judgement import Event
from pipeline.model.span import Span

REDACTED = "█████"
_STRAY_WORDS = 2  # so few words of another voice inside a sentence are the diarizer's slip


def from_recording(transcript: Transcript, voices: Diarization, *, max_pause_ms: int) -> Turns:
    """Give each word its voice and join words to turns."""
    words = transcript.words
    labels = _without_strays(words, _voices_at(words, voices))
    turns: list[Turn] = []
    start = 0
    for i in range(1, len(words) + 1):
        if i < len(words) and _goes_on(words, labels, i, max_pause_ms):
            continue
        if i > start:
            turns.append(_turn(labels[start], words[start:i]))
        start = i
    version = text_version("ms", "\n".join(f"{w.start} {w.text}" for w in words))
    return Turns(transcript.interview, version, "ms", transcript.language, tuple(turns))


def _goes_on(words: Sequence[Word], labels: Sequence[str], i: int, max_pause_ms: int) -> bool:
    """Tell whether word ``i`` belongs to the turn of the word before it."""
    same_voice = labels[i] == labels[i - 1]
    same_trust = words[i].doubtful == words[i - 1].doubtful
    return same_voice and same_trust and words[i].start - words[i - 1].end <= max_pause_ms


def _turn(speaker: str, words: Sequence[Word]) -> Turn:
    text = " ".join(word.text for word in words)
    return Turn(speaker, words[0].start, words[-1].end, text, tuple(words))


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
    return replace(turns, turns=tuple(replace(t, speaker=ids[t.speaker]) for t in turns.turns))


def corrected(
    turns: Turns, events: Sequence[Event], *, key: bytes
) -> tuple[Turns, tuple[str, ...]]:
    """Apply corrections of words, redactions, flags taken away and names of speakers.

    The words' places stay those of the text version, so that what stands on them
    keeps its place.

    Returns:
        The corrected turns, and the ids of events whose words were not found.
    """
    orphans: list[str] = []
    for event in events:
        place = event.anchor and resolve(event.anchor, turns, key=key)
        if not place:
            orphans.append(event.id)
        elif event.kind == "name-speaker":
            turns = _named(turns, place.span, str(event.value["speaker"]))
        elif event.kind == "unflag":
            turns = _trusted(turns, place.span)
        else:
            text = REDACTED if event.kind == "redact" else str(event.value["text"])
            flag = "redacted" if event.kind == "redact" else "corrected"
            turns = _reworded(turns, place.span, text.split(), flag)
    return turns, tuple(orphans)


def _named(turns: Turns, span: Span, speaker: str) -> Turns:
    """Give the voice that speaks most in a stretch its name, everywhere it speaks."""
    shares: dict[str, int] = {}
    for turn in turns.turns:
        shares[turn.speaker] = shares.get(turn.speaker, 0) + (turn.span & span).length
    voice = max(shares, key=lambda label: shares[label], default="")
    if not shares.get(voice):
        return turns
    renamed = (replace(t, speaker=speaker) if t.speaker == voice else t for t in turns.turns)
    return replace(turns, turns=tuple(renamed))


def _trusted(turns: Turns, span: Span) -> Turns:
    """Take the doubts away from the words of a stretch: a person heard them said."""
    changed = []
    for turn in turns.turns:
        hit = set(_inside(turn, span))
        words = tuple(
            replace(w, flags=tuple(f for f in w.flags if f not in DOUBTS)) if i in hit else w
            for i, w in enumerate(turn.words)
        )
        changed.append(replace(turn, words=words))
    return replace(turns, turns=tuple(changed))


def _reworded(turns: Turns, span: Span, texts: Sequence[str], flag: str) -> Turns:
    """Put other words in a stretch; over several turns each gets its share, a redaction all."""
    hits = [len(_inside(turn, span)) for turn in turns.turns]
    before = [0, *accumulate(hits)]
    typed, whole = turns.unit == "cp", before[-1]
    changed = list(turns.turns)
    for i, hit in enumerate(hits):
        if hit:
            a, b = (len(texts) * n // whole for n in before[i : i + 2])
            mine = texts if flag == "redacted" else texts[a:b]
            changed[i] = _reword(changed[i], span, mine, flag, typed=typed)
    return replace(turns, turns=tuple(turn for turn in changed if turn.text or turn.words))


def _inside(turn: Turn, span: Span) -> list[int]:
    return [i for i, word in enumerate(turn.words) if (word.start + word.end) // 2 in span]


def _reword(turn: Turn, span: Span, texts: Sequence[str], flag: str, *, typed: bool) -> Turn:
    hit = _inside(turn, span)
    first, last = turn.words[hit[0]], turn.words[hit[-1]]
    spans = _spread(Span(first.start, last.end), len(texts))
    fresh = tuple(Word(t, s.start, s.end, None, (flag,)) for t, s in zip(texts, spans, strict=True))
    words = turn.words[: hit[0]] + fresh + turn.words[hit[-1] + 1 :]
    if typed and verbatim(turn):
        a, b = first.start - turn.start, last.end - turn.start
        text = f"{turn.text[:a]}{' '.join(texts)}{turn.text[b:]}"
    else:
        text = " ".join(word.text for word in words)
    return replace(turn, words=words, text=text)


def verbatim(turn: Turn) -> bool:
    """Tell whether a typed turn's text still stands as in the file, each word at its place."""
    if len(turn.text) != turn.span.length:
        return False
    at = turn.start
    return all(turn.text[w.start - at : w.end - at] == w.text for w in turn.words)


def _spread(span: Span, parts: int) -> list[Span]:
    cuts = [span.start + span.length * i // max(parts, 1) for i in range(parts + 1)]
    return [Span(a, b) for a, b in pairwise(cuts)]
