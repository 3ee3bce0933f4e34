"""The page *Answers*: what the people of all places say to one question, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards import decisions
from dashboards.page import Page, markup, next_step, records, remember
from dashboards.state import SHOWS, Address
from dashboards.views import cards, coverage, howfar
from pipeline.errors import NotReady
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import Site
from pipeline.services.showing.library import SHOWN
from pipeline.services.showing.store import EVERYTHING

if TYPE_CHECKING:
    import pandas as pd

_ABREAST = 3  # places in a row: more would make the lines of a quotation too short
_FIRST = 6  # answers of a place that are drawn at once
_STANDINGS = {"all": SHOWN, "confirmed": ("confirmed",), "open": ("suggested", "contested")}


def show(page: Page) -> None:
    """Draw the page."""
    questions = page.library.questions()
    left, right = st.columns([9, 4], vertical_alignment="bottom")
    with right:
        page = _which(page)
    try:
        counts = page.library.question_counts(
            page.address.filters, statuses=_STANDINGS[page.address.show]
        )
    except NotReady:
        howfar.unfinished(page)
        return
    if not questions.ids:
        next_step(page.t("no-questions"), page.t("no-questions-do"), "interleaf run")
        return
    with left:
        page = _choose(page, questions, counts)
    st.title(questions[page.address.question].wording(page.t.language), anchor=False)
    _told(page)
    statuses = (*SHOWN, "rejected") if decisions.decided() else SHOWN
    frame = page.library.answers(
        question=page.address.question, filters=page.address.filters, statuses=statuses
    )
    rows = [row for row in records(frame) if _belongs(page, row)]
    _side_by_side(page, rows, questions)
    coverage.show(page)


def _which(page: Page) -> Page:
    """Offer to see all answers, the confirmed ones, or those that wait for a decision."""
    t = page.t
    chosen = st.segmented_control(
        t("show"),
        SHOWS,
        default=page.address.show,
        key="show",
        format_func=lambda name: t(f"show-{name}"),
        required=True,
    )
    return _with(page, replace(page.address, show=chosen))


def _choose(page: Page, questions: QuestionSet, counts: pd.DataFrame) -> Page:
    """Offer the questions of the set, in its order, with how much was said to each."""
    t = page.t
    known = {row["question"]: row for row in records(counts)}
    ids = [q for q in questions.by_id if q in questions.ids or q in known]
    asked = page.address.question
    if asked and asked not in ids:
        st.text(t("question-unknown", question=asked))
    if asked not in ids:
        asked = next((q for q in ids if q in known), ids[0])

    def told(question: str) -> str:
        row: Mapping[str, Any] = known.get(question, {"answers": 0, "sites": 0})
        return t(
            "question-option",
            question=questions[question].wording(t.language),
            answers=t("n-answers", n=int(row["answers"])),
            places=t("n-places", n=int(row["sites"])),
        )

    chosen = st.selectbox(t("question"), ids, index=ids.index(asked), format_func=told)
    return _with(page, replace(page.address, question=chosen))


def _with(page: Page, address: Address) -> Page:
    remember(address)
    return replace(page, address=address)


def _told(page: Page) -> None:
    """Show a complaint about the last decision, and how decisions are made at all."""
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
    if not page.coder:
        markup(f'<p class="il-lead">{escape(page.t("name-first"))}</p>')


def _belongs(page: Page, row: Mapping[str, Any]) -> bool:
    """Tell whether a row is shown: what was just decided stays in its place for the undo."""
    if (row["answer"], page.address.question) in decisions.decided():
        return True
    return row["status"] in _STANDINGS[page.address.show]


def _side_by_side(page: Page, rows: Sequence[Mapping[str, Any]], questions: QuestionSet) -> None:
    """Draw a column a place, a few abreast; on a narrow screen they follow each other."""
    by_site: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_site.setdefault(row["site"], []).append(row)
    sites = [site for site in page.people.study.sites if site.id in by_site]
    if not sites:
        told = [page.t("nothing-here")]
        if page.address.filters != EVERYTHING:
            told.append(page.t("nothing-filtered"))
        markup(f'<p class="il-lead">{escape(" ".join(told))}</p>')
        return
    lines = math.ceil(len(sites) / _ABREAST)
    abreast = math.ceil(len(sites) / lines)
    with st.container(key="cards"):
        for first in range(0, len(sites), abreast):
            group = sites[first : first + abreast]
            columns = st.columns(abreast, gap="large")
            for site, column in zip(group, columns, strict=False):
                with column:
                    _place(page, site, by_site[site.id], questions)


def _place(
    page: Page, site: Site, rows: Sequence[Mapping[str, Any]], questions: QuestionSet
) -> None:
    t = page.t
    where = ", ".join(part for part in (site.city, t.name(site.country)) if part)
    told = [t("n-people", n=len({row["speaker"] for row in rows}))]
    for status in SHOWN:
        n = sum(row["status"] == status for row in rows)
        if n:
            told.append(t(f"standing-{status}", n=n))
    markup(
        f'<div class="il-place" style="--place: {page.colours[site.id]}">'
        f"<b>{escape(site.name)}</b><span>{escape(where)}</span>"
        f"<span>{escape(' · '.join(told))}</span></div>"
    )
    limit = st.session_state.get(f"shown-{site.id}", _FIRST)
    for row in rows[:limit]:
        cards.show(page, row, questions)
    if len(rows) > limit:
        st.button(
            t("more-answers", n=len(rows) - limit),
            key=f"more-{site.id}",
            on_click=_more,
            args=(site.id, limit),
        )


def _more(site: str, limit: int) -> None:
    st.session_state[f"shown-{site}"] = limit + 4 * _FIRST
