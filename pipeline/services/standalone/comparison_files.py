"""Writes a comparison: the record, the tables as CSV, the figures as SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.formats.files import write_atomically
from pipeline.formats.spreadsheets import write_csv
from pipeline.formats.svg import Row, intervals

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
    questions, declared = record["questions"], record["declared"]
    drawn = {
        "figures/topical.svg": intervals(
            "Places by what their words mean: gap of each question, 95 % interval",
            f"{_GAP} (cosine); shaded: declared not to matter",
            [_row(each["id"], each["difference"]["site"], each["likeness"]) for each in questions],
            margin=declared["margin"],
        )
    }
    held = [each for each in questions if each["stance"]]
    if held:
        drawn["figures/stance.svg"] = intervals(
            "Places by what people coded: gap of each question, 95 % interval",
            f"{_GAP} (share of pairs who disagree); shaded: declared not to matter",
            _stances(held),
            margin=declared["stance_margin"],
        )
    return drawn


def _stances(held: Sequence[dict[str, Any]]) -> list[Row]:
    return [
        _row(each["id"], each["stance"]["difference"]["site"], each["stance"]["likeness"])
        for each in held
    ]


def _row(name: str, site: dict[str, Any], likeness: dict[str, Any]) -> Row:
    low, high = site["interval"] or (None, None)
    if not site["estimable"]:
        return Row(name, None, None, None, "not estimable")
    told = "differ" if site["verdict"] == "differs" else likeness["verdict"]
    if site["verdict"] == "differs" and likeness["verdict"] in ("alike", "close"):
        told = "differ, within margin"
    return Row(name, site["effect"], low, high, f"{told} (n={site['n_people']})")
