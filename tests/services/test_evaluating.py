from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.transcripts import FORMS
from pipeline.services.standalone.evaluating import Evaluation, evaluate_transcripts
from tests.formats.transcripts_of import small

SRT = "1\n00:00:00,000 --> 00:00:10,000\nAnn: Good morning to you.\n"
RTTM = "SPEAKER a 1 0 10 <NA> <NA> ann <NA> <NA>\nSPEAKER a 1 10 10 <NA> <NA> bob <NA> <NA>\n"


def evaluate(hypothesis: Path, reference: Path, told: list[str] | None = None) -> Evaluation:
    told = [] if told is None else told
    return evaluate_transcripts(hypothesis, reference, tell=told.append)


def test_words_against_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT)
    (tmp_path / "b.txt").write_text("good evening: to you two")
    (row,) = evaluate(tmp_path / "a.srt", tmp_path / "b.txt").rows
    assert row.words is not None
    assert (row.words.words, row.words.substitutions, row.words.deletions) == (5, 1, 1)
    assert row.voices == {}


def test_voices_against_rttm(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT + "\n2\n00:00:10,000 --> 00:00:15,000\nBob: Yes.\n")
    (tmp_path / "a.rttm").write_text(RTTM)
    (row,) = evaluate(tmp_path / "a.srt", tmp_path / "a.rttm").rows
    assert row.words is None
    assert row.voices["0.0"].der == pytest.approx(5 / 20)
    assert row.speech is not None
    assert row.speech.share == pytest.approx(15 / 20)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_transcript_against_itself_has_no_errors_in_any_form(form: str, tmp_path: Path) -> None:
    """Doubted words count as said; gaps, names and times are no words."""
    for name in {form, "json"}:
        (tmp_path / f"a{FORMS[name].suffix}").write_bytes(FORMS[name].write(small()))
    (row,) = evaluate(tmp_path / f"a{FORMS[form].suffix}", tmp_path / "a.json").rows
    assert row.words is not None
    assert (row.words.words, row.words.wer, row.words.cer) == (6, 0.0, 0.0)
    if form == "json":
        assert row.voices["0.0"].der == 0.0


def test_folders_are_paired_by_name_and_added_up_by_language(tmp_path: Path) -> None:
    hypotheses, references = tmp_path / "h", tmp_path / "r"
    for folder in (hypotheses, references):
        folder.mkdir()
    words = {"one": ("en", "good day", "good day"), "two": ("it", "buona sera", "buona notte sera"),
             "three": ("it", "sì", "sì")}  # fmt: skip
    for name, (language, said, true) in words.items():
        segment = {"start": 0.0, "end": 1.0, "text": said}
        record = {"segments": [segment], "language": language}
        (hypotheses / f"{name}.json").write_text(json.dumps(record))
        (references / f"{name}.txt").write_text(true)
    (hypotheses / "alone.srt").write_text(SRT)
    told: list[str] = []
    found = evaluate(hypotheses, references, told)
    rates = {row.name: row.words and row.words.wer for row in found.rows}
    assert rates == {"one": 0.0, "two": pytest.approx(1 / 3), "three": 0.0, "en": 0.0,
                     "it": pytest.approx(1 / 4), "all": pytest.approx(1 / 6)}  # fmt: skip
    assert told == [f"{hypotheses}/alone.srt: has no reference; name it alone.*"]
    assert found.table()[0].split()[:4] == ["lang", "files", "words", "WER"]
    assert any(line.startswith("all") and "16.7" in line for line in found.table())
    record = json.loads(json.dumps(found.as_dict()))
    assert record["rows"][-1]["words"]["wer"] == pytest.approx(1 / 6)


def test_a_text_and_voices_of_one_name_are_one_reference(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT)
    reference = tmp_path / "r"
    reference.mkdir()
    (reference / "a.txt").write_text("Good morning to you.")
    (reference / "a.rttm").write_text(RTTM)
    (row,) = evaluate(tmp_path / "a.srt", reference).rows
    assert row.words is not None
    assert row.words.wer == 0.0
    assert row.voices["0.0"].der == pytest.approx(0.5)


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words alone")
    (tmp_path / "a.rttm").write_text(RTTM)
    told: list[str] = []
    with pytest.raises(BadInput, match="nothing could be compared"):
        evaluate(tmp_path / "a.txt", tmp_path / "a.rttm", told)
    assert "has neither words nor voices in common" in told[0]
    with pytest.raises(BadInput, match="there is no such file or folder"):
        evaluate(tmp_path / "b.txt", tmp_path / "a.txt")
