"""Every form: its golden file, how its work grows, and that it tells no more than it is given.

After a change that is meant, delete tests/golden/sequences and run this twice.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from pipeline.formats.sequences import FORMS, READERS, lost
from pipeline.model.assembly import Assembly
from pipeline.model.span import Span
from tests.formats.assemblies_of import FOOTAGE, assembly, footage, shot

GOLDEN = Path(__file__).parents[2] / "golden/sequences"
MADE = assembly(
    shot(1, FOOTAGE[4], 1_010, 4_990, before="And work?", after="That is all."),
    shot(2, footage(2, FOOTAGE[4].rate, "10:00:00;00"), 500, 2_500, status="suggested", words=""),
    shot(3, FOOTAGE[11], 1_550, 3_000, speaker="Rowan", language="it"),
    shot(4, FOOTAGE[8], 0, 3_000, struck=(Span(900, 1_300),), picture=False),
)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"docx"}))
def test_the_golden_file(form: str) -> None:
    missing: list[str] = []
    for suffix, data in FORMS[form].write(MADE).items():
        path = GOLDEN / f"question-work{suffix}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            missing.append(path.name)
        assert data == path.read_bytes(), f"{path.name} is another"
    assert not missing, f"{missing} were not there; look at them and run again"


def calls(work: Callable[[], object]) -> int:
    """Count the calls of Python and C functions that a piece of work makes."""
    counted = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def many(n: int) -> Assembly:
    """Return n clips of forty recordings, which are of three rates and of sound alone."""
    kinds = [FOOTAGE[k] for k in (2, 4, 8, 11)]
    ones = [
        replace(kinds[k % 4], url=f"file:///films/{k}.mov", reel=f"R{k}", interview=f"i-{k}")
        for k in range(40)
    ]
    starts = (137 * k % 15_000 for k in range(n))
    return assembly(*(shot(k + 1, ones[k % 40], at, at + 2_000) for k, at in enumerate(starts)))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_twice_the_clips_are_twice_the_work(form: str) -> None:
    FORMS[form].write(many(40))  # what is imported and made once
    small, large = many(60), many(120)
    ratio = calls(lambda: FORMS[form].write(large)) / calls(lambda: FORMS[form].write(small))
    assert ratio < 2.2


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_reading_twice_the_clips_is_twice_the_work(suffix: str) -> None:
    form = suffix.removeprefix(".")
    kept = [replace(one, footage=FOOTAGE[2]) for one in many(120).shots]
    small, large = (FORMS[form].write(assembly(*kept[:n]))[suffix] for n in (60, 120))
    read = READERS[suffix]
    read(small, where="x")
    ratio = calls(lambda: read(large, where="x")) / calls(lambda: read(small, where="x"))
    assert ratio < 2.2


@pytest.mark.parametrize("form", sorted(FORMS))
def test_an_empty_timeline_is_written_too(form: str) -> None:
    assert all(isinstance(data, bytes) for data in FORMS[form].write(assembly()).values())


@pytest.mark.parametrize("form", sorted(FORMS))
def test_control_signs_and_markup_break_nothing(form: str) -> None:
    odd = shot(
        1, FOOTAGE[3], 0, 2_000, speaker="A\x07<b>&\n\tc", place='"q"\r\n', words="x\x1b[0m y",
    )  # fmt: skip
    files = FORMS[form].write(assembly(odd))
    assert all(b"\x1b" not in data for name, data in files.items() if name != ".docx")


def test_each_form_says_what_it_loses() -> None:
    assert lost("edl").startswith("edl leaves out words")
    assert all(lost(form).startswith(f"{form} ") for form in FORMS)
