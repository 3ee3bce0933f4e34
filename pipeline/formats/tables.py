"""The tables that people keep: ``sites.csv``, ``speakers.csv``, ``manifest.csv``.

Spreadsheets write them: UTF-8 with or without a byte-order mark, ``,`` or ``;``
between columns. All faults of all tables are told at once, each with file, row,
column, what was found and what was expected. Rows are counted as a spreadsheet
counts them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import BadInput, PipelineError
from pipeline.formats.files import nearest, read_text
from pipeline.model.consent import PERMISSIONS, Consent, Permission
from pipeline.model.interview import ID_PATTERN, NOBODY, Interview, Site, Speaker, Study

T = TypeVar("T")
Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """A column: how a cell is read, what it should hold, whether it may be missing."""

    read: Read
    expected: str
    required: bool = False


@dataclass
class Faults:
    """The faults found so far."""

    found: list[PipelineError] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str) -> None:
        """Note one fault."""
        self.found.append(BadInput(what, where=where, remedy=remedy))


def _id(cell: str) -> str:
    if not re.fullmatch(ID_PATTERN, cell):
        raise ValueError
    return cell


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(_id(part) for part in cell.split())


def _number(low: float, high: float) -> Read:
    def read(cell: str) -> float:
        value = float(cell.replace(",", "."))
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def _country(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", cell):
        raise ValueError
    return cell


def _language(cell: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", cell):
        raise ValueError
    return cell


def _wave(cell: str) -> int:
    value = int(cell)
    if value < 1:
        raise ValueError
    return value


def _permissions(cell: str) -> tuple[Permission, ...]:
    given = set(cell.split())
    if given - set(PERMISSIONS):
        raise ValueError
    return tuple(p for p in PERMISSIONS if p in given)


_AN_ID = "an id of a-z, 0-9 and -, up to 64 characters"
_A_DATE = "a date as 2024-05-31"
_LANGUAGE = "a language code as en, it, pt"

SITES: Mapping[str, Column] = {
    "id": Column(_id, _AN_ID, required=True),
    "name": Column(str, "a name", required=True),
    "city": Column(str, "a town"),
    "country": Column(_country, "a country code of two capitals as IT", required=True),
    "latitude": Column(_number(-90, 90), "degrees from -90 to 90"),
    "longitude": Column(_number(-180, 180), "degrees from -180 to 180"),
    "type": Column(str, "a type of space"),
    "chosen_for": Column(str, "why the place is in the study"),
}
SPEAKERS: Mapping[str, Column] = {
    "id": Column(_id, _AN_ID, required=True),
    "name": Column(str, "a name", required=True),
    "pseudonym": Column(str, "a name to show where the real one may not be shown"),
    "site": Column(_id, "the id of a site", required=True),
    "consent": Column(_permissions, f"any of: {' '.join(PERMISSIONS)}"),
    "consent_date": Column(date.fromisoformat, _A_DATE),
    "consent_until": Column(date.fromisoformat, _A_DATE),
    "consent_scope": Column(str, "what the consent is for"),
    "release": Column(str, "the file of the release form"),
}
MANIFEST: Mapping[str, Column] = {
    "id": Column(_id, _AN_ID, required=True),
    "site": Column(_id, "the id of a site", required=True),
    "date": Column(date.fromisoformat, _A_DATE, required=True),
    "wave": Column(_wave, "the number of the visit, 1 or more"),
    "language": Column(_language, _LANGUAGE),
    "speakers": Column(
        _ids, "ids of speakers, separated by spaces, or - for an article without any", required=True
    ),
    "interviewers": Column(_ids, "ids of interviewers, separated by spaces, or - if none is heard"),
    "guide": Column(_id, "the id of a guide in questions.yaml"),
    "file": Column(str, "a file below interviews/", required=True),
}


@dataclass(frozen=True)
class Row:
    """A row with its cells read; a faulty cell is not in ``cells``."""

    where: str
    cells: Mapping[str, Any]
    attributes: Mapping[str, str]
    sound: bool


def read_study(folder: Path) -> tuple[Study, list[PipelineError]]:
    """Read the three tables of a folder; faulty rows are left out and told.

    Returns:
        The study made of the sound rows, and every fault in all three tables.
    """
    faults = Faults()
    sites = _unique(_rows(folder / "sites.csv", SITES, faults), _site, faults)
    speakers = _unique(_rows(folder / "speakers.csv", SPEAKERS, faults), _speaker, faults)
    interviews = _unique(_rows(folder / "manifest.csv", MANIFEST, faults), _interview, faults)
    known_sites = {site.id for _, site in sites}
    known_speakers = {speaker.id for _, speaker in speakers}
    speakers = [s for s in speakers if _known(s[0], "site", [s[1].site], known_sites, faults)]
    interviews = [
        (row, i)
        for row, i in interviews
        if _known(row, "site", [i.site], known_sites, faults)
        & _known(row, "speakers", i.speakers, known_speakers, faults)
    ]
    study = Study(
        tuple(s for _, s in sites), tuple(s for _, s in speakers), tuple(i for _, i in interviews)
    )
    return study, faults.found


def _rows(path: Path, columns: Mapping[str, Column], faults: Faults) -> Iterator[Row]:
    name = f"interviews/{path.name}"
    try:
        text = read_text(path, where=name)
    except PipelineError as error:
        faults.found.append(error)
        return
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        header = _without_empty_end(next(table, []))
        if not _header_is_sound(name, header, columns, faults):
            return
        for number, cells in enumerate(table, start=2):
            if any(cell.strip() for cell in cells):
                yield _row(f"{name} row {number}", header, cells, columns, faults)
    except csv.Error as error:
        faults.add(f"{name} row {number + 1}", f"is not a row ({error})", "close its quotes")


def _without_empty_end(header: Sequence[str]) -> list[str]:
    """Return the names of the columns; spreadsheets save empty columns on the right."""
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    return names


def _header_is_sound(
    name: str, header: Sequence[str], columns: Mapping[str, Column], faults: Faults
) -> bool:
    before = len(faults.found)
    for column in header:
        if column not in columns and not re.fullmatch(r"attr_[a-z0-9_]+", column):
            hint = f"{nearest(column, columns)} (columns of your own begin with attr_)"
            faults.add(f"{name} row 1", f"unknown column {column!r}", hint)
    for column in sorted({column for column in header if header.count(column) > 1}):
        faults.add(f"{name} row 1", f"column {column!r} occurs twice", "leave one of them")
    for column, about in columns.items():
        if about.required and column not in header:
            faults.add(
                f"{name} row 1",
                f"column {column!r} is missing",
                f"add it; it holds {about.expected}",
            )
    return len(faults.found) == before


def _row(
    where: str,
    header: Sequence[str],
    row: Sequence[str],
    columns: Mapping[str, Column],
    faults: Faults,
) -> Row:
    cells = dict(zip(header, row, strict=False))
    read: dict[str, Any] = {}
    sound = True
    if any(cell.strip() for cell in row[len(header) :]):
        faults.add(
            where, "has more cells than the header", "quote cells that contain the separator"
        )
        sound = False
    for column, about in columns.items():
        cell = cells.get(column, "").strip()
        if not cell and not about.required:
            continue
        try:
            if not cell:
                raise ValueError
            read[column] = about.read(cell)
        except ValueError:
            found = f"found {cell!r}" if cell else "found nothing"
            faults.add(f"{where} column {column}", found, f"expected {about.expected}")
            sound = False
    attributes = {
        c.removeprefix("attr_"): v.strip() for c, v in cells.items() if c.startswith("attr_")
    }
    return Row(where, read, attributes, sound)


def _unique(rows: Iterator[Row], build: Callable[[Row], T], faults: Faults) -> list[tuple[Row, T]]:
    seen: dict[str, str] = {}
    built = []
    for row in rows:
        name = row.cells.get("id")
        if name in seen:
            faults.add(
                f"{row.where} column id",
                f"found {name!r} again",
                f"ids are unique; it is at {seen[name]}",
            )
            continue
        if name is not None:
            seen[name] = row.where
        if row.sound:
            built.append((row, build(row)))
    return built


def _known(row: Row, column: str, ids: Sequence[str], known: set[str], faults: Faults) -> bool:
    table = "sites.csv" if column == "site" else "speakers.csv"
    strangers = [name for name in ids if name not in known]
    for name in strangers:
        remedy = (
            f"expected an id of {table}; {nearest(name, sorted(known))}"
            if known
            else f"{table} has no sound row"
        )
        faults.add(f"{row.where} column {column}", f"found {name!r}", remedy)
    return not strangers


def _site(row: Row) -> Site:
    return Site(**{"city": "", **row.cells}, attributes=row.attributes)


def _speaker(row: Row) -> Speaker:
    cells = dict(row.cells)
    consent = Consent(
        permissions=cells.pop("consent", ()),
        given=cells.pop("consent_date", None),
        until=cells.pop("consent_until", None),
        scope=cells.pop("consent_scope", ""),
        release=cells.pop("release", ""),
    )
    cells.setdefault("pseudonym", cells["id"])
    return Speaker(**cells, consent=consent, attributes=row.attributes)


def _interview(row: Row) -> Interview:
    optional = {"wave": 1, "language": "", "interviewers": (), "guide": ""}
    cells = {**optional, **row.cells}
    if cells["speakers"] == (NOBODY,):
        cells["speakers"] = ()
    return Interview(**cells)
