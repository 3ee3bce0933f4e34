from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.values import Cue
from pipeline.formats.texts.vtt import read_vtt

SUBTITLES = Path("/work/shared/data/subtitles")


def cues(tmp_path: Path, text: str, names: tuple[str, ...] = ()) -> tuple[Cue, ...]:
    path = tmp_path / "a.vtt"
    path.write_bytes(text.encode())
    return read_vtt(path, where="interviews/a.vtt", names=names).cues


def test_voice_tags_name_who_speaks(tmp_path: Path) -> None:
    text = (
        "\ufeffWEBVTT - a talk\r\nLanguage: it\r\n\r\nNOTE\r\nInga: not said\r\n\r\nSTYLE\r\n"
        "::cue { color: red }\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.000 align:start\r\n"
        "<v.loud Inga>Come va,\r\ntutto <i>bene</i>?</v>\r\n\r\n00:04.500 --> 00:06.000\r\n"
        "<v Luca D&apos;Elia>Bene &amp; <00:05.000>grazie.\r\n"
    )
    assert cues(tmp_path, text) == (
        Cue("Inga", 1_000, 3_000, "Come va, tutto bene?"),
        Cue("Luca D'Elia", 4_500, 6_000, "Bene & grazie."),
    )


def test_two_voices_in_one_caption_share_its_time(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Inga>Ah?</v>\n<v Ada>Sì, certo.</v>\n"
    assert cues(tmp_path, text) == (
        Cue("Inga", 0, 923, "Ah?"), Cue("Ada", 923, 4_000, "Sì, certo."),
    )  # fmt: skip


def test_rolling_captions_are_read_once(tmp_path: Path) -> None:
    lines = ["so I came here", "in the spring", "and I stayed", "stayed for good"]
    text = "WEBVTT\n"
    for i, line in enumerate(lines):
        before = f"{lines[i - 1]}\n" if i else ""
        text += f"\n00:0{i}.000 --> 00:0{i + 1}.000\n{before}{line}\n"
    assert [cue.text for cue in cues(tmp_path, text)] == lines


def test_a_word_said_twice_stays(tmp_path: Path) -> None:
    text = "WEBVTT\n"
    for i, words in enumerate(["Yes.", "Yes.", "And no.", "Maybe.", "Who knows."]):
        text += f"\n00:0{i}.000 --> 00:0{i + 1}.000\n<v Ada>{words}\n"
    assert [cue.text for cue in cues(tmp_path, text)][:2] == ["Yes.", "Yes."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("00:01.000 --> 00:02.000\nsecret\n", "does not begin with WEBVTT"),
        ("WEBVTT\n\n00:01.000 --> 00:0x.000\nsecret\n", "line 3: words without times"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nsecret\n", "line 6: words without times"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nsecret\n", "a caption at 3000 ms ends at 2000 ms"),
        ("WEBVTT\n", "holds no words"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n[music]\n", "holds no words"),
    ],
)
def test_what_would_be_lost_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=rf"^interviews/a.vtt: {told}; ") as caught:
        cues(tmp_path, text)
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(not SUBTITLES.is_dir(), reason="the public subtitle files are not here")
def test_public_files_are_read_or_told() -> None:
    counts: dict[str, int] = {}
    for path in sorted(SUBTITLES.glob("*.vtt")):
        try:
            counts[path.name] = len(read_vtt(path, where=path.name).cues)
        except BadInput:
            counts[path.name] = 0
    refused = {name for name, count in counts.items() if not count}
    assert refused == {
        "empty.vtt", "invalid.vtt", "invalid_timeframe.vtt", "missing_timeframe.vtt",
        "no_captions.vtt",
    }  # fmt: skip
    assert counts["sample.vtt"] == 16
