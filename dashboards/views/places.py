"""The page *Places*: who was asked what where, and two places side by side on one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboards import downloads
from dashboards.heatmap import Cell, Column, Row, coverage_field
from dashboards.page import Page, html_table, markup, next_step, remember
from dashboards.state import Address, to_query
from dashboards.views import pair
from dashboards.views.coverage import resting
from pipeline.errors import NotReady
from pipeline.model.guide import Question

if TYPE_CHECKING:
    import pandas as pd

Counts = Mapping[str, int]
"""People by what happened to a question at a place."""

_TOLD = (
    ("answered-unasked", "unasked"), ("not-asked", "never"), ("not-in-guide", "guide"),
    ("unknown", "unknown"),
)  # fmt: skip


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    if page.people.study.sites and _view(page) == "pair":
        pair.show(page)
        return
    page = _with_beside(page, "")
    st.title(t("page-places"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("places-coverage-lead"))}</p>')
    try:
        frame = page.library.coverage(page.address.filters)
    except NotReady:
        next_step(t("places-none"), t("places-none-do"), "interleaf run")
        return
    if not len(frame):
        markup(f'<p class="il-lead">{escape(t("coverage-none"))}</p>')
        return
    _coverage(page, frame)


def _view(page: Page) -> str:
    """Offer the two views; the address tells which, by whether a place stands beside another."""
    chosen = st.segmented_control(
        page.t("places-which"),
        ("coverage", "pair"),
        default="pair" if page.address.beside else "coverage",
        key="places-which",
        format_func=lambda name: page.t(f"places-{name}"),
        required=True,
        label_visibility="collapsed",
        on_change=_switched,
        args=(page.address,),
    )
    return str(chosen)


def _switched(address: Address) -> None:
    """Show all places again when the pair is left: its first place had narrowed the side bar."""
    if address.beside and len(address.filters.sites) == 1:
        st.session_state["filter-site"] = []


def _with_beside(page: Page, beside: str) -> Page:
    address = replace(page.address, beside=beside)
    remember(address)
    return replace(page, address=address)


def _coverage(page: Page, frame: pd.DataFrame) -> None:
    """Draw the field of questions and places, and the same as a table."""
    t = page.t
    here = set(frame["site"])
    columns = [
        Column(site.id, site.name, page.colours[site.id])
        for site in page.people.study.sites
        if site.id in here
    ]
    counts = _counts(frame)
    rows = [
        Row(
            question.id,
            question.wording(t.language),
            _topic(page, question),
            [cell(page, c.name, counts.get((question.id, c.key), {})) for c in columns],
        )
        for question in _questions(page, frame)
    ]
    markup(_legend(page))
    for wide in (True, False):  # one of them shows, by the width of the screen
        name = "field-wide" if wide else "field-narrow"
        with st.container(key=f"show-{name}"):
            st.plotly_chart(
                coverage_field(rows, columns, wide=wide),
                theme=None,
                key=name,
                on_select=partial(_lead, name),
                selection_mode="points",
                config={"displayModeBar": False},
                alt=t("places-field-alt"),
            )
    led = st.session_state.pop("coverage-led", None)
    if led:
        filters = replace(page.address.filters, sites=(led[1],))
        page.go("answers", replace(page.address, question=led[0], filters=filters))
    resting(page, frame)
    with st.expander(t("as-table")):
        markup(_table(page, rows, columns))
    downloads.offer(page, _frame(page, rows, columns, counts), "coverage")
    if page.library.judged_since():
        st.caption(t("coverage-stale"))


def _lead(name: str) -> None:
    """Keep the clicked field's question and place, and narrow the pages to the place."""
    points = st.session_state[name]["selection"]["points"]
    if points:
        question, site, *_ = points[0]["customdata"]
        st.session_state["coverage-led"] = (question, site)
        st.session_state["filter-site"] = [site]


