import hashlib
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import execution
from pipeline.errors import BadInput, Busy, NotReady, PipelineError, Problems
from pipeline.execution import (
    Job,
    Outcome,
    Silent,
    contents,
    digest,
    locked,
    memo,
    read_manifest,
)
from pipeline.formats.artefacts import Encoded, encode_bytes, encode_json, read_marks
from tests.studies import REPOSITORY

RUNNER = """
import hashlib, sys, time
from pathlib import Path
from tests.test_execution import Workshop
folder, count, pause = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
def slow(name):
    time.sleep(pause)
    return hashlib.sha256(name.encode()).hexdigest() * 2000
Workshop(folder, slow).run({f"item-{n:02d}": "k" for n in range(count)})
"""
SUICIDE = """
import os, signal, sys
from pathlib import Path
from tests.test_execution import Workshop
def make(name):
    if name == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"Changed {name}"
Workshop(Path(sys.argv[1]), make).run({"a": "2", "b": "2", "c": "1"})
"""
HOLDER = """
import sys, time
from pathlib import Path
from pipeline.execution import locked
with locked(Path(sys.argv[1]), stage="tag"):
    print("held", flush=True)
    time.sleep(60)
"""


class Workshop:
    """Makes one file an item and remembers what it was asked to make."""

    def __init__(self, folder: Path, make: Callable[[str], str] = str.upper) -> None:
        self.folder = folder
        self.manifest = folder.parent / f"{folder.name}.manifest.json"
        self.make = make
        self.asked: list[str] = []

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def job(self, name: str, key: str) -> Job:
        def make(advance: Callable[[float], None]) -> Sequence[Encoded]:
            self.asked.append(name)
            advance(0.5)
            return [encode_json(self.path(name), "test/1", str, self.make(name))]

        return Job(name, key, (self.path(name),), make)

    def run(self, keys: dict[str, str], **failures: PipelineError) -> Outcome:
        self.asked.clear()
        return memo(
            "tag",
            [self.job(name, key) for name, key in keys.items()],
            folder=self.folder,
            manifest=self.manifest,
            progress=Silent(),
            failures={name: [error] for name, error in failures.items()},
        )

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.folder.rglob("*")) if p.is_file()}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "tag")


def failing(*names: str) -> Callable[[str], str]:
    def make(name: str) -> str:
        if name in names:
            raise BadInput("is broken", where=f"interviews/{name}.wav", remedy="record it again")
        return name.upper()

    return make


# keys


def test_a_key_depends_on_every_part_and_on_their_order() -> None:
    assert digest(1, {"b": 2, "a": 1}) == digest(1, {"a": 1, "b": 2})
    assert (
        len({digest(1, 2), digest(2, 1), digest(12), digest("1", 2), digest([1, 2]), digest()}) == 6
    )
    assert digest("é") == digest("é")
    assert digest(Path("a")) == digest("a")


# what is made and what is kept


def test_nothing_is_made_twice(workshop: Workshop) -> None:
    first = workshop.run({"a": "1", "b": "1"})
    assert (first.made, first.kept, workshop.asked) == (["a", "b"], [], ["a", "b"])
    files = workshop.files()
    stamp = {p: p.stat().st_mtime_ns for p in workshop.folder.iterdir()}
    second = workshop.run({"a": "1", "b": "1"})
    assert (second.made, second.kept, workshop.asked) == ([], ["a", "b"], [])
    assert workshop.files() == files
    assert {p: p.stat().st_mtime_ns for p in workshop.folder.iterdir()} == stamp


def test_another_key_makes_that_item_again_and_no_other(workshop: Workshop) -> None:
    workshop.run({"a": "1", "b": "1"})
    outcome = workshop.run({"a": "1", "b": "2", "c": "1"})
    assert (outcome.made, outcome.kept) == (["b", "c"], ["a"])
    assert read_manifest(workshop.manifest)["b"].key == "2"


def test_a_key_that_changes_without_consequence_changes_no_file(workshop: Workshop) -> None:
    workshop.run({"a": "1"})
    files = workshop.files()
    assert workshop.run({"a": "2"}).made == ["a"]
    assert workshop.files() == files
    assert workshop.run({"a": "2"}).kept == ["a"]


def test_what_somebody_deleted_is_made_again(workshop: Workshop) -> None:
    workshop.run({"a": "1", "b": "1"})
    workshop.path("a").unlink()
    assert workshop.run({"a": "1", "b": "1"}).made == ["a"]


def test_files_that_no_manifest_knows_are_taken_over_under_their_own_key_only(
    workshop: Workshop,
) -> None:
    workshop.run({"a": "1", "b": "1"})
    records = read_manifest(workshop.manifest)
    workshop.manifest.unlink()
    outcome = workshop.run({"a": "1", "b": "2"})
    assert (outcome.kept, outcome.made) == (["a"], ["b"])
    assert read_manifest(workshop.manifest)["a"] == records["a"]
    workshop.manifest.unlink()
    workshop.path("a").write_bytes(workshop.path("a").read_bytes()[:20])
    assert workshop.run({"a": "1", "b": "1"}).made == ["a"]


