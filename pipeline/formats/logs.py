"""Judgement logs: one JSON object a line, one file a coder and interview, only appended to."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import BadInput, PipelineError
from pipeline.formats.artefacts import adapter
from pipeline.formats.files import nearest
from pipeline.model.anchor import Anchor
from pipeline.model.interview import ID_PATTERN
from pipeline.model.judgement import KINDS, VALUE_KEYS, Event


def append_event(path: Path, event: Event) -> None:
    """Append one event: locked, synced, after closing a line that a crash left open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = adapter(Event).dump_json(event) + b"\n"
    with path.open("a+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        log.seek(0, os.SEEK_END)
        if log.tell():
            log.seek(-1, os.SEEK_END)
            if log.read(1) != b"\n":
                line = b"\n" + line
        log.write(line)
        log.flush()
        os.fsync(log.fileno())


def read_log(path: Path, *, where: str) -> tuple[list[Event], list[PipelineError]]:
    """Read a log; an unfinished last line is passed over, a broken one told by its number."""
    events: list[Event] = []
    faults: list[PipelineError] = []
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        if not line.strip():
            continue
        try:
            events.append(_event(json.loads(line)))
        except ValueError as error:
            what = _reason(error)
            remedy = "the line is left out; put it right or restore it from a copy"
            faults.append(BadInput(what, where=f"{where} line {number}", remedy=remedy))
    return events, faults


def _event(record: Any) -> Event:
    if not isinstance(record, Mapping):
        raise ValueError("is not an event")
    known = [f.name for f in fields(Event)]
    for key in record:
        if key not in known:
            raise ValueError(f"unknown key {key!r}; {nearest(str(key), known)}")
    event = adapter(Event).validate_python(record)
    check_event(event)
    return event


def check_event(event: Event) -> None:
    """Check what the types cannot.

    Raises:
        ValueError: an unknown kind, or a value without what its kind needs.
    """
    if event.kind not in KINDS:
        raise ValueError(f"unknown kind {event.kind!r}; {nearest(event.kind, KINDS)}")
    for key in VALUE_KEYS.get(event.kind, ()):
        # Words may be corrected to nothing: nothing was said there.
        empty = event.kind == "correct-words" and event.value.get(key) == ""
        if not event.value.get(key) and not empty:
            raise ValueError(f"the value of a {event.kind!r} event needs {key!r}")
    if event.kind == "adjudicate":
        if event.value["verdict"] not in ("assign", "reject"):
            raise ValueError("the verdict of an 'adjudicate' event is 'assign' or 'reject'")
        if not (event.value.get("question") or event.value.get("code")):
            raise ValueError("the value of an 'adjudicate' event needs 'question' or 'code'")
    if event.kind == "place" and event.anchor is None:
        raise ValueError("a 'place' event needs an anchor: where the judgement belongs")
    if KINDS[event.kind] == "clusters":
        _check_clusters(event.value)
    if event.kind == "split" and not re.fullmatch("0*[1-9][0-9]*", str(event.value.get("at"))):
        raise ValueError("the value of a 'split' event needs 'at', counted from its start")


def _check_clusters(value: Mapping[str, Any]) -> None:
    told = value.get("clusters", [])
    whole = isinstance(told, list) and all(
        isinstance(each, Mapping) and re.fullmatch(ID_PATTERN, str(each.get("cluster", "")))
        for each in told
    )
    if not whole:
        raise ValueError("'clusters' is a list of {cluster: an id, members: anchors}")
    try:
        for anchors in (value.get("answers", []), *(each.get("members") for each in told)):
            adapter(list[Anchor]).validate_python(anchors)
    except ValidationError:
        raise ValueError("members of clusters and moved answers are told by anchors") from None


def _reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(p) for p in first['loc']) or 'event'}: {first['msg']}"
    if isinstance(error, json.JSONDecodeError):
        return "is not whole JSON"
    return str(error)
