"""The part of an answer that is worth hearing: whole sentences, none of them in doubt.

Sentences are told by the recogniser's marks, which stand in every language; where it set none,
by pauses. Nothing that may be made up, and nothing that was struck, is ever inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.analysis.queries import Term, found_in
from pipeline.analysis.verbatim import left_out
from pipeline.model.interview import Turns, Word
from pipeline.model.span import Span

PAUSE_MS = 600  # a silence that ends a thought where no mark does
FULL_WORDS = 8  # from so many words on it is told what is meant
_STOPS = (".", "?", "!", "…", "。", "？", "！")
_QUOTES = "\"'”’»)]"


@dataclass(frozen=True)
class Excerpt:
    """A part of an answer; ``span`` in milliseconds, with what it keeps of the pauses around.

    ``clear``: mean probability of the words, 1 where a person typed them; ``complete``: from 0 to
    1, whether it begins and ends as a sentence does, and says enough to be understood.
    """

    span: Span
    clear: float
    complete: float


def excerpt(
    turns: Turns,
    labels: Iterable[str],
    asking: Iterable[str],
    answer: Span,
    *,
    language: str,
    most_ms: int,
    handle_ms: int,
    end_ms: int,
    wanted: Sequence[Term] = (),
) -> Excerpt | None:
    """Return the part of an answer that makes a clip, None where none does.

    Of the runs of sound sentences up to ``most_ms`` it is the one with most words, the first of
    several; one in which all that is searched for is said comes first. A hesitation or a false
    start at its edges stays outside.

    Args:
        turns: the interview.
        labels: the turns' speakers that are the person who answers.
        asking: those of interviewers: what they put in between does not end a run.
        answer: where the answer is, in milliseconds.
        language: of what is said (ISO 639-1).
        most_ms: the longest clip.
        handle_ms: how much of the pause around is kept; never as far as another word.
        end_ms: length of the recording.
        wanted: what is searched for.
    """
    own, between = set(labels), set(asking)
    struck = (*turns.bleeped, *turns.silent)
    said = sorted(
        (_Heard(word, turn.speaker) for turn in turns.turns for word in turn.words),
        key=lambda heard: (heard.word.start, heard.word.end),
    )
    inside = [h for h in said if h.middle in answer and h.speaker not in between]
    sound = [h.speaker in own and not _barred(h.word, struck) for h in inside]
    windows = [
        (kept, full)
        for run in _runs(inside, sound)
        for window, full in _windows(run, most_ms - 2 * handle_ms)
        if (kept := _trimmed(window, language))
    ]
    if not windows:
        return None

    def most_said(each: tuple[list[Word], bool]) -> tuple[bool, int, int]:
        words = each[0]
        return found_in(" ".join(w.text for w in words), wanted), len(words), -words[0].start

    words, full = max(windows, key=most_said)
    around = [*(h.word.span for h in said), *struck]
    span = _with_handles(words, around, handle_ms, end_ms)
    known = [1.0 if w.probability is None else w.probability for w in words]
    complete = (1.0 if full else 0.5) * min(1.0, len(words) / FULL_WORDS)
    return Excerpt(span, round(sum(known) / len(known), 6), complete)


@dataclass(frozen=True)
class _Heard:
    """A word and whose it is."""

    word: Word
    speaker: str

    @property
    def middle(self) -> int:
        """The time by which it is in a stretch or not."""
        return (self.word.start + self.word.end) // 2


def _runs(heard: Sequence[_Heard], sound: Sequence[bool]) -> list[list[list[Word]]]:
    """Return the sentences that follow each other without a word of doubt or of somebody else."""
    marked = any(_ends(h.word) for h, good in zip(heard, sound, strict=True) if good)
    runs: list[list[list[Word]]] = [[]]
    part: list[Word] = []
    whole = True
    for n, (each, good) in enumerate(zip(heard, sound, strict=True)):
        part += [each.word] if good else []
        whole &= good
        last = n + 1 == len(heard)
        rests = last or heard[n + 1].word.start - each.word.end >= PAUSE_MS
        changes = not last and heard[n + 1].speaker != each.speaker
        if last or changes or (_ends(each.word) if marked else rests):
            runs[-1] += [part] if whole else []
            if not whole:
                runs.append([])
            part, whole = [], True
    return runs


def _barred(word: Word, struck: Sequence[Span]) -> bool:
    return word.doubtful or "redacted" in word.flags or any(word.span & span for span in struck)


def _ends(word: Word) -> bool:
    return word.text.rstrip(_QUOTES).endswith(_STOPS)


def _windows(run: Sequence[Sequence[Word]], most_ms: int) -> list[tuple[list[Word], bool]]:
    """Return runs of whole sentences that are short enough, from each sentence on.

    A sentence that is too long by itself is cut at its longest pause and is not whole.
    """
    found: list[tuple[list[Word], bool]] = []
    for first, sentence in enumerate(run):
        if _length(sentence) > most_ms:
            found.append((_cut(sentence, most_ms), False))
            continue
        words = list(sentence)
        for following in run[first + 1 :]:
            if following[-1].end - words[0].start > most_ms:
                break
            words += following
        found.append((words, _ends(words[-1])))
    return [(words, full) for words, full in found if words]


def _cut(words: Sequence[Word], most_ms: int) -> list[Word]:
    held = [word for word in words if word.end - words[0].start <= most_ms]
    if len(held) < 2:
        return held
    rests = [after.start - word.end for word, after in pairwise(words[: len(held) + 1])]
    half = len(rests) // 2  # the later half: a clip that is cut short says as much as it may
    last = max(range(half, len(rests)), key=lambda i: (rests[i], i))
    return held[: last + 1]


def _length(words: Sequence[Word]) -> int:
    return words[-1].end - words[0].start


def _trimmed(words: Sequence[Word], language: str) -> list[Word]:
    out = left_out(words, language)
    first, last = 0, len(words)
    while first < last and first in out:
        first += 1
    while last > first and last - 1 in out:
        last -= 1
    return list(words[first:last])


def _with_handles(words: Sequence[Word], said: Sequence[Span], handle_ms: int, end_ms: int) -> Span:
    """Return the words' stretch with a part of the silence around; no other word is in it."""
    start, end = words[0].start, max(word.end for word in words)
    before = max((span.end for span in said if span.end <= start), default=0)
    after = min((span.start for span in said if span.start >= end), default=end_ms)
    return Span(max(0, before, start - handle_ms), max(start, min(after, end + handle_ms, end_ms)))
