"""Stand-ins for the models: deterministic, instant, and remembering what they were asked.

They let the logic around the models be tested without one. ``model`` is the path of a
JSON file, or empty::

    {"*": {"language": "en", "words": [["Hello", 0, 400, 0.9]],
           "segments": [["s1", 0, 400]], "languages": [["en", 0, 400]]}}

keyed by the SHA-256 of the sound's float32 bytes; ``*`` stands for any other sound.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engines.embed import normalised
from pipeline.engines.machine import Machine
from pipeline.errors import MissingModel
from pipeline.model.engines import SAMPLE_RATE, Advance, Grouping, Heard
from pipeline.model.interview import LanguageSpan, SpeakerSegment, Word
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound, Vectors

DIMS = 256
FRAME_MS = 20
PAUSE_MS = 600
LONG_WORD = 4
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"\S(?:.*?[.?!…](?=\s|$)|.*$)", re.DOTALL)
LOUD = 0.01  # root mean square above which a frame counts as speech


def sound_digest(sound: Sound) -> str:
    """Return the key under which a script keeps the words of a sound."""
    import numpy as np

    return hashlib.sha256(np.ascontiguousarray(sound, dtype=np.float32).tobytes()).hexdigest()


class _Script:
    """A JSON file of what to answer; ``asked`` keeps the questions."""

    def __init__(self, model: str, machine: Machine) -> None:
        self.model = model
        self.machine = machine
        self.asked: list[dict[str, Any]] = []

    @property
    def fingerprint(self) -> str:
        """The digest of the script."""
        data = self._read() if self.model else b""
        return f"scripted/{type(self).__name__}:{hashlib.sha256(data).hexdigest()[:16]}"

    def _read(self) -> bytes:
        path = Path(self.model)
        if not path.is_file():
            raise MissingModel("there is no such script", where=self.model, remedy="check the path")
        return path.read_bytes()

    def _entry(self, sound: Sound) -> dict[str, Any]:
        script: dict[str, Any] = json.loads(self._read()) if self.model else {}
        found: dict[str, Any] = script.get(sound_digest(sound)) or script.get("*") or {}
        return found


class ScriptedTranscriber(_Script):
    """Says the words of its script."""

    def transcribe(
        self, sound: Sound, *, language: str, advance: Advance, among: Sequence[str] = ()
    ) -> Heard:
        """Return the script's words for this sound, none where it has none."""
        self.asked.append({"samples": len(sound), "language": language})
        entry = self._entry(sound)
        words = tuple(
            Word(str(text), int(start), int(end), float(probability))
            for text, start, end, probability in entry.get("words", [])
        )
        advance(1.0)
        spoken = tuple(Span(word.start, word.end) for word in words)
        languages = tuple(
            LanguageSpan(Span(int(start), int(end)), str(told))
            for told, start, end in entry.get("languages", [])
        )
        main = language or entry.get("language", "")
        return Heard(main, words, spoken, languages=languages)


class ScriptedDiarizer(_Script):
    """Says the segments of its script; without one, speakers take turns at every pause."""

    def diarize(self, sound: Sound, *, n_speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Return the script's segments, or the loud stretches, speakers alternating."""
        self.asked.append({"samples": len(sound), "n_speakers": n_speakers})
        entry = self._entry(sound)
        if "segments" in entry:
            return tuple(SpeakerSegment(str(s), int(a), int(b)) for s, a, b in entry["segments"])
        speakers = n_speakers or 2
        return tuple(
            SpeakerSegment(f"s{i % speakers + 1}", start, end)
            for i, (start, end) in enumerate(_loud_stretches(sound))
        )


def _loud_stretches(sound: Sound) -> list[tuple[int, int]]:
    import numpy as np

    size = FRAME_MS * SAMPLE_RATE // 1000
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    loud = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1)) > LOUD
    found: list[tuple[int, int]] = []
    for index in np.flatnonzero(loud).tolist():
        start, end = index * FRAME_MS, (index + 1) * FRAME_MS
        if found and start - found[-1][1] <= PAUSE_MS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


class HashEmbedder:
    """Words and character trigrams hashed into 256 dimensions: likeness of wording only."""

    def __init__(self, model: str, machine: Machine) -> None:
        self.model = model
        self.machine = machine
        self.asked: list[str] = []

    @property
    def fingerprint(self) -> str:
        """Name and version."""
        return f"scripted/HashEmbedder/1{self.model}"

    def embed(self, texts: Sequence[str], *, advance: Advance) -> Vectors:
        """Return unit vectors of shape (len(texts), 256); a text without words is a zero row."""
        import numpy as np

        self.asked += texts
        vectors = np.zeros((len(texts), DIMS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                padded = f" {word} "
                for gram in (word, *(padded[i : i + 3] for i in range(len(padded) - 2))):
                    place = hashlib.blake2b(gram.encode("utf-8", "replace"), digest_size=4).digest()
                    at = int.from_bytes(place, "little")
                    vectors[row, at % DIMS] += 1 if at >> 31 else -1
        advance(1.0)
        return normalised(vectors)


class ScriptedTopics:
    """K-means with a fixed seed; groups smaller than the smallest are outliers."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    @property
    def fingerprint(self) -> str:
        """Name and version."""
        return "scripted/ScriptedTopics/1"

    def group(
        self,
        terms: Sequence[Sequence[str]],
        vectors: Vectors,
        *,
        min_size: int,
        seed: int,
        groups: int | None = None,
    ) -> Grouping:
        """Group by nearness into about one group for each two smallest sizes of texts."""
        self.asked.append(len(terms))
        if len(terms) < 2 * min_size:
            return Grouping((-1,) * len(terms), {})
        from sklearn.cluster import KMeans

        groups = groups or max(2, len(terms) // (2 * min_size))
        raw = KMeans(groups, n_init=4, random_state=seed).fit_predict(vectors).tolist()
        kept = [
            g for g, n in sorted(Counter(raw).items(), key=lambda x: (-x[1], x[0])) if n >= min_size
        ]
        labels = tuple(kept.index(g) if g in kept else -1 for g in raw)
        keywords = {}
        for group in range(len(kept)):
            members = (t for t, at in zip(terms, labels, strict=True) if at == group)
            counts = Counter(term for member in members for term in member)
            keywords[group] = tuple(sorted(counts, key=lambda t: (-counts[t], t))[:10])
        return Grouping(labels, keywords)


class ScriptedLinguist:
    """Sentences by their marks, words as they stand, long words as phrases."""

    def __init__(self, models: Mapping[str, str]) -> None:
        self.models = dict(models)

    @property
    def fingerprint(self) -> str:
        """Name and version."""
        return "scripted/ScriptedLinguist/1"

    def sentences(self, text: str, *, language: str) -> tuple[Span, ...]:
        """Return stretches that end in a full stop, a question or an exclamation mark."""
        return tuple(Span(m.start(), m.end()) for m in _SENTENCE.finditer(text))

    def lemmas(self, text: str, *, language: str) -> tuple[str, ...]:
        """Return the words of four letters and more, lower case."""
        return tuple(word for word in _WORD.findall(text.lower()) if len(word) >= LONG_WORD)

    def phrases(self, text: str, *, language: str, limit: int) -> tuple[str, ...]:
        """Return the longest words."""
        words = dict.fromkeys(self.lemmas(text, language=language))
        return tuple(sorted(words, key=lambda word: (-len(word), word))[:limit])
