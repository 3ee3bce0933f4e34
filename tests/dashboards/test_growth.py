"""The figure of growing codes: what stands in it, and where."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest

from dashboards.growth import WORDS, Growth, growth

SVG = "{http://www.w3.org/2000/svg}"
WORDED = {word: f"the {word}" for word in WORDS}
TEN = Growth(
    found=(3, 5, 5, 8, 8, 8), low=(1, 2, 3, 4, 6, 8), middle=(2, 4, 5, 6, 7, 8),
    high=(4, 6, 7, 8, 8, 8), beyond=[(n, 8 + (n - 6) / 4) for n in range(6, 13)], base=4,
    run=(5, 6), told=[f"interview {n}" for n in range(1, 7)],
)  # fmt: skip


def drawn(of: Growth, *, width: int = 820) -> Xml.Element:
    return Xml.fromstring(growth(of, WORDED, width=width))


def places(root: Xml.Element, dash: str) -> list[tuple[float, float]]:
    """Return the points of the longest line with such dashes."""
    lines = [
        [(float(x), float(y)) for x, y in (p.split(",") for p in line.attrib["points"].split())]
        for line in root.iter(f"{SVG}polyline")
        if line.get("stroke-dasharray", "") == dash
    ]
    return max(lines, key=len)


def words(root: Xml.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_each_interview_is_a_dot_on_the_line_with_its_title() -> None:
    root = drawn(TEN)
    dots = [d for d in root.iter(f"{SVG}circle") if d.find(f"{SVG}title") is not None]
    assert [d.findtext(f"{SVG}title") for d in dots] == list(TEN.told)
    at = [(float(d.attrib["cx"]), float(d.attrib["cy"])) for d in dots]
    assert at == places(root, "")
    assert all(a[0] < b[0] for a, b in pairwise(at))
    assert [a[1] > b[1] for a, b in pairwise(at)] == [True, False, True, False, False]


def test_growth_goes_on_to_double_and_no_further() -> None:
    points = places(drawn(TEN), "2 4")
    assert len(points) == 7
    assert points[0] == places(drawn(TEN), "")[-1]
    assert points[-1][0] <= 820 - 14
    bare = drawn(replace(TEN, beyond=[]))
    assert "the beyond" not in words(bare)
    assert "the band" in words(bare)


def test_saturation_is_marked_only_where_it_is_reached() -> None:
    assert {"the base", "the run", "the across", "the up"} <= set(words(drawn(TEN)))
    assert "the run" not in words(drawn(replace(TEN, run=None)))


@pytest.mark.parametrize("width", [350, 820])
def test_everything_lies_inside_and_ticks_do_not_crowd(width: int) -> None:
    long = replace(
        TEN, found=tuple(range(1, 121)), low=(1.0,) * 120, middle=(60.0,) * 120,
        high=(121.0,) * 120, beyond=[(240, 150)], told=["x"] * 120,
    )  # fmt: skip
    root = drawn(long, width=width)
    height = float(root.attrib["height"])
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width
        assert 0 <= float(text.attrib["y"]) <= height
    ticks = [
        float(t.attrib["x"]) for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "middle"
    ]
    assert all(b - a >= 60 for a, b in pairwise(ticks[:-1]))


def test_words_are_text_and_never_markup() -> None:
    root = Xml.fromstring(growth(TEN, WORDED | {"across": "<script>&"}, width=350))
    assert "<script>&" in words(root)
    assert root.find(f".//{SVG}script") is None


def test_one_interview_can_be_drawn() -> None:
    one = Growth((2,), (2,), (2,), (2,), [], 4, None, ["first"])
    assert len(list(drawn(one).iter(f"{SVG}circle"))) == 2  # the dot, and the key's