def test_the_content_of_an_item_changes_only_when_what_it_says_does(workshop: Workshop) -> None:
    workshop.run({"a": "1"})
    manifest = workshop.manifest
    before = contents(manifest, stage="tag")
    workshop.run({"a": "2"})
    assert contents(manifest, stage="tag") == before
    workshop.make = str.title
    workshop.run({"a": "3"})
    assert contents(manifest, stage="tag") == before  # "A" either way
    workshop.make = str.swapcase
    workshop.run({"a": "4", "b": "1"})
    workshop.make = str.lower
    workshop.run({"a": "5", "b": "1"})
    assert contents(manifest, stage="tag") != before


def test_what_no_item_owns_any_more_is_deleted(workshop: Workshop) -> None:
    workshop.run({"a": "1", "b": "1"})
    (workshop.folder / ".c.json.x1y2.tmp").write_bytes(b"half")
    (workshop.folder / "sub").mkdir()
    (workshop.folder / "sub" / "old.json").write_bytes(b"{}")
    workshop.run({"b": "1"})
    assert set(workshop.files()) == {"b.json"}
    assert set(read_manifest(workshop.manifest)) == {"b"}


def test_an_item_may_have_several_files_and_must_make_what_it_promised(tmp_path: Path) -> None:
    folder = tmp_path / "tag"

    def run(made: Sequence[str], promised: Sequence[str]) -> Outcome:
        def make(_: Callable[[float], None]) -> Sequence[Encoded]:
            return [encode_bytes(folder / name, name.encode()) for name in made]

        job = Job("a", "1", tuple(folder / name for name in promised), make)
        return memo(
            "tag", [job], folder=folder, manifest=folder.parent / "tag.json", progress=Silent()
        )

    assert run(["x", "y"], ["x", "y"]).made == ["a"]
    (folder / "y").unlink()
    assert run(["x", "y"], ["x", "y"]).made == ["a"]
    with pytest.raises(ValueError, match="promised"):
        run(["x"], ["x", "z"])


# failures


def test_a_failure_is_recorded_with_its_remedy_and_the_others_go_on(workshop: Workshop) -> None:
    workshop.make = failing("b")
    outcome = workshop.run({"a": "1", "b": "1", "c": "1"})
    told = {"where": "interviews/b.wav", "what": "is broken", "remedy": "record it again"}
    assert outcome.made == ["a", "c"]
    assert {name: [dict(f) for f in found] for name, found in outcome.failed.items()} == {
        "b": [told]
    }
    record = read_manifest(workshop.manifest)["b"]
    assert record.failed
    assert [dict(f) for f in record.failures] == [told]
    assert set(contents(workshop.manifest, stage="tag")) == {"a", "c"}


def test_a_failed_item_is_tried_again_and_what_was_well_is_kept(workshop: Workshop) -> None:
    workshop.make = failing("b")
    workshop.run({"a": "1", "b": "1"})
    again = workshop.run({"a": "1", "b": "1"})
    assert (again.kept, list(again.failed), workshop.asked) == (["a"], ["b"], ["b"])
    workshop.make = str.upper
    mended = workshop.run({"a": "1", "b": "1"})
    assert (mended.kept, mended.made, mended.failed) == (["a"], ["b"], {})


def test_the_stale_output_of_a_failed_item_is_removed(workshop: Workshop) -> None:
    workshop.run({"a": "1", "b": "1"})
    workshop.make = failing("b")
    workshop.run({"a": "1", "b": "2"})
    assert set(workshop.files()) == {"a.json"}


def test_faults_found_before_any_work_are_recorded_one_by_one(workshop: Workshop) -> None:
    workshop.run({"a": "1", "b": "1"})
    both = Problems([BadInput("one", where="row 2"), BadInput("two", where="row 3")])
    outcome = workshop.run({"a": "1"}, b=both)
    assert [f["what"] for f in outcome.failed["b"]] == ["one", "two"]
    assert set(workshop.files()) == {"a.json"}
    assert workshop.run({"a": "1", "b": "1"}).made == ["b"]


def test_our_own_mistakes_are_not_hidden_as_bad_input(workshop: Workshop) -> None:
    def make(name: str) -> str:
        raise ZeroDivisionError(name)

    workshop.make = make
    with pytest.raises(ZeroDivisionError):
        workshop.run({"a": "1"})


# interruptions


def test_a_manifest_that_is_not_whole_means_nothing_is_known(workshop: Workshop) -> None:
    workshop.run({"a": "1"})
    manifest = workshop.manifest
    for data in (b"", b'{"schema"', b'{"schema": "interleaf/manifest/0", "items": {}}', b"[]"):
        manifest.write_bytes(data)
        assert read_manifest(manifest) == {}
    assert workshop.run({"a": "2"}).made == ["a"]


