"""The tables that stand beside a comparison: other choices, other groupings, codes, visits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model.codebook import Codebook
from pipeline.model.report import Block, Paragraph, Table
from pipeline.services.reporting.common import Naming, Row, attribute, between, number

Records = Sequence[Mapping[str, Any]]


def choices(questions: Records, names: Mapping[str, str]) -> Table:
    """Tell what other choices would have given: less and more margin, tags, model of meaning."""
    rows = []
    for each in (q for q in questions if q["difference"]["site"]["estimable"]):
        other = each["likeness"]["sensitivity"]
        half, double = other["margin"].values()
        rows.append(
            (names[each["id"]], number(each["difference"]["site"]["effect"]),
             _other(other["confirmed_only"]), _other(other["second_model"]), half, double)
        )  # fmt: skip
    return Table(
        "How much hangs on a choice: the gap as it is, and as it would be",
        ("Question", "Gap", "Confirmed answers only", "Second model", "Half the margin",
         "Double margin"),
        tuple(rows), (1, 2, 3),
    )  # fmt: skip


def _other(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "–"
    low, high = found["interval"] or (None, None)
    return f"{number(found['effect'])} ({between(low, high)})"


def levels(questions: Records) -> Table:
    """Tell for country, language, type of space and attributes what can be said at all."""
    levels = list(dict.fromkeys(level for q in questions for level in q["difference"]))
    rows = []
    for level in levels:
        contrasts = [q["difference"][level] for q in questions if level in q["difference"]]
        known = [c for c in contrasts if c["estimable"]]
        differ = sum(c["verdict"] == "differs" for c in known)
        reasons = Counter(c["reason"] for c in contrasts if c["reason"]).most_common(1)
        rows.append(
            ("place" if level == "site" else attribute(level), str(len(known)), str(differ),
             str(len(contrasts) - len(known)), first_up(_plain(reasons[0][0])) if reasons else "")
        )  # fmt: skip
    return Table(
        "By place and by other groupings, in questions",
        ("Grouping", "Estimable", "Of them differ", "Not estimable", "Most often because"),
        tuple(rows), (1, 2, 3),
    )  # fmt: skip


def _plain(reason: str) -> str:
    """Return a reason with attributes in words."""
    return re.sub(r"attr_\w+", lambda found: attribute(found[0]), reason)


def codes_by_place(naming: Naming, book: Codebook, found: Records) -> list[Block]:
    """Return the codes that people gave, place by place, over all questions."""
    names = {code.id: code.name for code in book.codes}
    mine = [r for r in found
            if r["source"] == "people" and r["level"] == "site" and not r["question"]]  # fmt: skip
    if not mine:
        return []
    rows = tuple(
        (names.get(str(r["code"]), str(r["code"])), naming.place(str(r["group"])),
         f"{r['people_said']} of {r['people_asked']}", between(r["low"], r["high"]),
         number(r["p_adjusted"]), first_up(str(r["reason"])))
        for r in mine
    )  # fmt: skip
    return [
        Table(
            "Codes by place: people who said it, of people asked whose answers were coded",
            ("Code", "Place", "People", "95% interval (Wilson)", "p, adjusted", "Note"),
            rows,
            (2, 3, 4),
        )
    ]


def visits(naming: Naming, book: Codebook, people: Records, places: Records) -> list[Block]:
    """Return what came, went and stayed between visits, in codes that people gave."""
    if not people and not places:
        return [Paragraph("Then and now: nobody was met at two visits and asked the same.",
                          note=True)]  # fmt: skip
    names = {code.id: code.name for code in book.codes}
    blocks: list[Block] = []
    if people:
        rows = tuple(
            (naming.question(str(r["question"])), naming.place(str(r["site"])),
             naming.person(str(r["person"])), f"{r['earlier']} → {r['later']}",
             *(_coded(names, r, change) for change in ("came", "went", "stayed")))
            for r in people
        )  # fmt: skip
        columns = ("Question", "Place", "Person", "Visits", "Came", "Went", "Stayed")
        blocks.append(Table("Then and now: the same people at two visits", columns, rows))
    if places:
        of_places = tuple(
            (naming.question(str(r["question"])), naming.place(str(r["site"])),
             names.get(str(r["code"]), str(r["code"])), str(r["change"]),
             f"{r['said_earlier']} of {r['asked_earlier']}", f"{r['said_later']} of "
             f"{r['asked_later']}")
            for r in places
        )  # fmt: skip
        heads = ("Question", "Place", "Code", "Change", "Earlier", "Later")
        blocks.append(Table("Then and now: the same places, in people", heads, of_places))
    return blocks


def _coded(names: Mapping[str, str], row: Row, change: str) -> str:
    codes = row[change]
    if not isinstance(codes, str):
        return "not coded"
    return ", ".join(_named(codes.split(), names)) or "–"


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(code, code) for code in codes]


def first_up(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
