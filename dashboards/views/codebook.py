"""The page *Codebook*: what each code means, and the answers that have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards import decisions, downloads
from dashboards.page import Page, markup, next_step, records, remember
from dashboards.views import codings, saturation, shelf
from dashboards.views.shelf import Item
from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.codebook import Code
from pipeline.services.showing.books import codebook
from pipeline.services.showing.codes import Branch, code_counts, tree

if TYPE_CHECKING:
    import pandas as pd

_MODES = ("", "saturation")
Counts = Mapping[str, Mapping[str, Any]]
_NOTHING = dict.fromkeys(
    ("confirmed", "suggested", "contested", "people", "places", "suggested_people"), 0
)


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    branches = tree(codebook(page.library.layout))
    if not branches:
        next_step(t("code-none"), t("code-none-do"), "interleaf run")
        return
    st.title(t("page-codebook"), anchor=False)
    if _mode(page) == "saturation":
        saturation.show(page)
        return
    markup(
        f'<p class="il-lead">{escape(t("code-lead"))}<br>'
        f"{escape(t('code-by-hand', path=Layout.relative('codes')))}</p>"
    )
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
    try:
        counts: Counts | None = {
            str(row["code"]): row
            for row in records(code_counts(page.library, page.address.filters))
        }
    except NotReady:
        counts = None
    chosen = _chosen(page, branches, counts or {})
    left, right = st.columns([4, 9], gap="large")
    with left:
        if counts:
            markup(f'<p class="il-who">{escape(t("code-beside"))}</p>')
        shelf.show(_items(branches, counts), chosen.id, key="code", then=_open)
    with right:
        _code(page, chosen, branches, counts)
    if counts is not None:
        _table(page, branches, counts)


def _mode(page: Page) -> str:
    """Offer the codes, or how far they saturate."""
    chosen = st.segmented_control(
        page.t("code-mode"),
        _MODES,
        default=page.address.mode if page.address.mode in _MODES else "",
        key="code-mode",
        format_func=lambda mode: page.t(f"code-mode-{mode or 'codes'}"),
        required=True,
        label_visibility="collapsed",
        on_change=_switch,
    )
    return chosen or ""


def _switch() -> None:
    mode = st.session_state.get("code-mode") or ""
    remember(replace(st.session_state["address"], mode=mode))


def _chosen(page: Page, branches: Sequence[Branch], counts: Counts) -> Code:
    """Return the code that the address names, else the first that any answer has."""
    codes = {branch.code.id: branch.code for branch in branches}
    asked = page.address.code
    if asked and asked not in codes:
        st.text(page.t("code-unknown", code=asked))
    if asked not in codes:
        asked = next((name for name in codes if name in counts), next(iter(codes)))
        remember(replace(page.address, code=asked))
    return codes[asked]


def _open(code: str) -> None:
    remember(replace(st.session_state["address"], code=code))


def _items(branches: Sequence[Branch], counts: Counts | None) -> list[Item]:
    items = []
    for branch in branches:
        code, n = branch.code, (counts or {}).get(branch.code.id, _NOTHING)
        told = f"{n['confirmed']} · {n['suggested']}" if code.id in (counts or {}) else ""
        items.append(Item(code.id, code.name, told, branch.depth, code.colour))
    return items


def _code(page: Page, code: Code, branches: Sequence[Branch], counts: Counts | None) -> None:
    """Show what a code means, how often it is given by whom, and where."""
    t = page.t
    markup(meaning(page, code, branches))
    if counts is None:
        markup(f'<p class="il-lead">{escape(t("code-not-run"))}</p>')
        return
    n = counts.get(code.id, _NOTHING)
    confirmed = [t("code-confirmed")]
    if n["confirmed"]:
        places = t("n-places", n=int(n["places"]))
        confirmed.append(t("code-confirmed-by", n=int(n["people"]), places=places))
    told = {"confirmed": ": ".join(confirmed), "suggested": t("code-suggested")}
    if n["contested"]:
        told["contested"] = t("code-contested")
    figures = "".join(
        f"<div><b>{int(n[status])}</b><span>{escape(words)}</span></div>"
        for status, words in told.items()
    )
    markup(f'<div class="il-figures il-smaller">{figures}</div>')
    if any(branch.code.parent == code.id for branch in branches):
        markup(f'<p class="il-who">{escape(t("code-group"))}</p>')
    codings.show(page, code)


def meaning(page: Page, code: Code, branches: Sequence[Branch]) -> str:
    """Return what a coder needs to use a code, as markup."""
    t = page.t
    names = {branch.code.id: branch.code.name for branch in branches}
    colour = escape(code.colour, quote=True)
    dot = f'<i class="il-swatch" style="--key: {colour}"></i>' if code.colour else ""
    under = t("code-under", parent=names[code.parent]) if code.parent in names else ""
    told = [code.id, under] if under else [code.id]
    parts = {"code-use": code.use_when, "code-not": code.not_when}
    listed = "".join(
        f"<dt>{escape(t(key))}</dt><dd>{escape(text)}</dd>" for key, text in parts.items() if text
    )
    if code.examples:
        examples = "".join(f"<li>{escape(example)}</li>" for example in code.examples)
        listed += f"<dt>{escape(t('code-examples'))}</dt><dd><ul>{examples}</ul></dd>"
    return (
        f'<h2 class="il-code">{dot}{escape(code.name)}</h2>'
        f'<p class="il-who">{escape(" · ".join(told))}</p>'
        f'<p class="il-definition">{escape(code.definition)}</p><dl class="il-terms">{listed}</dl>'
    )


def _table(page: Page, branches: Sequence[Branch], counts: Counts) -> None:
    """Offer the whole codebook with its counts as one table."""
    import pandas as pd

    t = page.t
    names = {branch.code.id: branch.code.name for branch in branches}
    rows = []
    for branch in branches:
        code, n = branch.code, counts.get(branch.code.id, _NOTHING)
        rows.append(
            {
                t("code-col-code"): code.name,
                t("code-col-parent"): names.get(code.parent, ""),
                t("code-col-confirmed"): int(n["confirmed"]),
                t("code-col-people"): int(n["people"]),
                t("code-col-suggested"): int(n["suggested"]),
                t("code-col-contested"): int(n["contested"]),
                t("code-col-definition"): code.definition,
            }
        )
    frame: pd.DataFrame = pd.DataFrame(rows)
    st.header(t("code-all"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("code-counts-told"))}</p>')
    st.dataframe(frame, hide_index=True)
    downloads.offer(page, frame, "codebook")
