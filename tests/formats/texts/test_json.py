from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts import Timed
from pipeline.formats.texts.json import read_json
from pipeline.formats.transcripts.json import write_json
from pipeline.model.interview import Word
from tests.formats.transcripts_of import small


def read(tmp_path: Path, record: Any) -> Timed:
    path = tmp_path / "a.json"
    path.write_text(record if isinstance(record, str) else json.dumps(record))
    return read_json(path, where="interviews/a.json")


WHISPER = {
    "text": " So what. It's well-known.",
    "segments": [
        {"id": 0, "seek": 0, "start": 0.5, "end": 1.5, "text": " So what.", "tokens": [1],
         "words": [{"word": " So", "start": 0.5, "end": 0.8, "probability": 0.9},
                   {"word": " what.", "start": 0.8, "end": 1.5, "probability": 0.7}]},
        {"id": 1, "start": 2.0, "end": 3.0, "text": " It's well-known.",
         "words": [{"word": " It's", "start": 2.0, "end": 2.2, "probability": 1.0},
                   {"word": " well", "start": 2.2, "end": 2.5, "probability": 1.0},
                   {"word": "-known.", "start": 2.5, "end": 3.0, "probability": 1.0}]},
        {"id": 2, "start": 4.0, "end": 5.0, "text": " No word times."},
    ],
    "language": "en",
}  # fmt: skip


def test_whisper_keeps_the_times_of_words_and_joins_what_belongs_to_one(tmp_path: Path) -> None:
    timed = read(tmp_path, WHISPER)
    assert timed.language == "en"
    assert [cue.text for cue in timed.cues] == ["So what.", "It's well-known.", "No word times."]
    assert timed.cues[0].words == (Word("So", 500, 800, 0.9), Word("what.", 800, 1_500, 0.7))
    assert timed.cues[1].words[1] == Word("well-known.", 2_200, 3_000, 1.0)
    assert timed.cues[2].words == ()


def test_whisperx_names_voices_and_leaves_some_words_without_times(tmp_path: Path) -> None:
    words = [
        {"word": "In", "start": 1.0, "end": 1.2, "score": 0.8, "speaker": "SPEAKER_00"},
        {"word": "2013", "speaker": "SPEAKER_00"},
        {"word": "we", "start": 2.0, "end": 2.1, "score": 0.9, "speaker": "SPEAKER_00"},
        {"word": "Yes.", "start": 2.5, "end": 2.8, "score": float("nan"), "speaker": "SPEAKER_01"},
    ]
    segment = {"start": 1.0, "end": 3.0, "text": "In 2013 we Yes.", "words": words,
               "speaker": "SPEAKER_00"}  # fmt: skip
    timed = read(tmp_path, {"segments": [segment], "word_segments": words, "language": "en"})
    first, second = timed.cues
    assert (first.label, first.text, first.start, first.end) == (
        "SPEAKER_00",
        "In 2013 we",
        1_000,
        2_100,
    )
    assert first.words[1] == Word("2013", 1_200, 2_000, None, ("interpolated",))
    assert (second.label, second.words) == ("SPEAKER_01", (Word("Yes.", 2_500, 2_800),))


def test_ours_shows_names_and_an_edited_turn_wins_over_its_words(tmp_path: Path) -> None:
    record = json.loads(write_json(small()))
    record["turns"][1]["text"] = "It poured."
    timed = read(tmp_path, record)
    assert [cue.label for cue in timed.cues] == ["Speaker 1", "Ana", "Ana"]
    assert timed.cues[1].text == "It poured."
    assert timed.cues[1].words == ()
    assert timed.cues[2].words == small().turns[2].words


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ('{"segments": [\n{"start": 1,}]}', "line 2: is not JSON"),
        ({"hello": 1}, "is not a transcript"),
        ([1], "is not a transcript"),
        ({"segments": []}, "holds no words"),
        ({"segments": [{"start": "secret", "end": 1, "text": "a"}]}, "segments.0.start: "),
        (
            {"segments": [{"start": 3, "end": 1, "text": "secret"}]},
            "segments.0: its times cannot be",
        ),
        ({"schema": "interleaf/transcript-file/1", "media": "a"}, "language: field required"),
    ],
)
def test_what_is_broken_is_told_with_its_place(record: Any, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, record)
    assert str(caught.value).startswith(f"interviews/a.json: {told}")
    assert "secret" not in str(caught.value)
