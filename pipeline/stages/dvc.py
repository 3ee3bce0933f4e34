"""The stages as DVC sees them, and a run of them.

DVC decides which stages to wake; the stages themselves decide what to make. A stage
whose artefact stands exits 0 even where items failed, or all after it would stop:
the failures are in its manifest, and the next run wakes it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.execution import read_manifest
from pipeline.formats.files import write_atomically
from pipeline.formats.recipes import EMPTY as NO_RECIPES
from pipeline.layout import Layout
from pipeline.params import as_dict, read_params
from pipeline.stages import STAGES, Stage

_HEADER = """\
# The stages of the study, as DVC sees them. People call `interleaf run`; DVC calls
# `interleaf stage NAME`. Made from pipeline/stages/__init__.py: change it there.
stages:
"""
STUDY_FILES: Mapping[str, str] = {
    ".dvc/config": "[core]\n    analytics = false\n    no_scm = true\n    check_update = false\n",
    ".dvc/.gitignore": "/config.local\n/tmp\n/cache\n",
    Layout.relative("recipes"): NO_RECIPES,
    "interviews/gold/README.md": "What is really so: see docs/formats.md. May stay empty.\n",
}
"""What DVC needs to find beside ``dvc.yaml``."""


def dvc_yaml() -> str:
    """Return ``dvc.yaml``, the same for every study."""
    return _HEADER + "".join(_entry(stage) for stage in STAGES)


def _entry(stage: Stage) -> str:
    lines = [
        f"  {stage.name}:",
        f"    cmd: interleaf stage {stage.name}",
        f"    desc: {stage.about}",
    ]
    if stage.always:
        lines.append("    always_changed: true")
    else:
        lines.append("    deps:")
        lines += [f"      - {path}" for path in (Layout.relative("code-version"), *stage.reads)]
    if stage.section:
        lines += ["    params:", f"      - {Layout.relative('whole-params')}:"]
        lines += [f"          - {name}" for name in stage.section.split()]
    lines += ["    outs:", f"      - {Layout.relative('stage', stage=stage.name)}:"]
    lines += ["          persist: true"] + ([] if stage.cached else ["          cache: false"])
    return "\n".join(lines) + "\n"


def code_version(models: Iterable[Path] = ()) -> str:
    """Return a digest of the program: a changed one wakes every stage.

    It takes in this package's sources, the versions of all that is installed, and the
    marks of those ``models`` that are a person's own files or folders.
    """
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    installed = sorted(f"{d.name} {d.version}" for d in distributions())
    digest.update("\n".join(installed).encode())
    for path in models:
        if path.exists():
            stat = path.stat()
            digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def prepare(layout: Layout) -> None:
    """Write what DVC needs beside ``dvc.yaml``, where it is not there yet."""
    version = layout.path("code-version")
    text = f"{code_version(_models(layout))}\n".encode()
    if not version.exists() or version.read_bytes() != text:
        write_atomically(version, text)
    params = layout.path("whole-params")  # DVC stops where a section is left out of params.yaml
    whole = json.dumps(as_dict(read_params(layout.path("params"))), indent=1, sort_keys=True)
    if not params.exists() or params.read_bytes() != whole.encode():
        write_atomically(params, whole.encode())
    _bring_up_to_date(layout.path("dvc"))
    for name, content in STUDY_FILES.items():
        if not (layout.root / name).exists():
            write_atomically(layout.root / name, content.encode())
    layout.path("logs").mkdir(parents=True, exist_ok=True)
    _drop_if_broken(layout.root / ".dvc/tmp/rwlock")  # who is at work on what
    _drop_if_left(layout.root / ".dvc/tmp/rwlock")
    _drop_if_broken(layout.root / "dvc.lock")  # what was made from what; the stages know it, too


def _bring_up_to_date(path: Path) -> None:
    """Write ``dvc.yaml`` as this version has it; one with stages of somebody's own stays."""
    from ruamel.yaml import YAML

    if path.exists() and path.read_text(encoding="utf-8") != dvc_yaml():
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        if set(document["stages"]) <= {stage.name for stage in STAGES}:
            write_atomically(path, dvc_yaml().encode())


def _drop_if_broken(path: Path) -> None:
    """Remove what DVC was killed while writing: it would not go on with it, but does without."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    for wait in (0.5, 0.0):  # another DVC may be writing just now
        try:
            if isinstance(YAML(typ="safe").load(path.read_text(encoding="utf-8")), dict):
                return  # JSON is YAML, too
        except FileNotFoundError:
            return
        except (ValueError, YAMLError):
            pass
        time.sleep(wait)
    path.unlink(missing_ok=True)


def _drop_if_left(rwlock: Path) -> None:
    """Remove DVC's note of who is at work if none of them is: it takes any process for its own.

    A killed one may still be there without doing anything, or its number belong to another.
    """
    try:
        held = json.loads(rwlock.read_text(encoding="utf-8"))
        notes = [note for path in held.get("read", {}).values() for note in path]
        notes += held.get("write", {}).values()
        pids = {int(note["pid"]) for note in notes}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return
    if pids and not any(map(_is_dvc, pids)):
        rwlock.unlink(missing_ok=True)


def _is_dvc(pid: int) -> bool:
    """Tell whether a process is a DVC at work; what cannot be told is taken for one."""
    import psutil  # type: ignore[import-untyped,unused-ignore]

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        parts = [Path(part) for part in process.cmdline()]
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
    return any(part.name == "dvc" or part.parent.name == "dvc" for part in parts)


def _models(layout: Layout) -> list[Path]:
    """Return the models that params.yaml names, as paths from the study's folder."""
    params = read_params(layout.path("params"))
    named = (params.transcribe.model, params.diarize.model)
    return [layout.root / name for name in named if name]


def failing(layout: Layout) -> list[str]:
    """Return the stages whose last run left failures, those aside that look for themselves."""
    return [stage.name for stage in STAGES if not stage.always and failures(layout, stage.name)]


def failures(layout: Layout, name: str) -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Return a stage's failures by item."""
    records = read_manifest(layout.path("manifest-of", stage=name))
    return {item: record.failures for item, record in records.items() if record.failures}


def reproduce(layout: Layout, name: str = "") -> None:
    """Bring the study, or one stage and what it needs, up to date.

    Raises:
        PipelineError: DVC could not go on; the stage has said why.
    """
    prepare(layout)
    again = [s for s in failing(layout) if not name or s == name]
    if again:
        _dvc(layout, "repro", "--single-item", "--force", *again)
    _dvc(layout, "repro", *([name] if name else []))


def _dvc(layout: Layout, *arguments: str) -> None:
    folder = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "DVC_NO_ANALYTICS": "1",
    }
    # DVC's own chatter goes to stdout; what the stages and its errors say, to stderr
    done = subprocess.run(
        [sys.executable, "-m", "dvc", *arguments],
        cwd=layout.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise PipelineError(
            f"the run stopped (dvc {arguments[0]} ended with {done.returncode})",
            remedy="mend what is told above, then `interleaf run` again; nothing made is lost",
        )


def stale(layout: Layout) -> frozenset[str]:
    """Return the stages that DVC would run now, those aside that always look for themselves.

    Empty where DVC cannot tell, as during a run.
    """
    prepare(layout)
    done = subprocess.run(
        [sys.executable, "-m", "dvc", "status", "--json"],
        cwd=layout.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        changed = json.loads(done.stdout or "{}")
    except ValueError:
        return frozenset()
    always = {stage.name for stage in STAGES if stage.always}
    return frozenset(name for name in changed if name not in always)
