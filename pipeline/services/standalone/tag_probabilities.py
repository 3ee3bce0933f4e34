"""Scores of rows become probabilities where enough labelled rows name their interview.

What a probability rests on never saw the label that it is held against: a labelled row is tagged
again by the labels of other interviews alone, and the curve from such scores to probabilities is
measured on interviews that it has not seen, as in a study (``analysis.calibration``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.analysis.calibration import (
    Calibration,
    Curve,
    Judged,
    Reliability,
    calibrate,
    fitted_curve,
    folds,
)

if TYPE_CHECKING:
    from pipeline.analysis.tagging import Tagged
    from pipeline.params import Calibrate
    from pipeline.services.standalone.tag_evidence import Ready

_FOLDS = 10  # times that the whole collection is learnt from anew
_FOLDS_OF_MANY, _MANY = 5, 2_000  # from so many answers on, fewer: each time costs seconds
_DIGITS = 4  # as scores have


@dataclass(frozen=True)
class Likely:
    """What is known of the scores, and the rows whose ranking holds probabilities, by id."""

    calibration: Calibration
    rows: Mapping[str, Tagged]


def probabilities(
    ready: Ready,
    tagged: Mapping[str, Tagged],
    known: Mapping[str, Sequence[str]],
    interviews: Mapping[str, str],
    settings: Calibrate,
) -> Likely:
    """Put probabilities in the place of scores, or say why not.

    A row without an interview cannot be held out: its label does not count here, and its scores
    stay. A labelled row is given as the labels of other interviews tag it.

    Args:
        ready: the rows and all evidence.
        tagged: the rows as all labels tag them, by id.
        known: by labelled row the questions that people say it answers.
        interviews: by row its interview; rows that name none are left out.
        settings: how many labelled rows it takes, of how many interviews.
    """
    counted = {name: interviews[name] for name in known if name in interviews}
    of = len(set(counted.values()))
    least, least_of = settings.least_judged, settings.least_interviews
    if len(counted) < least or of < least_of:  # then nothing has to be learnt anew
        return Likely(Calibration(len(counted), of, least, least_of, "few"), {})
    crossed = crossfitted(ready, counted, seed=settings.seed)
    best: list[Judged] = []
    others: list[Judged] = []
    for name, mine in crossed.items():
        for i, r in enumerate(mine.ranking):
            row = Judged(counted[name], r.score, r.question in known[name])
            (others if i else best).append(row)
    found = calibrate(best, least_judged=least, least_interviews=least_of, seed=settings.seed)
    if found.curve is None:
        return Likely(found, {})
    second = fitted_curve(others, seed=settings.seed) if others else found.curve
    rows = {
        name: _with_probabilities(crossed.get(name, mine), found.curve, second)
        for name, mine in tagged.items()
        if name in interviews
    }
    return Likely(found, rows)


def crossfitted(ready: Ready, interviews: Mapping[str, str], *, seed: int) -> dict[str, Tagged]:
    """Tag each labelled row by the labels of other interviews, never by its own one's.

    Args:
        ready: the rows and all evidence.
        interviews: by labelled row its interview.
        seed: of the parting into folds.
    """
    n = _FOLDS if len(ready.gathered.answers) < _MANY else _FOLDS_OF_MANY
    fold = folds(list(interviews.values()), n=n, seed=seed)
    result: dict[str, Tagged] = {}
    for one in sorted(set(fold.tolist())):
        held = {name for name, mine in zip(interviews, fold, strict=True) if mine == one}
        result |= ready.tagged(held)
    return {name: result[name] for name in interviews}


def _with_probabilities(tagged: Tagged, first: Curve, others: Curve) -> Tagged:
    """Return a row with probabilities; no runner-up is likelier than the best question."""
    ranking = []
    top = 1.0
    for i, r in enumerate(tagged.ranking):
        value = min(top, (others if i else first).probability(r.score))
        top = top if i else value
        ranking.append(replace(r, score=round(value, _DIGITS)))
    return replace(tagged, ranking=tuple(ranking))


def notes(
    likely: Likely, interviews: Mapping[str, str], known: Sequence[str], rows: Sequence[str]
) -> tuple[str, ...]:
    """Say in a line what the scores are, and in another which rows keep theirs.

    Args:
        likely: what is known of the scores.
        interviews: by row its interview.
        known: the labelled rows.
        rows: those that are written.
    """
    found = likely.calibration
    rests = f"{found.judged} labelled answers of {found.interviews} interviews"
    lost = sum(name not in interviews for name in known)
    beside = f"; {lost} more name no interview: they cannot be held out" if lost else ""
    if found.reason == "few":
        needed = f"{found.least_judged} of {found.least_interviews} are needed"
        return (f"scores are no probabilities: {rests} count, {needed}{beside}",)
    if found.curve is None:
        return (f"scores are no probabilities: {rests} say the same of all best questions",)
    told = [f"probabilities, from {rests}, each interview held out: {reliable(found.curve)}"]
    if alone := sum(name not in likely.rows for name in rows):
        told.append(f"{alone} answers name no interview: their scores are no probabilities")
    return tuple(told)


def reliable(found: Reliability) -> str:
    """Say in one line how good probabilities are: Brier's score, and what was said and was so."""
    bins = ", ".join(f"{part.probability:.2f} {part.right / part.n:.2f}" for part in found.bins)
    return (
        f"Brier score {found.brier:.3f} (95 % from {found.low:.3f} to {found.high:.3f};"
        f" {found.reference:.3f} if all were held as likely); said and right: {bins}"
    )
