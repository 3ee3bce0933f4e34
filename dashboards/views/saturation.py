"""The part *Saturation* of the page *Codebook*: when further interviews bring no new code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from dashboards import downloads, picture
from dashboards.growth import Growth, growth
from dashboards.page import Page, html_table, markup
from dashboards.views import saturated
from dashboards.views.saturated import percent
from pipeline.errors import NotReady
from pipeline.params import Saturation
from pipeline.services.showing.saturating import Scope, scopes, settings

_FIELD = 240  # pixels, the height of the figure's field on a phone


def show(page: Page) -> None:
    """Draw the part."""
    t = page.t
    markup(f'<p class="il-lead">{escape(t("saturation-lead"))}</p>')
    markup(f'<p class="il-notice" role="note">{escape(t("saturation-not-offered"))}</p>')
    try:
        found = scopes(page.library, page.address.filters)
    except NotReady:
        markup(f'<p class="il-lead">{escape(t("code-not-run"))}</p>')
        return
    chosen = _chosen(page, found)
    _figures(page, chosen)
    _told(page, chosen)
    if not chosen.measured.reason:
        _picture(page, chosen)
    if chosen.steps:
        with st.expander(t("saturation-each")):
            _each(page, chosen)
    _parts(page, [scope for scope in found if scope.kind != "question"], "saturation-parts")
    asked = [scope for scope in found if scope.kind == "question"]
    if asked:
        _parts(page, asked, "saturation-questions", t("saturation-questions-lead"))
    downloads.offer(page, partial(saturated.frame, page, found), "saturation")
    _how(page)


def _chosen(page: Page, found: Sequence[Scope]) -> Scope:
    """Return the part to look at closely: the whole, or one that can be computed."""
    offered = [found[0], *(scope for scope in found[1:] if not scope.measured.reason)]
    if len(offered) == 1:
        return found[0]
    at = st.selectbox(
        page.t("saturation-of"),
        range(len(offered)),
        format_func=lambda i: saturated.name(page, offered[i]),
        key="saturation-of",
        width=560,
    )
    return offered[at or 0]


def _figures(page: Page, scope: Scope) -> None:
    t, coded = page.t, len(scope.steps)
    answers = sum(step.answers for step in scope.steps)
    told = (
        (scope.codes, t("saturation-figure-codes")),
        (coded, t("saturation-figure-interviews", n=coded + scope.uncoded)),
        (sum(step.judged for step in scope.steps), t("saturation-figure-answers", n=answers)),
    )
    parts = "".join(f"<div><b>{n}</b><span>{escape(words)}</span></div>" for n, words in told)
    left_out = t("saturation-uncoded", n=scope.uncoded) if scope.uncoded else ""
    half = t("saturation-half") if coded else ""
    markup(
        f'<div class="il-figures il-smaller">{parts}</div>'
        f'<p class="il-who">{escape(" ".join(filter(None, (left_out, half))))}</p>'
    )


def _told(page: Page, scope: Scope) -> None:
    """Tell in words when saturation is reached, in other orders, and what may be left."""
    head, *lines = saturated.told(page, scope, settings(page.library.layout))
    st.header(head, anchor=False)
    for line in lines:
        markup(f'<p class="il-lead">{escape(line)}</p>')


def _picture(page: Page, scope: Scope) -> None:
    """Draw the growth of the codes, for a page and for a phone."""
    t, measured, beyond = page.t, scope.measured, scope.beyond
    if scope.orders is None:
        return
    n = len(scope.steps)
    grown = [(m, beyond.after(m)) for m in range(n, 2 * n + 1)] if beyond else []
    reached = measured.reached
    records = Growth(
        measured.found, scope.orders.low, scope.orders.middle, scope.orders.high, grown,
        settings(page.library.layout).base, (reached.first, reached.last) if reached else None,
        saturated.dots(page, scope),
    )  # fmt: skip
    words = {
        key: t(f"saturation-{key}")
        for key in ("across", "up", "base", "run", "found", "band", "middle")
    } | {"beyond": t("saturation-doubled"), "title": saturated.name(page, scope)}
    picture.draw(
        growth(records, words, width=picture.WIDE),
        growth(records, words, width=picture.NARROW, height=_FIELD),
        name="-".join(filter(None, ("saturation", scope.name))),
        svg=t("download", form="SVG"),
        png=t("download", form="PNG"),
    )


def _each(page: Page, scope: Scope) -> None:
    """Show what each interview brought."""
    head, rows = saturated.each(page, scope, settings(page.library.layout))
    markup(html_table(head, [[escape(str(cell)) for cell in row] for row in rows],
                      numbers=(0, 3, 4, 5, 6, 7)))  # fmt: skip
    downloads.offer_rows(page, head, rows, "saturation-interviews")


def _parts(page: Page, found: Sequence[Scope], title: str, lead: str = "") -> None:
    """Show some parts side by side, with why those are missing that cannot be computed."""
    t = page.t
    st.header(t(title), anchor=False)
    if lead:
        markup(f'<p class="il-lead">{escape(lead)}</p>')
    of = "question" if found[0].kind == "question" else "of"
    head = [
        t(f"saturation-col-{name}")
        for name in (of, "interviews", "codes", "reached", "last", "orders", "all", "double")
    ]
    by = settings(page.library.layout)
    rows = [_row(page, scope, by) for scope in found if not scope.measured.reason]
    if rows:
        markup(html_table(head, rows, numbers=(1, 2)))
    few = [
        f"{saturated.name(page, scope)} ({len(scope.steps)})"
        for scope in found
        if scope.measured.reason == "too-few"
    ]
    none = [saturated.name(page, s) for s in found if s.measured.reason == "nothing-coded"]
    for names, told in (
        (few, t("saturation-few-are", needed=by.base + by.run)),
        (none, t("saturation-none-are", base=by.base)),
    ):
        if names:
            markup(f'<p class="il-who"><b>{escape(told)}</b> {escape(" · ".join(names))}</p>')


def _row(page: Page, scope: Scope, by: Saturation) -> list[str]:
    t, measured, orders, beyond = page.t, scope.measured, scope.orders, scope.beyond
    last = measured.runs[-1]
    told = [
        escape(saturated.name(page, scope)), str(len(scope.steps)), str(scope.codes),
        _reached(page, scope, by), escape(f"{last.new} · {percent(t, last.share)}"),
        escape(percent(t, orders.reached / orders.orders)) if orders else "",
    ]  # fmt: skip
    if beyond is None:
        return [*told, "", ""]
    spread = t("quality-range", low=round(beyond.low), high=round(beyond.high))
    return [
        *told, f"{beyond.in_all:.0f} {_quiet(f'({spread})')}",
        f"{beyond.after(2 * beyond.interviews):.0f}",
    ]  # fmt: skip


def _reached(page: Page, scope: Scope, by: Saturation) -> str:
    run = scope.measured.reached
    if run is None:
        return escape(page.t("saturation-no"))
    after = _quiet(page.t("saturation-later")) if saturated.later(scope, by) else ""
    return f"{run.last} {_quiet(f'({saturated.summed(run, by)})')} {after}"


def _quiet(text: str) -> str:
    return f'<span class="no il-range">{escape(text)}</span>'


def _how(page: Page) -> None:
    """Tell how it is counted, and what it cannot say."""
    t, by = page.t, settings(page.library.layout)
    told = (
        t("saturation-how-told", base=by.base, run=by.run, threshold=percent(t, by.threshold)),
        t("saturation-how-order"),
        t("saturation-how-cannot"),
    )
    with st.expander(t("saturation-how")):
        markup("".join(f'<p class="il-lead">{escape(line)}</p>' for line in told))
