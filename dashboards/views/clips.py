"""A timeline's clips in order, played one by one or through; texts are cards among them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlencode

import streamlit as st

from dashboards import sequence, theme
from dashboards.page import Page
from dashboards.state import to_query
from dashboards.text import clock
from pipeline.errors import PipelineError
from pipeline.services.exchange.cuts import Assembled, Cut, Voice
from pipeline.services.showing.clips import clip_audio

_AT_ONCE = 60  # rows: more would make the page slow to draw and tiring to read
_A_SECOND = 2.8  # words read in a second
_LEAST, _MOST = 4, 20  # seconds that a card stands
_KEY = "sequence"


@st.fragment
def show(page: Page, assembled: Assembled) -> None:
    """Draw a part of the list with its player; asking for a sound draws nothing else anew."""
    items: list[Cut | Voice] = [*assembled.cuts, *assembled.cards]
    first = _part(page, len(items))
    part = items[first : first + _AT_ONCE]
    rows = [_row(page, item) for item in part]
    data = {
        "version": sha256(repr(rows).encode()).hexdigest(),
        "labels": {
            name: page.t(f"timelines-{name}")
            for name in ("all", "stop", "before", "after", "play", "told", "cards")
        }
        | {"link": page.t("to-interview")},
        "sounds": _sounds(page, part),
        "rows": rows,
    }
    went = sequence.draw(data, key=_KEY, wanted=_want)
    for item in part:
        voice = _voice(item)
        if voice.answer == went:
            place = replace(page.address, interview=voice.interview, at=str(voice.start))
            if "interviews" in page.pages():
                page.go("interviews", place)


def _part(page: Page, number: int) -> int:
    """Return the first row that is shown; a long list comes in parts."""
    if number <= _AT_ONCE:
        return 0

    def told(first: int) -> str:
        last = min(number, first + _AT_ONCE)
        return page.t("timelines-part", first=first + 1, last=last, all=number)

    firsts = range(0, number, _AT_ONCE)
    return int(st.selectbox(page.t("timelines-part-which"), firsts, format_func=told))


def _want(answer: str) -> None:
    st.session_state["sequence-wanted"] = answer


def _sounds(page: Page, part: Sequence[Cut | Voice]) -> dict[str, dict[str, str]]:
    """Return the sound that is wanted and the one after it, or why they may not be heard."""
    cuts = [item for item in part if isinstance(item, Cut)]
    wanted = st.session_state.get("sequence-wanted")
    at = next((i for i, cut in enumerate(cuts) if cut.voice.answer == wanted), None)
    if at is None:
        return {}
    return {cut.voice.answer: _sound(page, cut) for cut in cuts[at : at + 2]}


def _sound(page: Page, cut: Cut) -> dict[str, str]:
    try:
        sound = clip_audio(
            page.library.layout, interview=cut.clip.interview, span=cut.clip.span
        )  # fmt: skip
    except PipelineError as error:
        return {"refused": str(error)}
    if not isinstance(sound, bytes):
        reason = page.t(f"consent-{sound.reason}")
        return {"refused": page.t("no-voice", reason=reason)}
    return {"url": f"data:audio/mpeg;base64,{base64.b64encode(sound).decode()}"}


def _voice(item: Cut | Voice) -> Voice:
    return item.voice if isinstance(item, Cut) else item


def _row(page: Page, item: Cut | Voice) -> dict[str, object]:
    """Return a row as the component draws it."""
    t, voice = page.t, _voice(item)
    sites = {site.id: site.name for site in page.people.study.sites}
    query = to_query(replace(page.address, interview=voice.interview, at=str(voice.start)))
    told = [t(f"status-{voice.status}")]
    if voice.status == "suggested" and voice.evidence:
        told += [t("score", score=f"{voice.score:.2f}")]
    told += [t.evidence(voice.evidence)] if voice.evidence else []
    if isinstance(item, Cut) and not item.picture:
        told.append(t("timelines-unseen"))
    seconds = len(voice.words.split()) / _A_SECOND
    return {
        "id": voice.answer,
        "number": str(item.number) if isinstance(item, Cut) else "",
        "sounds": isinstance(item, Cut),
        "who": voice.shown_as,
        "place": sites.get(voice.site, voice.site),
        "colour": page.colours.get(voice.site, theme.QUIET),
        "words": voice.words,
        "withheld": "" if voice.may_quote else t("withheld"),
        "status": voice.status,
        "standing": " · ".join(told),
        "times": _times(page, item),
        "href": f"interviews?{urlencode(query, doseq=True)}",
        "seconds": min(_MOST, max(_LEAST, seconds)),
    }


def _times(page: Page, item: Cut | Voice) -> list[tuple[str, str]]:
    """Return a clip's places: in its recording, by its timecode, in the assembled timeline."""
    t = page.t
    if not isinstance(item, Cut):
        return [(t("timelines-card"), item.interview)]
    inn, out = item.timecodes
    named = [(t("timelines-code-in"), inn), (t("timelines-code-out"), out)] if inn else []
    return [
        (t("timelines-in"), exact(item.clip.start)),
        (t("timelines-out"), exact(item.clip.end)),
        *named,
        (t("timelines-length"), exact(item.clip.span.length)),
        (t("timelines-at"), clock(item.at)),
    ]


def exact(milliseconds: int) -> str:
    """Return a time as ``mm:ss.mmm``, with hours where there are any."""
    return f"{clock(milliseconds)}.{milliseconds % 1000:03}"
