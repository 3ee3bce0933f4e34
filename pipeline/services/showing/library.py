"""The study as a page needs it: read when asked, narrowed before it is loaded.

Nothing of the whole study is kept: every reading goes to the files as they are now,
with consent as it stands today and with what people have decided since the last run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.execution import read_manifest
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import STAGE_ORDER, Layout
from pipeline.model.frames import ANSWERS, COVERAGE
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import Media, Source, Study
from pipeline.services.showing.books import question_set
from pipeline.services.showing.people import People, read_people
from pipeline.services.showing.store import (
    EVERYTHING,
    Filters,
    database,
    judged_since,
    listed,
    opened,
    parquet,
    quoted,
)

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("confirmed", "suggested", "contested")
"""The standings in which an answer appears under a question."""

BEST = "score = max(score) OVER (PARTITION BY answer)"
"""Of rows of ``TAGS`` in SQL: whether no other question has a higher score at the answer."""

HAPPENED = (
    "answered", "answered-unasked", "asked-unanswered", "unknown", "not-asked", "not-in-guide",
)  # fmt: skip
"""Question statuses; of several visits to a person, the first of these tells."""

STANDINGS = ("confirmed", "suggested", "contested", "unassigned", "rejected", "none")
"""The standings of an answer as a whole; ``model.guide.TagStatus`` says what they mean."""


@dataclass(frozen=True)
class Problem:
    """A failed item of a stage (an interview, or the stage itself), with its remedy."""

    stage: str
    item: str
    where: str
    what: str
    remedy: str


@dataclass(frozen=True)
class StageState:
    """How far a stage is: the items that stand, and what failed."""

    stage: str
    done: tuple[str, ...]
    failed: tuple[Problem, ...]


@dataclass(frozen=True)
class Library:
    """A study's reader; cheap to build. ``on`` is the day for which consent is asked."""

    layout: Layout
    on: date | None = None

    def study(self) -> Study:
        """Return the study as ``ingest`` checked it.

        Raises:
            NotReady: it has not run.
        """
        return read_json(self.layout.path("study"), schemas.STUDY, Study)

    def people(self) -> People:
        """Return the tables as they are now, with their faults and everyone's permissions."""
        return read_people(self.layout, on=self.on)

    def media(self, interview: str) -> Media | None:
        """Return what is known of an interview's recording; None for a text, or before ingest."""
        path = self.layout.path("source", id=interview)
        return read_json(path, schemas.SOURCE, Source).media if path.exists() else None

    def questions(self) -> QuestionSet:
        """Return the question set; an absent file is an empty set."""
        return question_set(self.layout)

    def coders(self) -> list[str]:
        """Return who has judged in this study so far."""
        logs = self.layout.path("logs")
        return sorted(p.name for p in logs.iterdir() if p.is_dir()) if logs.exists() else []

    def state(self) -> list[StageState]:
        """Tell how far each stage is that has run at all, in the order of the pipeline."""
        states = []
        for stage in STAGE_ORDER:
            path = self.layout.path("manifest-of", stage=stage)
            if not path.exists():
                continue
            records = read_manifest(path)
            failed = [
                Problem(stage, item, fault["where"], fault["what"], fault["remedy"])
                for item, record in records.items()
                for fault in record.failures
            ]
            done = tuple(item for item, record in records.items() if not record.failed)
            states.append(StageState(stage, done, tuple(failed)))
        return states

    def answers(
        self, *, question: str, filters: Filters, statuses: Sequence[str] = SHOWN
    ) -> pd.DataFrame:
        """Return what was said to a question, by date and place in the interview.

        Columns: those of ``ANSWERS`` with the tag's own ``score``, ``status`` and
        ``evidence``, and whether it is the answer's ``best``; ``shown_as``, ``may_quote`` and
        ``may_play`` as consent stands today. Words that may not be quoted are not in the frame.
        """
        with opened(self.layout, filters, self.people()) as db:
            frame: pd.DataFrame = db.execute(
                f"""SELECT a.* EXCLUDE (status), t.score, t.status, t.evidence, t.best
                    FROM answers a JOIN (SELECT *, {BEST} AS best FROM tags) t USING (answer)
                    WHERE t.question = ? AND t.status IN ({listed(statuses)})
                    ORDER BY a.date, a.interview, a.position""",
                [question],
            ).fetchdf()
        return with_rights(frame, self.people())

    def question_counts(self, filters: Filters, *, statuses: Sequence[str] = SHOWN) -> pd.DataFrame:
        """Count the answers of some standings, and their places, for each question."""
        with opened(self.layout, filters, self.people()) as db:
            return db.execute(
                f"""SELECT t.question, count(*) AS answers, count(DISTINCT a.site) AS sites
                    FROM answers a JOIN tags t USING (answer)
                    WHERE t.status IN ({listed(statuses)})
                    GROUP BY t.question ORDER BY t.question"""
            ).fetchdf()

    def answer_counts(self, filters: Filters) -> pd.DataFrame:
        """Count the answers of each interview by standing, one column a standing."""
        columns = ", ".join(f"count(*) FILTER (status = '{s}') AS {s}" for s in STANDINGS)
        with opened(self.layout, filters, self.people()) as db:
            return db.execute(
                f"""SELECT interview, any_value(site) AS site, any_value(language) AS language,
                    bool_or(recorded) AS recorded, count(*) AS answers, {columns}
                    FROM answers GROUP BY interview ORDER BY interview"""
            ).fetchdf()

    def progress(self, filters: Filters = EVERYTHING) -> pd.DataFrame:
        """Tell for each site how many people, interviews and answers there are, by standing."""
        import pandas as pd

        people = self.people()
        counts = self.answer_counts(filters).groupby("site").sum(numeric_only=True)
        rows = []
        for site in people.study.sites:
            visits = [i for i in people.study.interviews if i.site == site.id]
            heard = {s for i in visits for s in i.speakers if people.may_analyse(s)}
            rows.append({"site": site.id, "people": len(heard), "interviews": len(visits)})
        frame = pd.DataFrame(rows, columns=["site", "people", "interviews"]).set_index("site")
        columns = ["answers", *STANDINGS]
        return frame.join(counts[columns]).fillna(0).astype("int64").reset_index()

    def coverage(
        self, filters: Filters = EVERYTHING, *, question: str | None = None
    ) -> pd.DataFrame:
        """Count people by question, site and what happened; each person counts once.

        Columns: question, site, status, people, and how many of them ``confirmed``.
        Counts are those of the last run.
        """
        narrowed = f"{filters.where('site', 'country', 'wave')} AND {self._in_languages(filters)}"
        narrowed += f" AND question = {quoted(question)}" if question else ""
        table = parquet(self.layout.path("coverage"), COVERAGE)
        people = self.people()
        barred = [s for s in people.speakers if not people.may_analyse(s)]
        with database() as db:
            return db.execute(
                f"""SELECT question, site, status, count(*) AS people,
                    count(*) FILTER (confirmed) AS confirmed FROM (
                      SELECT question, site, speaker, bool_or(confirmed) AS confirmed,
                        arg_min(status, list_position([{listed(HAPPENED)}], status)) AS status
                      FROM {table} WHERE {narrowed} AND speaker NOT IN ({listed(barred)})
                      GROUP BY question, site, speaker)
                    GROUP BY question, site, status ORDER BY question, site, status"""
            ).fetchdf()

    def judged_since(self) -> list[str]:
        """Return the interviews in which somebody decided something after the last run."""
        return sorted(judged_since(self.layout))

    def _in_languages(self, filters: Filters) -> str:
        if not filters.languages:
            return "true"
        stated = [i.id for i in self.people().study.interviews if i.language in filters.languages]
        heard = f"SELECT interview FROM {parquet(self.layout.path('answers'), ANSWERS)}"
        narrowed = filters.where("language")
        return f"(interview IN ({listed(stated)}) OR interview IN ({heard} WHERE {narrowed}))"


def with_rights(frame: pd.DataFrame, people: People) -> pd.DataFrame:
    """Put each row's rights beside it and take out what may not be quoted."""
    voices = list(zip(frame["interview"], frame["speaker"], strict=True))
    of_each = {voice: people.rights(*voice) for voice in dict.fromkeys(voices)}
    rights = [of_each[voice] for voice in voices]
    frame["shown_as"] = [r.shown_as for r in rights]
    frame["may_quote"] = [r.quote for r in rights]
    frame["may_play"] = [r.voice for r in rights]
    frame["may_play"] &= frame["recorded"].astype(bool)
    withheld = ~frame["may_quote"].astype(bool)
    frame.loc[withheld, ["text", "asked", "phrases"]] = ""
    return frame
