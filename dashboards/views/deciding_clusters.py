"""What a person can do with a cluster: name, merge, freeze, accept; and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

import streamlit as st

from dashboards import decisions, keys
from dashboards.page import Page, markup, remember
from dashboards.views.judging import parts
from pipeline.errors import PipelineError
from pipeline.model.cluster import Standing
from pipeline.model.judgement import Event
from pipeline.services.deciding.themes import (
    accept_clusters,
    freeze_cluster,
    lasting,
    merge_clusters,
    move_answers,
    name_cluster,
)
from pipeline.services.showing.standing import Board, board

NONE = "none"
"""What the address names for the answers that are in no cluster."""
_DONE = "cluster-done"


@dataclass(frozen=True)
class Last:
    """What was decided last in this session, as it is told."""

    coder: str
    event: str
    told: str


def way_back(page: Page, now: Board) -> None:
    """Tell what was decided last, with its undo, and why something could not be kept."""
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
    last: Last | None = st.session_state.get(_DONE)
    keys.listen(["u"], about="clusters", then=lambda _: _undo(page, now, last.coder, last.event)
                if last else None)  # fmt: skip
    if last is None:
        return
    parts.way_back(page, last.told, partial(_undo, page, now, last.coder, last.event), of="cluster")


def edit(page: Page, now: Board, standing: Standing) -> None:
    """Offer what can be done with a cluster as a whole."""
    t, cluster = page.t, standing.cluster.id
    if not page.coder:
        markup(f'<p class="il-lead">{escape(t("cluster-name-first"))}</p>')
        return
    with st.expander(t("cluster-edit"), key=f"edit-{cluster}"):
        with st.form(f"name-{cluster}", border=False):
            st.text_input(t("cluster-theme-name"), standing.name, key=f"name-of-{cluster}",
                          max_chars=120)  # fmt: skip
            st.text_area(t("cluster-theme-about"), standing.description, key=f"about-{cluster}",
                         height=90)  # fmt: skip
            st.form_submit_button(
                t("cluster-rename" if standing.name else "cluster-give-name"),
                on_click=_name, args=(page, now, cluster), type="primary",
            )  # fmt: skip
        _merge(page, now, standing)
        what = "unfreeze" if standing.frozen else "freeze"
        label = t("cluster-unfreeze" if standing.frozen else "cluster-freeze")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(label, key=f"freeze-{cluster}", icon=":material/ac_unit:",
                      on_click=_freeze, args=(page, now, standing))  # fmt: skip
            st.caption(t(f"cluster-why-{what}"))


def _merge(page: Page, now: Board, standing: Standing) -> None:
    t, cluster = page.t, standing.cluster.id
    others = {s.cluster.id: s.called for s in now.now.standings if s.cluster.id != cluster}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(t("cluster-merge-which"), list(others), index=None, key=f"other-{cluster}",
                     format_func=lambda other: others[other],
                     placeholder=t("cluster-choose"), width=360)  # fmt: skip
        st.button(t("cluster-merge"), key=f"merge-{cluster}", on_click=_merge_with,
                  args=(page, now, standing))  # fmt: skip


def move(page: Page, now: Board, answer: str, *, here: str) -> None:
    """Offer to put an answer elsewhere; ``here`` is where it is, ``NONE`` for no cluster."""
    t = page.t
    places = {s.cluster.id: s.called for s in now.now.standings if s.cluster.id != here}
    if here != NONE:
        places[NONE] = t("cluster-nowhere")
    with st.popover(t("cluster-move"), key=f"move-{answer}"):
        st.selectbox(t("cluster-move-where"), list(places), index=None, key=f"to-{answer}",
                     format_func=lambda place: places[place],
                     placeholder=t("cluster-choose"))  # fmt: skip
        st.button(t("cluster-move-there"), key=f"there-{answer}", on_click=_move,
                  args=(page, now, answer))  # fmt: skip


def take_in(page: Page, now: Board, answer: str, standing: Standing) -> None:
    """Offer to take an answer into a frozen cluster."""
    st.button(
        page.t("cluster-take-in"), key=f"take-{answer}", icon=":material/add:",
        on_click=_do, args=(
            page, page.t("cluster-did-take", name=standing.called),
            lambda: move_answers(now, coder=page.coder, answers=[answer], to=standing.cluster.id),
        ),
    )  # fmt: skip


def accept(page: Page, now: Board) -> None:
    """Offer to take all clusters as they are for what later changes are told against."""
    t = page.t
    st.button(
        t("cluster-accept"), key="cluster-accept", help=t("cluster-accept-why"),
        on_click=_do, args=(page, t("cluster-did-accept"),
                            lambda: accept_clusters(now, coder=page.coder)),
    )  # fmt: skip


def history(page: Page, now: Board, standing: Standing, events: Sequence[Event]) -> None:
    """List what was decided on a cluster, the newest first, one's own with an undo."""
    t = page.t
    if not events:
        return
    with st.expander(t("cluster-history", n=len(events)), key=f"history-{standing.cluster.id}"):
        for event in events:
            with st.container(horizontal=True, vertical_alignment="center"):
                markup(f'<p class="il-status">{escape(_told(page, event))}</p>')
                if event.coder == page.coder:
                    st.button(t("undo"), key=f"undo-{event.id}", icon=":material/undo:",
                              type="tertiary", on_click=_undo,
                              args=(page, now, event.coder, event.id))  # fmt: skip


