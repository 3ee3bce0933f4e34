import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.errors import BadInput, Busy, NotReady, PipelineError, Problems

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, PipelineError) and kind is not Problems
]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (BadInput("is empty"), "is empty"),
        (BadInput("is empty", where="a.wav"), "a.wav: is empty"),
        (BadInput("is empty", remedy="record it"), "is empty; record it"),
        (BadInput("is empty", where="a.wav", remedy="record it"), "a.wav: is empty; record it"),
    ],
)
def test_an_error_is_one_line_place_what_remedy(error: PipelineError, line: str) -> None:
    assert str(error) == line


@given(st.sampled_from(KINDS), st.text(), st.text(), st.text())
def test_errors_cross_process_borders_whole(
    kind: type[PipelineError], what: str, where: str, remedy: str
) -> None:
    error = kind(what, where=where, remedy=remedy)
    for back in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(back) is kind
        assert (back.what, back.where, back.remedy) == (what, where, remedy)
        assert str(back) == str(error)


def test_problems_are_told_a_line_each_and_cross_borders_whole() -> None:
    problems = Problems(
        [BadInput("one", where="row 2"), NotReady("two", remedy="run"), Problems([Busy("three")])]
    )
    assert str(problems).splitlines() == ["row 2: one", "two; run", "three"]
    back = pickle.loads(pickle.dumps(problems))
    assert [type(p) for p in back.problems] == [BadInput, NotReady, Problems]
    assert str(back) == str(problems)
    assert back.problems[0].where == "row 2"


def test_every_fault_of_a_persons_files_is_caught_as_one_kind() -> None:
    assert len(KINDS) >= 6
    with pytest.raises(PipelineError):
        raise Problems([])
