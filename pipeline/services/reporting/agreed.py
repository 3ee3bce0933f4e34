"""Agreement between coders who judged blind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.analysis.agreement import Measure
from pipeline.analysis.blind import Of
from pipeline.model.report import (
    Block,
    Figure,
    Heading,
    Interval,
    Intervals,
    Paragraph,
    Section,
    Table,
    Unknown,
)
from pipeline.services.deciding.agreement import Report, report, versions
from pipeline.services.reporting.common import Naming, attempt, between, counted, number
from pipeline.services.showing.books import codebook
from pipeline.services.showing.library import Library

TITLE = "Agreement between coders"
WHOLE = "all together (MASI)"
_WHY = {
    "no-pairs": "nothing was judged by two coders",
    "constant": "undefined: all judgements are alike",
    "few-interviews": "too few interviews for an interval",
    "often-undefined": "no interval: undefined in too many resamples",
}
_SETS: Mapping[Of, str] = {"question": "Questions", "code": "Codes"}


@dataclass(frozen=True)
class Judged:
    """What blind judgements tell of questions and of codes, under the newest version of each.

    ``newest``: whether that is the version of today.
    """

    naming: Naming
    names: Mapping[Of, Mapping[str, str]]
    reports: Mapping[Of, Report | Unknown]
    newest: Mapping[Of, bool]


def gather(library: Library, naming: Naming) -> Judged:
    """Read what coders judged blind."""
    reports: dict[Of, Report | Unknown] = {}
    newest: dict[Of, bool] = {}
    for of in _SETS:
        known = attempt(lambda of=of: versions(library, of=of))  # type: ignore[misc]
        if isinstance(known, Unknown):
            reports[of] = known
        elif not known:
            reports[of] = Unknown("nobody has judged blind yet")
        else:
            best = next((v for v in known if v.current), known[0])
            newest[of] = best.current
            reports[of] = report(library, of=of, version=best.name)
    book = codebook(library.layout)
    names: dict[Of, Mapping[str, str]] = {
        "question": {q.id: naming.question(q.id) for q in naming.questions.questions},
        "code": {code.id: code.name for code in book.codes},
    }
    return Judged(naming, names, reports, newest)


def section(found: Judged) -> Section:
    """Return the section."""
    about = Paragraph(
        "Only judgements made blind count: a random sample, without suggestions and without "
        "anybody else's marks. Krippendorff's alpha is 1 for full agreement and 0 for what chance "
        "alone would give; intervals come from drawing whole interviews anew."
    )
    blocks: list[Block] = [about]
    told = []
    for of, name in _SETS.items():
        mine = found.reports[of]
        blocks.append(Heading(name))
        if isinstance(mine, Unknown):
            blocks.append(mine)
            told.append(f"{name}: {mine.reason}.")
            continue
        sentence = _sentence(mine, name)
        told.append(sentence)
        if not found.newest[of]:
            blocks.append(Paragraph("Judged under an earlier version of the set.", note=True))
        blocks += _agreement(mine, sentence, found.names[of])
    return Section("agreement", TITLE, " ".join(told), tuple(blocks))


def _sentence(mine: Report, name: str) -> str:
    whole = next((t for t in mine.together if not t.thing and not t.site), None)
    if whole is None:
        return f"{name}: nothing was judged blind by two coders."
    told = measured(whole.alpha)
    return (
        f"{name}: {counted(len(whole.coders), 'coder')} judged "
        f"{counted(whole.answers, 'answer')} of {counted(whole.interviews, 'interview')} blind, "
        f"alpha {told}."
    )


def measured(measure: Measure) -> str:
    """Return a measure in words: ``0.67 (0.40 to 0.88)``, or why there is none."""
    if measure.value is None:
        return _WHY[measure.reason]
    if measure.low is None:
        return f"{number(measure.value)} ({_WHY[measure.interval_reason]})"
    return f"{number(measure.value)} ({between(measure.low, measure.high)})"


def _agreement(mine: Report, sentence: str, names: Mapping[str, str]) -> list[Block]:
    order = {thing: n for n, thing in enumerate(("", *names))}
    together = sorted(
        (t for t in mine.together if not t.site), key=lambda t: order.get(t.thing, len(order))
    )
    if not together:
        return [Unknown("nothing was judged blind by two coders")]
    rows = tuple(
        Interval(
            names.get(t.thing, t.thing) or WHOLE, t.alpha.value, t.alpha.low, t.alpha.high,
            number(t.alpha.value) if t.alpha.value is not None else "undefined",
        )
        for t in together
    )  # fmt: skip
    table = Table(
        "Krippendorff's alpha of all coders",
        ("Of", "Answers", "Interviews", "Coders", "Alpha with 95% interval"),
        tuple(
            (names.get(t.thing, t.thing) or WHOLE, str(t.answers), str(t.interviews),
             str(len(t.coders)), measured(t.alpha))
            for t in together
        ),
        (1, 2, 3),
    )  # fmt: skip
    lowest = min([-0.2, *(v for r in rows for v in (r.value, r.low) if v is not None)])
    chart = Intervals("Krippendorff's alpha", rows, ends=(lowest, 1.0))
    told = f"Points with 95% intervals from no agreement to full agreement. {sentence}"
    figure = Figure("Agreement of all coders", told, sentence, chart, table)
    return [figure, _pairs(mine, names)]


def _pairs(mine: Report, names: Mapping[str, str]) -> Table:
    rows = tuple(
        (names.get(p.thing, p.thing), f"{p.first}, {p.second}", str(p.table.both),
         f"{p.table.first}, {p.table.second}", str(p.table.neither),
         "–" if p.table.percent is None else f"{p.table.percent:.0%}", measured(p.kappa))
        for p in mine.pairs if not p.site
    )  # fmt: skip
    columns = ("Of", "Coders", "Both", "Only one", "Neither", "Alike", "Kappa with 95% interval")
    return Table("Two coders at a time: Cohen's kappa", columns, rows, (2, 3, 4, 5))
