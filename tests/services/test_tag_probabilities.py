"""Probabilities of `interleaf tag` on made collections whose true probabilities are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.engines.machine import Machine
from pipeline.formats.yamls import read_questions
from pipeline.services.standalone.tag_evaluation import evaluate_tags
from pipeline.services.standalone.tag_probabilities import crossfitted
from pipeline.services.standalone.tagging import Row, ready_rows, tag_answers

SUBJECTS = {
    "bread": "oven dough flour salt crumb",
    "boats": "harbour sail mast rudder hull",
    "trees": "forest bark leaves roots timber",
    "cloth": "loom thread dye needle weave",
}
NAMES = list(SUBJECTS)
FILLER = ["every", "day", "we", "begin", "early", "and", "carry", "on", "until", "light", "goes"]
WORDS = 10  # of the two subjects that an answer speaks of


@dataclass(frozen=True)
class Made:
    """A row as it is written, the question it answers, and how likely each question was."""

    row: dict[str, Any]
    question: str
    chances: dict[str, float]


def made(n: int, interviews: int, *, seed: int, name: str = "a") -> list[Made]:
    """Answers that speak of two subjects; the more of one, the likelier it was asked for.

    That is far less sure than the words look: with all words of one subject, eight in ten.
    """
    rng = np.random.default_rng(seed)
    result = []
    for i in range(n):
        one, other = rng.permutation(NAMES)[:2]
        k = int(rng.integers(WORDS // 2, WORDS + 1))
        chance = 0.5 + 0.3 * (2 * k / WORDS - 1)
        words = [*rng.choice(SUBJECTS[one].split(), k)]
        words += [*rng.choice(SUBJECTS[other].split(), WORDS - k), *rng.choice(FILLER, 4)]
        row = {
            "id": f"{name}{i}", "text": " ".join([*rng.permutation(words), f"{name}{i}"]),
            "language": "en", "interview": f"{name}-i{i % interviews}",
        }  # fmt: skip
        truth = one if rng.random() < chance else other
        result.append(Made(row, str(truth), {str(one): chance, str(other): 1 - chance}))
    return result


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERLEAF_CACHE", str(tmp_path / "cache"))
    lines = [
        f'  - id: {name}\n    text: {{en: "What about {name}, {words.split()[0]} and'
        f' {words.split()[1]}?"}}\n'
        for name, words in SUBJECTS.items()
    ]
    (tmp_path / "q.yaml").write_text("questions:\n" + "".join(lines))


def written(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def taught(rows: Sequence[Made]) -> list[dict[str, Any]]:
    return [{**one.row, "questions": [one.question]} for one in rows]


def tag(
    folder: Path, rows: Sequence[dict[str, Any]], labelled: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    done = tag_answers(
        folder / "q.yaml", written(folder / "a.jsonl", rows), folder / "t.jsonl",
        labelled=written(folder / "l.jsonl", labelled), embedders="scripted",
        machine=Machine.from_environment(), advance=lambda _: None, tell=pytest.fail,
    )  # fmt: skip
    return [json.loads(line) for line in (folder / "t.jsonl").read_text().splitlines()], done.notes


def off(said: Any, right: Any) -> float:
    """Return how many standard errors the squared error is from what probabilities promise.

    Spiegelhalter's (1986) test of calibration.
    """
    spread = np.sqrt(np.sum((1 - 2 * said) ** 2 * said * (1 - said)))
    return float(np.sum((right - said) * (1 - 2 * said)) / spread)


def firsts(rows: Sequence[dict[str, Any]], of: Sequence[Made]) -> tuple[Any, Any]:
    """Return what was said of each row's best question, and whether it was right."""
    best = [row["ranking"][0] for row in rows]
    right = [q == one.question for (q, _), one in zip(best, of, strict=True)]
    return np.array([score for _, score in best]), np.array(right, dtype=float)


def test_probabilities_are_calibrated_on_interviews_without_a_label(tmp_path: Path) -> None:
    """Two collections apart; a curve's own error adds to that of what is drawn to test it."""
    said, right, later = [], [], []
    for seed in (11, 21):
        labels, fresh = made(400, 20, seed=seed, name="l"), made(250, 20, seed=seed + 1, name="f")
        rows, _ = tag(tmp_path, [one.row for one in fresh], taught(labels))
        assert all(row["calibrated"] for row in rows)
        mine, hit = firsts(rows, fresh)
        said.append(mine)
        right.append(hit)
        for one, row in zip(fresh, rows, strict=True):
            values = [value for _, value in row["ranking"]]
            assert max(values) == values[0]
            later += [(value, q == one.question) for q, value in row["ranking"][1:]]
    allowed = 3 * (1 + 250 / 400) ** 0.5
    assert abs(off(np.concatenate(said), np.concatenate(right))) < allowed
    promised, kept = np.mean(later, axis=0)
    assert promised == pytest.approx(kept, abs=0.03)


