"""An invented conversation as it was written, and the people who take part in it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

INTERVIEWERS = {"inga": "Inga", "tomas": "Tomas"}
"""The interviewers, id to name: the tables know them by id only."""
NOBODY = "-"
"""In the manifest, in the place of interviewers: none is heard."""
NARRATION = "narration"
"""In a report, in the place of somebody who speaks: the journalist's own words."""


class ScriptError(ValueError):
    """A script or a table that cannot be used; the message names the file."""


@dataclass(frozen=True)
class Part:
    """A stretch of one turn that is judged as one: what it answers and what it deserves."""

    says: str
    answers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    stance: Mapping[str, str] = field(default_factory=dict)
    position: Mapping[str, str] = field(default_factory=dict)
    new_paragraph: bool = False


@dataclass(frozen=True)
class Turn:
    """What one person says until another begins."""

    who: str
    parts: tuple[Part, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """One interview, written by hand."""

    interview: str
    language: str
    form: str
    turns: tuple[Turn, ...]
    title: str = ""
    voices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """Who is in an interview, and the name under which each may be shown."""

    labels: Mapping[str, str]
    interviewers: frozenset[str]

    def role(self, who: str) -> str:
        """Say on which side of the table somebody sits."""
        return "interviewer" if who in self.interviewers else "interviewee"


def tidy(text: str) -> str:
    """Put a text as it stands in YAML on one line, in NFC."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def load_script(path: Path) -> Script:
    """Read one script; an unknown or a missing key is an error."""
    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise ScriptError(f"{path.name}: {' '.join(str(error).split())}") from error
    try:
        turns = tuple(_turn(turn) for turn in raw.pop("turns"))
        script = Script(turns=turns, **raw)
    except (TypeError, KeyError, AttributeError) as error:
        raise ScriptError(f"{path.name}: {error}") from error
    if script.interview != path.stem:
        raise ScriptError(f"{path.name}: is about {script.interview}; name the file after it")
    return script


def _turn(raw: dict[str, Any]) -> Turn:
    raw = dict(raw)
    if "says" in raw:
        raw["parts"] = [{"says": raw.pop("says")}]
    parts = tuple(_part(part) for part in raw.pop("parts"))
    return Turn(parts=parts, asks=tuple(raw.pop("asks", ())), **raw)


def _part(raw: dict[str, Any]) -> Part:
    raw = dict(raw)
    stance, position = _worded(raw.pop("stance", {})), _worded(raw.pop("position", {}))
    says, answers, codes = tidy(raw.pop("says")), raw.pop("answers", ()), raw.pop("codes", ())
    judged = {"answers": tuple(answers), "codes": tuple(codes)}
    return Part(says=says, stance=stance, position=position, **judged, **raw)


def _worded(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return question -> word, sorted; YAML reads a bare yes as true."""
    if not all(isinstance(value, str) for value in raw.values()):
        raise TypeError(f"stances and positions are words; put quotes round yes and no: {raw}")
    return {str(key): raw[key] for key in sorted(raw)}


def read_table(path: Path) -> list[dict[str, str]]:
    """Read a CSV table as one dict a row."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def casts(interviews: Path) -> dict[str, Cast]:
    """Give the cast of every interview in the manifest."""
    people = {row["id"]: row for row in read_table(interviews / "speakers.csv")}
    rows = read_table(interviews / "manifest.csv")
    return {row["id"]: _cast(row, people) for row in rows}


def _cast(row: Mapping[str, str], people: Mapping[str, Mapping[str, str]]) -> Cast:
    asking = [who for who in row["interviewers"].split() if who != NOBODY]
    labels = {who: INTERVIEWERS[who] for who in asking}
    labels |= {who: shown_name(people[who]) for who in row["speakers"].split()}
    return Cast(labels=labels, interviewers=frozenset(asking))


def shown_name(person: Mapping[str, str]) -> str:
    """Give a person's given name, or the pseudonym where the name may not be shown."""
    if "name" in person["consent"].split():
        return tidy(person["name"]).split()[0]
    return tidy(person["pseudonym"]) or person["id"]


def check_cast(script: Script, cast: Cast) -> None:
    """Refuse a script in which somebody speaks, or asks, whom the manifest's row does not have."""
    allowed = {*cast.labels, NARRATION} if script.form == "report" else set(cast.labels)
    strangers = unknown((turn.who for turn in script.turns), allowed)
    if strangers:
        raise ScriptError(f"{script.interview}: not in manifest.csv: {', '.join(strangers)}")
    asking = (turn.who for turn in script.turns if turn.asks)
    if wrong := unknown(asking, cast.interviewers):
        raise ScriptError(f"{script.interview}: asks and is no interviewer: {', '.join(wrong)}")


def unknown(ids: Iterable[str], known: Iterable[str]) -> list[str]:
    """List the ids that are not known, sorted."""
    return sorted(set(ids) - set(known))