def _told(page: Page, event: Event) -> str:
    t = page.t
    what = t(
        f"cluster-event-{event.kind}",
        name=event.value.get("name", ""), n=len(event.value.get("answers", ())),
    )  # fmt: skip
    return f"{what} · {event.coder}, {t.day(event.at[:10])}"


def _name(page: Page, now: Board, cluster: str) -> None:
    name = str(st.session_state[f"name-of-{cluster}"])
    text = str(st.session_state[f"about-{cluster}"])
    if not name.strip():
        st.session_state["complaint"] = page.t("cluster-needs-name")
        return
    _do(
        page,
        page.t("cluster-did-name", name=name.strip()),
        lambda: name_cluster(now, coder=page.coder, cluster=cluster, name=name, description=text),
        follow=True,
    )


def _merge_with(page: Page, now: Board, standing: Standing) -> None:
    other, cluster = st.session_state[f"other-{standing.cluster.id}"], standing.cluster.id
    if not other:
        st.session_state["complaint"] = page.t("cluster-needs-choice")
        return
    told = page.t("cluster-did-merge", other=now.standing(other).called, name=standing.called)
    _do(
        page,
        told,
        lambda: merge_clusters(now, coder=page.coder, into=cluster, other=other),
        follow=True,
    )


def _freeze(page: Page, now: Board, standing: Standing) -> None:
    cluster, frozen = standing.cluster.id, not standing.frozen
    _do(
        page,
        page.t("cluster-did-freeze" if frozen else "cluster-did-unfreeze", name=standing.called),
        lambda: freeze_cluster(now, coder=page.coder, cluster=cluster, frozen=frozen),
        follow=True,
    )


def _move(page: Page, now: Board, answer: str) -> None:
    to = st.session_state[f"to-{answer}"]
    if not to:
        st.session_state["complaint"] = page.t("cluster-needs-choice")
        return
    where = page.t("cluster-nowhere") if to == NONE else now.standing(to).called
    _do(
        page,
        page.t("cluster-did-move", name=where),
        lambda: move_answers(now, coder=page.coder, answers=[answer], to="" if to == NONE else to),
    )


def _do(page: Page, told: str, decide: Callable[[], Event], *, follow: bool = False) -> None:
    """Keep a decision; ``follow``: show its cluster next, which may have a lasting id only now."""
    try:
        event = decide()
    except PipelineError as error:
        decisions.complain(error)
        return
    st.session_state[_DONE] = Last(page.coder, event.id, told)
    if follow:
        remember(replace(page.address, cluster=lasting(event)))
    st.toast(page.t("did-toast"))


def _undo(page: Page, now: Board, coder: str, event: str) -> None:
    """Take a decision back, and show the cluster that has become of the one before them."""
    if not decisions.take_back(page, coder, [event]):
        return
    last: Last | None = st.session_state.get(_DONE)
    if last and last.event == event:
        st.session_state.pop(_DONE)
    shown = {s.cluster.id: set(s.cluster.members) for s in now.now.standings}
    mine = shown.get(page.address.cluster, set())
    after = {s.cluster.id: set(s.cluster.members) for s in board(page.library).now.standings}
    if mine and page.address.cluster not in after:
        likest = max(after, key=lambda cluster: len(after[cluster] & mine), default="")
        remember(replace(page.address, cluster=likest))
