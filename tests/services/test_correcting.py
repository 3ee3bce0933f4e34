import io
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from pipeline.errors import BadInput
from pipeline.layout import Layout
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.correcting import correct, last_step, mark, name_voice, undo
from pipeline.services.exchange.archives import logs_zip
from pipeline.services.showing.clips import Sound, clip_audio, whole_sound
from pipeline.services.showing.library import Library
from pipeline.services.showing.reading import Reading, ReadWord, read_interview
from pipeline.services.showing.search import search
from pipeline.services.showing.store import EVERYTHING
from pipeline.services.showing.wording import wording
from tests.dashboards.small_study import write_small_study
from tests.services.test_clips import allow

SEEN = {"mode": "transcript"}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def words(layout: Layout, interview: str = "docks-01") -> list[ReadWord]:
    read: Reading = read_interview(layout, interview)
    return [w for turn in read.utterances for s in turn.stretches for w in s.words]


def place(layout: Layout, text: str, interview: str = "docks-01") -> Span:
    word = next(w for w in words(layout, interview) if w.text.strip(" .,*") == text)
    return Span(word.start, word.end)


def put(layout: Layout, text: str, new: str, interview: str = "docks-01") -> Event | None:
    span = place(layout, text, interview)
    return correct(layout, coder="inga", interview=interview, span=span, text=new, seen=SEEN)


def strike(layout: Layout, text: str, kind: str, interview: str = "docks-01") -> Event:
    span = place(layout, text, interview)
    return mark(layout, coder="inga", interview=interview, kind=kind, span=span, seen=SEEN)


def text_of(layout: Layout, question: str = "work") -> dict[str, str]:
    rows = Library(layout).answers(question=question, filters=EVERYTHING)
    return dict(zip(rows["interview"], rows["text"], strict=True))


def found(layout: Layout, query: str) -> int:
    return search(layout, query, EVERYTHING).n


def samples(sound: bytes | Path) -> npt.NDArray[np.float32]:
    """Return the sound, 16 kHz where it is a copy of the whole."""
    source = io.BytesIO(sound) if isinstance(sound, bytes) else str(sound)
    with av.open(source, "r") as container:
        frames = [f.to_ndarray()[0] for f in container.decode(container.streams.audio[0])]
    return np.concatenate(frames)


