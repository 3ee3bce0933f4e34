"""*Review*, settling: what coders differ on, with each one's judgement, decided by a third."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from html import escape

import streamlit as st

from dashboards import decisions, keys
from dashboards.page import Page, html_table, markup
from dashboards.views import cards
from dashboards.views.judging import parts, said
from pipeline.errors import PipelineError
from pipeline.services.deciding.blind import Row, look
from pipeline.services.deciding.settling import Dispute, Vote, disputes, settle, votes
from pipeline.services.showing.books import codebook

_DECIDING = {"y": True, "n": False}


@dataclass
class Session:
    """What this session has settled: (dispute, whose event, its id), the last one last."""

    made: list[tuple[Dispute, str, str]] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    first: str = ""


def show(page: Page) -> None:
    """Draw the first dispute that waits."""
    t = page.t
    session: Session = st.session_state.setdefault("settling", Session())
    markup(f'<p class="il-lead">{escape(t("settle-lead"))}</p>')
    if not page.coder:
        markup(f'<p class="il-lead il-reading">{escape(t("review-nobody"))}</p>')
    found = _in_order(disputes(page.library, page.address.filters), session)
    shown = next(((d, row) for d in found if (row := look(page.library, d.answer))), None)
    dispute, row = shown or (None, None)
    markup(f'<p class="il-who"><b>{escape(t("settle-left", n=len(found)))}</b></p>')
    about = f"{dispute.id if dispute else ''} {len(session.made)}"
    _listen(page, session, dispute, row, about)
    if dispute is None or row is None:
        st.header(t("settle-nothing" if not found else "settle-withheld"), anchor=False)
        _way_back(page, session)
        return
    left, right = st.columns([6, 5], gap="medium")
    with left:
        said.show(page, row, about)
    with right, st.container(key="decide", gap="small"):
        _decide(page, session, dispute)


def _in_order(found: list[Dispute], session: Session) -> list[Dispute]:
    """Put what was undone first and what was put off last."""
    return sorted(
        found, key=lambda d: (d.id != session.first, d.id in session.later)
    )  # fmt: skip


def _decide(page: Page, session: Session, dispute: Dispute) -> None:
    """Show what it is about, who said what, and what can be done."""
    t = page.t
    markup(
        f'<p class="il-why contested"><b>{escape(t("review-why-contested"))}</b></p>'
        f'<p class="il-who">{escape(t(f"settle-{dispute.of}"))}</p>'
        f'<h2 class="il-which">{escape(_worded(page, dispute))}</h2>'
    )
    found = votes(page.library, dispute)
    head = [t("coder"), t("settle-said"), t("settle-seen"), t("settle-when"), t("settle-why")]
    shown = len(head) if any(vote.reason for vote in found) else len(head) - 1
    head, rows = head[:shown], [[escape(c) for c in _told(page, v)[:shown]] for v in found]
    markup(html_table(head, rows))
    if page.coder in [vote.coder for vote in found]:
        markup(f'<p class="il-who">{escape(t("settle-own"))}</p>')
    reason = st.text_input(t("settle-reason"), key=f"settle-reason-{dispute.id}")
    parts.row_of_keys(
        page,
        {"y": "settle-yes", "n": "settle-no", "s": "review-later"},
        lambda key: _press(page, session, dispute, key, reason),
        of=f"settle-{dispute.id}",
        off=() if page.coder else tuple(_DECIDING),
    )
    _way_back(page, session)


def _worded(page: Page, dispute: Dispute) -> str:
    if dispute.of == "code":
        codes = codebook(page.library.layout).by_id
        return codes[dispute.thing].name if dispute.thing in codes else dispute.thing
    known = page.library.questions().by_id
    return (
        known[dispute.thing].wording(page.t.language) if dispute.thing in known else dispute.thing
    )  # fmt: skip


def _told(page: Page, vote: Vote) -> list[str]:
    t = page.t
    mode = t("settle-blind") if vote.mode == "blind" else t("settle-with")
    return [
        vote.coder, t("settle-yes") if vote.yes else t("settle-no"), mode, t.day(vote.at[:10]),
        vote.reason,
    ]  # fmt: skip


def _press(page: Page, session: Session, dispute: Dispute, key: str, reason: str = "") -> None:
    """Settle a dispute, once, or put it off."""
    if key == "s":
        session.later = [*[d for d in session.later if d != dispute.id], dispute.id]
        session.first = ""
        return
    if not page.coder or (session.made and session.made[-1][0].id == dispute.id):
        return
    why = reason or str(st.session_state.get(f"settle-reason-{dispute.id}", ""))
    try:
        event = settle(page.library, dispute, coder=page.coder, yes=_DECIDING[key], reason=why)
    except PipelineError as error:
        decisions.complain(error)
        return
    session.made.append((dispute, page.coder, event.id))
    session.first = ""


def _undo(page: Page, session: Session) -> None:
    if session.made:
        dispute, coder, event = session.made[-1]
        if decisions.take_back(page, coder, (event,)):
            session.made.pop()
            session.first = dispute.id


def _way_back(page: Page, session: Session) -> None:
    if not session.made:
        return
    t, (dispute, _, event) = page.t, session.made[-1]
    told = t("settle-did", thing=_worded(page, dispute))
    parts.way_back(page, told, partial(_undo, page, session), of=f"settle-{event}")


def _listen(
    page: Page, session: Session, dispute: Dispute | None, row: Row | None, about: str
) -> None:
    """Let the keys work for what is shown."""

    def then(key: str) -> None:
        if key == "u":
            _undo(page, session)
        elif dispute and row and key in said.LISTENING and row["may_play"]:
            cards.play(dispute.answer)
        elif dispute and key in (*_DECIDING, "s"):
            _press(page, session, dispute, key)

    keys.listen(
        [*_DECIDING, "s", "u", *said.LISTENING],
        about=about,
        then=then,
        pause=said.LISTENING,
        once=".st-key-decide button",
    )
