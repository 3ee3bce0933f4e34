"""`interleaf evaluate clusters` on files."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_rand_score

GROUPS = {"c01": ["a", "b", "c"], "c02": ["d", "e"]}
LABELS: dict[str, str | int] = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y", "f": 1, "g": "x"}


def interleaf(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "evaluate", "clusters", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def clusters(path: Path, groups: Mapping[str, Sequence[str]], outliers: Sequence[str]) -> Path:
    found = [{"id": name, "label": "", "members": each} for name, each in groups.items()]
    path.write_text(json.dumps({"clusters": found, "outliers": outliers, "diagnostics": {}}))
    return path


def labels(path: Path, given: Mapping[str, str | int]) -> Path:
    rows = [{"id": name, "label": label} for name, label in given.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_clusters_are_held_against_labels(tmp_path: Path) -> None:
    made = clusters(tmp_path / "made.json", GROUPS, ["f", "g"])
    gold = labels(tmp_path / "gold.jsonl", LABELS)
    done = interleaf(made, gold, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["texts"], found["outliers"]) == (7, 2)
    assert found["outlier_share"] == pytest.approx(2 / 7)
    inside, everything = found["in_a_cluster"], found["all"]
    assert (inside["texts"], inside["groups"], inside["labels"]) == (5, 2, 2)
    assert (everything["texts"], everything["groups"], everything["labels"]) == (7, 4, 3)
    assert inside["values"]["purity"] == pytest.approx(4 / 5)
    assert everything["values"]["purity"] == pytest.approx(6 / 7)
    rand = adjusted_rand_score(list(map(str, LABELS.values())), [1, 1, 1, 2, 2, 3, 4])
    assert everything["values"]["adjusted_rand"] == pytest.approx(rand)
    low, high = inside["intervals"]["v_measure"]
    assert low <= inside["values"]["v_measure"] <= high
    table = interleaf(made, gold).stdout
    assert "7 texts, 2 of them in no cluster (28.6 %); 2 clusters, 3 labels" in table
    assert "purity           0.800" in table


def test_what_does_not_fit_is_told_and_not_counted(tmp_path: Path) -> None:
    made = clusters(tmp_path / "made.json", GROUPS | {"c03": ["a", "z"]}, [])
    gold = labels(tmp_path / "gold.jsonl", {n: v for n, v in LABELS.items() if n != "g"})
    with gold.open("a") as file:
        file.write('{"id": "h"}\n')
    done = interleaf(made, gold, "--json")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "made.json: 1 texts are in more than one cluster, the first is 'a'; the first cluster"
        " counts; put each text in one",
        "gold.jsonl line 7: has no 'label'; add it",
        "made.json: 1 texts are missing, the first is 'f'; they are not counted",
        "gold.jsonl: 1 texts are missing, the first is 'z'; they are not counted",
    ]
    found = json.loads(done.stdout)
    assert (found["texts"], found["outliers"]) == (5, 0)
    assert found["problems"] == done.stderr.splitlines()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "made.json: is not JSON; give what `interleaf cluster` wrote"),
        ("[]", "made.json: 'the file': input should be a dictionary"),
        ('{"clusters": [{"id": "c"}]}', "made.json: 'clusters.0.members': field required"),
        ('{"clusters": []}', "made.json: has no id in common with the other file; give the labels"),
    ],
)
def test_a_file_of_another_kind_is_one_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "made.json").write_text(text)
    done = interleaf(tmp_path / "made.json", labels(tmp_path / "gold.jsonl", LABELS))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(told)
    assert "Traceback" not in done.stderr


def test_all_outliers_leave_nothing_to_say_of_clusters(tmp_path: Path) -> None:
    made = clusters(tmp_path / "made.json", {}, list(LABELS))
    done = interleaf(made, labels(tmp_path / "gold.jsonl", LABELS))
    assert done.returncode == 0, done.stderr
    rand = next(line for line in done.stdout.splitlines() if line.startswith("adj. Rand"))
    assert rand.split()[2] == "-"
