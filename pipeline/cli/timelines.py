"""`interleaf timelines`: what leaves for editing programs, and what comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import SOME_FAILED, StudyOption, faults_told, layout_of, shown, tell
from pipeline.errors import BadInput
from pipeline.layout import Layout
from pipeline.model.transcript import clock

app = typer.Typer(
    help="Timelines, one a topic, for editing programs.\n\nExample: interleaf timelines export "
    "question-happy --format otio --out cuts",
    no_args_is_help=True,
)


@app.command()
def build(
    name: Annotated[str, typer.Argument(help="What it is to be called: a-z, 0-9 and -.")],
    question: Annotated[
        list[str] | None, typer.Option("--question", help="Answers to this question; or several.")
    ] = None,
    theme: Annotated[
        list[str] | None, typer.Option("--theme", help="Of this theme, by its name or id.")
    ] = None,
    code: Annotated[list[str] | None, typer.Option("--code", help="With this code.")] = None,
    search: Annotated[
        str, typer.Option("--search", help="In which all these words are said; phrases in quotes.")
    ] = "",
    place: Annotated[list[str] | None, typer.Option("--place", help="Only from here.")] = None,
    wave: Annotated[list[int] | None, typer.Option("--wave", help="Only of this visit.")] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", help="Only in this language (ISO 639-1).")
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option("--speaker", help="Only by this person.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0.05, help="How long it may be at most.")
    ] = None,
    per_voice: Annotated[
        int | None, typer.Option("--per-voice", min=1, help="Clips of one person at most.")
    ] = None,
    order: Annotated[
        str, typer.Option("--order", help="interleaved, by-place, common-first or by-date.")
    ] = "interleaved",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Only what people have confirmed.")
    ] = False,
    title: Annotated[str, typer.Option("--title", help="In words, for people.")] = "",
    study: StudyOption = Path(),
) -> None:
    """Choose the clips of a timeline of your own, and keep what it is made of.

    What is asked for in different ways must all hold; of one way any will do. It is kept in
    codebook/timelines.yaml, made anew by every run, and built again by its name alone.

    Example: interleaf timelines build commons --question happy --code mutual-help --minutes 4
    --per-voice 1
    """
    from pipeline.formats.files import nearest
    from pipeline.model.timeline import ORDERS, Recipe
    from pipeline.services.exchange.cuts import assemble
    from pipeline.services.exchange.recipes import keep_recipe, recipe_of
    from pipeline.services.showing.library import Library

    with faults_told():
        layout = layout_of(study)
        chosen = next((known for known in ORDERS if known == order), None)
        if chosen is None:
            raise BadInput(f"there is no order {order!r}", remedy=nearest(order, ORDERS))
        recipe = Recipe(
            name, title, tuple(question or ()), tuple(theme or ()), tuple(code or ()), search,
            tuple(place or ()), tuple(wave or ()), tuple(language or ()), tuple(speaker or ()),
            minutes, per_voice, chosen, confirmed,
        )  # fmt: skip
        asked = recipe != Recipe(name)
        if asked or recipe_of(layout, name) is None:
            keep_recipe(layout, recipe)
        _make(layout, name)
        made = assemble(Library(layout), name)
    for cut in made.cuts:
        length = f"{cut.clip.span.length / 1000:.1f} s"
        typer.echo(
            f"{cut.number:>3}  {clock(cut.at)}  {length:>7}  {cut.clip.site}  "
            f"{cut.voice.shown_as}  {cut.voice.status}"
        )
    people = len({cut.clip.speaker for cut in made.cuts})
    places = len({cut.clip.site for cut in made.cuts})
    tell(
        f"{name}: {len(made.cuts)} clips of {people} people at {places} places, "
        f"{clock(made.timeline.duration_ms)}; {len(made.cards)} texts beside"
    )
    if not made.cuts and not made.cards:
        raise typer.Exit(SOME_FAILED)


def _make(layout: Layout, name: str) -> None:
    """Run the stage that lays timelines out.

    Raises:
        BadInput: this one could not be made.
    """
    from pipeline.params import read_params
    from pipeline.stages import stage
    from pipeline.stages.common import Context
    from pipeline.stages.dvc import failures

    stage("timelines").run(Context(layout, read_params(layout.path("params"))))
    for fault in failures(layout, "timelines").get(name, ()):
        raise BadInput(fault["what"], where=fault["where"], remedy=fault["remedy"])


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="The timeline's name, as the dashboard shows it.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", file_okay=False)],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="otio, edl, fcpxml, xml (Premiere), ale (Avid), vtt, srt; docx, html or csv: a "
            "paper edit; mp4: a rough cut.",
        ),
    ] = "otio",
    study: StudyOption = Path(),
) -> None:
    """Write a timeline and the list of what it could not carry; consent is asked today.

    Example: interleaf timelines export question-happy --format fcpxml --out cuts
    """
    from pipeline.services.exchange.cutlists import export_timeline
    from pipeline.services.exchange.roughcut import SUFFIX, export_film
    from pipeline.services.showing.library import Library

    with faults_told():
        library = Library(layout_of(study))
        if form == SUFFIX:
            with shown("rendering") as advance:
                done = export_film(library, name, to=out, advance=advance)
        else:
            done = export_timeline(library, name, form=form, to=out)
    for file in done.files:
        typer.echo(file)
    tell(f"{name}: {done.clips} clips; {len(done.left_out)} answers could not be carried")
    for note in done.notes:
        tell(f"{name}: {note}")
    for gone in done.offline:
        tell(f"{gone}: the recording is not there; put it back, or link it in the editing program")
    if done.offline:
        raise typer.Exit(SOME_FAILED)


@app.command()
def proxy(
    interview: Annotated[str, typer.Argument(help="An interview with a film, by its id.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", file_okay=False)],
    study: StudyOption = Path(),
) -> None:
    """Copy a film to one frame rate, as ProRes Proxy: editing programs need that.

    For recordings of changing rate, which `interleaf doctor` names. About 20 GB an hour at
    1920 x 1080.

    Example: interleaf timelines proxy mill-02 --out interviews/recordings
    """
    from pipeline.services.exchange.proxies import make_proxy
    from pipeline.services.showing.library import Library

    with faults_told(), shown("copying") as advance:
        made = make_proxy(Library(layout_of(study)), interview, to=out, advance=advance)
    typer.echo(made)
    tell(f"{interview}: name the copy in manifest.csv and run again; or link it by hand")


@app.command("import")
def read_back(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="An .otio, .edl, .fcpxml or .xml; all lists of one timeline.", dir_okay=False
        ),
    ],
    name: Annotated[
        str, typer.Option("--timeline", help="Its name, where the file does not tell it.")
    ] = "",
    coder: Annotated[
        str, typer.Option("--coder", help="Whose decisions they are; without it none is made.")
    ] = "",
    study: StudyOption = Path(),
) -> None:
    """Read a timeline that was changed in an editing program; its changes become judgements.

    Without --coder the changes are only shown.

    Example: interleaf timelines import cuts/question-happy.fcpxml --coder ana
    """  # fmt: skip
    from pipeline.services.exchange.returning import apply, told, what_changed
    from pipeline.services.showing.library import Library

    with faults_told():
        library = Library(layout_of(study))
        found = what_changed(library, files, name=name)
        events = apply(library, found, coder=coder) if coder else []
    for line in told(found):
        typer.echo(line)
    for note in found.notes:
        tell(f"{found.name}: {note}")
    for foreign in found.foreign:
        tell(f"{found.name}: {foreign.what} {foreign.name} {foreign.at}".rstrip()
             + " is not ours and is left as it is")  # fmt: skip
    if coder:
        tell(f"{found.name}: {len(events)} judgements written for {coder}")
    elif found.edits:
        tell(f"{found.name}: nothing is written; add --coder ID to make them judgements")
