"""`interleaf compare`: the sample's own design, any rows, and what is odd about them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pandas as pd
import pytest

from pipeline.analysis.meaning import unit
from pipeline.formats.tables import read_study
from pipeline.params import Compare
from pipeline.services.standalone.comparing import Comparison, Meaning, compare
from pipeline.services.standalone.comparison_rows import answers_of
from tests.studies import REPOSITORY

ALIKE = ("work-meaning", "found", "learned-from-others")
BY_PLACE = ("institutions", "same-job-without-place")
AS_PEOPLE_DO = ("happy", "in-five-years", "entrepreneur", "work-together")
CORE = (*ALIKE, *BY_PLACE, *AS_PEOPLE_DO, "technology", "managing-body-role")
QUICK = replace(Compare(), permutations=999, resamples=199)


def interleaf(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "compare", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


def gold() -> list[dict[str, Any]]:
    """Return the sample's answers as rows, with what people hold as codes."""
    study, _ = read_study(REPOSITORY / "interviews")
    sites = {site.id: site for site in study.sites}
    people = {person.id: person for person in study.speakers}
    rows = []
    for interview in study.interviews:
        path = REPOSITORY / f"interviews/gold/{interview.id}.json"
        for n, answer in enumerate(json.loads(path.read_text())["answers"]):
            for question in sorted(set(answer["questions"]) & set(CORE)):
                held = answer["position"].get(question)
                row = {
                    "id": f"{interview.id}-{n}-{question}", "person": answer["speaker"],
                    "site": interview.site, "question": question, "text": f"{n}.",
                    "session": interview.id, "country": sites[interview.site].country,
                    "wave": interview.wave, "language": interview.language,
                    "attr_field": people[answer["speaker"]].attributes["field"],
                }  # fmt: skip
                rows.append(row | ({"codes": [held], "source": "people"} if held else {}))
    return rows


def compared(rows: Sequence[Mapping[str, Any]], folder: Path) -> Comparison:
    """Compare rows whose vectors say nothing: only codes can tell."""
    frame, problems = answers_of(write(folder / "rows.jsonl", rows), lambda _: None)
    assert problems == []
    vectors = unit(np.random.default_rng(1).normal(size=(int(frame["answers"].sum()), 8)))
    return compare(frame, Meaning("none", vectors, {}, {}), None, QUICK)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compared(gold(), tmp_path_factory.mktemp("gold"))


def question(found: Comparison, name: str) -> dict[str, Any]:
    (each,) = [q for q in found.record["questions"] if q["id"] == name]
    return dict(each)


def test_what_differs_by_place_is_told_and_what_is_alike_is_not(sample: Comparison) -> None:
    for name in BY_PLACE:
        by = question(sample, name)["stance"]["difference"]
        assert by["site"]["verdict"] == "differs", name
        assert by["site"]["p_adjusted"] <= 0.05
        assert by["attr_field"]["verdict"] == "undetermined"
        assert question(sample, name)["stance"]["likeness"]["verdict"] == "not alike"
    for name in (*ALIKE, *AS_PEOPLE_DO):
        for level in question(sample, name)["stance"]["difference"].values():
            assert level["verdict"] == "undetermined", name


def test_what_differs_by_trade_is_told_as_such(sample: Comparison) -> None:
    by = question(sample, "technology")["stance"]["difference"]
    assert by["attr_field"]["verdict"] == "differs"
    assert by["site"]["verdict"] == "undetermined"


def test_five_people_a_place_who_all_agree_leave_likeness_undetermined(
    sample: Comparison,
) -> None:
    for name in ALIKE:
        stance = question(sample, name)["stance"]
        assert stance["difference"]["site"]["effect"] == 0
        assert stance["likeness"]["verdict"] == "undetermined"
    codes = sample.tables["codes"]
    everybody = codes[(codes["question"] == "work-meaning") & (codes["level"] == "all")].iloc[0]
    assert (everybody["people_said"], everybody["people_asked"]) == (26, 26)
    assert everybody["low"] == pytest.approx(0.871, abs=0.001)


def test_eight_times_as_many_people_settle_it(tmp_path: Path) -> None:
    rows = [
        row | {"id": f"{i}-{row['id']}", "person": f"{i}-{row['person']}",
               "session": f"{i}-{row['session']}"}
        for i in range(8) for row in gold() if row["question"] in (*ALIKE, *BY_PLACE)
    ]  # fmt: skip
    found = compared(rows, tmp_path)
    for name in ALIKE:
        assert question(found, name)["stance"]["likeness"]["verdict"] == "alike"
        assert question(found, name)["likeness"]["says_the_same"] == "alike"
    for name in BY_PLACE:
        assert question(found, name)["stance"]["likeness"]["verdict"] == "not alike"


