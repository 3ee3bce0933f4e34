"""The page *Study*: what was collected where, how far it is, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboards import downloads, figures
from dashboards.figures import Spot
from dashboards.page import Page, html_table, markup
from dashboards.views import howfar
from pipeline.errors import NotReady
from pipeline.model.interview import Interview, Site
from pipeline.services.showing.library import Problem

if TYPE_CHECKING:
    import pandas as pd


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    st.title(t("page-study"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("study-lead"))}</p>')
    interviews = howfar.within(page)
    try:
        counts = page.library.answer_counts(page.address.filters)
    except NotReady:
        counts = None
    _figures(page, interviews, counts)
    _waits(page, counts)
    _places(page, interviews)
    howfar.show(page, interviews, counts)


def _figures(page: Page, interviews: Sequence[Interview], counts: pd.DataFrame | None) -> None:
    """Show the size of what is shown, in four or five numbers."""
    people = _people(page, interviews)
    numbers = {
        "n-places": len({i.site for i in interviews}),
        "n-people": len(people),
        "n-interviews": len(interviews),
        "n-languages": len({i.language for i in interviews if i.language}),
    }
    if counts is not None:
        numbers["n-answers"] = int(counts["answers"].sum())
    told = "".join(
        "<div><b>{}</b><span>{}</span></div>".format(*page.t(key, n=n).split(" ", 1))
        for key, n in numbers.items()
    )
    markup(f'<div class="il-figures">{told}</div>')


def _people(page: Page, interviews: Sequence[Interview]) -> list[str]:
    """Return who speaks in some interviews and may be counted."""
    voices = dict.fromkeys(s for i in interviews for s in i.speakers)
    return [s for s in voices if page.people.may_analyse(s)]


def _waits(page: Page, counts: pd.DataFrame | None) -> None:
    """Tell what only a person can do next."""
    t = page.t
    st.header(t("waits"), anchor=False)
    failed = [problem for state in page.library.state() for problem in state.failed]
    if counts is None:
        howfar.unfinished(page)
    open_ones = {}
    for standing in ("suggested", "contested", "unassigned", "none"):
        n = 0 if counts is None else int(counts[standing].sum())
        if n:
            open_ones[standing] = n
    for standing, n in open_ones.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t(f"waits-{standing}", n=n), width="content")
            if st.button(t("decide"), key=f"decide-{standing}"):
                mode = "settle" if standing == "contested" else ""
                page.go("review", replace(page.address, mode=mode, standing=standing))
    silent = page.people.withheld()
    if silent:
        st.text(t("waits-consent", n=len(silent)))
    if failed or page.people.faults:
        _failures(page, failed)
    elif counts is not None and not open_ones and not silent:
        markup(f'<p class="il-lead">{escape(t("waits-nothing"))}</p>')


def _failures(page: Page, failed: Sequence[Problem]) -> None:
    """List what could not be used, with what to do about it."""
    t = page.t
    rows = [["tables", fault.where, fault.what, fault.remedy] for fault in page.people.faults]
    rows += [[p.stage, p.where or p.item, p.what, p.remedy] for p in failed]
    once = list(dict.fromkeys(map(tuple, rows)))
    st.text(t("waits-failed", n=len(once)))
    head = [t("failed-stage"), t("failed-where"), t("failed-what"), t("failed-do")]
    markup(html_table(head, [[escape(cell) for cell in row] for row in once]))
    downloads.offer_rows(page, head, once, "not-used")


def _places(page: Page, interviews: Sequence[Interview]) -> None:
    """Show the places on a map, and who was heard at each."""
    t = page.t
    st.header(t("places"), anchor=False)
    used = {i.site for i in interviews}
    sites = [site for site in page.people.study.sites if site.id in used]
    if not sites:
        return
    spots = [
        Spot(
            site.name,
            site.longitude,
            site.latitude,
            page.colours[site.id],
            t("n-people", n=len(_people(page, [i for i in interviews if i.site == site.id]))),
        )
        for site in sites
        if site.latitude is not None and site.longitude is not None
    ]
    if spots:
        st.plotly_chart(
            figures.places_map(spots),
            theme=None,
            config={"displayModeBar": False, "scrollZoom": False},
            alt=t("map-alt", places=", ".join(spot.name for spot in spots)),
        )
    head = [t("col-place"), t("col-people"), t("col-interviews"), t("spoken"), t("trades")]
    rows = [_place(page, site, [i for i in interviews if i.site == site.id]) for site in sites]
    drawn = [
        [_named(page, site), *(escape(str(cell)) for cell in row[1:])]
        for site, row in zip(sites, rows, strict=True)
    ]
    markup(html_table(head, drawn, numbers=(1, 2)))
    downloads.offer_rows(page, head, rows, "places")


def _named(page: Page, site: Site) -> str:
    """Return a place's colour, name and town as markup."""
    where = ", ".join(part for part in (site.city, page.t.name(site.country)) if part)
    dot = f'<span class="il-dot" style="--place: {page.colours[site.id]}"></span>'
    return f'{dot}<b>{escape(site.name)}</b><br><span class="no">{escape(where)}</span>'


def _place(page: Page, site: Site, visits: Sequence[Interview]) -> list[object]:
    """Return a place's row: name; people, interviews, languages, trades."""
    t = page.t
    people = _people(page, visits)
    trades = (page.people.speakers[s].attributes.get("trade", "") for s in people)
    return [
        site.name,
        len(people),
        len(visits),
        _counted([t.name(i.language) for i in visits if i.language]),
        _counted([trade for trade in trades if trade]),
    ]


def _counted(values: Sequence[str]) -> str:
    """Return values with how often each occurs, the frequent first: ``Italian 2, English``."""
    counts = {value: values.count(value) for value in dict.fromkeys(values)}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(value if n == 1 else f"{value} {n}" for value, n in ordered)
