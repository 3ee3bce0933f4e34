"""What people put right in a transcript: words, voices, doubts, and what nobody is to know.

The words' places stay those of the text version, so that what stands on them keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby, pairwise
from typing import Literal

from pipeline.analysis.anchors import resolve, spoken
from pipeline.model.interview import DOUBTS, UNTOLD, Turn, Turns, Word
from pipeline.model.judgement import Event
from pipeline.model.span import Span

REDACTED = "█████"
MARGIN_MS = 80  # word times are not exact: so much more is struck, but nothing of a neighbour


@dataclass(frozen=True)
class Mark:
    """A place where words were taken away; ``event`` is the judgement that did it."""

    kind: Literal["deleted", "off-record"]
    span: Span
    event: str


@dataclass(frozen=True)
class Corrected:
    """An interview as people put it right.

    ``orphans`` are the ids of events whose words were not found; ``emptied`` are turns of
    which nothing is left, with their voices' names; ``untold`` quotations of a report whose
    speaker nobody has told: no part of the interview until somebody does.
    """

    turns: Turns
    orphans: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    emptied: tuple[Turn, ...] = ()
    untold: tuple[Turn, ...] = ()

    @property
    def whole(self) -> Turns:
        """The turns with the untold quotations among them: all that can be put right."""
        together = sorted((*self.turns.turns, *self.untold), key=lambda t: (t.start, t.end))
        return replace(self.turns, turns=tuple(together))


@dataclass
class _Taken:
    marks: list[Mark] = field(default_factory=list)
    bleeped: list[Span] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)


def corrected(turns: Turns, events: Sequence[Event], *, key: bytes) -> Corrected:
    """Apply corrections of words, redactions, flags taken away and names of speakers.

    Args:
        turns: as they were heard or read.
        events: live ones of the groups ``words`` and ``speakers``, by time.
        key: the study's key for sketches.
    """
    heard, taken, orphans = turns, _Taken(), list[str]()
    for event in events:
        place = event.anchor and resolve(event.anchor, turns, key=key)
        if place:
            turns = _apply(turns, event, place.span, taken)
        else:
            orphans.append(event.id)
    whole = [part for turn in turns.turns for part in _by_trust(turn)]
    kept = [turn for turn in whole if turn.words or turn.text]
    left = tuple(turn for turn in kept if turn.speaker != UNTOLD)
    untold = tuple(turn for turn in kept if turn.speaker == UNTOLD)
    emptied = tuple(turn for turn in whole if not (turn.words or turn.text))
    bleeped, silent = _sounds(heard, taken)
    given = {str(e.value["speaker"]) for e in events if e.kind == "name-speaker"}
    named = tuple(sorted(given & {turn.speaker for turn in whole}))
    turns = replace(
        turns, turns=left, left_out=len(untold), bleeped=bleeped, silent=silent, named=named
    )  # fmt: skip
    return Corrected(turns, tuple(orphans), tuple(taken.marks), emptied, untold)


def _apply(turns: Turns, event: Event, span: Span, taken: _Taken) -> Turns:
    if event.kind == "name-speaker":
        return _named(turns, span, str(event.value["speaker"]), here=bool(event.value.get("here")))
    if event.kind == "unflag":
        return _trusted(turns, span)
    if event.kind == "redact":
        taken.bleeped.append(span)
        return _reworded(turns, span, [REDACTED], "redacted")
    texts: list[str] = []
    if event.kind == "off-record":
        taken.silent.append(span)
    else:
        texts = str(event.value["text"]).split()
    covers = {"deleted", event.kind}  # what is put back, or taken away once more
    taken.marks = [m for m in taken.marks if m.kind not in covers or m.span not in span]
    if event.kind == "off-record":
        taken.marks.append(Mark("off-record", span, event.id))
    elif not texts:
        taken.marks.append(Mark("deleted", span, event.id))
    return _reworded(turns, span, texts, "corrected")


def _named(turns: Turns, span: Span, speaker: str, *, here: bool) -> Turns:
    """Give the voice that speaks most in a stretch its name, everywhere, or here alone."""
    shares: dict[str, int] = {}
    for turn in turns.turns:
        shares[turn.speaker] = shares.get(turn.speaker, 0) + (turn.span & span).length
    voice = max(shares, key=lambda label: shares[label], default="")
    if not shares.get(voice):
        return turns

    def meant(turn: Turn) -> bool:
        # Quotations that nobody told have one label and may be of many people.
        return bool(turn.span & span) if here or voice == UNTOLD else turn.speaker == voice

    renamed = (replace(t, speaker=speaker) if meant(t) else t for t in turns.turns)
    return replace(turns, turns=tuple(renamed))


def _trusted(turns: Turns, span: Span) -> Turns:
    """Take the doubts away from the words of a stretch: a person heard them said.

    What the recogniser thought of them counts no more either.
    """

    def trusted(word: Word) -> Word:
        flags = tuple(flag for flag in word.flags if flag not in DOUBTS)
        return replace(word, flags=flags, probability=None)

    changed = []
    for turn in turns.turns:
        hit = set(_inside(turn, span))
        words = tuple(trusted(w) if i in hit else w for i, w in enumerate(turn.words))
        changed.append(replace(turn, words=words))
    return replace(turns, turns=tuple(changed))


def _by_trust(turn: Turn) -> list[Turn]:
    """Part a turn where doubt begins or ends: doubtful words are in turns of their own."""
    groups = [list(run) for _, run in groupby(turn.words, key=lambda word: word.doubtful)]
    if len(groups) < 2:
        return [turn]
    places = places_of(turn)
    parts, first = [], 0
    for group in groups:
        last = first + len(group)
        if places:
            end = len(turn.text) if last == len(places) else places[last].start
            text = turn.text[places[first].start if first else 0 : end].strip()
        else:
            text = " ".join(word.text for word in group)
        start = turn.start if not first else group[0].start
        end_at = turn.end if last == len(turn.words) else group[-1].end
        parts.append(Turn(turn.speaker, start, end_at, text, tuple(group), turn.language))
        first = last
    return parts


def _reworded(turns: Turns, span: Span, texts: Sequence[str], flag: str) -> Turns:
    """Put other words in a stretch; over several turns each gets its share, a redaction all.

    Where words had been taken away, they are put back at their place.
    """
    hits = [len(_inside(turn, span)) for turn in turns.turns]
    before = [0, *accumulate(hits)]
    whole = before[-1]
    changed = list(turns.turns)
    if not whole and texts:
        near = [i for i, turn in enumerate(changed) if turn.span & span]
        here = max(near, key=lambda i: (changed[i].span & span).length, default=None)
        if here is not None:
            changed[here] = _reword(changed[here], span, texts, flag)
    for i, hit in enumerate(hits):
        if hit:
            a, b = (len(texts) * n // whole for n in before[i : i + 2])
            changed[i] = _reword(
                changed[i], span, texts if flag == "redacted" else texts[a:b], flag
            )
    return replace(turns, turns=tuple(changed))


def _inside(turn: Turn, span: Span) -> list[int]:
    return [i for i, word in enumerate(turn.words) if (word.start + word.end) // 2 in span]


def _reword(turn: Turn, span: Span, texts: Sequence[str], flag: str) -> Turn:
    """Put words in the place of those whose middle lies in a span, or into the span itself."""
    hit = _inside(turn, span)
    at = hit[0] if hit else sum(word.start < span.start for word in turn.words)
    after = hit[-1] + 1 if hit else at
    where = Span(turn.words[at].start, turn.words[after - 1].end) if hit else span & turn.span
    spans = _spread(where, len(texts))
    fresh = tuple(Word(t, s.start, s.end, None, (flag,)) for t, s in zip(texts, spans, strict=True))
    words = turn.words[:at] + fresh + turn.words[after:]
    text = _joined(turn, at, after, texts) if words else ""
    return replace(turn, words=words, text=text)


def _joined(turn: Turn, at: int, after: int, texts: Sequence[str]) -> str:
    """Return a turn's text with other words in the place of some, its other marks kept."""
    places = places_of(turn)
    if places is None:
        old = [word.text for word in turn.words]
        return " ".join([*old[:at], *texts, *old[after:]])
    left = turn.text[: places[at].start if at < len(places) else len(turn.text)]
    right = turn.text[places[after - 1].end if after > at else len(left) :]
    if texts and after > at:
        return f"{left}{' '.join(texts)}{right}"
    # Nothing is left between two spaces, and a mark goes to the word before it.
    before = " ".join([left.rstrip(), *texts]).strip()
    apart = "" if re.match(r"[^\w\s]", right) and before else " "
    return f"{before}{apart}{right.lstrip()}".strip()


