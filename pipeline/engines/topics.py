"""Groups of texts with BERTopic, over vectors and lemmas that are made elsewhere.

The same input gives the same groups in every process: fixed seed, one thread, ties broken
by order.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pipeline.errors import MissingExtra
from pipeline.model.engines import Grouping

if TYPE_CHECKING:
    from pipeline.model.engines import Vectors

REVISION = 2  # raise it when the same input would give other groups or key words

FEW = 60  # texts: below it UMAP and HDBSCAN put all into one group or none
NEIGHBOURS, DIMENSIONS = 15, 5  # UMAP as BERTopic sets it
KEYWORDS = 10
NOTHING = "∅"  # stands for a text without terms: BERTopic wants a word in each


class BerTopics:
    """BERTopic: UMAP and HDBSCAN for many texts, PCA and k-means for few."""

    @property
    def fingerprint(self) -> str:
        """Names and versions of all that decides on the groups."""
        parts = ("bertopic", "umap-learn", "hdbscan", "scikit-learn")
        return f"bertopic/{REVISION}:" + ",".join(f"{p}-{version(p)}" for p in parts)

    def group(
        self,
        terms: Sequence[Sequence[str]],
        vectors: Vectors,
        *,
        min_size: int,
        seed: int,
        groups: int | None = None,
    ) -> Grouping:
        """Group texts; -1 marks outliers, and all are where there are too few texts."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

        n = len(terms)
        if n < 2 * max(2, min_size) or not any(terms):
            return Grouping((-1,) * n, {})
        few = n < max(FEW, 4 * min_size)
        model = _model(n, vectors.shape[1], min_size, seed, few=few, groups=groups)
        documents = [" ".join(_joinable(own)) or NOTHING for own in terms]
        try:
            with threadpool_limits(1), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about settings that are meant
                labels, _ = model.fit_transform(documents, embeddings=vectors)
        except (TypeError, ValueError):
            # UMAP's spectral start fails on texts that are all alike: one cloud, no groups.
            return Grouping((-1,) * n, {})
        return _ordered([int(label) for label in labels], model, min_size)


def _model(n: int, dims: int, min_size: int, seed: int, *, few: bool, groups: int | None) -> Any:
    try:
        from bertopic import BERTopic
        from bertopic.vectorizers import ClassTfidfTransformer
    except ImportError:
        raise MissingExtra("BERTopic is not installed", remedy="pip install bertopic") from None
    from sklearn.feature_extraction.text import CountVectorizer

    if groups:
        reduce = _pca(n, dims, seed) if few else _umap(n, seed)
        cluster = _k_means(min(groups, n), seed)
    elif few:
        reduce = _pca(n, dims, seed)
        cluster = _k_means(max(2, min(round((n / 2) ** 0.5), n // min_size)), seed)
    else:
        reduce, cluster = _umap(n, seed), _hdbscan(min_size)
    return BERTopic(
        language="multilingual",  # else it takes every letter but A to Z out of the words
        embedding_model=None,
        umap_model=reduce,
        hdbscan_model=cluster,
        # The terms are lemmas already: split at the spaces that joined them, nothing else.
        vectorizer_model=CountVectorizer(tokenizer=_split, token_pattern=None, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        min_topic_size=min_size,
        top_n_words=KEYWORDS,
        calculate_probabilities=False,
        verbose=False,
    )


def _pca(n: int, dims: int, seed: int) -> Any:
    from sklearn.decomposition import PCA

    return PCA(n_components=min(DIMENSIONS, n - 1, dims), random_state=seed)


def _k_means(groups: int, seed: int) -> Any:
    from sklearn.cluster import KMeans

    return KMeans(n_clusters=groups, n_init=10, random_state=seed)


def _umap(n: int, seed: int) -> Any:
    from umap import UMAP

    _keep_compiled()
    return UMAP(
        n_neighbors=min(NEIGHBOURS, n - 1),
        n_components=DIMENSIONS,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
    )


def _keep_compiled() -> None:
    """Let numba keep what it compiles of UMAP: half a minute in each process otherwise."""
    modules = [m for name, m in sys.modules.items() if name.partition(".")[0] == "umap"]
    for function in {f for module in modules for f in vars(module).values()
                     if hasattr(f, "enable_caching")}:  # fmt: skip
        with suppress(RuntimeError):  # no folder can be written to: compiled each time
            function.enable_caching()


def _hdbscan(min_size: int) -> Any:
    from hdbscan import HDBSCAN

    return HDBSCAN(
        min_cluster_size=min_size,
        metric="euclidean",
        cluster_selection_method="eom",
        core_dist_n_jobs=1,
    )


def _split(text: str) -> list[str]:
    return text.split(" ")


def _joinable(terms: Sequence[str]) -> list[str]:
    return [re.sub(r"\s+", "_", term) for term in terms if term.strip()]


def _ordered(raw: list[int], model: Any, min_size: int) -> Grouping:
    """Number groups by size, then by first member; too small ones are outliers."""
    members: dict[int, list[int]] = {}
    for place, label in enumerate(raw):
        members.setdefault(label, []).append(place)
    kept = [g for g in members if g != -1 and len(members[g]) >= min_size]
    kept.sort(key=lambda g: (-len(members[g]), members[g][0]))
    number = {group: i for i, group in enumerate(kept)}
    keywords = {}
    for group, i in number.items():
        words = [(w, float(s)) for w, s in model.get_topic(group) or () if w and w != NOTHING]
        words.sort(key=lambda pair: (-round(pair[1], 9), pair[0]))
        keywords[i] = tuple(w.replace("_", " ") for w, s in words if s > 0)[:KEYWORDS]
    return Grouping(tuple(number.get(label, -1) for label in raw), keywords)
