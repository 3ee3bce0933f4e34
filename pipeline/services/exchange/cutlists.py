"""A timeline on its way out: for an editing program, on paper, or as a list of its clips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json
from pipeline.formats.files import nearest, write_atomically
from pipeline.formats.sequences import FORMS, lost
from pipeline.formats.sequences.captions import captions_of
from pipeline.formats.sequences.pace import READ_PER_SECOND, too_fast
from pipeline.formats.spreadsheets import write_csv
from pipeline.model.assembly import Assembly, Sent, SentClip
from pipeline.services.exchange.assembling import LINKED, Names, assembly_of
from pipeline.services.exchange.cuts import Assembled, LeftOut, assemble
from pipeline.services.showing.library import Library

if TYPE_CHECKING:
    import pandas as pd

CLIP_COLUMNS = [
    "number", "person", "place", "words", "interview", "file", "in_ms", "out_ms", "timecode_in",
    "timecode_out", "length_ms", "at_ms", "status", "score", "answer",
]  # fmt: skip
_BY_FRAMES = ("otio", "edl", "fcpxml", "xml", "ale")
_CAPTIONED = ("vtt", "srt", "fcpxml")


def to_form(
    library: Library, assembled: Assembled, form: str, *, to: Path | None = None
) -> dict[str, bytes]:
    """Return the files of a timeline in a form, by their names; it is noted what they hold.

    Args:
        library: the study.
        assembled: the timeline of today.
        form: one of ``FORMS``.
        to: the folder that they are written to, for absolute addresses of the recordings.
    """
    return _files(assembly_of(library, assembled, to=to), form, library, assembled)


def to_otio(library: Library, assembled: Assembled) -> bytes:
    """Return a timeline as .otio, with the recordings' places below the study."""
    return FORMS["otio"].write(assembly_of(library, assembled))[".otio"]


def clip_list(library: Library, assembled: Assembled) -> pd.DataFrame:
    """Return the clips as a table, one row a clip.

    Times are milliseconds of the recording, ``at_ms`` of the assembled timeline; the
    timecodes are those of the recording, empty where it has none.
    """
    import pandas as pd

    shots = assembly_of(library, assembled).shots
    rows = []
    for cut, shot in zip(assembled.cuts, shots, strict=True):
        first, last = cut.timecodes
        rows.append({
            "number": cut.number, "person": shot.speaker, "place": shot.place,
            "words": shot.words, "interview": shot.footage.interview, "file": shot.footage.name,
            "in_ms": cut.clip.start, "out_ms": cut.clip.end,
            "timecode_in": first, "timecode_out": last,
            "length_ms": cut.clip.span.length, "at_ms": cut.at,
            "status": cut.clip.status, "score": round(cut.clip.score, 4), "answer": shot.answer,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=CLIP_COLUMNS)


@dataclass(frozen=True)
class Exported:
    """What an export wrote; ``offline`` are recordings that are not where they should be.

    ``notes`` say what the form cannot carry, a sentence each.
    """

    files: tuple[Path, ...]
    clips: int
    left_out: tuple[LeftOut, ...]
    offline: tuple[str, ...]
    notes: tuple[str, ...] = ()


def export_timeline(library: Library, name: str, *, form: str, to: Path) -> Exported:
    """Write a timeline in a form, and the list of what it could not carry.

    Raises:
        BadInput: no such timeline or form, or the folder cannot be written.
        NotReady: no timeline has been made, or it has no clip that may leave.
    """
    if form not in FORMS:
        raise BadInput("is no form of export", where=form, remedy=nearest(form, FORMS))
    assembled = assemble(library, name)
    if not assembled.cuts:
        raise NotReady(
            f"has no clip that may leave ({len(assembled.left_out)} answers are left out)",
            where=name,
            remedy="choose a timeline with recordings whose people allow their voice",
        )
    names = Names(library.layout, library.people())
    assembly = assembly_of(library, assembled, to=to)
    files = _files(assembly, form, library, assembled)
    files[f"{name}.not-carried.csv"] = not_carried(assembled, names)
    written = {to / file: data for file, data in files.items()}
    offline = []
    try:
        for path, data in written.items():
            write_atomically(path, data)
        for clip in {cut.clip.interview: cut.clip for cut in assembled.cuts}.values():
            recording = library.layout.path("interviews") / clip.file
            hidden = names.telling(clip.interview)
            if not recording.exists():
                offline.append(names.file(clip.interview) if hidden else clip.file)
            elif hidden:
                _link(to / LINKED / names.file(clip.interview), recording)
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(to), remedy="check its rights"
        ) from None
    return Exported(
        tuple(written), len(assembled.cuts), assembled.left_out, tuple(offline),
        (*_notes(assembly, form), *_varying(library, assembled, form)),
    )  # fmt: skip


def _files(
    assembly: Assembly, form: str, library: Library, assembled: Assembled
) -> dict[str, bytes]:
    made = FORMS[form].write(assembly)
    clips = tuple(
        SentClip(c.answer, c.interview, c.start, c.end, cut.struck)
        for cut in assembled.cuts for c in (cut.clip,)
    )  # fmt: skip
    path = library.layout.path("sent", id=assembly.name)
    sent = encode_json(path, schemas.SENT, Sent, Sent(assembly.name, clips))
    write_atomically(path, sent.to_bytes(""))
    return {f"{assembly.name}{suffix}": data for suffix, data in made.items()}


def not_carried(assembled: Assembled, names: Names) -> bytes:
    """Return the list of answers that an export leaves out, with the reason, as CSV."""
    import pandas as pd

    rows = [(names.answer(i.answer), i.reason, i.detail) for i in assembled.left_out]
    return write_csv(pd.DataFrame(rows, columns=["answer", "reason", "detail"]))


def _link(link: Path, recording: Path) -> None:
    """Put a recording in reach under a name that tells nobody's."""
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink() or link.exists():
        link.unlink()
    link.symlink_to(recording.absolute())


def _varying(library: Library, assembled: Assembled, form: str) -> list[str]:
    """Name the films whose frames cannot be told: their rate changes as it goes."""
    if form not in _BY_FRAMES:
        return []
    interviews = dict.fromkeys(cut.clip.interview for cut in assembled.cuts)
    varying = [i for i in interviews if (media := library.media(i)) and media.variable]
    return [
        f"the frame rate of {interview} changes as it goes, and its frames may be missed; cut "
        f"with a copy: interleaf timelines proxy {interview} --out DIR"
        for interview in varying
    ]


def _notes(assembly: Assembly, form: str) -> list[str]:
    notes = [lost(form)]
    fast = too_fast(captions_of(assembly)) if form in _CAPTIONED else 0
    if fast:
        notes.append(
            f"{fast} captions are said faster than {READ_PER_SECOND} characters a second, and "
            "nothing is cut from them; shorten them by hand"
        )
    if (
        form in _BY_FRAMES
        and form != "ale"
        and not all(
            shot.footage.url.isascii() and "%" not in shot.footage.url for shot in assembly.shots
        )
    ):
        notes.append(
            "some recordings have spaces or letters beyond ASCII in their paths; a program that "
            "does not find them has to be shown them once"
        )
    return notes
