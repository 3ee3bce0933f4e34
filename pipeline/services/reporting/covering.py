"""Coverage: what was asked and answered, question by place by visit, in counts of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.report import Cell, Field, Figure, Paragraph, Section, Table, Unknown
from pipeline.services.reporting.common import Naming, attempt
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import Filters

Visit = tuple[str, int]
_WORDS = {
    "answered": "answered",
    "answered-unasked": "answered unasked",
    "asked-unanswered": "asked, no answer",
    "not-asked": "not asked",
    "not-in-guide": "not in guide",
    "unknown": "unknown",
}
_SAID = ("answered", "answered-unasked")


@dataclass(frozen=True)
class Covered:
    """People by question, place and visit, by what happened; and how many people confirmed."""

    naming: Naming
    counts: Mapping[tuple[str, Visit], Mapping[str, int]] | Unknown
    confirmed: int = 0


def gather(library: Library, naming: Naming) -> Covered:
    """Count for each visit by itself: the page's counts, a wave at a time."""
    waves = sorted({i.wave for i in naming.people.study.interviews})
    frames = attempt(lambda: [(w, library.coverage(Filters(waves=(w,)))) for w in waves])
    if isinstance(frames, Unknown):
        return Covered(naming, frames)
    counts: dict[tuple[str, Visit], dict[str, int]] = {}
    confirmed = 0
    for wave, frame in frames:
        for row in frame.itertuples(index=False):
            here = counts.setdefault((str(row.question), (str(row.site), wave)), {})
            here[str(row.status)] = here.get(str(row.status), 0) + int(str(row.people))
            confirmed += int(str(row.confirmed)) if row.status in _SAID else 0
    return Covered(naming, counts or Unknown("no interview has been read yet"), confirmed)


def section(found: Covered) -> Section:
    """Return the section."""
    title = "What was asked, and who answered"
    if isinstance(found.counts, Unknown):
        return Section("coverage", title, "Coverage is not known yet.", (found.counts,))
    questions = [q.id for q in found.naming.questions.questions
                 if any(q.id == key for key, _ in found.counts)]  # fmt: skip
    met = {visit for _, visit in found.counts}
    several = {site for site, wave in met if wave != 1}
    visits = [(s, w) for s in found.naming.sites for w in sorted(w for t, w in met if t == s)]
    names = tuple(
        found.naming.place(s) + (f",\nvisit {w}" if s in several else "") for s, w in visits
    )
    rows = tuple(found.naming.question(q) for q in questions)
    cells = tuple(
        tuple(_cell(found.counts.get((q, visit), {})) for visit in visits) for q in questions
    )
    table = Table(
        "People by what happened to each question, place by place",
        ("Question", *names),
        tuple(
            (name, *(_in_words(found.counts.get((q, visit), {})) for visit in visits))
            for name, q in zip(rows, questions, strict=True)
        ),
    )
    sentence = _sentence(found, found.counts)
    figure = Figure(
        "Question by place", "A field of questions by places, darker where more of the people who "
        f"were met there answered. {sentence}", sentence, Field(rows, names, cells), table,
    )  # fmt: skip
    legend = Paragraph(
        "2/3: two of the three who were asked answered. +1: one more spoke to it unasked. –: "
        "nobody was asked. ?: no interviewer can be heard. Empty: not in that place's guide. This "
        "is coverage, no likeness: two fields equally dark do not say that people say the same.",
        note=True,
    )
    about = Paragraph(
        "Everything else in this report stands on this. The counts are those of the last run, and "
        "a person counts once for a question and visit."
    )
    return Section("coverage", title, sentence, (about, figure, legend))


def _cell(counts: Mapping[str, int]) -> Cell:
    answered, unasked = counts.get("answered", 0), counts.get("answered-unasked", 0)
    asked = answered + counts.get("asked-unanswered", 0)
    met = sum(counts.values())
    if answered or unasked or asked:
        parts = ([f"{answered}/{asked}"] if asked else []) + ([f"+{unasked}"] if unasked else [])
        return Cell(" ".join(parts), (answered + unasked) / met)
    if counts.get("not-asked"):
        return Cell("–", None)
    return Cell("?" if counts.get("unknown") else "", None)


def _in_words(counts: Mapping[str, int]) -> str:
    told = [f"{counts[status]} {word}" for status, word in _WORDS.items() if counts.get(status)]
    return ", ".join(told) or "nobody was met"


def _sentence(found: Covered, counts: Mapping[tuple[str, Visit], Mapping[str, int]]) -> str:
    total = {s: sum(here.get(s, 0) for here in counts.values()) for s in _WORDS}
    said = total["answered"] + total["answered-unasked"]
    guide = sum(total.values()) - total["not-in-guide"]
    share = f" ({100 * said / guide:.0f}%)" if guide >= 10 else ""
    return (
        f"The guides put {guide:,} questions to people, counting each question for each person: "
        f"{said:,}{share} have an answer. People have confirmed {found.confirmed:,} of these "
        f"answers, the others are the machine's guess. {total['not-asked']:,} were not asked; of "
        f"{total['unknown']:,} it is not known."
    )
