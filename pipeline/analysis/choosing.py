"""Which clips make a timeline of a given length, and in which order they are seen.

What is chosen is the set of greatest value within the length. The value is a sum of monotone
submodular parts, after Lin & Bilmes (2011), "A class of submodular functions for document
summarization" (ACL-HLT): what is chosen should be worth hearing by itself, stand for all that was
said, and come from many places, voices and views. Each part is a share of what all candidates
together have of it, so that it lies in [0, 1]; the weights are set in ``params.yaml``. A choice
by greatest value for its length, held against one by greatest value and against the best single
clip, has at least 0.405 of the best value that is possible (Tang, Tang, Lim, Han, Li & Yuan 2021,
"Revisiting modified greedy algorithm for monotone submodular maximization with a knapsack
constraint"; Khuller, Moss & Naor 1999; Lin & Bilmes 2010). With a limit for each voice besides
the length no such bound is claimed.

That people contradict each other cannot be told from vectors. What can: clips unlike all others
(``cover``), and clips with codes that no other has (``views``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.analysis.meaning import Vectors

Floats = npt.NDArray[np.float64]

MOST = 2_000
"""Of more candidates, only those worth most by themselves are looked at: every two are compared."""
_TIE = 1e-12


@dataclass(frozen=True)
class Weights:
    """What counts, and how much.

    ``topic``, ``clear``, ``complete``: within the worth of a clip; ``suggested``: what one that
    only the machine holds to be on the topic is worth beside one that people confirmed. ``worth``
    (of the clips by themselves), ``cover``, ``places``, ``voices``, ``views``: within the whole.
    """

    topic: float = 1.0
    clear: float = 1.0
    complete: float = 1.0
    suggested: float = 0.5
    worth: float = 1.0
    cover: float = 2.0
    places: float = 2.0
    voices: float = 1.0
    views: float = 1.0


@dataclass(frozen=True)
class Candidate:
    """A clip that could be chosen; ``length`` in milliseconds.

    ``topic`` (how close to the topic), ``clear`` and ``complete`` lie in [0, 1]; ``views`` are
    the codes on it.
    """

    id: str
    voice: str
    place: str
    date: str
    start: int
    length: int
    confirmed: bool
    topic: float
    clear: float
    complete: float
    views: tuple[str, ...] = ()


class Value:
    """The value of sets of candidates; ``likeness`` has shape (n, n), in [0, 1]."""

    def __init__(self, clips: Sequence[Candidate], likeness: Floats, weights: Weights) -> None:
        self.clips = tuple(clips)
        self._like = np.clip(likeness, 0, 1)
        self._weights = weights
        self.worth = np.array([_worth(clip, weights) for clip in clips], dtype=np.float64)
        everything = range(len(clips))
        self._whole = self._parts(everything)

    def __call__(self, chosen: Sequence[int]) -> float:
        """Return the value of some candidates, by their positions; of none it is 0."""
        return float(self._shares(self._parts(chosen)).sum())

    def gains(self, chosen: Sequence[int]) -> Floats:
        """Return what each candidate would add to those chosen, shape (n,)."""
        worth = self.worth
        covered = self._covered(chosen)
        more = np.zeros((len(self._weighing), len(worth)))
        more[0] = worth
        more[1] = np.maximum(self._like - covered[:, None], 0).T @ worth
        for row, member in enumerate(self._members, start=2):
            held = member[:, list(chosen)] @ worth[list(chosen)]
            steps = np.sqrt(held[:, None] + worth) - np.sqrt(held[:, None])
            more[row] = (member * steps).sum(axis=0)
        more[:, list(chosen)] = 0
        return np.asarray(self._shares(more.T).sum(axis=1))

    @cached_property
    def _weighing(self) -> Floats:
        w = self._weights
        return np.array([w.worth, w.cover, w.places, w.voices, w.views])

    @cached_property
    def _members(self) -> tuple[Floats, Floats, Floats]:
        """Which candidate is of which place, voice and view, each of shape (groups, n)."""
        places = _member([(clip.place,) for clip in self.clips])
        voices = _member([(clip.voice,) for clip in self.clips])
        return places, voices, _member([clip.views for clip in self.clips])

    def _covered(self, chosen: Sequence[int]) -> Floats:
        """Return how well each candidate is stood for, shape (n,)."""
        if not len(chosen):
            return np.zeros(len(self.clips))
        return np.asarray(self._like[:, list(chosen)].max(axis=1))

    def _parts(self, chosen: Sequence[int]) -> Floats:
        mine = self.worth[list(chosen)]
        cover = float(self._covered(chosen) @ self.worth)
        spread = [float(np.sqrt(m[:, list(chosen)] @ mine).sum()) for m in self._members]
        return np.array([float(mine.sum()), cover, *spread])

    def _shares(self, parts: Floats) -> Floats:
        """Weigh parts as shares of the whole; a part that nothing has counts nothing."""
        whole = np.where(self._whole > 0, self._whole, 1)
        return np.asarray(self._weighing * parts / whole)


def choose(
    clips: Sequence[Candidate],
    vectors: Vectors,
    *,
    weights: Weights,
    budget_ms: int | None = None,
    per_voice: int | None = None,
) -> list[int]:
    """Return the positions of the candidates that are taken, those that count most first.

    The same candidates in another order give the same choice.

    Args:
        clips: the candidates; their ids are unique.
        vectors: what each says, unit vectors, shape (n, dims).
        weights: what counts.
        budget_ms: length of all together, never exceeded; None for any.
        per_voice: clips of one voice at most; None for any.
    """
    by_id = sorted(range(len(clips)), key=lambda i: clips[i].id)
    few = sorted(by_id, key=lambda i: -_worth(clips[i], weights))[:MOST]
    among = [i for i in by_id if i in set(few)]
    value = Value([clips[i] for i in among], likeness_of(vectors[among]), weights)
    fits = [
        i for i, clip in enumerate(value.clips) if budget_ms is None or clip.length <= budget_ms
    ]
    if not fits:
        return []
    alone = value.gains([])
    tries = [[max(fits, key=lambda i: (alone[i], -i))]]
    tries += [_greedy(value, budget_ms, per_voice, by_length=by) for by in (True, False)]
    best = max(tries, key=lambda tried: round(value(tried), 9))
    return [among[i] for i in best]


def _greedy(
    value: Value, budget_ms: int | None, per_voice: int | None, *, by_length: bool
) -> list[int]:
    """Take what adds most, or most for its length, as long as anything fits."""
    lengths = np.array([max(1, clip.length) for clip in value.clips])
    per = lengths if by_length else np.ones(len(lengths))
    left = np.inf if budget_ms is None else budget_ms
    heard: dict[str, int] = {}
    open_ = np.ones(len(lengths), dtype=bool)
    chosen: list[int] = []
    while True:
        open_ &= lengths <= left
        if not open_.any():
            return chosen
        ratio = np.where(open_, value.gains(chosen) / per, -1.0)
        pick = int(np.argmax(ratio >= ratio.max() * (1 - _TIE)))  # the first of those alike
        chosen.append(pick)
        open_[pick] = False
        left -= lengths[pick]
        voice = value.clips[pick].voice
        heard[voice] = heard.get(voice, 0) + 1
        if per_voice is not None and heard[voice] >= per_voice:
            open_ &= np.array([clip.voice != voice for clip in value.clips])


def likeness_of(vectors: Vectors) -> Floats:
    """Return the cosine of every two unit vectors, none below 0, shape (n, n)."""
    like = np.clip(vectors @ vectors.T, 0, 1).astype(np.float64)
    np.fill_diagonal(like, 1)
    return like


def _worth(clip: Candidate, weights: Weights) -> float:
    """Return what a clip is worth by itself, in [0, 1]."""
    named = (weights.topic, weights.clear, weights.complete)
    mean = float(np.dot(named, (clip.topic, clip.clear, clip.complete))) / (sum(named) or 1)
    return mean * (1.0 if clip.confirmed else weights.suggested)


def _member(groups: Sequence[Sequence[str]]) -> Floats:
    names = {name: n for n, name in enumerate(sorted({g for each in groups for g in each}))}
    member = np.zeros((len(names), len(groups)))
    for i, each in enumerate(groups):
        for name in each:
            member[names[name], i] = 1
    return member
