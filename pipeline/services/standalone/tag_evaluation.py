"""`interleaf evaluate tags`: tags of any rows held against people's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.analysis.calibration import Reliability, reliability
from pipeline.analysis.tag_scores import Pair, TagScores, tag_scores
from pipeline.errors import BadInput
from pipeline.formats.rows import read_rows
from pipeline.params import Calibrate
from pipeline.services.standalone.tag_probabilities import reliable

ALL = "all"
NO_INTERVIEW = "\0"  # no name of an interview begins so


@dataclass(frozen=True)
class Given:
    """A row with its questions, the likeliest first."""

    id: str
    questions: tuple[str, ...]
    language: str = ""
    interview: str = ""


@dataclass(frozen=True)
class Tagged(Given):
    """A machine's row: its candidates, best first, and whether their scores are probabilities."""

    ranking: tuple[tuple[str, float], ...] = ()
    calibrated: bool = False


@dataclass(frozen=True)
class TagsEvaluation:
    """Scores over all answers, then by language where rows tell it.

    ``reliability``: of the probabilities of best questions; None where no row has one.
    """

    scores: dict[str, TagScores]
    problems: tuple[str, ...]
    reliability: Reliability | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for scripts."""
        return {
            "scores": {n: _record(s) for n, s in self.scores.items()},
            "reliability": self.reliability and asdict(self.reliability),
            "problems": list(self.problems),
        }

    def table(self) -> list[str]:
        """Return the lines of a table for a person."""
        lines = [f"{'':<24} {'answers':>8} {'right':>8} {'accuracy':>9} {'exact':>8}"]
        for name, s in self.scores.items():
            lines.append(
                f"{name:<24} {s.answers:>8} {s.right:>8} {_shown(s.accuracy):>9} {s.exact:>8}"
            )
        whole = self.scores[ALL]
        lines += ["", f"{'question':<24} {'right':>8} {'wrong':>8} {'missed':>8} {'F1':>8}"]
        for name, c in whole.questions.items():
            lines.append(f"{name:<24} {c.right:>8} {c.wrong:>8} {c.missed:>8} {_shown(c.f1):>8}")
        mixed = sorted((n, a, b) for (a, b), n in whole.confusion.items() if a != b)[::-1]
        if mixed:
            lines += ["", f"{'people':<24} {'machine':<24} {'answers':>8}"]
            lines += [f"{a:<24} {b:<24} {n:>8}" for n, a, b in mixed]
        if found := self.reliability:
            lines += ["", f"{found.n} best questions have probabilities: {reliable(found)}"]
        return lines


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _record(scores: TagScores) -> dict[str, Any]:
    return {
        "answers": scores.answers, "right": scores.right, "accuracy": scores.accuracy,
        "exact": scores.exact,
        "questions": {
            q: {"right": c.right, "wrong": c.wrong, "missed": c.missed, "f1": c.f1}
            for q, c in scores.questions.items()
        },
        "confusion": [[a, b, n] for (a, b), n in sorted(scores.confusion.items())],
    }  # fmt: skip


def evaluate_tags(machine: Path, people: Path, *, tell: Callable[[str], None]) -> TagsEvaluation:
    """Hold a machine's tags against people's; an answer missing on one side is told.

    Raises:
        BadInput: a file cannot be read at all, or the two have no answer in common.
    """
    mine, gold = read_rows(machine, Tagged), read_rows(people, Given)
    given = {row.id: row for row in mine.rows}
    theirs = {row.id: row for row in gold.rows}
    problems = [str(problem) for problem in (*mine.problems, *gold.problems)]
    for path, one, other in ((machine, set(given), set(theirs)), (people, set(theirs), set(given))):
        if missing := sorted(other - one):
            problems.append(
                f"{path.name}: {len(missing)} answers are missing, the first is '{missing[0]}';"
                " they are not counted; add them"
            )
    for problem in problems:
        tell(problem)
    pairs = [
        Pair(row.language or given[name].language, given[name].questions, row.questions)
        for name, row in theirs.items()
        if name in given
    ]
    if not pairs:
        raise BadInput(
            "has no id in common with the other file", where=machine.name,
            remedy="give both rows the same ids",
        )  # fmt: skip
    scores = {ALL: tag_scores(pairs)}
    for language in sorted({pair.language for pair in pairs} - {""}):
        scores[language] = tag_scores([pair for pair in pairs if pair.language == language])
    return TagsEvaluation(scores, tuple(problems), _reliability(given, theirs))


def _reliability(given: Mapping[str, Tagged], theirs: Mapping[str, Given]) -> Reliability | None:
    """Hold probabilities against people; a row whose interview is not told is drawn by itself."""
    import numpy as np

    rows = [(given[name], row) for name, row in theirs.items() if name in given]
    rows = [(mine, row) for mine, row in rows if mine.calibrated and mine.ranking]
    if not rows:
        return None
    return reliability(
        np.array([mine.ranking[0][1] for mine, _ in rows]),
        np.array([float(mine.ranking[0][0] in row.questions) for mine, row in rows]),
        [row.interview or mine.interview or f"{NO_INTERVIEW}{row.id}" for mine, row in rows],
        seed=Calibrate().seed,
    )
