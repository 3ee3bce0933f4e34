"""Suggested codes: an answer beside what the codebook says of each code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.analysis.judgements import Verdict, machine_evidence
from pipeline.analysis.meaning import Space, Vectors, centred, language_means
from pipeline.model.codebook import Codebook
from pipeline.model.frames import CODINGS

CODEBOOK_LANGUAGE = "codebook"  # its descriptions are centred on themselves, whatever language


def suggest_codes(
    answers: pd.DataFrame,
    codebook: Codebook,
    space: Space,
    own_means: Mapping[str, Vectors],
    *,
    above: float,
    at_most: int,
) -> pd.DataFrame:
    """Suggest codes for answers by likeness of meaning, each with its evidence.

    Parents group codes and are not suggested themselves.

    Args:
        answers: rows ``answer``, ``text``, ``language``.
        codebook: the codes.
        space: vectors of the answers' and the codes' texts.
        own_means: the mean of the study's answers by language.
        above: the least likeness that is suggested.
        at_most: how many codes an answer gets at the most.

    Returns:
        A frame with the columns of ``CODINGS``.
    """
    parents = {code.parent for code in codebook.codes}
    codes = [c for c in codebook.codes if not c.retired and c.id not in parents]
    if not codes or answers.empty:
        return pd.DataFrame({name: [] for name in CODINGS.dtypes})
    described = [(i, text) for i, code in enumerate(codes) for text in code.descriptions()]
    raw = space[[text for _, text in described]]
    means = language_means(raw, [CODEBOOK_LANGUAGE] * len(described))
    meanings = centred(raw, [CODEBOOK_LANGUAGE] * len(described), means)
    vectors = centred(space[answers["text"].tolist()], answers["language"].tolist(), own_means)
    likeness = vectors @ meanings.T
    rows = [
        row
        for name, scores in zip(answers["answer"], likeness, strict=True)
        for row in _best(str(name), scores, described, [c.id for c in codes], above, at_most)
    ]
    return pd.DataFrame(rows, columns=list(CODINGS.dtypes))


def with_people(codings: pd.DataFrame, verdicts: Mapping[tuple[str, str], Verdict]) -> pd.DataFrame:
    """Let people's verdicts by (answer, code) stand over what the machine suggests.

    A judged row keeps the machine's score and evidence behind the coders' names: 0 and nothing
    where it had not suggested the code. What earlier verdicts said is forgotten.

    Args:
        codings: rows of ``CODINGS``, with or without verdicts.
        verdicts: what people hold now.

    Returns:
        A frame with the columns of ``CODINGS``: the judged rows first.
    """
    own = codings.assign(evidence=codings["evidence"].map(machine_evidence))
    own = own[own["evidence"] != ""].assign(status="suggested")
    keys = list(zip(own["answer"], own["code"], strict=True))
    machine = dict(zip(keys, zip(own["score"], own["evidence"], strict=True), strict=True))
    rows = []
    for (answer, code), verdict in sorted(verdicts.items()):
        score, evidence = machine.get((answer, code), (0.0, ""))
        told = "; ".join(filter(None, (verdict.told(), evidence)))
        rows.append((answer, code, score, verdict.state, told))
    if not rows:
        return own.reset_index(drop=True)
    rest = own.loc[[key not in verdicts for key in keys]]
    people = pd.DataFrame(rows, columns=list(CODINGS.dtypes))
    return pd.concat([people, rest], ignore_index=True)


def _best(
    answer: str,
    scores: Vectors,
    described: Sequence[tuple[int, str]],
    ids: Sequence[str],
    above: float,
    at_most: int,
) -> list[tuple[str, str, float, str, str]]:
    owner = np.asarray([i for i, _ in described])
    rows = []
    for i, name in enumerate(ids):
        mine = np.flatnonzero(owner == i)
        nearest = int(mine[scores[mine].argmax()])
        score = round(float(scores[nearest]), 4)
        if score >= above:
            source = (
                "its definition" if nearest == mine[0] else f"its example {nearest - int(mine[0])}"
            )
            rows.append((answer, name, score, "suggested", f"near {source} ({score:.2f})"))
    return sorted(rows, key=lambda row: (-row[2], row[1]))[:at_most]
