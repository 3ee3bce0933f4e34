import string
from pathlib import Path

import pytest

from pipeline.layout import PATHS, Layout


@pytest.mark.parametrize("artefact", PATHS)
def test_every_path_is_relative_and_stays_inside_the_study(artefact: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(PATHS[artefact]) if name]
    path = Layout.relative(artefact, **dict.fromkeys(names, "mill-01"))
    assert not path.startswith("/")
    assert ".." not in Path(path).parts
    assert "{" not in path
    assert Layout(Path("/study")).path(artefact, **dict.fromkeys(names, "mill-01")) == (
        Path("/study") / path
    )


def test_no_two_artefacts_share_a_path() -> None:
    assert len(set(PATHS.values())) == len(PATHS)


def test_what_people_wrote_lies_apart_from_what_is_derived() -> None:
    written = {Path(p).parts[0] for n, p in PATHS.items() if not p.startswith(("results", ".int"))}
    assert written == {"interviews", "codebook", "params.yaml", "dvc.yaml"}


def test_a_path_needs_its_parts() -> None:
    layout = Layout(Path("/study"))
    assert layout.path("log", coder="inga", id="a-1") == Path(
        "/study/codebook/judgements/inga/a-1.jsonl"
    )
    with pytest.raises(KeyError):
        layout.path("turns")
    with pytest.raises(KeyError):
        layout.path("trns", id="a-1")
