"""The tables of the whole study: their columns, declared once.

A frame's schema is part of the file; a file of another schema is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Columns:
    """The declared columns of a frame: name to pandas dtype."""

    schema: str
    dtypes: Mapping[str, str]


ANSWERS = Columns(
    "interleaf/answers/2",
    {
        "answer": "str", "interview": "str", "position": "int64", "speaker": "str",
        "site": "str", "country": "str", "wave": "int64", "date": "str", "language": "str",
        "unit": "str", "start": "int64", "end": "int64", "text": "str",
        "asked": "str", "asked_start": "int64", "phrases": "str", "status": "str",
        "small_talk": "bool", "recorded": "bool",
    },
)  # fmt: skip
"""One row an answer, in the order of the manifest and of the interview.

``asked`` is empty and ``asked_start`` -1 where no interviewer was heard; ``phrases``
are separated by `` · ``; ``status`` is a ``TagStatus``; ``small_talk`` says that the machine by
itself holds it for an answer to no question, whatever people decided; ``recorded`` whether there
is a recording (a text with times has ``unit`` ms and none).
"""

CLAIMS = Columns(
    "interleaf/claims/1",
    {
        "interview": "str", "number": "float64", "high": "float64", "unit": "str", "figure": "str",
        "claim": "str", "source": "str", "sentence": "str", "start": "int64", "end": "int64",
    },
)  # fmt: skip
"""One row a figure that an article takes from a survey; ``start`` and ``end`` are the figure's
place in the text, in code points; ``high`` is NaN where there is no range.
"""

TAGS = Columns(
    "interleaf/tags/1",
    {
        "answer": "str", "question": "str", "rank": "int64", "score": "float64",
        "status": "str", "evidence": "str", "guess": "bool",
    },
)  # fmt: skip
"""The questions of each answer: those assigned, and runners-up as ``candidate``.

``status``: confirmed, suggested, contested, rejected or candidate; ``guess`` marks what
the machine suggests by itself, whatever people decided.
"""

CODINGS = Columns(
    "interleaf/codings/1",
    {"answer": "str", "code": "str", "score": "float64", "status": "str", "evidence": "str"},
)
"""Codes on answers: confirmed by people or suggested from definitions."""

MEMBERS = Columns("interleaf/members/1", {"answer": "str", "cluster": "str"})
"""The cluster of each clustered answer; outliers have none and no row."""

COVERAGE = Columns(
    "interleaf/coverage/1",
    {
        "question": "str", "interview": "str", "speaker": "str", "site": "str",
        "country": "str", "wave": "int64", "status": "str", "confirmed": "bool",
    },
)  # fmt: skip
"""What happened to each question with each person; ``status`` is a ``QuestionStatus``."""

CLUSTER_PLACES = Columns(
    "interleaf/cluster-places/1",
    {
        "cluster": "str",
        "site": "str",
        "people": "int64",
        "people_at_site": "int64",
        "answers": "int64",
    },
)
"""How many people of each place speak in each cluster, of how many people there."""

STRETCHES = Columns(
    "interleaf/stretches/1",
    {n: kind for n, kind in ANSWERS.dtypes.items() if n not in ("status", "small_talk")},
)
"""``ANSWERS`` before anybody, person or machine, has said what they answer."""

VECTORS = Columns(
    "interleaf/vectors/2", {"text": "str", "view": "str", "model": "str", "vector": "object"}
)
"""A vector a text and view: ``text`` is the text's digest, ``model`` the embedder's fingerprint.

``view`` is ``meaning``, or ``neutral`` for the model that is the same for every language.
"""
