from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import BadInput, NotReady
from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from pipeline.services.exchange.cuts import Assembled, assemble, timelines
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import Filters
from tests.dashboards.small_results import HANDLE_MS, write_whole_study
from tests.dashboards.small_study import write_tables

ADA, DARIO = "docks-01@2000", "fornace-01@2000"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path)))


def allow(library: Library, old: str, new: str) -> None:
    path = library.layout.path("speakers")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def reasons(assembled: Assembled) -> dict[str, tuple[str, str]]:
    return {item.answer: (item.reason, item.detail) for item in assembled.left_out}


def test_clips_follow_each_other_in_the_assembled_timeline(library: Library) -> None:
    made = assemble(library, "question-work")
    assert [cut.voice.shown_as for cut in made.cuts] == ["Ada Marsh", "Dario Fonte"]
    first, second = made.cuts
    assert (first.number, first.at, second.number) == (1, 0, 2)
    assert second.at == first.clip.span.length
    assert made.timeline.duration_ms == second.at + second.clip.span.length
    assert first.clip.start == 2000 - HANDLE_MS
    assert first.timecodes == ("", "")


def test_texts_are_cards_and_words_that_may_not_be_quoted_are_absent(library: Library) -> None:
    made = assemble(library, "question-work")
    cards = {card.shown_as: card for card in made.cards}
    assert set(cards) == {"Rowan", "Cleo Hart", "Elena Riva", "Lola Serra", "Mats Weber"}
    assert cards["Rowan"].words == "A way to be of use."
    assert cards["Rowan"].status == "confirmed"
    assert (cards["Cleo Hart"].words, cards["Cleo Hart"].may_quote) == ("", False)
    told = reasons(made)
    assert told[cards["Rowan"].answer] == ("text", "")
    (franco,) = [a for a, (reason, _) in told.items() if reason == "withdrawn"]
    assert franco.startswith("fornace-02#")


def test_a_withdrawn_voice_is_gone_at_once_with_the_reason(library: Library) -> None:
    allow(library, "Ada Marsh,,docks,analyse quote name voice", "Ada Marsh,,docks,analyse quote")
    made = assemble(library, "question-work")
    assert [cut.voice.answer for cut in made.cuts] == [DARIO]
    assert (made.cuts[0].number, made.cuts[0].at) == (1, 0)
    assert reasons(made)[ADA] == ("voice", "not given")
    allow(library, "Dario Fonte,,fornace,analyse quote name voice", "Dario Fonte,,fornace,")
    made = assemble(library, "question-work")
    assert made.cuts == ()
    assert reasons(made)[DARIO] == ("withdrawn", "")


def test_consent_is_asked_for_a_day(library: Library) -> None:
    allow(library, "quote name voice,,boat", "quote name voice,2026-06-30,boat")
    then = Library(library.layout, on=date(2026, 6, 30))
    assert ADA in {cut.voice.answer for cut in assemble(then, "question-work").cuts}
    after = Library(library.layout, on=date(2026, 7, 1))
    assert ADA not in {cut.voice.answer for cut in assemble(after, "question-work").cuts}


def test_who_else_is_heard_in_a_clip_must_allow_it_too(library: Library) -> None:
    turns = library.layout.path("turns", id="docks-01")
    turns.write_text(turns.read_text().replace('"speaker":"inga"', '"speaker":"cleo"', 1))
    made = assemble(library, "question-work")
    assert reasons(made)[ADA] == ("voice", "not given")


def test_what_people_decided_since_the_run_counts(library: Library) -> None:
    def decide(kind: str, answer: str) -> None:
        judge(
            library.layout, coder="anna", kind=kind, answer=answer, value={"question": "work"},
            seen={},
        )  # fmt: skip

    decide("reject-question", ADA)
    decide("assign-question", DARIO)
    made = assemble(library, "question-work")
    assert [(cut.voice.answer, cut.clip.status) for cut in made.cuts] == [(DARIO, "confirmed")]
    assert reasons(made)[ADA] == ("decided", "")
    only = assemble(library, "question-work", confirmed=True)
    assert [cut.voice.answer for cut in only.cuts] == [DARIO]
    assert {card.shown_as for card in only.cards} == {"Rowan", "Mats Weber"}


def test_filters_narrow_and_are_no_loss(library: Library) -> None:
    made = assemble(library, "question-work", filters=Filters(sites=("fornace",), waves=(1,)))
    assert [cut.voice.answer for cut in made.cuts] == [DARIO]
    assert ADA not in reasons(made)
    assert made.cards == ()


def test_a_clusters_clips_are_the_machines_grouping(library: Library) -> None:
    made = assemble(library, "cluster-c01")
    assert {cut.clip.status for cut in made.cuts} == {"suggested"}
    assert assemble(library, "cluster-c01", confirmed=True).cuts == ()


def test_a_filmed_person_may_be_heard_and_not_seen(library: Library) -> None:
    path = library.layout.path("timelines")
    text = path.read_text()
    head = '"rate":null,"start_timecode":""'
    assert text.count(head) == 4
    path.write_text(text.replace(head, '"rate":"25","start_timecode":"10:00:00:00"'))
    first, _ = assemble(library, "question-work").cuts
    assert not first.picture
    assert first.timecodes[0] == "10:00:01:20"  # 1.8 s in
    allow(library, "analyse quote name voice,,boat", "analyse quote name voice image,,boat")
    assert assemble(library, "question-work").cuts[0].picture


def test_names_of_timelines(library: Library, tmp_path: Path) -> None:
    assert list(timelines(library.layout)) == [
        "question-work", "question-institutions", "cluster-c01",
    ]  # fmt: skip
    with pytest.raises(BadInput, match="did you mean 'question-work'"):
        assemble(library, "question-werk")
    fresh = Library(Layout(write_tables(tmp_path / "fresh")))
    with pytest.raises(NotReady):
        assemble(fresh, "question-work")
    library.layout.path("timelines").unlink()
    with pytest.raises(NotReady):
        timelines(library.layout)
