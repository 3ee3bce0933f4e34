from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.srt import read_srt
from pipeline.formats.texts.values import Cue

SUBTITLES = Path("/work/shared/data/subtitles")


def cues(tmp_path: Path, *captions: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    text = ""
    for i, words in enumerate(captions):
        text += f"{i + 1}\r\n00:00:{2 * i:02d},000 --> 00:00:{2 * i + 2:02d},000\r\n"
        text += words.replace("\n", "\r\n") + "\r\n\r\n"
    path = tmp_path / "a.srt"
    path.write_bytes(text.encode("utf-8-sig"))
    return [(c.label, c.text) for c in read_srt(path, where="a.srt", names=names).cues]


def test_a_name_holds_until_the_next_one(tmp_path: Path) -> None:
    got = cues(
        tmp_path, "[A note about the file]", "Inga: Come va,\n{\\an8}<i>tutto bene</i>?",
        "Ada: Sì.", "Ma ieri ho pensato\na una cosa: no.", "(ride)", "Inga: Ah.", names=("ada",),
    )  # fmt: skip
    assert got == [
        ("Inga", "Come va, tutto bene?"), ("Ada", "Sì."),
        ("Ada", "Ma ieri ho pensato a una cosa: no."), ("Inga", "Ah."),
    ]  # fmt: skip


def test_times_are_read_and_shared_by_the_voices_of_a_caption(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:03,000\n- INGA: Ah?\n- ADA: Sì.\n")
    assert read_srt(path, where="a.srt").cues == (
        Cue("INGA", 1_000, 2_000, "Ah?"), Cue("ADA", 2_000, 3_000, "Sì."),
    )  # fmt: skip


def test_a_dash_hands_over_between_two(tmp_path: Path) -> None:
    assert cues(tmp_path, "- Why?", "- Because.", "And so on.", "- Ah.\n- Yes.") == [
        ("voice 1", "Why?"), ("voice 2", "Because."), ("voice 2", "And so on."),
        ("voice 1", "Ah."), ("voice 2", "Yes."),
    ]  # fmt: skip
    named = cues(tmp_path, "Inga: Why?", "Ada: So.", "- And?", "- Nothing.")
    assert named[2:] == [("Inga", "And?"), ("Ada", "Nothing.")]


def test_a_dash_among_three_names_nobody(tmp_path: Path) -> None:
    got = cues(tmp_path, "INGA: Why?", "ADA: So.", "UGO: No.", "- Nothing.")
    assert got[-1] == ("voice not told", "Nothing.")


def test_a_dash_in_mid_sentence_hands_nothing_over(tmp_path: Path) -> None:
    got = cues(tmp_path, "ADA: My work\n– if it is work", "– is bread.", "INGA: Ah.")
    assert got == [("ADA", "My work – if it is work"), ("ADA", "– is bread."), ("INGA", "Ah.")]


def test_dashes_here_and_there_tell_nobody(tmp_path: Path) -> None:
    assert {label for label, _ in cues(tmp_path, "Why?", "- Ah.\n- Yes.", "So.")} == {""}


def test_a_cut_sentence_with_a_colon_is_no_speaker(tmp_path: Path) -> None:
    got = cues(
        tmp_path, "Inga: Why?", "Ada: I said", "one thing more: no.", "and then",
        "one thing more: yes.", "Inga: Ah.", "Ada: Yes.",
    )  # fmt: skip
    assert {label for label, _ in got} == {"Inga", "Ada"}


def test_a_known_name_counts_once_and_in_brackets(tmp_path: Path) -> None:
    got = cues(tmp_path, "Inga: Why?", "[Ada] So.", "[sighs] No.", "Inga: Ah.", names=("ada",))
    assert got[1:3] == [("Ada", "So."), ("Ada", "[sighs] No.")]


@pytest.mark.parametrize(
    "text",
    ["", "just words\n", "1\n00:00:01 --> 00:00:10\nsecret\n",
     "1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:x3,000 --> 00:00:04,000\nsecret\n"],
)  # fmt: skip
def test_broken_times_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.srt"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read_srt(path, where="interviews/a.srt")
    assert str(caught.value).startswith("interviews/a.srt: ")
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(not SUBTITLES.is_dir(), reason="the public subtitle files are not here")
def test_public_files_are_read_or_told() -> None:
    refused = set()
    for path in sorted(SUBTITLES.glob("*.srt")):
        try:
            assert read_srt(path, where=path.name).cues
        except BadInput:
            refused.add(path.stem)
    assert refused == {"invalid"}


@pytest.mark.skipif(not SUBTITLES.is_dir(), reason="the public subtitle files are not here")
@pytest.mark.parametrize(
    "name", ["bom-utf-16-be", "bom-utf-16-le", "bom-utf-32-be", "bom-utf-32-le"]
)
def test_odd_encodings_say_the_same(name: str) -> None:
    same = read_srt(SUBTITLES / "bom-utf-8.srt", where="a")
    assert read_srt(SUBTITLES / f"{name}.srt", where="a") == same


@pytest.mark.skipif(not SUBTITLES.is_dir(), reason="the public subtitle files are not here")
def test_western_and_chinese_pages_are_told_apart() -> None:
    western = read_srt(SUBTITLES / "windows-1252.srt", where="a").cues
    assert [c.text for c in western] == [
        c.text for c in read_srt(SUBTITLES / "utf-8.srt", where="a").cues
    ]
    assert "宇宙守护神" in read_srt(SUBTITLES / "gb2312.srt", where="a").cues[0].text


def test_a_thousand_milliseconds_are_a_second(tmp_path: Path) -> None:
    """As aTrain writes what it rounds up."""
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,1000 --> 00:00:59,1000\nSo.\n")
    (cue,) = read_srt(path, where="a.srt").cues
    assert (cue.start, cue.end) == (2_000, 60_000)
