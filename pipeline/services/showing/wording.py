"""An interview's words as people have put them right by now: no run is waited for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.analysis.corrections import Corrected, corrected
from pipeline.analysis.segments import Voice, said_within, voices
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.interview import Interview, Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.judging import events_of, quote_key
from pipeline.services.showing.people import People, Stamp, stamp_of

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("words", "speakers")
"""What is put right in a transcript; the kinds of these groups."""

_Said = tuple[int, int, str, str]


def wording(layout: Layout, interview: str) -> Corrected:
    """Return an interview as people have put it right by now.

    Raises:
        NotReady: its turns have not been made.
    """
    path = layout.path("turns-as-heard", id=interview)
    if not path.exists():  # made by an older version: its corrections are in it for good
        path = layout.path("turns", id=interview)
    logs = sorted(layout.path("logs").glob(f"*/{interview}.jsonl"))
    return _wording(layout, interview, path, stamp_of(path), tuple(map(stamp_of, logs)))


@lru_cache(maxsize=32)
def _wording(
    layout: Layout, interview: str, path: Path, made: Stamp, judged: tuple[Stamp, ...]
) -> Corrected:
    """Read and fold anew whenever the turns or a log have another stamp."""
    events = put_right(layout, interview) if judged else []
    return corrected(_turns(path, made), events, key=quote_key(layout) if events else b"")


@lru_cache(maxsize=64)
def _turns(path: Path, made: Stamp) -> Turns:
    return read_json(path, schemas.TURNS, Turns)


def put_right(layout: Layout, interview: str) -> list[Event]:
    """Return what holds of the corrections in an interview, by time."""
    events = events_of(layout, [interview])
    return [event for event in events if event.group in GROUPS and event.anchor]


def struck(turns: Turns) -> tuple[Span, ...]:
    """Return what nobody is to hear of a recording, in order."""
    return tuple(sorted((*turns.bleeped, *turns.silent)))


def reworded(layout: Layout, answers: pd.DataFrame, people: People) -> pd.DataFrame:
    """Return answers of the last run with the words that hold by now.

    An answer of which nothing is left, or whose voice turned out to be an interviewer's, is
    not among them. Answers on which nothing was put right are as they were.

    Args:
        layout: the study.
        answers: rows of ``ANSWERS``.
        people: the tables.
    """
    gone: list[object] = []
    answers = answers.copy()
    for interview, mine in answers.groupby("interview", sort=False):
        name = str(interview)
        row = people.interviews.get(name)
        if row is None or not layout.path("turns", id=name).exists():
            continue
        if not put_right(layout, name) and _as_run(layout, name):
            continue
        fresh = _Fresh(layout, name, row)
        for index, answer in zip(mine.index, mine.to_dict("records"), strict=True):
            now = fresh.answer({str(k): v for k, v in answer.items()})
            if now is None:
                gone.append(index)
            else:
                for column, value in now.items():
                    answers[column] = answers[column].where(answers.index != index, value)
    return answers.drop(index=gone)


def _as_run(layout: Layout, interview: str) -> bool:
    """Tell whether the last run found nothing put right in an interview either."""
    path = layout.path("turns", id=interview)
    return _said(_turns(path, stamp_of(path))) == _said(wording(layout, interview).turns)


def _said(turns: Turns) -> list[_Said]:
    return [(w.start, w.end, w.text, t.speaker) for t in turns.turns for w in t.words]


class _Fresh:
    """One interview of the last run, held against its wording by now."""

    def __init__(self, layout: Layout, interview: str, row: Interview) -> None:
        path = layout.path("turns", id=interview)
        self._before = _said(_turns(path, stamp_of(path)))
        found = wording(layout, interview)
        self._turns = found.turns
        self._now = _said(found.turns)
        self._who: Mapping[str, Voice] = voices(found.turns, row.speakers, row.interviewers)
        self._taken = (*struck(found.turns), *(mark.span for mark in found.marks))

    def answer(self, row: Mapping[str, object]) -> dict[str, str] | None:
        """Return what is other than in a row, nothing if nothing is, None if it is gone."""
        span = Span(int(str(row["start"])), int(str(row["end"])))
        asked = int(str(row["asked_start"]))
        whole = Span(min(asked, span.start), span.end) if asked >= 0 else span
        same = _part(self._before, whole) == _part(self._now, whole)
        if same and not any(taken & whole for taken in self._taken):
            return {}
        text = said_within(self._turns, self._who, span)
        speaker = next(
            (self._who[t.speaker] for t in self._turns.turns if t.span & span and t.words), None
        )
        if not text or speaker is None or speaker.role != "interviewee":
            return None
        kept = [p for p in str(row["phrases"]).split(" · ") if p.casefold() in text.casefold()]
        now = {"text": text, "speaker": speaker.person, "phrases": " · ".join(kept)}
        if asked >= 0 and asked < span.start:
            put = Span(asked, span.start)
            now["asked"] = said_within(self._turns, self._who, put, role="interviewer")
        return now


def _part(said: Sequence[_Said], span: Span) -> Sequence[_Said]:
    first = bisect_left(said, span.start, key=lambda word: word[0])
    return said[first : bisect_left(said, span.end, key=lambda word: word[0])]
