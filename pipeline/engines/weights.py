"""Where model weights come from, resolved in one order for all engines.

A path that the user gives; the user's cache; an installed package that carries them
(its data read without importing its code, its hash verified); the library's own download.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.engines.packaged import PACKAGED, Carrier
from pipeline.errors import MissingModel

CONFIGURATION = ("config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json")


def is_path(model: str) -> bool:
    """Tell a path from a model's name."""
    return "/" in model or "\\" in model or Path(model).suffix in {".pt", ".bin"}


def user_path(model: str) -> Path:
    """Return the file or folder that the user names, or say that it is not there."""
    path = Path(model).expanduser()
    if not path.exists():
        raise MissingModel(
            "there is no such model file or folder", where=model, remedy="check the path"
        )
    return path


def whisper_fingerprint(model: str, cache: Path) -> str:
    """Name the weights of a model without reading them anew."""
    if is_path(model):
        return f"sha256:{_file_digest(_weights_file(user_path(model)), cache)[:16]}"
    if model in PACKAGED:
        return f"{model}@{PACKAGED[model].content[:16]}"
    return model  # openai-whisper's names are tied to hashes by its version


def whisper_checkpoint(model: str, cache: Path) -> Path | None:
    """Return the file to load with torch, None where the library itself must fetch it."""
    if is_path(model):
        path = user_path(model)
        if path.is_file() and path.suffix != ".bin":
            return path
        folder = path if path.is_dir() else path.parent
        digest = _file_digest(_weights_file(path), cache)
        return _repacked([_weights_file(path)], folder, cache / "whisper" / f"{digest[:16]}.pt")
    if model not in PACKAGED:
        return None
    packaged = PACKAGED[model]
    target = cache / "whisper" / f"{model}-{packaged.content[:16]}.pt"
    if target.is_file():
        return target
    for carrier in packaged.carriers:
        if parts := _verified(carrier):
            return _repacked(parts, _package_path(*carrier.beside), target)
    return None


def whisper_folder(model: str, cache: Path) -> Path | None:
    """Return a CTranslate2 folder for faster-whisper, None where it must fetch it."""
    if is_path(model):
        return user_path(model)
    if model not in PACKAGED:
        return None
    target = cache / "whisper" / f"{model}-{PACKAGED[model].content[:16]}-ct2"
    if (target / "model.bin").is_file():
        return target
    for carrier in PACKAGED[model].carriers:
        if parts := _verified(carrier):
            return _joined(parts, _package_path(*carrier.beside), target)
    return None


def download_folder(model: str, cache: Path) -> Path:
    """Return the folder for the library's own download, preferring one that has it already."""
    shared = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "whisper"
    return shared if (shared / f"{model}.pt").is_file() else cache / "whisper"


def missing_whisper(model: str, why: str) -> MissingModel:
    """Say that a model is not here, with the three ways to get it."""
    packaged = PACKAGED.get(model, PACKAGED["base"])
    named = "" if model in PACKAGED else " and set the model to 'base'"
    return MissingModel(
        f"the speech model '{model}' is not on this machine ({why})",
        remedy=(
            f"either pip install {packaged.carriers[0].install}{named}, or give the path of a"
            " .pt file or of a CTranslate2 folder as the model, or connect to the network once"
            " so that it can be downloaded"
        ),
    )


def package_file(package: str, file: str, *, sha256: str, install: str) -> Path:
    """Return a file out of an installed package, verified, without importing the package."""
    path = _package_path(package, file)
    if path.is_file():
        if _digest([path]) == sha256:
            return path
        why = "is installed with other contents than expected"
    else:
        why = "is not installed"
    raise MissingModel(f"the package {package}, which carries a model, {why}", remedy=install)


def _package_path(package: str, file: str) -> Path:
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / file if places else Path(package) / "not-installed"


def _verified(carrier: Carrier) -> list[Path]:
    parts = [_package_path(*part) for part in carrier.parts]
    whole = all(part.is_file() for part in parts) and _digest(parts) == carrier.sha256
    return parts if whole else []


def _weights_file(path: Path) -> Path:
    if path.is_file():
        return path
    if (path / "model.bin").is_file():
        return path / "model.bin"
    raise MissingModel(
        "the folder holds no model.bin",
        where=str(path),
        remedy="give a .pt file of openai-whisper or a folder in CTranslate2's format",
    )


def _digest(parts: list[Path]) -> str:
    found = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
    return found.hexdigest()


def _file_digest(path: Path, cache: Path) -> str:
    """Return a file's hash, remembered by place, size and time of change."""
    state = path.stat()
    key = f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}"
    note = cache / "hashes" / hashlib.sha256(key.encode()).hexdigest()[:32]
    if note.is_file():
        return note.read_text("ascii")
    digest = _digest([path])
    with _placing(note) as draft:
        draft.write_text(digest, "ascii")
    return digest


def _repacked(parts: list[Path], beside: Path, target: Path) -> Path:
    """Write a CTranslate2 model as a checkpoint of openai-whisper, once per cache."""
    if target.is_file():
        return target
    import torch

    from pipeline.engines import ct2

    config = beside / "config.json"
    settings = json.loads(config.read_text("utf-8")) if config.is_file() else {}
    with _placing(target) as draft:
        if not target.is_file():  # another process may have made it while this one waited
            data = bytearray().join(part.read_bytes() for part in parts)
            variables = ct2.read_variables(memoryview(data))
            torch.save(ct2.checkpoint(variables, settings), draft)
    return target


def _joined(parts: list[Path], beside: Path, target: Path) -> Path:
    with _placing(target) as draft:
        if not target.is_dir():
            draft.mkdir()
            for name in CONFIGURATION:
                if (beside / name).is_file():
                    shutil.copyfile(beside / name, draft / name)
            with (draft / "model.bin").open("wb") as out:
                for part in parts:
                    with part.open("rb") as file:
                        shutil.copyfileobj(file, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
    return target


@contextmanager
def _placing(target: Path) -> Iterator[Path]:
    """Give a draft beside the target and put it in place whole, one process at a time."""
    from filelock import FileLock

    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(target.with_name(f"{target.name}.lock")),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".draft-") as folder,
    ):
        draft = Path(folder) / target.name
        yield draft
        if draft.is_file():
            with draft.open("rb") as file:
                os.fsync(file.fileno())
        if draft.exists():
            os.replace(draft, target)
