"""Consent: what was asked, on which day, and what follows for the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipeline.model.consent import PERMISSIONS, Permission, decide
from pipeline.model.report import Paragraph, Section, Table
from pipeline.services.reporting.common import Naming, counted

_USES: dict[Permission, tuple[str, str]] = {
    "analyse": ("be worked with", "absent from everything, counts included"),
    "quote": ("be quoted", "counted, but none of their words are shown"),
    "name": ("be named", "shown by pseudonym, else by a code; their names are […] in words"),
    "voice": ("be heard", "no sound of them leaves"),
    "image": ("be seen", "no picture of them leaves"),
}


@dataclass(frozen=True)
class Consented:
    """How many interviewees allow each use on the day, and why others do not."""

    naming: Naming
    uses: dict[Permission, Counter[str]]
    releases: int
    people: int


def gather(naming: Naming) -> Consented:
    """Ask ``model.consent`` about everybody who was interviewed."""
    people = naming.people
    heard = {s for i in people.study.interviews for s in i.speakers}
    mine = [s for s in people.study.speakers if s.id in heard]
    uses = {
        use: Counter(decide(s.consent, use, on=people.on).reason for s in mine)
        for use in PERMISSIONS
    }
    return Consented(naming, uses, sum(bool(s.consent.release) for s in mine), len(mine))


def section(found: Consented) -> Section:
    """Return the section."""
    day = found.naming.people.on.isoformat()
    rows = tuple(
        (f"May {_USES[use][0]}", *(str(counts[why]) for why in ("", "not given", "expired",
                                                               "not yet")), _USES[use][1])
        for use, counts in found.uses.items()
    )  # fmt: skip
    table = Table(
        "Permissions, in people",
        ("Use", "Allowed", "Not given", "Expired", "Not yet", "Who does not allow it is"),
        rows, (1, 2, 3, 4),
    )  # fmt: skip
    short = (
        f"Consent was asked on {day} of {counted(found.people, 'interviewee')}: "
        f"{found.uses['analyse']['']} may be worked with, {found.uses['quote']['']} quoted, "
        f"{found.uses['name']['']} named."
    )
    about = Paragraph(
        "Permissions can expire or be withdrawn. A report that was made earlier may hold what "
        "may no longer be shown: make it again before it is passed on. What was redacted or said "
        "off the record is in no word of it."
    )
    forms = Paragraph(
        f"{counted(found.releases, 'release form')} of {found.people} "
        f"{'is' if found.releases == 1 else 'are'} kept with the study.",
        note=True,
    )
    return Section("consent", "Consent", short, (Paragraph(short), table, about, forms))
