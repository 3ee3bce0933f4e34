"""Check the tables, fingerprint and probe what was collected; say who may be analysed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.errors import BadInput, PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json
from pipeline.formats.files import write_atomically
from pipeline.formats.tables import read_study
from pipeline.formats.texts import READERS, NobodySpeaks
from pipeline.model.consent import decide
from pipeline.model.interview import NOBODY, Interview, Media, Source, Study
from pipeline.stages.common import Context

REVISION = 2
TABLES = ":tables"


def run(context: Context) -> Outcome:
    """Read the tables, and each interview's file that is new or has changed."""
    layout = context.layout
    study, faults = read_study(layout.path("interviews"))
    failures: dict[str, Sequence[PipelineError]] = {TABLES: faults} if faults else {}
    prints = Fingerprints(layout.path("fingerprints"))
    layout.path("source", id="").parent.mkdir(parents=True, exist_ok=True)  # DVC looks for it
    jobs = [_study_job(context, study)]
    for interview in study.interviews:
        where = f"interviews/{interview.file}"
        try:
            sha256 = prints.of(_inside(layout.path("interviews"), interview.file), where)
        except PipelineError as error:
            failures[interview.id] = [error]
            continue
        path = layout.path("source", id=interview.id)
        key = digest(REVISION, sha256, interview.file, interview.language, _voices(interview))
        jobs.append(
            Job(interview.id, key, (path,), partial(_source, context, interview, sha256, path))
        )
    prints.save()
    return context.memo("ingest", jobs, failures)


def _inside(folder: Path, file: str) -> Path:
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadInput(
            "lies outside interviews/", where=file, remedy="copy or link it into interviews/"
        )
    return path


def _voices(interview: Interview) -> int:
    """Return how many voices to expect: where nothing is said of interviewers, one is assumed."""
    unheard = interview.interviewers == (NOBODY,)
    return len(interview.speakers) + (0 if unheard else max(1, len(interview.interviewers)))


def _study_job(context: Context, study: Study) -> Job:
    today = date.today()
    may = [s.id for s in study.speakers if decide(s.consent, "analyse", on=today)]
    paths = (context.layout.path("study"), context.layout.path("consent"))

    def make(_: Callable[[float], None]) -> list[Encoded]:
        return [
            encode_json(paths[0], schemas.STUDY, Study, study),
            encode_json(paths[1], schemas.CONSENT, list[str], may),
        ]

    key = digest(REVISION, adapter(Study).dump_python(study, mode="json"), may)
    return Job(":study", key, paths, make)


def _source(
    context: Context, interview: Interview, sha256: str, path: Path, _: Callable[[float], None]
) -> list[Encoded]:
    media = probe_file(
        context.layout.path("interviews") / interview.file,
        f"interviews/{interview.file}",
        nobody_named=not interview.speakers or interview.alone,
    )
    source = Source(
        interview.id, interview.file, sha256, media, interview.language, _voices(interview)
    )
    return [encode_json(path, schemas.SOURCE, Source, source)]


def probe_file(path: Path, where: str, *, nobody_named: bool = False) -> Media | None:
    """Return what a recording is; None for a text that a reader takes.

    Args:
        path: the file.
        where: how messages name it.
        nobody_named: whether a text need name nobody: an article, or one person's words.

    Raises:
        BadInput: it is neither a text in a known form nor a recording with sound.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is not None:
        try:
            reader(path, where=where)
        except NobodySpeaks:
            if not nobody_named:
                raise
        return None
    from pipeline.engines.media import probe

    try:
        return probe(path)
    except PipelineError as error:
        raise BadInput(error.what, where=where, remedy=error.remedy) from None


class Fingerprints:
    """Content hashes of files, read again only where size or time of change differ."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: Mapping[str, list[object]] = {}
        self._fresh: dict[str, list[object]] = {}
        try:
            self._known = json.loads(path.read_bytes())
        except (OSError, ValueError):
            self._known = {}

    def of(self, path: Path, where: str) -> str:
        """Return a file's sha256.

        Raises:
            BadInput: it is missing or cannot be read.
        """
        try:
            stat = path.stat()
            mark = [stat.st_size, stat.st_mtime_ns]
            known = self._known.get(str(path), [])
            if known[:2] == mark:
                sha256 = str(known[2])
            else:
                with path.open("rb") as file:
                    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise BadInput(
                "the file is not there", where=where, remedy="check manifest.csv"
            ) from None
        except OSError as error:
            raise BadInput(
                f"cannot be read ({error.strerror})", where=where, remedy="check its rights"
            ) from None
        self._fresh[str(path)] = [*mark, sha256]
        return sha256

    def save(self) -> None:
        """Keep the hashes for the next run, on this machine only."""
        if self._fresh != self._known:
            write_atomically(self._path, json.dumps(self._fresh, indent=0).encode())
