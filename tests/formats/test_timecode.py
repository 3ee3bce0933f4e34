from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.timecode import frame_number, timecode

NTSC, DOUBLE = Fraction(30_000, 1_001), Fraction(60_000, 1_001)
DAY = 24 * 3600
RATES = (Fraction(24_000, 1_001), Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(50))


@pytest.mark.parametrize("rate", [*RATES, DOUBLE, Fraction(15)])
@given(seconds=st.integers(0, DAY - 400), part=st.integers(0, 59))
def test_a_name_means_the_frame_that_has_it(rate: Fraction, seconds: int, part: int) -> None:
    frame = seconds * round(rate) + part % round(rate)
    frame = min(frame, int(rate * (DAY - 400)))
    assert frame_number(timecode(frame, rate), rate) == frame
    assert frame_number(timecode(frame, rate, like="00:00:00;00"), rate) == frame


@given(frame=st.integers(0, 29 * DAY))
def test_drop_frame_names_are_those_of_opentimelineio(frame: int) -> None:
    theirs = otio.opentime.to_timecode(
        otio.opentime.RationalTime(frame, float(NTSC)), float(NTSC), True
    )
    assert timecode(frame, NTSC, like="10:00:00;00") == theirs


def test_names_begin_again_at_midnight() -> None:
    assert timecode(25 * DAY, Fraction(25)) == "00:00:00:00"
    assert timecode(25 * (DAY + 1) + 3, Fraction(25)) == "00:00:01:03"


def test_a_minute_drops_its_first_names_but_every_tenth() -> None:
    assert timecode(1_799, NTSC, like="00:00:00;00") == "00:00:59;29"
    assert timecode(1_800, NTSC, like="00:00:00;00") == "00:01:00;02"
    assert timecode(17_982, NTSC, like="00:00:00;00") == "00:10:00;00"
    assert timecode(3_600, DOUBLE, like="00:00:00;00") == "00:01:00;04"
    assert timecode(1_800, NTSC, like="00:00:00:00") == "00:01:00:00"
    assert timecode(1_800, Fraction(30), like="00:00:00;00") == "00:01:00:00"


def test_what_is_no_timecode_is_nought() -> None:
    assert frame_number("nonsense", NTSC) == frame_number("", NTSC) == 0
    assert frame_number("10:00:00:00", None) == 0
