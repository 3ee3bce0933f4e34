"""`interleaf code` and `interleaf evaluate codes` on files, with the real embedder."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

CODES = """\
codes:
  - {id: doing, name: Doing, definition: What people do.}
  - id: mutual-help
    name: Mutual help
    definition: People lend each other tools and time.
    parent: doing
  - id: rent
    name: Rent
    definition: The rent is too high, or nobody can pay the room.
"""
HELP = [
    "We lend each other tools.", "She gave me two days of her time.", "Mi ha prestato la sega.",
    "Everybody helps everybody here.", "Ci aiutiamo a vicenda.", "He lent me his van.",
]  # fmt: skip
RENT = [
    "The rent went up again.", "We cannot pay the room.", "L'affitto è troppo caro.",
    "Rent eats everything.", "Paghiamo troppo per lo spazio.", "The landlord wants more.",
]  # fmt: skip


def rows(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    return path


def interleaf(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def coded(path: Path) -> dict[str, dict[str, float]]:
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return {row["id"]: dict(row["codes"]) for row in found}


@pytest.mark.model
def test_codes_are_suggested_from_the_codebook_and_better_from_examples(tmp_path: Path) -> None:
    book = tmp_path / "codes.yaml"
    book.write_text(CODES)
    texts = rows(
        tmp_path / "texts.jsonl",
        [
            {"id": "a", "text": "My neighbour lends me tools and time.", "language": "en"},
            {"id": "b", "text": "Nessuno riesce a pagare l'affitto della stanza."},
            {"id": "c"},
        ],
    )
    out = tmp_path / "out.jsonl"
    done = interleaf("code", "--codebook", book, "--texts", texts, "--out", out)
    assert done.returncode == 1
    assert done.stderr.startswith("texts.jsonl line 3: has no 'text'")
    found = coded(out)
    assert next(iter(found["a"])) == "mutual-help"
    assert next(iter(found["b"])) == "rent"
    assert "doing" not in found["a"] | found["b"]  # it only groups others

    examples = [{"id": f"h{i}", "text": t, "codes": ["mutual-help"]} for i, t in enumerate(HELP)]
    examples += [{"id": f"r{i}", "text": t, "codes": ["rent", "gone"]} for i, t in enumerate(RENT)]
    labelled = rows(tmp_path / "labelled.jsonl", examples)
    new = [
        {"id": "a", "text": "They lent us their tools."},
        {"id": "b", "text": "La renta sube y nadie la paga."},
    ]
    learned = interleaf(
        "code", "--codebook", book, "--texts", rows(tmp_path / "new.jsonl", new),
        "--out", out, "--labelled", labelled,
    )  # fmt: skip
    assert learned.returncode == 1
    assert "the code 'gone' is not in the codebook" in learned.stderr
    assert "learned from 12 coded texts" in learned.stderr
    assert [next(iter(each)) for each in coded(out).values()] == ["mutual-help", "rent"]


def test_codes_are_held_against_peoples(tmp_path: Path) -> None:
    mine = rows(
        tmp_path / "mine.jsonl",
        [
            {"id": "a", "codes": [["x", 0.9], ["y", 0.4]]},
            {"id": "b", "codes": []},
            {"id": "c", "codes": [["x", 0.8]]},
        ],
    )
    gold = rows(
        tmp_path / "gold.jsonl",
        [
            {"id": "a", "codes": ["x"]},
            {"id": "b", "codes": []},
            {"id": "c", "codes": ["y"]},
            {"id": "d", "codes": ["y"]},
        ],
    )
    done = interleaf("evaluate", "codes", mine, gold, "--json")
    assert done.returncode == 1  # a text is missing
    assert "mine.jsonl: 1 texts are missing, the first is 'd'" in done.stderr
    found = json.loads(done.stdout)
    assert found["texts"] == 3
    assert found["sample_f1"] == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert found["micro_f1"] == pytest.approx(2 / (2 + 2 + 1))
    assert found["codes"][0] == {"code": "x", "both": 1, "machine": 1, "people": 0, "f1": 2 / 3}
    told = interleaf("evaluate", "codes", mine, gold).stdout
    assert "3 texts: mean F1 0.556" in told
    wrong = interleaf(
        "evaluate", "codes", mine, rows(tmp_path / "o.jsonl", [{"id": "z", "codes": []}])
    )
    assert wrong.returncode == 2
    assert "no id in common" in wrong.stderr


def test_examples_without_a_known_code_cannot_teach(tmp_path: Path) -> None:
    (tmp_path / "codes.yaml").write_text(CODES)
    texts = rows(tmp_path / "texts.jsonl", [{"id": "a", "text": "a"}])
    labelled = rows(tmp_path / "labelled.jsonl", [{"id": "a", "text": "a", "codes": ["gone"]}])
    done = interleaf(
        "code", "--codebook", tmp_path / "codes.yaml", "--texts", texts,
        "--out", tmp_path / "out.jsonl", "--labelled", labelled,
    )  # fmt: skip
    assert done.returncode == 2
    assert "labelled.jsonl: no row has a text and a code of the codebook; write rows" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
