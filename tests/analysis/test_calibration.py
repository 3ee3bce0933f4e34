import numpy as np
import pytest

from pipeline.analysis.calibration import Judged, calibrate, why_not


def judged(n: int, interviews: int, *, seed: int = 1) -> list[Judged]:
    """Scores that claim too much: of those near 0.9, six in ten are right."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0.05, 0.95, n)
    right = rng.random(n) < 0.1 + 0.55 * scores
    names = [f"i{k % interviews}" for k in range(n)]
    return [Judged(i, float(s), bool(r)) for i, s, r in zip(names, scores, right, strict=True)]


@pytest.mark.parametrize(
    ("n", "interviews", "reason"),
    [
        (199, 12, "199 of 200 blind judgements, 12 of 10 interviews"),
        (300, 9, "300 of 200 blind judgements, 9 of 10 interviews"),
        (0, 1, "0 of 200 blind judgements, 0 of 10 interviews"),
    ],
)
def test_too_little_is_no_probability(n: int, interviews: int, reason: str) -> None:
    assert why_not(judged(n, interviews)) == reason
    assert calibrate(judged(n, interviews), seed=1) is None


def test_judgements_that_all_agree_tell_nothing() -> None:
    same = [Judged(row.interview, row.score, True) for row in judged(300, 12)]
    assert why_not(same) == "all blind judgements say the same"
    assert calibrate(same, seed=1) is None


def test_the_curve_mends_scores_that_claim_too_much() -> None:
    found = calibrate(judged(2_000, 20), seed=1)
    assert found is not None
    assert found.probability(0.9) == pytest.approx(0.6, abs=0.06)
    assert found.probability(0.1) < found.probability(0.5) < found.probability(0.9)
    rows = judged(2_000, 20)
    raw = float(np.mean([(row.score - row.right) ** 2 for row in rows]))
    assert found.low < found.brier < found.high
    assert found.brier < raw
    assert found.brier < found.reference


def test_a_probability_comes_from_a_curve_that_never_saw_its_interview() -> None:
    """Scores that say nothing, and interviews all right or all wrong: nothing can be foretold."""
    rng = np.random.default_rng(4)
    rows = [Judged(f"i{k % 12}", float(rng.uniform(0.4, 0.6)), k % 12 < 6) for k in range(600)]
    found = calibrate(rows, seed=1)
    assert found is not None
    assert found.brier >= found.reference - 0.005
    assert found == calibrate(rows, seed=1)
