"""How measures of agreement are written: with their interval, or with why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from dashboards.text import Text
from pipeline.analysis.against import LEAST, Share
from pipeline.analysis.agreement import Measure
from pipeline.services.deciding.agreement import Report

if TYPE_CHECKING:
    import pandas as pd

Names = Mapping[str, str]


def told(t: Text, measure: Measure) -> str:
    """Return a measure in one line: ``0.67 (0.40 to 0.88)``, or why it is undefined."""
    if measure.value is None:
        return t(f"quality-undefined-{measure.reason}")
    return f"{number(t, measure.value)} ({_range(t, measure)})"


def cell(t: Text, measure: Measure) -> str:
    """Return a measure for a table's cell, as markup: range and what is missing stand quietly."""
    if measure.value is None:
        return f'<span class="no">{escape(told(t, measure))}</span>'
    return f"{escape(number(t, measure.value))} {_quiet(_range(t, measure))}"


def _range(t: Text, measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return t(f"quality-no-interval-{measure.interval_reason}")
    return t("quality-range", low=number(t, measure.low), high=number(t, measure.high))


def _quiet(text: str) -> str:
    return f'<span class="no il-range">{escape(text)}</span>'


def number(t: Text, value: float) -> str:
    """Return a coefficient with two digits, as the language writes it."""
    return t.number(value)


def percent(value: float | None) -> str:
    """Return a share in whole percent."""
    return "" if value is None else f"{100 * value:.0f}%"


def share(t: Text, found: Share) -> str:
    """Return a count with its share and range, or how many judgements it needs, as markup."""
    count = escape(t("quality-of", part=found.right, whole=found.n))
    if found.value is None or found.low is None or found.high is None:
        return f"{count} {_quiet(t('quality-needs', least=LEAST))}"
    spread = t("quality-range", low=percent(found.low), high=percent(found.high))
    return f"{count} · {percent(found.value)} {_quiet(spread)}"


def pairs_frame(t: Text, found: Report, names: Names, sites: Names) -> pd.DataFrame:
    """Return the 2x2 counts and kappa of each two coders, by place."""
    import pandas as pd

    rows = [
        {
            t("quality-col-thing"): names.get(p.thing, p.thing),
            t("col-place"): sites.get(p.site, p.site),
            t("quality-col-first"): p.first,
            t("quality-col-second"): p.second,
            t("quality-col-n"): p.table.n,
            t("quality-col-both"): p.table.both,
            t("quality-col-only-first"): p.table.first,
            t("quality-col-only-second"): p.table.second,
            t("quality-col-neither"): p.table.neither,
            t("quality-col-percent"): p.table.percent,
            t("quality-col-prevalence"): p.table.prevalence,
            **_columns(t, "kappa", p.kappa),
        }
        for p in found.pairs
    ]
    return pd.DataFrame(rows)


def alpha_frame(t: Text, found: Report, names: Names, sites: Names) -> pd.DataFrame:
    """Return alpha of all coders, by question or code and place."""
    import pandas as pd

    rows = [
        {
            t("quality-col-thing"): names.get(r.thing, r.thing) or t("quality-whole-choice"),
            t("col-place"): sites.get(r.site, r.site),
            t("quality-col-coders"): ", ".join(r.coders),
            t("quality-col-answers"): r.answers,
            t("col-interviews"): r.interviews,
            **_columns(t, "alpha", r.alpha),
        }
        for r in found.together
    ]
    rows += [
        {
            t("quality-col-thing"): t("quality-boundaries"),
            t("quality-col-coders"): f"{first}, {second}",
            **_columns(t, "alpha", measure),
        }
        for first, second, measure in found.spans
    ]
    return pd.DataFrame(rows)


def machine_frame(t: Text, found: Report, sites: Names) -> pd.DataFrame:
    """Return how often the machine was right, by place and by language."""
    import pandas as pd

    rows = []
    for r in found.machine:
        row: dict[str, object] = {
            t("col-place"): sites.get(r.site, r.site),
            t("quality-col-language"): t.name(r.language),
            t("quality-col-n"): r.exact.n,
        }
        for name, part in (("exact", r.exact), ("named", r.named)):
            column = t(f"quality-col-{name}")
            row |= {
                column: part.value,
                f"{column} (n)": part.right,
                f"{column} {t('quality-low')}": part.low,
                f"{column} {t('quality-high')}": part.high,
            }
        rows.append(row)
    return pd.DataFrame(rows)


def _columns(t: Text, name: str, measure: Measure) -> dict[str, object]:
    column = t(f"quality-col-{name}")
    reason = measure.reason or ""
    missing = measure.interval_reason
    why = (
        t(f"quality-undefined-{reason}")
        if reason
        else t(f"quality-no-interval-{missing}")
        if missing
        else ""
    )
    return {
        column: measure.value,
        t("quality-low"): measure.low,
        t("quality-high"): measure.high,
        t("quality-why"): why,
    }
