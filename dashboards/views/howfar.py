"""How far each interview is on its way, and what to run where it stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, markup, next_step, records
from pipeline.model.interview import Interview
from pipeline.services.showing.library import STANDINGS, StageState

if TYPE_CHECKING:
    import pandas as pd

_COUNTS = STANDINGS
_ROW, _HEAD, _MOST = 35, 38, 420  # pixels
_WIDTHS = (88, 100, 120, 80, 76, 62, 74, 66, 70, 76, 76, 72)  # pixels, all columns at 1280


def within(page: Page) -> list[Interview]:
    """Return the interviews that the filters leave, in the order of the manifest."""
    chosen = page.address.filters
    countries = {site.id: site.country for site in page.people.study.sites}
    return [
        i
        for i in page.people.study.interviews
        if (not chosen.sites or i.site in chosen.sites)
        and (not chosen.countries or countries[i.site] in chosen.countries)
        and (not chosen.languages or i.language in chosen.languages)
        and (not chosen.waves or i.wave in chosen.waves)
    ]


def unfinished(page: Page) -> None:
    """Tell how far the run has come and how it goes on."""
    t = page.t
    done = [state.stage for state in page.library.state() if state.done]
    what = t("no-answers-half", stage=done[-1]) if done else t("no-answers-never")
    next_step(t("no-answers"), what, "interleaf run")


def show(page: Page, interviews: Sequence[Interview], counts: pd.DataFrame | None) -> None:
    """Draw one row an interview."""
    import pandas as pd

    t = page.t
    st.header(t("how-far"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("how-far-lead"))}</p>')
    states = {state.stage: state for state in page.library.state()}
    known = {} if counts is None else {row["interview"]: row for row in records(counts)}
    rows = [_row(page, interview, states, known.get(interview.id)) for interview in interviews]
    frame = pd.DataFrame(rows)
    widths = zip(frame.columns, _WIDTHS, strict=False)
    st.dataframe(
        frame,
        hide_index=True,
        column_config={name: st.column_config.Column(width=width) for name, width in widths},
        height=min(_MOST, _HEAD + _ROW * max(1, len(rows))),
    )
    downloads.offer(page, frame, "interviews")


def _row(
    page: Page,
    interview: Interview,
    states: Mapping[str, StageState],
    counts: Mapping[str, Any] | None,
) -> dict[str, object]:
    t = page.t
    names = {site.id: site.name for site in page.people.study.sites}
    recorded = _stands(states.get("transcribe"), interview.id)
    words = _stands(states.get("turns"), interview.id)
    kind = {True: "kind-recording", None: "kind-text"}.get(recorded) if words else None
    answers = _stands(states.get("segment"), interview.id)
    voices = [s for s in interview.speakers if page.people.may_analyse(s)]
    row: dict[str, object] = {
        t("col-interview"): interview.id,
        t("col-place"): names[interview.site],
        t("col-people"): ", ".join(page.people.shown_as(s) for s in voices),
        t("col-date"): interview.date,
        t("col-heard"): t(kind or _mark(recorded if recorded is False else words)),
        t("col-parted"): int(counts["answers"]) if counts else t(_mark(answers)),
    }
    return row | {t(f"col-{c}"): int(counts[c]) if counts else None for c in _COUNTS}


def _stands(state: StageState | None, interview: str) -> bool | None:
    """Tell whether an interview stands in a stage; None where the stage has not met it."""
    if state is None:
        return None
    if interview in state.done:
        return True
    return False if any(p.item == interview for p in state.failed) else None


def _mark(stands: bool | None) -> str:
    return {True: "done", False: "failed", None: "not-yet"}[stands]
