"""The study and how it was sampled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.interview import Interview, Speaker
from pipeline.model.report import Block, Facts, Paragraph, Section, Table
from pipeline.services.reporting.common import Naming, attribute, counted, listing

_ALONE = 1
"""A value that so few people bear might tell who they are: it is counted with the others."""


@dataclass(frozen=True)
class Sampled:
    """Who was heard where: interviewees who allow analysis, and the interviews with any of them."""

    naming: Naming
    heard: tuple[Speaker, ...]
    interviews: tuple[Interview, ...]
    withheld: int


def gather(naming: Naming) -> Sampled:
    """Read who was heard, as the tables and consent are now."""
    people = naming.people
    may = {s.id for s in people.study.speakers if people.may_analyse(s.id)}
    interviews = tuple(i for i in people.study.interviews if may & set(i.speakers))
    present = {speaker for i in interviews for speaker in i.speakers} & may
    heard = tuple(s for s in people.study.speakers if s.id in present)
    return Sampled(naming, heard, interviews, len(people.withheld()))


def section(found: Sampled) -> Section:
    """Return the section."""
    sites = [
        s for s in found.naming.sites.values() if any(i.site == s.id for i in found.interviews)
    ]
    countries = sorted({site.country for site in sites if site.country})
    languages = Counter(i.language or "unknown" for i in found.interviews)
    days = sorted(i.date for i in found.interviews)
    people = counted(len(found.heard), "person", "people")
    short = (
        f"{people} in {counted(len(found.interviews), 'interview')} at "
        f"{counted(len(sites), 'place')} in {counted(len(countries), 'country', 'countries')}"
    )
    when = f", taken from {days[0].isoformat()} to {days[-1].isoformat()}" if days else ""
    blocks: list[Block] = [
        Facts(
            (
                (str(len(found.heard)), "people"), (str(len(found.interviews)), "interviews"),
                (str(len(sites)), "places"), (str(len(languages)), "languages"),
                (str(len(found.naming.questions.active)), "questions in the set"),
            )
        ),
        Paragraph(
            f"{short}{when}. The languages are "
            f"{listing(f'{name} ({n})' for name, n in sorted(languages.items()))}, counted in "
            "interviews."
        ),
        Paragraph(
            "Places and people were chosen, not drawn. Every count and share in this report holds "
            "for the people who were asked, and for no others."
        ),
        *_places(found),
    ]  # fmt: skip
    if found.withheld:
        left = counted(found.withheld, "person does", "people do")
        appear = "appears" if found.withheld == 1 else "appear"
        blocks.append(
            Paragraph(
                f"{left} not allow analysis today and {appear} in the table of permissions only.",
                note=True,
            )
        )
    blocks += _attributes(found.heard)
    return Section("study", "The study and its sample", f"{short}.", tuple(blocks))


def _places(found: Sampled) -> tuple[Table, Table]:
    rows, reasons = [], []
    heard = {s.id for s in found.heard}
    for site in found.naming.sites.values():
        mine = [i for i in found.interviews if i.site == site.id]
        met = {speaker for i in mine for speaker in i.speakers} & heard
        city = ", ".join(filter(None, (site.city, site.country)))
        name = found.naming.place(site.id)
        rows.append(
            (name, city, site.type or "not stated", str(len(met)), str(len(mine)), _visits(mine))
        )
        reasons.append((name, site.chosen_for or "not stated"))
    columns = ("Place", "Where", "Type", "People", "Interviews", "Visits, from")
    return (
        Table("The places", columns, tuple(rows), (3, 4)),
        Table("How each place came into the sample", ("Place", "Chosen because"), tuple(reasons)),
    )


def _visits(interviews: Sequence[Interview]) -> str:
    waves: dict[int, list[str]] = {}
    for interview in interviews:
        waves.setdefault(interview.wave, []).append(f"{interview.date:%Y-%m}")
    return ", ".join(min(months) for _, months in sorted(waves.items())) or "none"


def _attributes(heard: Sequence[Speaker]) -> list[Table]:
    """Count the people by case attributes; what one person alone bears is not named."""
    names = list(dict.fromkeys(name for s in heard for name in s.attributes))
    rows: list[tuple[str, str, str]] = []
    for name in names:
        values: Mapping[str, int] = Counter(s.attributes.get(name) or "not stated" for s in heard)
        shown = {value: n for value, n in values.items() if n > _ALONE}
        rows += [(attribute(name), value, str(n)) for value, n in sorted(shown.items())]
        alone = len(values) - len(shown)
        if alone:
            rows.append(
                (
                    attribute(name),
                    f"{counted(alone, 'other value')}, of one person each",
                    str(alone),
                )
            )
    columns = ("Attribute", "Value", "People")
    return [Table("Who was heard", columns, tuple(rows), (2,))] if rows else []
