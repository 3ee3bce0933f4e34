from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.analysis.calibration import Calibration, Curve, Judged, calibrate, judged
from pipeline.model.judgement import Event

SET = ("work", "happy", "city")


def rows(n: int, interviews: int, *, seed: int = 1) -> list[Judged]:
    """Scores that claim too much: of those near 0.9, six in ten are right."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0.05, 0.95, n)
    right = rng.random(n) < 0.1 + 0.55 * scores
    names = [f"i{k % interviews}" for k in range(n)]
    return [Judged(i, float(s), bool(r)) for i, s, r in zip(names, scores, right, strict=True)]


def held(found: Sequence[Judged]) -> Calibration:
    return calibrate(found, least_judged=200, least_interviews=10, seed=1)


def curve(found: Sequence[Judged]) -> Curve:
    made = held(found).curve
    assert made is not None
    return made


@pytest.mark.parametrize(("n", "interviews"), [(199, 12), (300, 9), (0, 1)])
def test_too_little_is_no_probability(n: int, interviews: int) -> None:
    found = held(rows(n, interviews))
    assert (found.reason, found.curve) == ("few", None)
    assert (found.judged, found.interviews) == (n, min(n, interviews))


def test_enough_is_just_enough() -> None:
    assert held(rows(200, 10)).curve is not None


def test_judgements_that_all_agree_tell_nothing() -> None:
    same = held([Judged(row.interview, row.score, True) for row in rows(300, 12)])
    assert (same.reason, same.curve) == ("same", None)


def test_the_curve_mends_scores_that_claim_too_much() -> None:
    some = rows(2_000, 20)
    found = curve(some)
    assert found.probability(0.9) == pytest.approx(0.6, abs=0.06)
    assert found.probability(0.1) < found.probability(0.5) < found.probability(0.9)
    raw = float(np.mean([(row.score - row.right) ** 2 for row in some]))
    assert found.low < found.brier < found.high
    assert found.brier < raw
    assert found.brier < found.reference


def test_a_reliable_curve_has_bins_whose_share_is_their_probability() -> None:
    found = curve(rows(4_000, 20))
    assert sum(b.n for b in found.bins) == 4_000
    assert [b.probability for b in found.bins] == sorted(b.probability for b in found.bins)
    for b in found.bins:
        assert b.right / b.n == pytest.approx(b.probability, abs=0.07)


def test_a_probability_comes_from_a_curve_that_never_saw_its_interview() -> None:
    """Scores that say nothing, and interviews all right or all wrong: nothing can be foretold."""
    rng = np.random.default_rng(4)
    some = [Judged(f"i{k % 12}", float(rng.uniform(0.4, 0.6)), k % 12 < 6) for k in range(600)]
    assert curve(some).brier >= curve(some).reference - 0.005
    assert held(some) == held(some)


# which answers count


def blind(n: int, *chosen: str, coder: str = "inga", among: Sequence[str] = SET) -> Event:
    seen = {"mode": "blind", "of": "question", "chosen": list(chosen), "among": list(among)}
    kind = "assign-question" if chosen else "reject-question"
    value = {"question": chosen[0] if chosen else among[0]}
    return Event(f"e{n}", f"2026-01-01T00:00:{n:02d}.000Z", coder, kind, value=value, seen=seen)


def of(*events: Event, best: str = "work") -> list[bool]:
    found = judged("mill-01", {"a@1": events}, {"a@1": (best, 0.7)}, lambda q: q)
    assert all(row == Judged("mill-01", 0.7, row.right) for row in found)
    return [row.right for row in found]


def test_an_answer_counts_once_however_many_agree_on_it() -> None:
    assert of(blind(1, "work")) == [True]
    assert of(blind(1, "happy")) == of(blind(1)) == [False]
    assert of(blind(1, "work"), blind(2, "happy", "work", coder="tom")) == [True]
    assert of(blind(1, "happy"), blind(2, "work")) == [True]  # the last word of one coder


def test_what_is_no_evidence_does_not_count() -> None:
    assert of() == []
    assert of(blind(1, "work"), blind(2, coder="tom")) == []  # blind judges differ
    assert of(blind(1, "happy", among=("happy", "city"))) == []  # it could not be chosen
    told = Event("e9", "2026-01-02T00:00:00.000Z", "uma", "assign-question",
                 value={"question": "work"}, seen={"mode": "suggested"})  # fmt: skip
    assert of(blind(1, "work"), told) == []


def test_a_question_under_another_id_counts_as_what_it_is_today() -> None:
    old = blind(1, "labour", among=("labour", "happy"))
    renamed = {"labour": "work"}
    found = judged(
        "mill-01", {"a@1": [old]}, {"a@1": ("work", 0.7)}, lambda q: renamed.get(q, q)
    )  # fmt: skip
    assert [row.right for row in found] == [True]