def places_of(turn: Turn) -> list[Span] | None:
    """Return where each word stands in its turn's text; None where that cannot be told.

    The words come in order and between them are marks only, so that nothing that was
    struck can hide there.
    """
    places, at = [], 0
    for word in turn.words:
        start = turn.text.find(word.text, at)
        if start < 0 or re.search(r"\w", turn.text[at:start]):
            return None
        places.append(Span(start, at := start + len(word.text)))
    return None if re.search(r"\w", turn.text[at:]) else places


def _spread(span: Span, parts: int) -> list[Span]:
    cuts = [span.start + span.length * i // max(parts, 1) for i in range(parts + 1)]
    return [Span(a, b) for a, b in pairwise(cuts)]


def _sounds(heard: Turns, taken: _Taken) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return what is to be bleeped and what is to be silent of a recording, in order."""
    if heard.unit != "ms":
        return (), ()
    struck = [*taken.bleeped, *taken.silent]
    words = sorted(spoken(heard), key=lambda word: word.start)
    said = [w for w in words if not any((w.start + w.end) // 2 in span for span in struck)]

    def widened(span: Span) -> Span:
        before = max((w.end for w in said if w.start < span.start), default=0)
        after = min((w.start for w in said if w.end > span.end), default=span.end + MARGIN_MS)
        start = max(span.start - MARGIN_MS, min(before, span.start), 0)
        return Span(start, min(span.end + MARGIN_MS, max(after, span.end)))

    silent = _merged(map(widened, taken.silent))
    bleeped = _merged(map(widened, taken.bleeped))
    for quiet in silent:
        bleeped = tuple(part for span in bleeped for part in span.minus(quiet))
    return bleeped, silent


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] |= span
        else:
            result.append(span)
    return tuple(result)
