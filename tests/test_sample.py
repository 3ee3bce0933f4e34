"""The sample study, end to end, with its real models."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from pipeline.analysis.scoring import plain
from pipeline.formats.texts import READERS, Labelled
from pipeline.formats.yamls import read_codebook, read_questions
from tests.dashboards.browser import name_coder, served, settled
from tests.studies import REPOSITORY, artefacts, made, run_interleaf

pytestmark = pytest.mark.sample


def metrics(study: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((study / "results/metrics/metrics.json").read_text())
    return document


MOST_WRONG = {"en": 0.12, "es": 0.15, "it": 0.15, "pt": 0.15}
"""Word error rates that no machine should exceed; one recording is noisy, some are accented."""


def test_words_speakers_and_questions_are_found(sample_study: Path) -> None:
    found = metrics(sample_study)
    assert set(found["word_error_rate"]) == set(MOST_WRONG)
    for language, most in MOST_WRONG.items():
        assert found["word_error_rate"][language]["value"] < most, language
    assert found["speaker_accuracy"]["recorded"]["value"] > 0.95
    heard, withheld = (
        found["tagging"][f"interviewer_{kind}"]["f1"] for kind in ("heard", "withheld")
    )
    assert heard > 0.55
    assert heard > withheld > 0.4


def test_readme_tells_the_numbers_of_this_run(sample_study: Path) -> None:
    """README's figures come from metrics.json; another machine may differ in the last digits."""
    found = metrics(sample_study)
    readme = (REPOSITORY / "README.md").read_text()
    table = dict(re.findall(r"^\| (.+?) \| (-?[\d.]+) ", readme, re.MULTILINE))
    names = {"en": "English", "es": "Spanish", "it": "Italian", "pt": "Portuguese"}
    told = {
        f"Word error rate, {names[language]}": rate["value"]
        for language, rate in found["word_error_rate"].items()
    } | {
        "Words given to the right speaker": found["speaker_accuracy"]["recorded"]["value"],
        "Questions found, interviewer heard, F1": found["tagging"]["interviewer_heard"]["f1"],
        "The same with the interviewer's words withheld, F1": (
            found["tagging"]["interviewer_withheld"]["f1"]
        ),
        "A right question is ranked first": found["tagging"]["interviewer_heard"]["top_1"],
        "A right question is among the first three": (
            found["tagging"]["interviewer_heard"]["top_3"]
        ),
        "Withheld, a right question is ranked first": (
            found["tagging"]["interviewer_withheld"]["top_1"]
        ),
        "Withheld, a right question is among the first three": (
            found["tagging"]["interviewer_withheld"]["top_3"]
        ),
        "Clusters beside the design, adjusted Rand index": (
            found["clusters"]["adjusted_rand_index"]
        ),
    }
    assert set(told) <= set(table)
    for name, value in told.items():
        assert float(table[name]) == pytest.approx(value, abs=0.03), name


def test_every_place_speaks_and_clips_lie_side_by_side(sample_study: Path) -> None:
    answers = pd.read_parquet(sample_study / "results/tag/answers.parquet")
    sites = pd.read_csv(sample_study / "interviews/sites.csv")["id"]
    assert set(answers["site"]) == set(sites)
    assert list((sample_study / "results/timelines").glob("question-*.otio"))
    clusters = json.loads((sample_study / "results/cluster/clusters.json").read_text())["value"]
    assert clusters["clusters"] or clusters["reason"]


def test_running_again_makes_nothing(sample_study: Path) -> None:
    before = artefacts(sample_study)
    again = run_interleaf("run", study=sample_study)
    assert again.returncode == 0
    assert sum(made(again.stderr).values()) == 0
    assert artefacts(sample_study) == before


@pytest.mark.browser
def test_the_sample_study_is_read_and_judged(
    page: Page, sample_study: Path, tmp_path: Path
) -> None:
    study = tmp_path / "study"  # others use the sample too: judge a copy
    shutil.copytree(sample_study, study)
    with served(study) as home:
        page.goto(home)
        settled(page)
        expect(page.get_by_role("figure", name=re.compile("Map of the study"))).to_be_visible()
        page.screenshot(path=str(tmp_path / "study.png"), full_page=True)
        page.goto(f"{home}/answers?question=work-meaning&place=officina-navile&show=open")
        settled(page)
        name_coder(page, "tester")
        status = page.locator(".il-status").first
        expect(status).to_contain_text("Machine’s guess")
        page.get_by_role("button", name="Accept").first.click()
        expect(status).to_contain_text("Confirmed")
        page.screenshot(path=str(tmp_path / "answers.png"), full_page=True)
        (log,) = (study / "codebook/judgements/tester").glob("*.jsonl")
        (event,) = [json.loads(line) for line in log.read_text().splitlines()]
        assert event["kind"] == "assign-question"
        assert event["value"] == {"question": "work-meaning"}
        assert event["seen"]["mode"] == "suggested"


