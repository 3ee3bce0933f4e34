from pathlib import Path

import pytest

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.codebook import Code, Codebook
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.books import codebook
from pipeline.services.showing.codes import code_counts, quotations, tree
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_groups import write_grouped_study
from tests.dashboards.small_study import write_small_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_grouped_study(tmp_path)))


def judged(library: Library, answer: str, kind: str, coder: str = "anna") -> str:
    return judge(
        library.layout, coder=coder, kind=kind, answer=answer, value={"code": "making"},
        seen={"mode": "suggested"},
    ).id  # fmt: skip


def counts(library: Library, code: str = "making") -> dict[str, int]:
    frame = code_counts(library, EVERYTHING).set_index("code")
    return {str(column): int(frame[column].to_dict()[code]) for column in frame.columns}


def standings(library: Library) -> list[tuple[str, str]]:
    frame = quotations(library, EVERYTHING, "making", limit=9, rejected=True)
    return list(zip(frame["speaker"], frame["status"], strict=True))


def answer_of(library: Library, speaker: str) -> str:
    frame = quotations(library, EVERYTHING, "making", limit=9, rejected=True)
    return str(frame.loc[frame["speaker"] == speaker, "answer"].iloc[0])


def test_people_and_the_machine_are_counted_apart(library: Library) -> None:
    # franco may not be analysed, so his answer is not counted
    assert counts(library) == {
        "confirmed": 0, "suggested": 4, "contested": 0,
        "people": 0, "places": 0, "suggested_people": 4,
    }  # fmt: skip
    assert counts(library, "being-of-use")["confirmed"] == 1
    assert "unused" not in set(code_counts(library, EVERYTHING)["code"])


def test_filters_narrow_counts_and_quotations(library: Library) -> None:
    here = Filters(sites=("werkhof",))
    assert list(code_counts(library, here)["suggested"]) == [1]
    assert list(quotations(library, here, "making", limit=9)["speaker"]) == ["mats"]


def test_a_decision_shows_at_once_and_comes_first(library: Library) -> None:
    event = judged(library, answer_of(library, "lola"), "assign-code")
    assert standings(library)[0] == ("lola", "confirmed")
    assert counts(library)["confirmed"] == counts(library)["people"] == 1
    row = quotations(library, EVERYTHING, "making", limit=1).iloc[0]
    assert row["evidence"] == "confirmed by anna; near its definition (0.36)"
    assert row["score"] == pytest.approx(0.36)
    judge(library.layout, coder="anna", kind="undo", value={"event": event}, seen={})
    assert standings(library)[-1] == ("lola", "suggested")
    assert counts(library)["suggested"] == 4


def test_coders_who_differ_make_a_code_contested(library: Library) -> None:
    answer = answer_of(library, "mats")
    judged(library, answer, "assign-code")
    judged(library, answer, "reject-code", coder="tom")
    assert standings(library)[0] == ("mats", "contested")
    judged(library, answer, "reject-code")
    assert standings(library)[-1] == ("mats", "rejected")
    assert "mats" not in set(quotations(library, EVERYTHING, "making", limit=9)["speaker"])


def test_words_that_may_not_be_quoted_are_not_in_the_frame(library: Library) -> None:
    frame = quotations(library, EVERYTHING, "making", limit=9).set_index("speaker")
    assert frame.loc["cleo", "text"] == ""
    assert not frame.loc["cleo", "may_quote"]
    assert "Dass am Abend" in str(frame.loc["mats", "text"])


def test_no_more_than_asked_for_is_read(library: Library) -> None:
    assert len(quotations(library, EVERYTHING, "making", limit=2)) == 2


def test_a_study_that_was_not_coded_says_so(tmp_path: Path) -> None:
    layout = Layout(write_small_study(tmp_path))
    assert codebook(layout) == Codebook()
    with pytest.raises(NotReady):
        code_counts(Library(layout), EVERYTHING)


def test_a_changed_codebook_is_read_anew(library: Library) -> None:
    assert len(codebook(library.layout).codes) == 4
    path = library.layout.path("codes")
    path.write_text(path.read_text() + "  - {id: new, name: New, definition: Fresh.}\n")
    assert len(codebook(library.layout).codes) == 5


def code(name: str, parent: str = "", *, retired: bool = False) -> Code:
    return Code(name, name, "", parent=parent, retired=retired)


def test_a_parent_stands_before_its_children_wherever_they_are_in_the_file() -> None:
    book = Codebook((code("leaf", "branch"), code("root"), code("branch", "root"), code("other")))
    assert [(b.code.id, b.depth) for b in tree(book)] == [
        ("root", 0), ("branch", 1), ("leaf", 2), ("other", 0),
    ]  # fmt: skip


def test_children_of_a_retired_code_and_circles_stand_at_the_root() -> None:
    book = Codebook((code("a", "b"), code("b", "a"), code("c", "gone"), code("gone", retired=True)))
    assert {(b.code.id, b.depth) for b in tree(book)} == {("c", 0), ("a", 0), ("b", 1)}
