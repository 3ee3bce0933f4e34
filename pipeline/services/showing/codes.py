"""The codebook at work: how often each code is suggested and confirmed, and where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.layout import Layout
from pipeline.model.codebook import Code, Codebook
from pipeline.model.frames import ANSWERS, CODINGS
from pipeline.services.deciding.judging import overlay_codes
from pipeline.services.showing.library import SHOWN, Library, with_rights
from pipeline.services.showing.store import Filters, Stamps, judged_since, listed, opened, parquet

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_MOST_KEPT = 500
_kept: dict[tuple[Path, str], tuple[Stamps, pd.DataFrame]] = {}
"""Codings of interviews judged since the last run; good as long as their stamps are."""


@dataclass(frozen=True)
class Branch:
    """A code in the codebook's tree; ``depth`` 0 has no parent."""

    code: Code
    depth: int


def tree(book: Codebook) -> list[Branch]:
    """Return the codes that are in use, each parent before its children, else as in the file.

    A code whose parents run in a circle, or are retired, stands at the root.
    """
    codes = [code for code in book.codes if not code.retired]
    names = {code.id for code in codes}
    children: dict[str, list[Code]] = {}
    for code in codes:
        children.setdefault(code.parent if code.parent in names else "", []).append(code)
    branches: dict[str, Branch] = {}

    def grow(code: Code, depth: int) -> None:
        if code.id not in branches:
            branches[code.id] = Branch(code, depth)
            for child in children.get(code.id, ()):
                grow(child, depth + 1)

    for code in (*children.get("", ()), *codes):
        grow(code, 0)
    return list(branches.values())


def code_counts(library: Library, filters: Filters) -> pd.DataFrame:
    """Count for each code the answers, and their people and places, by who says so.

    Columns: code, ``confirmed``, ``suggested`` and ``contested`` (answers), ``people`` and
    ``places`` (of confirmed answers), ``suggested_people`` (of guesses). Codes without any
    answer have no row.

    Raises:
        NotReady: the answers have not been coded.
    """
    with opened_codings(library, filters) as db:
        return db.execute(
            f"""SELECT code,
                  count(*) FILTER (c.status = 'confirmed') AS confirmed,
                  count(*) FILTER (c.status = 'suggested') AS suggested,
                  count(*) FILTER (c.status = 'contested') AS contested,
                  count(DISTINCT speaker) FILTER (c.status = 'confirmed') AS people,
                  count(DISTINCT site) FILTER (c.status = 'confirmed') AS places,
                  count(DISTINCT speaker) FILTER (c.status = 'suggested') AS suggested_people
                FROM answers a JOIN codings c USING (answer)
                WHERE c.status IN ({listed(SHOWN)}) GROUP BY code ORDER BY code"""
        ).fetchdf()


def quotations(
    library: Library, filters: Filters, code: str, *, limit: int, rejected: bool = False
) -> pd.DataFrame:
    """Return answers that have a code: people's first, then guesses by their score.

    Columns: those of ``ANSWERS`` with the coding's ``score``, ``status`` and ``evidence``, and
    ``shown_as``, ``may_quote`` and ``may_play`` as consent stands today. Words that may not be
    quoted are not in the frame.

    Args:
        library: the study.
        filters: what it is narrowed to.
        code: the code's id.
        limit: how many at the most.
        rejected: whether those follow for which people turned the code down.

    Raises:
        NotReady: the answers have not been coded.
    """
    statuses = (*SHOWN, "rejected") if rejected else SHOWN
    with opened_codings(library, filters) as db:
        frame = db.execute(
            f"""SELECT a.* EXCLUDE (status), c.score, c.status, c.evidence
                FROM answers a JOIN codings c USING (answer)
                WHERE c.code = ? AND c.status IN ({listed(statuses)})
                ORDER BY list_position(['confirmed', 'contested', 'suggested'], c.status)
                  NULLS LAST, c.score DESC, a.date, a.interview, a.position LIMIT {limit}""",
            [code],
        ).fetchdf()
    return with_rights(frame, library.people())


def contested_codes(library: Library, filters: Filters) -> list[tuple[str, str]]:
    """Return each (answer, code) on which coders differ, by interview and place.

    Raises:
        NotReady: the answers have not been coded.
    """
    with opened_codings(library, filters) as db:
        rows = db.execute(
            """SELECT a.answer, c.code FROM answers a JOIN codings c USING (answer)
               WHERE c.status = 'contested' ORDER BY a.interview, a.position, c.code"""
        ).fetchall()
    return [(str(answer), str(code)) for answer, code in rows]


@contextmanager
def opened_codings(library: Library, filters: Filters) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open ``answers`` and ``codings`` with the newest decisions on codes."""
    layout = library.layout
    made = parquet(layout.path("codings"), CODINGS)
    with opened(layout, filters, library.people()) as db:
        fresh = judged_since(layout, "codes")
        if not fresh:
            db.execute(f"CREATE VIEW codings AS SELECT * FROM {made}")
        else:
            answers = parquet(layout.path("answers"), ANSWERS)
            where = f"interview IN ({listed(fresh)})"
            db.register("new_codings", _newest(layout, db, fresh, made))
            db.execute(
                f"""CREATE VIEW codings AS SELECT * FROM new_codings UNION ALL
                    SELECT * FROM {made} WHERE answer NOT IN
                      (SELECT answer FROM {answers} WHERE {where})"""
            )
        yield db


def _newest(
    layout: Layout, db: duckdb.DuckDBPyConnection, fresh: dict[str, Stamps], made: str
) -> pd.DataFrame:
    """Return the codings of freshly judged interviews as they hold now."""
    import pandas as pd

    answers = parquet(layout.path("answers"), ANSWERS)
    for interview, stamps in fresh.items():
        kept = _kept.get((layout.root, interview))
        if kept is not None and kept[0] == stamps:
            continue
        here = db.execute(f"SELECT * FROM {answers} WHERE interview = ?", [interview]).fetchdf()
        db.register("here", here)
        mine = db.execute(
            f"SELECT * FROM {made} WHERE answer IN (SELECT answer FROM here)"
        ).fetchdf()
        _kept[layout.root, interview] = (stamps, overlay_codes(layout, mine, here))
    frames = [_kept[layout.root, interview][1] for interview in fresh]
    for oldest in list(_kept)[:-_MOST_KEPT]:
        _kept.pop(oldest, None)
    return pd.concat(frames, ignore_index=True).astype(dict(CODINGS.dtypes))
