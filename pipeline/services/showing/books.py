"""The question set and the codebook as their files are now; read anew only when they change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.formats.yamls import read_codebook, read_questions
from pipeline.layout import Layout
from pipeline.model.codebook import Codebook
from pipeline.model.guide import QuestionSet
from pipeline.services.showing.people import Stamp, stamp_of


def question_set(layout: Layout) -> QuestionSet:
    """Return the question set; an absent file is an empty set.

    Raises:
        BadInput: the file cannot be read; ``Problems`` where it has several faults.
    """
    path = layout.path("questions")
    return _questions(path, stamp_of(path)) if path.exists() else QuestionSet()


def codebook(layout: Layout) -> Codebook:
    """Return the codebook; an absent file is an empty one.

    Raises:
        BadInput: the file cannot be read; ``Problems`` where it has several faults.
    """
    path = layout.path("codes")
    return _codebook(path, stamp_of(path)) if path.exists() else Codebook()


@lru_cache(maxsize=4)
def _questions(path: Path, stamp: Stamp) -> QuestionSet:
    """Read the question set whenever its file has another stamp: YAML is slow."""
    return read_questions(path)


@lru_cache(maxsize=4)
def _codebook(path: Path, stamp: Stamp) -> Codebook:
    """Read the codebook whenever its file has another stamp."""
    return read_codebook(path)
