"""A timeline on its way out: for an editing program, or as a list of its clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadInput, NotReady
from pipeline.formats.files import nearest, write_atomically
from pipeline.formats.otio import Caption, write_otio
from pipeline.formats.spreadsheets import write_csv
from pipeline.model.timeline import Clip
from pipeline.services.cuts import Assembled, LeftOut, assemble
from pipeline.services.library import Library

if TYPE_CHECKING:
    import pandas as pd

FORMS = ("otio",)
"""The forms in which a timeline can be exported."""

CLIP_COLUMNS = [
    "number", "person", "place", "words", "interview", "file", "in_ms", "out_ms", "timecode_in",
    "timecode_out", "length_ms", "at_ms", "status", "score", "answer",
]  # fmt: skip


def to_otio(assembled: Assembled, *, media: Path | None = None) -> bytes:
    """Return a timeline as .otio.

    Args:
        assembled: the timeline of today.
        media: the study's folder ``interviews``, for absolute addresses of the recordings;
            without it they are relative to the study.
    """
    cuts = {cut.clip: cut for cut in assembled.cuts}

    def caption(clip: Clip) -> Caption:
        voice = cuts[clip].voice
        return Caption(voice.shown_as, voice.words, voice.evidence, picture=cuts[clip].picture)

    def url(clip: Clip) -> str:
        return (media / clip.file).as_uri() if media else f"interviews/{clip.file}"

    return write_otio(
        assembled.timeline, captions=caption, url=url, struck=lambda clip: cuts[clip].struck
    )  # fmt: skip


def clip_list(assembled: Assembled, sites: Mapping[str, str]) -> pd.DataFrame:
    """Return the clips as a table, one row a clip; ``sites`` are the places' names by id.

    Times are milliseconds of the recording, ``at_ms`` of the assembled timeline; the
    timecodes are those of the recording, empty where it has none.
    """
    import pandas as pd

    rows = []
    for cut in assembled.cuts:
        first, last = cut.timecodes
        rows.append({
            "number": cut.number, "person": cut.voice.shown_as,
            "place": sites.get(cut.clip.site, cut.clip.site), "words": cut.voice.words,
            "interview": cut.clip.interview, "file": cut.clip.file,
            "in_ms": cut.clip.start, "out_ms": cut.clip.end,
            "timecode_in": first, "timecode_out": last,
            "length_ms": cut.clip.span.length, "at_ms": cut.at,
            "status": cut.clip.status, "score": round(cut.clip.score, 4),
            "answer": cut.clip.answer,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=CLIP_COLUMNS)


@dataclass(frozen=True)
class Exported:
    """What an export wrote; ``offline`` are recordings that are not where they should be."""

    files: tuple[Path, ...]
    clips: int
    left_out: tuple[LeftOut, ...]
    offline: tuple[str, ...]


def export_timeline(library: Library, name: str, *, form: str, to: Path) -> Exported:
    """Write a timeline for an editing program, and the list of what it could not carry.

    Raises:
        BadInput: no such timeline or form, or the folder cannot be written.
        NotReady: no timeline has been made, or it has no clip that may leave.
    """
    import pandas as pd

    if form not in FORMS:
        raise BadInput("is no form of export", where=form, remedy=nearest(form, FORMS))
    assembled = assemble(library, name)
    if not assembled.cuts:
        raise NotReady(
            f"has no clip that may leave ({len(assembled.left_out)} answers are left out)",
            where=name,
            remedy="choose a timeline with recordings whose people allow their voice",
        )
    media = library.layout.path("interviews")
    missed = pd.DataFrame(
        [(item.answer, item.reason, item.detail) for item in assembled.left_out],
        columns=["answer", "reason", "detail"],
    )
    files = {
        to / f"{name}.{form}": to_otio(assembled, media=media),
        to / f"{name}.not-carried.csv": write_csv(missed),
    }
    try:
        for path, data in files.items():
            write_atomically(path, data)
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(to), remedy="check its rights"
        ) from None
    used = dict.fromkeys(cut.clip.file for cut in assembled.cuts)
    offline = tuple(file for file in used if not (media / file).exists())
    return Exported(tuple(files), len(assembled.cuts), assembled.left_out, offline)
