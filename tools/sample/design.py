"""What the sample study was designed to hold, against what its scripts say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sample.script import Script

Design = Mapping[str, Any]
Said = Mapping[tuple[str, str], Mapping[str, set[str]]]
"""(person, interview) -> question -> positions."""

NEARLY_ALL = 0.75  # of the people, who answer a core question


def load_design(path: Path) -> Design:
    """Read the design."""
    design: Design = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return design


def departures(
    design: Design,
    scripts: Sequence[Script],
    people: Mapping[str, Mapping[str, str]],
    waves: Mapping[str, int],
) -> Iterator[str]:
    """Name every position that the design does not allow, and every one that it lacks.

    Args:
        design: as `load_design` gives it.
        scripts: all of the study.
        people: rows of speakers.csv by id.
        waves: interview -> visit.
    """
    yield from _unmarked(design, scripts)
    said = positions_said(scripts)
    for (person, interview), views in sorted(said.items()):
        for question, held in sorted(views.items()):
            wanted = _wanted(design, question, people[person], waves[interview])
            if not held <= wanted:
                told = f"{', '.join(sorted(held))}, not one of {', '.join(sorted(wanted))}"
                yield f"{interview}: {person} on {question} is {told}"
    yield from _rare(design, said)
    yield from _asked_of_nearly_all(design, said, people)


def positions_said(scripts: Iterable[Script]) -> Said:
    """Gather who takes which position in which interview."""
    said: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for script in scripts:
        for turn in script.turns:
            for part in turn.parts:
                for question, position in part.position.items():
                    said[turn.who, script.interview][question].add(position)
    return said


def _wanted(design: Design, question: str, person: Mapping[str, str], wave: int) -> set[str]:
    """Return the positions that a person may take on a question."""
    change = design["change"]
    if question == change["question"]:
        return {change[f"wave_{wave}"]} if person["id"] in change["people"] else set()
    if question in design["by_place"]:
        return {design["by_place"][question][person["site"]]}
    if question in design["by_field"]:
        return {design["by_field"][question][person["attr_field"]]}
    allowed = set(design["positions"].get(question, ()))
    for position, few in design["rare"].get(question, {}).items():
        allowed = {position} if person["id"] in few else allowed - {position}
    return allowed


def _unmarked(design: Design, scripts: Iterable[Script]) -> Iterator[str]:
    """Name answers to core questions without a position, and positions on what is not answered."""
    for script in scripts:
        for number, turn in enumerate(script.turns, start=1):
            for part in turn.parts:
                wrong = [q for q in part.position if q not in part.answers]
                wrong += [q for q in part.answers if q in design["core"] and not part.position]
                if wrong:
                    yield f"{script.interview}: turn {number}: {', '.join(wrong)} and position"


def _rare(design: Design, said: Said) -> Iterator[str]:
    for question, views in design["rare"].items():
        for position, few in views.items():
            held = {who for (who, _), mine in said.items() if position in mine.get(question, ())}
            if held != set(few):
                yield f"{question}: {position} is held by {sorted(held)}, not by {few}"


def _asked_of_nearly_all(
    design: Design, said: Said, people: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    for question in design["core"]:
        answered = {who for (who, _), mine in said.items() if question in mine}
        if len(answered) < NEARLY_ALL * len(people):
            yield f"{question}: answered by {len(answered)} of {len(people)} people only"
