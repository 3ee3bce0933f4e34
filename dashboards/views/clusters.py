"""The page *Clusters and themes*: what the machine put together, for people to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, html_table, markup, next_step, records, remember
from dashboards.text import share
from dashboards.views import quotes, shelf
from dashboards.views.shelf import Item
from pipeline.errors import NotReady
from pipeline.services.showing.groups import Group, cluster_answers, cluster_places, groups

if TYPE_CHECKING:
    import pandas as pd

_ROW = ' class="il-row"'
_FIRST, _STEP = 3, 12  # answers drawn at once: the typical ones, then more of them


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    st.title(t("page-clusters"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("cluster-lead"))}</p>')
    try:
        found = groups(page.library, page.address.filters)
    except NotReady:
        next_step(t("cluster-none"), t("no-answers-never"), "interleaf run")
        return
    if not found.groups:
        st.header(t("cluster-none"), anchor=False)
        markup(f'<p class="il-lead">{escape(found.reason or t("cluster-none-lead"))}</p>')
        return
    alone = t("cluster-outliers", part=found.outliers, n=found.considered)
    markup(
        f'<p class="il-notice" role="note">{escape(t("cluster-note"))}</p>'
        f'<p class="il-who">{escape(alone)}</p>'
    )
    chosen = _chosen(page, found.groups)
    left, right = st.columns([4, 9], gap="large")
    with left:
        items = [
            Item(g.cluster.id, g.cluster.label or g.cluster.id, t("n-people", n=g.people))
            for g in found.groups
        ]
        shelf.show(items, chosen.cluster.id, key="cluster", then=_open)
    with right:
        _cluster(page, chosen)
    _places(page, found.groups)


def _chosen(page: Page, found: Sequence[Group]) -> Group:
    """Return the cluster that the address names, else the largest."""
    known = {group.cluster.id: group for group in found}
    asked = page.address.cluster
    if asked and asked not in known:
        st.text(page.t("cluster-unknown", cluster=asked))
    if asked not in known:
        asked = found[0].cluster.id
        remember(replace(page.address, cluster=asked))
    return known[asked]


def _open(cluster: str) -> None:
    remember(replace(st.session_state["address"], cluster=cluster))


def _cluster(page: Page, group: Group) -> None:
    """Show one cluster: how large, whose, its words, and what is typical of it."""
    t, cluster = page.t, group.cluster
    numbers = {
        "n-answers": group.answers,
        "n-people": group.people,
        "n-places": len(group.places),
        "n-languages": len(group.languages),
    }
    figures = "".join(
        "<div><b>{}</b><span>{}</span></div>".format(*t(key, n=n).split(" ", 1))
        for key, n in numbers.items()
    )
    markup(
        f'<h2 class="il-code">{escape(cluster.label or cluster.id)}</h2>'
        f'<p class="il-who">{escape(t("cluster-name", id=cluster.id))}</p>'
        f'<div class="il-figures il-smaller">{figures}</div>{_told(page, group)}'
    )
    st.header(t("cluster-typical"), anchor=False)
    limit = st.session_state.get(f"cluster-limit-{cluster.id}", max(_FIRST, len(cluster.quotes)))
    rows = records(cluster_answers(page.library, page.address.filters, cluster, limit=limit + 1))
    with st.container(key="cards"):
        for row in rows[:limit]:
            quotes.show(page, row)
    if len(rows) > limit:
        st.button(t("code-more"), on_click=_more, args=(cluster.id, limit))


def _told(page: Page, group: Group) -> str:
    """Return a cluster's words by language, and its people by place and by language."""
    t = page.t
    names = {site.id: site.name for site in page.people.study.sites}
    words = "".join(
        f"<li>{escape(t.name(language))}: {escape(', '.join(told))}</li>"
        for language, told in group.cluster.keywords.items()
        if told and language in group.languages
    )
    places = "".join(
        f'<li><span class="il-dot" style="--place: {page.colours[site]}"></span>'
        f"{escape(names[site])} {n}</li>"
        for site, n in group.places.items()
    )
    spoken = "".join(f"<li>{escape(t.name(lang))} {n}</li>" for lang, n in group.languages.items())
    parts = {"cluster-words": words, "cluster-where": places, "cluster-spoken": spoken}
    listed = "".join(
        f"<dt>{escape(t(key))}</dt><dd><ul{'' if items is words else _ROW}>{items}</ul></dd>"
        for key, items in parts.items()
        if items
    )
    return f'<dl class="il-terms">{listed}</dl>'


def _more(cluster: str, limit: int) -> None:
    st.session_state[f"cluster-limit-{cluster}"] = limit + _STEP


def _places(page: Page, found: Sequence[Group]) -> None:
    """Show how many people of each place speak in each cluster."""
    t = page.t
    st.header(t("cluster-places"), anchor=False)
    try:
        frame = cluster_places(page.library, page.address.filters)
    except NotReady:
        markup(f'<p class="il-lead">{escape(t("cluster-places-none"))}</p>')
        return
    markup(f'<p class="il-lead">{escape(t("cluster-places-lead"))}</p>')
    labels = {group.cluster.id: group.cluster.label for group in found}
    names = {site.id: site.name for site in page.people.study.sites}
    frame = frame[frame["cluster"].isin(list(labels)) & frame["site"].isin(list(names))]
    markup(_grid(page, frame, labels, names))
    downloads.offer(page, _table(page, frame, labels, names), "clusters-by-place")


def _grid(
    page: Page, frame: pd.DataFrame, labels: Mapping[str, str], names: Mapping[str, str]
) -> str:
    """Return the clusters by the places, in people."""
    sites = list(dict.fromkeys(frame["site"]))
    cells = {(row["cluster"], row["site"]): row for row in records(frame)}
    rows = []
    for cluster, label in labels.items():
        told = [f"<b>{escape(label or cluster)}</b>"]
        for site in sites:
            cell = cells.get((cluster, site))
            told.append(share(int(cell["people"]), int(cell["people_at_site"])) if cell else "")
        rows.append(told)
    head = [page.t("cluster-col"), *(names[site] for site in sites)]
    return html_table(head, rows, numbers=range(1, len(head)))


def _table(
    page: Page, frame: pd.DataFrame, labels: Mapping[str, str], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the same, a row for each cluster and place."""
    import pandas as pd

    t = page.t
    return pd.DataFrame(
        {
            t("cluster-col"): frame["cluster"],
            t("cluster-col-label"): frame["cluster"].map(labels),
            t("col-place"): frame["site"].map(names),
            t("cluster-col-people"): frame["people"],
            t("cluster-col-heard"): frame["people_at_site"],
            t("col-parted"): frame["answers"],
        }
    )
