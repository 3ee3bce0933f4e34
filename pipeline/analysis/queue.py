"""In which order answers come before a person: first what a decision teaches most."""

from __future__ import annotations

import numpy as np
import pandas as pd

_FIRST = {"suggested": 0, "unassigned": 1, "none": 2}
_BAND = 0.05  # of the score: margins that differ by less are equally unsure


def in_order(waiting: pd.DataFrame) -> pd.DataFrame:
    """Sort answers that wait for a decision.

    Guesses come first, then what was given no question, and last what the machine holds for small
    talk. Within each: the small margins before
    the wide ones, in bands of 0.05; within a band the questions with the fewest confirmed answers,
    then the places with the fewest, then the margin itself, then the answer's id. What coders
    disagree on is no matter of this queue: it is settled in a step of its own.

    Args:
        waiting: rows ``answer``, ``status`` (suggested, unassigned or none), ``margin`` (the first
            candidate's score less the second's, in [0, 1]), ``known`` (how many answers people
            have confirmed for the first candidate) and ``confirmed`` (how many at its place).

    Returns:
        The same rows in the order of the queue.
    """
    band = np.floor(waiting["margin"].to_numpy(dtype=float) / _BAND + 1e-9)
    keyed = waiting.assign(_first=waiting["status"].map(_FIRST), _band=band)
    ordered = keyed.sort_values(
        ["_first", "_band", "known", "confirmed", "margin", "answer"], kind="stable"
    )
    return ordered.drop(columns=["_first", "_band"]).reset_index(drop=True)
