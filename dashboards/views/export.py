"""The page *Export*: what can be taken out, and under which rule of consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import escape

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, markup
from pipeline.services.exchange.archives import logs_zip, tables_zip, timelines_zip
from pipeline.services.exchange.exports import TABLES, Take, available, take
from pipeline.services.showing.store import EVERYTHING

_ZIP, _YAML = "application/zip", "application/yaml"


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    st.title(t("page-export"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("export-lead"))}</p>')
    confirmed = st.toggle(t("export-confirmed"), key="confirmed", help=t("export-confirmed-help"))
    how = Take(page.address.filters, confirmed=confirmed)
    if how.filters != EVERYTHING:
        st.text(t("export-filtered", filters=_filters(page)))
    with st.container(key="exports"):
        _tables(page, how)
        _folders(page, how)
        _own(page)


def _tables(page: Page, how: Take) -> None:
    """Offer each table."""
    st.header(page.t("export-tables"), anchor=False)
    there = available(page.library.layout)
    for name in TABLES:
        with _item(page, name):
            if there[name]:
                downloads.offer(page, partial(take, page.library, name, how), name)
            else:
                _missing(page, "export-missing")


def _folders(page: Page, how: Take) -> None:
    """Offer what is many files, as ZIP."""
    layout, library = page.library.layout, page.library
    st.header(page.t("export-folders"), anchor=False)
    with _item(page, "all"):
        _file(page, "tables.zip", partial(tables_zip, library, how), _ZIP)
    with _item(page, "timelines"):
        if layout.path("timelines").exists():
            _file(page, "timelines.zip", partial(timelines_zip, library, how), _ZIP)
        else:
            _missing(page, "export-missing")
    with _item(page, "logs"):
        if any(layout.path("logs").glob("*/*.jsonl")):
            _file(page, "judgements.zip", partial(logs_zip, library), _ZIP)
        else:
            _missing(page, "export-absent")


def _own(page: Page) -> None:
    """Offer the files that people keep, as they are."""
    st.header(page.t("export-yours"), anchor=False)
    for name in ("questions", "codes"):
        path = page.library.layout.path(name)
        with _item(page, name):
            if path.exists():
                _file(page, path.name, path.read_bytes, _YAML)
            else:
                _missing(page, "export-absent")


@contextmanager
def _item(page: Page, name: str) -> Iterator[None]:
    """Draw what an export is and its rule; what it offers stands beside."""
    with st.container(key=f"export-{name}"):
        left, right = st.columns([5, 3], gap="small", vertical_alignment="center")
        with left:
            title, rule = (escape(page.t(f"export-{key}")) for key in (name, f"{name}-rule"))
            markup(f'<div class="il-export"><b>{title}</b><p>{rule}</p></div>')
        with right:
            yield


def _file(page: Page, name: str, data: Callable[[], bytes], mime: str) -> None:
    st.download_button(
        page.t("download", form=name.rsplit(".", 1)[-1].upper()),
        data=data,
        file_name=name,
        mime=mime,
        key=f"download-{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _missing(page: Page, why: str) -> None:
    markup(f'<p class="il-who">{escape(page.t(why))}</p>')


def _filters(page: Page) -> str:
    """Return what the side bar narrows the study to, in words."""
    t, chosen = page.t, page.address.filters
    sites = {site.id: site.name for site in page.people.study.sites}
    told = [sites.get(site, site) for site in chosen.sites]
    told += [t.name(code) for code in (*chosen.countries, *chosen.languages)]
    return ", ".join([*told, *(t("wave", n=wave) for wave in chosen.waves)])
