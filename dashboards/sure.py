"""How sure the machine is, in words: a score, or a probability once blind judges earned it."""

from __future__ import annotations

from dashboards.page import Page
from pipeline.services.deciding.calibrating import calibration


def told(page: Page, score: float, *, best: bool, short: bool = False) -> str:
    """Return a tag's score, or the probability that it is right.

    Args:
        page: where it stands.
        score: the tag's, in [0, 1].
        best: whether it is the answer's best question; only these were held against people.
        short: whether there is no room for what the probability rests on.
    """
    t = page.t
    found = calibration(page.library.layout) if best else None
    if found is None or found.curve is None:
        return t("score", score=t.number(score))
    probability = t.number(found.curve.probability(score))
    if short:
        return t("probability", probability=probability)
    return t("probability-on", probability=probability, n=found.judged)
