"""Whole folders to take out, as ZIP: all tables with their README, timelines, judgements."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.analysis.anchors import resolve
from pipeline.errors import NotReady
from pipeline.formats.artefacts import adapter
from pipeline.formats.logs import read_log
from pipeline.formats.spreadsheets import write_csv
from pipeline.layout import Layout
from pipeline.model.anchor import Anchor
from pipeline.model.judgement import Event
from pipeline.services.deciding.judging import quote_key
from pipeline.services.exchange.cutlists import to_otio
from pipeline.services.exchange.cuts import assemble, timelines
from pipeline.services.exchange.exports import TABLES, Take, take
from pipeline.services.showing.clips import heard_in
from pipeline.services.showing.library import Library
from pipeline.services.showing.names import code_of, unnamed
from pipeline.services.showing.people import People
from pipeline.services.showing.wording import put_right, wording

WITHHELD = "[withheld]"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # ZIP's own: the same content is the same file
_README = """# Tables of the study

UTF-8, comma-separated, one table a file. A person who does not allow analysis is in none of
them; words that may not be quoted and names that may not be given are left out. A cell that a
spreadsheet would run as a formula has an apostrophe before it.

{rule}
"""


def tables_zip(library: Library, how: Take) -> bytes:
    """Return all tables as CSV, with a README that explains every column."""
    rule = "Only what people have confirmed." if how.confirmed else (
        "Confirmed, suggested and contested: the column `status` tells."
    )  # fmt: skip
    parts, files = [_README.format(rule=rule)], {}
    for name, table in TABLES.items():
        try:
            frame = take(library, name, how)
        except NotReady:
            parts.append(f"## {name}.csv\n\nNot made yet: `interleaf run` makes it.\n")
            continue
        files[f"{name}.csv"] = write_csv(frame)
        told = [f"- `{column}`: {what}" for column, what in table.columns.items()]
        own = [str(column) for column in frame.columns if column not in table.columns]
        told += [f"- `{column}`: as in speakers.csv" for column in own]
        parts.append("\n".join([f"## {name}.csv ({len(frame)} rows)", "", *told, ""]))
    return _zip({"README.md": "\n".join(parts).encode(), **files})


def timelines_zip(library: Library, how: Take) -> bytes:
    """Return every timeline that has a clip which may leave, as .otio.

    Raises:
        NotReady: no timeline has been made yet.
    """
    files = {}
    for name in timelines(library.layout):
        made = assemble(library, name, filters=how.filters, confirmed=how.confirmed)
        if made.cuts:
            files[f"{name}.otio"] = to_otio(library, made)
    return _zip(files)


def logs_zip(library: Library) -> bytes:
    """Return the judgement logs, less what consent holds back.

    An event on the words of somebody who does not allow analysis is absent. Where the words
    may not be quoted, texts that people wrote on them are withheld; names that may not be
    given are too. Events that point at no words (an undo) stay; of those on clusters, members
    of whom that is said are absent.
    """
    people, layout = library.people(), library.layout
    root = layout.path("logs")
    files = {}
    for path in sorted(root.glob("*/*.jsonl")):
        name = path.relative_to(root).as_posix()
        events, _ = read_log(path, where=name)
        allowed = (_allowed(layout, people, event) for event in events)
        kept = [adapter(Event).dump_json(event) for event in allowed if event is not None]
        if kept:
            files[name] = b"\n".join(kept) + b"\n"
    return _zip(files)


def _allowed(layout: Layout, people: People, event: Event) -> Event | None:
    """Return an event as it may leave, None where it may not."""
    value = {name: _coded(people, each) for name, each in event.value.items()}
    event = replace(event, value=value)
    if event.anchor is None:
        return _among_allowed(layout, people, event) if event.group == "clusters" else event
    interview, span = event.anchor.interview, event.anchor.span
    voices = heard_in(layout, people, interview, span)
    if not people.decision(interview, voices, "analyse"):
        return None
    if not people.decision(interview, voices, "quote"):
        value = {n: WITHHELD if n in ("text", "words") else v for n, v in value.items()}
        return replace(event, value=value, reason=WITHHELD if event.reason else "", seen={})
    if event.kind == "correct-words" and _is_struck(layout, event.anchor):
        event = replace(event, value={**event.value, "text": WITHHELD})
    pattern = unnamed(people).get(interview)
    if pattern is None:
        return event
    hide = {n: pattern.sub("[…]", v) if isinstance(v, str) else v for n, v in value.items()}
    return replace(event, value=hide, reason=pattern.sub("[…]", event.reason))


def _among_allowed(layout: Layout, people: People, event: Event) -> Event:
    """Return an event on clusters without the members who do not allow analysis."""

    def kept(anchors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        places = ((told, Anchor.told(told)) for told in anchors)
        return [
            told
            for told, anchor in places
            if people.decision(
                anchor.interview,
                heard_in(layout, people, anchor.interview, anchor.span),
                "analyse",
            )
        ]

    value = dict(event.value)
    if "answers" in value:
        value["answers"] = kept(value["answers"])
    if "clusters" in value:
        value["clusters"] = [
            {**told, "members": kept(told["members"])} for told in value["clusters"]
        ]
    return replace(event, value=value)


def _is_struck(layout: Layout, anchor: Anchor) -> bool:
    """Tell whether something in a stretch was redacted or put off the record since."""
    try:
        turns = wording(layout, anchor.interview).turns
    except NotReady:
        return False
    taken = [e for e in put_right(layout, anchor.interview) if e.kind in ("redact", "off-record")]
    places = (resolve(e.anchor, turns, key=quote_key(layout)) for e in taken if e.anchor)
    here = resolve(anchor, turns, key=quote_key(layout))
    return here is not None and any(p is not None and p.span & here.span for p in places)


def _coded(people: People, value: Any) -> Any:
    """Return the code of somebody whose name may not be given, in the place of the id."""
    if isinstance(value, str) and value in people.speakers:
        named = people.decision("", [value], "name")
        return value if named else code_of(people, value)
    return value


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the one file of a form, or all of them as ZIP (an .edl has a map of reels)."""
    several = len(files) > 1 or any(name.endswith((".edl", ".ale")) for name in files)
    return _zip(files) if several else next(iter(files.values()))


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()
