"""A stage whose output changes for the same input must raise its REVISION, or old results stay."""

from __future__ import annotations

import hashlib
import importlib
import json
from pathlib import Path

import pytest

from pipeline.formats.artefacts import read_frame
from pipeline.model import frames
from pipeline.stages import STAGES
from tests.studies import REPOSITORY, artefacts, make_scripted_study, run_interleaf

GOLDEN = REPOSITORY / "tests/golden/revisions.json"
FRAMES = {
    "results/segment/answers.parquet": frames.STRETCHES,
    "results/segment/claims.parquet": frames.CLAIMS,
    "results/tag/answers.parquet": frames.ANSWERS,
    "results/tag/tags.parquet": frames.TAGS,
    "results/code/codings.parquet": frames.CODINGS,
    "results/cluster/members.parquet": frames.MEMBERS,
    "results/themes/members.parquet": frames.MEMBERS,
    "results/compare/coverage.parquet": frames.COVERAGE,
    "results/compare/cluster_places.parquet": frames.CLUSTER_PLACES,
}


def said(study: Path, name: str, data: bytes) -> str:
    """Return what an artefact says, without the key it was made under."""
    if name in FRAMES:
        return read_frame(study / name, FRAMES[name]).round(3).to_csv(index=False)
    if name.endswith(".parquet"):
        texts = read_frame(study / name, frames.VECTORS)["text"]
        return "\n".join(texts)
    if name.endswith(".json") and b'"value": ' in data:
        return data.split(b'"value": ', 1)[1].decode()
    return data.decode()


def digests(study: Path) -> dict[str, dict[str, object]]:
    """Return each stage's revision and a digest of all it made."""
    found: dict[str, hashlib._Hash] = {s.name: hashlib.sha256() for s in STAGES}
    for name, data in artefacts(study).items():
        stage = name.split("/")[1]
        if stage in found:
            found[stage].update(f"{name}\n{said(study, name, data)}\n".encode())
    revisions = {
        s.name: importlib.import_module(f"pipeline.stages.{s.name}").REVISION for s in STAGES
    }
    return {n: {"revision": revisions[n], "digest": d.hexdigest()[:16]} for n, d in found.items()}


def test_a_changed_output_has_a_raised_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_scripted_study(tmp_path / "study")
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    now = digests(study)
    if not GOLDEN.exists():
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(now, indent=1) + "\n")
        pytest.fail("tests/golden/revisions.json was missing and is written: look at it, commit it")
    golden = json.loads(GOLDEN.read_text())
    for stage, known in golden.items():
        if now[stage]["digest"] != known["digest"]:
            assert now[stage]["revision"] != known["revision"], (
                f"{stage}: its output changed and its REVISION did not; raise it (old results "
                "would stay), delete tests/golden/revisions.json and run this test again"
            )
            pytest.fail(
                f"{stage}: revision raised; delete tests/golden/revisions.json and run again"
            )
