"""The stages, in order: each reads, makes one pure call, writes.

``STAGES`` is the single list of them; ``dvc.yaml`` is made from it. A stage's module
has ``REVISION``, raised whenever its results change for the same input, and ``run``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import cast

from pipeline.errors import BadInput
from pipeline.execution import Outcome
from pipeline.formats.files import nearest
from pipeline.stages.common import Context


@dataclass(frozen=True)
class Stage:
    """A stage: what it reads, by path below the study, and how DVC is to treat it.

    ``section``: its parts of ``params.yaml``, spaces between; ``always``: it looks for itself
    whether anything is new; ``cached``: dear enough to keep in DVC's cache.
    """

    name: str
    about: str
    reads: tuple[str, ...] = ()
    section: str = ""
    always: bool = False
    cached: bool = False

    def run(self, context: Context) -> Outcome:
        """Run the stage."""
        module = importlib.import_module(f"pipeline.stages.{self.name}")
        return cast(Outcome, module.run(context))


_STUDY, _CONSENT = "results/ingest/study.json", "results/ingest/consent.json"
_SOURCES = "results/ingest/sources"
_EVENTS = "results/judgements/{}.json"
_QUESTIONS, _CODES = "codebook/questions.yaml", "codebook/codes.yaml"

STAGES: tuple[Stage, ...] = (
    Stage("ingest", "check the tables, fingerprint and probe the files", always=True),
    Stage("judgements", "fold what people decided", always=True),
    Stage("transcribe", "words of the recordings", (_SOURCES,), section="transcribe", cached=True),
    Stage("diarize", "who speaks when", (_SOURCES,), section="diarize", cached=True),
    Stage(
        "turns",
        "turns of recordings and texts, as people corrected them",
        (_STUDY, _SOURCES, "results/transcribe", "results/diarize",
         _EVENTS.format("words"), _EVENTS.format("speakers")),
        section="turns",
    ),
    Stage(
        "segment",
        "who interviews, and which stretches answer",
        (_STUDY, _SOURCES, "results/turns", _EVENTS.format("stretches"),
         _EVENTS.format("questions"), _QUESTIONS),
        section="segment vectors",
    ),
    Stage(
        "vectors",
        "answers, questions and codes by meaning",
        ("results/segment", _QUESTIONS, _CODES),
        section="vectors",
        cached=True,
    ),
    Stage(
        "tag",
        "which question each answer speaks to",
        (_STUDY, _CONSENT, "results/segment", "results/vectors", _QUESTIONS,
         _EVENTS.format("questions")),
        section="tag",
    ),
    Stage(
        "calibrate",
        "which scores may be called probabilities",
        (_STUDY, "results/turns", "results/segment", "results/tag", _QUESTIONS,
         _EVENTS.format("questions")),
        section="calibrate",
    ),
    Stage(
        "code",
        "suggested codes",
        (_CONSENT, "results/segment", "results/vectors", _CODES, _EVENTS.format("codes")),
        section="code",
    ),
    Stage(
        "cluster",
        "groups of answers",
        (_CONSENT, "results/segment", "results/vectors"),
        section="cluster",
    ),
    Stage(
        "themes",
        "clusters under what people decided on them",
        (_CONSENT, "results/turns", "results/segment", "results/cluster",
         _EVENTS.format("clusters")),
        section="themes",
    ),
    Stage(
        "timelines",
        "the clips of each topic",
        (_STUDY, _CONSENT, _SOURCES, "results/turns", "results/vectors", "results/tag",
         "results/code", "results/themes", _QUESTIONS, _CODES, "codebook/timelines.yaml",
         _EVENTS.format("clips")),
        section="timelines vectors",
    ),
    Stage(
        "compare",
        "what was asked and said where",
        (_STUDY, "results/tag", "results/themes", _QUESTIONS),
    ),
    Stage(
        "metrics",
        "the machine's work held against gold",
        (_SOURCES, _CONSENT, "interviews/gold", "results/turns", "results/segment",
         "results/vectors", "results/tag", "results/cluster", _QUESTIONS),
    ),
)  # fmt: skip


def stage(name: str) -> Stage:
    """Return a stage by its name.

    Raises:
        BadInput: there is none of that name.
    """
    known = {s.name: s for s in STAGES}
    if name not in known:
        raise BadInput(f"there is no stage {name!r}", remedy=nearest(name, known))
    return known[name]