def test_the_manifest_is_written_during_a_long_run(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "_FLUSH_SECONDS", 0.0)
    seen = []

    def make(name: str) -> str:
        seen.append(sorted(read_manifest(workshop.manifest)))
        return name

    workshop.make = make
    workshop.run({"a": "1", "b": "1", "c": "1"})
    assert seen == [[], ["a"], ["a", "b"]]


def test_what_was_made_before_an_interruption_is_kept(workshop: Workshop) -> None:
    def make(name: str) -> str:
        if name == "c":
            raise KeyboardInterrupt
        return name

    workshop.make = make
    with pytest.raises(KeyboardInterrupt):
        workshop.run({"a": "1", "b": "1", "c": "1"})
    workshop.make = str.upper
    outcome = workshop.run({"a": "1", "b": "1", "c": "1"})
    assert (outcome.kept, outcome.made) == (["a", "b"], ["c"])


def test_a_run_killed_before_its_manifest_does_not_pass_for_the_run_before(
    workshop: Workshop,
) -> None:
    """Made under key 2, killed, and then run under key 1 again: not key 2's result."""
    workshop.run({"a": "1", "b": "1", "c": "1"})
    command = [sys.executable, "-c", SUICIDE, str(workshop.folder)]
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == -signal.SIGKILL
    assert b"Changed" in workshop.path("a").read_bytes()
    workshop.run({"a": "1", "b": "1", "c": "1"})
    assert read_marks(workshop.path("a")) == (
        "1", encode_json(workshop.path("a"), "test/1", str, "A").content,
    )  # fmt: skip
    assert b"Changed" not in workshop.path("a").read_bytes()


@pytest.mark.parametrize("seed", range(2))
def test_a_run_killed_at_any_moment_ends_like_one_that_was_not(seed: int, tmp_path: Path) -> None:
    count, pause = 12, 0.03

    def run(folder: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", RUNNER, str(folder), str(count), str(pause)]
        return subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True)

    undisturbed = Workshop(tmp_path / "undisturbed")
    undisturbed.run({})
    assert run(undisturbed.folder).wait() == 0
    killed = Workshop(tmp_path / "killed")
    dice = random.Random(seed)
    for _ in range(2):
        process = run(killed.folder)
        while not killed.folder.exists():
            time.sleep(0.01)
        time.sleep(dice.uniform(0, count * pause))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for name, data in killed.files().items():
            if not name.endswith(".tmp"):
                json.loads(data)
    assert run(killed.folder).wait() == 0
    assert killed.files() == undisturbed.files()
    assert read_manifest(killed.manifest) == read_manifest(undisturbed.manifest)
    assert len(killed.files()) == count
    assert hashlib.sha256(b"item-00").hexdigest() in killed.files()["item-00.json"].decode()


# progress and locks


class Watched:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def begin(self, label: str, total: int, unit: str = "") -> None:
        self.told.append((label, total, unit))

    def advance(self, done: float, item: str) -> None:
        self.told.append((done, item))

    def end(self) -> None:
        self.told.append("end")


def test_progress_is_told_by_item_and_share_and_ended_even_by_a_fault(workshop: Workshop) -> None:
    watched = Watched()
    jobs = [workshop.job("a", "1"), workshop.job("b", "1")]
    memo("tag", jobs, folder=workshop.folder, manifest=workshop.manifest, progress=watched)
    assert watched.told == [
        ("tag", 2, ""), (0, "a"), (0.5, "a"), (1, "b"), (1.5, "b"), (2, ""), "end",
    ]  # fmt: skip
    memo("tag", jobs, folder=workshop.folder, manifest=workshop.manifest, progress=watched)
    assert len(watched.told) == 7  # nothing to do, nothing to tell


def test_work_is_counted_by_size_where_jobs_have_one(workshop: Workshop) -> None:
    watched = Watched()
    jobs = [
        replace(workshop.job("a", "1"), size=2.5),
        replace(workshop.job("b", "1"), size=6.0),
    ]
    memo(
        "transcribe", jobs, folder=workshop.folder, manifest=workshop.manifest, progress=watched,
        unit="min",
    )  # fmt: skip
    assert watched.told == [
        ("transcribe", 9, "min"), (0, "a"), (1.25, "a"), (2.5, "b"), (5.5, "b"), (8.5, ""), "end",
    ]  # fmt: skip


def test_only_one_process_is_at_a_stage_and_a_dead_one_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "tag.lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    holder = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(Busy, match=r"^tag: another run is at work on this stage; wait"),
            locked(path, stage="tag", wait_seconds=0.1),
        ):
            pass
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with locked(path, stage="tag", wait_seconds=1):
        pass


def test_what_has_not_run_has_no_contents(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"^tag: has not run yet; run `interleaf run tag`"):
        contents(tmp_path / "manifest.json", stage="tag")


def test_an_outcome_crosses_process_borders() -> None:
    outcome = Outcome("tag", ["a"], [], {"b": [{"what": "x"}]})
    assert pickle.loads(pickle.dumps(outcome)) == outcome
