import json
import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_frame, read_json
from pipeline.formats.files import write_atomically
from pipeline.formats.logs import read_log
from pipeline.formats.yamls import version_of
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS, TAGS
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.services.deciding.judging import (
    anchor_of,
    events_of,
    judge,
    orphans,
    overlay,
    quote_key,
)
from tests.dashboards.small_study import write_small_study

CODES = """\
codes:
  - {id: making, name: Making, definition: Making things.}
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def rows(layout: Layout) -> pd.DataFrame:
    return read_frame(layout.path("answers"), ANSWERS)


def answer(layout: Layout, speaker: str, n: int = 0) -> str:
    frame = rows(layout)
    return str(frame.loc[frame["speaker"] == speaker, "answer"].iloc[n])


def assign(
    layout: Layout, where: str, question: str, *, coder: str = "inga", kind: str = "assign-question"
) -> Event:
    return judge(
        layout, coder=coder, kind=kind, answer=where, value={"question": question},
        seen={"mode": "blind"},
    )  # fmt: skip


def undo(layout: Layout, event: Event, coder: str = "inga") -> Event:
    return judge(layout, coder=coder, kind="undo", value={"event": event.id}, seen={})


def log(layout: Layout, interview: str, coder: str = "inga") -> list[Event]:
    events, faults = read_log(layout.path("log", coder=coder, id=interview), where="log")
    assert faults == []
    return events


# what is written


def test_a_judgement_is_one_line_in_the_coders_log_of_the_interview(layout: Layout) -> None:
    where = answer(layout, "ada")
    event = judge(
        layout, coder="inga", kind="assign-question", answer=where, value={"question": "work"},
        seen={"mode": "suggestion", "score": 0.83}, reason="she says so",
    )  # fmt: skip
    assert log(layout, "docks-01") == [event]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event.at)
    assert event.guide == version_of(layout.path("questions"))
    assert event.codebook == ""
    assert event.seen == {"mode": "suggestion", "score": 0.83}
    assert event.anchor is not None
    assert (event.anchor.interview, event.anchor.version) == ("docks-01", "v1")
    again = assign(layout, where, "happiness")
    assert [e.id for e in log(layout, "docks-01")] == [event.id, again.id]


def test_no_word_of_the_interview_gets_into_the_log(layout: Layout) -> None:
    assign(layout, answer(layout, "ada"), "work")
    line = layout.path("log", coder="inga", id="docks-01").read_text()
    assert "shipyard" not in line
    assert set(json.loads(line)["anchor"]) == {
        "interview", "version", "unit", "start", "end", "words", "sketch",
    }  # fmt: skip


def test_the_key_is_made_once_and_kept(layout: Layout) -> None:
    key = quote_key(layout)
    assert len(key) == 32
    assert quote_key(layout) == key
    other = Layout(layout.root / "other")
    assert quote_key(other) != key


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"coder": "Inga!"}, "'Inga!' is not a coder's id"),
        ({"coder": "../inga"}, "'../inga' is not a coder's id"),
        ({"kind": "asign-question"}, "unknown kind 'asign-question'; did you mean"),
        ({"value": {}}, "needs 'question'"),
        ({"value": {"question": "wrok"}}, "there is no question 'wrok'; did you mean 'work'?"),
        ({"answer": "docks-01@1"}, "there is no answer 'docks-01@1'"),
        ({"answer": "../docks-01@0"}, "is not an answer's id"),
        ({"answer": ""}, "is not an answer's id"),
    ],
)
def test_what_cannot_be_judged_is_told_and_nothing_is_written(
    change: dict[str, object], told: str, layout: Layout
) -> None:
    sound: dict[str, object] = {
        "coder": "inga", "kind": "assign-question", "answer": answer(layout, "ada"),
        "value": {"question": "work"}, "seen": {},
    }  # fmt: skip
    with pytest.raises(BadInput, match=re.escape(told)):
        judge(layout, **(sound | change))  # type: ignore[arg-type]
    assert not list(layout.root.glob("codebook/judgements/**/*.jsonl"))


def test_a_code_has_to_be_in_the_codebook(layout: Layout) -> None:
    layout.path("codes").write_text(CODES)
    where = answer(layout, "ada")
    with pytest.raises(BadInput, match="no code 'makin'; did you mean 'making'"):
        judge(
            layout, coder="inga", kind="assign-code", answer=where, value={"code": "makin"}, seen={}
        )
    event = judge(
        layout, coder="inga", kind="assign-code", answer=where, value={"code": "making"}, seen={}
    )
    assert event.codebook == version_of(layout.path("codes"))
    assert event.group == "codes"


def test_an_interview_that_has_not_been_run_cannot_be_judged(layout: Layout) -> None:
    with pytest.raises(NotReady):
        anchor_of(layout, "nowhere-01@0")


def test_an_undo_lies_with_what_it_undoes_and_only_ones_own_is_undone(layout: Layout) -> None:
    event = assign(layout, answer(layout, "lola"), "work")
    with pytest.raises(BadInput, match=f"tom has no event '{event.id}'"):
        undo(layout, event, coder="tom")
    back = undo(layout, event)
    assert log(layout, "patio-01") == [event, back]
    assert events_of(layout, ["patio-01"]) == []
    undo(layout, back)
    assert events_of(layout, ["patio-01"]) == [event]


BREAD = {"name": "Bread", "clusters": [{"cluster": "k1", "members": []}]}


def test_what_is_about_no_words_lies_with_the_study(layout: Layout) -> None:
    event = judge(layout, coder="inga", kind="name-cluster", value=BREAD, seen={})
    assert log(layout, "study") == [event]


def test_all_coders_events_come_together_each_once(layout: Layout) -> None:
    one = assign(layout, answer(layout, "lola"), "work", coder="inga")
    other = assign(layout, answer(layout, "lola"), "work", coder="tom")
    path = layout.path("log", coder="tom", id="patio-01")
    path.write_bytes(path.read_bytes() * 2)  # a merge that took both sides
    assert events_of(layout, ["patio-01", "patio-01"]) == [one, other]
    assert events_of(layout, ["docks-01"]) == []


# what is seen at once


UNJUDGED = ("docks-01", "patio-01")  # nobody had decided anything there when it was run


def run(layout: Layout, *interviews: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tags and answers of some interviews as the last run left them."""
    answers, tags = rows(layout), read_frame(layout.path("tags"), TAGS)
    answers = answers[answers["interview"].isin(interviews or UNJUDGED)].reset_index(drop=True)
    return tags[tags["answer"].isin(answers["answer"])].reset_index(drop=True), answers


