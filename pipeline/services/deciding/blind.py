"""Judging blind: a random sample, without suggestions and without anybody else's marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.analysis.blind import BLIND, Of, Sample, Stratum, draw
from pipeline.analysis.judgements import machine_evidence
from pipeline.formats.artefacts import read_frame
from pipeline.layout import Layout
from pipeline.model.frames import CODINGS
from pipeline.model.judgement import Event
from pipeline.params import Agreement, Params, read_params
from pipeline.services.deciding.judging import anchor_of, events_of, judge, placed
from pipeline.services.showing.books import codebook
from pipeline.services.showing.library import Library, with_rights
from pipeline.services.showing.store import EVERYTHING, allowed, opened

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A coder's part of the blind sample, which is the same for all coders.

    ``answers`` wait, in order; ``done`` were judged blind; ``passed`` were judged by this coder
    with suggestions in view before, and can no longer be judged blind by them. ``sizes``: of each
    place and language, how many are drawn of how many.
    """

    answers: tuple[str, ...]
    done: int
    passed: int
    sizes: dict[Stratum, tuple[int, int]]


def settings(layout: Layout) -> Agreement:
    """Return the study's settings of samples and intervals."""
    path = layout.path("params")
    return (read_params(path) if path.exists() else Params()).agreement


def sample(library: Library) -> Sample:
    """Draw the study's blind sample among the answers whose words may be quoted today.

    Raises:
        NotReady: the answers have not been tagged.
    """
    people = library.people()
    with opened(library.layout, EVERYTHING, people) as db:
        rows = db.execute(
            f"SELECT answer, site, language FROM answers WHERE {allowed(people, 'quote')}"
        ).fetchall()
    chosen = settings(library.layout)
    strata = {str(answer): (str(site), str(language)) for answer, site, language in rows}
    return draw(strata, size=chosen.sample, seed=chosen.seed)


def drawn(library: Library, coder: str, *, of: Of) -> Drawn:
    """Return what of the sample waits for a coder.

    Raises:
        NotReady: the answers have not been tagged.
    """
    found = sample(library)
    judged = _judged(library, coder, of, found.answers)
    blind = {a for a, events in judged.items() if all(e.seen.get("mode") == BLIND for e in events)}
    return Drawn(
        tuple(answer for answer in found.answers if answer not in judged),
        len(blind),
        len(judged) - len(blind),
        dict(found.sizes or {}),
    )


def _judged(
    library: Library, coder: str, of: Of, answers: Collection[str]
) -> dict[str, list[Event]]:
    """Return a coder's live events on questions (or codes) at some answers."""
    interviews = sorted({re.split(r"[@#]", answer)[0] for answer in answers})
    mine = [
        event
        for event in events_of(library.layout, interviews)
        if event.coder == coder and event.kind in (f"assign-{of}", f"reject-{of}") and event.anchor
    ]
    if not mine:
        return {}
    where = places(library)
    return {a: e for a, e in placed(library.layout, mine, where).items() if a in answers}


def places(library: Library) -> pd.DataFrame:
    """Return where each answer lies, as ``judging.placed`` wants it, with place and language."""
    with opened(library.layout, EVERYTHING, library.people()) as db:
        return db.execute(
            'SELECT answer, interview, site, language, start, "end" FROM answers'
        ).fetchdf()


def look(library: Library, answer: str) -> Row | None:
    """Return an answer with everyone's rights of today, and nothing of what anybody holds of it.

    None where there is no such answer, or its words may not be quoted.
    """
    people = library.people()
    with opened(library.layout, EVERYTHING, people) as db:
        frame = db.execute(
            "SELECT * EXCLUDE (status) FROM answers WHERE answer = ?", [answer]
        ).fetchdf()
    if frame.empty:
        return None
    row = {str(k): v for k, v in with_rights(frame, people).to_dict("records")[0].items()}
    return row if row["may_quote"] else None


def among(library: Library, row: Row, *, of: Of) -> tuple[str, ...]:
    """Return what can be chosen for an answer, in the order of the set: the same every time."""
    if of == "code":
        codes = codebook(library.layout).codes
        parents = {code.parent for code in codes}
        return tuple(
            c.id for c in codes if not (c.retired or c.replaced_by) and c.id not in parents
        )
    interview = library.people().interviews.get(str(row["interview"]))
    return library.questions().open_to(interview.guide if interview else "")


def choose(
    library: Library,
    *,
    coder: str,
    answer: str,
    chosen: Sequence[str],
    among: Sequence[str],
    of: Of,
) -> tuple[str, ...]:
    """Keep a blind choice from the whole set, of which nothing may be chosen.

    What is chosen is assigned; what the machine holds otherwise is turned down, unseen. Each event
    tells the whole choice, and what the machine held at that moment; nothing of the latter where
    people have decided on the answer with open eyes: what it holds there it was told.

    Args:
        library: the study.
        coder: who judges.
        answer: the answer's id.
        chosen: the questions or codes.
        among: the whole set that was before the coder.
        of: questions or codes.

    Returns:
        The events' ids.

    Raises:
        BadInput: an unknown question or code, a bad coder name, no such answer.
    """
    guess = _guess(library, answer, of)
    refused = [name for name in guess if name not in chosen and name in among]
    if not chosen and not refused:  # one event has to tell that nothing was chosen
        refused = list(among[:1])
    seen = {
        "mode": BLIND,
        "page": "review",
        "of": of,
        "chosen": sorted(chosen),
        "among": list(among),
        "unseen": {} if _taught(library, answer, of) else {"guess": sorted(guess)},
    }
    kinds = [(f"assign-{of}", c) for c in chosen] + [(f"reject-{of}", r) for r in refused]
    layout = library.layout
    anchor = anchor_of(layout, answer)
    return tuple(
        judge(layout, coder=coder, kind=kind, anchor=anchor, value={of: name}, seen=seen).id
        for kind, name in kinds
    )


def _taught(library: Library, answer: str, of: Of) -> bool:
    """Tell whether anybody has decided on an answer other than blind."""
    interview = re.split(r"[@#]", answer)[0]
    events = [
        event
        for event in events_of(library.layout, [interview])
        if event.anchor and of in event.value and event.seen.get("mode") != BLIND
    ]
    if not events:
        return False
    where = places(library)
    return answer in placed(library.layout, events, where[where["interview"] == interview])


def _guess(library: Library, answer: str, of: Of) -> list[str]:
    """Return what the machine by itself holds of an answer at this moment."""
    if of == "question":
        with opened(library.layout, EVERYTHING, library.people()) as db:
            rows = db.execute(
                "SELECT question FROM tags WHERE answer = ? AND guess ORDER BY rank", [answer]
            ).fetchall()
        return [str(question) for (question,) in rows]
    path = library.layout.path("codings")
    if not path.exists():
        return []
    codings = read_frame(path, CODINGS)
    mine = codings[codings["answer"] == answer]
    return [
        str(code)
        for code, evidence in zip(mine["code"], mine["evidence"], strict=True)
        if machine_evidence(str(evidence))
    ]
