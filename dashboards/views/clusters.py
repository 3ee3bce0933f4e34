"""The page *Clusters and themes*: what the machine put together, and what people made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboards.page import Page, markup, next_step, records, remember
from dashboards.views import changed, cluster_places, deciding_clusters, quotes, shelf
from dashboards.views.deciding_clusters import NONE
from dashboards.views.shelf import Item
from pipeline.errors import NotReady
from pipeline.model.cluster import Standing
from pipeline.model.judgement import Event
from pipeline.services.deciding.themes import about as on_cluster
from pipeline.services.showing.groups import Group, Groups, answers_of, groups
from pipeline.services.showing.standing import Board, decided

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
    if not found.groups and not found.outliers:
        st.header(t("cluster-none"), anchor=False)
        markup(f'<p class="il-lead">{escape(found.reason or t("cluster-none-lead"))}</p>')
        return
    markup(f'<p class="il-notice" role="note">{escape(t("cluster-note"))}</p>')
    changed.show(page, found)
    deciding_clusters.way_back(page, found.board)
    chosen = _chosen(page, found.groups)
    left, right = st.columns([4, 9], gap="large")
    with left:
        shown = chosen.cluster.id if chosen else NONE
        shelf.show(_items(page, found), shown, key="cluster", then=_open)
    with right:
        if chosen:
            _cluster(page, found.board, chosen)
        else:
            _alone(page, found)
    cluster_places.show(page, found)


def _items(page: Page, found: Groups) -> list[Item]:
    """Return the themes, then the machine's clusters, then what is in none."""
    t, items, news = page.t, list[Item](), changed.by_cluster(page, found.board)
    above = ""
    for group in found.groups:
        cluster = group.cluster.id
        head = t("cluster-themes" if group.standing.name else "cluster-machines")
        told = " · ".join(
            part for part in (t("n-people", n=group.people), news.get(cluster, "")) if part
        )
        items.append(
            Item(cluster, group.standing.called, told, above=head if head != above else "")
        )
        above = head
    alone = t("cluster-some-of", part=found.outliers, n=found.considered)
    return [*items, Item(NONE, t("cluster-nowhere"), alone, above=t("cluster-rest"))]


def _chosen(page: Page, found: Sequence[Group]) -> Group | None:
    """Return the cluster that the address names, else the first; None for what is in none."""
    known = {group.cluster.id: group for group in found}
    asked = page.address.cluster
    if asked == NONE or not found:
        return None
    if asked and asked not in known:
        st.text(page.t("cluster-unknown", cluster=asked))
    if asked not in known:
        asked = found[0].cluster.id
        remember(replace(page.address, cluster=asked))
    return known[asked]


def _open(cluster: str) -> None:
    remember(replace(st.session_state["address"], cluster=cluster))


def _cluster(page: Page, now: Board, group: Group) -> None:
    """Show one cluster: how large, whose, its words, what can be done, what is typical of it."""
    t, standing, cluster = page.t, group.standing, group.cluster
    events = on_cluster(decided(page.library.layout), standing)
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
    about = f'<p class="il-definition">{escape(standing.description)}</p>'
    markup(
        f'<h2 class="il-code">{escape(standing.called)}</h2>{_standing(page, standing, events)}'
        f"{about if standing.description else ''}"
        f'<div class="il-figures il-smaller">{figures}</div>{_told(page, group)}'
    )
    deciding_clusters.edit(page, now, standing)
    deciding_clusters.history(page, now, standing, events)
    st.header(t("cluster-typical"), anchor=False)
    _answers(page, now, cluster.id, cluster.members, typical=cluster.quotes)
    if standing.offered:
        _offered(page, now, standing)


def _standing(page: Page, standing: Standing, events: Sequence[Event]) -> str:
    """Return whose word the group is, as markup."""
    t = page.t
    told = [t("cluster-lasting" if standing.parts else "cluster-name", id=standing.cluster.id)]
    named = next((event for event in events if event.kind == "name-cluster"), None)
    if standing.name and named:
        told.insert(0, t("cluster-named-by", coder=named.coder, day=t.day(named.at[:10])))
    if standing.frozen:
        told.append(t("cluster-is-frozen"))
    if not standing.found:
        told.append(t("cluster-not-found"))
    kind = "confirmed" if standing.name else "suggested"
    mark = t("cluster-is-theme" if standing.name else "cluster-is-machines")
    return f'<p class="il-status {kind}"><b>{escape(mark)}</b>{escape(" · ".join(told))}</p>'


def _alone(page: Page, found: Groups) -> None:
    """Show the answers that are in no cluster: offered to every one, never forced."""
    t, now = page.t, found.board
    told = t("cluster-outliers", part=found.outliers, n=found.considered)
    markup(f'<h2 class="il-code">{escape(t("cluster-nowhere"))}</h2>'
           f'<p class="il-definition">{escape(told)}</p>')  # fmt: skip
    _answers(page, now, NONE, now.now.outliers)


def _offered(page: Page, now: Board, standing: Standing) -> None:
    """Show what the machine would add to a frozen cluster."""
    t = page.t
    st.header(t("cluster-offered", n=len(standing.offered)), anchor=False)
    markup(f'<p class="il-lead">{escape(t("cluster-offered-lead"))}</p>')
    frame = answers_of(page.library, page.address.filters, standing.offered, limit=_STEP)
    with st.container(key="offered"):
        for row in records(frame):
            offer = partial(deciding_clusters.take_in, page, now, str(row["answer"]), standing)
            quotes.show(page, row, buttons=offer if page.coder else None)


def _answers(
    page: Page, now: Board, here: str, answers: Sequence[str], *, typical: Sequence[str] = ()
) -> None:
    """Show answers, some at once, each with what moves it elsewhere."""
    limit = st.session_state.get(f"cluster-limit-{here}", max(_FIRST, len(typical)))
    rows = records(
        answers_of(page.library, page.address.filters, answers, typical=typical, limit=limit + 1)
    )
    with st.container(key="cards"):
        for row in rows[:limit]:
            offer = partial(deciding_clusters.move, page, now, str(row["answer"]), here=here)
            quotes.show(page, row, buttons=offer if page.coder and now.now.standings else None)
    if len(rows) > limit:
        st.button(page.t("code-more"), on_click=_more, args=(here, limit))


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
