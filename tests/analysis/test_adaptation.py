from dataclasses import replace

import numpy as np

from pipeline.analysis.adaptation import Collection, Settings, adapt
from pipeline.analysis.centres import discriminant
from pipeline.analysis.meaning import Positions, Vectors, unit

DIMS = 40


def collection(n: int, *, questions: int = 4, seed: int = 1) -> tuple[Collection, Positions]:
    """Answers whose middles lie only roughly where the wordings point; and the truth."""
    rng = np.random.default_rng(seed)
    middles = unit(rng.normal(size=(questions, DIMS)))
    worded = unit(middles + 0.16 * rng.normal(size=(questions, DIMS)))
    truth = np.arange(n) % questions
    own = unit(middles[truth] + 0.17 * rng.normal(size=(n, DIMS)))
    blank = np.zeros((n, questions))
    found = Collection(
        own, worded, np.ones((n, questions), bool), blank, np.zeros_like(own),
        np.full(n, np.nan), blank,
    )  # fmt: skip
    return found, truth


def right(shares: Vectors, truth: Positions) -> float:
    return float((shares.argmax(axis=1) == truth).mean())


def test_the_unlabelled_collection_teaches() -> None:
    gains = []
    for seed in range(5):
        found, truth = collection(200, seed=seed)
        belief = adapt(found, Settings(refine_from=10_000))
        gains.append(right(belief.shares, truth) - right(found.own @ found.questions.T, truth))
        assert belief.temperature is not None
        assert belief.shares.sum(axis=1).max() <= 1
    assert min(gains) >= 0
    assert np.mean(gains) > 0.02


def test_a_small_collection_keeps_the_plain_score() -> None:
    found, _ = collection(12)
    belief = adapt(found, Settings())
    assert belief.temperature is None
    plain = found.own @ found.questions.T
    assert (belief.shares.argmax(axis=1) == plain.argmax(axis=1)).all()
    assert adapt(found, Settings(learn_from=3)).temperature is not None


def crowded(often: list[int], *, seed: int) -> tuple[Collection, Positions]:
    """Answers, some questions' many more, less their mean as what is tagged always is."""
    rng = np.random.default_rng(seed)
    found, _ = collection(8, seed=seed)
    truth = np.repeat(np.arange(4), often)
    n = len(truth)
    share = unit(rng.normal(size=(1, DIMS)))
    own = unit(found.questions[truth] + share + 0.2 * rng.normal(size=(n, DIMS)))
    blank = np.zeros((n, 4))
    questions = unit(found.questions - found.questions.mean(axis=0))
    own = unit(own - own.mean(axis=0))
    return replace(
        found, own=own, questions=questions, put=np.zeros_like(own), heard=blank, known=blank,
        open=np.ones((n, 4), bool), gone=np.full(n, np.nan),
    ), truth  # fmt: skip


def test_a_question_with_most_of_the_answers_does_not_pass_for_the_middle() -> None:
    """Less the mean of all, what most answers share is gone; the questions' middle brings it."""
    gains = []
    for seed in range(6):
        found, truth = crowded([70, 20, 8, 8], seed=seed)
        belief = adapt(found, Settings(refine_from=10_000))
        assert not belief.even
        assert np.linalg.norm(belief.middle) > 0.05
        plain = found.own @ found.questions.T
        gains.append(right(belief.shares, truth) - right(plain, truth))
    assert np.mean(gains) > 0.02


def test_questions_asked_equally_often_stay_so() -> None:
    found, truth = collection(40, seed=2)
    belief = adapt(found, Settings())
    assert belief.even
    assert np.allclose(np.bincount(belief.shares.argmax(axis=1), minlength=4), 10, atol=1)
    assert right(belief.shares, truth) >= right(found.own @ found.questions.T, truth)
    placed = replace(found, gone=np.linspace(0, 1, 40))
    assert not adapt(placed, Settings()).even, "an interview's own order tells more"


