"""The rows that `interleaf compare` reads, brought to one form and told where they are odd."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from pipeline.analysis.asked import ORDER
from pipeline.errors import BadInput
from pipeline.formats.files import nearest
from pipeline.formats.rows import read_rows

if TYPE_CHECKING:
    import pandas as pd

Name = Annotated[str, Field(min_length=1)]
BY_PEOPLE = ("person", "people", "human", "coder", "confirmed", "gold")
BY_MACHINE = ("machine", "model", "suggested")
_AS_TAGGED = ("", "confirmed", "suggested")  # of the question's tag: the answer stands
_NO_ANSWER = ("none", "rejected")
_UNSURE = ("contested", "unassigned", "unknown")
STATUSES = (*ORDER, *_AS_TAGGED, *_NO_ANSWER, *_UNSURE)


@dataclass(frozen=True)
class Row:
    """One answer, or one question that was not answered."""

    id: Name
    person: Name
    site: Name
    question: Name
    text: str
    session: str = ""
    country: str = ""
    wave: Annotated[int, Field(ge=0)] = 1
    language: str = ""
    status: str = ""
    asked: bool | str | None = None
    codes: tuple[str | tuple[str, float], ...] | None = None
    source: str = ""
    attributes: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


def answers_of(path: Path, tell: Callable[[str], None]) -> tuple[pd.DataFrame, list[str]]:
    """Read a file of answers; odd rows are told and left out, or put right where that is plain.

    Returns:
        A frame with ``id, person, site, question, text, session, country, wave, language, status,
        answers`` (has words that answer), ``confirmed``, ``codes`` and ``machine_codes`` (tuples,
        or None where not coded) and the ``attr_`` columns; and what was told.

    Raises:
        BadInput: the file cannot be read, or not one of its rows.
    """
    found = read_rows(path, Row)
    problems = [str(problem) for problem in found.problems]
    rows = []
    for row in found.rows:
        fault = _fault(row)
        if fault:
            problems.append(
                str(BadInput(fault[0], where=f"{path.name} row '{row.id}'", remedy=fault[1]))
            )
        if row.status in STATUSES:
            rows.append(row)
    if not rows:
        raise BadInput(
            "holds no row that can be used", where=path.name, remedy="see docs/commands.md"
        )
    frame, odd = frame_of(rows, where=path.name)
    problems += odd
    for problem in problems:
        tell(problem)
    if found.unused:
        tell(f"{path.name}: not used: {', '.join(found.unused)}")
    return frame, problems


def frame_of(rows: Sequence[Row], *, where: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the frame of rows whose status is known, and what is odd about them.

    Args:
        rows: at least one.
        where: what they are called in what is told.
    """
    import pandas as pd

    frame = pd.DataFrame([_flat(row) for row in rows])
    own = sorted({name for row in rows for name in row.attributes})
    frame[own] = frame[own].fillna("") if own else frame[own]
    odd = _countries(frame, where)
    _languages(frame)
    return frame, odd


def _fault(row: Row) -> tuple[str, str] | None:
    if row.status not in STATUSES:
        return f"'status': {row.status!r} is unknown", nearest(
            row.status, [s for s in STATUSES if s]
        )
    if row.source.lower() not in ("", *BY_PEOPLE, *BY_MACHINE):
        return f"'source': {row.source!r} is unknown, its codes count as a machine's", nearest(
            row.source, [*BY_PEOPLE, *BY_MACHINE]
        )
    return None


def _flat(row: Row) -> dict[str, object]:
    status = _status(row)
    people, machine = _codes(row)
    return {
        "id": row.id, "person": row.person, "site": row.site, "question": row.question,
        "text": row.text, "session": row.session, "country": row.country, "wave": row.wave,
        "language": row.language.lower(), "status": status,
        "answers": status in ("answered", "answered-unasked") and bool(row.text.strip()),
        "confirmed": row.status != "suggested", "codes": people, "machine_codes": machine,
        **{name: "" if value is None else str(value) for name, value in row.attributes.items()},
    }  # fmt: skip


def _status(row: Row) -> str:
    if row.status in ORDER:
        return row.status
    put = bool(row.asked) if row.asked is not None else None
    if row.status in _UNSURE:
        return "unknown"
    if row.status in _NO_ANSWER or not row.text.strip():
        return "asked-unanswered" if put else "unknown" if put is None else "not-asked"
    return "answered-unasked" if put is False or row.asked == "" else "answered"


def _codes(row: Row) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the codes that people gave, and a machine's; None where there is no coding.

    A code with a score is a machine's, whatever ``source`` says.
    """
    if row.codes is None:
        return None, None
    plain = tuple(code for code in row.codes if isinstance(code, str))
    scored = tuple(code[0] for code in row.codes if not isinstance(code, str))
    if row.source.lower() in ("", *BY_PEOPLE):
        return (plain, scored or None) if plain or not scored else (None, scored)
    return None, (*plain, *scored)


def _countries(frame: pd.DataFrame, name: str) -> list[str]:
    """Give each place one country; a place in two is told and has none."""
    known = frame[frame["country"] != ""].groupby("site")["country"].unique()
    several = sorted(str(site) for site, countries in known.items() if len(countries) > 1)
    single = {site: countries[0] for site, countries in known.items() if len(countries) == 1}
    frame["country"] = frame["site"].map(single).fillna("")
    return [
        f"{name}: site '{site}' is in two countries, so in none here; give it one"
        for site in several
    ]


def _languages(frame: pd.DataFrame) -> None:
    """Find the language of answers that do not tell it."""
    from pipeline.services.standalone.languages import languages_of

    spoken = frame["answers"]
    if spoken.any():
        texts, given = frame.loc[spoken, "text"].tolist(), frame.loc[spoken, "language"].tolist()
        frame.loc[spoken, "language"] = languages_of(texts, given)
