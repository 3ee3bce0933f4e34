"""Starting a study: its folders and commented templates."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.services.deciding.judging import quote_key

TEMPLATES = (
    "README.md",
    "params.yaml",
    "gitignore",
    "gitattributes",
    "interviews/README.md",
    "interviews/sites.csv",
    "interviews/speakers.csv",
    "interviews/manifest.csv",
    "codebook/questions.yaml",
    "codebook/codes.yaml",
)
_HIDDEN = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}


def template(name: str) -> str:
    """Return the text of a template."""
    return (
        files("pipeline.services")
        .joinpath("templates", *name.split("/"))
        .read_text(encoding="utf-8")
    )


def create_study(folder: Path, further: Mapping[str, str]) -> list[str]:
    """Make a new study.

    Args:
        folder: new, or empty.
        further: files that other rooms write, by relative path.

    Returns:
        The files made, relative to the folder.

    Raises:
        BadInput: the folder holds something already, or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("is there and not empty", where=str(folder), remedy="name a new folder")
    contents = {_HIDDEN.get(name, name): template(name) for name in TEMPLATES} | dict(further)
    try:
        for name, text in contents.items():
            write_atomically(folder / name, text.encode())
        for name in ("interviews/recordings", "interviews/texts", "codebook/judgements"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(folder), remedy="check its rights"
        ) from None
    quote_key(Layout(folder))
    return sorted(contents)
