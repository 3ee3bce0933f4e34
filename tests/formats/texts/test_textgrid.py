from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.textgrid import read_textgrid

SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
3
<exists>
4
"IntervalTier"
"Ana"
0
3
2
0
1.25
"Say ""so""."
1.25
3
""
"IntervalTier"
"Ana - words"
0
3
1
0
1
"Say"
"IntervalTier"
"Ivo - words"
0
3
1
1.5
2
"Why?"
"TextTier"
"clicks"
0
3
1
1.0
"x"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_sentences_count_before_words_and_points_not_at_all(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_bytes(SHORT.replace("Ivo", "José").encode(encoding))
    cues = read_textgrid(path, where="a").cues
    assert [(c.label, c.start, c.end, c.text) for c in cues] == [
        ("Ana", 0, 1_250, 'Say "so".'), ("José", 1_500, 2_000, "Why?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [("secret", "is not a TextGrid"), (SHORT[:120], "tier 1: is not a TextGrid"),
     (SHORT.replace("Why?", "").replace("Ana", "notes"), "holds no words")],
)  # fmt: skip
def test_what_is_broken_is_told(data: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_text(data)
    with pytest.raises(BadInput, match=f"^interviews/a.TextGrid: {told}"):
        read_textgrid(path, where="interviews/a.TextGrid")
