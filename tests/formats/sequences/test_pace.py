from fractions import Fraction

import webvtt
from hypothesis import given
from pysubs2 import SSAFile

from pipeline.formats.sequences.captions import captions_of, write_srt, write_vtt
from pipeline.formats.sequences.laying import base, lay
from pipeline.formats.sequences.pace import LINE_SIGNS, READ_PER_SECOND, too_fast
from pipeline.model.assembly import Assembly
from pipeline.model.interview import Word
from pipeline.model.span import Span
from tests.formats.assemblies_of import FOOTAGE, assemblies, assembly, said, shot

PLAIN = FOOTAGE[2]


@given(assemblies())
def test_captions_fit_and_never_overlap_or_cross_a_cut(made: Assembly) -> None:
    rate, _ = base(made)
    edges = [
        (Fraction(one.at) / rate * 1000, Fraction(one.at + one.length) / rate * 1000)
        for one in lay(made, rate)
    ]
    last = 0
    for caption in captions_of(made):
        begin, end = edges[caption.clip]
        assert last <= caption.start < caption.end
        assert begin - 1 <= caption.start
        assert caption.end <= end + 1
        assert 1 <= len(caption.lines) <= 2
        assert all(len(line) <= LINE_SIGNS for line in caption.lines)
        last = caption.end


@given(assemblies())
def test_every_word_is_shown_once_but_what_was_struck(made: Assembly) -> None:
    rate, _ = base(made)
    wanted = []
    for one in lay(made, rate):
        part = one.part
        begin = Fraction(part.first) / part.rate * 1000
        end = begin + Fraction(part.count) / part.rate * 1000
        inside = [w for w in part.shot.spoken if begin <= Fraction(w.start + w.end, 2) < end]
        wanted += [] if part.silent else [w.text for w in inside]
    shown = [word for c in captions_of(made) for line in c.lines for word in line.split()]
    assert shown == wanted


def test_a_caption_stays_until_it_can_be_read_where_there_is_room() -> None:
    quick = tuple(Word(f"quickly{n}", 1_000 + 40 * n, 1_040 + 40 * n) for n in range(5))
    alone = assembly(shot(1, PLAIN, 1_000, 9_000, spoken=quick))
    (caption,) = captions_of(alone)
    signs = sum(map(len, caption.lines))
    assert caption.end - caption.start >= 1000 * signs / READ_PER_SECOND
    assert too_fast([caption]) == 0
    cut = captions_of(assembly(shot(1, PLAIN, 1_000, 1_400, spoken=quick)))
    assert cut[-1].end <= 400
    assert too_fast(cut) == 1


def test_what_was_redacted_or_is_doubted_is_not_shown() -> None:
    words = (
        Word("Plain", 0, 300), Word("[…]", 300, 600, flags=("redacted",)),
        Word("guessed", 600, 900, flags=("loop",)), Word("words.", 900, 1_200),
    )  # fmt: skip
    (caption,) = captions_of(assembly(shot(1, PLAIN, 0, 2_000, spoken=words)))
    assert caption.lines == ("Plain words.",)
    bleeped = shot(1, PLAIN, 0, 2_000, spoken=said(0, 2_000), struck=(Span(0, 2_000),))
    assert captions_of(assembly(bleeped)) == []


def test_both_forms_are_read_back_by_their_libraries() -> None:
    words = (Word("a < b &", 0, 500), Word("città.", 500, 1_200))
    made = assembly(shot(1, PLAIN, 0, 2_000, spoken=words), shot(2, PLAIN, 3_000, 9_000))
    meant = [(c.start, c.end, "\n".join(c.lines)) for c in captions_of(made)]
    vtt = webvtt.from_string(write_vtt(made)[".vtt"].decode())
    assert [c.text for c in vtt.captions] == [
        text.replace("&", "&amp;").replace("<", "&lt;") for _, _, text in meant
    ]
    srt = SSAFile.from_string(write_srt(made)[".srt"].decode())
    assert [(e.start, e.end, e.plaintext) for e in srt] == meant
    assert len(meant) > 2