def now(layout: Layout, *interviews: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same as they hold now."""
    return overlay(layout, *run(layout, *interviews))


def standing(layout: Layout, where: str) -> tuple[str, dict[str, str]]:
    tags, answers = now(layout)
    (status,) = answers.loc[answers["answer"] == where, "status"]
    mine = tags[tags["answer"] == where]
    return str(status), dict(zip(mine["question"], mine["status"], strict=True))


def test_without_judgements_nothing_changes(layout: Layout) -> None:
    tags, answers = now(layout)
    pd.testing.assert_frame_equal(tags, run(layout)[0])
    pd.testing.assert_frame_equal(answers, run(layout)[1])


def test_what_somebody_decided_is_seen_at_once(layout: Layout) -> None:
    where = answer(layout, "ada")
    assert standing(layout, where)[1]["work"] == "suggested"
    assign(layout, where, "work")
    status, questions = standing(layout, where)
    assert (status, questions["work"]) == ("confirmed", "confirmed")
    tags, _ = now(layout)
    (evidence,) = tags.loc[(tags["answer"] == where) & (tags["question"] == "work"), "evidence"]
    assert evidence.startswith("confirmed by inga")
    assert list(tags.columns) == list(TAGS.dtypes)


def test_a_rejection_and_another_question(layout: Layout) -> None:
    where = answer(layout, "ada")
    assign(layout, where, "work", kind="reject-question")
    status, questions = standing(layout, where)
    assert (status, questions["work"]) == ("rejected", "rejected")
    assign(layout, where, "institutions")
    status, questions = standing(layout, where)
    assert (status, questions["institutions"]) == ("confirmed", "confirmed")
    ranks = now(layout)[0].loc[lambda frame: frame["answer"] == where, "rank"]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_two_who_differ_leave_it_contested_and_an_adjudication_settles_it(layout: Layout) -> None:
    where = answer(layout, "lola")
    assign(layout, where, "work")
    assign(layout, where, "work", coder="tom", kind="reject-question")
    assert standing(layout, where)[0] == "contested"
    judge(
        layout, coder="uma", kind="adjudicate", answer=where,
        value={"question": "work", "verdict": "assign"}, seen={},
    )  # fmt: skip
    assert standing(layout, where) == ("confirmed", standing(layout, where)[1])
    assert standing(layout, where)[1]["work"] == "confirmed"


def test_an_undone_decision_is_gone_at_once(layout: Layout) -> None:
    where = answer(layout, "ada")
    before = standing(layout, where)
    event = assign(layout, where, "work", kind="reject-question")
    undo(layout, event)
    assert standing(layout, where) == before


def test_what_a_run_held_and_nobody_holds_any_more_is_gone_at_once(layout: Layout) -> None:
    before, answers = run(layout, "docks-02")
    assert "confirmed" in set(before["status"])
    tags, answers = now(layout, "docks-02")  # no log says so: it was undone since
    assert "confirmed" not in {*tags["status"], *answers["status"]}
    assert not tags["evidence"].str.contains(" by ").any()


def test_other_answers_keep_their_standing(layout: Layout) -> None:
    tags, answers = run(layout)
    where = answer(layout, "ada")
    assign(layout, where, "institutions")
    new_tags, new = now(layout)
    rest = new_tags[new_tags["answer"] != where].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, tags[tags["answer"] != where].reset_index(drop=True))
    assert new.drop(columns="status").equals(answers.drop(columns="status"))
    assert (new["status"] != answers["status"]).sum() == 1


# what lost its place


def test_a_judgement_whose_words_are_gone_is_an_orphan(layout: Layout) -> None:
    kept = assign(layout, answer(layout, "ada"), "work")
    lost = assign(layout, answer(layout, "lola"), "work")
    judge(layout, coder="inga", kind="name-cluster", value=BREAD, seen={})
    assert orphans(layout) == []
    path = layout.path("turns", id="patio-01")
    empty = Turns("patio-01", "v2", "cp", "es", ())
    write_atomically(path, encode_json(path, schemas.TURNS, Turns, empty).to_bytes("k"))
    assert [e.id for e in orphans(layout)] == [lost.id]
    assert kept.id not in {e.id for e in orphans(layout)}
    path.unlink()
    assert orphans(layout) == []  # not run: nobody can say


def test_a_judgement_follows_its_words_into_a_new_version(layout: Layout) -> None:
    where = answer(layout, "lola")
    assign(layout, where, "institutions")
    path = layout.path("turns", id="patio-01")
    turns = read_json(path, schemas.TURNS, Turns)
    again = Turns(turns.interview, "v2", turns.unit, turns.language, turns.turns)
    write_atomically(path, encode_json(path, schemas.TURNS, Turns, again).to_bytes("k"))
    assert orphans(layout) == []
    assert standing(layout, where)[1]["institutions"] == "confirmed"
