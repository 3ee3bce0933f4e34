"""Judgements without a place: what is lost, put back at other words, let go."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.services.deciding.judging import judge
from pipeline.services.deciding.orphans import candidates, let_go, lost, put_back
from pipeline.services.deciding.queue import look
from pipeline.services.showing.library import Library
from pipeline.services.showing.overview import Overview
from pipeline.services.showing.store import EVERYTHING
from tests.dashboards.small_study import write_small_study

SHORT, LONG = "docks-01@40300", "docks-01@2000"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_small_study(tmp_path)))


def heard_otherwise(layout: Layout, interview: str, *, version: str = "v2") -> None:
    """Another model heard nothing of what was said before."""
    path = layout.path("turns", id=interview)
    turns = read_json(path, schemas.TURNS, Turns)
    others = tuple(
        replace(
            turn,
            text=" ".join(f"x{i}y{n}" for n, _ in enumerate(turn.words)),
            words=tuple(replace(w, text=f"x{i}y{n}") for n, w in enumerate(turn.words)),
        )
        for i, turn in enumerate(turns.turns)
    )
    now = replace(turns, version=version, turns=others)
    write_atomically(path, encode_json(path, schemas.TURNS, Turns, now).to_bytes("k"))


def say(library: Library, kind: str = "assign-question", **value: str) -> Event:
    return judge(
        library.layout, coder="anna", kind=kind, answer=SHORT,
        value=value or {"question": "happiness"}, seen={"mode": "blind"},
    )  # fmt: skip


def status(library: Library, answer: str) -> dict[str, str]:
    found = look(library, EVERYTHING, answer)
    assert found
    return {c.question: c.status for c in found[1]}


def test_nothing_is_lost_while_its_words_are_there(library: Library) -> None:
    say(library)
    assert lost(library.layout) == []


def test_what_is_lost_is_listed_and_can_be_put_at_an_answer(library: Library) -> None:
    event = say(library)
    heard_otherwise(library.layout, "docks-01")
    (found,) = lost(library.layout)
    assert (found.event.id, found.nowhere, found.can_be_placed) == (event.id, True, True)
    assert Overview.of(library.layout).waiting.orphans == 1
    assert [row["answer"] for row in candidates(library, found.event)] == [SHORT, LONG]
    assert status(library, LONG).get("happiness") is None
    placing = put_back(library.layout, coder="tom", lost=found, answer=LONG)
    assert lost(library.layout) == []
    assert status(library, LONG)["happiness"] == "confirmed"
    assert "anna" in next(
        c.evidence for c in (look(library, EVERYTHING, LONG) or ({}, []))[1]
        if c.question == "happiness"
    )  # fmt: skip
    judge(library.layout, coder="tom", kind="undo", value={"event": placing.id}, seen={})
    assert len(lost(library.layout)) == 1


def test_what_is_let_go_is_listed_no_more_and_stays_in_its_log(library: Library) -> None:
    say(library)
    heard_otherwise(library.layout, "docks-01")
    gone = let_go(library.layout, coder="tom", lost=lost(library.layout)[0])
    assert lost(library.layout) == []
    assert library.layout.path("log", coder="tom", id="docks-01").exists()
    assert "assign-question" in library.layout.path("log", coder="anna", id="docks-01").read_text()
    judge(library.layout, coder="tom", kind="undo", value={"event": gone.id}, seen={})
    assert len(lost(library.layout)) == 1


def test_a_correction_is_not_put_over_a_whole_answer(library: Library) -> None:
    say(library, "correct-words", text="Mainly")
    heard_otherwise(library.layout, "docks-01")
    (found,) = lost(library.layout)
    assert not found.can_be_placed
    with pytest.raises(BadInput, match="cannot be put at an answer"):
        put_back(library.layout, coder="tom", lost=found, answer=LONG)


def test_a_judgement_stays_in_its_interview(library: Library) -> None:
    say(library)
    heard_otherwise(library.layout, "docks-01")
    with pytest.raises(BadInput, match="is not an answer of docks-01"):
        put_back(library.layout, coder="tom", lost=lost(library.layout)[0], answer="patio-01#99")
