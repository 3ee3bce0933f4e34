"""Texts of every kind on their way to turns, answers and timelines (scripted engines)."""

from __future__ import annotations

import csv
import importlib
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import BadInput
from pipeline.execution import read_manifest
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import STAGE_ORDER, Layout
from pipeline.model.interview import UNTOLD, Turns
from pipeline.model.timeline import Timeline
from pipeline.params import read_params
from pipeline.services.deciding.judging import orphans
from pipeline.services.deciding.untold import give, untold
from pipeline.services.showing.library import Library
from pipeline.services.showing.reading import read_interview
from pipeline.stages.common import Context
from tests.studies import MANIFEST, make_scripted_study

VTT = """WEBVTT

00:01.000 --> 00:04.000
<v ivo>So what does work mean to you?

00:05.000 --> 00:09.000
<v Ann>Making useful things with my own hands,

00:09.000 --> 00:12.000
<v Ann>and lending tools to others.
"""
UNNAMED = """1
00:00:01,000 --> 00:00:04,000
Making useful things with my own hands every day.
"""
PAGE = """# A talk

**So what does work mean to you?**

Making useful things with my own hands, every day.

**Are you happy?**

Very happy, thank you, and so is the cat.
"""
REPORT = """La serata

Erano in tanti. «Fare il pane con le mani è una cosa utile», racconta Bea.

«La strada si farà presto, ve lo prometto», assicura il sindaco.
"""
ARTICLE = """Stare insieme

Secondo un'indagine di Artigianato Vivo, due laboratori su tre condividono gli attrezzi.

Il 12,5 per cento lavora da solo.
"""
OWN = """I came by boat, and my sister said: "You will never row."

To me work is making useful things with my own hands.
"""
ROWS = {
    "yard-04": ("ann", "ivo", "texts/yard-04.vtt", VTT),
    "yard-05": ("ann", "-", "texts/yard-05.srt", UNNAMED),
    "yard-06": ("ann", "ivo", "texts/yard-06.srt", UNNAMED),
    "yard-07": ("cid", "ivo", "texts/yard-07.md", PAGE),
    "yard-08": ("ann", "-", "texts/yard-08.txt", OWN),
    "corte-02": ("bea", "-", "texts/corte-02.txt", REPORT),
    "corte-03": ("ann cid", "-", "texts/corte-03.txt", REPORT),
    "corte-04": ("-", "-", "texts/corte-04.txt", ARTICLE),
    "corte-05": ("ann", "-", "texts/corte-05.txt", ARTICLE),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A study of texts, all stages run in this process."""
    folder = make_scripted_study(tmp_path_factory.mktemp("texts") / "study")
    manifest = MANIFEST.splitlines()[0] + "\n"
    for name, (speakers, interviewers, file, text) in ROWS.items():
        place = "corte" if name.startswith("corte") else "yard"
        language = "it" if text in (REPORT, ARTICLE) else "en"
        row = f"{name},{place},2024-05-01,1,{language},{speakers},{interviewers},short,{file}\n"
        manifest += row
        (folder / "interviews" / file).write_text(text, encoding="utf-8")
    (folder / "interviews/manifest.csv").write_text(manifest)
    assert len(list(csv.DictReader(manifest.splitlines()))) == len(ROWS)
    layout = Layout(folder)
    run(layout, *STAGE_ORDER)
    return layout


def run(layout: Layout, *stages: str) -> None:
    for stage in stages:
        context = Context(layout, read_params(layout.path("params")))
        importlib.import_module(f"pipeline.stages.{stage}").run(context)


def turns(study: Layout, name: str) -> Turns:
    return read_json(study.path("turns", id=name), schemas.TURNS, Turns)


def said(study: Layout, name: str) -> list[tuple[str, int, int]]:
    return [(t.speaker, t.start, t.end) for t in turns(study, name).turns]


def test_captions_keep_their_times(study: Layout) -> None:
    assert turns(study, "yard-04").unit == "ms"
    assert said(study, "yard-04") == [("ivo", 1_000, 4_000), ("ann", 5_000, 12_000)]


def test_captions_without_names_are_the_interviewee_s_where_nobody_else_is_heard(
    study: Layout,
) -> None:
    assert said(study, "yard-05") == [("ann", 1_000, 4_000)]


def test_captions_without_names_are_told_where_somebody_else_is_to_be_expected(
    study: Layout,
) -> None:
    failed = read_manifest(study.path("manifest-of", stage="turns"))["yard-06"].failures
    assert [fault["what"] for fault in failed] == ["does not tell who speaks"]
    assert "manifest" in failed[0]["remedy"] or "interviewers" in failed[0]["remedy"]


def test_questions_without_names_are_the_interviewer_s(study: Layout) -> None:
    assert [who for who, _, _ in said(study, "yard-07")] == ["ivo", "cid", "ivo", "cid"]


def test_a_report_gives_its_quotations_to_those_it_names_and_counts_the_others(
    study: Layout,
) -> None:
    found = turns(study, "corte-02")
    assert [(t.speaker, t.text) for t in found.turns] == [
        ("bea", "Fare il pane con le mani è una cosa utile")
    ]
    assert found.left_out == 1


def test_a_quotation_is_given_to_a_speaker_and_stays_theirs_when_the_text_changes(
    study: Layout, tmp_path: Path
) -> None:
    layout = Layout(Path(shutil.copytree(study.root, tmp_path / "study")))
    library = Library(layout)
    (one,) = untold(library)
    assert (one.interview, one.speakers) == ("corte-02", ("bea",))
    shown = read_interview(layout, "corte-02").utterances
    assert [u.voice for u in shown if u.span == one.span] == [UNTOLD]
    with pytest.raises(BadInput):
        give(library, coder="anna", one=one, speaker="ann")
    give(library, coder="anna", one=one, speaker="bea")
    assert untold(library) == []
    assert orphans(layout) == []
    path = layout.path("interviews") / library.people().interviews["corte-02"].file
    path.write_text("Una premessa che prima non c'era.\n\n" + path.read_text())
    run(layout, "ingest", "judgements", "turns")
    given = [(t.speaker, t.text) for t in turns(layout, "corte-02").turns]
    assert ("bea", one.text) in given
    assert turns(layout, "corte-02").left_out == 0
    assert untold(library) == []
    assert orphans(layout) == []


def test_an_article_without_interviewees_gives_its_figures_and_no_answers(study: Layout) -> None:
    assert turns(study, "corte-04").turns == ()
    claims = pd.read_parquet(study.path("claims"))
    assert claims[["interview", "figure", "number", "unit", "source"]].values.tolist() == [
        ["corte-04", "due laboratori su tre", 0.6667, "share", "un'indagine di Artigianato Vivo"]
    ]


def test_a_text_without_names_is_the_words_of_the_one_person_where_no_interviewer_is_heard(
    study: Layout,
) -> None:
    (turn,) = turns(study, "yard-08").turns
    assert (turn.speaker, turn.text) == ("ann", OWN.strip())
    answers = pd.read_parquet(study.path("answers")).set_index("interview")
    assert (answers.loc[["yard-08"], "speaker"] == "ann").all()


def test_an_article_in_the_place_of_an_interview_is_told(study: Layout) -> None:
    failed = read_manifest(study.path("manifest-of", stage="turns"))["corte-05"].failures
    assert [fault["what"] for fault in failed] == ["no speaker is named"]


def test_a_report_that_quotes_nobody_of_the_manifest_is_told(study: Layout) -> None:
    failed = read_manifest(study.path("manifest-of", stage="turns"))["corte-03"].failures
    assert [fault["what"] for fault in failed] == ["quotes nobody whom the manifest names"]


def test_answers_with_times_and_no_recording_are_in_no_clip(study: Layout) -> None:
    answers = pd.read_parquet(study.path("answers")).set_index("interview")
    assert answers.loc["yard-04", "unit"] == "ms"
    assert answers.loc["yard-04", "start"] == 5_000
    assert not answers["recorded"].any()
    timelines = read_json(study.path("timelines"), schemas.TIMELINES, list[Timeline])
    assert timelines
    assert not any(timeline.clips for timeline in timelines)
    unplaced = {answer for timeline in timelines for answer in timeline.unplaced}
    assert answers.loc["yard-04", "answer"] in unplaced


def test_no_text_keeps_another_from_going_on(study: Layout) -> None:
    answers = pd.read_parquet(study.path("answers"))
    assert set(answers["interview"]) == {"yard-04", "yard-05", "yard-07", "yard-08", "corte-02"}
