"""Where answers begin and end: cut in two, or joined with a neighbour, by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.analysis.anchors import inside, make_anchor
from pipeline.analysis.placing import judged_spans
from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.guide import Answer, Answers
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.blind import places
from pipeline.services.deciding.judging import events_of, judge, quote_key
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording

KINDS = ("split", "join")
CUTTING = ("stretches", "questions")
"""The groups whose events set boundaries in the stage ``segment``."""
_ENDS = re.compile(r"[.?!…:;]+[\"'”’»)\]]*$")
_SHOWN = 7  # words on each side of a place to cut


@dataclass(frozen=True)
class Cut:
    """A place at which an answer can be cut: after a sentence, or where a turn ends.

    ``at`` is counted from the answer's start, in its unit; ``before`` and ``after`` are the words
    on both sides.
    """

    at: int
    before: str
    after: str


def cuts(layout: Layout, answer: str) -> list[Cut]:
    """Return where an answer of the last run can be cut, in order.

    Raises:
        BadInput: there is no such answer.
        NotReady: its interview has not been run.
    """
    whole, answers = _found(layout, answer)
    turns = wording(layout, whole.interview).turns
    heard = [
        (t, word)
        for t in turns.turns
        if answers.roles.get(t.speaker) != "interviewer"
        for word in inside(t.words, whole.span)
    ]
    words = [word for _, word in heard]
    result = []
    for i, ((turn, word), (other, following)) in enumerate(pairwise(heard), start=1):
        at = following.start - whole.start
        if at > 0 and (turn is not other or _ENDS.search(word.text)):
            before = " ".join(w.text for w in words[max(0, i - _SHOWN) : i])
            after = " ".join(w.text for w in words[i : i + _SHOWN])
            result.append(Cut(at, before, after))
    return result


def neighbours(layout: Layout, answer: str) -> list[Answer]:
    """Return the answers before and after an answer by the same voice, where there are any.

    Raises:
        BadInput: there is no such answer.
        NotReady: its interview has not been run.
    """
    whole, answers = _found(layout, answer)
    at = [a.id for a in answers.answers].index(answer)
    beside = answers.answers[max(0, at - 1) : at] + answers.answers[at + 1 : at + 2]
    return [a for a in beside if a.speaker == whole.speaker]


def split(layout: Layout, *, coder: str, answer: str, at: int, seen: Mapping[str, Any]) -> Event:
    """Cut an answer in two; the next run makes both parts answers of their own.

    Raises:
        BadInput: there is no such answer, or no such place in it.
        NotReady: its interview has not been run.
    """
    if at not in [cut.at for cut in cuts(layout, answer)]:
        raise BadInput(f"cannot be cut at {at}", where=answer, remedy="cut after a sentence")
    return judge(layout, coder=coder, kind="split", answer=answer, value={"at": at}, seen=seen)


def join(layout: Layout, *, coder: str, answer: str, other: str, seen: Mapping[str, Any]) -> Event:
    """Make one answer of two that follow each other, with what was asked in between.

    Raises:
        BadInput: they are no neighbours of one voice.
        NotReady: the interview has not been run.
    """
    beside = {a.id: a for a in neighbours(layout, answer)}
    if other not in beside:
        raise BadInput(f"does not adjoin {other}", where=answer, remedy="join it with a neighbour")
    whole, _ = _found(layout, answer)
    turns = read_json(layout.path("turns", id=whole.interview), schemas.TURNS, Turns)
    both = make_anchor(turns, whole.span | beside[other].span, key=quote_key(layout))
    value = {"answers": sorted([answer, other])}
    return judge(layout, coder=coder, kind="join", anchor=both, value=value, seen=seen)


def recut(library: Library) -> set[str]:
    """Return the answers that a run has not yet cut and joined as people said.

    Raises:
        NotReady: the answers have not been tagged.
    """
    layout = library.layout
    logs = sorted({path.stem for path in layout.path("logs").glob("*/*.jsonl")})
    events = [e for e in events_of(layout, logs) if e.group in CUTTING and e.anchor]
    if not any(e.kind in KINDS for e in events):
        return set()
    where = places(library)
    pending: set[str] = set()
    for interview in sorted({e.anchor.interview for e in events if e.anchor and e.kind in KINDS}):
        here = where[where["interview"] == interview].to_dict("records")
        spans = {str(r["answer"]): Span(int(r["start"]), int(r["end"])) for r in here}
        turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
        mine = [e for e in events if e.anchor and e.anchor.interview == interview]
        key = quote_key(layout)
        cut = set(judged_spans([e for e in mine if e.kind in KINDS], turns, key=key))
        # A later judgement on the whole stretch brings its boundaries back.
        wanted = [span for span in judged_spans(mine, turns, key=key) if span in cut]
        pending |= {a for a, span in spans.items() if _is_cut_otherwise(span, wanted)}
    return pending


def _is_cut_otherwise(span: Span, wanted: Sequence[Span]) -> bool:
    """Tell whether a stretch that people set begins or ends within an answer, or holds it."""
    return any(span & other and span != other for other in wanted)


def _found(layout: Layout, answer: str) -> tuple[Answer, Answers]:
    interview = re.split(r"[@#]", answer)[0]
    path = layout.path("answers-of", id=interview)
    if not path.exists():
        raise NotReady("has not been run", where=interview, remedy="run `interleaf run`")
    answers = read_json(path, schemas.ANSWERS_OF, Answers)
    for found in answers.answers:
        if found.id == answer:
            return found, answers
    raise BadInput(f"there is no answer {answer!r}", where=interview, remedy="run `interleaf run`")


def words_of(answer: Answer, *, last: bool = False) -> str:
    """Return the first words of an answer, or the last, to tell it by."""
    parts = answer.text.split()
    if len(parts) <= _SHOWN:
        return answer.text
    return f"… {' '.join(parts[-_SHOWN:])}" if last else f"{' '.join(parts[:_SHOWN])} …"
