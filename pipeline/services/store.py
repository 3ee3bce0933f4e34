"""The study's frames as SQL reads them: narrowed, as consent allows, with the newest decisions.

Predicates are pushed down into Parquet; what no page asks for is never loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS, TAGS, Columns
from pipeline.services import judging
from pipeline.services.people import People

if TYPE_CHECKING:
    import duckdb

_THREADS = 2


@dataclass(frozen=True)
class Filters:
    """What a page is narrowed to; an empty field means everything."""

    sites: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()

    def where(self, *columns: str) -> str:
        """Return an SQL condition over those of the four columns that are named."""
        chosen: dict[str, tuple[str | int, ...]] = {
            "site": self.sites, "country": self.countries, "language": self.languages,
            "wave": self.waves,
        }  # fmt: skip
        asked = {c: values for c, values in chosen.items() if values and c in columns}
        return " AND ".join(f"{c} IN ({listed(v)})" for c, v in asked.items()) or "true"


EVERYTHING = Filters()


@contextmanager
def opened(layout: Layout, filters: Filters, people: People) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open ``answers`` and ``tags``: narrowed, allowed, and with the newest decisions."""
    answers = parquet(layout.path("answers"), ANSWERS)
    tags = parquet(layout.path("tags"), TAGS)
    narrowed = f"{filters.where('site', 'country', 'language', 'wave')} AND {_allowed(people)}"
    fresh = judged_since(layout)
    with database() as db:
        if not fresh:
            db.execute(f"CREATE VIEW answers AS SELECT * FROM {answers} WHERE {narrowed}")
            db.execute(f"CREATE VIEW tags AS SELECT * FROM {tags}")
            yield db
            return
        touched = f"interview IN ({listed(fresh)})"
        old = db.execute(f"SELECT * FROM {answers} WHERE {narrowed} AND {touched}").fetchdf()
        db.register("old", old)
        of_old = "answer IN (SELECT answer FROM old)"
        old_tags = db.execute(f"SELECT * FROM {tags} WHERE {of_old}").fetchdf()
        new_tags, new = judging.overlay(layout, old_tags, old)
        db.register("new_answers", new.astype(dict(ANSWERS.dtypes)))
        db.register("new_tags", new_tags.astype(dict(TAGS.dtypes)))
        db.execute(
            f"""CREATE VIEW answers AS SELECT * FROM {answers} WHERE {narrowed} AND NOT {touched}
                UNION ALL SELECT * FROM new_answers"""
        )
        db.execute(
            f"""CREATE VIEW tags AS SELECT * FROM {tags} WHERE NOT {of_old}
                UNION ALL SELECT * FROM new_tags"""
        )
        yield db


def judged_since(layout: Layout) -> list[str]:
    """Return the interviews in which somebody decided something after the last run."""
    made = [layout.path("tags"), layout.path("events", group="questions")]
    since = min((p.stat().st_mtime_ns for p in made if p.exists()), default=0)
    logs = layout.path("logs").glob("*/*.jsonl")
    return sorted({log.stem for log in logs if log.stat().st_mtime_ns >= since})


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory, for one reading."""
    import duckdb

    with duckdb.connect(":memory:", config={"threads": _THREADS}) as db:
        yield db


def parquet(path: Path, columns: Columns) -> str:
    """Return a frame as SQL reads it.

    Raises:
        NotReady: it has not been made, or was made under another schema.
    """
    import pyarrow.parquet as pq

    if not path.exists():
        raise NotReady("not made yet", where=path.name, remedy="run `interleaf run`")
    made = (pq.read_schema(path).metadata or {}).get(b"interleaf.schema", b"").decode()
    if made != columns.schema:
        raise NotReady("was made by another version", where=path.name, remedy="run `interleaf run`")
    return f"read_parquet({quoted(str(path))})"


def quoted(value: str | int) -> str:
    """Return a value as SQL writes it."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def listed(values: Iterable[str | int]) -> str:
    """Return values for ``IN (...)``; nothing is in an empty list, and all is not in it."""
    return ", ".join(quoted(value) for value in values) or "''"


def _allowed(people: People) -> str:
    """Return the SQL condition under which a row's words may be worked with today."""
    barred = [s for s in people.speakers if not people.may_analyse(s)]
    open_to_all = [
        i.id for i in people.study.interviews if all(people.may_analyse(s) for s in i.speakers)
    ]  # fmt: skip
    known, whole = listed(list(people.speakers)), listed(open_to_all)
    return f"speaker NOT IN ({listed(barred)}) AND (speaker IN ({known}) OR interview IN ({whole}))"
