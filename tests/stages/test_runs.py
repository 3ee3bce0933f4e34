"""Whole runs on scripted engines: what is made, what is kept, what survives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.cluster import Standings
from pipeline.services.deciding.themes import lasting, name_cluster
from pipeline.services.showing.library import Library
from pipeline.services.showing.standing import board
from tests.studies import (
    EXTRA_ROW,
    EXTRA_TEXT,
    REPOSITORY,
    artefacts,
    made,
    make_scripted_study,
    run_interleaf,
    write_script,
)

pytestmark = pytest.mark.whole


def answers_of(study: Path) -> list[str]:
    import pandas as pd

    return list(pd.read_parquet(study / "results/tag/answers.parquet")["answer"])


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scripted study, run once."""
    study = make_scripted_study(tmp_path_factory.mktemp("undisturbed") / "study")
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    return study


@pytest.fixture
def ran(undisturbed: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    study = tmp_path / "study"
    subprocess.run(["cp", "-a", str(undisturbed), str(study)], check=True)
    return study


def test_a_run_makes_every_artefact_and_says_what_waits(undisturbed: Path) -> None:
    names = set(artefacts(undisturbed))
    for stage in ("tag/tags.parquet", "code/codings.parquet", "compare/coverage.parquet"):
        assert f"results/{stage}" in names
    told = run_interleaf("status", study=undisturbed)
    assert told.returncode == 0
    assert "Waiting for a human" in told.stdout
    assert "not run" not in told.stdout


def test_artefacts_hold_no_absolute_path(undisturbed: Path) -> None:
    home = str(undisturbed.parent).encode()
    assert [name for name, data in artefacts(undisturbed).items() if home in data] == []


def test_running_again_makes_nothing(ran: Path) -> None:
    before = artefacts(ran)
    again = run_interleaf("run", study=ran)
    assert again.returncode == 0
    assert sum(made(again.stderr).values()) == 0
    assert artefacts(ran) == before


def test_an_added_interview_makes_itself_and_the_study_wide_stages(ran: Path) -> None:
    with (ran / "interviews/manifest.csv").open("a") as manifest:
        manifest.write(EXTRA_ROW)
    (ran / "interviews/texts/yard-03.txt").write_text(EXTRA_TEXT)
    before = artefacts(ran)
    counts = made(run_interleaf("run", study=ran).stderr)
    assert counts["turns"] == 1
    assert counts["vectors"] == 1
    assert counts.get("transcribe", 0) == counts.get("diarize", 0) == 0
    old = {
        n: d
        for n, d in before.items()
        if n.split("/")[-1].startswith(("yard-01", "corte", "yard-02"))
    }
    now = artefacts(ran)
    assert old
    assert {name: now[name] for name in old} == old
    assert any(answer.startswith("yard-03#") for answer in answers_of(ran))


@pytest.mark.parametrize(
    ("kind", "value", "woken", "asleep"),
    [
        ("assign-question", "question=happy", {"segment", "tag"},
         {"transcribe", "turns", "vectors", "code", "cluster"}),
        ("assign-code", "code=making", {"code"},
         {"transcribe", "turns", "segment", "vectors", "tag", "cluster"}),
        ("correct-words", "text=Knitting", {"turns", "segment", "tag"}, {"transcribe", "diarize"}),
        ("memo", "text=look-again", set(),
         {"turns", "segment", "tag", "code", "cluster", "timelines"}),
    ],
)  # fmt: skip
def test_a_judgement_wakes_only_what_depends_on_its_kind(
    ran: Path, kind: str, value: str, woken: set[str], asleep: set[str]
) -> None:
    answer = next(a for a in answers_of(ran) if a.startswith("yard-02@"))
    judged = run_interleaf(
        "judge", kind, "--coder", "inga", "--answer", answer, "--value", value, study=ran
    )
    assert judged.returncode == 0, judged.stderr
    done = run_interleaf("run", study=ran)
    assert done.returncode == 0, done.stderr
    ran_stages = set(made(done.stderr))
    assert woken <= ran_stages
    assert not asleep & ran_stages


def test_a_confirmed_question_is_confirmed_after_the_run(ran: Path) -> None:
    import pandas as pd

    answer = next(a for a in answers_of(ran) if a.startswith("yard-02@"))
    run_interleaf("judge", "assign-question", "--coder", "inga", "--answer", answer,
                  "--value", "question=what-led-here", study=ran)  # fmt: skip
    run_interleaf("run", study=ran)
    tags = pd.read_parquet(ran / "results/tag/tags.parquet")
    mine = tags[(tags["answer"] == answer) & (tags["status"] == "confirmed")]
    assert mine["question"].tolist() == ["what-led-here"]


def test_a_judgement_outlives_another_transcript(ran: Path) -> None:
    """Other words and times come from another model: the answer is still confirmed."""
    import pandas as pd

    answer = next(a for a in answers_of(ran) if a.startswith("yard-02@"))
    run_interleaf("judge", "assign-question", "--coder", "inga", "--answer", answer,
                  "--value", "question=what-led-here", study=ran)  # fmt: skip
    write_script(ran / "script.json", [
        ("s1", "Um what does work mean to you?"),
        ("s2", "Sowing useful coats with hands for the people who need them."),
        ("s1", "Are you happy?"),
        ("s2", "Very."),
    ])  # fmt: skip
    done = run_interleaf("run", study=ran)
    assert done.returncode == 0, done.stderr
    tags = pd.read_parquet(ran / "results/tag/tags.parquet")
    assert made(done.stderr)["turns"] == 1
    confirmed = tags[tags["status"] == "confirmed"]
    assert confirmed["question"].tolist() == ["what-led-here"]
    assert " 0 judgements that lost their place" in done.stdout


def test_bad_inputs_are_told_and_the_rest_goes_on(ran: Path) -> None:
    with (ran / "interviews/manifest.csv").open("a") as manifest:
        manifest.write("yard-04,yard,2024-05-04,1,en,ann,ivo,short,recordings/broken.wav\n")
        manifest.write("yard-05,nowhere,2024-05-04,1,en,ann,ivo,short,texts/yard-01.txt\n")
        manifest.write("yard-06,yard,the 4th,1,en,ann,ivo,short,texts/gone.txt\n")
    (ran / "interviews/recordings/broken.wav").write_bytes(b"RIFF not a sound")
    with (ran / "interviews/texts/yard-01.txt").open("a") as text:
        text.write("\nIvo: What led you to this place?\n\nAnn: The shared tools led me here.\n")
    done = run_interleaf("run", study=ran)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("interviews/")]
    assert any(line.startswith("interviews/recordings/broken.wav: ") for line in told)
    assert any("row 6 column site" in line and "'nowhere'" in line for line in told)
    assert any("row 7 column date" in line and "2024-05-31" in line for line in told)
    assert "Traceback" not in done.stderr
    assert any(answer.startswith("yard-01#") for answer in answers_of(ran))
    assert made(done.stderr)["turns"] == 1


