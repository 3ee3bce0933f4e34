from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline


def clip(start: int, end: int) -> Clip:
    return Clip("a@1", "a", "ann", "mill", "a.wav", start, end, "confirmed", 0.5)


def test_a_timeline_is_as_long_as_its_clips() -> None:
    clips = (clip(1_000, 2_500), clip(0, 10))
    assert clips[0].span == Span(1_000, 2_500)
    assert Timeline("q-work", "Work", "question", "work", clips).duration_ms == 1_510
    assert Timeline("q-work", "Work", "question", "work", ()).duration_ms == 0
