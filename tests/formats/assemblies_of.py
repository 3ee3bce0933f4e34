"""Assemblies for the tests of sequences: made-up recordings of every kind."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from pipeline.formats.sequences.edl import reels
from pipeline.model.assembly import Assembly, Footage, Shot
from pipeline.model.interview import Word
from pipeline.model.span import Span

FILM, NTSC, DOUBLE = Fraction(24_000, 1_001), Fraction(30_000, 1_001), Fraction(60_000, 1_001)
KINDS: tuple[tuple[Fraction | None, str], ...] = (
    (FILM, "01:00:00:00"), (Fraction(24), ""), (Fraction(25), "10:00:00:00"),
    (Fraction(25), "23:59:50:00"), (NTSC, "10:00:00;00"), (NTSC, "23:59:55;02"),
    (NTSC, "09:59:00:00"), (Fraction(30), "00:00:00:00"), (Fraction(50), "12:34:56:49"),
    (DOUBLE, "00:09:59;58"), (DOUBLE, "11:00:00:00"), (None, ""),
)  # fmt: skip
"""A rate and a start timecode each; None: sound alone."""
NAMES = (
    "mill-meeting-01.mov", "mill-meeting-02.mov", "città è più.mp4", "interview & <co>.mov",
    "東京.mov", "a,b.mp4", "plain.wav", "IMG_0001.MOV", "Ölmühle.mxf", "x.mov", "x.mp4", "y.wav",
)  # fmt: skip
LENGTH_MS = 20_000


def footage(n: int, rate: Fraction | None, timecode: str, *, channels: int = 2) -> Footage:
    name = NAMES[n % len(NAMES)]
    given = reels(NAMES)
    return Footage(
        f"i-{n:02}", name, f"file:///films/{n}/{name.replace(' ', '%20')}", given[name], LENGTH_MS,
        rate, timecode, channels=channels, width=1280 if rate else None,
        height=720 if rate else None,
    )  # fmt: skip


FOOTAGE = tuple(footage(n, rate, code) for n, (rate, code) in enumerate(KINDS))


def said(start: int, end: int, every: int = 330) -> tuple[Word, ...]:
    """Return words that follow each other, a sentence every seven."""
    times = range(start, end, every)
    return tuple(
        Word(f"word{n}{'.' if n % 7 == 6 else ''}", at, min(at + 300, end))
        for n, at in enumerate(times)
    )


def shot(number: int, one: Footage, start: int, end: int, **more: object) -> Shot:
    given: dict[str, object] = {
        "speaker": "Nell", "place": "The Mill", "site": "mill", "words": "What hands remember.",
        "language": "en", "status": "confirmed", "codes": ("by hand",),
        "spoken": said(start, end), **more,
    }  # fmt: skip
    return Shot(f"{one.interview}@{start}", number, one, start, end, **given)  # type: ignore[arg-type]


def assembly(*shots: Shot) -> Assembly:
    return Assembly(
        "question-work", "What is work?", "question", "work", shots, ("i-99#3",),
        theme="What is work?", provenance="Interleaf 0",
    )  # fmt: skip


@st.composite
def assemblies(draw: st.DrawFn, *, kinds: tuple[Footage, ...] = FOOTAGE) -> Assembly:
    """Draw one to six shots of any recordings, some with something struck."""
    shots = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        one = draw(st.sampled_from(kinds))
        start = draw(st.integers(0, LENGTH_MS - 900))
        end = draw(st.integers(start + 400, LENGTH_MS))
        struck: tuple[Span, ...] = ()
        if draw(st.booleans()) and end - start > 1_500:
            at = draw(st.integers(start + 300, end - 700))
            struck = (Span(at, at + draw(st.integers(50, 300))),)
        picture = draw(st.booleans())
        shots.append(shot(n, one, start, end, picture=picture, struck=struck))
    return assembly(*shots)
