"""Saturation of a small study, from what people confirm in it."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.analysis.richness import richness
from pipeline.errors import NotReady
from pipeline.formats.artefacts import read_frame
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.library import Library
from pipeline.services.showing.saturating import Scope, scopes
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_groups import write_grouped_study
from tests.dashboards.small_study import write_small_study

ORDER = ("fornace-01", "docks-01", "docks-02", "patio-01", "werkhof-01", "fornace-02")
"""By the manifest's dates, which are not the order of its rows."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_grouped_study(tmp_path)), on=date(2026, 11, 1))


def code(library: Library, interview: str, *codes: str, kind: str = "assign-code") -> None:
    """Let somebody code an interview's first answer."""
    answers = read_frame(library.layout.path("answers"), ANSWERS)
    answer = str(answers.loc[answers["interview"] == interview, "answer"].iloc[0])
    for name in codes:
        judge(
            library.layout, coder="anna", kind=kind, answer=answer, value={"code": name},
            seen={"mode": "suggested"},
        )  # fmt: skip


def coded(library: Library) -> list[Scope]:
    for interview in ORDER:
        code(library, interview, "making")
    code(library, "docks-02", "being-of-use")
    code(library, "fornace-02", "unused")
    return scopes(library, EVERYTHING)


def test_suggestions_are_not_counted_and_uncoded_interviews_are_left_out(library: Library) -> None:
    whole = scopes(library, EVERYTHING)[0]
    assert [step.interview for step in whole.steps] == ["docks-02"]  # inga's one confirmed code
    assert whole.uncoded == 5
    assert (whole.codes, whole.measured.reason) == (1, "too-few")
    assert whole.orders is None
    assert whole.beyond is None
    code(library, "patio-01", "making", kind="reject-code")
    again = scopes(library, EVERYTHING)[0]
    assert again.uncoded == 5  # turning a suggestion down is no coding of the interview
    assert again.steps == whole.steps


def test_interviews_come_by_date_and_codes_by_first_use(library: Library) -> None:
    whole = coded(library)[0]
    assert tuple(step.interview for step in whole.steps) == ORDER
    assert whole.measured.new == (1, 0, 1, 0, 0, 1)  # making; being of use; unused
    assert (whole.measured.base, whole.codes, whole.uncoded) == (2, 3, 0)
    assert [(run.first, run.last, run.new) for run in whole.measured.runs] == [(5, 6, 1)]
    assert whole.measured.reached is None
    docks = whole.steps[2]
    assert (docks.date, docks.answers, docks.judged) == ("2026-04-22", 3, 1)
    assert whole.orders
    assert whole.orders.orders == 1_000
    assert whole.orders.high[-1] == 3
    assert whole.beyond == richness([step.codes for step in whole.steps])


def test_parts_that_are_too_small_say_so(library: Library) -> None:
    by_name = {(scope.kind, scope.name): scope for scope in coded(library)}
    assert {kind for kind, _ in by_name} == {"all", "country", "site", "question"}
    assert [name for kind, name in by_name if kind == "site"] == [
        "docks", "fornace", "patio", "werkhof",
    ]  # fmt: skip
    docks = by_name["site", "docks"]
    assert [step.interview for step in docks.steps] == ["docks-01", "docks-02"]
    assert docks.measured.reason == "too-few"
    happy = by_name["question", "happiness"]
    assert [step.interview for step in happy.steps] == ["docks-01"]
    assert happy.codes == 0  # the interview is coded, this answer has no code
    assert ("question", "one-year") not in by_name  # nobody was heard on it


def test_params_and_filters_are_heeded(library: Library) -> None:
    coded(library)
    path = library.layout.path("params")
    path.write_text("saturation: {base: 1, run: 1, threshold: 0.0, orders: 20}\n")
    docks = scopes(library, Filters(sites=("docks",)))
    assert [scope.kind for scope in docks] == ["all", "question", "question", "question"]
    assert docks[0].measured.runs[0].share == 1.0
    fornace = scopes(library, Filters(sites=("fornace",), waves=(1,)))
    assert fornace[0].measured.reason == "too-few"
    reached = scopes(library, Filters(countries=("GB", "IT")))[0].measured.reached
    assert reached
    assert (reached.first, reached.new) == (2, 0)


def test_a_withdrawn_person_s_codes_are_gone(library: Library) -> None:
    coded(library)
    speakers = library.layout.path("speakers")
    speakers.write_text(
        speakers.read_text().replace(
            "lola,Lola Serra,,patio,analyse quote name", "lola,Lola Serra,,patio,"
        )
    )
    whole = scopes(library, EVERYTHING)[0]
    assert "patio-01" not in {step.interview for step in whole.steps}


def test_before_coding_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        scopes(Library(Layout(write_small_study(tmp_path))), EVERYTHING)
