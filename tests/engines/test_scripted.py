from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, scripted
from pipeline.errors import MissingModel
from pipeline.model.engines import Heard
from pipeline.model.interview import SpeakerSegment, Word
from pipeline.model.span import Span
from tests.engines.conftest import noise, silent


def script(folder: Path, content: object) -> str:
    path = folder / "script.json"
    path.write_text(json.dumps(content))
    return str(path)


def test_the_transcriber_says_its_script(tmp_path: Path, machine: Machine) -> None:
    known, other = noise(1), noise(1, seed=2)
    model = script(
        tmp_path,
        {
            scripted.sound_digest(known): {"language": "it", "words": [["Ciao", 0, 400, 0.9]]},
            "*": {"language": "en", "words": [["Hello", 10, 300, 0.5]]},
        },
    )
    engine = scripted.ScriptedTranscriber(model, machine)
    assert engine.transcribe(known, language="", advance=silent) == Heard(
        "it", (Word("Ciao", 0, 400, 0.9),), (Span(0, 400),)
    )
    assert engine.transcribe(other, language="fr", advance=silent) == Heard(
        "fr", (Word("Hello", 10, 300, 0.5),), (Span(10, 300),)
    )
    assert engine.asked == [
        {"samples": 16_000, "language": ""},
        {"samples": 16_000, "language": "fr"},
    ]
    before = engine.fingerprint
    script(tmp_path, {})
    assert engine.fingerprint != before
    assert engine.transcribe(known, language="", advance=silent) == Heard("", ())


def test_a_script_that_is_not_there(machine: Machine) -> None:
    engine = engines.transcriber("scripted", "nowhere.json", machine)
    with pytest.raises(MissingModel, match=r"nowhere\.json: there is no such script"):
        engine.transcribe(noise(1), language="", advance=silent)


def test_the_diarizer_alternates_at_pauses(tmp_path: Path, machine: Machine) -> None:
    still = np.zeros(16_000, np.float32)
    sound = np.concatenate([noise(1), still, noise(0.5), still[:4000], noise(0.5), still, noise(1)])
    engine = engines.diarizer("scripted", "", machine)
    found = engine.diarize(sound, n_speakers=None)
    assert [s.label for s in found] == ["s1", "s2", "s1"]
    assert (found[1].start, found[1].end) == (2000, 3260)
    model = script(tmp_path, {"*": {"segments": [["s1", 0, 900], ["s2", 900, 1000]]}})
    told = engines.diarizer("scripted", model, machine).diarize(sound, n_speakers=2)
    assert told == (SpeakerSegment("s1", 0, 900), SpeakerSegment("s2", 900, 1000))


def test_hashed_vectors_follow_the_wording(machine: Machine) -> None:
    engine = engines.embedder("scripted", machine)
    vectors = engine.embed(
        ["we repair old bikes", "we repair an old bike", "tomatoes need water", ""], advance=silent
    )
    assert vectors.shape == (4, 256)
    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2]
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0], atol=1e-6)


def test_topics_by_nearness() -> None:
    from tests.engines.test_topics import study

    terms, vectors, truth = study(30)
    found = scripted.ScriptedTopics().group(terms, vectors, min_size=5, seed=1)
    assert {(t, g) for t, g in zip(truth, found.labels, strict=True)} == {
        (truth[found.labels.index(g)], g) for g in range(3)
    }
    assert set(found.keywords[0]) >= {"people"}


def test_the_linguist_cuts_sentences_and_keeps_long_words() -> None:
    from pipeline.engines import linguist

    scripted = linguist("scripted", {})
    text = "Are you happy? Yes, very happy... and then  "
    cut = [text[s.start : s.end] for s in scripted.sentences(text, language="en")]
    assert cut == ["Are you happy?", "Yes, very happy...", "and then  "]
    assert scripted.lemmas("We make useful coats", language="en") == ("make", "useful", "coats")
    assert scripted.phrases("We make useful coats", language="en", limit=1) == ("useful",)
