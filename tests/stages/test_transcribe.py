"""A recording is heard piece by piece, and no piece twice."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline import engines
from pipeline.engines import units
from pipeline.engines.machine import Machine
from pipeline.engines.scripted import ScriptedTranscriber
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.engines import Heard
from pipeline.model.interview import Transcript
from pipeline.params import read_params
from pipeline.stages import stage
from pipeline.stages.common import Context
from tests.studies import write_sound


class Killed(BaseException):
    """What ends a process, as far as the stage can see."""


class Mortal(ScriptedTranscriber):
    """Dies when it is asked for the piece after ``lives``."""

    lives = 100

    def transcribe(self, sound: Any, **options: Any) -> Heard:
        if len(self.asked) >= self.lives:
            raise Killed
        return super().transcribe(sound, **options)


@pytest.fixture
def context(scripted_study: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The scripted study with a recording of 100 seconds, heard in pieces of 20."""
    write_sound(scripted_study / "interviews/recordings/yard-02.wav", seconds=100)
    monkeypatch.setattr(units, "UNIT_MS", 20_000)
    monkeypatch.setattr(units, "REST_MS", 5_000)
    layout = Layout(scripted_study)
    context = Context(layout, read_params(layout.path("params")))
    stage("ingest").run(context)
    return context


def engine_of(monkeypatch: pytest.MonkeyPatch, context: Context, lives: int) -> Mortal:
    engine = Mortal(str(context.layout.root / "script.json"), Machine())
    engine.lives = lives
    monkeypatch.setattr(engines, "transcriber", lambda *_: engine)
    return engine


def transcript(context: Context) -> Transcript:
    path = context.layout.path("transcript", id="yard-02")
    return read_json(path, schemas.TRANSCRIPT, Transcript)


def test_a_killed_run_goes_on_with_the_piece_that_it_was_at(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = engine_of(monkeypatch, context, lives=3)
    with pytest.raises(Killed):
        stage("transcribe").run(context)
    assert len(first.asked) == 3
    assert not context.layout.path("transcript", id="yard-02").exists()
    second = engine_of(monkeypatch, context, lives=100)
    stage("transcribe").run(context)
    assert len(second.asked) == 2  # five pieces of twenty seconds, three of them heard before
    assert not list(context.layout.path("local").glob("pieces/*/*"))


def test_the_pieces_times_are_those_of_the_whole(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(monkeypatch, context, lives=100)
    stage("transcribe").run(context)
    words = transcript(context).words
    a_piece = len(words) // len(engine.asked)
    starts = [words[i * a_piece].start for i in range(len(engine.asked))]
    assert starts[0] == 200
    assert all(19_000 <= b - a <= 20_000 for a, b in pairwise(starts))
    assert [w.text for w in words[:3]] == [w.text for w in words[a_piece : a_piece + 3]]


def test_a_piece_whose_file_is_broken_is_heard_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_of(monkeypatch, context, lives=3)
    with pytest.raises(Killed):
        stage("transcribe").run(context)
    kept = sorted(context.layout.path("local").glob("pieces/*/*.json"))
    assert len(kept) == 3
    kept[1].write_bytes(kept[1].read_bytes()[:20])
    again = engine_of(monkeypatch, context, lives=100)
    stage("transcribe").run(context)
    assert len(again.asked) == 3
