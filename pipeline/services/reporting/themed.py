"""Themes that people named and clusters that only the machine made, with quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
from pipeline.services.reporting.common import Naming, Row, attempt, counted, listing, of_all
from pipeline.services.showing.groups import Group, Groups, answers_of, cluster_places, groups
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING

THEME, CLUSTER = "theme, named by people", "cluster, the machine's grouping"
_PUT = "grouping"
MOST = 30
"""So many groups are drawn and quoted, themes before clusters; the table holds all."""


@dataclass(frozen=True)
class Themed:
    """The groups as they stand, how each may be called, and quotations.

    ``heard``: people by place; ``people``: by group and place.
    """

    naming: Naming
    groups: Groups | Unknown
    called: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    heard: Mapping[str, int] = field(default_factory=dict)
    quotes: Mapping[str, tuple[Quotation, ...]] = field(default_factory=dict)


def gather(library: Library, naming: Naming, *, quotes: int) -> Themed:
    """Read the groups as they stand now, with at most so many quotations of each."""
    found = attempt(lambda: groups(library, EVERYTHING))
    if isinstance(found, Unknown):
        return Themed(naming, found)
    counts = cluster_places(library, EVERYTHING, found.board)
    people = {(str(r.cluster), str(r.site)): int(str(r.people)) for r in counts.itertuples()}
    heard = {str(r.site): int(str(r.people_at_site)) for r in counts.itertuples()}
    records = _members(library, found.groups)
    called: dict[str, str] = {}
    said: dict[str, tuple[Quotation, ...]] = {}
    for group in found.groups:
        mine = _typical_first(group, records)
        words = " ".join(naming.words(str(r["interview"]), str(r["text"])) for r in mine)
        called[group.cluster.id] = _called(naming, group, words)
        said[group.cluster.id] = tuple(
            naming.quotation(row, guess=True, standing=_PUT)
            for row in _of_many_places(mine)[:quotes]
        )
    return Themed(naming, found, called, people, heard, said)


def _members(library: Library, found: Sequence[Group]) -> dict[str, Row]:
    """Return the answers of all groups that may be quoted, read at once."""
    wanted = [answer for group in found for answer in group.cluster.members]
    frame = answers_of(library, EVERYTHING, wanted, limit=len(wanted))
    rows = frame[frame["may_quote"].astype(bool)].to_dict("records")
    return {str(row["answer"]): {str(k): v for k, v in row.items()} for row in rows}


def _typical_first(group: Group, records: Mapping[str, Row]) -> list[Row]:
    """Return a group's answers that may be quoted: the typical ones, then those of the study."""
    members = set(group.cluster.members)
    first = [answer for answer in group.cluster.quotes if answer in members]
    order = dict.fromkeys([*first, *(answer for answer in records if answer in members)])
    return [records[answer] for answer in order if answer in records]


def _of_many_places(rows: Sequence[Row]) -> list[Row]:
    """Return rows so that each place has its turn."""
    turns: Counter[str] = Counter()
    placed = []
    for row in rows:
        placed.append((turns[str(row["site"])], row))
        turns[str(row["site"])] += 1
    return [row for _, row in sorted(placed, key=lambda each: each[0])]


def _called(naming: Naming, group: Group, words: str) -> str:
    """Return a theme's name, else the key words that stand in words of today."""
    if group.standing.name:
        return group.standing.name
    keywords = [word for listed in group.cluster.keywords.values() for word in listed]
    label = [part.strip() for part in group.cluster.label.split(",")]
    told = naming.said_in(dict.fromkeys([*label, *keywords]), words)
    return ", ".join(told[:6]) or "(without key words)"


def section(found: Themed) -> Section:
    """Return the section."""
    title = "Themes and clusters"
    if isinstance(found.groups, Unknown):
        return Section("themes", title, "Answers have not been grouped yet.", (found.groups,))
    mine = found.groups.groups
    if not mine:
        reason = found.groups.reason or "no group of answers was found"
        return Section("themes", title, "There are no groups.", (Unknown(reason),))
    named = [group for group in mine if group.standing.name]
    grouped = sum(group.answers for group in mine)
    clusters = f"{counted(len(mine) - len(named), 'cluster')} of the machine"
    who = (
        f"{counted(len(named), 'theme')} named by people and {clusters} hold"
        if named
        else f"People have not named a theme yet. {clusters} hold"
    )
    short = (
        f"{who} {of_all(grouped, found.groups.considered)} answers that could be grouped; the "
        "others are in none."
    )
    about = Paragraph(
        "A cluster is a machine's grouping of answers by likeness of meaning. It becomes a theme "
        "when a person names it; which answers belong to it remains the machine's guess unless "
        "people moved them."
    )
    blocks: list[Block] = [about, _figure(found, mine, short)]
    if len(mine) > MOST:
        blocks.append(
            Paragraph(f"The table holds all {len(mine)}; the first {MOST} stand here.", note=True)
        )
    for group in mine[:MOST]:
        blocks += _group(found, group)
    return Section("themes", title, short, tuple(blocks))


def _figure(found: Themed, mine: tuple[Group, ...], sentence: str) -> Figure:
    sites = [site for site in found.naming.sites if found.heard.get(site)]

    def cell(group: Group, site: str) -> Cell:
        n, of = found.people.get((group.cluster.id, site), 0), found.heard[site]
        return Cell(f"{n}/{of}", n / of)

    names = tuple(found.called[group.cluster.id] for group in mine)
    columns = tuple(found.naming.place(site) for site in sites)
    cells = tuple(tuple(cell(group, site) for site in sites) for group in mine)
    told = (
        "A field of themes and clusters by places. Each cell: people with an answer in it, of the "
        f"people heard at the place. {sentence}"
    )
    rows = tuple(
        (name, "theme" if group.standing.name else "cluster", str(group.people),
         str(group.answers), *(c.told for c in line))
        for name, group, line in zip(names, mine, cells, strict=True)
    )  # fmt: skip
    table = Table(
        "Themes and clusters: people of each place, of the people heard there",
        ("Theme or cluster", "Is a", "People", "Answers", *columns), rows,
        tuple(range(2, 4 + len(columns))),
    )  # fmt: skip
    title = "Themes and clusters by place, in people"
    field = Field(names[:MOST], columns, cells[:MOST])
    return Figure(title, told, sentence, field, table)


def _group(found: Themed, group: Group) -> list[Block]:
    cluster = group.cluster
    blocks: list[Block] = [
        Heading(found.called[cluster.id], THEME if group.standing.name else CLUSTER)
    ]
    if group.standing.description:
        blocks.append(Paragraph(group.standing.description))
    places = listing(f"{found.naming.place(site)} ({n})" for site, n in group.places.items())
    told = f"{counted(group.people, 'person', 'people')}, {counted(group.answers, 'answer')}"
    blocks.append(Paragraph(f"{told}. People by place: {places or 'none'}.", note=True))
    shown = found.quotes[cluster.id]
    blocks += shown or (Unknown("none of its answers may be quoted"),)
    return blocks
