"""Real interviews, where they are at hand: turns, roles and answers come out, no word is lost."""

import itertools
from pathlib import Path

import pytest

from pipeline.analysis.cues import from_cues
from pipeline.analysis.segments import find_answers, voices
from pipeline.formats.texts import READERS, Timed
from pipeline.model.span import Span

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "interviews" / "parlato"
FILES = sorted(CORPUS.glob("*.eaf"))

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus ParlaTO is not on this machine")


@pytest.mark.parametrize("path", FILES[:6], ids=lambda p: p.stem)
def test_an_elan_file_of_the_corpus_becomes_turns_roles_and_answers(path: Path) -> None:
    read = READERS[".eaf"](path, where=path.name)
    assert isinstance(read, Timed)
    cues = [(c.label, Span(c.start, c.end), c.text, c.words) for c in read.cues]
    turns = from_cues(path.stem.lower(), "it", cues, max_pause_ms=3_000)
    who = voices(turns, (), ())
    roles = [voice.role for voice in who.values()]
    assert roles.count("interviewer") == 1
    assert "interviewee" in roles
    answers = find_answers(
        turns, who, min_question_words=4, min_answer_words=1, sentences=lambda text: (text,)
    )
    assert any(answer.asked for answer in answers)
    told = sum(len(answer.text.split()) for answer in answers)
    said = [t for t in turns.turns if who[t.speaker].role == "interviewee" and not t.doubtful]
    assert told == sum(len(t.text.split()) for t in said)
    for one, other in itertools.pairwise(answers):
        assert one.start <= other.start
