"""What is other than in the state of the clusters that somebody accepted last."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.page import Page, markup
from dashboards.views import deciding_clusters
from pipeline.model.cluster import Change
from pipeline.services.showing.groups import Groups
from pipeline.services.showing.standing import Board


def show(page: Page, found: Groups) -> None:
    """Tell the change since then, and offer to accept what stands now."""
    t, change = page.t, found.board.now.change
    with st.container(key="cluster-change", gap="small"):
        told = t("cluster-never-accepted") if change is None else _told(page, change)
        if change is not None or page.coder:
            markup(f'<p class="il-change">{escape(told)}</p>')
        if page.coder and (change is None or not unchanged(change)):
            deciding_clusters.accept(page, found.board)


def unchanged(change: Change) -> bool:
    """Tell whether everything is as it was accepted."""
    return not (change.new or change.grew or change.shrank or change.gone or change.interviews)


def by_cluster(page: Page, now: Board) -> dict[str, str]:
    """Return in a word what has changed on each cluster."""
    t, change = page.t, now.now.change
    if change is None:
        return {}
    told = dict.fromkeys(change.new, t("cluster-change-new"))
    for cluster in {**change.grew, **change.shrank}:
        more, less = change.grew.get(cluster, 0), change.shrank.get(cluster, 0)
        told[cluster] = " ".join(
            part for part in (f"+{more}" if more else "", f"−{less}" if less else "") if part
        )
    return told


def _told(page: Page, change: Change) -> str:
    t = page.t
    rows, names = page.people.interviews, {s.id: s.name for s in page.people.study.sites}
    sites = dict.fromkeys(rows[i].site for i in change.interviews if i in rows)
    after = ", ".join(names.get(site, site) for site in sites)
    since = t("cluster-since", day=t.day(change.at[:10]), coder=change.coder)
    if unchanged(change):
        return f"{since} {t('cluster-unchanged')}"
    parts = [
        t(f"cluster-change-n-{what}", n=n)
        for what, n in {
            "new": len(change.new),
            "grew": len(change.grew),
            "shrank": len(change.shrank),
            "gone": change.gone,
            "same": change.same,
        }.items()
        if n
    ]
    head = t("cluster-after", places=after) if after else t("cluster-since-then")
    return f"{since} {head} {', '.join(parts)}."
