"""The study's frames as SQL reads them: narrowed, as consent allows, with the newest decisions.

Predicates are pushed down into Parquet; what no page asks for is never loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.consent import Permission
from pipeline.model.frames import ANSWERS, TAGS, Columns
from pipeline.services.deciding import judging
from pipeline.services.showing import wording
from pipeline.services.showing.people import People, Stamp, stamp_of

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Stamps = tuple[Stamp, ...]

_THREADS = 2
_MADE = {"questions": "tags", "codes": "codings"}
_MOST_KEPT = 500
_kept: dict[tuple[Path, str], tuple[Stamps, pd.DataFrame, pd.DataFrame]] = {}
"""Interviews judged since the last run, as they hold now; good as long as their stamps are."""


@dataclass(frozen=True)
class Filters:
    """What a page is narrowed to; an empty field means everything."""

    sites: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()

    def where(self, *columns: str) -> str:
        """Return an SQL condition over those of the four columns that are named."""
        chosen = self._by_column()
        asked = {c: values for c, values in chosen.items() if values and c in columns}
        return " AND ".join(f"{c} IN ({listed(v)})" for c, v in asked.items()) or "true"

    def match(self, row: Mapping[str, object]) -> bool:
        """Tell whether a row with the four columns is among what is chosen."""
        return all(not values or row[c] in values for c, values in self._by_column().items())

    def _by_column(self) -> Mapping[str, tuple[str | int, ...]]:
        return {
            "site": self.sites, "country": self.countries, "language": self.languages,
            "wave": self.waves,
        }  # fmt: skip


EVERYTHING = Filters()


@contextmanager
def opened(layout: Layout, filters: Filters, people: People) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open ``answers`` and ``tags``: narrowed, allowed, and with the newest decisions."""
    answers = parquet(layout.path("answers"), ANSWERS)
    tags = parquet(layout.path("tags"), TAGS)
    narrowed = f"{filters.where('site', 'country', 'language', 'wave')} AND {allowed(people)}"
    fresh = judged_since(layout)
    with database() as db:
        if not fresh:
            db.execute(f"CREATE VIEW answers AS SELECT * FROM {answers} WHERE {narrowed}")
            db.execute(f"CREATE VIEW tags AS SELECT * FROM {tags}")
            yield db
            return
        new_answers, new_tags = _newest(layout, db, fresh, (answers, tags), people)
        db.register("new_answers", new_answers)
        db.register("new_tags", new_tags)
        db.execute(
            f"""CREATE VIEW answers AS
                SELECT * FROM {answers} WHERE {narrowed} AND interview NOT IN ({listed(fresh)})
                UNION ALL SELECT * FROM new_answers WHERE {narrowed}"""
        )
        db.execute(
            f"""CREATE VIEW tags AS
                SELECT * FROM {tags} WHERE answer NOT IN (
                  SELECT answer FROM {answers} WHERE interview IN ({listed(fresh)}))
                UNION ALL SELECT * FROM new_tags"""
        )
        yield db


def judged_since(
    layout: Layout, of: Literal["questions", "codes"] = "questions"
) -> dict[str, Stamps]:
    """Return the interviews in which somebody decided something after the last run.

    Each has the stamps of what its newest standing is made of: logs and run.
    """
    made = [layout.path(_MADE[of]), layout.path("events", group=of)]
    run = tuple(stamp_of(path) for path in made)
    since = min((time for time, _ in run if time), default=0)
    fresh: dict[str, Stamps] = {}
    for log in sorted(layout.path("logs").glob("*/*.jsonl")):
        stamp = stamp_of(log)
        if stamp[0] >= since:
            fresh[log.stem] = (*fresh.get(log.stem, run), stamp)
    return fresh


def _newest(
    layout: Layout,
    db: duckdb.DuckDBPyConnection,
    fresh: Mapping[str, Stamps],
    tables: tuple[str, str],
    people: People,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the answers and tags of freshly judged interviews as they hold now.

    Only what was judged since it was last asked for is worked out again.
    """
    import pandas as pd

    held = {i: _kept.get((layout.root, i)) for i in fresh}
    changed = [i for i, kept in held.items() if kept is None or kept[0] != fresh[i]]
    if changed:
        answers, tags = tables
        old = db.execute(
            f"SELECT * FROM {answers} WHERE interview IN ({listed(changed)})"
        ).fetchdf()
        old = wording.reworded(layout, old, people)
        db.register("old", old)
        mine = db.execute(
            f"SELECT * FROM {tags} WHERE answer IN (SELECT answer FROM old)"
        ).fetchdf()
        new_tags, new = judging.overlay(layout, mine, old)
        for interview in changed:
            here = new[new["interview"] == interview]
            its_tags = new_tags[new_tags["answer"].isin(here["answer"])]
            held[interview] = _kept[layout.root, interview] = (fresh[interview], here, its_tags)
        for oldest in list(_kept)[:-_MOST_KEPT]:
            _kept.pop(oldest, None)
    found = [kept for kept in held.values() if kept is not None]
    newest = pd.concat([kept[1] for kept in found]).astype(dict(ANSWERS.dtypes))
    return newest, pd.concat([kept[2] for kept in found]).astype(dict(TAGS.dtypes))


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


def allowed(people: People, use: Permission = "analyse") -> str:
    """Return the SQL condition under which a row's words may be used so today."""
    may = {s: bool(people.decision("", [s], use)) for s in people.speakers}
    barred = [s for s in may if not may[s]]
    open_to_all = [i.id for i in people.study.interviews if all(may.get(s) for s in i.speakers)]
    known, whole = listed(list(people.speakers)), listed(open_to_all)
    return f"speaker NOT IN ({listed(barred)}) AND (speaker IN ({known}) OR interview IN ({whole}))"
