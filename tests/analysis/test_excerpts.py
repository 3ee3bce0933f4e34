from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.excerpts import Excerpt, excerpt
from pipeline.analysis.queries import terms
from pipeline.model.interview import Turn, Turns, Word
from pipeline.model.span import Span

WHOLE = Span(0, 100_000)
EACH = 400  # ms from word to word, of which 300 are said


def said(text: str, at: int = 0, *, flags: dict[str, str] | None = None) -> tuple[Word, ...]:
    """Words one after another; ``flags`` by the word as it stands."""
    return tuple(
        Word(word, at + EACH * n, at + EACH * n + 300, 0.9,
             (flags[word],) if flags and word in flags else ())
        for n, word in enumerate(text.split())
    )  # fmt: skip


def turns(*each: tuple[str, tuple[Word, ...]], **more: Any) -> Turns:
    made = tuple(
        Turn(who, words[0].start, words[-1].end, " ".join(w.text for w in words), words)
        for who, words in each
    )
    return Turns("mill-01", "v", "ms", "en", made, **more)


def part(heard: Turns, *, most_ms: int = 60_000, handle_ms: int = 0, query: str = "",
         answer: Span = WHOLE) -> Excerpt | None:  # fmt: skip
    return excerpt(
        heard, ["ann"], ["ivo"], answer, language="en", most_ms=most_ms, handle_ms=handle_ms,
        end_ms=100_000, wanted=terms(query),
    )  # fmt: skip


def words_of(heard: Turns, found: Excerpt | None) -> str:
    assert found is not None
    return " ".join(
        w.text for t in heard.turns for w in t.words if (w.start + w.end) // 2 in found.span
    )


def test_a_short_answer_is_taken_whole() -> None:
    heard = turns(("ann", said("We lend each other tools and time. That is all.")))
    found = part(heard)
    assert found == Excerpt(Span(0, 9 * EACH + 300), 0.9, 1.0)


def test_a_long_answer_is_cut_at_sentence_ends() -> None:
    heard = turns(
        ("ann", said("One two three. Four five six seven. Eight nine ten eleven twelve."))
    )
    assert words_of(heard, part(heard, most_ms=7 * EACH)) == "One two three. Four five six seven."
    assert words_of(heard, part(heard, most_ms=6 * EACH)) == "Eight nine ten eleven twelve."


def test_what_is_searched_for_is_in_the_part() -> None:
    heard = turns(("ann", said("One two three four five. A lathe here. Six seven.")))
    assert "lathe" in words_of(heard, part(heard, most_ms=4 * EACH, query="lathe"))


def test_doubted_and_struck_words_never_enter() -> None:
    doubted = turns(
        ("ann", said("One two three. Four made-up six. Seven eight.", flags={"made-up": "loop"}))
    )
    assert words_of(doubted, part(doubted)) == "One two three."
    struck = turns(
        ("ann", said("One two three. Four five six. Seven eight.")), bleeped=(Span(0, 350),)
    )
    assert words_of(struck, part(struck)) == "Four five six. Seven eight."
    redacted = turns(("ann", said("One ███ three.", flags={"███": "redacted"})))
    assert part(redacted) is None


def test_another_voice_ends_a_part_and_an_interviewer_does_not() -> None:
    heard = turns(
        ("ann", said("One two three.")), ("ivo", said("Mhm.", 3 * EACH)),
        ("ann", said("Four five.", 4 * EACH)), ("bob", said("Me too.", 6 * EACH)),
        ("ann", said("Six.", 8 * EACH)),
    )  # fmt: skip
    assert words_of(heard, part(heard)) == "One two three. Mhm. Four five."


def test_hesitations_and_false_starts_at_the_edges_stay_outside() -> None:
    heard = turns(("ann", said("Um, I I think we share, uh, everything here um.")))
    assert words_of(heard, part(heard)) == "I think we share, uh, everything here"


def test_handles_never_reach_another_word_or_a_tone() -> None:
    heard = turns(
        ("ivo", said("Well?", 0)), ("ann", said("We share it all.", 500)),
        bleeped=(Span(2_050, 2_400),),
    )  # fmt: skip
    found = part(heard, handle_ms=400, answer=Span(500, 2_000))
    assert found is not None
    assert found.span == Span(300, 2_050)


def test_without_marks_a_pause_ends_a_thought() -> None:
    heard = turns(("ann", (*said("one two three"), *said("four five", 3_000))))
    found = part(heard, most_ms=4 * EACH)
    assert words_of(heard, found) == "one two three"
    assert found is not None
    assert found.complete == pytest.approx(0.5 * 3 / 8)


def test_a_sentence_that_is_too_long_is_cut_at_a_pause_and_is_not_whole() -> None:
    words = (*said("a b c d e f"), *said("g h i j k l", 6 * EACH + 500))
    found = part(turns(("ann", words)), most_ms=10 * EACH)
    assert found is not None
    assert found.span == Span(0, 5 * EACH + 300)
    assert found.complete < 1


@given(
    st.lists(
        st.tuples(st.integers(80, 900), st.integers(0, 900), st.sampled_from(["", ".", "?"]),
                  st.sampled_from(["ok", "ok", "ok", "loop", "redacted"]),
                  st.sampled_from(["ann", "ann", "ivo", "bob"])),
        min_size=1, max_size=40,
    ),
    st.integers(1_000, 8_000), st.integers(0, 300),
)  # fmt: skip
def test_no_clip_is_too_long_or_holds_what_it_may_not(
    heard: list[tuple[int, int, str, str, str]], most_ms: int, handle_ms: int
) -> None:
    each, at = [], 0
    for n, (length, gap, mark, flag, who) in enumerate(heard):
        flags = () if flag == "ok" else (flag,)
        each.append((who, (Word(f"w{n}{mark}", at, at + length, 0.5, flags),)))
        at += length + gap
    made = turns(*each)
    found = part(made, most_ms=most_ms, handle_ms=handle_ms)
    if found is None:
        return
    assert found.span.length <= most_ms
    assert 0 <= found.clear <= 1
    assert 0 <= found.complete <= 1
    for who, (word,) in each:
        if word.span & found.span:
            assert word.span in found.span  # never inside a word
            assert who in ("ann", "ivo")
            assert who == "ivo" or not word.flags
    assert part(made, most_ms=most_ms, handle_ms=handle_ms) == found
