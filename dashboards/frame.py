"""What stands around every page: notice, filters, coder, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboards import theme
from dashboards.page import Page, markup, remember
from dashboards.phrases import LANGUAGES
from dashboards.state import Address, from_query, to_query, within
from dashboards.text import Text
from pipeline.layout import Layout
from pipeline.model.interview import ID_PATTERN
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import People
from pipeline.services.showing.store import Filters

if TYPE_CHECKING:
    from collections.abc import Callable


T = TypeVar("T")


def address() -> Address:
    """Return the state of the pages; a new session takes it from the address."""
    if "address" not in st.session_state:
        names = list(st.query_params)
        remember(from_query({name: st.query_params.get_all(name) for name in names}))
    held: Address = st.session_state["address"]
    return held


def write_address() -> None:
    """Keep the browser's address true to what the page shows."""
    query = to_query(address())
    if {name: st.query_params.get_all(name) for name in st.query_params} != query:
        st.query_params.from_dict(query)


def notice(layout: Layout) -> None:
    """Show the study's own notice: the first quoted line of ``interviews/README.md``."""
    told = notice_of(layout.path("interviews") / "README.md")
    if told:
        markup(f'<p class="il-notice" role="note">{escape(told)}</p>')


def notice_of(readme: Path) -> str:
    """Return the first line that begins with ``> ``, without it and without mark-up."""
    try:
        lines = readme.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    first = next((line[2:].strip() for line in lines if line.startswith("> ")), "")
    return first.replace("**", "")


def sidebar(
    library: Library, people: People, t: Text, pages: Callable[[], Mapping[str, st.Page]]
) -> Page:
    """Draw what is the same on all pages and return what they need."""
    with st.sidebar:
        if people.study.interviews:
            _filters(people, t)
            coder = _coder(library, t)
        else:
            coder = ""
        _language(t)
    colours = theme.colours(site.id for site in people.study.sites)
    return Page(library, people, t, address(), colours, coder, pages)


def options(people: People) -> Filters:
    """Return all that can be chosen in the filters."""
    study = people.study
    used = {i.site for i in study.interviews}
    return Filters(
        sites=tuple(s.id for s in study.sites if s.id in used),
        countries=tuple(sorted({s.country for s in study.sites if s.id in used})),
        languages=tuple(sorted({i.language for i in study.interviews if i.language})),
        waves=tuple(sorted({i.wave for i in study.interviews})),
    )


def _filters(people: People, t: Text) -> None:
    known = options(people)
    chosen = within(address().filters, known)
    sites = {s.id: s.name for s in people.study.sites}
    st.subheader(t("filters"), anchor=False)
    picked = Filters(
        sites=_pick("filter-site", known.sites, chosen.sites, t, sites.__getitem__),
        countries=_pick("filter-country", known.countries, chosen.countries, t, t.name),
        languages=_pick("filter-language", known.languages, chosen.languages, t, t.name),
        waves=_pick("filter-wave", known.waves, chosen.waves, t, lambda n: t("wave", n=n)),
    )
    remember(replace(address(), filters=picked))


def _pick(
    key: str, known: tuple[T, ...], chosen: tuple[T, ...], t: Text, told: Callable[[T], str]
) -> tuple[T, ...]:
    """Offer one filter, if there is anything to choose between."""
    if len(known) < 2 and not chosen:
        return ()
    return tuple(
        st.multiselect(
            t(key),
            known,
            # A page that leads to others narrows them by setting the widget itself.
            default=None if key in st.session_state else chosen,
            key=key,
            format_func=told,
            placeholder=t("filter-any"),
        )
    )


def _coder(library: Library, t: Text) -> str:
    """Ask who decides; the coders of the study so far are offered."""
    known = library.coders()
    name = st.selectbox(
        t("coder"),
        known,
        index=None,
        key="coder",
        placeholder=t("coder-hint"),
        help=t("coder-help"),
        accept_new_options=True,
    )
    if name and not re.fullmatch(ID_PATTERN, name):
        st.caption(t("coder-wrong"))
        return ""
    return name or ""


def _language(t: Text) -> None:
    st.segmented_control(
        t("interface"),
        LANGUAGES,
        default=address().language,
        key="interface",
        format_func=lambda code: t(f"language-{code}"),
        required=True,
        on_change=_switch_language,
    )


def _switch_language() -> None:
    language = st.session_state.get("interface") or address().language
    remember(replace(address(), language=language))
