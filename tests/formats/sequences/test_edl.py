import math
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timecode.timecode import Timecode

from pipeline.errors import BadInput
from pipeline.formats.sequences.edl import rate_name, read_edl, reels, write_edl
from pipeline.formats.sequences.laying import parts
from pipeline.formats.timecode import day, drops, frame_number, timecode
from pipeline.model.assembly import Assembly
from tests.formats.assemblies_of import (
    DOUBLE,
    FILM,
    FOOTAGE,
    KINDS,
    LENGTH_MS,
    NTSC,
    assemblies,
    assembly,
    footage,
    shot,
)

GIVEN = Path(__file__).parents[3] / "../shared/data/timelines"
EVENT = re.compile(r"(\d{3,})  (\S{1,8}) +(AA/V|B|AA|A|V) +C {8}(.{11}) (.{11}) (.{11}) (.{11})")


def theirs(code: str, rate: Fraction, *, drop: bool) -> int:
    """Return the number of a frame as the independent library counts it."""
    name = {FILM: "23.976", NTSC: "29.97", DOUBLE: "59.94"}.get(rate, str(rate))
    counted = Timecode(name, code.replace(";", ":"), force_non_drop_frame=not drop)
    return int(counted.frame_number)


def events(data: bytes) -> list[tuple[str, ...]]:
    found = (EVENT.fullmatch(line) for line in data.decode().split("\r\n"))
    return [match.groups() for match in found if match]


def lists(made: Assembly) -> dict[str, bytes]:
    return {name: data for name, data in write_edl(made).items() if name.endswith(".edl")}


@pytest.mark.parametrize(("rate", "code"), [k for k in KINDS if k[0] and k[1]])
@given(start=st.integers(0, LENGTH_MS - 500), length=st.integers(40, 400))
def test_the_frames_are_those_that_are_meant_as_another_library_counts_them(
    rate: Fraction, code: str, start: int, length: int
) -> None:
    one = shot(1, footage(0, rate, code), start, start + length)
    (data,) = lists(assembly(one)).values()
    ((_, _, _, first, last, record, record_out),) = events(data)
    drop = drops(code, rate)
    begins = theirs(code, rate, drop=drop)
    whole = day(rate, drop=drop)
    assert (theirs(first, rate, drop=drop) - begins) % whole == math.floor(
        Fraction(start, 1000) * rate
    )
    assert (theirs(last, rate, drop=drop) - begins) % whole == math.ceil(
        Fraction(start + length, 1000) * rate
    )
    begin = "01:00:00;00" if drop else "01:00:00:00"
    assert record == begin
    frames = theirs(record_out, rate, drop=drop) - theirs(record, rate, drop=drop)
    assert frames == (theirs(last, rate, drop=drop) - theirs(first, rate, drop=drop)) % whole
    assert f"FCM: {'DROP' if drop else 'NON-DROP'} FRAME\r\n" in data.decode()
    assert (";" in first) == drop


@pytest.mark.parametrize(("rate", "drop"), [(NTSC, True), (DOUBLE, True), (NTSC, False)])
@given(frame=st.integers(0, 5_000_000))
def test_the_day_ends_where_another_library_ends_it(rate: Fraction, drop: bool, frame: int) -> None:
    frame %= day(rate, drop=drop)
    name = timecode(frame, rate, like="00:00:00;00" if drop else "")
    assert theirs(name, rate, drop=drop) == frame
    again = timecode(frame + day(rate, drop=drop), rate, like="00:00:00;00" if drop else "")
    assert again == name


@given(assemblies())
def test_each_rate_has_its_own_list_and_nothing_overlaps(made: Assembly) -> None:
    files = lists(made)
    wanted = [(part, part.shot) for one in made.shots for part in parts(one, sound=Fraction(1000))]
    assert sum(len(events(data)) for data in files.values()) == sum(
        not part.silent for part, _ in wanted
    )
    for name, data in files.items():
        text = data.decode()
        assert text.count("FCM:") == 1
        drop = "FCM: DROP" in text
        assert name in (".edl", *(f".{rate_name(r, drop=drop)}.edl" for r, _ in KINDS if r))
        rates = {r for r, _ in KINDS if r}
        if name == ".edl":
            rates = {one.footage.rate for one in made.shots if one.footage.rate} or {Fraction(25)}
        rate = next(r for r in rates if name in (".edl", f".{rate_name(r, drop=drop)}.edl"))
        last = 0
        for _, _, _, first, end, record, record_end in events(data):
            assert (";" in first) == (";" in record) == drop
            a, b = (frame_number(code, rate) for code in (record, record_end))
            whole = day(rate, drop=drop)
            length = (frame_number(end, rate) - frame_number(first, rate)) % whole
            assert b - a == length > 0
            assert a >= last
            last = b


@given(assemblies(kinds=FOOTAGE[2:3]))
def test_a_list_is_read_back_as_it_was_written(made: Assembly) -> None:
    (data,) = lists(made).values()
    back = read_edl(data, where="x.edl")
    rate, origin = Fraction(25), 10 * 3600 * 25
    got = [
        (frame_number(str(c.start), rate) - origin, frame_number(str(c.end), rate) - origin)
        for c in back.clips
    ]
    meant = [
        (part.first, part.first + part.count)
        for one in made.shots for part in parts(one) if not part.silent
    ]  # fmt: skip
    assert got == meant
    assert {clip.name for clip in back.clips} == {one.footage.name for one in made.shots}
    assert [clip.at for clip in back.clips] == sorted(clip.at for clip in back.clips)
    assert back.title == "question-work"


