"""Places side by side: what `interleaf compare` finds in the study's own answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.model.codebook import Codebook
from pipeline.model.report import Block, Figure, Paragraph, Section, Table, Unknown
from pipeline.params import Params
from pipeline.services.reporting.beside import (
    Records,
    choices,
    codes_by_place,
    first_up,
    levels,
    visits,
)
from pipeline.services.reporting.common import (
    Naming,
    attempt,
    between,
    counted,
    listing,
    number,
)
from pipeline.services.reporting.nearest import Pair, quoted_pairs
from pipeline.services.reporting.rows import MEANING, meaning_of, study_rows
from pipeline.services.showing.books import codebook
from pipeline.services.showing.library import Library
from pipeline.services.standalone.comparing import compare
from pipeline.services.standalone.comparison_files import stances, topical, verdict

if TYPE_CHECKING:
    import pandas as pd

TITLE = "Places side by side"

_OTHERWISE = {
    "not close": "are not close and not known to differ",
    "undetermined": "are undetermined",
    "not estimable": "cannot be estimated with the people there are",
}


@dataclass(frozen=True)
class Laid:
    """What the comparison found; ``record`` as in ``comparison.json``."""

    naming: Naming
    book: Codebook
    record: dict[str, Any] | Unknown
    codes: Records = ()
    people: Records = ()
    places: Records = ()
    pairs: Sequence[Pair] = field(default_factory=tuple)


def gather(library: Library, naming: Naming, params: Params, *, threads: int = 1) -> Laid:
    """Compare the study's answers with the vectors of the last run; no model is run.

    Only vectors of the models that were declared for comparing are taken.
    """
    book = codebook(library.layout)
    rows = attempt(lambda: study_rows(library))
    if isinstance(rows, Unknown):
        return Laid(naming, book, rows)
    spoken = rows[rows["answers"]].reset_index(drop=True)
    if spoken.empty:
        return Laid(naming, book, Unknown("no question has an answer yet"))
    declared, made = params.compare, params.vectors
    if made.neutral != declared.embedder:
        why = (
            f"the run made vectors with {made.neutral or 'no neutral model'}, and "
            f"{declared.embedder} is declared for comparing (params.yaml: vectors, compare)"
        )
        return Laid(naming, book, Unknown(why))
    first = attempt(lambda: meaning_of(library, spoken))
    if isinstance(first, Unknown):
        return Laid(naming, book, first)
    second = None
    if declared.second and made.engine == declared.second:
        looked = attempt(lambda: meaning_of(library, spoken, MEANING))
        second = None if isinstance(looked, Unknown) else looked
    found = compare(rows, first, second, declared, threads)
    tables = {name: _records(found.tables[name]) for name in found.tables}
    shown = quoted_pairs(library, naming, tables["pairs"], found.record)
    return Laid(
        naming, book, found.record, tables["codes"], tables["visits-people"],
        tables["visits-places"], shown,
    )  # fmt: skip


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def section(found: Laid) -> Section:
    """Return the section."""
    if isinstance(found.record, Unknown):
        return Section("comparison", TITLE, "Places have not been compared.", (found.record,))
    found = replace(found, record=_ordered(found.record, found.naming))
    assert not isinstance(found.record, Unknown)
    questions: Records = found.record["questions"]
    declared = found.record["declared"]
    names = {str(q["id"]): found.naming.question(str(q["id"])) for q in questions}
    sentence = _sentence(questions, names)
    blocks: list[Block] = [Paragraph(_about(declared)), *_meaning(found.record, names, sentence)]
    blocks += _stance(found.record, names)
    blocks += _cautions(questions)
    blocks.append(choices(questions, names))
    blocks.append(levels(questions))
    blocks += codes_by_place(found.naming, found.book, found.codes)
    blocks += [block for pair in found.pairs for block in pair.blocks()]
    blocks += visits(found.naming, found.book, found.people, found.places)
    return Section("comparison", TITLE, sentence, tuple(blocks))


def _ordered(record: dict[str, Any], naming: Naming) -> dict[str, Any]:
    """Return the record with its questions in the order of the set."""
    order = {q.id: n for n, q in enumerate(naming.questions.questions)}
    questions = sorted(record["questions"], key=lambda q: order.get(str(q["id"]), len(order)))
    return record | {"questions": questions}


def _about(declared: Mapping[str, Any]) -> str:
    return (
        "The gap of a question is how much farther apart the answers of people at two places are "
        "than those of people at one place, as distances of meaning. Declared beforehand: a gap of "
        f"{declared['margin']:g} does not matter, places need {declared['least_people']} people, "
        f"{declared['tests']:,} tests are corrected for being many ({declared['correction']}, "
        f"{declared['false_discovery']:g}). “Close” is claimed only where the whole interval lies "
        "within the margin; it says that people speak of the same, not that they say the same. "
        "“Undetermined” claims neither. Suggested questions count here beside confirmed ones."
    )


def _sentence(questions: Records, names: Mapping[str, str]) -> str:
    verdicts = {str(q["id"]): verdict(q["difference"]["site"], q["likeness"]) for q in questions}
    told = Counter(verdicts.values())
    differ = [names[q] for q, v in verdicts.items() if v.startswith("differ")]
    close = [names[q] for q, v in verdicts.items() if v == "close" or v.endswith("within margin")]
    parts = [f"Of {counted(len(questions), 'question')}, places differ by meaning on {len(differ)}"]
    parts[0] += f" ({listing(differ)})" if 0 < len(differ) <= 3 else ""
    parts.append(f"are close on {len(close)}")
    parts[1] += f" ({listing(close)})" if 0 < len(close) <= 3 else ""
    rest = [
        f"{told[verdict]} {words}"
        for verdict, words in _OTHERWISE.items()
        if told[verdict] or verdict == "undetermined"
    ]
    return f"{parts[0]} and {parts[1]}; {listing(rest)}."


def _meaning(record: dict[str, Any], names: Mapping[str, str], sentence: str) -> list[Block]:
    rows = []
    for each in record["questions"]:
        site, likeness = each["difference"]["site"], each["likeness"]
        low, high = site["interval"] or (None, None)
        why = site["reason"] if not site["estimable"] else likeness["caution"]
        rows.append(
            (names[each["id"]], str(each["n_people"]), str(each["n_sites"]),
             number(site["effect"]), between(low, high), number(site["p_adjusted"]),
             verdict(site, likeness), first_up(why))
        )  # fmt: skip
    table = Table(
        "Gap of each question between places, by meaning",
        ("Question", "People", "Places", "Gap", "95% interval", "p, adjusted", "Verdict", "Note"),
        tuple(rows), (1, 2, 3, 4, 5),
    )  # fmt: skip
    told = f"Points with 95% intervals, one for each question, around zero. {sentence}"
    known = [q for q in record["questions"] if q["difference"]["site"]["estimable"]]
    if not known:
        return [Unknown("no question has two places with enough people"), table]
    chart = topical(record | {"questions": known}, names)
    return [Figure("By the meaning of the words", told, sentence, chart, table)]


def _stance(record: dict[str, Any], names: Mapping[str, str]) -> list[Block]:
    """Return what people's codes say of likeness; vectors cannot tell opinions."""
    if not any(q["stance"] for q in record["questions"]):
        why = "whether people say the same: it takes codes that people gave"
        return [Unknown(why)]
    rows = []
    same: list[str] = []
    for each in (q for q in record["questions"] if q["stance"]):
        site, likeness = each["stance"]["difference"]["site"], each["stance"]["likeness"]
        low, high = site["interval"] or (None, None)
        same += [names[each["id"]]] if likeness["verdict"] == "alike" else []
        rows.append(
            (names[each["id"]], number(site["effect"]), between(low, high),
             number(site["p_adjusted"]), verdict(site, likeness), first_up(site["reason"]))
        )  # fmt: skip
    sentence = (
        f"By the codes that people gave, places say the same on {len(same)} of {len(rows)} coded "
        f"questions{f' ({listing(same)})' if same else ''}; a margin of "
        f"{record['declared']['stance_margin']:g} was declared."
    )
    table = Table(
        "Gap of each question between places, by codes that people gave",
        ("Question", "Gap", "95% interval", "p, adjusted", "Verdict", "Note"),
        tuple(rows), (1, 2, 3),
    )  # fmt: skip
    known = [
        q for q in record["questions"]
        if q["stance"] and q["stance"]["difference"]["site"]["estimable"]
    ]  # fmt: skip
    chart = stances(record | {"questions": known}, names)
    if chart is None:
        why = "whether people say the same: no question has two places with enough coded people"
        return [Unknown(why), table]
    return [Figure("By the codes that people gave", sentence, sentence, chart, table)]


def _cautions(questions: Records) -> list[Block]:
    told = Counter(q["likeness"]["caution"] for q in questions if q["likeness"]["caution"])
    return [
        Paragraph(f"Caution, of {counted(n, 'question')}: {caution}.", note=True)
        for caution, n in told.most_common()
    ]
