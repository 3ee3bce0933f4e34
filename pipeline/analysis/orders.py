"""In which order the clips of a timeline are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from pipeline.analysis.choosing import Candidate
from pipeline.analysis.meaning import Vectors
from pipeline.model.timeline import Order


def central(vectors: Vectors) -> list[float]:
    """Return how near each of several texts is to what all of them say together.

    The dot product with their mean; ``vectors`` are unit vectors of shape (n, dims).
    """
    return [float(x) for x in vectors @ np.mean(vectors, axis=0)] if len(vectors) else []


def in_order(
    chosen: Sequence[int],
    clips: Sequence[Candidate],
    *,
    order: Order,
    central: Sequence[float],
    places: Sequence[str],
) -> list[int]:
    """Put chosen candidates in the order in which they are seen.

    Args:
        chosen: their positions in ``clips``.
        clips: all candidates.
        order: ``interleaved``: neighbours differ in place as far as can be; ``by-place``;
            ``common-first``: from what many said to what few did; ``by-date``. Confirmed and
            closest ones come first, where nothing else tells.
        central: how near each candidate is to what all say together (``central``).
        places: in which order places come.
    """
    rank = {place: n for n, place in enumerate(places)}
    best = sorted(chosen, key=lambda i: _first(clips[i]))
    if order == "by-date":
        return sorted(
            best, key=lambda i: (clips[i].date, clips[i].id.split("@")[0], clips[i].start)
        )
    if order == "common-first":
        return sorted(best, key=lambda i: -round(central[i], 9))
    if order == "by-place":
        return sorted(best, key=lambda i: (rank.get(clips[i].place, len(rank)), clips[i].place))
    return interleave(best, {i: clips[i].place for i in best})


def interleave(ranked: Sequence[int], place: Mapping[int, str]) -> list[int]:
    """Go through the places in rounds; no two neighbours are of one place if that can be.

    A place that has more left than all others together comes at every other clip.
    """
    waiting: dict[str, list[int]] = {}
    for i in ranked:
        waiting.setdefault(place[i], []).append(i)
    taken = dict.fromkeys(sorted(waiting), 0)
    laid: list[int] = []
    while len(laid) < len(ranked):
        left = {p: len(waiting[p]) for p in taken if waiting[p]}
        last = place[laid[-1]] if laid else None
        most = max(left, key=lambda p: left[p])
        others = [p for p in left if p != last] or list(left)
        pressing = 2 * left[most] > sum(left.values()) and most in others
        here = most if pressing else min(others, key=lambda p: (taken[p], p))
        laid.append(waiting[here].pop(0))
        taken[here] += 1
    return laid


def same_neighbours(places: Sequence[str]) -> int:
    """Count the neighbours that are of one place."""
    return sum(one == other for one, other in pairwise(places))


def _first(clip: Candidate) -> tuple[bool, float, str]:
    return not clip.confirmed, -clip.topic, clip.id
