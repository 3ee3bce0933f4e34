import pytest

from pipeline.model import frames
from pipeline.model.frames import Columns

ALL = [value for value in vars(frames).values() if isinstance(value, Columns)]


def test_every_frame_has_a_schema_of_its_own() -> None:
    assert len({columns.schema for columns in ALL}) == len(ALL) > 6


@pytest.mark.parametrize("columns", ALL, ids=lambda c: c.schema)
def test_a_schema_says_whose_it_is_and_which_version(columns: Columns) -> None:
    owner, name, version = columns.schema.split("/")
    assert owner == "interleaf"
    assert name
    assert int(version) >= 1


def test_stretches_are_answers_before_anybody_has_said_what_they_answer() -> None:
    assert set(frames.ANSWERS.dtypes) - set(frames.STRETCHES.dtypes) == {"status", "small_talk"}
