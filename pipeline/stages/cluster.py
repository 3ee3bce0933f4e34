"""Groups of answers over the whole study, whatever their language."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.analysis.clusters import describe, members_frame
from pipeline.analysis.meaning import centred, language_means
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_frame, encode_json
from pipeline.model.cluster import Clustering
from pipeline.model.engines import Linguist
from pipeline.model.frames import MEMBERS
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Group the answers of all who may be analysed."""
    from pipeline import engines

    layout, params = context.layout, context.params
    paths = (layout.path("clusters"), layout.path("members"))
    segment, vectors = context.contents("segment"), context.contents("vectors")
    linguist = engines.linguist(params.segment.linguist, params.segment.linguist_models)
    model = engines.topic_model(params.cluster.engine)
    key = digest(
        REVISION, segment, {n: vectors.get(n) for n in segment}, sorted(context.analysable),
        as_dict(params.cluster), linguist.fingerprint, model.fingerprint
    )  # fmt: skip

    def make(_: Callable[[float], None]) -> list[Encoded]:
        import pandas as pd

        clustering = _group(context, linguist)
        return [
            encode_json(paths[0], schemas.CLUSTERS, Clustering, clustering),
            encode_frame(paths[1], MEMBERS, pd.DataFrame(members_frame(clustering.clusters))),
        ]

    return context.memo("cluster", [Job(WHOLE, key, paths, make)])


def _group(context: Context, linguist: Linguist) -> Clustering:
    from pipeline import engines

    params = context.params.cluster
    answers = context.stretches()
    long_enough = answers["text"].map(lambda text: len(text.split()) >= params.min_words)
    answers = answers[long_enough.astype(bool)].reset_index(drop=True)
    if answers.empty:
        return Clustering((), (), "there are no answers yet")
    languages = answers["language"].tolist()
    raw = context.space(dict.fromkeys(answers["interview"]))[answers["text"].tolist()]
    vectors = centred(raw, languages, language_means(raw, languages))
    texts = zip(answers["text"], languages, strict=True)
    terms = [linguist.lemmas(text, language=language) for text, language in texts]
    model = engines.topic_model(params.engine)
    grouping = model.group(terms, vectors, min_size=params.min_size, seed=params.seed)
    return describe(answers, terms, vectors, grouping, quotes=params.quotes)
