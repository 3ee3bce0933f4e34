"""Adjudication as a step of its own, and logs that git merges."""

import subprocess
from pathlib import Path

import pytest

from pipeline.formats.logs import read_log
from pipeline.layout import Layout
from pipeline.model.judgement import Event
from pipeline.services.deciding.judging import events_of, judge
from pipeline.services.deciding.queue import look
from pipeline.services.deciding.settling import disputes, settle, votes
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_study import write_small_study
from tests.studies import REPOSITORY

ANSWER = "docks-01@40300"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_small_study(tmp_path / "study")))


def say(library: Library, coder: str, kind: str, question: str = "happiness") -> Event:
    return judge(
        library.layout, coder=coder, kind=kind, answer=ANSWER, value={"question": question},
        seen={"mode": "suggested"}, reason="she laughs",
    )  # fmt: skip


def status(library: Library) -> str:
    found = look(library, EVERYTHING, ANSWER)
    assert found
    return str(found[0]["status"])


def test_what_coders_differ_on_is_listed_with_each_ones_word(library: Library) -> None:
    only_here = Filters(sites=("docks",))
    assert disputes(library, only_here) == []
    say(library, "anna", "reject-question")
    say(library, "anna", "assign-question")
    say(library, "tom", "reject-question")
    (found,) = disputes(library, only_here)
    assert (found.answer, found.of, found.thing) == (ANSWER, "question", "happiness")
    assert [(v.coder, v.yes, v.mode, v.reason) for v in votes(library, found)] == [
        ("anna", True, "suggested", "she laughs"), ("tom", False, "suggested", "she laughs"),
    ]  # fmt: skip
    assert status(library) == "contested"


@pytest.mark.parametrize(("yes", "after"), [(True, "confirmed"), (False, "rejected")])
def test_a_third_word_settles_it(library: Library, yes: bool, after: str) -> None:
    say(library, "anna", "assign-question")
    say(library, "tom", "reject-question")
    (found,) = disputes(library, Filters(sites=("docks",)))
    event = settle(library, found, coder="uma", yes=yes)
    assert event.kind == "adjudicate"
    assert event.seen["mode"] == "adjudication"
    assert {v["coder"] for v in event.seen["votes"]} == {"anna", "tom"}
    assert disputes(library, Filters(sites=("docks",))) == []
    assert status(library) == after
    judge(library.layout, coder="uma", kind="undo", value={"event": event.id}, seen={})
    assert status(library) == "contested"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_logs_of_two_branches_are_merged_by_git_line_by_line(library: Library) -> None:
    """Anna judges on two machines, tom on one of them; nothing is lost, all is folded once."""
    layout, folder = library.layout, library.layout.root
    (folder / ".gitattributes").write_text((REPOSITORY / ".gitattributes").read_text())
    say(library, "anna", "assign-question", "one-year")
    git(folder, "init", "-b", "main")
    git(folder, "add", ".gitattributes", "codebook")
    git(folder, "commit", "-m", "begin")
    git(folder, "checkout", "-b", "train")
    first = say(library, "anna", "assign-question")
    git(folder, "commit", "-am", "on the train")
    git(folder, "checkout", "main")
    say(library, "anna", "reject-question", "one-year")
    say(library, "tom", "reject-question")
    git(folder, "add", "codebook")
    git(folder, "commit", "-m", "at the desk")
    git(folder, "merge", "--no-edit", "train")
    events, faults = read_log(layout.path("log", coder="anna", id="docks-01"), where="log")
    assert faults == []
    assert len(events) == 3
    assert first in events
    held = events_of(layout, ["docks-01"])
    assert len(held) == len({e.id for e in held}) == 4
    (found,) = disputes(library, Filters(sites=("docks",)))
    assert (found.thing, len(votes(library, found))) == ("happiness", 2)
    seen = look(library, EVERYTHING, ANSWER)
    assert seen
    assert {c.question: c.status for c in seen[1]}["one-year"] == "rejected"  # anna's last word
