from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from pipeline.services.deciding.queue import Candidate, decided_on, look, steps, waiting
from pipeline.services.deciding.stretches import cuts, split
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_study import STAGES, hold_for_small_talk, write_small_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_small_study(tmp_path)))


def decide(library: Library, answer: str, kind: str, question: str, coder: str = "anna") -> str:
    event = judge(
        library.layout, coder=coder, kind=kind, answer=answer, value={"question": question},
        seen={"mode": "blind"},
    )  # fmt: skip
    return event.id


def voices(library: Library, answers: tuple[str, ...]) -> list[str]:
    found = [look(library, EVERYTHING, answer) for answer in answers]
    return [row[0]["speaker"] for row in found if row]


def test_answers_without_a_question_end_the_queue_and_contested_ones_wait_elsewhere(
    library: Library,
) -> None:
    queue = waiting(library, EVERYTHING)
    who = voices(library, queue.answers)
    assert who[-1] == "lola"
    assert queue.count == len(queue.answers) == 7
    assert "fornace-01@7400" not in queue.answers


def test_small_talk_by_the_machine_comes_last_and_a_persons_none_comes_no_more(
    library: Library,
) -> None:
    hold_for_small_talk(library.layout, "docks-01@2000")
    queue = waiting(library, EVERYTHING)
    assert queue.answers[-1] == "docks-01@2000"
    assert (queue.count, queue.small_talk) == (7, 1)
    assert waiting(library, EVERYTHING, standing="none").answers == ("docks-01@2000",)
    assert "docks-01@2000" not in waiting(library, EVERYTHING, standing="suggested").answers
    progress = library.progress().sum(numeric_only=True)
    assert (progress["none"], progress["rejected"]) == (1, 0)
    event = decide(library, "docks-01@2000", "reject-question", "work")
    queue = waiting(library, EVERYTHING)
    assert (queue.count, queue.small_talk) == (6, 0)
    assert "docks-01@2000" not in queue.answers
    progress = library.progress().sum(numeric_only=True)
    assert (progress["none"], progress["rejected"]) == (0, 1)
    judge(library.layout, coder="anna", kind="undo", value={"event": event}, seen={})
    assert waiting(library, EVERYTHING).small_talk == 1  # the machine's own word is kept


def test_a_stretch_cut_anew_waits_for_the_run(library: Library) -> None:
    before = waiting(library, EVERYTHING)
    cut = cuts(library.layout, "docks-01@2000")[0]
    event = split(library.layout, coder="anna", answer="docks-01@2000", at=cut.at, seen={})
    assert set(before.answers) - set(waiting(library, EVERYTHING).answers) == {"docks-01@2000"}
    judge(library.layout, coder="anna", kind="undo", value={"event": event.id}, seen={})
    assert waiting(library, EVERYTHING) == before


def test_words_that_may_not_be_quoted_are_left_out_and_counted(library: Library) -> None:
    queue = waiting(library, EVERYTHING)
    assert queue.withheld == 1
    assert "cleo" not in voices(library, queue.answers)
    assert "franco" not in voices(library, queue.answers)  # may not be analysed: not even counted


def test_filters_narrow_the_queue(library: Library) -> None:
    queue = waiting(library, Filters(sites=("fornace",)))
    assert {answer.split("-")[0] for answer in queue.answers} == {"fornace"}


def test_answers_put_off_come_last_and_others_can_be_left_out(library: Library) -> None:
    first, second, *_ = waiting(library, EVERYTHING).answers
    queue = waiting(library, EVERYTHING, last=[first], without=[second])
    assert queue.answers[-1] == first
    assert second not in queue.answers
    assert queue.count == 6


def test_an_answer_leaves_the_queue_when_it_is_decided_and_comes_back_when_undone(
    library: Library,
) -> None:
    before = waiting(library, EVERYTHING)
    answer = next(a for a in before.answers if a.startswith("docks-01"))
    event = decide(library, answer, "assign-question", "one-year")
    assert answer not in waiting(library, EVERYTHING).answers
    judge(library.layout, coder="anna", kind="undo", value={"event": event}, seen={})
    assert waiting(library, EVERYTHING) == before


def test_an_answer_without_a_question_leaves_when_its_candidate_is_turned_down(
    library: Library,
) -> None:
    answer = waiting(library, EVERYTHING).answers[-1]
    decide(library, answer, "reject-question", "one-year")
    assert answer not in waiting(library, EVERYTHING).answers


def test_an_answer_is_looked_at_with_what_it_may_speak_to(library: Library) -> None:
    row, candidates = look(library, EVERYTHING, "docks-01@2000") or ({}, [])
    assert row["shown_as"] == "Ada Marsh"
    assert row["may_play"]
    assert [(c.question, c.score, c.status) for c in candidates] == [
        ("work", 0.83, "suggested"),
        ("one-year", 0.12, "candidate"),
    ]
    assert candidates[0].evidence.startswith("asked at 00:02")
    assert look(library, Filters(sites=("patio",)), "docks-01@2000") is None
    assert look(library, EVERYTHING, "docks-01@1") is None


def test_a_choice_assigns_what_was_chosen_and_rejects_what_stood() -> None:
    shown = [
        Candidate("work", 0.5, "suggested", ""),
        Candidate("happiness", 0.4, "candidate", ""),
        Candidate("one-year", 0.3, "contested", ""),
    ]
    assert steps(shown, ["work", "one-year"]) == [
        ("assign-question", "work"),
        ("assign-question", "one-year"),
    ]
    assert steps(shown, ["happiness"]) == [
        ("assign-question", "happiness"),
        ("reject-question", "work"),
        ("reject-question", "one-year"),
    ]
    assert [kind for kind, _ in steps(shown, [])] == ["reject-question"] * 3


def test_a_coders_day_counts_answers_and_not_events(library: Library) -> None:
    today = datetime.now().astimezone().date()
    first, second, *_ = waiting(library, EVERYTHING).answers
    decide(library, first, "assign-question", "work")
    decide(library, first, "reject-question", "happiness")
    event = decide(library, second, "assign-question", "work")
    decide(library, second, "assign-question", "work", coder="tom")
    assert decided_on(library.layout, "anna", today) == 2
    judge(library.layout, coder="anna", kind="undo", value={"event": event}, seen={})
    assert decided_on(library.layout, "anna", today) == 1
    assert decided_on(library.layout, "nobody", today) == 0
    assert decided_on(library.layout, "anna", today - timedelta(days=1)) == 0
    assert decided_on(library.layout, "anna", date(2099, 1, 1)) == 0


def test_without_tags_there_is_no_queue(tmp_path: Path) -> None:
    layout = Layout(write_small_study(tmp_path, stages=STAGES[:5]))
    with pytest.raises(NotReady):
        waiting(Library(layout), EVERYTHING)
