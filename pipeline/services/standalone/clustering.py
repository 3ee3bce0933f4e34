"""`interleaf cluster`: groups of any texts, with what they are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput
from pipeline.formats.files import write_atomically
from pipeline.formats.rows import read_rows
from pipeline.params import Cluster, Segment
from pipeline.services.standalone.languages import languages_of
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.analysis.meaning import Vectors
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance, Grouping

EMBEDDER = "use"  # alike for all languages, so that none has to be taken out
TOP = 10  # words of a group that coherence and diversity are measured on


@dataclass(frozen=True)
class Text:
    """A row to be grouped."""

    id: str
    text: str
    language: str = ""
    site: str = ""
    person: str = ""


@dataclass(frozen=True)
class Done:
    """How many groups and outliers there are, why there are none, and faulty rows."""

    groups: int
    outliers: int
    texts: int
    reason: str
    problems: tuple[str, ...] = field(default=())


def cluster_texts(
    texts: Path,
    out: Path,
    *,
    groups: int | None,
    machine: Machine,
    advance: Advance,
    tell: Callable[[str], None],
) -> Done:
    """Group texts by meaning and write the groups, the outliers, and what both are worth.

    Args:
        texts: rows ``id, text``, optionally ``language, site, person``.
        out: the JSON file to write.
        groups: how many; without it, as many as there are, and the rest are outliers.
        machine: where the models run.
        advance: told the share that is done.
        tell: told each faulty row.

    Raises:
        BadInput: the file cannot be read at all, or holds no text.
    """
    import json

    found = read_rows(texts, Text)
    rows = [row for row in found.rows if row.text.strip()]
    if not rows:
        raise BadInput(
            "holds no text", where=texts.name, remedy='write rows like {"id": "a1", "text": "..."}'
        )
    for problem in found.problems:
        tell(str(problem))
    answers, terms, vectors = _prepared(rows, machine, lambda share: advance(share * 0.6))
    document = _grouped(answers, terms, vectors, groups, lambda share: advance(0.6 + share * 0.4))
    document["diagnostics"]["empty"] = len(found.rows) - len(rows)
    write_atomically(out, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    problems = tuple(str(problem) for problem in found.problems)
    shown = document["diagnostics"]
    return Done(
        len(document["clusters"]), len(document["outliers"]), len(rows), shown["reason"], problems
    )


def _prepared(
    rows: Sequence[Text], machine: Machine, advance: Advance
) -> tuple[pd.DataFrame, list[tuple[str, ...]], Vectors]:
    """Return the texts as a frame, their lemmas, and their vectors, shape (n, dims)."""
    import pandas as pd

    from pipeline import engines

    frame = pd.DataFrame([asdict(row) for row in rows]).rename(columns={"id": "answer"})
    frame["language"] = languages_of(frame["text"].tolist(), frame["language"].tolist())
    linguist = engines.linguist(Segment.linguist, {})
    told = zip(frame["text"], frame["language"], strict=True)
    terms = [linguist.lemmas(text, language=language) for text, language in told]
    vectors = space_of(frame["text"].tolist(), EMBEDDER, machine, advance)[frame["text"].tolist()]
    return frame, terms, vectors


def _grouped(
    answers: pd.DataFrame,
    terms: Sequence[tuple[str, ...]],
    vectors: Vectors,
    groups: int | None,
    advance: Advance,
) -> dict[str, Any]:
    import numpy as np

    from pipeline import engines
    from pipeline.analysis.clusters import describe
    from pipeline.analysis.diagnostics import resamples, stability

    model = engines.topic_model(Cluster.engine)

    def group(at: Sequence[int]) -> Grouping:
        return model.group(
            [terms[i] for i in at], vectors[np.asarray(at, dtype=int)],
            min_size=1 if groups else Cluster.min_size, seed=Cluster.seed, groups=groups,
        )  # fmt: skip

    everything = list(range(len(answers)))
    grouping = group(everything)
    draws = resamples(len(answers), seed=Cluster.seed) if set(grouping.labels) - {-1} else []
    again = []
    for i, drawn in enumerate(draws, start=1):
        again.append((drawn, group(drawn).labels))
        advance(i / len(draws))
    steady = stability(grouping.labels, again)
    clustering = describe(answers, terms, vectors, grouping, quotes=Cluster.quotes)
    label_of = dict(zip(answers["answer"], grouping.labels, strict=True))
    clusters = [
        {
            "id": each.id, "label": each.label,
            "keywords": {lang: list(words) for lang, words in each.keywords.items()},
            "members": list(each.members), "quotes": list(each.quotes),
            "stability": _rounded(steady.get(label_of[each.members[0]])),
        }
        for each in clustering.clusters
    ]  # fmt: skip
    shown = _diagnostics(answers, terms, grouping)
    return {
        "clusters": clusters,
        "outliers": list(clustering.outliers),
        "diagnostics": {"reason": clustering.reason, **shown},
    }


def _diagnostics(
    answers: pd.DataFrame, terms: Sequence[tuple[str, ...]], grouping: Grouping
) -> dict[str, Any]:
    from pipeline.analysis.coherence import diversity, npmi
    from pipeline.analysis.diagnostics import mixing

    labels = list(grouping.labels)
    topics = [words[:TOP] for words in grouping.keywords.values()]
    outliers = labels.count(-1)
    return {
        "texts": len(labels),
        "languages": dict(Counter(answers["language"])),
        "outlier_share": _rounded(outliers / len(labels)),
        "npmi": _rounded(npmi(topics, terms)),
        "diversity": _rounded(diversity(topics)),
        "with_language": _mixed(mixing(labels, answers["language"].tolist(), seed=Cluster.seed)),
        "with_site": _mixed(mixing(labels, answers["site"].tolist(), seed=Cluster.seed)),
    }


def _mixed(found: Any) -> dict[str, Any]:
    return {k: _rounded(v) if isinstance(v, float) else v for k, v in asdict(found).items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
