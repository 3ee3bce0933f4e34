"""What is true of an interview, because we wrote it: who speaks, asks and answers, and where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sample.script import NARRATION, Cast, Part, Script, ScriptError, Turn
from sample.texts import Places, Span

SCHEMA = "interleaf/gold/1"

Gold = dict[str, Any]


def make_gold(script: Script, cast: Cast, places: Places, *, unit: str, text: str = "") -> Gold:
    """Join what a script says with the places where it came to stand.

    `text` is what code points count in. A report's narration is no turn and no answer.
    """
    turns, asks, answers = [], [], []
    for turn, spans in zip(script.turns, places, strict=True):
        if turn.who == NARRATION:
            continue
        who = {"speaker": turn.who}
        start, end = spans[0][0], spans[-1][1]
        whole = _span((start, end))
        role = cast.role(turn.who)
        words = text[start:end] if unit == "cp" else _words(turn)
        turns.append({**who, "role": role, **whole, "text": words})
        if turn.asks:
            asks.append({**who, **whole, "questions": list(turn.asks)})
        if role == "interviewee":
            answers += [_answer(turn.who, *pair) for pair in zip(turn.parts, spans, strict=True)]
    head = {"schema": SCHEMA, "interview": script.interview, "unit": unit}
    return {**head, "turns": turns, "asks": asks, "answers": answers}


def _words(turn: Turn) -> str:
    """Join a turn's parts as they are heard."""
    return " ".join(part.says for part in turn.parts)


def _answer(who: str, part: Part, span: Span) -> Gold:
    judged = {"questions": list(part.answers), "codes": list(part.codes)}
    views = {"stance": dict(part.stance), "position": dict(part.position)}
    return {"speaker": who, **_span(span), **judged, **views}


def _span(span: Span) -> dict[str, int]:
    return {"start": span[0], "end": span[1]}


def to_json(gold: Gold) -> str:
    """Write gold out the same way every time."""
    return json.dumps(gold, ensure_ascii=False, indent=2) + "\n"


def places_in(path: Path, script: Script, cast: Cast) -> Places:
    """Read the places of a recording's parts back from its gold file.

    What a script says of the words may change after a recording; the words may not.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    written = [(turn.who, _words(turn)) for turn in script.turns]
    if written != [(turn["speaker"], turn["text"]) for turn in gold["turns"]]:
        raise ScriptError(f"{path.name}: has other words than its script; record it again")
    asked = (row for row in gold["turns"] if row["role"] == "interviewer")
    said = {"interviewer": _spans(asked), "interviewee": _spans(gold["answers"])}
    return [[said[cast.role(turn.who)].pop(0) for _ in turn.parts] for turn in script.turns]


def _spans(rows: Iterable[Gold]) -> list[Span]:
    return [(row["start"], row["end"]) for row in rows]
