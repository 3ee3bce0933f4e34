"""Writes a comparison: the record, the tables as CSV, the figures as SVG."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.formats.charts import standing_alone
from pipeline.formats.files import write_atomically
from pipeline.formats.spreadsheets import write_csv
from pipeline.model.report import Interval, Intervals

if TYPE_CHECKING:
    from pipeline.services.standalone.comparing import Comparison

RECORD = "comparison.json"
_GAP = "gap: distance between places less distance within them"


def write(found: Comparison, out: Path) -> tuple[str, ...]:
    """Write all files of a comparison; return their names below the folder."""
    files = {RECORD: (json.dumps(found.record, ensure_ascii=False, indent=1) + "\n").encode()}
    files |= {f"{name}.csv": write_csv(table) for name, table in found.tables.items()}
    files |= figures(found.record)
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out / name, content)
    return tuple(files)


def figures(record: dict[str, Any]) -> dict[str, bytes]:
    """Return the figures: the gap of each question by meaning, and by coded stance."""
    drawn = {
        "figures/topical.svg": standing_alone(
            topical(record), "Places by what their words mean: gap of each question, 95 % interval"
        )
    }
    coded = stances(record)
    if coded:
        drawn["figures/stance.svg"] = standing_alone(
            coded, "Places by what people coded: gap of each question, 95 % interval"
        )
    return drawn


def topical(record: dict[str, Any], names: Mapping[str, str] | None = None) -> Intervals:
    """Return the figure of the gaps by meaning; ``names``: how questions are called."""
    told = names or {}
    rows = [
        _row(told.get(each["id"], each["id"]), each["difference"]["site"], each["likeness"])
        for each in record["questions"]
    ]
    axis = f"{_GAP} (cosine); shaded: declared not to matter"
    return Intervals(axis, tuple(rows), record["declared"]["margin"])


def stances(record: dict[str, Any], names: Mapping[str, str] | None = None) -> Intervals | None:
    """Return the figure of the gaps by what people coded; None where nobody coded anything."""
    told = names or {}
    rows = [
        _row(
            told.get(each["id"], each["id"]),
            each["stance"]["difference"]["site"], each["stance"]["likeness"],
        )
        for each in record["questions"] if each["stance"]
    ]  # fmt: skip
    axis = f"{_GAP} (share of pairs who disagree); shaded: declared not to matter"
    return Intervals(axis, tuple(rows), record["declared"]["stance_margin"]) if rows else None


def _row(name: str, site: dict[str, Any], likeness: dict[str, Any]) -> Interval:
    low, high = site["interval"] or (None, None)
    if not site["estimable"]:
        return Interval(name, None, None, None, "not estimable")
    return Interval(
        name, site["effect"], low, high, f"{verdict(site, likeness)} (n={site['n_people']})"
    )


def verdict(site: dict[str, Any], likeness: dict[str, Any]) -> str:
    """Return what may be said of a contrast of places in a word or two."""
    if not site["estimable"]:
        return "not estimable"
    if site["verdict"] == "differs" and likeness["verdict"] in ("alike", "close"):
        return "differ, within margin"
    return "differ" if site["verdict"] == "differs" else str(likeness["verdict"])
