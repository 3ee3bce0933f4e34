"""In which order answers come before a person: first what a decision teaches most."""

from __future__ import annotations

import numpy as np
import pandas as pd

_FIRST = {"contested": 0, "suggested": 1, "unassigned": 2}
_BAND = 0.05  # of the score: margins that differ by less are equally unsure


def in_order(waiting: pd.DataFrame) -> pd.DataFrame:
    """Sort answers that wait for a decision.

    What coders disagree on comes first, then guesses, then what was given no question. Within
    each: the small margins before the wide ones, in bands of 0.05; within a band the places with
    the fewest confirmed answers, then the margin itself, then the answer's id.

    Args:
        waiting: rows ``answer``, ``status`` (contested, suggested or unassigned), ``margin`` (the
            first candidate's score less the second's, in [0, 1]) and ``confirmed`` (how many
            answers of its place people have confirmed).

    Returns:
        The same rows in the order of the queue.
    """
    band = np.floor(waiting["margin"].to_numpy(dtype=float) / _BAND + 1e-9)
    keyed = waiting.assign(_first=waiting["status"].map(_FIRST), _band=band)
    ordered = keyed.sort_values(["_first", "_band", "confirmed", "margin", "answer"], kind="stable")
    return ordered.drop(columns=["_first", "_band"]).reset_index(drop=True)
