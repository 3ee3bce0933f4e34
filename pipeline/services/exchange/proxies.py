"""Copies of recordings that editing programs can cut by the frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from pipeline.engines.machine import Machine
from pipeline.errors import BadInput
from pipeline.formats.files import nearest
from pipeline.services.exchange.assembling import Names
from pipeline.services.showing.library import Library


def make_proxy(
    library: Library,
    interview: str,
    *,
    to: Path,
    advance: Callable[[float], None],
    machine: Machine | None = None,
) -> Path:
    """Write a copy of an interview's film with one frame rate; return the file.

    It is called like the recording, or by a code where that tells a name which may not be given.

    Raises:
        BadInput: no such interview or recording, one without a picture, or a folder that cannot
            be written.
    """
    from pipeline.engines.constant import SUFFIX, constant_copy

    people = library.people()
    if interview not in people.interviews:
        remedy = nearest(interview, people.interviews)
        raise BadInput("there is no such interview", where=interview, remedy=remedy)
    source = library.layout.path("interviews") / people.interviews[interview].file
    name = PurePosixPath(Names(library.layout, people).file(interview)).stem
    film = to / f"{name}{SUFFIX}"
    if film.exists() and film.samefile(source):
        raise BadInput("is the recording itself", where=str(film), remedy="name another folder")
    machine = machine or Machine.from_environment()
    constant_copy(source, film, threads=machine.threads, advance=advance)
    return film
