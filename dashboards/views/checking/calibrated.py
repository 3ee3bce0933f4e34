"""How far a score may be called a probability: what is still missing, or how good it is."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import downloads, reliability
from dashboards.page import Page, html_table, markup
from dashboards.text import Text
from pipeline.analysis.against import share
from pipeline.analysis.calibration import Calibration, Curve
from pipeline.services.deciding.calibrating import calibration


def show(page: Page) -> None:
    """Draw the section."""
    t = page.t
    st.header(t("calibrated"), anchor=False)
    found = calibration(page.library.layout)
    if found is None:
        markup(f'<p class="il-lead">{escape(t("calibrated-not-run"))}</p>')
        return
    if found.curve is None:
        _missing(t, found)
        return
    markup(f'<p class="il-lead">{escape(_lead(t, found, found.curve))}</p>')
    st.plotly_chart(
        reliability.reliability(
            [(b.probability, b.right / b.n, b.n) for b in found.curve.bins],
            across=t("calibrated-said"), up=t("calibrated-right"),
        ),
        theme=None,
        config={"displayModeBar": False},
        alt=t("calibrated-alt"),
    )  # fmt: skip
    head = [t("calibrated-said"), t("quality-col-n"), t("calibrated-right"), t("calibrated-range")]
    rows = [_row(t, b.probability, b.right, b.n) for b in found.curve.bins]
    markup(html_table(head, [[escape(cell) for cell in row] for row in rows], numbers=(0, 1, 2)))
    downloads.offer_rows(page, head, rows, "calibration")


def _missing(t: Text, found: Calibration) -> None:
    """Tell how many judgements it still takes."""
    have = t(
        "calibrated-have", n=found.judged, interviews=t("n-interviews", n=found.interviews)
    )  # fmt: skip
    if found.reason == "same":
        told = [t("calibrated-same")]
    else:
        told = [
            t("calibrated-missing-judged", n=n)
            for n in (found.least_judged - found.judged,) if n > 0
        ] + [
            t("calibrated-missing-interviews", n=n)
            for n in (found.least_interviews - found.interviews,) if n > 0
        ]  # fmt: skip
    rule = t(
        "calibrated-rule", judged=found.least_judged, interviews=found.least_interviews
    )  # fmt: skip
    markup(
        f'<p class="il-lead">{escape(rule)}</p>'
        f'<p class="il-who"><b>{escape(have)}</b> {escape(" ".join(told))}</p>'
    )


def _lead(t: Text, found: Calibration, curve: Curve) -> str:
    return t(
        "calibrated-lead", n=found.judged, interviews=t("n-interviews", n=found.interviews),
        brier=t.number(curve.brier, 3), low=t.number(curve.low, 3), high=t.number(curve.high, 3),
        reference=t.number(curve.reference, 3),
    )  # fmt: skip


def _row(t: Text, probability: float, right: int, n: int) -> list[str]:
    found = share([True] * right + [False] * (n - right))
    spread = (
        t("quality-range", low=f"{found.low:.0%}", high=f"{found.high:.0%}")
        if found.low is not None and found.high is not None
        else t("quality-needs", least=30)
    )
    return [f"{probability:.0%}", str(n), t("quality-of", part=right, whole=n), spread]