def loud(amplitude: float) -> tuple[Collection, Positions]:
    """Answers that differ most in directions that tell nothing of the question."""
    rng = np.random.default_rng(5)
    found, truth = collection(2_000, seed=1)
    noise = amplitude * rng.normal(size=(2_000, 3)) @ rng.normal(size=(3, DIMS))
    return replace(found, own=unit(found.own + noise)), truth


def test_a_large_collection_is_refined() -> None:
    found, truth = loud(0.05)
    first, then = adapt(found, Settings(refine_from=10_000)), adapt(found, Settings())
    assert then.refined
    assert right(then.shares, truth) > right(first.shares, truth)


def test_a_collection_that_leads_astray_keeps_the_plain_score() -> None:
    found, truth = loud(0.12)
    belief = adapt(found, Settings())
    assert belief.temperature is None
    assert right(belief.shares, truth) == right(found.own @ found.questions.T, truth) > 0.7


def test_what_is_like_no_question_looks_unsure() -> None:
    """Noise alone divides a small collection as surely as meaning does: only others may tell."""
    found, truth = collection(40)
    noise = unit(np.random.default_rng(3).normal(size=found.own.shape))
    real, none = adapt(found, Settings()), adapt(replace(found, own=noise), Settings())
    assert right(real.shares, truth) > 0.9
    assert real.shares.max(axis=1).mean() > 0.9
    assert none.shares.max(axis=1).mean() < 0.75
    few, _ = collection(8)
    far = unit(few.own - few.own @ np.linalg.pinv(few.questions) @ few.questions)
    alone = adapt(replace(few, own=far), Settings()).shares
    assert alone.max() < 0.2  # nothing of any question is in them


def test_what_is_not_open_is_never_believed() -> None:
    found, _ = collection(80)
    shut = found.open.copy()
    shut[:, 2] = False
    assert adapt(replace(found, open=shut), Settings()).shares[:, 2].max() == 0


def test_what_was_asked_outweighs_the_answers_words() -> None:
    found, truth = collection(8)
    asked = np.eye(4)[(truth + 1) % 4]
    put = found.questions[(truth + 1) % 4]
    heard = replace(found, heard=asked, put=put)
    assert right(adapt(heard, Settings()).shares, (truth + 1) % 4) == 1


def test_confirmed_answers_are_held_fast_and_teach_the_others() -> None:
    """Two questions whose wordings are swapped: people put that right."""
    found, truth = collection(80)
    swapped = replace(found, questions=found.questions[[1, 0, 2, 3]])
    known = np.zeros((80, 4))
    known[:40] = np.eye(4)[truth[:40]]
    taught = adapt(replace(swapped, known=known), Settings(refine_from=10_000))
    assert right(adapt(swapped, Settings(refine_from=10_000)).shares, truth) < 0.6
    assert right(taught.shares[40:], truth[40:]) > 0.9


def test_where_in_an_interview_a_question_is_asked_is_learnt() -> None:
    """Two questions that words hardly tell apart, one asked early and one late."""
    found, truth = collection(120, questions=2, seed=4)
    rng = np.random.default_rng(2)
    mixed = unit(found.own + 0.5 * rng.normal(size=found.own.shape))
    gone = np.where(truth == 0, 0.2, 0.8) + 0.05 * rng.normal(size=120)
    timeless = adapt(replace(found, own=mixed), Settings(refine_from=10_000))
    placed = adapt(replace(found, own=mixed, gone=gone), Settings(refine_from=10_000))
    assert right(placed.shares, truth) > right(timeless.shares, truth)


def test_the_discriminant_ignores_directions_in_which_answers_to_one_question_differ() -> None:
    rng = np.random.default_rng(0)
    truth = np.arange(4_000) % 2
    own = np.stack([np.where(truth == 0, 1.0, -1.0), 8 * rng.normal(size=4_000)], axis=1)
    own[:, 0] += 0.3 * rng.normal(size=4_000)
    scores = discriminant(own, np.eye(2)[truth], np.array([[1.0, 0], [-1, 0]]), prior=1)
    assert right(scores, truth) > 0.99