def test_scores_that_are_no_probabilities_fail_the_same_test(tmp_path: Path) -> None:
    fresh = made(250, 20, seed=12, name="f")
    labels = made(199, 20, seed=11, name="l")
    rows, _ = tag(tmp_path, [one.row for one in fresh], taught(labels))
    said, right = firsts(rows, fresh)
    assert off(np.clip(said, 0.001, 0.999), right) > 10


@pytest.mark.parametrize(
    ("labels", "interviews", "enough"), [(200, 10, True), (199, 10, False), (220, 9, False)]
)
def test_two_hundred_labels_of_ten_interviews_make_probabilities(
    tmp_path: Path, labels: int, interviews: int, enough: bool
) -> None:
    some = made(labels, interviews, seed=3)
    fresh = [one.row for one in made(20, 2, seed=4, name="f")]
    rows, (note, *_) = tag(tmp_path, fresh, taught(some))
    assert {row["calibrated"] for row in rows} == {enough}
    rests = f"{labels} labelled answers of {interviews} interviews"
    if enough:
        assert note.startswith(f"probabilities, from {rests}, each interview held out: Brier score")
        assert "; said and right: 0." in note
    else:
        told = f"scores are no probabilities: {rests} count, 200 of 10 are needed"
        assert note == told


def test_what_names_no_interview_cannot_be_held_out(tmp_path: Path) -> None:
    some = taught(made(230, 12, seed=5))
    for row in some[:31]:
        del row["interview"]
    fresh = [one.row for one in made(20, 2, seed=6, name="f")]
    rows, notes = tag(tmp_path, fresh, some)
    assert not any(row["calibrated"] for row in rows)
    assert notes == (
        "scores are no probabilities: 199 labelled answers of 12 interviews count, 200 of 10 are"
        " needed; 31 more name no interview: they cannot be held out",
    )
    del fresh[0]["interview"]
    rows, notes = tag(tmp_path, fresh, [*some, *taught(made(20, 2, seed=7, name="m"))])
    assert [row["calibrated"] for row in rows] == [False] + [True] * 19
    assert notes[1] == "1 answers name no interview: their scores are no probabilities"


def test_no_label_of_an_interview_teaches_the_scores_that_are_held_against_it(
    tmp_path: Path,
) -> None:
    some = made(240, 12, seed=8)
    book = read_questions(tmp_path / "q.yaml")
    interviews = {one.row["id"]: one.row["interview"] for one in some}
    truth: dict[str, tuple[str, ...]] = {one.row["id"]: (one.question,) for one in some}
    mine = [name for name, interview in interviews.items() if interview == "a-i3"]
    wrong = truth | {name: (NAMES[NAMES.index(truth[name][0]) - 1],) for name in mine}
    rows = [Row(**one.row) for one in some]

    def scores(known: dict[str, tuple[str, ...]], *, held_out: bool) -> list[float]:
        ready = ready_rows(
            book, rows, known, "scripted", Machine.from_environment(), lambda _: None
        )
        found = crossfitted(ready, interviews, seed=1) if held_out else ready.tagged()
        return [r.score for name in mine for r in found[name].ranking]

    assert scores(truth, held_out=True) == scores(wrong, held_out=True)
    assert scores(truth, held_out=False) != scores(wrong, held_out=False)


def test_labels_that_say_nothing_make_no_row_look_sure(tmp_path: Path) -> None:
    """What each row's own label would teach about itself is not believed, though words differ."""
    rng = np.random.default_rng(9)
    noise = [replace(one, question=str(rng.choice(NAMES))) for one in made(300, 15, seed=9)]
    rows, _ = tag(tmp_path, [one.row for one in noise], taught(noise))
    said, right = firsts(rows, noise)
    assert said.mean() == pytest.approx(1 / len(NAMES), abs=0.06)
    assert said.max() < 0.5
    assert right.mean() == pytest.approx(1 / len(NAMES), abs=0.08)


def test_the_commands_tell_brier_score_and_reliability(tmp_path: Path) -> None:
    some = made(260, 13, seed=10)
    labelled = written(tmp_path / "l.jsonl", taught(some))
    args = ["tag", "--questions", str(tmp_path / "q.yaml"), "--answers", str(labelled)]
    args += ["--labelled", str(labelled), "--out", str(tmp_path / "t.jsonl")]
    done = CliRunner().invoke(app, [*args, "--embedder", "scripted"])
    assert done.exit_code == 0, done.output
    (note,) = [line for line in done.stderr.splitlines() if "Brier" in line]
    found = evaluate_tags(tmp_path / "t.jsonl", labelled, tell=pytest.fail)
    assert found.reliability is not None
    assert found.reliability.n == 260
    assert found.reliability.low < found.reliability.brier < found.reliability.high
    told = float(note.split("Brier score ")[1].split()[0])
    assert found.reliability.brier == pytest.approx(told, abs=0.01)
    assert found.as_dict()["reliability"]["bins"][0]["n"] > 0
    assert "260 best questions have probabilities: Brier score" in found.table()[-1]
