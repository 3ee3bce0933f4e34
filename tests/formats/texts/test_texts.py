from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts import READERS

FORMS = Path(__file__).parents[3] / "docs/formats.md"


def test_every_reader_is_registered_under_its_suffix_and_documented() -> None:
    told = FORMS.read_text(encoding="utf-8")
    for suffix in READERS:
        assert suffix == suffix.lower()
        assert f"`{suffix}`" in told, suffix


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02\xff\xfe", b"PK\x03\x04 broken", b"%PDF-1.4 broken", b"<a", b"WEBVTT\n\nx",
     b"1\n00:00 --> x\nsecret words\n", "perché".encode("cp1252")],
)  # fmt: skip
def test_bytes_of_another_kind_give_one_clear_line(
    suffix: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        READERS[suffix](path, where=f"interviews/a{suffix}")
    line = str(caught.value)
    assert line.startswith(f"interviews/a{suffix}: ")
    assert caught.value.remedy
    assert "\n" not in line
    assert "secret" not in line
