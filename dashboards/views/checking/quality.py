"""The page *Quality*: how well coders agree, how often the machine is right, what lost its place.

Everything here rests on judgements made blind; what was confirmed with a suggestion in view is
counted nowhere on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, html_table, markup
from dashboards.views.checking import calibrated, lost, measures, untold
from dashboards.views.judging import parts
from pipeline.analysis.against import LEAST
from pipeline.analysis.agreement import Measure
from pipeline.analysis.blind import Of
from pipeline.errors import NotReady
from pipeline.services.deciding.agreement import (
    Pair,
    Report,
    Right,
    Together,
    Version,
    report,
    versions,
)
from pipeline.services.deciding.settling import disputes
from pipeline.services.showing.books import codebook
from pipeline.services.showing.store import EVERYTHING

Names = Mapping[str, str]


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    st.title(t("page-quality"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("quality-lead"))}</p>')
    try:
        of = parts.judged(page, key="quality-of")
        found = versions(page.library, of=of)
        _waiting(page)
        if found:
            _told(page, of, _version(page, found))
        else:
            _nothing(page)
        if of == "question":
            calibrated.show(page)
    except NotReady:
        markup(f'<p class="il-lead">{escape(t("quality-not-run"))}</p>')
    untold.show(page)
    lost.show(page)


def _version(page: Page, found: Sequence[Version]) -> Version:
    """Return one version of the set; several are never mixed."""
    if len(found) == 1:
        return found[0]

    def told(version: Version) -> str:
        now = page.t("quality-current") if version.current else page.t("quality-older")
        return page.t(
            "quality-version-is", now=now, n=version.choices, day=page.t.day(version.last[:10])
        )

    chosen: Version = st.selectbox(page.t("quality-version"), found, format_func=told)
    return chosen


def _nothing(page: Page) -> None:
    """Tell how there comes to be something to show."""
    t = page.t
    st.header(t("quality-nothing"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("quality-nothing-do"))}</p>')
    if st.button(t("quality-to-blind"), icon=":material/visibility_off:"):
        page.go("review", replace(page.address, mode="blind"))


def _waiting(page: Page) -> None:
    """Offer the way to what coders differ on."""
    n = len(disputes(page.library, EVERYTHING))
    if n and st.button(page.t("settle-left", n=n), type="tertiary", icon=":material/gavel:"):
        page.go("review", replace(page.address, mode="settle"))


def _told(page: Page, of: Of, version: Version) -> None:
    t = page.t
    with st.spinner(t("quality-counting")):
        found = report(page.library, of=of, version=version.name)
    figures = {
        t("quality-coders"): len(version.coders),
        t("quality-answers"): found.answers,
        t("quality-choices"): version.choices,
    }
    parts = "".join(f"<div><b>{n}</b><span>{escape(w)}</span></div>" for w, n in figures.items())
    markup(f'<div class="il-figures il-smaller">{parts}</div>')
    names = _names(page, of)
    _between(page, found, names, of)
    _machine(page, found, names, of)


def _names(page: Page, of: Of) -> Names:
    if of == "code":
        return {code.id: code.name for code in codebook(page.library.layout).codes}
    language = page.t.language
    return {q.id: q.wording(language) for q in page.library.questions().questions}


def _between(page: Page, found: Report, names: Names, of: Of) -> None:
    """Show how well coders agree: overall and by place, then each question."""
    t = page.t
    st.header(t("quality-between"), anchor=False)
    if not found.together:
        markup(f'<p class="il-lead">{escape(t("quality-one-coder"))}</p>')
        return
    markup(f'<p class="il-lead">{escape(t("quality-between-lead"))}</p>')
    sites = {site.id: site.name for site in page.people.study.sites}
    overall = [row for row in found.together if not row.thing]
    head = [t("col-place"), t("quality-col-alpha-sets"), t("quality-col-answers"),
            t("col-interviews"), t("quality-col-coders")]  # fmt: skip
    markup(html_table(head, [_overall(page, row, sites) for row in overall], numbers=(2, 3)))
    for first, second, measure in found.spans:
        told = t("quality-spans", first=first, second=second, value=measures.told(t, measure))
        markup(f'<p class="il-who">{escape(told)}</p>')
    places = ["", *(row.site for row in overall if row.site)]
    site = (
        st.selectbox(
            t("quality-place"),
            places,
            format_func=lambda s: sites.get(s, s) if s else t("quality-everywhere"),
            width=380,
        )
        if len(places) > 2
        else ""
    )
    st.subheader(t(f"quality-each-{of}"), anchor=False)
    _each(page, found, names, site or "")
    frames = {"agreement": measures.pairs_frame, "alpha": measures.alpha_frame}
    for name, frame in frames.items():
        markup(f'<p class="il-who">{escape(t(f"quality-take-{name}"))}</p>')
        downloads.offer(page, partial(frame, t, found, names, sites), f"{name}-{of}")
    with st.expander(t("quality-how")):
        markup(f'<p class="il-lead">{escape(t("quality-how-told"))}</p>')


def _overall(page: Page, row: Together, sites: Names) -> list[str]:
    where = sites.get(row.site, row.site) if row.site else page.t("quality-everywhere")
    return [
        escape(where), measures.cell(page.t, row.alpha), str(row.answers), str(row.interviews),
        escape(", ".join(row.coders)),
    ]  # fmt: skip


def _each(page: Page, found: Report, names: Names, site: str) -> None:
    """Show each question (or code) at one place, or at all."""
    t = page.t
    alphas = {row.thing: row.alpha for row in found.together if row.site == site}
    pairs = [pair for pair in found.pairs if pair.site == site]
    several = len({(p.first, p.second) for p in pairs}) > 1
    order = {name: at for at, name in enumerate(names)}
    pairs.sort(key=lambda p: (order.get(p.thing, len(order)), p.first, p.second))
    head = [t("quality-col-thing-pair" if several else "quality-col-thing"), t("quality-col-n"),
            t("quality-col-kappa"), t("quality-col-alpha"), t("quality-col-percent"),
            t("quality-col-prevalence"), t("quality-col-cells")]  # fmt: skip
    rows = [_pair(page, pair, names, alphas, several) for pair in pairs]
    markup(html_table(head, rows, numbers=(1, 4, 5, 6)))


def _pair(
    page: Page, pair: Pair, names: Names, alphas: Mapping[str, Measure], several: bool
) -> list[str]:
    t, n = page.t, pair.table
    thing = escape(names.get(pair.thing, pair.thing))
    if several:
        thing += f'<br><span class="no">{escape(f"{pair.first}, {pair.second}")}</span>'
    alpha = alphas.get(pair.thing)
    return [
        thing, str(n.n), measures.cell(t, pair.kappa), measures.cell(t, alpha) if alpha else "",
        measures.percent(n.percent), measures.percent(n.prevalence),
        f"{n.both} · {n.first} · {n.second} · {n.neither}",
    ]  # fmt: skip


def _machine(page: Page, found: Report, names: Names, of: Of) -> None:
    """Show how often the machine was right, by place and language."""
    t = page.t
    st.header(t("quality-machine"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("quality-machine-lead", least=LEAST))}</p>')
    sites = {site.id: site.name for site in page.people.study.sites}
    head = [t("quality-col-where"), t("quality-col-exact"), t("quality-col-named")]
    rows = [_right(page, row, sites) for row in found.machine]
    markup(html_table(head, rows))
    told = []
    if found.differ:
        told.append(t("quality-differ", n=found.differ))
    if found.unnoted:
        told.append(t("quality-unnoted", n=found.unnoted))
    if told:
        markup(f'<p class="il-who">{escape(" ".join(told))}</p>')
    if found.machine_pairs:
        with st.expander(t("quality-machine-each")):
            head = [t("quality-col-thing"), t("quality-col-n"), t("quality-col-cells-machine"),
                    t("quality-col-percent"), t("quality-col-kappa")]  # fmt: skip
            cells = [_against(page, pair, names) for pair in found.machine_pairs]
            markup(html_table(head, cells, numbers=(1, 2, 3)))
    downloads.offer(page, lambda: measures.machine_frame(t, found, sites), f"machine-{of}")


def _right(page: Page, row: Right, sites: Names) -> list[str]:
    t = page.t
    where = sites.get(row.site, row.site) if row.site else t.name(row.language)
    return [
        escape(where or t("quality-everywhere")), measures.share(t, row.exact),
        measures.share(t, row.named),
    ]  # fmt: skip


def _against(page: Page, pair: Pair, names: Names) -> list[str]:
    t, n = page.t, pair.table
    # The machine's name sorts before people's: it is the first of the two.
    return [
        escape(names.get(pair.thing, pair.thing)), str(n.n),
        f"{n.both} · {n.second} · {n.first} · {n.neither}", measures.percent(n.percent),
        measures.cell(t, pair.kappa),
    ]  # fmt: skip