def loudest(sound: npt.NDArray[np.float32], rate: int) -> int:
    """Return the frequency that is loudest, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return round(int(spectrum.argmax()) * rate / len(sound))


def test_a_correction_shows_at_once_everywhere_and_its_undo_too(layout: Layout) -> None:
    before = text_of(layout)["docks-01"]
    event = put(layout, "shipyard", "boatyard")
    assert event is not None
    assert "boatyard" in text_of(layout)["docks-01"]
    assert (found(layout, "boatyard"), found(layout, "shipyard")) == (1, 0)
    assert [w.look for w in words(layout) if w.text.strip() == "boatyard"] == ["corrected"]
    undo(layout, event)
    assert text_of(layout)["docks-01"] == before
    assert found(layout, "shipyard") == 1


def test_words_that_stay_are_no_part_of_the_judgement(layout: Layout) -> None:
    old = words(layout)
    at = next(i for i, w in enumerate(old) if w.text.startswith("shipyard"))
    span = Span(old[at - 2].start, old[at + 2].end)
    said = [w.text.strip() for w in old[at - 2 : at + 3]]
    new = " ".join([*said[:2], "old", "boatyard", *said[3:]])
    event = correct(layout, coder="inga", interview="docks-01", span=span, text=new, seen=SEEN)
    assert event is not None
    assert event.anchor is not None
    assert event.anchor.span == Span(old[at].start, old[at].end)
    assert event.value == {"text": "old boatyard"}
    same = " ".join(said)
    undo(layout, event)
    assert not correct(layout, coder="inga", interview="docks-01", span=span, text=same, seen=SEEN)


def test_words_that_were_put_in_stand_beside_their_neighbour(layout: Layout) -> None:
    put(layout, "shipyard", "big shipyard")
    assert "In the big shipyard I was given" in text_of(layout)["docks-01"]


def test_words_are_taken_away_and_their_place_stays(layout: Layout) -> None:
    old = place(layout, "shipyard")
    put(layout, "shipyard", "")
    assert "In the I was given" in text_of(layout)["docks-01"]
    (gone,) = [w for w in words(layout) if w.look == "deleted"]
    assert (gone.text, Span(gone.start, gone.end)) == ("", old)
    correct(layout, coder="inga", interview="docks-01", span=old, text="harbour", seen=SEEN)
    assert "In the harbour I was given" in text_of(layout)["docks-01"]
    assert not [w for w in words(layout) if w.look == "deleted"]


@pytest.mark.parametrize("kind", ["redact", "off-record"])
def test_what_is_struck_is_nowhere(layout: Layout, kind: str) -> None:
    put(layout, "shipyard", "Zanzibar")
    event = strike(layout, "Zanzibar", kind)
    assert found(layout, "Zanzibar") == 0
    assert "Zanzibar" not in repr(read_interview(layout, "docks-01"))
    text = text_of(layout)["docks-01"]
    assert "Zanzibar" not in text
    assert ("█████" in text) == (kind == "redact")
    assert b"Zanzibar" not in logs_zip(Library(layout))
    undo(layout, event)
    assert found(layout, "Zanzibar") == 1


def test_an_answer_off_the_record_is_gone_from_lists_and_counts(layout: Layout) -> None:
    counts = Library(layout).question_counts(EVERYTHING).set_index("question")["answers"]
    turn = read_interview(layout, "docks-01").utterances[3]
    event = mark(
        layout, coder="inga", interview="docks-01", kind="off-record", span=turn.span, seen=SEEN
    )
    assert "docks-01" not in text_of(layout, "happiness")
    now = Library(layout).question_counts(EVERYTHING).set_index("question")["answers"]
    assert now["happiness"] == counts["happiness"] - 1
    assert [w.look for w in words(layout)][-1] == "off-record"
    undo(layout, event)
    assert text_of(layout, "happiness")["docks-01"] == "Yes. Mostly, yes."


def test_what_was_asked_is_struck_too(layout: Layout) -> None:
    strike(layout, "happy?", "redact")
    (asked,) = (
        Library(layout)
        .answers(question="happiness", filters=EVERYTHING)
        .query("interview == 'docks-01'")["asked"]
    )
    assert asked == "And are you █████"


def test_what_is_redacted_is_bleeped_in_clips_and_in_the_whole(layout: Layout) -> None:
    whole = whole_sound(layout, "docks-01")
    assert isinstance(whole, Sound)
    whole.made()
    span = place(layout, "remains")
    plain = clip_audio(layout, interview="docks-01", span=Span(2000, 12_000))
    event = strike(layout, "remains", "redact")
    struck = clip_audio(layout, interview="docks-01", span=Span(2000, 12_000))
    assert isinstance(plain, bytes)
    assert isinstance(struck, bytes)
    copy = whole_sound(layout, "docks-01")
    assert isinstance(copy, Sound)
    assert not whole.path.exists()
    for sound, rate, at in ((samples(struck), 48_000, 2000), (samples(copy.made()), 16_000, 0)):
        inside = sound[(span.start - at + 60) * rate // 1000 : (span.end - at - 30) * rate // 1000]
        outside = sound[(span.end - at + 150) * rate // 1000 : (span.end - at + 900) * rate // 1000]
        assert loudest(inside, rate) == pytest.approx(1000, abs=10)
        assert loudest(outside, rate) == pytest.approx(220, abs=10)
    undo(layout, event)
    assert clip_audio(layout, interview="docks-01", span=Span(2000, 12_000)) == plain


def test_what_is_off_the_record_is_silent(layout: Layout) -> None:
    span = place(layout, "remains")
    strike(layout, "remains", "off-record")
    sound = clip_audio(layout, interview="docks-01", span=Span(2000, 12_000))
    assert isinstance(sound, bytes)
    heard = samples(sound)
    inside = heard[(span.start - 1940) * 48 : (span.end - 2060) * 48]
    assert abs(inside).max() < 0.01
    assert abs(heard[(span.end - 1800) * 48 : (span.end - 1000) * 48]).max() > 0.05


def test_naming_a_voice_takes_its_rights_with_it_at_once(layout: Layout) -> None:
    manifest = layout.path("manifest")
    manifest.write_text(manifest.read_text().replace(",ada,inga,", ",ada cleo,inga,"))
    turn = read_interview(layout, "docks-01").utterances[1]
    assert turn.shown_as == "Ada Marsh"
    event = name_voice(
        layout, coder="inga", interview="docks-01", span=turn.span, speaker="cleo", seen=SEEN
    )
    read = read_interview(layout, "docks-01")
    assert {t.withheld for t in read.utterances if not t.interviewer} == {"quote"}
    rows = Library(layout).answers(question="work", filters=EVERYTHING)
    (mine,) = rows[rows["interview"] == "docks-01"].to_dict("records")
    assert (mine["speaker"], mine["text"], mine["may_play"]) == ("cleo", "", False)
    undo(layout, event)
    assert read_interview(layout, "docks-01").utterances[1].shown_as == "Ada Marsh"


def test_a_name_can_be_given_to_one_turn_alone(layout: Layout) -> None:
    turn = read_interview(layout, "docks-01").utterances[3]
    whose = {"coder": "inga", "interview": "docks-01", "span": turn.span, "seen": SEEN}
    name_voice(layout, **whose, speaker=" A  guest ", here=True)  # type: ignore[arg-type]
    assert [t.speaker for t in wording(layout, "docks-01").turns.turns] == [
        "inga", "ada", "inga", "A guest",
    ]  # fmt: skip
    for name in ("", "  ", "x" * 61, "a\x00b"):
        with pytest.raises(BadInput, match="letters"):
            name_voice(layout, **whose, speaker=name)  # type: ignore[arg-type]


def test_each_takes_back_their_own_last_step_or_one_at_a_place(layout: Layout) -> None:
    def last(coder: str = "inga", within: Span | None = None) -> Event | None:
        return last_step(layout, coder=coder, interview="docks-01", within=within)

    first, second = put(layout, "shipyard", "yard"), strike(layout, "noon", "redact")
    assert last() == second
    assert last(within=place(layout, "yard")) == first
    assert last("tom") is None
    undo(layout, second)
    assert last() == first


def test_a_text_is_put_right_in_its_own_place(layout: Layout) -> None:
    put(layout, "qué", "cuánto", "patio-01")
    assert "cuánto" in " ".join(w.text for w in words(layout, "patio-01"))
    strike(layout, "stars", "off-record", "patio-01")
    assert found(layout, "stars") == 0


def test_what_may_not_be_heard_stays_unheard_beside_what_is_struck(layout: Layout) -> None:
    strike(layout, "remains", "redact")
    allow(layout, "ada", "name voice", "name")
    assert not clip_audio(layout, interview="docks-01", span=Span(2000, 12_000))
