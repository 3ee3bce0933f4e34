"""What happened to each question, from rows of answers: counts of people, before anything else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.guide import QuestionStatus

ORDER: tuple[QuestionStatus, ...] = (
    "answered", "answered-unasked", "asked-unanswered", "unknown", "not-asked", "not-in-guide",
)  # fmt: skip
"""Where a person's rows disagree, the first of these holds."""
ANSWERED = ("answered", "answered-unasked")
ASKED = (*ANSWERED, "asked-unanswered")
COLUMNS = ("question", "site", "wave", "status", "people")


def coverage_of(answers: pd.DataFrame) -> pd.DataFrame:
    """Count the people of each place and visit by what happened to each question.

    Whoever was met at a visit and has no row for a question counts as ``unknown``: rows do not
    tell whether it was put.

    Args:
        answers: ``question``, ``site``, ``wave``, ``person``, ``status`` (one of ``ORDER``).

    Returns:
        A frame with ``COLUMNS``.
    """
    rank = answers["status"].map({status: i for i, status in enumerate(ORDER)})
    keys = ["question", "site", "wave", "person"]
    told = answers[keys].assign(rank=rank).groupby(keys, sort=True)["rank"].min().reset_index()
    told["status"] = np.array(ORDER, dtype=object)[told["rank"].to_numpy(dtype=int)]
    counts = told.groupby(["question", "site", "wave", "status"]).size()
    here = answers.groupby(["site", "wave"])["person"].nunique()
    seen = counts.groupby(["question", "site", "wave"]).sum()
    every = pd.MultiIndex.from_tuples(
        [(q, *visit) for q in sorted(answers["question"].unique()) for visit in here.index],
        names=["question", "site", "wave"],
    )
    met = pd.Series([here[visit] for visit in every.droplevel("question")], index=every, dtype=int)
    missing = (met - seen.reindex(every, fill_value=0)).rename("people").reset_index()
    missing = missing[missing["people"] > 0].assign(status="unknown")
    whole = pd.concat([counts.rename("people").reset_index(), missing])
    return (whole.groupby(["question", "site", "wave", "status"])["people"].sum().reset_index())[
        list(COLUMNS)
    ]
