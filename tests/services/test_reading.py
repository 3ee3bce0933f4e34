from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.interview import Transcript, Turn, Turns, Word
from pipeline.model.span import Span
from pipeline.services.showing.reading import Reading, Tagged, Utterance, read_interview
from tests.dashboards.small_study import write_small_study
from tests.services.test_clips import allow


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def said(turn: Utterance) -> str:
    return "".join(word.text for stretch in turn.stretches for word in stretch.words)


def write_turns(layout: Layout, interview: str, *turns: Turn) -> None:
    whole = Turns(interview, "v2", "ms", "en", turns)
    artefact = encode_json(layout.path("turns", id=interview), schemas.TURNS, Turns, whole)
    write_atomically(artefact.path, artefact.to_bytes("k"))


def test_turns_come_with_names_roles_and_all_their_words(layout: Layout) -> None:
    read = read_interview(layout, "docks-01")
    assert [(t.shown_as, t.interviewer) for t in read.utterances] == [
        ("inga", True), ("Ada Marsh", False), ("inga", True), ("Ada Marsh", False),
    ]  # fmt: skip
    assert said(read.utterances[3]) == "Yes. Mostly, yes."
    assert read.utterances[0].span == Span(0, 2000)


def test_a_stretch_tells_its_questions_and_how_sure_they_are(layout: Layout) -> None:
    _, guess, _, _, _, _ = read_interview(layout, "docks-02").utterances
    (stretch,) = guess.stretches
    assert (stretch.status, stretch.begins) == ("confirmed", True)
    assert stretch.tags == (Tagged("work", "confirmed", 0.71, best=True),)
    (asked,) = read_interview(layout, "docks-01").utterances[0].stretches
    assert (asked.answer, asked.tags) == ("", ())


def test_without_tags_the_transcript_can_be_read(tmp_path: Path) -> None:
    stages = ("ingest", "judgements", "transcribe", "diarize", "turns", "segment")
    read = read_interview(Layout(write_small_study(tmp_path, stages=stages)), "docks-01")
    assert said(read.utterances[3]) == "Yes. Mostly, yes."
    assert not read.utterances[3].stretches[0].tags


def test_two_answers_part_one_turn(layout: Layout) -> None:
    answers = read_interview(layout, "docks-01")
    first = answers.utterances[1].span.start
    words = [Word(f"w{n}", first + 300 * n, first + 300 * n + 300) for n in range(140)]
    text = " ".join(word.text for word in words)
    write_turns(layout, "docks-01", Turn("ada", first, words[-1].end, text, tuple(words)))
    (turn,) = read_interview(layout, "docks-01").utterances
    ids = [stretch.answer for stretch in turn.stretches]
    assert ids[0] == f"docks-01@{first}"
    assert ids[1] == ""  # where the second question was put, nobody answers
    assert ids[2] == f"docks-01@{answers.utterances[3].span.start}"
    assert [stretch.tags[0].question for stretch in turn.stretches if stretch.tags] == [
        "work", "happiness",
    ]  # fmt: skip
    assert said(turn) == text


def test_marks_stand_with_their_words(layout: Layout) -> None:
    words = (Word("said", 0, 1), Word("come", 1, 2), Word("l'", 2, 3), Word("ora", 3, 4))
    write_turns(layout, "docks-01", Turn("ada", 0, 9, "She said: «come» l'ora?", words))
    (turn,) = read_interview(layout, "docks-01").utterances
    assert [w.text for s in turn.stretches for w in s.words] == [
        "She said: ", "«come» ", "l'", "ora?",
    ]  # fmt: skip


def test_doubtful_words_and_gaps_are_kept(layout: Layout) -> None:
    words = (Word("sure", 0, 1, 0.9), Word("doubt", 1, 2, 0.49), Word("loop", 2, 3, 0.9, ("loop",)))
    write_turns(layout, "docks-01", Turn("ada", 0, 9, "sure doubt loop", words))
    heard = Transcript("docks-01", "en", words, (Span(20_000, 24_000),))
    artefact = encode_json(
        layout.path("transcript", id="docks-01"), schemas.TRANSCRIPT, Transcript, heard
    )
    write_atomically(artefact.path, artefact.to_bytes("k"))
    read = read_interview(layout, "docks-01")
    assert [[w.look for s in turn.stretches for w in s.words] for turn in read.utterances] == [
        ["", "unsure"], ["doubted"],
    ]  # fmt: skip
    assert read.gaps == (Span(20_000, 24_000),)


def test_words_that_may_not_be_quoted_are_not_there_nor_what_was_asked_for_them(
    layout: Layout,
) -> None:
    read = read_interview(layout, "docks-02")
    assert [(t.shown_as, t.withheld) for t in read.utterances] == [
        ("inga", ""), ("Rowan", ""), ("inga", "quote"), ("Cleo Hart", "quote"),
        ("inga", ""), ("Rowan", ""),
    ]  # fmt: skip
    assert not read.utterances[3].stretches
    assert "quoted on this" not in repr(read)
    assert "And to you" not in repr(read)


def test_a_permission_that_has_run_out_takes_the_words_away(layout: Layout) -> None:
    def withheld(on: date) -> list[str]:
        return [t.withheld for t in read_interview(layout, "fornace-02", on=on).utterances]

    assert withheld(date(2020, 1, 1)) == ["", "", ""]
    assert withheld(date(2020, 1, 2)) == ["", "analyse", "analyse"]


def test_a_voice_without_a_name_is_read_only_where_all_allow_it(layout: Layout) -> None:
    manifest = layout.path("manifest")
    manifest.write_text(manifest.read_text().replace(",ada,inga,", ",ada cleo,inga,"))
    turns = layout.path("turns", id="docks-01")
    turns.write_text(turns.read_text().replace('"speaker":"ada"', '"speaker":"s1"'))
    assert {t.withheld for t in read_interview(layout, "docks-01").utterances} == {"quote"}
    allow(layout, "cleo", "analyse name", "analyse name quote")
    assert {t.withheld for t in read_interview(layout, "docks-01").utterances} == {""}


def test_an_interview_that_is_not_there_is_told(layout: Layout) -> None:
    with pytest.raises(NotReady, match="elsewhere"):
        read_interview(layout, "elsewhere")
    layout.path("turns", id="docks-01").unlink()
    with pytest.raises(NotReady):
        read_interview(layout, "docks-01")


def test_a_text_is_read_in_code_points(layout: Layout) -> None:
    read: Reading = read_interview(layout, "patio-01")
    assert (read.unit, read.language, read.gaps) == ("cp", "es", ())
    assert "<script>" in said(read.utterances[1])
