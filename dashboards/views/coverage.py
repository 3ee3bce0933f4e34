"""Who was asked a question, and what happened: counts of people at each place."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboards import downloads, figures
from dashboards.figures import Bar
from dashboards.page import Page, html_table, markup
from dashboards.text import share
from dashboards.theme import HAPPENED as HAPPENED_COLOURS
from pipeline.errors import NotReady
from pipeline.services.showing.library import HAPPENED

if TYPE_CHECKING:
    import pandas as pd

_PUT = ("answered", "asked-unanswered")


def show(page: Page) -> None:
    """Draw the bars, and the same as a table."""
    t = page.t
    st.header(t("coverage"), anchor=False)
    try:
        frame = page.library.coverage(page.address.filters, question=page.address.question)
    except NotReady:
        markup(f'<p class="il-lead">{escape(t("coverage-none"))}</p>')
        return
    bars = []
    for site in page.people.study.sites:
        mine = frame[frame["site"] == site.id]
        if len(mine):
            counts = dict(zip(mine["status"], mine["people"].astype(int), strict=True))
            bars.append(Bar(site.name, counts))
    if not bars:
        markup(f'<p class="il-lead">{escape(t("coverage-none"))}</p>')
        return
    markup(f'<p class="il-lead">{escape(t("coverage-lead"))}</p>')
    labels = {status: t(f"happened-{status}") for status in HAPPENED}
    markup(_legend(bars, labels))
    st.plotly_chart(
        figures.coverage_bars(bars, labels),
        theme=None,
        config={"displayModeBar": False},
        alt=t("coverage-alt"),
    )
    resting(page, frame)
    with st.expander(t("as-table")):
        head, rows = _table(page, bars, labels)
        drawn = [[escape(cell) for cell in row] for row in rows]
        markup(html_table(head, drawn, numbers=range(1, len(head))))
        downloads.offer_rows(page, head, rows, f"coverage-{page.address.question}")
    if page.library.judged_since():
        st.caption(t("coverage-stale"))


def resting(page: Page, frame: pd.DataFrame) -> None:
    """Tell how many of the answers counted rest on a coder, and how many on the machine alone."""
    given = frame[frame["status"].isin(("answered", "answered-unasked"))]
    people, confirmed = int(given["people"].sum()), int(given["confirmed"].sum())
    if people:
        st.caption(page.t("coverage-resting", n=people, confirmed=confirmed))


def _legend(bars: list[Bar], labels: dict[str, str]) -> str:
    """Return the meaning of the bars' colours, in the order of the bars."""
    used = [status for status in labels if any(bar.counts.get(status) for bar in bars)]
    keys = (
        f'<span><i style="--key: {HAPPENED_COLOURS[s]}"></i>{escape(labels[s])}</span>'
        for s in used
    )
    return f'<div class="il-legend">{"".join(keys)}</div>'


def _table(
    page: Page, bars: list[Bar], labels: dict[str, str]
) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of what the bars show."""
    t = page.t
    used = [status for status in labels if any(bar.counts.get(status) for bar in bars)]
    head = [t("col-place"), t("of-asked"), *(labels[status] for status in used)]
    rows = []
    for bar in bars:
        put = sum(bar.counts.get(status, 0) for status in _PUT)
        answered = share(bar.counts.get("answered", 0), put) if put else "0"
        numbers = [answered, *(str(bar.counts.get(status, 0)) for status in used)]
        rows.append([bar.name, *numbers])
    return head, rows
