"""From two coders' blind judgements in their logs to agreement and the machine's accuracy."""

from pathlib import Path

import pytest

from pipeline.analysis.agreement import Table
from pipeline.analysis.blind import OFS
from pipeline.layout import Layout
from pipeline.services.deciding.agreement import report, versions
from pipeline.services.deciding.blind import among, choose, drawn, look, sample
from pipeline.services.deciding.judging import judge
from pipeline.services.deciding.settling import disputes, settle
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING
from tests.dashboards.small_study import write_small_study

LONG, SHORT = "docks-01@2000", "docks-01@40300"
CODES = """\
codes:
  - {id: making, name: Making, definition: Making things.}
  - {id: others, name: Others, definition: Being with others.}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    root = write_small_study(tmp_path)
    (root / "codebook/codes.yaml").write_text(CODES)
    return Library(Layout(root))


def blindly(library: Library, coder: str, answer: str, *chosen: str, of: str = "question") -> None:
    row = look(library, answer)
    assert row
    kind = next(o for o in OFS if o == of)
    ids = among(library, row, of=kind)
    choose(library, coder=coder, answer=answer, chosen=chosen, among=ids, of=kind)


def assisted(library: Library, coder: str, answer: str, question: str) -> None:
    judge(
        library.layout, coder=coder, kind="assign-question", answer=answer,
        value={"question": question}, seen={"mode": "suggested", "shown": []},
    )  # fmt: skip


def table(library: Library, thing: str) -> Table:
    (version,) = versions(library, of="question")
    found = report(library, of="question", version=version.name)
    return next(p.table for p in found.pairs if p.thing == thing and not p.site)


# the sample


def test_the_sample_holds_what_may_be_quoted_and_is_everybodys(library: Library) -> None:
    found = sample(library)
    assert len(found.answers) == 10  # of twelve: cleo is not quoted, franco not analysed
    assert not [a for a in found.answers if a in ("docks-02#59", "fornace-02#50")]
    assert drawn(library, "anna", of="question").answers == found.answers
    assert drawn(library, "tom", of="question").answers == found.answers


def test_what_a_coder_has_seen_a_suggestion_for_is_not_asked_blind(library: Library) -> None:
    assisted(library, "anna", LONG, "work")
    blindly(library, "anna", SHORT, "happiness")
    mine = drawn(library, "anna", of="question")
    assert not {LONG, SHORT} & set(mine.answers)
    assert (mine.done, mine.passed) == (1, 1)
    assert {LONG, SHORT} <= set(drawn(library, "tom", of="question").answers)
    assert LONG in drawn(library, "anna", of="code").answers


def test_nothing_of_what_anybody_holds_is_looked_at(library: Library) -> None:
    assisted(library, "tom", LONG, "work")
    row = look(library, LONG) or {}
    assert row["text"].startswith("Work, for me")
    assert not {"status", "score", "evidence"} & set(row)
    assert not [v for v in row.values() if "tom" in str(v).split()]


# agreement


def test_only_blind_judgements_count(library: Library) -> None:
    for coder in ("anna", "tom"):
        blindly(library, coder, LONG, "work")
    assisted(library, "anna", SHORT, "happiness")
    assisted(library, "tom", SHORT, "happiness")
    blindly(library, "anna", "fornace-01@2000", "work")
    assisted(library, "tom", "fornace-01@2000", "work")
    assert table(library, "work") == Table(1, 0, 0, 0)


def test_who_chose_nothing_disagrees_with_who_chose_something(library: Library) -> None:
    blindly(library, "anna", LONG, "work")
    blindly(library, "tom", LONG)
    blindly(library, "anna", SHORT, "happiness", "work")
    blindly(library, "tom", SHORT, "work")
    assert table(library, "work") == Table(1, 1, 0, 0)
    assert table(library, "happiness") == Table(0, 1, 0, 1)
    (version,) = versions(library, of="question")
    assert (version.choices, version.coders, version.current) == (4, ("anna", "tom"), True)


def test_an_adjudication_settles_and_leaves_agreement_as_it_was(library: Library) -> None:
    blindly(library, "anna", LONG, "work")
    blindly(library, "tom", LONG)
    before = table(library, "work")
    (dispute,) = [d for d in disputes(library, EVERYTHING) if d.answer == LONG]
    settle(library, dispute, coder="uma", yes=True)
    assert table(library, "work") == before == Table(0, 1, 0, 0)


def test_places_are_told_apart_and_all_together(library: Library) -> None:
    for coder in ("anna", "tom"):
        blindly(library, coder, LONG, "work")
        blindly(library, coder, "patio-01#27", "work")
        blindly(library, coder, SHORT, "happiness")
    (version,) = versions(library, of="question")
    found = report(library, of="question", version=version.name)
    overall = {row.site: row for row in found.together if not row.thing}
    assert set(overall) == {"", "docks", "patio"}
    assert (overall[""].answers, overall[""].interviews) == (3, 2)
    assert overall[""].alpha.value == 1
    assert overall["patio"].alpha.reason == "constant"
    assert overall[""].alpha.interval_reason == "few-interviews"


def test_another_wording_of_the_set_is_another_version(library: Library) -> None:
    blindly(library, "anna", LONG, "work")
    path = library.layout.path("questions")
    path.write_text(path.read_text().replace("Are you happy?", "Are you mostly happy?"))
    blindly(library, "tom", LONG, "work")
    found = versions(library, of="question")
    assert [(v.coders, v.current) for v in found] == [(("tom",), True), (("anna",), False)]
    for version in found:
        assert report(library, of="question", version=version.name).pairs == ()


def test_codes_are_judged_blind_as_well(library: Library) -> None:
    blindly(library, "anna", LONG, "making", of="code")
    blindly(library, "tom", LONG, "making", "others", of="code")
    assert versions(library, of="question") == []
    (version,) = versions(library, of="code")
    found = report(library, of="code", version=version.name)
    tables = {p.thing: p.table for p in found.pairs if not p.site}
    assert tables == {"making": Table(1, 0, 0, 0), "others": Table(0, 0, 1, 0)}


def test_boundaries_are_held_against_each_other(library: Library) -> None:
    for coder in ("anna", "tom"):
        blindly(library, coder, SHORT, "happiness")
        blindly(library, coder, LONG, "work")
    (version,) = versions(library, of="question")
    same = report(library, of="question", version=version.name).spans
    assert [(first, second) for first, second, _ in same] == [("anna", "tom")]
    assert same[0][2].value == 1
    blindly(library, "anna", "fornace-01@2000", "work")
    blindly(library, "tom", "fornace-01@2000")
    (less,) = report(library, of="question", version=version.name).spans
    assert less[2].value is not None
    assert less[2].value < 1


# the machine


def test_the_machine_is_held_to_what_it_guessed_then(library: Library) -> None:
    blindly(library, "anna", LONG, "work")  # as the machine guessed
    blindly(library, "anna", SHORT, "work")  # it guessed happiness
    (version,) = versions(library, of="question")
    found = report(library, of="question", version=version.name)
    overall = found.machine[0]
    assert (overall.site, overall.language) == ("", "")
    assert (overall.exact.right, overall.exact.n, overall.exact.value) == (1, 2, None)
    assert {(r.site, r.language) for r in found.machine[1:]} == {("docks", ""), ("", "en")}


def test_a_confirmation_with_the_suggestion_in_view_is_no_merit_of_the_machine(
    library: Library,
) -> None:
    for answer, question in ((LONG, "work"), (SHORT, "happiness")):
        assisted(library, "anna", answer, question)
    assert versions(library, of="question") == []
    blindly(library, "tom", LONG, "work")
    (version,) = versions(library, of="question")
    found = report(library, of="question", version=version.name)
    assert (found.machine[0].exact.n, found.unnoted) == (0, 1)  # anna had told the machine
