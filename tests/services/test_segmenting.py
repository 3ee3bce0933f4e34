"""`interleaf segment` on files, as scripts call it, with the real embedder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.reports import panels

QUESTIONS = """\
questions:
  - id: work-meaning
    text: {en: What does work mean to you?, it: Che cosa significa per te il lavoro?}
  - id: what-led-here
    text: {en: What led you to this place?, it: Che cosa ti ha portato qui?}
  - id: in-five-years
    text: {en: Where do you see yourself in five years?, it: Dove ti vedi fra cinque anni?}
  - id: happy
    text: {en: Are you happy?, it: Sei felice?}
"""
TALK = """\
Inga: So, what brought you here?

Ada: A friend told me of a free bench, and I came to see it.

Inga: And then?

Ada: Then I stayed.

Inga: What is work, for you?

Ada: Work means making something that somebody needs.

Bea: For me work is company.

Inga: Right.

Bea: Every day.
"""
ALONE = {
    "en": "I came to this place because a friend showed me this place. That is what led me here."
    " Work means making useful things. To me work is my trade and my meaning."
    " In five years I see myself still here. In five years I want two apprentices.",
    "it": "Sono venuta qui perché un'amica mi ha portato qui. È questo che mi ha portato in questo"
    " posto. Il lavoro per me significa fare cose utili. Lavoro significa mestiere."
    " Fra cinque anni mi vedo ancora qui. Fra cinque anni voglio due apprendisti.",
}


def segment(
    folder: Path, name: str, text: str, *options: str
) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    (folder / "questions.yaml").write_text(QUESTIONS)
    (folder / name).write_text(text, encoding="utf-8")
    out = folder / "answers.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "segment", str(folder / name), "--questions",
         str(folder / "questions.yaml"), "--out", str(out), *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return done, [json.loads(line) for line in lines]


@pytest.mark.model
def test_a_transcript_with_names(tmp_path: Path) -> None:
    done, rows = segment(tmp_path, "talk.txt", TALK)
    assert done.returncode == 0, done.stderr
    assert [(r["speaker"], r["asked"]) for r in rows] == [
        ("Ada", "So, what brought you here?"),
        ("Ada", "What is work, for you?"),
        ("Bea", "What is work, for you?"),
    ]
    assert rows[0]["text"].endswith("Then I stayed.")
    assert [r["ranking"][0][0] for r in rows] == ["what-led-here", "work-meaning", "work-meaning"]
    for row in rows:
        assert set(row) == {"id", "speaker", "text", "start", "end", "unit", "asked", "ranking"}
        assert row["unit"] == "cp"
        assert TALK[row["start"] : row["end"]].startswith(row["text"][:20])
        scores = [score for _, score in row["ranking"]]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.model
@pytest.mark.parametrize("language", ALONE)
def test_a_recording_s_transcript_whose_interviewer_is_cut_out(
    language: str, tmp_path: Path
) -> None:
    """One voice, one caption, three questions: cut between sentences, no word lost."""
    captions = f"WEBVTT\n\n00:01.000 --> 00:40.000\n<v Ann>{ALONE[language]}\n"
    done, rows = segment(tmp_path, "ann.vtt", captions)
    assert done.returncode == 0, done.stderr
    assert {(r["speaker"], r["asked"], r["unit"]) for r in rows} == {("Ann", None, "ms")}
    assert " ".join(r["text"] for r in rows) == ALONE[language]
    assert [r["ranking"][0][0] for r in rows] == ["what-led-here", "work-meaning", "in-five-years"]


@pytest.mark.model
def test_a_report_s_quotations_by_the_names_it_gives(tmp_path: Path) -> None:
    report = next(r for r in panels() if r.language == "it")
    done, rows = segment(tmp_path, "panel.md", report.text)
    assert done.returncode == 0, done.stderr
    assert {r["speaker"] for r in rows} == {"Bruna Talamonti", "Elio Sferrazza"}
    assert "2 quotations name no speaker" in done.stderr
    said = [report.text[s.start : s.end] for _, s in report.given]
    assert " ".join(r["text"] for r in rows) == " ".join(said)
    assert all(r["asked"] is None for r in rows)


@pytest.mark.model
@pytest.mark.parametrize("language", ALONE)
def test_a_text_in_which_nobody_is_named_is_one_person_s_words(
    language: str, tmp_path: Path
) -> None:
    """As of an interview whose questions were taken away; it is said that it was taken so."""
    sentences = ALONE[language].replace(". ", ".|").split("|")
    pairs = ["\n\n".join(sentences[i : i + 2]) for i in range(0, 6, 2)]
    done, rows = segment(tmp_path, "ann.txt", "\n\n".join(pairs))
    assert done.returncode == 0, done.stderr
    assert "ann.txt: names no speaker: read as one person's words" in done.stderr
    assert [r["text"] for r in rows] == pairs
    assert [r["ranking"][0][0] for r in rows] == ["what-led-here", "work-meaning", "in-five-years"]


@pytest.mark.model
def test_several_files_are_read_together_and_one_that_cannot_be_used_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken.docx").write_text("no archive")
    (tmp_path / "it.txt").write_text(ALONE["it"], encoding="utf-8")
    done, rows = segment(
        tmp_path, "en.txt", ALONE["en"], str(tmp_path / "it.txt"), str(tmp_path / "broken.docx")
    )
    assert done.returncode == 1
    assert "broken.docx" in done.stderr
    assert {r["id"].split("#")[0] for r in rows} == {"en", "it"}


def test_who_never_says_i_is_heard_where_nobody_is_quoted(tmp_path: Path) -> None:
    text = "The kiln is a patient thing. It waits.\n\nThe potter loves the morning, and the clay."
    done, rows = segment(tmp_path, "kiln.txt", text)
    assert done.returncode == 0
    assert "read as one person's words" in done.stderr
    assert " ".join(row["text"] for row in rows).split() == text.split()


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.mp3", "x", "is in no form that can be read; give one of"),
        ("a.md", "The mayor came. «A road is built», says the mayor.", "quotes nobody by name"),
        ("a.vtt", "WEBVTT\n", "holds no words"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    name: str, text: str, problem: str, tmp_path: Path
) -> None:
    done, rows = segment(tmp_path, name, text)
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not rows


def test_a_question_set_with_a_fault_is_told(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "q.yaml").write_text("questions:\n  - id: a\n    txt: {en: What?}\n")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "segment", str(tmp_path / "talk.txt"),
         "--questions", str(tmp_path / "q.yaml"), "--out", str(tmp_path / "a.jsonl")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "did you mean 'text'" in done.stderr