def test_the_change_between_visits_is_told_in_people(sample: Comparison) -> None:
    people = sample.tables["visits-people"]
    mine = people[people["question"] == "managing-body-role"]
    assert sorted(mine["person"]) == ["jonas-e", "lidia-r", "marta-b"]
    assert set(zip(mine["came"], mine["went"], strict=True)) == {("coordinator", "assembly")}
    places = sample.tables["visits-places"]
    change = places[places["question"] == "managing-body-role"].set_index("code")["change"]
    assert change.to_dict() == {"assembly": "went", "coordinator": "came"}
    codes = sample.tables["codes"]
    tested = codes[(codes["question"] == "managing-body-role") & (codes["level"] == "wave")]
    assert tested["p"].isna().all()
    assert set(tested["reason"]) == {"3 people changed"}  # three cannot show more


def test_where_one_country_is_one_place_the_effect_is_not_estimable(sample: Comparison) -> None:
    by = question(sample, "institutions")["difference"]["country"]
    assert by["estimable"] is False
    assert by["effect"] is by["interval"] is by["p"] is by["p_adjusted"] is None
    assert by["reason"] == "one country is one place (DE, ES, GB): the two cannot be told apart"


def test_a_machines_codes_are_counted_and_get_no_p(tmp_path: Path) -> None:
    rows = [row | {"source": "machine"} for row in gold() if row["question"] == "institutions"]
    scored = [row | {"codes": [[row["codes"][0], 0.7]], "source": ""} for row in rows]
    for machine in (rows, scored):
        found = compared(machine, tmp_path)
        assert question(found, "institutions")["stance"] is None
        assert question(found, "institutions")["likeness"]["says_the_same"].startswith("undeterm")
        codes = found.tables["codes"]
        assert set(codes["source"]) == {"machine"}
        assert codes["p"].isna().all()
        assert codes["people_said"].sum() > 0


def test_the_family_is_all_that_is_shown_together(sample: Comparison, tmp_path: Path) -> None:
    codes = sample.tables["codes"].drop_duplicates(["question", "code", "source", "level"])
    known = codes.dropna(subset=["p"])
    assert (known["p_adjusted"] >= known["p"] - 1e-12).all()
    assert known["p_adjusted"].isna().sum() == 0
    least = known.sort_values("p").iloc[0]
    assert least["p_adjusted"] >= least["p"]
    assert sample.record["declared"]["tests"] >= len(known)
    assert sample.record["declared"]["correction"] == "Benjamini-Hochberg"


def voices(site: str, language: str, words: str, n: int = 5) -> list[dict[str, Any]]:
    return [
        {"id": f"{site}{i}", "person": f"{site}{i}", "site": site, "question": "work",
         "text": f"{words} {i}", "language": language, "asked": True}
        for i in range(n)
    ]  # fmt: skip


