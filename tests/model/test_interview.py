from pipeline.model.interview import Speaker, SpeakerSegment, Turn, Word
from pipeline.model.span import Span


def test_a_person_may_be_called_by_id_name_first_name_or_pseudonym() -> None:
    zoe = Speaker("zoe-r", "Zoë Rossi", "Nina", "mill")
    assert zoe.called() == {"zoe-r", "Zoë Rossi", "Zoë", "Nina"}
    assert Speaker("x1", " ", "", "mill").called() >= {"x1"}


def test_what_lies_in_an_interview_knows_its_place() -> None:
    assert Word("so", 3, 5).span == Span(3, 5)
    assert SpeakerSegment("s1", 0, 700).span == Span(0, 700)
    assert Turn("ann", 3, 5, "so", ()).span == Span(3, 5)
