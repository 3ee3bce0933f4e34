"""Map a function over items: nothing twice, nothing half, one failure stops nothing.

An item's key is the hash of all that its result depends on. What was made under
the same key is kept; the rest is made again, one file written whole at a time, and
each failure is kept in the stage's manifest with its remedy.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import Busy, NotReady, PipelineError, Problems
from pipeline.formats.artefacts import Encoded, read_marks
from pipeline.formats.files import write_atomically

MANIFEST_SCHEMA = "interleaf/manifest/1"
_FLUSH_SECONDS = 2.0


class Progress(Protocol):
    """How a run tells how far it is; the command line draws it."""

    def begin(self, label: str, total: int, unit: str = "") -> None:
        """Start counting to ``total``: items, or minutes of sound where the unit is ``min``."""
        ...

    def advance(self, done: float, item: str) -> None:
        """Tell how much is done, parts included, and which item is in hand."""
        ...

    def end(self) -> None:
        """Stop counting."""
        ...


class Silent:
    """Progress that nobody watches."""

    def begin(self, label: str, total: int, unit: str = "") -> None:
        """Say nothing."""

    def advance(self, done: float, item: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


Make = Callable[[Callable[[float], None]], Sequence[Encoded]]
"""Makes an item's artefacts; is given a function to tell its share of progress."""


@dataclass(frozen=True)
class Job:
    """An item to be made: its id, its key, its files (the first bears the key), its maker.

    ``size`` is its share of the work, in the unit that the progress counts.
    """

    id: str
    key: str
    outputs: tuple[Path, ...]
    make: Make
    size: float = 1.0


