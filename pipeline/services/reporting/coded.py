"""Codes: what people confirmed, by place, with quotations; the machine's guesses counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.codebook import Codebook
from pipeline.model.report import (
    Block,
    Cell,
    Field,
    Figure,
    Heading,
    Paragraph,
    Quotation,
    Section,
    Table,
    Unknown,
)
from pipeline.services.reporting.common import Naming, Row, attempt, counted
from pipeline.services.showing.books import codebook
from pipeline.services.showing.codes import code_counts, opened_codings, quotations, tree
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING

BY_PEOPLE = "coded by people"


@dataclass(frozen=True)
class Coded:
    """Counts by code; people by code and place who were confirmed to say it; quotations.

    ``heard``: people by place of whom any answer has been coded by people.
    """

    naming: Naming
    book: Codebook
    counts: Mapping[str, Row] | Unknown
    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    heard: Mapping[str, int] = field(default_factory=dict)
    quotes: Mapping[str, tuple[Quotation, ...]] = field(default_factory=dict)


def gather(library: Library, naming: Naming, *, quotes: int) -> Coded:
    """Read the codes as they stand now, with at most so many quotations of each."""
    book = codebook(library.layout)
    frame = attempt(lambda: code_counts(library, EVERYTHING))
    if isinstance(frame, Unknown):
        return Coded(naming, book, frame)
    rows = [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
    counts: dict[str, Row] = {str(row["code"]): row for row in rows}
    with opened_codings(library, EVERYTHING) as db:
        people = db.execute(
            """SELECT c.code, a.site, count(DISTINCT a.speaker)
               FROM answers a JOIN codings c USING (answer) WHERE c.status = 'confirmed'
               GROUP BY c.code, a.site"""
        ).fetchall()
        heard = db.execute(
            """SELECT a.site, count(DISTINCT a.speaker) FROM answers a JOIN codings c USING (answer)
               WHERE c.status IN ('confirmed', 'contested', 'rejected') GROUP BY a.site"""
        ).fetchall()
    confirmed = [code for code, row in counts.items() if row["confirmed"]]
    said = {code: _quotes(library, naming, code, quotes) for code in confirmed}
    by_place = {(str(code), str(site)): int(n) for code, site, n in people}
    return Coded(naming, book, counts, by_place, {str(s): int(n) for s, n in heard}, said)


def _quotes(library: Library, naming: Naming, code: str, most: int) -> tuple[Quotation, ...]:
    """Return quotations that people gave the code, from as many places as there are."""
    frame = quotations(library, EVERYTHING, code, limit=500)
    rows = frame[(frame["status"] == "confirmed") & frame["may_quote"].astype(bool)]
    rows = rows.assign(turn=rows.groupby("site").cumcount()).sort_values("turn", kind="stable")
    return tuple(
        naming.quotation({str(k): v for k, v in row.items()}, guess=False, standing=BY_PEOPLE)
        for row in rows.head(most).to_dict("records")
    )


def section(found: Coded) -> Section:
    """Return the section."""
    title = "Codes that people gave"
    if isinstance(found.counts, Unknown):
        return Section("codes", title, "Codes are not known yet.", (found.counts,))
    if not found.book.codes:
        reason = "the codebook is empty"
        return Section("codes", title, "There is no codebook.", (Unknown(reason),))
    used = [c for c in tree(found.book) if found.quotes.get(c.code.id) is not None]
    guesses = sum(int(row["suggested"]) for row in found.counts.values())
    short = (
        f"People have confirmed {counted(len(used), 'code')} of the "
        f"{len(tree(found.book))} in the codebook; {counted(guesses, 'further coding')} "
        f"{'is' if guesses == 1 else 'are'} the machine's guess."
    )
    table = _table(found, found.counts)
    blocks: list[Block] = []
    if used:
        blocks.append(_figure(found, [c.code.id for c in used], table, short))
    else:
        why = "nobody has confirmed a code yet, so there is no figure and no quotation"
        blocks += [Paragraph(short), Unknown(why), table]
    for branch in used:
        blocks.append(Heading(branch.code.name, BY_PEOPLE))
        blocks.append(Paragraph(branch.code.definition, note=True))
        mine = found.quotes[branch.code.id]
        blocks += mine or (Unknown("none of its answers may be quoted"),)
    return Section("codes", title, short, tuple(blocks))


def _table(found: Coded, counts: Mapping[str, Row]) -> Table:
    rows = []
    for branch in tree(found.book):
        row = counts.get(branch.code.id)
        numbers = ("people", "places", "confirmed", "contested", "suggested")
        told = tuple(str(int(row[name])) if row else "0" for name in numbers)
        rows.append(("– " * branch.depth + branch.code.name, *told))
    return Table(
        "Codes: what people confirmed, and the machine's guesses",
        ("Code", "People", "Places", "Answers confirmed", "Contested", "Guessed by the machine"),
        tuple(rows), (1, 2, 3, 4, 5),
    )  # fmt: skip


def _figure(found: Coded, codes: list[str], table: Table, sentence: str) -> Figure:
    names = found.book.by_id
    sites = [site for site in found.naming.sites if found.heard.get(site)]

    def cell(code: str, site: str) -> Cell:
        n, of = found.people.get((code, site), 0), found.heard[site]
        return Cell(f"{n}/{of}", n / of)

    cells = tuple(tuple(cell(code, site) for site in sites) for code in codes)
    columns = tuple(found.naming.place(site) for site in sites)
    told = (
        "A field of codes by places. Each cell: people who were confirmed to say it, of the people "
        f"there whose answers somebody coded. {sentence}"
    )
    rows = tuple(names[code].name for code in codes)
    return Figure("Codes by place, in people", told, sentence, Field(rows, columns, cells), table)