def test_any_rows_give_the_record_tables_and_figures(tmp_path: Path) -> None:
    rows = [*voices("mill", "en", "boats"), *voices("forno", "en", "bread")]
    rows.append({"id": "x", "person": "x", "site": "mill", "question": "work", "text": "",
                 "asked": False})  # fmt: skip
    answers, out = write(tmp_path / "answers.jsonl", rows), tmp_path / "out"
    params = tmp_path / "params.yaml"
    params.write_text("compare: {permutations: 199, resamples: 99, second: ''}\n")
    done = interleaf("--answers", answers, "--out", out, "--embedder", "scripted",
                     "--params", params)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 questions, 11 people, 2 places" in done.stderr
    found = json.loads((out / "comparison.json").read_text())
    (each,) = found["questions"]
    assert {"id", "n_people", "n_sites", "estimable", "reason", "difference", "likeness"} <= set(
        each
    )
    assert (each["n_people"], each["n_sites"], each["estimable"]) == (10, 2, True)
    assert {"effect", "interval", "p", "p_adjusted"} <= set(each["difference"]["site"])
    assert each["difference"]["site"]["p"] <= 0.05
    assert each["difference"]["language"]["reason"] == "language is the same for all"
    assert found["declared"]["permutations"] == 199
    assert found["models"] == [{"name": "scripted", "centred": False, "retrieval": None}]
    coverage = table(out / "coverage.csv")
    assert [(r["site"], r["status"], r["people"]) for r in coverage] == [
        ("forno", "answered", "5"), ("mill", "answered", "5"), ("mill", "not-asked", "1")
    ]  # fmt: skip
    words = {(r["site"], r["word"]) for r in table(out / "words.csv")}
    assert {("mill", "boats"), ("forno", "bread")} <= words
    pairs = table(out / "pairs.csv")
    assert {r["likeness"] for r in pairs} == {"carries", "contradicts"}
    assert all(r["site_a"] != r["site_b"] for r in pairs)
    figure = Xml.fromstring((out / "figures/topical.svg").read_bytes())
    assert "work" in "".join(figure.itertext())
    before = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    interleaf("--answers", answers, "--out", out, "--embedder", "scripted", "--params", params)
    assert {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_few_people_leave_everything_undetermined(tmp_path: Path) -> None:
    rows = [*voices("mill", "en", "boats", 2), *voices("forno", "en", "bread", 2)]
    found = compared(rows, tmp_path)
    (each,) = found.record["questions"]
    assert each["estimable"] is False
    assert each["reason"].startswith("fewer than two groups of 4 people or more")
    assert each["likeness"]["verdict"] == "undetermined"
    assert each["difference"]["site"]["verdict"] == "undetermined"


def test_places_that_are_languages_are_told_as_such(tmp_path: Path) -> None:
    found = compared([*voices("mill", "en", "a"), *voices("forno", "it", "b")], tmp_path)
    (each,) = found.record["questions"]
    assert each["difference"]["language"]["reason"].startswith("one language is one place (en, it)")
    assert each["likeness"]["caution"].startswith("each language is spoken at one place only")
    assert each["difference"]["site"]["estimable"] is True


def test_odd_rows_are_told_with_their_line_and_the_others_go_on(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [*voices("mill", "en", "boats"), *voices("forno", "en", "bread")]
    rows[0] |= {"country": "GB", "status": "anwsered"}
    rows[1] |= {"country": "GB"}
    rows[2] |= {"country": "IT"}
    rows[3] |= {"source": "ghost", "codes": ["x"]}
    rows[4] |= {"person": ""}
    rows[5].pop("site")
    path = write(tmp_path / "a.jsonl", rows)
    path.write_text(path.read_text() + "{broken\n")
    done = interleaf("--answers", path, "--out", tmp_path / "out", "--embedder", "scripted",
                     "--second", "")  # fmt: skip
    assert done.returncode == 1
    told = done.stderr
    assert "a.jsonl row 'mill0': 'status': 'anwsered' is unknown; did you mean 'answered'?" in told
    assert (
        "a.jsonl row 'mill3': 'source': 'ghost' is unknown, its codes count as a machine's" in told
    )
    assert "a.jsonl line 5: 'person': " in told
    assert "a.jsonl line 6: has no 'site'; add it" in told
    assert "a.jsonl line 11: is not JSON" in told
    assert "site 'mill' is in two countries" in told
    assert "Traceback" not in told
    assert json.loads((tmp_path / "out/comparison.json").read_text())["questions"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no row that can be used"),
        ('{"id": "a", "person": "p", "site": "s", "question": "q", "text": " "}\n', "no answer"),
        ("{\n", "a.jsonl line 1: is not JSON"),
    ],
)
def test_where_nothing_can_be_done_the_status_is_two(
    tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    done = interleaf("--answers", tmp_path / "a.jsonl", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.model
def test_meaning_is_compared_across_languages(tmp_path: Path) -> None:
    boats = ["We build wooden boats here.", "I repair old boats.", "My work is building boats.",
             "Boats, every day boats.", "I make oars and boats."]  # fmt: skip
    barche = ["Qui costruiamo barche di legno.", "Riparo vecchie barche.",
              "Il mio lavoro è costruire barche.", "Barche, ogni giorno barche.",
              "Faccio remi e barche."]  # fmt: skip
    pane = ["Cuocio il pane di notte.", "Impasto farina e acqua.", "Il forno è sempre acceso.",
            "Vendo pane e focacce.", "Pane, ogni giorno pane."]  # fmt: skip

    def rows(site: str, language: str, texts: Sequence[str]) -> list[dict[str, Any]]:
        made = voices(site, language, "")
        return [row | {"text": text} for row, text in zip(made, texts, strict=True)]

    found = {}
    for name, theirs in (("same", barche), ("other", pane)):
        path = write(
            tmp_path / f"{name}.jsonl", [*rows("mill", "en", boats), *rows("forno", "it", theirs)]
        )
        out = tmp_path / name
        done = interleaf("--answers", path, "--out", out, "--second", "", "--questions",
                         REPOSITORY / "codebook/questions.yaml")  # fmt: skip
        assert done.returncode == 0, done.stderr
        record = json.loads((out / "comparison.json").read_text())
        found[name] = record["questions"][0]["difference"]["site"]
        assert record["models"][0]["retrieval"]["en-it"] > 0.9
    assert found["other"]["p"] < 0.05
    assert found["same"]["p"] > 0.05
    assert found["other"]["effect"] > 4 * found["same"]["effect"]
    assert isinstance(found["same"]["interval"], list)
    assert not pd.isna(found["other"]["effect"])
