"""How many people of each place speak in each cluster."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, html_table, markup, records
from dashboards.text import share
from pipeline.model.cluster import Standing
from pipeline.services.showing.groups import Groups, cluster_places

if TYPE_CHECKING:
    import pandas as pd


def show(page: Page, found: Groups) -> None:
    """Show how many people of each place speak in each cluster."""
    t = page.t
    labels = {group.cluster.id: group.standing for group in found.groups}
    if not labels:
        return
    st.header(t("cluster-places"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("cluster-places-lead"))}</p>')
    names = {site.id: site.name for site in page.people.study.sites}
    frame = cluster_places(page.library, page.address.filters, found.board)
    frame = frame[frame["cluster"].isin(list(labels)) & frame["site"].isin(list(names))]
    markup(_grid(page, frame, labels, names))
    downloads.offer(page, _table(page, frame, labels, names), "clusters-by-place")


def _grid(
    page: Page, frame: pd.DataFrame, labels: Mapping[str, Standing], names: Mapping[str, str]
) -> str:
    """Return the clusters by the places, in people."""
    sites = list(dict.fromkeys(frame["site"]))
    cells = {(row["cluster"], row["site"]): row for row in records(frame)}
    rows = []
    for cluster, standing in labels.items():
        called = escape(standing.called)
        told = [f"<b>{called}</b>" if standing.name else called]
        for site in sites:
            cell = cells.get((cluster, site))
            told.append(share(int(cell["people"]), int(cell["people_at_site"])) if cell else "")
        rows.append(told)
    head = [page.t("cluster-col"), *(names[site] for site in sites)]
    return html_table(head, rows, numbers=range(1, len(head)))


def _table(
    page: Page, frame: pd.DataFrame, labels: Mapping[str, Standing], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the same, a row for each cluster and place."""
    import pandas as pd

    t = page.t
    return pd.DataFrame(
        {
            t("cluster-col"): frame["cluster"],
            t("cluster-col-theme"): [labels[c].name for c in frame["cluster"]],
            t("cluster-col-label"): [labels[c].cluster.label for c in frame["cluster"]],
            t("col-place"): frame["site"].map(names),
            t("cluster-col-people"): frame["people"],
            t("cluster-col-heard"): frame["people_at_site"],
            t("col-parted"): frame["answers"],
        }
    )
