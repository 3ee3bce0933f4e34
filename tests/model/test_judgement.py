import pytest

from pipeline.model.judgement import GROUPS, KINDS, VALUE_KEYS, Event


def event(kind: str, **value: str) -> Event:
    return Event("e1", "2024-05-01T10:00:00.000Z", "inga", kind, value=value)


def test_every_kind_folds_into_a_known_group() -> None:
    assert {group for group in KINDS.values() if group} == set(GROUPS)
    assert set(VALUE_KEYS) <= set(KINDS)


@pytest.mark.parametrize("kind", [k for k, group in KINDS.items() if group])
def test_an_event_belongs_to_the_group_of_its_kind(kind: str) -> None:
    assert event(kind).group == KINDS[kind]


def test_an_adjudication_belongs_to_what_it_settles() -> None:
    assert event("adjudicate", question="work", verdict="assign").group == "questions"
    assert event("adjudicate", code="mutual-help", verdict="reject").group == "codes"


def test_an_undo_and_a_kind_that_nobody_knows_belong_nowhere() -> None:
    assert event("undo", event="e0").group is None
    assert event("asign-question").group is None