def test_clips_of_one_rate_follow_each_other_and_sound_alone_lies_among_them() -> None:
    film, sound = FOOTAGE[2], FOOTAGE[-1]
    made = assembly(
        shot(1, film, 1_000, 2_000), shot(2, sound, 500, 1_510), shot(3, film, 4_000, 5_000)
    )
    files = write_edl(made)
    assert list(files) == [".edl", ".reels.csv"]
    rows = events(files[".edl"])
    assert [row[2] for row in rows] == ["AA/V", "AA", "AA/V"]
    assert [row[5:] for row in rows] == [
        ("01:00:00:00", "01:00:01:00"), ("01:00:01:00", "01:00:02:01"),
        ("01:00:02:01", "01:00:03:01"),
    ]  # fmt: skip
    assert rows[1][3:5] == ("00:00:00:12", "00:00:01:13")
    assert "* FROM CLIP NAME: y.wav\r\n" in files[".edl"].decode()


def test_a_clip_that_may_not_be_seen_is_sound_and_one_channel_is_one() -> None:
    hidden = shot(1, FOOTAGE[2], 0, 1_000, picture=False)
    mono = shot(2, footage(3, Fraction(25), "", channels=1), 0, 1_000)
    mute = shot(3, footage(4, Fraction(25), "", channels=0), 0, 1_000)
    (data,) = lists(assembly(hidden, mono, mute)).values()
    assert [row[2] for row in events(data)] == ["AA", "B", "V"]


def test_where_another_list_has_a_clip_this_one_has_a_gap() -> None:
    made = assembly(
        shot(1, FOOTAGE[2], 0, 1_000), shot(2, FOOTAGE[4], 0, 1_000), shot(3, FOOTAGE[2], 0, 1_000)
    )
    files = lists(made)
    assert sorted(files) == [".25.edl", ".29.97df.edl"]
    first, last = events(files[".25.edl"])
    # 30 frames of 29.97 are 1.001 s, which end inside the next frame of 25.
    assert (first[6], last[5]) == ("01:00:01:00", "01:00:02:01")
    assert [row[5] for row in events(files[".29.97df.edl"])] == ["01:00:01;00"]


@given(st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=60))
def test_reels_are_short_plain_and_unique(names: list[str]) -> None:
    given_ = reels(names)
    assert list(given_) == names
    assert len(set(given_.values())) == len(names)
    assert all(re.fullmatch(r"[A-Z0-9]{1,8}", reel) for reel in given_.values())
    assert "BL" not in given_.values()


def test_two_names_with_the_same_first_eight_signs_have_two_reels() -> None:
    names = ["mill-meeting-01.mov", "mill-meeting-02.mov", "millmeeting.mov", "millmeeter.mp4",
             "東京.mov", "città.mp4", "20260101120000.mov"]  # fmt: skip
    assert list(reels(names).values()) == [
        "MILLME01", "MILLME02", "MILLMEET", "MILLMEE2", "REEL2", "CITTA", "20260000",
    ]  # fmt: skip


def test_what_another_program_adds_is_told() -> None:
    text = (
        "TITLE: cut\nFCM: NON-DROP FRAME\n\n"
        "001  A001 V     C        01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00\n"
        "* FROM CLIP NAME: a.mov\n"
        "002  A001 V     C        01:00:01:00 01:00:01:00 00:00:01:00 00:00:01:00\n"
        "002  B001 V     D    010 01:00:08:08 01:00:08:18 00:00:01:00 00:00:01:10\n"
        "* FROM CLIP NAME: a.mov\n* TO CLIP NAME: b.mov\n"
        "003  BL   V     C        00:00:00:00 00:00:01:00 00:00:01:10 00:00:02:10\n"
        "004  B001 AA    C        01:00:09:00 01:00:10:00 00:00:02:10 00:00:03:10\n"
        "M2   B001       047.6                01:00:09:00\n"
    )
    back = read_edl(text.encode(), where="cut.edl")
    assert [(c.name, c.start, c.sound) for c in back.clips] == [
        ("a.mov", "01:00:00:00", False), ("b.mov", "01:00:08:08", False), ("", "01:00:09:00", True),
    ]  # fmt: skip
    assert [f.what for f in back.foreign] == ["dissolve", "speed"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no event"),
        ("TITLE: x\nFCM: NON-DROP FRAME\n", "holds no event"),
        ("\x00\x01\x02", "holds no event"),
        ("001  A V C 01:00:00:00 01:00:01:00 00:00:00:00\n", "line 1: is an event whose times"),
        ("\n001  A V C x y z w\n", "line 2: is an event whose times"),
    ],
)
def test_a_broken_list_gets_one_clear_line(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        read_edl(text.encode(), where="cut.edl")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("cut.edl")


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the lists of other programs are not here")
def test_lists_of_other_programs_are_read_or_refused_with_one_line() -> None:
    counted, refused = {}, []
    for path in sorted(GIVEN.glob("*.edl")):
        try:
            counted[path.name] = len(read_edl(path.read_bytes(), where=path.name).clips)
        except BadInput as error:
            refused.append(str(error))
    assert counted["premiere_example.edl"] == counted["avid_example.edl"] == 2
    assert counted["screening_example.edl"] == 9
    assert len(refused) <= 1
    assert not any("\n" in line for line in refused)
