from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.files import write_atomically
from pipeline.services.standalone.written import RECORD, Written


def test_what_we_wrote_may_be_written_again_and_nothing_else(tmp_path: Path) -> None:
    Written(tmp_path).write("a.txt", "k1", b"one")
    (tmp_path / "b.txt").write_text("yours")
    folder = Written(tmp_path)
    assert folder.stands("a.txt", "k1")
    assert not folder.stands("a.txt", "k2")
    folder.refuse_strangers("a.txt")
    folder.refuse_strangers("new.txt")
    with pytest.raises(BadInput, match=r"b.txt: is there, and is not written over"):
        folder.refuse_strangers("b.txt")
    (tmp_path / "a.txt").write_text("yours, too")
    with pytest.raises(BadInput, match=r"a.txt: was changed since it was written"):
        Written(tmp_path).refuse_strangers("a.txt")


@pytest.mark.parametrize("fatal", ["a.txt", RECORD])
@pytest.mark.parametrize("before", [None, b"old"])
def test_killed_while_writing_the_file_is_still_ours(
    fatal: str, before: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before:
        Written(tmp_path).write("a.txt", "k1", before)

    def killed(path: Path, data: bytes) -> None:
        if path.name == fatal:
            raise KeyboardInterrupt
        write_atomically(path, data)

    monkeypatch.setattr("pipeline.services.standalone.written.write_atomically", killed)
    with pytest.raises(KeyboardInterrupt):
        Written(tmp_path).write("a.txt", "k2", b"new")
    monkeypatch.undo()
    folder = Written(tmp_path)
    assert not folder.stands("a.txt", "k2")
    folder.refuse_strangers("a.txt")
    folder.write("a.txt", "k2", b"new")
    assert Written(tmp_path).stands("a.txt", "k2")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_record_that_is_not_whole_makes_everything_somebody_elses(tmp_path: Path) -> None:
    Written(tmp_path).write("a.txt", "k1", b"one")
    (tmp_path / RECORD).write_text("{")
    with pytest.raises(BadInput, match="is there"):
        Written(tmp_path).refuse_strangers("a.txt")
