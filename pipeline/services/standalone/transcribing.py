"""Recordings transcribed without a study: files in, transcripts in any form out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pipeline
from pipeline import engines
from pipeline.analysis.verbatim import cleaned
from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, PipelineError
from pipeline.execution import Progress, Silent, digest
from pipeline.formats.transcripts import FORMS, forms
from pipeline.formats.transcripts.json import parse
from pipeline.model.interview import Media
from pipeline.model.transcript import Document
from pipeline.services.standalone.hearing import Ears, Wish, document_of, guesses
from pipeline.services.standalone.written import Written

REVISION = 2
MS_A_MINUTE = 60_000
_CHUNK = 1 << 20


@dataclass
class Report:
    """What was made: file names; ``notes`` and ``problems`` are lines for a person."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    done: int = 0


@dataclass(frozen=True)
class _Recording:
    """A file that can be heard; ``stem`` names its transcripts."""

    path: Path
    stem: str
    media: Media


@dataclass
class _Work:
    """The models, and where what they find goes."""

    wish: Wish
    ears: Ears
    written: Written
    report: Report
    tell: Callable[[str], None]


def transcribe_files(
    paths: Sequence[Path],
    out: Path,
    wish: Wish,
    *,
    machine: Machine,
    progress: Progress | None = None,
    tell: Callable[[str], None],
) -> Report:
    """Transcribe recordings, one after the other; what fails is told and the rest goes on.

    A file that stands in ``out`` and was made from the same recording with the same models
    and wishes is kept; one that somebody changed, or that comes from elsewhere, is never
    written over.

    Args:
        paths: recordings.
        out: a folder, made if it is not there.
        wish: what is asked for.
        machine: device, threads, and the cache in which pieces of a recording wait.
        progress: told the minutes of sound that are done.
        tell: told one line a problem or a guess.

    Raises:
        BadInput: an unknown form, engine, language or number of speakers.
        MissingModel: the weights are not here.
    """
    _check(wish, out)
    work = _Work(
        wish,
        Ears(
            engines.transcriber(wish.engine, wish.model, machine),
            engines.diarizer(wish.diarizer, wish.diarizer_model, machine),
            machine.cache / "pieces",
            machine.workers,
        ),
        Written(out),
        Report(),
        tell,
    )
    _ = (
        work.ears.transcriber.fingerprint,
        work.ears.diarizer.fingerprint,
    )  # a missing model is told first
    recordings = _probed(paths, work)
    watch = progress or Silent()
    watch.begin("transcribe", -(-sum(r.media.duration_ms for r in recordings) // MS_A_MINUTE))
    done_ms = 0
    try:
        for recording in recordings:
            advance = partial(_advance, watch, done_ms, recording)
            with _Told(work, recording.path):
                _one(recording, work, advance)
                work.report.done += 1
            done_ms += recording.media.duration_ms
            watch.advance(done_ms / MS_A_MINUTE, recording.path.name)
    finally:
        watch.end()
    return work.report


def _check(wish: Wish, out: Path) -> None:
    forms(wish.forms)
    if wish.speakers is not None and wish.speakers < 1:
        raise BadInput("--speakers is less than one", remedy="give a number, or none to guess it")
    if wish.language and not (len(wish.language) == 2 and wish.language.isalpha()):
        raise BadInput(
            f"'{wish.language}' is no language code",
            remedy="give two letters (ISO 639-1), or none to have it detected",
        )
    if out.exists() and not out.is_dir():
        raise BadInput("is not a folder", where=str(out), remedy="name another with --out")


def _advance(watch: Progress, before_ms: int, recording: _Recording, share: float) -> None:
    done = before_ms + share * recording.media.duration_ms
    watch.advance(done / MS_A_MINUTE, recording.path.name)


class _Told:
    """Turns what goes wrong with one file into its one line."""

    def __init__(self, work: _Work, path: Path) -> None:
        self.work, self.path = work, path

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Tell and go on, unless it is a fault of the program's or of the machine's."""
        if not isinstance(error, (PipelineError, OSError, MemoryError)):
            return False
        if isinstance(error, PipelineError):
            where = error.where or str(self.path)
            line = str(PipelineError(error.what, where=where, remedy=error.remedy))
        elif isinstance(error, MemoryError):
            line = f"{self.path}: there is not enough memory; cut the recording in parts"
        else:
            line = f"{self.path}: {error.strerror or error}; check the disk and its rights"
        self.work.report.problems.append(line)
        self.work.tell(line)
        return True


def _probed(paths: Sequence[Path], work: _Work) -> list[_Recording]:
    """Return the recordings that can be read, each under a name of its own."""
    from pipeline.engines.media import probe

    taken: dict[str, Path] = {}
    found: list[_Recording] = []
    for path in dict.fromkeys(paths):
        with _Told(work, path):
            if not path.is_file():
                raise BadInput("there is no such file", where=str(path), remedy="check the name")
            other = taken.setdefault(path.stem.casefold(), path)
            if other != path:
                raise BadInput(
                    f"its transcripts would bear the names of those of {other}",
                    where=str(path),
                    remedy="give it another --out, or another name",
                )
            found.append(_Recording(path, path.stem, probe(path)))
    return found


def _one(recording: _Recording, work: _Work, advance: Callable[[float], None]) -> None:
    """Make what is missing of one recording's transcripts."""
    sha256 = _sha256(recording.path)
    wish = work.wish
    heard_key = digest(REVISION, sha256, work.ears.transcriber.fingerprint, wish.language)
    key = digest(heard_key, work.ears.diarizer.fingerprint, wish.speakers)
    names = {form: f"{recording.stem}{FORMS[form].suffix}" for form in forms(wish.forms)}
    keys = {
        form: digest(key, form, wish.clean and FORMS[form].for_reading, pipeline.__version__)
        for form in names
    }
    missing = [form for form in names if not work.written.stands(names[form], keys[form])]
    work.report.kept += [names[form] for form in names if form not in missing]
    if not missing:
        return
    for form in missing:
        work.written.refuse_strangers(names[form])
    document = _kept(recording, work, key) or document_of(
        recording.path, recording.media, wish, work.ears,
        key=heard_key, sha256=sha256, advance=advance,
    )  # fmt: skip
    for line in guesses(recording.path, document):
        work.tell(line)
    for form in missing:
        shown = cleaned(document) if wish.clean and FORMS[form].for_reading else document
        work.written.write(names[form], keys[form], FORMS[form].write(shown))
        work.report.made.append(names[form])
    work.ears.kept(heard_key).clear()


def _kept(recording: _Recording, work: _Work, key: str) -> Document | None:
    """Return what an earlier call wrote as JSON, which carries all, from the same inputs."""
    name = f"{recording.stem}{FORMS['json'].suffix}"
    record = work.written.record(name, digest(key, "json", False, pipeline.__version__))
    return parse(record, where=name) if record else None


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
