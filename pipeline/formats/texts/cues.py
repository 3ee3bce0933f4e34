"""What the timed forms share: whose a line of a caption is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.texts.speakers import like_a_name
from pipeline.formats.texts.values import Cue, Timed

_NAME = re.compile(r"(?P<label>[^\W\d_][^\n:.!?*«»\"]{0,40}):\s+(?=\S)")
_BRACKETED = re.compile(r"[\[(](?P<label>[^\])\n]{1,40})[\])]:?\s+(?=\S)")
_DASH = re.compile(r"(?:[-–—‐]|>>)\s*(?=\S)")
# [music], (laughs), ♪; but [?word] is a word that may be made up
_ASIDE = re.compile(r"\s*(?:\[(?!\?)[^\]]*\]|\(+[^)]*\)+|♪.*♪?)\s*", re.DOTALL)
_ENDS = (".", "?", "!", "…", ":", "»", "”", '"', "-", "–", "—")
_SIDES = ("voice 1", "voice 2")
UNTOLD = "voice not told"
"""Label of a line that changes speakers among three or more without a name."""


@dataclass(frozen=True)
class Caption:
    """A line of a caption; ``label`` is a name that the form marks as one."""

    start: int
    end: int
    text: str
    label: str = ""


def to_timed(lines: Sequence[Caption], *, where: str, names: Collection[str] = ()) -> Timed:
    """Tell whose each line is, and join the lines of one voice in one caption.

    A name before a colon counts if it is known, in capitals, or written as a name is and
    there twice or more (once, if the first line has one); one in brackets, ``[Name]``,
    if it is known. A dash after a whole sentence hands over: to the other one of two
    voices, else to one that is not told; where nobody is named it counts if the first
    line has one. Any other line goes on. What is in brackets as a whole is nobody's.
    Voices that share a caption share its time, each as long as its words.

    Raises:
        BadInput: no words.
    """
    spoken = [line for line in lines if line.text.strip() and not _ASIDE.fullmatch(line.text)]
    if not spoken:
        raise BadInput("holds no words", where=where, remedy="export the captions again")
    called = {name.casefold() for name in names}
    known = _names(spoken, called)
    voices = sorted(known | {line.label for line in spoken if line.label})
    if not voices and _DASH.match(spoken[0].text):
        voices = list(_SIDES)
    cues: list[Cue] = []
    for line in spoken:
        label, text = _voice(line, known, called)
        last = cues[-1] if cues else None
        if label is None and not voices:
            label = ""
        elif label is None and (last is None or last.text.endswith(_ENDS)):
            label = _other(last.label if last else "", voices)
        elif not label:
            label, text = (last.label if last else ""), line.text.strip()
        if last and (last.label, last.start, last.end) == (label, line.start, line.end):
            text = f"{cues.pop().text} {text}"
        cues.append(Cue(label, line.start, line.end, text))
    shared = (list(group) for _, group in groupby(cues, key=lambda c: (c.start, c.end)))
    return Timed(tuple(cue for group in shared for cue in _divided(group)))


def _divided(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Give the cues of one caption their parts of its time, by their lengths."""
    start, length = cues[0].start, cues[0].end - cues[0].start
    ends = [0, *accumulate(len(cue.text) for cue in cues)]
    for cue, (before, after) in zip(cues, pairwise(ends), strict=True):
        first, last = (start + length * at // max(1, ends[-1]) for at in (before, after))
        yield replace(cue, start=first, end=last)


def _names(lines: Sequence[Caption], names: Collection[str]) -> set[str]:
    """Return the labels before a colon that name a speaker."""
    bare = (_DASH.sub("", line.text, count=1) for line in lines if not line.label)
    matches = [_NAME.match(text) for text in bare]
    labels = Counter(match["label"] for match in matches if match)
    once = matches and matches[0] and max(labels.values()) == 1
    everywhere = all(match and like_a_name(match["label"]) for match in matches)
    often = 1 if once or everywhere else 2
    return {
        n for n, count in labels.items()
        if n.strip().casefold() in names or n.isupper() or (count >= often and like_a_name(n))
    }  # fmt: skip


def _voice(
    line: Caption, known: Collection[str], called: Collection[str]
) -> tuple[str | None, str]:
    """Return a line's label and words: empty where it goes on, None where it hands over."""
    if line.label:
        return line.label, line.text.strip()
    text = line.text.strip()
    dash = _DASH.match(text)
    text = text[dash.end() :] if dash else text
    name = _NAME.match(text)
    if name and name["label"] in known:
        return name["label"].strip(), text[name.end() :]
    bracketed = _BRACKETED.match(text)
    if bracketed and bracketed["label"].strip().casefold() in called:
        return bracketed["label"].strip(), text[bracketed.end() :]
    return (None if dash else ""), text


def _other(last: str, voices: Sequence[str]) -> str:
    if len(voices) != 2:
        return UNTOLD
    return voices[1] if last == voices[0] else voices[0]


def without_rolling(lines: Sequence[Caption]) -> Iterator[Caption]:
    """Yield lines once where captions roll: each repeats the last line of the one before.

    Automatic captions of video platforms do so. Told by the whole file (half of the
    captions and more), so that a word that is really said twice stays.
    """
    starts = [i for i, line in enumerate(lines) if i == 0 or line.start != lines[i - 1].start]
    again = {i for i in starts if i and lines[i].text.strip() == lines[i - 1].text.strip()}
    rolls = len(starts) > 2 and len(again) * 2 >= len(starts) - 1
    for i, line in enumerate(lines):
        if not (rolls and i in again):
            yield line


def checked(path: Path, lines: Sequence[Caption], *, where: str) -> Sequence[Caption]:
    """Return lines in the order of their times.

    Raises:
        BadInput: one ends before it begins.
    """
    for line in lines:
        if not 0 <= line.start <= line.end:
            raise BadInput(
                f"a caption at {line.start} ms ends at {line.end} ms",
                where=where,
                remedy=f"put its times right in {path.name}",
            )
    return sorted(lines, key=lambda line: line.start)
