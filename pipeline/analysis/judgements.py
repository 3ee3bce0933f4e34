"""From what people decided, one event after another, to what holds now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.analysis.blind import refused
from pipeline.model.judgement import Event

State = Literal["confirmed", "rejected", "contested"]
PUTTING_BACK = ("place", "let-go")
"""The kinds that are about another event, not about words of their own."""


@dataclass(frozen=True)
class Verdict:
    """What people hold of one question (or code) at one answer, and who says so.

    ``nothing``: all of them chose nothing at all of what they had before them.
    """

    state: State
    coders: tuple[str, ...]
    adjudicated: bool = False
    nothing: bool = False

    def told(self) -> str:
        """Say what is held and by whom, as evidence begins."""
        return f"{self.state} by {', '.join(self.coders)}"


def machine_evidence(evidence: str) -> str:
    """Return evidence without what is said of people's verdicts before it."""
    return re.sub(r"^(confirmed|rejected|contested) by [^;]*(; |$)", "", evidence)


def live(events: Iterable[Event]) -> list[Event]:
    """Return the events that hold, by (time, id): doubles of a merge and what was undone fall out.

    A coder undoes only what is their own; an undo can itself be undone. Anybody may put an event
    whose words were lost at other words (``place``: the last one tells), or let it go.
    """
    unique = {event.id: event for event in events}
    ordered = sorted(unique.values(), key=lambda e: (e.at, e.id))
    undos: dict[str, list[str]] = {}
    for event in ordered:
        target = unique.get(str(event.value.get("event"))) if event.kind == "undo" else None
        if target is not None and target.coder == event.coder:
            undos.setdefault(target.id, []).append(event.id)
    holds: dict[str, bool] = {}
    for event in ordered:
        _hold(event.id, undos, holds)
    held = [event for event in ordered if event.kind != "undo" and holds[event.id]]
    return _put_back(held)


def _put_back(held: Sequence[Event]) -> list[Event]:
    """Return events where people have put them, without those that they let go."""
    gone = {str(e.value["event"]) for e in held if e.kind == "let-go"}
    where = {str(e.value["event"]): e.anchor for e in held if e.kind == "place" and e.anchor}
    return [
        replace(event, anchor=where[event.id]) if event.id in where else event
        for event in held
        if event.kind not in PUTTING_BACK and event.id not in gone
    ]


def _hold(first: str, undos: Mapping[str, Sequence[str]], holds: dict[str, bool]) -> None:
    """Find out whether an event holds: unless an undo of it does, whatever the clocks say.

    Without recursion: a chain of undos may be long. One that bites its tail holds at
    its earliest event.
    """
    path = [first]
    while path:
        name = path[-1]
        open_ = [u for u in undos.get(name, ()) if u not in holds and u not in path]
        if open_:
            path.append(open_[0])
            continue
        holds[name] = not any(holds.get(u, False) for u in undos.get(name, ()))
        path.pop()


def latest(events: Sequence[Event]) -> dict[str, Event]:
    """Return the last event of each coder, of events sorted by (time, id)."""
    return {event.coder: event for event in events}


def decide(events: Sequence[Event], *, assign: str, refusing: Iterable[str] = ()) -> Verdict | None:
    """Fold the events about one question or code at one place.

    Adjudication comes first, then unanimity of the coders' last words; else contested.

    Args:
        events: live events, sorted, all about the same thing.
        assign: the kind that assigns (``assign-question`` or ``assign-code``).
        refusing: coders who, judging blind, passed it over in the whole set.
    """
    if not events:
        return None
    settled = [event for event in events if event.kind == "adjudicate"]
    if settled:
        last = settled[-1]
        state: State = "confirmed" if last.value["verdict"] == "assign" else "rejected"
        return Verdict(state, (last.coder,), adjudicated=True)
    votes = {coder: event.kind == assign for coder, event in latest(events).items()}
    votes = dict.fromkeys(refusing, False) | votes
    coders = tuple(sorted(votes))
    yes = list(votes.values())
    if all(yes):
        return Verdict("confirmed", coders)
    if any(yes):
        return Verdict("contested", coders)
    nothing = all(not e.seen.get("chosen", True) for e in latest(events).values())
    return Verdict("rejected", coders, nothing=nothing)


def nobodys(verdicts: Mapping[tuple[str, str], Verdict]) -> dict[str, tuple[str, ...]]:
    """Return the answers of which people say that they answer no question, with who says so."""
    of_each: dict[str, list[Verdict]] = {}
    for (answer, _), verdict in verdicts.items():
        of_each.setdefault(answer, []).append(verdict)
    return {
        answer: tuple(sorted({coder for v in mine for coder in v.coders}))
        for answer, mine in of_each.items()
        if all(v.state == "rejected" for v in mine) and any(v.nothing for v in mine)
    }


def carried(
    placed: Mapping[str, Sequence[Event]], now: Callable[[str, str], str]
) -> dict[str, list[Event]]:
    """Return the events of each answer, each under the question that it counts for today.

    Args:
        placed: the events of each answer.
        now: returns that question for an interview's id and the question that was judged.
    """

    def today(event: Event) -> Event:
        judged = event.value.get("question")
        if not judged or event.anchor is None:
            return event
        question = now(event.anchor.interview, str(judged))
        return event if question == judged else replace(
            event, value={**event.value, "question": question}
        )  # fmt: skip

    return {answer: [today(event) for event in events] for answer, events in placed.items()}


def verdicts(
    placed: Mapping[str, Sequence[Event]], *, of: Literal["question", "code"]
) -> dict[tuple[str, str], Verdict]:
    """Fold the events of each answer into verdicts by (answer, question or code)."""
    result: dict[tuple[str, str], Verdict] = {}
    for answer, events in placed.items():
        things: dict[str, list[Event]] = {}
        ordered = sorted(events, key=lambda e: (e.at, e.id))
        for event in ordered:
            things.setdefault(str(event.value.get(of, "")), []).append(event)
        for thing, group in things.items():
            no = refused(ordered, thing, of=of)
            verdict = decide(group, assign=f"assign-{of}", refusing=no)
            if thing and verdict is not None:
                result[answer, thing] = verdict
    return result