@pytest.mark.browser
def test_what_is_accepted_in_the_browser_is_found_in_another_model_s_transcript(
    page: Page, sample_study: Path, tmp_path: Path
) -> None:
    """Accepted on Whisper base, looked for again on tiny.en: words and times differ."""
    study = tmp_path / "study"
    shutil.copytree(sample_study, study)
    accepted = _accept_in_browser(page, study, ["work-meaning", "happy", "institutions"])
    manifest = pd.read_csv(study / "interviews/manifest.csv", dtype=str)
    only = manifest[manifest["id"] == "tidewater-01"]
    only.to_csv(study / "interviews/manifest.csv", index=False)
    params = (study / "params.yaml").read_text()
    (study / "params.yaml").write_text(params.replace("model: base ", "model: tiny.en ", 1))
    before = (study / "results/transcribe/tidewater-01.json").read_bytes()
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    assert (study / "results/transcribe/tidewater-01.json").read_bytes() != before
    tags = pd.read_parquet(study / "results/tag/tags.parquet")
    answers = pd.read_parquet(study / "results/tag/answers.parquet")
    held = tags[tags["status"] == "confirmed"].merge(answers, on="answer")
    assert sorted(held["question"]) == sorted(accepted)
    for question, start in zip(held["question"], held["start"], strict=True):
        assert abs(start - accepted[question]) < 1_500
    assert " 0 judgements that lost their place" in done.stdout


def _accept_in_browser(page: Page, study: Path, questions: list[str]) -> dict[str, int]:
    """Accept a suggestion of tidewater-01 for each question; return where each answer starts."""
    answers = pd.read_parquet(study / "results/tag/answers.parquet")
    tags = pd.read_parquet(study / "results/tag/tags.parquet")
    mine = tags[tags["status"] == "suggested"].merge(answers, on="answer")
    mine = mine[mine["interview"] == "tidewater-01"]
    mine = mine.drop_duplicates("question").set_index("question")
    with served(study) as home:
        for question in questions:
            page.goto(f"{home}/answers?question={question}&place=tidewater-yard&language=en")
            settled(page)
            name_coder(page, "inga")
            answer = re.sub(r"[^a-z0-9-]", "-", str(mine.loc[question, "answer"]))
            page.locator(f".st-key-accept-{answer} button").click()
            expect(page.locator(f".st-key-undo-{answer} button")).to_be_visible()
    return {question: int(str(mine.loc[question, "start"])) for question in questions}


def test_interviewers_do_not_read_from_the_sheet() -> None:
    """If the sample's interviewers used the set's own wordings, tagging would prove nothing."""
    questions = read_questions(REPOSITORY / "codebook/questions.yaml")
    sheet = {plain(text) for q in questions.questions for _, text in q.wordings()}
    for path in sorted((REPOSITORY / "interviews/gold").glob("*.json")):
        for turn in json.loads(path.read_text())["turns"]:
            if turn["role"] == "interviewer":
                spoken = [turn["text"], *re.split(r"(?<=[.?!…])\s+", turn["text"])]
                assert not sheet & {plain(s) for s in spoken}, (path.name, turn["start"])


def test_question_set_and_codebook_are_whole() -> None:
    questions = read_questions(REPOSITORY / "codebook/questions.yaml")
    assert len(questions.questions) == 38
    for question in questions.questions:
        assert set(question.text) == {"en", "it", "es", "pt", "de"}
        assert all(len(question.paraphrases[lang]) >= 2 for lang in question.text)
    assert len(read_codebook(REPOSITORY / "codebook/codes.yaml").codes) >= 20


def test_the_sample_says_that_it_is_invented() -> None:
    assert "invented" in (REPOSITORY / "interviews/README.md").read_text().lower()
    for path in (REPOSITORY / "interviews/texts").iterdir():
        assert "invented" in words_in(path).lower(), path.name


def words_in(path: Path) -> str:
    """Return what a text file says; of a file that is no plain text, what is read from it."""
    if path.suffix not in (".docx", ".pdf"):
        return path.read_text()
    read = READERS[path.suffix](path, where=path.name)
    assert isinstance(read, Labelled)
    return read.text


def test_the_texts_and_their_gold_are_what_the_scripts_make() -> None:
    import subprocess
    import sys

    command = [sys.executable, "tools/make_sample.py", "--check"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
