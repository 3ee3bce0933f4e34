"""A timeline as a film to look at: one MP4 with captions and names, the recordings as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, NotReady
from pipeline.formats.files import write_atomically
from pipeline.formats.sequences.laying import Laid, base, lay
from pipeline.formats.sequences.pace import Caption, captioned
from pipeline.services.exchange.assembling import Names, assembly_of
from pipeline.services.exchange.cutlists import Exported, not_carried
from pipeline.services.exchange.cuts import Assembled, Cut, assemble
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording

if TYPE_CHECKING:
    from pipeline.engines.film import Scene

SUFFIX = "mp4"
SOUND_GRAIN = Fraction(1000)  # of sound alone, frames a second


def export_film(
    library: Library,
    name: str,
    *,
    to: Path,
    advance: Callable[[float], None],
    machine: Machine | None = None,
) -> Exported:
    """Render a timeline, and list what it could not carry; consent is asked today.

    Recordings that are not where they should be are left out and told.

    Args:
        library: the study.
        name: the timeline's.
        to: the folder.
        advance: told how much is rendered, from 0 to 1.
        machine: this machine; from the environment where it is not given.

    Raises:
        BadInput: no such timeline, a recording cannot be decoded, the folder cannot be written.
        NotReady: no timeline has been made, or it has no clip that may leave.
    """
    from pipeline.engines.film import render

    assembled = assemble(library, name)
    folder = library.layout.path("interviews")
    there = [cut for cut in assembled.cuts if (folder / cut.clip.file).exists()]
    if not there:
        raise NotReady(
            f"has no clip that may leave ({len(assembled.left_out)} answers are left out, "
            f"{len(assembled.cuts)} clips have no recording)",
            where=name,
            remedy="choose a timeline with recordings whose people allow their voice",
        )
    names = Names(library.layout, library.people())
    film = to / f"{name}.{SUFFIX}"
    rest = to / f"{name}.not-carried.csv"
    made, rate = scenes(library, replace(assembled, cuts=tuple(there)))
    machine = machine or Machine.from_environment()
    try:
        write_atomically(rest, not_carried(assembled, names))
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(to), remedy="check its rights"
        ) from None
    render(
        made, film, rate=rate, threads=machine.threads, advance=advance, video=machine.video
    )  # fmt: skip
    missing = {cut.clip.interview: cut.clip.file for cut in assembled.cuts if cut not in there}
    offline = [
        names.file(interview) if names.telling(interview) else file
        for interview, file in missing.items()
    ]
    return Exported(
        (film, rest), len(there), assembled.left_out, tuple(offline), tuple(_told(made))
    )


def scenes(library: Library, assembled: Assembled) -> tuple[list[Scene], Fraction]:
    """Return a timeline's scenes in order, and their pictures a second."""
    assembly = assembly_of(library, assembled)
    # What is struck keeps its place: it is bleeped, and the clip stays in one piece.
    whole = replace(assembly, shots=tuple(replace(shot, struck=()) for shot in assembly.shots))
    rate, _ = base(whole)
    laid = lay(whole, rate, sound=SOUND_GRAIN)
    captions = captioned(laid, rate)
    by_number = {cut.number: cut for cut in assembled.cuts}
    found = []
    for n, one in enumerate(laid):
        mine = [caption for caption in captions if caption.clip == n]
        found.append(_scene(library, one, by_number[one.part.shot.number], mine, rate))
    return found, rate


def _scene(
    library: Library, one: Laid, cut: Cut, captions: Sequence[Caption], rate: Fraction
) -> Scene:
    from pipeline.engines.film import Said, Scene

    shot = one.part.shot
    turns = wording(library.layout, cut.clip.interview).turns
    begins = int(Fraction(one.at) / rate * 1000)
    return Scene(
        path=library.layout.path("interviews") / cut.clip.file,
        start=Fraction(one.part.first) / one.part.rate,
        frames=one.length,
        picture=shot.seen,
        name=shot.speaker,
        place=shot.place,
        mark="" if shot.status == "confirmed" else shot.status,
        captions=tuple(Said(c.start - begins, c.end - begins, c.lines) for c in captions),
        bleeped=turns.bleeped,
        silent=turns.silent,
    )


def _told(made: Sequence[Scene]) -> list[str]:
    from pipeline.engines.lettering import undrawn

    cards = sum(not scene.picture for scene in made)
    notes = [
        f"captions are in the picture; {cards} of {len(made)} clips are a card with the name; "
        "mp4 leaves out codes, and a link to the recordings"
    ]
    texts = [text for scene in made for text in (scene.name, scene.place)]
    texts += [line for scene in made for said in scene.captions for line in said.lines]
    if undrawn("".join(texts)):
        notes.append(
            "some letters are not in the typeface (it has Latin, Greek and Cyrillic) and come out "
            "as boxes; take captions with --format srt"
        )
    return notes
