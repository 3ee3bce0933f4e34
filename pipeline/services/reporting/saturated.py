"""Saturation: whether further interviews still brought new codes."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.report import Block, Figure, Growth, Paragraph, Section, Table, Unknown
from pipeline.params import Saturation
from pipeline.services.reporting.common import Naming, attempt, counted
from pipeline.services.showing.library import Library
from pipeline.services.showing.saturating import Scope, scopes, settings
from pipeline.services.showing.store import EVERYTHING

TITLE = "Saturation"


@dataclass(frozen=True)
class Saturated:
    """The saturation of the whole and of its parts, and the settings that it rests on."""

    naming: Naming
    scopes: tuple[Scope, ...] | Unknown
    by: Saturation


def gather(library: Library, naming: Naming) -> Saturated:
    """Read what people coded, in the order of the fieldwork."""
    found = attempt(lambda: tuple(scopes(library, EVERYTHING)))
    return Saturated(naming, found, settings(library.layout))


def section(found: Saturated) -> Section:
    """Return the section."""
    if isinstance(found.scopes, Unknown):
        return Section("saturation", TITLE, "Saturation is not known yet.", (found.scopes,))
    whole = next(scope for scope in found.scopes if scope.kind == "all")
    parts = [scope for scope in found.scopes if scope.kind != "all"]
    about = Paragraph(
        "Counted are the codes that people confirmed, each at its first use, interview by "
        f"interview in the order of the fieldwork. The first {found.by.base} interviews are the "
        f"base; saturation is reached with the first {found.by.run} interviews that together bring "
        f"at most {found.by.threshold:.0%} of what the base brought (after Guest, Namey and Chen "
        "2020). Suggested codes and clusters cannot saturate and are not offered."
    )
    told = _told(whole, found.by)
    blocks: list[Block] = [about]
    if whole.measured.reason:
        blocks.append(Unknown(_why(whole, found.by)))
    else:
        blocks += _figure(whole, told)
    if whole.uncoded:
        left = counted(whole.uncoded, "interview")
        blocks.append(
            Paragraph(f"{left} in which nobody has confirmed a code are left out.", note=True)
        )
    if parts:
        blocks.append(_parts(found, parts))
    return Section("saturation", TITLE, told, tuple(blocks))


def _told(scope: Scope, by: Saturation) -> str:
    if scope.measured.reason:
        return f"Saturation cannot be computed: {_why(scope, by)}."
    reached = scope.measured.reached
    n = len(scope.steps)
    if reached is None:
        return f"Saturation is not reached in {counted(n, 'coded interview')}."
    later = [r for r in scope.measured.runs
             if r.first > reached.first and r.share > by.threshold]  # fmt: skip
    more = "; later interviews brought more again" if later else ""
    return (
        f"Saturation is reached with {reached.last} of {counted(n, 'coded interview')} "
        f"({scope.codes} codes in all){more}."
    )


def _why(scope: Scope, by: Saturation) -> str:
    if scope.measured.reason == "nothing-coded":
        return f"the first {by.base} interviews brought no code"
    needed = by.base + by.run
    return f"it takes {needed} interviews that people have coded, and there are {len(scope.steps)}"


def _figure(scope: Scope, sentence: str) -> list[Block]:
    band = scope.orders
    chart = Growth(
        "coded interviews, in the order of the fieldwork", "codes found", scope.measured.found,
        band.low if band else (), band.high if band else (),
    )  # fmt: skip
    rows = tuple(
        (str(i), step.date, str(scope.measured.new[i - 1]), str(scope.measured.found[i - 1]),
         f"{step.judged} of {step.answers}")
        for i, step in enumerate(scope.steps, start=1)
    )  # fmt: skip
    table = Table(
        "Codes by interview",
        ("Interview", "Date", "New codes", "Codes so far", "Answers that people coded"),
        rows, (0, 2, 3, 4),
    )  # fmt: skip
    told = f"A rising line of codes found by each coded interview. {sentence}"
    blocks: list[Block] = [Figure("Codes found as interviews were added", told, sentence, chart,
                                  table)]  # fmt: skip
    if band:
        usual = f", usually with {band.usual:g}" if band.usual is not None else ""
        blocks.append(
            Paragraph(
                f"In {band.reached:,} of {band.orders:,} random orders of the same interviews it "
                f"is reached{usual}. The band shows 95 of 100 of these orders: how much hangs on "
                "who came first. It is no confidence interval.",
                note=True,
            )
        )
    if scope.beyond:
        b = scope.beyond
        blocks.append(
            Paragraph(
                f"Chao2 puts the codes in all at {b.in_all:.0f} at the least (95% interval "
                f"{b.low:.0f} to {b.high:.0f}). It rests on interviews drawn alike; a study "
                "chooses its places, so what another place would bring it cannot say.",
                note=True,
            )
        )
    return blocks


def _parts(found: Saturated, parts: list[Scope]) -> Table:
    kinds = {"country": "Country", "site": "Place", "question": "Question"}
    names = {"site": found.naming.place, "question": found.naming.question}
    rows = []
    for scope in parts:
        named = names.get(scope.kind, str)(scope.name)
        told = _told(scope, found.by).removeprefix("Saturation ").removesuffix(".")
        rows.append((kinds[scope.kind], named, str(len(scope.steps)), str(scope.codes), told))
    columns = ("Part", "Of", "Interviews coded", "Codes", "Saturation")
    return Table("Saturation of the parts", columns, tuple(rows), (2, 3))