def test_a_broken_question_set_is_told_as_the_cause_and_words_are_made_all_the_same(
    tmp_path: Path,
) -> None:
    study = make_scripted_study(tmp_path / "study")
    questions = study / "codebook/questions.yaml"
    sound = questions.read_text()
    questions.write_text(sound.replace("  - id: happy\n    text:", "  - id: happy\n    txt:"))
    done = run_interleaf("run", study=study)
    assert done.returncode == 2
    assert "unknown key 'txt' in question 'happy'; did you mean 'text'?" in done.stderr
    assert "Traceback" not in done.stderr
    assert (study / "results/transcribe/yard-02.json").exists()
    questions.write_text(sound)
    again = run_interleaf("run", study=study)
    assert again.returncode == 0, again.stderr
    assert made(again.stderr)["tag"] == 1
    assert "transcribe" not in made(again.stderr)


def test_a_person_who_withdraws_is_gone_from_the_whole_study_at_the_next_run(ran: Path) -> None:
    import pandas as pd

    speakers = ran / "interviews/speakers.csv"
    speakers.write_text(
        speakers.read_text().replace("cid,Cid,C,yard,analyse quote", "cid,Cid,C,yard,")
    )
    done = run_interleaf("run", study=ran)
    assert done.returncode == 0, done.stderr
    assert "cid" in next(line for line in done.stdout.splitlines() if line.startswith("Left out"))
    for name in ("tag/answers", "tag/tags", "code/codings", "cluster/members"):
        answers = pd.read_parquet(ran / f"results/{name}.parquet")["answer"]
        assert not [answer for answer in answers if answer.startswith("yard-02@")], name
    clips = (ran / "results/timelines/timelines.json").read_text()
    assert "yard-02" not in clips


def test_a_missing_model_fails_its_recordings_only_and_is_tried_again(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    script = study / "script.json"
    kept = script.read_bytes()
    script.unlink()
    done = run_interleaf("run", study=study)
    assert done.returncode == 1
    assert "script.json" in done.stderr
    assert not any(a.startswith("yard-02@") for a in answers_of(study))
    assert any(a.startswith("yard-01#") for a in answers_of(study))
    script.write_bytes(kept)
    again = run_interleaf("run", study=study)
    assert again.returncode == 0, again.stderr
    assert any(a.startswith("yard-02@") for a in answers_of(study))


def test_kills_at_random_moments_change_nothing(undisturbed: Path, tmp_path: Path) -> None:
    """SIGKILL to the process group, five times, each time another moment; then a run to the end.

    A kill may come while DVC writes what it keeps: those files are then cut short.
    """
    study = make_scripted_study(tmp_path / "study")
    chance = random.Random(7)
    for _ in range(5):
        started = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "run", "--study", str(study)],
            cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.5, 9.0))
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    (study / ".dvc/tmp").mkdir(exist_ok=True)
    (study / ".dvc/tmp/rwlock").write_text("")
    (study / "dvc.lock").write_text("schema: '2.0'\nstages:\n  ingest:\n    cmd: [")
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    assert artefacts(study) == artefacts(undisturbed)


def test_a_theme_has_its_timeline_and_stays_when_an_interview_is_added(ran: Path) -> None:
    library = Library(Layout(ran))
    first = board(library).now.standings[0]
    named = name_cluster(board(library), coder="inga", cluster=first.cluster.id, name="By hand")
    done = run_interleaf("run", study=ran)
    assert done.returncode == 0, done.stderr
    counts = made(done.stderr)
    assert counts["themes"] == counts["compare"] == 1
    assert not any(counts.get(n) for n in ("turns", "segment", "vectors", "tag", "cluster"))
    timeline = f"results/timelines/theme-{lasting(named)}.otio"
    assert b"By hand" in artefacts(ran)[timeline]
    with (ran / "interviews/manifest.csv").open("a") as manifest:
        manifest.write(EXTRA_ROW)
    (ran / "interviews/texts/yard-03.txt").write_text(EXTRA_TEXT)
    run_interleaf("run", study=ran)
    assert timeline in artefacts(ran)
    theme = board(library).standing(lasting(named))
    assert set(first.cluster.members) <= set(theme.cluster.members)
    made_by_run = read_json(ran / "results/themes/themes.json", schemas.STANDINGS, Standings)
    assert made_by_run == board(library).now
