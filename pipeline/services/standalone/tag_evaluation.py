"""`interleaf evaluate tags`: tags of any rows held against people's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.analysis.tag_scores import Pair, TagScores, tag_scores
from pipeline.errors import BadInput
from pipeline.formats.rows import read_rows

ALL = "all"


@dataclass(frozen=True)
class Given:
    """A row with its questions, the likeliest first."""

    id: str
    questions: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class TagsEvaluation:
    """Scores over all answers, then by language where rows tell it."""

    scores: dict[str, TagScores]
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for scripts."""
        return {
            "scores": {n: _record(s) for n, s in self.scores.items()},
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
    mine, gold = read_rows(machine, Given), read_rows(people, Given)
    given, theirs = ({row.id: row for row in rows.rows} for rows in (mine, gold))
    problems = [str(problem) for problem in (*mine.problems, *gold.problems)]
    for path, one, other in ((machine, given, theirs), (people, theirs, given)):
        if missing := sorted(set(other) - set(one)):
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
    return TagsEvaluation(scores, tuple(problems))
