"""`interleaf evaluate clusters`: groups of any texts held against labels that people gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.analysis.partitions import MEASURES, PartitionScores, partition_scores
from pipeline.errors import BadInput
from pipeline.formats.files import decode, read_bytes
from pipeline.formats.rows import read_rows

GROUPED, ALL = "in a cluster", "all"
_NAMES = ("adj. Rand", "NMI", "homogeneity", "completeness", "V", "purity")


@dataclass(frozen=True)
class Labelled:
    """A row of the reference: a text's id and its label."""

    id: str
    label: str | int


@dataclass(frozen=True)
class Group:
    """A cluster, of which only the members matter here."""

    id: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Grouped:
    """What `interleaf cluster` wrote, as far as it is needed."""

    clusters: tuple[Group, ...]
    outliers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClustersEvaluation:
    """Scores of the texts in a cluster, and of all with each outlier as a group of its own."""

    grouped: PartitionScores
    everything: PartitionScores
    outliers: int
    problems: tuple[str, ...]

    @property
    def outlier_share(self) -> float:
        """Return the share of compared texts that are in no cluster."""
        return self.outliers / self.everything.texts

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for scripts."""
        return {
            "texts": self.everything.texts,
            "outliers": self.outliers,
            "outlier_share": self.outlier_share,
            "in_a_cluster": _record(self.grouped),
            "all": _record(self.everything),
            "problems": list(self.problems),
        }

    def table(self) -> list[str]:
        """Return the lines of a table for a person."""
        rows = {GROUPED: self.grouped, ALL: self.everything}
        lines = [
            f"{self.everything.texts} texts, {self.outliers} of them in no cluster"
            f" ({100 * self.outlier_share:.1f} %); {self.grouped.groups} clusters,"
            f" {self.everything.labels} labels",
            "",
            f"{'':<14}" + "".join(f"{name:>22}" for name in rows),
            f"{'texts':<14}" + "".join(f"{scores.texts:>22}" for scores in rows.values()),
        ]
        for name, shown in zip(MEASURES, _NAMES, strict=True):
            cells = "".join(f"{_cell(scores, name):>22}" for scores in rows.values())
            lines.append(f"{shown:<14}{cells}")
        notes = [
            "In brackets: 95 % of 500 times the texts drawn anew.",
            "all: each text that is in no cluster is a group of its own.",
            "NMI (arithmetic mean) is V by another name. Only adj. Rand allows for chance.",
        ]
        return [*lines, "", *notes]


def _cell(scores: PartitionScores, name: str) -> str:
    if name not in scores.values:
        return "-"
    low, high = scores.intervals[name]
    return f"{scores.values[name]:.3f} ({low:.3f} {high:.3f})"


def _record(scores: PartitionScores) -> dict[str, Any]:
    return asdict(scores) | {"intervals": {n: list(i) for n, i in scores.intervals.items()}}


def evaluate_clusters(
    hypothesis: Path, reference: Path, *, tell: Callable[[str], None]
) -> ClustersEvaluation:
    """Hold clusters against labels; a text that one of the files lacks is told and not counted.

    Args:
        hypothesis: the JSON of `interleaf cluster`.
        reference: rows ``id, label``.
        tell: told one line a problem.

    Raises:
        BadInput: a file cannot be read at all, or the two have no text in common.
    """
    group_of, problems = _groups(hypothesis)
    gold = read_rows(reference, Labelled)
    labels = {row.id: str(row.label) for row in gold.rows}
    problems += [str(problem) for problem in gold.problems]
    problems += _missing(hypothesis, group_of, labels) + _missing(reference, labels, group_of)
    for problem in problems:
        tell(problem)
    shared = [name for name in labels if name in group_of]
    if not shared:
        raise BadInput(
            "has no id in common with the other file", where=hypothesis.name,
            remedy="give the labels the ids of the texts",
        )  # fmt: skip
    placed = [name for name in shared if group_of[name]]
    alone = [group_of[name] or f"alone {name}" for name in shared]
    return ClustersEvaluation(
        partition_scores([group_of[name] for name in placed], [labels[name] for name in placed]),
        partition_scores(alone, [labels[name] for name in shared]),
        len(shared) - len(placed),
        tuple(problems),
    )


def _groups(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return the cluster of each text, empty for outliers, and what was wrong."""
    found = _read(path)
    group_of: dict[str, str] = {}
    twice: list[str] = []
    for group, members in [*((f"cluster {c.id}", c.members) for c in found.clusters),
                           ("", found.outliers)]:  # fmt: skip
        for name in members:
            if name in group_of:
                twice.append(name)
            group_of.setdefault(name, group)
    problems = (
        [
            f"{path.name}: {len(twice)} texts are in more than one cluster, the first is"
            f" '{twice[0]}'; the first cluster counts; put each text in one"
        ]
        if twice
        else []
    )
    return group_of, problems


def _read(path: Path) -> Grouped:
    import json

    from pydantic import TypeAdapter, ValidationError

    remedy = "give what `interleaf cluster` wrote"
    try:
        raw = json.loads(decode(read_bytes(path, where=path.name), where=path.name))
    except ValueError:
        raise BadInput("is not JSON", where=path.name, remedy=remedy) from None
    try:
        return TypeAdapter(Grouped).validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "the file"
        what = f"'{field}': {first['msg'].lower()}"
        raise BadInput(what, where=path.name, remedy=remedy) from None


def _missing(path: Path, here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Return a line where the other file has texts that this one lacks."""
    lacking = sorted(set(there) - set(here))
    if not lacking:
        return []
    return [
        f"{path.name}: {len(lacking)} texts are missing, the first is '{lacking[0]}';"
        " they are not counted"
    ]
