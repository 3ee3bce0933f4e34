"""The page *Interviews*: one transcript, in step with its recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from dashboards import reader, sounds
from dashboards.page import Page, markup, remember
from dashboards.state import Address
from dashboards.text import clock
from dashboards.views import correcting, howfar, transcript
from pipeline.errors import NotReady, PipelineError
from pipeline.model.consent import PERMISSIONS, Decision
from pipeline.model.interview import Interview, Speaker
from pipeline.services.showing.clips import Sound, whole_sound
from pipeline.services.showing.reading import Reading, read_interview


def show(page: Page) -> None:
    """Draw the page."""
    chosen = _choose(page)
    if chosen is None:
        return
    page, interview = chosen
    st.title(_people(page, interview), anchor=False)
    try:
        reading = read_interview(page.library.layout, interview.id, on=page.library.on)
    except NotReady:
        _about(page, interview, None)
        howfar.unfinished(page)
        return
    _about(page, interview, reading)
    sound = _sound(page, reading)
    _transcript(page, interview.id, sound)
    if sound:
        _player(page, interview, sound)


@st.fragment
def _transcript(page: Page, interview: str, sound: Sound | None) -> None:
    """Draw the transcript; putting words right draws nothing else anew but a changed sound."""
    reading = read_interview(page.library.layout, interview, on=page.library.on)
    key = f"reader-{interview}"
    offered = correcting.offered(page, reading)
    data = transcript.data(page, reading, plays=sound is not None)
    data |= offered | {"labels": data["labels"] | offered["labels"]}
    question = reader.draw(data, key=key, acted=correcting.acting(page, interview, key))
    if question:
        page.go("answers", replace(page.address, question=question, show="all"))
    if sound and {*sound.bleeped, *sound.silent} != set(reading.struck):
        st.rerun(scope="app")  # what may be heard has changed


def _choose(page: Page) -> tuple[Page, Interview] | None:
    """Offer the interviews that the filters leave, and the one that the address names."""
    t, known = page.t, page.people.interviews
    asked = page.address.interview
    if asked and asked not in known:
        st.text(t("interviews-unknown", interview=asked))
    ids = [i.id for i in howfar.within(page)]
    if asked in known and asked not in ids:
        ids.insert(0, asked)
    if not ids:
        markup(f'<p class="il-lead">{escape(t("interviews-nobody-left"))}</p>')
        return None
    if asked not in ids:
        asked = ids[0]
    places = {site.id: site.name for site in page.people.study.sites}

    def told(interview: str) -> str:
        row = known[interview]
        day = t.day(row.date.isoformat())
        return f"{_people(page, row)} · {places[row.site]} · {day} · {row.id}"

    chosen = st.selectbox(t("interviews-choose"), ids, index=ids.index(asked), format_func=told)
    here = page.address
    if chosen != here.interview:
        # A place belongs to the interview that was left, unless the address named none.
        here = replace(here, interview=chosen, at="" if here.interview else here.at)
    return _with(page, here), known[chosen]


def _with(page: Page, address: Address) -> Page:
    remember(address)
    return replace(page, address=address)


def _people(page: Page, interview: Interview) -> str:
    """Return who speaks, as they may be shown."""
    names = [page.people.shown_as(speaker) for speaker in interview.speakers]
    return page.t("interviews-and").join(names) or interview.id


def _about(page: Page, interview: Interview, reading: Reading | None) -> None:
    """Tell where and when it was, by which guide, in which form, and what consent allows."""
    t = page.t
    site = next(site for site in page.people.study.sites if site.id == interview.site)
    where = ", ".join(part for part in (site.name, site.city, t.name(site.country)) if part)
    language = reading.language if reading else interview.language
    told = [where, t.day(interview.date.isoformat()), t("wave", n=interview.wave)]
    told += [t.name(language)] if language else []
    told += [t("interviews-guide", guide=interview.guide)] if interview.guide else []
    told += [_form(page, reading)] if reading else []
    dot = f'<span class="il-dot" style="--place: {page.colours[site.id]}"></span>'
    people = [page.people.speakers[s] for s in interview.speakers if s in page.people.speakers]
    consent = [
        (f"{page.people.shown_as(person.id)}: " if len(people) > 1 else "")
        + "; ".join(_consent(page, person))
        for person in people
    ]
    markup(
        f'<p class="il-who">{dot}{escape(" · ".join(told))}<br>'
        f'<b>{escape(t("interviews-consent"))}</b> {"<br>".join(map(escape, consent))}</p>'
    )  # fmt: skip


def _form(page: Page, reading: Reading) -> str:
    recorded = page.library.media(reading.interview.id)
    if recorded is not None:
        return page.t("interviews-recording", length=clock(recorded.duration_ms))
    return page.t("interviews-timed" if reading.unit == "ms" else "interviews-text")


def _consent(page: Page, person: Speaker) -> list[str]:
    """Tell what a person allows today, and for how long."""
    t, people = page.t, page.people
    given = [use for use in PERMISSIONS if people.decision("", [person.id], use)]
    other = [use for use in PERMISSIONS if use not in given]
    analysed = people.decision("", [person.id], "analyse")
    if analysed:
        told = [t("interviews-may", uses=_uses(page, given))]
        told += [t("interviews-may-not", uses=_uses(page, other))] if other else []
    else:
        told = [t("interviews-may-nothing"), t(f"consent-{analysed.reason}")]
    consent = person.consent
    if analysed.reason == "not yet" and consent.given:
        told += [t("interviews-from", day=t.day(consent.given.isoformat()))]
    told += [t("interviews-until", day=t.day(consent.until.isoformat()))] if consent.until else []
    told += [t("interviews-scope", scope=consent.scope)] if consent.scope else []
    return told


def _uses(page: Page, uses: Sequence[str]) -> str:
    return ", ".join(page.t(f"interviews-use-{use}") for use in uses)


def _sound(page: Page, reading: Reading) -> Sound | None:
    """Return the recording's sound, if it may be heard, and tell how it is used, or why not."""
    t, interview = page.t, reading.interview.id
    if page.library.media(interview) is None:
        return None
    try:
        sound = whole_sound(page.library.layout, interview, on=page.library.on)
    except PipelineError as error:
        st.text(str(error))
        return None
    if isinstance(sound, Decision):
        told = t("no-voice", reason=t(f"consent-{sound.reason}"))
        markup(f'<p class="il-lead">{escape(told)}</p>')
        return None
    keys = escape(t("interviews-keys") + " " + t("correcting-keys"))
    sample = f'<span class="il-unsure">{escape(t("interviews-unsure-key"))}</span>'
    parts = "" if sound.keep is None else f" {escape(t('interviews-parts'))}"
    markup(
        f'<p class="il-who">{keys} {sample} {escape(t("interviews-unsure-told"))}{parts}</p>'
    )  # fmt: skip
    return sound


def _player(page: Page, interview: Interview, sound: Sound) -> None:
    """Draw the player below the transcript; it stays at the lower edge of the window."""
    with st.container(key=reader.PLAYER):
        # Who has just struck something goes on at once; who opens the page may wait a little.
        opened = st.session_state.get("sound-of") == interview.id
        st.session_state["sound-of"] = interview.id
        if not _made(page, sound, seconds=0 if opened else 2):
            _waiting(page, sound)
            return
        if sound.path.exists():
            told = page.t("interviews-alt", interview=interview.id)
            st.audio(str(sound.path), format="audio/mpeg", alt=told)


def _made(page: Page, sound: Sound, *, seconds: float) -> bool:
    """Tell whether the sound's copy is there within a time, or why it never will be."""
    if sound.path.exists():
        return True
    try:
        sounds.making(sound).result(timeout=seconds)
    except TimeoutError:
        return False
    except PipelineError as error:
        st.text(str(error))
    return True


@st.fragment(run_every=1.0)
def _waiting(page: Page, sound: Sound) -> None:
    """Wait beside the page: meanwhile the transcript can be put right."""
    if not _made(page, sound, seconds=0):
        st.text(page.t("interviews-making"))
    elif sound.path.exists():
        st.rerun(scope="app")
