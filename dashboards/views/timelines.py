"""The page *Timelines*: the clips of one topic in order, to see, to hear and to take along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboards import downloads, figures, theme
from dashboards.figures import Block
from dashboards.page import Page, html_table, markup, next_step, remember
from dashboards.text import clock
from dashboards.views import clips
from pipeline.errors import NotReady
from pipeline.formats.sequences import FORMS
from pipeline.model.timeline import Timeline
from pipeline.services.exchange.archives import packed
from pipeline.services.exchange.cutlists import clip_list, to_form
from pipeline.services.exchange.cuts import Assembled, LeftOut, assemble, timelines

_SEVERAL_FILES = ("edl", "ale")
"""Forms that are one file a frame rate, and so leave as ZIP."""


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    try:
        made = timelines(page.library.layout)
    except NotReady:
        made = dict[str, Timeline]()
    if not made:
        next_step(t("timelines-none"), t("timelines-none-do"), "interleaf run")
        return
    titles = _titles(page, made)
    page = _choose(page, made, titles)
    name = page.address.timeline
    st.title(titles[name], anchor=False)
    recipe = made[name].recipe
    lead = f"timelines-lead-{recipe.order}" if recipe else "timelines-lead-interleaved"
    markup(f'<p class="il-lead">{escape(t(lead))}</p>')
    assembled = assemble(page.library, name, filters=page.address.filters)
    _figures(page, assembled)
    if not assembled.cuts:
        key = "timelines-silent" if assembled.cards else "timelines-empty"
        markup(f'<p class="il-lead">{escape(t(key))}</p>')
    else:
        _bars(page, assembled)
    if assembled.cuts or assembled.cards:
        st.header(t("timelines-clips"), anchor=False)
        clips.show(page, assembled)
    if assembled.cuts:
        _take(page, assembled)
    _left_out(page, assembled)


def _titles(page: Page, made: Mapping[str, Timeline]) -> dict[str, str]:
    """Return what each timeline is called: the question in the page's language, or the group."""
    questions = page.library.questions().by_id
    titles = {}
    for name, timeline in made.items():
        if timeline.subject == "question" and timeline.topic in questions:
            titles[name] = questions[timeline.topic].wording(page.t.language)
        elif timeline.subject == "cluster":
            titles[name] = page.t("timelines-cluster", id=timeline.topic, label=timeline.title)
        elif timeline.subject == "theme":
            titles[name] = page.t("timelines-theme", name=timeline.title)
        else:
            titles[name] = timeline.title
    return titles


def _choose(page: Page, made: Mapping[str, Timeline], titles: Mapping[str, str]) -> Page:
    """Offer the timelines of the last run; a question's link leads to its own."""
    t, asked = page.t, page.address.timeline
    if asked and asked not in made:
        st.text(t("timelines-unknown", name=asked))
    wished = (asked, f"question-{page.address.question}")
    heard = (name for name, timeline in made.items() if timeline.clips)
    first = next((name for name in (*wished, *heard) if name in made), next(iter(made)))

    def told(name: str) -> str:
        clips_there = t("n-clips", n=len(made[name].clips))
        length = clock(made[name].duration_ms)
        return t("timelines-option", title=titles[name], clips=clips_there, length=length)

    names = list(made)
    chosen = st.selectbox(t("timelines-which"), names, index=names.index(first), format_func=told)
    address = replace(page.address, timeline=chosen)
    remember(address)
    return replace(page, address=address)


def _figures(page: Page, assembled: Assembled) -> None:
    """Show the size of the timeline in a few numbers."""
    t, cuts = page.t, assembled.cuts
    told = [
        t("n-clips", n=len(cuts)),
        t("timelines-running", n=clock(assembled.timeline.duration_ms)),
        t("n-places", n=len({cut.clip.site for cut in cuts})),
        t("n-people", n=len({cut.clip.speaker for cut in cuts})),
    ]
    if assembled.cards:
        told.append(t("n-cards", n=len(assembled.cards)))
    pairs = (each.split(" ", 1) for each in told)
    parts = "".join(f"<div><b>{escape(n)}</b><span>{escape(of)}</span></div>" for n, of in pairs)
    markup(f'<div class="il-figures">{parts}</div>')


def _bars(page: Page, assembled: Assembled) -> None:
    """Draw the clips by place along the running time."""
    t = page.t
    st.header(t("timelines-by-place"), anchor=False)
    names = {site.id: site.name for site in page.people.study.sites}
    used = {cut.clip.site for cut in assembled.cuts}
    blocks = [
        Block(
            cut.number,
            names.get(cut.clip.site, cut.clip.site),
            page.colours.get(cut.clip.site, theme.QUIET),
            cut.at,
            cut.clip.span.length,
            f"{cut.number} · {cut.voice.shown_as} · {clock(cut.at)}",
        )
        for cut in assembled.cuts
    ]
    places = [names[site.id] for site in page.people.study.sites if site.id in used]
    counted = ", ".join(f"{p} {sum(block.place == p for block in blocks)}" for p in places)
    length = clock(assembled.timeline.duration_ms)
    st.plotly_chart(
        figures.timeline_bars(blocks, places),
        theme=None,
        config={"displayModeBar": False},
        alt=t("timelines-bars-alt", length=length, places=counted),
    )


def _take(page: Page, assembled: Assembled) -> None:
    """Offer the timeline for an editing program and its list; consent is asked at the click."""
    t, name = page.t, assembled.timeline.name
    st.header(t("timelines-take"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("timelines-take-lead"))}</p>')
    fresh = partial(assemble, page.library, name, filters=page.address.filters)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            t("timelines-form"), list(FORMS), format_func=lambda f: t(f"timelines-form-{f}"),
            width=280,
        )  # fmt: skip
        several = form in _SEVERAL_FILES
        st.download_button(
            t("download", form="ZIP" if several else form.upper()),
            data=lambda: packed(to_form(page.library, fresh(), form)),
            file_name=f"{name}.{form}.zip" if several else f"{name}.{form}",
            mime="application/zip" if several else FORMS[form].mime,
            key=f"download-{form}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        downloads.offer(page, lambda: clip_list(page.library, fresh()), name)


def _left_out(page: Page, assembled: Assembled) -> None:
    """List what the timeline cannot carry, with the reason."""
    t = page.t
    if page.library.judged_since():
        st.caption(t("timelines-stale"))
    if not assembled.left_out:
        return
    with st.expander(t("timelines-left-out", n=len(assembled.left_out))):
        head = [t("timelines-answer"), t("timelines-why")]
        rows = [[item.answer, _why(page, item)] for item in assembled.left_out]
        markup(html_table(head, [[escape(cell) for cell in row] for row in rows]))
        downloads.offer_rows(page, head, rows, "left-out")


def _why(page: Page, item: LeftOut) -> str:
    reason = page.t(f"consent-{item.detail}") if item.detail else ""
    return page.t(f"timelines-why-{item.reason}", reason=reason)