def _questions(page: Page, frame: pd.DataFrame) -> list[Question]:
    """Return the questions that somebody could be asked, topic by topic, in the set's order."""
    questions = page.library.questions()
    met = set(frame["question"])
    shown = [q for q in questions.questions if q.id in met]
    topics = list(dict.fromkeys(_topic(page, q) for q in shown))
    return sorted(shown, key=lambda q: topics.index(_topic(page, q)))


def _topic(page: Page, question: Question) -> str:
    name = question.topic.replace("-", " ").strip()
    return name[:1].upper() + name[1:] if name else page.t("places-no-topic")


def _counts(frame: pd.DataFrame) -> dict[tuple[str, str], dict[str, int]]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    columns = (frame["question"], frame["site"], frame["status"], frame["people"])
    for question, site, status, people in zip(*columns, strict=True):
        counts.setdefault((question, site), {})[status] = int(people)
    return counts


def cell(page: Page, place: str, counts: Counts) -> Cell:
    """Return a field: what was asked as a share, what was not as a sign of its own."""
    answered, unasked = counts.get("answered", 0), counts.get("answered-unasked", 0)
    asked = answered + counts.get("asked-unanswered", 0)
    more = f"+{unasked}" if unasked else ""
    told = f"{place}: {_told(page, counts)}"
    if asked:
        return Cell(answered / asked, f"{answered}/{asked} {more}".strip(), told)
    if more:
        return Cell(None, more, told)
    if counts.get("not-asked"):
        return Cell(None, "–", told)
    if counts.get("unknown"):
        return Cell(None, "?", told)
    return Cell(None, "", told, hatched=True)


def _told(page: Page, counts: Counts) -> str:
    """Return the counts of a field in words."""
    t = page.t
    answered = counts.get("answered", 0)
    asked = answered + counts.get("asked-unanswered", 0)
    parts = [t("places-told-asked", answered=answered, n=asked)] if asked else []
    parts += [t(f"places-told-{name}", n=counts[s]) for s, name in _TOLD if counts.get(s)]
    return "; ".join(parts) or t("places-told-nobody")


def _legend(page: Page) -> str:
    """Return what the fields' signs mean."""
    keys = ("answered", "zero", "unasked", "never", "unknown", "guide")
    told = []
    for key in keys:
        sign, _, what = page.t(f"places-key-{key}").rpartition("  ")
        bold = f"<b>{escape(sign)}</b> " if sign else ""
        told.append(f'<span class="il-field-{key}"><i></i>{bold}{escape(what)}</span>')
    return f'<div class="il-legend">{"".join(told)}</div>'


def _table(page: Page, rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Return the fields in words, each a link to the answers behind it."""
    told = []
    for row in rows:
        cells = [escape(row.name)]
        for column, field in zip(columns, row.cells, strict=True):
            words = escape(field.told.removeprefix(f"{column.name}: "))
            cells.append(f'<a href="{escape(_href(page, row.key, column.key))}">{words}</a>')
        told.append(cells)
    return html_table([page.t("question"), *(column.name for column in columns)], told)


def _href(page: Page, question: str, site: str) -> str:
    filters = replace(page.address.filters, sites=(site,))
    query = to_query(replace(page.address, question=question, filters=filters))
    return f"answers?{urlencode(query, doseq=True)}"


def _frame(
    page: Page,
    rows: Sequence[Row],
    columns: Sequence[Column],
    counts: Mapping[tuple[str, str], Counts],
) -> pd.DataFrame:
    """Return the counts behind the fields, one row a question and place."""
    import pandas as pd

    t = page.t
    told = []
    for row in rows:
        for column in columns:
            here = counts.get((row.key, column.key), {})
            answered = here.get("answered", 0)
            told.append({
                "id": row.key, t("question"): row.name, t("col-place"): column.name,
                t("places-answered"): answered,
                t("places-asked"): answered + here.get("asked-unanswered", 0),
                **{t(f"happened-{status}"): here.get(status, 0) for status, _ in _TOLD},
            })  # fmt: skip
    return pd.DataFrame(told)
