"""How far a study is and what waits for a human: the summary after a run, and ``status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.services.deciding.orphans import lost
from pipeline.services.showing.library import STANDINGS, Library, StageState


@dataclass(frozen=True)
class Waiting:
    """What only a person can do next, in answers by standing (and lost events).

    ``none`` is small talk by the machine's guess; ``confirmed`` and ``rejected`` wait no more.
    """

    suggested: int = 0
    contested: int = 0
    unassigned: int = 0
    none: int = 0
    confirmed: int = 0
    rejected: int = 0
    orphans: int = 0


@dataclass(frozen=True)
class Overview:
    """The state of every stage that has run, and what waits."""

    stages: tuple[StageState, ...]
    waiting: Waiting
    sites: int
    people: int
    interviews: int
    withheld: tuple[str, ...] = ()

    @staticmethod
    def of(layout: Layout) -> Overview:
        """Read manifests and counts; works before, during and after a run."""
        library = Library(layout)
        people = library.people()
        study = people.study
        return Overview(
            tuple(library.state()),
            _waiting(library),
            len(study.sites),
            len(study.speakers),
            len(study.interviews),
            tuple(people.withheld()),
        )

    @property
    def problems(self) -> list[str]:
        """Every failure as its one line, each once."""
        lines = [
            f"{p.where or p.item}: {p.what}; {p.remedy}"
            for stage in self.stages
            for p in stage.failed
        ]
        return list(dict.fromkeys(lines))

    def line(self, stage: str, about: str, *, stale: bool) -> str:
        """Return one stage's line for the terminal."""
        state = next((s for s in self.stages if s.stage == stage), None)
        if state is None:
            return f"  {stage:<12} not run     {about}"
        failed = {p.item for p in state.failed}
        word = "failed" if failed else "stale" if stale else "done"
        count = f"{len(state.done)} items" + (f", {len(failed)} failed" if failed else "")
        return f"  {stage:<12} {word:<11} {about} ({count})"

    def summary(self) -> list[str]:
        """Return what was made, where, and what waits for a human."""
        w = self.waiting
        lines = [f"{self.interviews} interviews with {self.people} people at {self.sites} places"]
        if self.withheld:
            people = ", ".join(self.withheld)
            lines.append(
                f"Left out, as they do not allow analysis (consent in speakers.csv): {people}"
            )
        total = sum(getattr(w, standing) for standing in STANDINGS)
        if not self.interviews:
            return [
                *lines,
                "Next: fill interviews/sites.csv, speakers.csv and manifest.csv, then run again",
            ]
        lines += [
            f"{total} answers in results/; timelines for editing programs in results/timelines/",
            f"Waiting for a human: {w.suggested} suggested questions to confirm, "
            f"{w.unassigned} answers without a question, {w.contested} contested, "
            f"{w.none} held for small talk by the machine, "
            f"{w.orphans} judgements that lost their place",
            "Open the dashboard: interleaf dashboard (or `make dashboard` in the repository)",
        ]
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Return the same for scripts."""
        return {
            "stages": {
                s.stage: {
                    "done": len(s.done),
                    "failed": [f"{p.where}: {p.what}; {p.remedy}" for p in s.failed],
                }
                for s in self.stages
            },
            "waiting": vars(self.waiting),
            "sites": self.sites,
            "people": self.people,
            "interviews": self.interviews,
            "withheld": list(self.withheld),
        }


def _waiting(library: Library) -> Waiting:
    try:
        counts = library.progress()
    except NotReady:
        return Waiting()
    sums = {name: int(counts[name].sum()) for name in STANDINGS}
    return Waiting(**sums, orphans=len(lost(library.layout)))
