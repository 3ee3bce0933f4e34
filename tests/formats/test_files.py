import os
import signal
import stat
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.formats.files import nearest, read_text, write_atomically, write_once
from tests.studies import REPOSITORY

WRITER = """
import sys
from pathlib import Path
from pipeline.formats.files import write_atomically
n = 0
while True:
    n += 1
    write_atomically(Path(sys.argv[1]), (b"%d " % (n % 10)) * 500_000)
"""


def test_a_file_is_written_whole_with_its_folders_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["c.json"]


def test_what_cannot_be_written_leaves_the_old_file_and_no_crumbs(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["c.json"]


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "c", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == 0o644


def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "c"
    for pause in (0.02, 0.05, 0.09):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=REPOSITORY)
        while not path.exists():
            time.sleep(0.005)
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        data = path.read_bytes()
        assert len(data) == 1_000_000
        assert len(set(data.split())) == 1
        path.unlink()


def test_reading_makes_one_canonical_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffPerche\u0301?\r\nSì.\rBoh\n".encode())
    assert read_text(path) == "Perché?\nSì.\nBoh\n"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_canonical_text_is_read_as_it_is(text: str) -> None:
    import tempfile

    canonical = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    canonical = canonical.lstrip("\ufeff")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(canonical.encode())
        assert read_text(path) == canonical


def test_what_cannot_be_read_says_where_and_why(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(BadInput, match=r"^interviews/a.txt: the file is not there; check"):
        read_text(path, where="interviews/a.txt")
    path.write_bytes("one\ntwo\ndrei für\n".encode("latin-1"))
    with pytest.raises(BadInput, match="line 3 is not UTF-8; save it again as UTF-8"):
        read_text(path)
    with pytest.raises(BadInput, match="cannot be read"):
        read_text(tmp_path)


def test_the_nearest_name_or_all_of_them() -> None:
    assert nearest("sepakers", ["sites", "speakers"]) == "did you mean 'speakers'?"
    assert nearest("xyz", ["sites", "speakers"]) == "known are: sites, speakers"


def test_what_is_written_once_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    write_once(path, b"first")
    write_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert [p.name for p in path.parent.iterdir()] == ["key"]


def test_of_many_who_write_once_at_the_same_time_one_wins_whole(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = tmp_path / "key"
    texts = [bytes([65 + i]) * 5_000 for i in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda data: write_once(path, data), texts))
    assert path.read_bytes() in texts
    assert [p.name for p in tmp_path.iterdir()] == ["key"]
