"""Two places side by side on one question: counts first, then what people say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from dashboards.page import Page, markup, next_step, records, remember
from dashboards.text import share
from dashboards.views import cards, howfar
from pipeline.errors import NotReady
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import Site
from pipeline.services.showing.library import SHOWN
from pipeline.services.showing.store import Filters

_FIRST = 6  # answers of a place that are drawn at once


def show(page: Page) -> None:
    """Draw both places' answers to the question of the address."""
    t = page.t
    questions = page.library.questions()
    if not questions.ids:
        next_step(t("no-questions"), t("no-questions-do"), "interleaf run")
        return
    used = {i.site for i in page.people.study.interviews}
    sites = [site for site in page.people.study.sites if site.id in used]
    if len(sites) < 2:
        markup(f'<p class="il-lead">{escape(t("places-one"))}</p>')
        return
    page, pair = _choose(page, questions, sites)
    st.title(questions[page.address.question].wording(t.language), anchor=False)
    markup(f'<p class="il-lead">{escape(t("places-pair-lead"))}</p>')
    both = replace(page.address.filters, sites=tuple(site.id for site in pair))
    try:
        frame = page.library.answers(question=page.address.question, filters=both)
    except NotReady:
        howfar.unfinished(page)
        return
    asked = _asked(page, both)
    rows = records(frame)
    with st.container(key="cards"):
        for site, column in zip(pair, st.columns(2, gap="large"), strict=True):
            with column:
                mine = [row for row in rows if row["site"] == site.id]
                _place(page, site, mine, asked.get(site.id, {}), questions)


def _choose(
    page: Page, questions: QuestionSet, sites: Sequence[Site]
) -> tuple[Page, tuple[Site, Site]]:
    """Offer the question and the two places; the first is the side bar's too."""
    t, by_id = page.t, {site.id: site for site in sites}
    chosen = [s for s in page.address.filters.sites if s in by_id]
    beside = page.address.beside
    if beside and beside not in by_id:
        st.text(t("places-unknown", place=beside))
    first = next(iter(chosen), next(s for s in by_id if s != beside))
    wished = (beside, *chosen[1:], *by_id)
    second = next(s for s in wished if s in by_id and s != first)
    ids = list(questions.ids)
    asked = page.address.question if page.address.question in ids else ids[0]
    question = st.selectbox(
        t("question"),
        ids,
        index=ids.index(asked),
        format_func=lambda q: questions[q].wording(t.language),
    )
    left, right = st.columns(2, gap="medium")
    with left:
        st.selectbox(
            t("places-first"),
            list(by_id),
            index=list(by_id).index(first),
            key=f"pair-first-{first}",
            format_func=lambda s: by_id[s].name,
            on_change=_narrow,
            args=(f"pair-first-{first}",),
        )
    with right:
        others = [s for s in by_id if s != first]
        second = st.selectbox(
            t("places-second"),
            others,
            index=others.index(second),
            format_func=lambda s: by_id[s].name,
        )
    address = replace(page.address, question=question, beside=second)
    remember(address)
    return replace(page, address=address), (by_id[first], by_id[second])


def _narrow(key: str) -> None:
    """Give the first place to the side bar, so that page and address tell the same."""
    st.session_state["filter-site"] = [st.session_state[key]]


def _asked(page: Page, filters: Filters) -> dict[str, dict[str, int]]:
    """Return for each place how many people, by what happened to the question."""
    try:
        frame = page.library.coverage(filters, question=page.address.question)
    except NotReady:
        return {}
    counts: dict[str, dict[str, int]] = {}
    for row in records(frame):
        counts.setdefault(row["site"], {})[row["status"]] = int(row["people"])
    return counts


def _place(
    page: Page,
    site: Site,
    rows: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
    questions: QuestionSet,
) -> None:
    """Draw one place: its counts, then its answers."""
    t = page.t
    where = ", ".join(part for part in (site.city, t.name(site.country)) if part)
    told = [t("n-people", n=len({row["speaker"] for row in rows}))]
    for status in SHOWN:
        n = sum(row["status"] == status for row in rows)
        told += [t(f"standing-{status}", n=n)] if n else []
    answered = counts.get("answered", 0)
    put = answered + counts.get("asked-unanswered", 0)
    of_asked = [f"{t('of-asked')}: {share(answered, put)}"] if put else []
    unasked = counts.get("answered-unasked", 0)
    of_asked += [t("places-told-unasked", n=unasked)] if unasked else []
    lines = (where, " · ".join(of_asked), " · ".join(told))
    spans = "".join(f"<span>{escape(line)}</span>" for line in lines if line)
    markup(
        f'<div class="il-place" style="--place: {page.colours[site.id]}">'
        f"<b>{escape(site.name)}</b>{spans}</div>"
    )
    if not rows:
        markup(f'<p class="il-lead">{escape(t("places-silent"))}</p>')
    every = st.session_state.get("pair-whole") == (site.id, page.address.question)
    for row in rows if every else rows[:_FIRST]:
        cards.show(page, row, questions)
    if len(rows) > _FIRST and not every:
        st.button(
            t("places-rest", n=len(rows)),
            key=f"pair-rest-{site.id}",
            on_click=_all_of,
            args=(site.id, page.address.question),
        )


def _all_of(site: str, question: str) -> None:
    st.session_state["pair-whole"] = (site, question)