@dataclass(frozen=True)
class Record:
    """What the manifest says of an item; ``content`` is what its readers depend on."""

    key: str
    content: str = ""
    failures: tuple[Mapping[str, str], ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether the item could not be made."""
        return bool(self.failures) and not self.content


@dataclass
class Outcome:
    """What one run of a stage did, by item id."""

    stage: str
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


def digest(*parts: Any) -> str:
    """Return the key of what a result depends on: any JSON values, order counts."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read_manifest(path: Path) -> dict[str, Record]:
    """Return a stage's records by item, empty where there is no (whole) manifest."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(document, dict) or document.get("schema") != MANIFEST_SCHEMA:
        return {}
    return {
        name: Record(r["key"], r["content"], tuple(r["failures"]))
        for name, r in document["items"].items()
    }


def _write_manifest(path: Path, records: Mapping[str, Record]) -> None:
    items = {name: asdict(records[name]) for name in sorted(records)}
    document = {"schema": MANIFEST_SCHEMA, "items": items}
    write_atomically(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


@contextmanager
def locked(path: Path, *, stage: str, wait_seconds: float = 5.0) -> Iterator[None]:
    """Hold a stage's lock; the system frees it when the process dies.

    Raises:
        Busy: another process holds it for longer than ``wait_seconds``.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise Busy(
            "another run is at work on this stage",
            where=stage,
            remedy="wait for it, or end it, then run again",
        ) from None
    try:
        yield
    finally:
        lock.release()


def memo(
    stage: str,
    jobs: Sequence[Job],
    *,
    folder: Path,
    manifest: Path,
    progress: Progress,
    failures: Mapping[str, Sequence[PipelineError]] | None = None,
    unit: str = "",
) -> Outcome:
    """Make what is not there under its key, keep what is, delete what no job owns.

    Args:
        stage: the stage's name.
        jobs: the items, in the order in which they are made.
        folder: the stage's own folder; all outputs lie in it, and nothing else.
        manifest: where the items' records are kept; outside the folder, so that a key
            that changes without consequence changes nothing that others read.
        progress: told of every item.
        failures: faults of items found before any work; they have no outputs.
        unit: what the jobs' sizes count, for the progress; empty: items.
    """
    folder.mkdir(parents=True, exist_ok=True)
    records = read_manifest(manifest)
    outcome = Outcome(stage)
    fresh: dict[str, Record] = {}
    for name, errors in (failures or {}).items():
        fresh[name] = _failed("", errors)
        outcome.failed[name] = fresh[name].failures
    todo = []
    for job in jobs:
        kept = _kept(job, records.get(job.id))
        if kept is None:
            todo.append(job)
        else:
            fresh[job.id] = kept
            outcome.kept.append(job.id)
    _make_all(stage, todo, fresh, outcome, manifest, progress, records, unit)
    _delete_orphans(
        folder, {path for job in jobs for path in job.outputs if job.id not in outcome.failed}
    )
    _write_if_changed(manifest, fresh)
    return outcome


def _make_all(
    stage: str,
    todo: Sequence[Job],
    fresh: dict[str, Record],
    outcome: Outcome,
    manifest: Path,
    progress: Progress,
    before: Mapping[str, Record],
    unit: str,
) -> None:
    if not todo:
        return
    # Until it is made again, nothing is known of an item: killed between its file and its
    # record, the file would else pass for what an earlier key made.
    making = {job.id for job in todo}
    settled = {name: record for name, record in before.items() if name not in making}
    if settled != before:
        _write_manifest(manifest, settled)
    progress.begin(stage, ceil(sum(job.size for job in todo)), unit)
    done = 0.0
    flushed = time.monotonic()
    try:
        for job in todo:
            progress.advance(done, job.id)
            fresh[job.id] = _make(job, partial(_advance, progress, done, job))
            done += job.size
            if fresh[job.id].failed:
                outcome.failed[job.id] = fresh[job.id].failures
            else:
                outcome.made.append(job.id)
            if time.monotonic() - flushed > _FLUSH_SECONDS:
                _write_manifest(manifest, {**settled, **fresh})
                flushed = time.monotonic()
        progress.advance(done, "")
    except BaseException:
        _write_manifest(manifest, {**settled, **fresh})
        raise
    finally:
        progress.end()


def _advance(progress: Progress, done: float, job: Job, part: float) -> None:
    progress.advance(done + part * job.size, job.id)


def _kept(job: Job, record: Record | None) -> Record | None:
    """Return the record of an item that need not be made again."""
    if record is None:
        return _adopted(job)
    if record.key != job.key or record.failed:
        return None
    return record if all(path.exists() for path in job.outputs) else None


def _adopted(job: Job) -> Record | None:
    """Return a record for files that lie there under this key, though no manifest knows them.

    So it is after a kill between file and manifest, and where a manifest was lost.
    """
    found = [read_marks(path) for path in job.outputs]
    if any(marks is None or marks[0] != job.key for marks in found):
        return None
    return Record(job.key, digest(*(marks[1] for marks in found if marks)))


def _make(job: Job, advance: Callable[[float], None]) -> Record:
    try:
        artefacts = job.make(advance)
    except PipelineError as error:
        return _failed(job.key, [error])
    paths = {artefact.path for artefact in artefacts}
    if paths != set(job.outputs):
        promised = sorted(map(str, job.outputs))
        raise ValueError(f"{job.id}: made {sorted(map(str, paths))}, promised {promised}")
    for artefact in sorted(artefacts, key=lambda a: job.outputs.index(a.path)):
        marks = read_marks(artefact.path)
        if marks is None or marks[1] != artefact.content:
            write_atomically(artefact.path, artefact.to_bytes(job.key))
    contents = {artefact.path: artefact.content for artefact in artefacts}
    return Record(job.key, digest(*(contents[path] for path in job.outputs)))


def _failed(key: str, errors: Sequence[PipelineError]) -> Record:
    flat: list[PipelineError] = []
    for error in errors:
        flat.extend(error.problems if isinstance(error, Problems) else [error])
    return Record(
        key, "", tuple({"where": e.where, "what": e.what, "remedy": e.remedy} for e in flat)
    )


def _delete_orphans(folder: Path, owned: set[Path]) -> None:
    """Delete derived files that no item owns any more, and what a kill left half-written."""
    if not folder.exists():
        return
    for path in folder.rglob("*"):
        if path.is_file() and path not in owned:
            path.unlink(missing_ok=True)


def _write_if_changed(path: Path, records: Mapping[str, Record]) -> None:
    if read_manifest(path) != dict(records) or not path.exists():
        _write_manifest(path, records)


def contents(path: Path, *, stage: str) -> dict[str, str]:
    """Return the content digests of a stage's sound items.

    Raises:
        NotReady: the stage has not run.
    """
    if not path.exists():
        raise NotReady("has not run yet", where=stage, remedy=f"run `interleaf run {stage}`")
    return {name: r.content for name, r in read_manifest(path).items() if not r.failed}
