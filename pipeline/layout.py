"""Where everything lies in a study's folder: the one table; nobody else builds a path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PATHS = {
    # what people collect and write
    "interviews": "interviews",
    "sites": "interviews/sites.csv",
    "speakers": "interviews/speakers.csv",
    "manifest": "interviews/manifest.csv",
    "gold": "interviews/gold/{id}.json",
    "questions": "codebook/questions.yaml",
    "codes": "codebook/codes.yaml",
    "recipes": "codebook/timelines.yaml",
    "logs": "codebook/judgements",
    "log": "codebook/judgements/{coder}/{id}.jsonl",
    "quote-key": "codebook/quote.key",
    "params": "params.yaml",
    "dvc": "dvc.yaml",
    # derived: each stage owns one folder
    "results": "results",
    "stage": "results/{stage}",
    "manifest-of": "results/manifests/{stage}.json",
    "study": "results/ingest/study.json",
    "consent": "results/ingest/consent.json",
    "source": "results/ingest/sources/{id}.json",
    "transcript": "results/transcribe/{id}.json",
    "voices": "results/diarize/{id}.json",
    "turns": "results/turns/{id}.json",
    "turns-as-heard": "results/turns/as-heard/{id}.json",  # before people put them right
    "claims-of": "results/turns/claims/{id}.json",
    "answers-of": "results/segment/{id}.json",
    "claims": "results/segment/claims.parquet",
    "stretches": "results/segment/answers.parquet",
    "vectors": "results/vectors/{id}.parquet",
    "question-vectors": "results/vectors/_questions.parquet",
    "code-vectors": "results/vectors/_codes.parquet",
    "events": "results/judgements/{group}.json",
    "answers": "results/tag/answers.parquet",
    "tags": "results/tag/tags.parquet",
    "calibration": "results/calibrate/calibration.json",
    "codings": "results/code/codings.parquet",
    "clusters": "results/cluster/clusters.json",
    "members": "results/cluster/members.parquet",
    "themes": "results/themes/themes.json",
    "standing-members": "results/themes/members.parquet",
    "timelines": "results/timelines/timelines.json",
    "otio": "results/timelines/{id}.otio",
    "coverage": "results/compare/coverage.parquet",
    "cluster-places": "results/compare/cluster_places.parquet",
    "metrics": "results/metrics/metrics.json",
    # this machine's own, never shared
    "local": ".interleaf",
    "code-version": ".interleaf/code",
    "whole-params": ".interleaf/params.json",  # with the defaults of what people leave out
    "lock": ".interleaf/{stage}.lock",
    "pieces": ".interleaf/pieces/{id}",
    "fingerprints": ".interleaf/fingerprints.json",
    "clip": ".interleaf/clips/{id}",
    "sound": ".interleaf/sound/{id}",
    "sent": ".interleaf/sent/{id}.json",  # what a timeline's last export held
}

STAGE_ORDER = (
    "ingest", "judgements", "transcribe", "diarize", "turns", "segment", "vectors",
    "tag", "calibrate", "code", "cluster", "themes", "timelines", "compare", "metrics",
)  # fmt: skip
"""The folders below ``results/`` in the order of the stages (``stages.STAGES`` is tested on it)."""


@dataclass(frozen=True)
class Layout:
    """The paths of one study."""

    root: Path

    def path(self, artefact: str, **parts: str) -> Path:
        """Return the path of an artefact, e.g. ``path("turns", id="navile-01")``."""
        return self.root / self.relative(artefact, **parts)

    def model(self, name: str) -> str:
        """Return a model as ``params.yaml`` names it, a path in the study made whole."""
        path = self.root / name
        return str(path) if name and path.exists() else name

    @staticmethod
    def relative(artefact: str, **parts: str) -> str:
        """Return an artefact's path relative to the study's folder, with ``/``."""
        return PATHS[artefact].format(**parts)
