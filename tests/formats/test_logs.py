import fcntl
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.formats.logs import append_event, check_event, read_log
from pipeline.model.anchor import Anchor
from pipeline.model.judgement import KINDS, VALUE_KEYS, Event
from tests.studies import REPOSITORY

ANCHOR = Anchor("mill-01", "v1", "ms", 100, 900, 3, "0f" * 128)
EVENT = Event(
    "e1", "2024-05-01T10:00:00.000Z", "inga", "assign-question", ANCHOR, {"question": "work"},
    {"mode": "blind"}, "g1", "c1", "weil ja 🙂",
)  # fmt: skip
APPENDER = """
import sys
from dataclasses import replace
from pathlib import Path
from pipeline.formats.logs import append_event
from tests.formats.test_logs import EVENT
for n in range(40):
    event = replace(EVENT, id=f"{sys.argv[2]}-{n}", reason="x" * (n * 300))
    append_event(Path(sys.argv[1]), event)
"""


def log_of(path: Path) -> tuple[list[Event], list[str]]:
    events, faults = read_log(path, where="inga/mill-01.jsonl")
    return events, [str(fault) for fault in faults]


def test_events_come_back_in_order_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "inga" / "mill-01.jsonl"
    other = replace(EVENT, id="e2", anchor=None, kind="memo", value={"text": "two\nlines"})
    append_event(path, EVENT)
    append_event(path, other)
    assert log_of(path) == ([EVENT, other], [])
    assert path.read_bytes().count(b"\n") == 2


def test_an_unfinished_last_line_is_passed_over_and_the_next_event_begins_a_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.jsonl"
    append_event(path, EVENT)
    whole = path.read_bytes()
    for cut in range(1, len(whole)):
        path.write_bytes(whole + whole[:cut])
        events, faults = log_of(path)
        assert (events, faults) == ([EVENT], [])
    path.write_bytes(whole + whole[:40])
    append_event(path, replace(EVENT, id="e2"))
    events, faults = log_of(path)
    assert [e.id for e in events] == ["e1", "e2"]
    assert faults == [
        "inga/mill-01.jsonl line 2: is not whole JSON; "
        "the line is left out; put it right or restore it from a copy"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "asign-question"}, "unknown kind 'asign-question'; did you mean"),
        ({"value": {}}, "needs 'question'"),
        ({"coder": None}, "coder: "),
        ({"anchor": {"interview": "x"}}, "anchor.version: "),
        ({"resaon": "x"}, "unknown key 'resaon'; did you mean 'reason'?"),
        ({"value": []}, "value: "),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_rest_is_read(
    change: dict[str, Any], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "log.jsonl"
    append_event(path, EVENT)
    record = json.loads(path.read_text())
    with path.open("a") as log:
        log.write("\n" + json.dumps(record | change) + "\n")
    append_event(path, replace(EVENT, id="e3"))
    events, faults = log_of(path)
    assert [e.id for e in events] == ["e1", "e3"]
    assert len(faults) == 1
    assert faults[0].startswith("inga/mill-01.jsonl line 3: ")
    assert told in faults[0]


@pytest.mark.parametrize("line", ["[]", "3", "null", "nonsense", "{", '"text"'])
def test_what_is_no_event_is_told(line: str, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{line}\n")
    events, faults = log_of(path)
    assert events == []
    assert "line 1: " in faults[0]


def test_bytes_that_are_no_text_are_told_like_any_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"id": "\xff\xfe"}\n')
    append_event(path, EVENT)
    events, faults = log_of(path)
    assert events == [EVENT]
    assert len(faults) == 1


def test_logs_that_an_editor_saved_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    append_event(path, EVENT)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert log_of(path) == ([EVENT], [])


def test_what_four_write_at_once_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    command = [sys.executable, "-c", APPENDER, str(path)]
    writers = [subprocess.Popen([*command, f"p{i}"], cwd=REPOSITORY) for i in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    events, faults = log_of(path)
    assert faults == []
    assert {e.id for e in events} == {f"p{i}-{n}" for i in range(4) for n in range(40)}
    for i in range(4):
        assert [e.id for e in events if e.id.startswith(f"p{i}-")] == [
            f"p{i}-{n}" for n in range(40)
        ]


def test_a_writer_waits_while_another_holds_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    append_event(path, EVENT)
    before = path.read_bytes()
    with path.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = subprocess.Popen([sys.executable, "-c", APPENDER, str(path), "p0"], cwd=REPOSITORY)
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(timeout=3)
        assert path.read_bytes() == before
    assert writer.wait() == 0
    assert len(log_of(path)[0]) == 41


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_needs_its_value(kind: str) -> None:
    sound: dict[str, object] = dict.fromkeys(VALUE_KEYS.get(kind, ()), "assign")
    place = {"interview": "i1", "version": "v1", "unit": "ms", "start": 0, "end": 900, "words": 3,
             "sketch": ""}  # fmt: skip
    of_clusters = {"clusters": [{"cluster": "k1", "members": [place]}], "answers": [place]}
    if KINDS[kind] == "clusters":
        sound |= {key: told for key, told in of_clusters.items() if key in sound}
    extra = {"question": "work"} if kind == "adjudicate" else {}
    extra |= {"at": "900"} if kind == "split" else {}
    check_event(replace(EVENT, kind=kind, value=sound | extra))
    for key in sound:
        short = {k: v for k, v in sound.items() if k != key} | extra
        with pytest.raises(ValueError, match=f"needs '{key}'"):
            check_event(replace(EVENT, kind=kind, value=short))


@pytest.mark.parametrize(
    "told",
    [
        {"clusters": "k1"},
        {"clusters": [{"members": []}]},
        {"clusters": [{"cluster": "K 1", "members": []}]},
        {"clusters": [{"cluster": "k1"}]},
        {"clusters": [{"cluster": "k1", "members": ["i1@0"]}]},
        {"clusters": [{"cluster": "k1", "members": []}], "answers": [{"interview": "i1"}]},
    ],
)
def test_clusters_and_their_members_are_told_in_one_form(told: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"'clusters' is a list|told by anchors"):
        check_event(replace(EVENT, kind="freeze-cluster", value=told))


def test_a_verdict_is_to_assign_or_to_reject() -> None:
    def settle(**value: str) -> Event:
        return replace(EVENT, kind="adjudicate", value=value)

    check_event(settle(question="work", verdict="assign"))
    check_event(settle(code="making", verdict="reject"))
    with pytest.raises(ValueError, match="verdict"):
        check_event(settle(question="work", verdict="assing"))
    with pytest.raises(ValueError, match="'question' or 'code'"):
        check_event(settle(verdict="assign"))


@pytest.mark.parametrize("at", ["here", -3, 0, None, 1.5, True])
def test_a_split_says_where_to_cut(at: object) -> None:
    with pytest.raises(ValueError, match="'at'"):
        check_event(replace(EVENT, kind="split", value={"at": at}))
