"""`interleaf report`: the study in one page and one document, from the same list of sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import __version__
from pipeline.errors import BadInput
from pipeline.formats.files import nearest, write_atomically
from pipeline.formats.reports import WRITERS
from pipeline.model.report import Report
from pipeline.params import Params, read_params
from pipeline.services.reporting import (
    agreed,
    coded,
    compared,
    consented,
    covering,
    erred,
    made,
    sampled,
    saturated,
    themed,
)
from pipeline.services.reporting.common import Naming, counted
from pipeline.services.showing.library import Library

NAME = "report"


@dataclass(frozen=True)
class Known:
    """All that a report is made from; reading is done here and nowhere after."""

    naming: Naming
    sampled: sampled.Sampled
    covered: covering.Covered
    coded: coded.Coded
    themed: themed.Themed
    compared: compared.Laid
    saturated: saturated.Saturated
    judged: agreed.Judged
    erred: erred.Erred
    consented: consented.Consented
    made: made.Made


def gather(library: Library, *, quotes: int, threads: int = 1) -> Known:
    """Read a study as it stands on the library's day.

    Args:
        library: the study.
        quotes: at most so many quotations of each code, theme and cluster.
        threads: questions that are compared side by side.
    """
    path = library.layout.path("params")
    params = read_params(path) if path.exists() else Params()
    naming = Naming.of(library)
    judged = agreed.gather(library, naming)
    return Known(
        naming,
        sampled.gather(naming),
        covering.gather(library, naming),
        coded.gather(library, naming, quotes=quotes),
        themed.gather(library, naming, quotes=quotes),
        compared.gather(library, naming, params, threads=threads),
        saturated.gather(library, naming),
        judged,
        erred.gather(library, judged),
        consented.gather(naming),
        made.gather(library, params),
    )


def compose(known: Known, *, title: str = "") -> Report:
    """Return the report: every form is written from this and nothing else."""
    places = counted(len(known.naming.sites), "place")
    about = f"Made with Interleaf {__version__}; consent as of {known.naming.people.on.isoformat()}"
    report = Report(
        title or f"Interviews at {places}",
        about,
        (
            sampled.section(known.sampled),
            covering.section(known.covered),
            coded.section(known.coded),
            themed.section(known.themed),
            compared.section(known.compared),
            saturated.section(known.saturated),
            agreed.section(known.judged),
            erred.section(known.erred),
            consented.section(known.consented),
            made.section(known.made),
        ),
    )
    return known.naming.masked(report)


def write_report(
    library: Library,
    out: Path,
    *,
    forms: Sequence[str],
    title: str = "",
    quotes: int = 3,
    threads: int = 1,
) -> tuple[Path, ...]:
    """Write a study's report in some forms; return the files.

    Raises:
        BadInput: there is no such form.
    """
    for form in forms:
        if form not in WRITERS:
            raise BadInput(f"there is no form {form!r} of a report", remedy=nearest(form, WRITERS))
    report = compose(gather(library, quotes=quotes, threads=threads), title=title)
    files = []
    for form in dict.fromkeys(forms):
        path = out / f"{NAME}.{form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, WRITERS[form](report))
        files.append(path)
    return tuple(files)
