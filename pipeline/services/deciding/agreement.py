"""What coders' blind judgements say: of their agreement, and of the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.analysis import against
from pipeline.analysis.agreement import (
    Measure,
    Rating,
    Table,
    alpha_with_interval,
    coders_of,
    kappa_with_interval,
    masi,
    only,
    pairs_of,
    tables,
)
from pipeline.analysis.blind import Choice, Of, choices, is_blind, ratings
from pipeline.formats.yamls import version_of
from pipeline.model.judgement import Event
from pipeline.params import Agreement
from pipeline.services.deciding.blind import places, settings
from pipeline.services.deciding.judging import events_of, placed
from pipeline.services.deciding.unitized import spans
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import Stamp, stamp_of

if TYPE_CHECKING:
    import pandas as pd

Where = Mapping[str, tuple[str, str]]
Row = TypeVar("Row")
_BOOK = {"question": "questions", "code": "codes"}
_kept: dict[tuple[Path, Of, str], tuple[tuple[Stamp, ...], Report]] = {}
_MOST_KEPT = 16


@dataclass(frozen=True)
class Version:
    """A version of the question set or codebook with the blind choices made under it."""

    name: str
    choices: int
    coders: tuple[str, ...]
    last: str
    current: bool


@dataclass(frozen=True)
class Pair:
    """Two coders on one question or code at one place, or at all (``site`` empty)."""

    thing: str
    site: str
    first: str
    second: str
    table: Table
    kappa: Measure


@dataclass(frozen=True)
class Together:
    """All coders on one question or code (``thing`` empty: on the whole choice), at one place."""

    thing: str
    site: str
    coders: tuple[str, ...]
    answers: int
    interviews: int
    alpha: Measure


@dataclass(frozen=True)
class Right:
    """How often the machine was right in one language or at one place; all where both are empty."""

    site: str
    language: str
    exact: against.Share
    named: against.Share


@dataclass(frozen=True)
class Report:
    """All that the blind choices under one version of the set tell.

    ``differ``: on how many answers blind coders differ, so that the machine is not held to them.
    ``unnoted``: choices without what the machine held by itself at the time.
    """

    version: str
    answers: int
    pairs: tuple[Pair, ...]
    together: tuple[Together, ...]
    spans: tuple[tuple[str, str, Measure], ...]
    machine: tuple[Right, ...]
    machine_pairs: tuple[Pair, ...]
    differ: int
    unnoted: int


def versions(library: Library, *, of: Of) -> list[Version]:
    """Return the versions under which anything was judged blind, the newest judgement first."""
    path = library.layout.path(_BOOK[of])
    now = version_of(path) if path.exists() else ""
    by_name: dict[str, list[Choice]] = {}
    for choice in choices(_placed(library, of, places(library)), of=of):
        by_name.setdefault(choice.version, []).append(choice)
    found = [
        Version(
            name,
            len(mine),
            tuple(sorted({c.coder for c in mine})),
            max(c.at for c in mine),
            name == now,
        )
        for name, mine in by_name.items()
    ]
    return sorted(found, key=lambda v: v.last, reverse=True)


def report(library: Library, *, of: Of, version: str) -> Report:
    """Return agreement and accuracy under one version; kept until a log or the answers change.

    Raises:
        NotReady: the answers have not been tagged.
    """
    layout = library.layout
    logs = sorted(layout.path("logs").glob("*/*.jsonl"))
    files = [layout.path("answers"), layout.path("speakers"), layout.path("params"), *logs]
    stamps = tuple(map(stamp_of, files))
    key = (layout.root, of, version)
    kept = _kept.get(key)
    if kept is None or kept[0] != stamps:
        kept = _kept[key] = (stamps, _report(library, of, version))
        for oldest in list(_kept)[:-_MOST_KEPT]:
            _kept.pop(oldest)
    return kept[1]


def _placed(library: Library, of: Of, where: pd.DataFrame) -> dict[str, list[Event]]:
    """Return the live blind events of all coders by answer."""
    events = [
        event
        for event in events_of(library.layout, where["interview"])
        if event.anchor and is_blind(event, of=of)
    ]
    return placed(library.layout, events, where)


def _report(library: Library, of: Of, version: str) -> Report:
    frame = places(library)
    names = frame["answer"].tolist()
    where: Where = dict(
        zip(names, zip(frame["interview"], frame["site"], strict=True), strict=True)
    )
    languages = dict(zip(names, frame["language"], strict=True))
    by_answer = _placed(library, of, frame)
    found = [c for c in choices(by_answer, of=of) if c.version == version and c.answer in where]
    rows = ratings(found, where, version=version)
    draws = settings(library.layout)
    held, differ = against.held(found)
    return Report(
        version,
        len({c.answer for c in found}),
        tuple(_each_place(rows, lambda mine, site: _pairs(mine, site, draws))),
        tuple(_each_place(rows, lambda mine, site: _together(mine, site, draws))),
        tuple(spans(library, by_answer, found, of, draws)),
        tuple(_right(held, where, languages)),
        tuple(_pairs(against.as_coders(found, where, version=version), "", draws)),
        differ,
        sum(c.machine is None for c in found),
    )


def _each_place(
    rows: Sequence[Rating], made: Callable[[Sequence[Rating], str], list[Row]]
) -> list[Row]:
    """Return what is made of all ratings, then of each place's."""
    result = made(rows, "")
    for site in sorted({r.site for r in rows}):
        result += made([r for r in rows if r.site == site], site)
    return result


def _paired(rows: Sequence[Rating]) -> list[Rating]:
    """Return the ratings of answers that two or more coders judged."""
    often = Counter(r.answer for r in rows)
    return [r for r in rows if often[r.answer] > 1]


def _things(rows: Sequence[Rating]) -> list[str]:
    return sorted({thing for r in rows for thing in r.chosen})


def _pairs(rows: Sequence[Rating], site: str, draws: Agreement) -> list[Pair]:
    result = []
    rows = _paired(rows)
    for thing in _things(rows):
        for first, second in pairs_of(rows):
            counts = tables(rows, thing, first, second)
            if counts:
                whole = sum(counts.values(), Table())
                measure = kappa_with_interval(counts, resamples=draws.resamples, seed=draws.seed)
                result.append(Pair(thing, site, first, second, whole, measure))
    return result


def _together(rows: Sequence[Rating], site: str, draws: Agreement) -> list[Together]:
    paired = _paired(rows)
    if not paired:
        return []
    head = (
        coders_of(paired),
        len({r.answer for r in paired}),
        len({r.interview for r in paired}),
    )
    whole = alpha_with_interval(paired, masi, resamples=draws.resamples, seed=draws.seed)
    result = [Together("", site, *head, whole)]
    for thing in _things(paired):
        mine = only(paired, thing)
        measure = alpha_with_interval(mine, resamples=draws.resamples, seed=draws.seed)
        result.append(Together(thing, site, *head, measure))
    return result


def _right(held: Sequence[against.Held], where: Where, languages: Mapping[str, str]) -> list[Right]:
    """Return the machine's accuracy over all, by place, and by language."""

    def of(site: str, language: str) -> Right:
        mine = [
            h
            for h in held
            if site in ("", where[h.answer][1]) and language in ("", languages[h.answer])
        ]
        exact, named = [h.exact for h in mine], [h.named for h in mine]
        return Right(site, language, against.share(exact), against.share(named))

    sites = sorted({where[h.answer][1] for h in held})
    spoken_in = sorted({languages[h.answer] for h in held})
    return [of("", ""), *(of(s, "") for s in sites), *(of("", lang) for lang in spoken_in)]
