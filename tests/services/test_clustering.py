"""`interleaf cluster` on files, with the real models."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RENT = [
    "The rent of the workshop went up again",
    "L'affitto della bottega è salito ancora",
    "We can hardly pay the rent this year",
    "Quest'anno non riusciamo a pagare l'affitto",
    "The landlord asks more rent every spring",
    "Il proprietario chiede un affitto più alto",
]
BREAD = [
    "I bake bread at four in the morning",
    "Cuocio il pane alle quattro di mattina",
    "The oven is lit and the bread rises",
    "Il forno è acceso e il pane lievita",
    "Good bread needs flour, water and sleep",
    "Il buon pane vuole farina, acqua e sonno",
]


def interleaf(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "cluster", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(path: Path, texts: list[str]) -> Path:
    records = [{"id": f"t{i}", "text": t, "site": "ab"[i % 2]} for i, t in enumerate(texts)]
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    return path


@pytest.mark.model
def test_groups_go_by_meaning_across_languages_and_say_what_they_are_worth(tmp_path: Path) -> None:
    texts, out = rows(tmp_path / "texts.jsonl", [*RENT, *BREAD]), tmp_path / "out.json"
    done = interleaf("--texts", texts, "--out", out, "--clusters", 2)
    assert done.returncode == 0, done.stderr
    assert "12 texts: 2 clusters, 0 texts in none" in done.stderr
    found = json.loads(out.read_text())
    members = {frozenset(each["members"]) for each in found["clusters"]}
    assert members == {
        frozenset(f"t{i}" for i in range(6)), frozenset(f"t{i}" for i in range(6, 12))
    }  # fmt: skip
    rent = next(each for each in found["clusters"] if "t0" in each["members"])
    assert "rent" in rent["keywords"]["en"]
    assert "affitto" in rent["keywords"]["it"]
    assert {int(q[1:]) % 2 for q in rent["quotes"]} == {0, 1}  # from both places
    assert rent["stability"] > 0.75
    shown = found["diagnostics"]
    assert shown["languages"] == {"en": 6, "it": 6}
    assert shown["with_language"]["value"] < shown["with_language"]["most"]
    assert shown["outlier_share"] == 0
    before = out.read_bytes()
    interleaf("--texts", texts, "--out", out, "--clusters", 2)
    assert out.read_bytes() == before


@pytest.mark.model
def test_too_few_texts_make_no_group_and_say_so(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = interleaf("--texts", rows(tmp_path / "few.jsonl", RENT[:3]), "--out", out)
    assert done.returncode == 0, done.stderr
    assert "too few" in done.stderr
    found = json.loads(out.read_text())
    assert found["clusters"] == []
    assert found["outliers"] == ["t0", "t1", "t2"]


def test_a_file_without_a_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text('{"id": "a", "text": " "}\n')
    done = interleaf("--texts", tmp_path / "none.jsonl", "--out", tmp_path / "out.json")
    assert done.returncode == 2
    assert done.stderr.startswith("none.jsonl: holds no text; write rows like")
