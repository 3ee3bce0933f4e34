"""What is said is written down, in its language and at its time; what nobody says is not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import times
from benchmarks.corpora import REPOSITORY, fleurs_clips
from pipeline import engines
from pipeline.analysis.guards import flagged
from pipeline.analysis.scoring import word_errors
from pipeline.engines import Machine, media, vad, windows
from pipeline.engines.language import FastLangdetect
from pipeline.model.engines import SAMPLE_RATE, Heard, Transcriber
from pipeline.model.interview import Word
from pipeline.model.span import Span
from tests.engines.conftest import silent
from tests.engines.noises import NOISES, applause, clanks, held, hum, melody, pink, silence

RECORDINGS = REPOSITORY / "interviews" / "recordings"
BOTH = ("openai-whisper", "faster-whisper")
PER_MS = SAMPLE_RATE // 1000


@pytest.fixture(scope="module", params=BOTH)
def recogniser(request: pytest.FixtureRequest, machine: Machine) -> Transcriber:
    return engines.transcriber(request.param, "base", machine)


@pytest.fixture(scope="module")
def faster(machine: Machine) -> Transcriber:
    return engines.transcriber("faster-whisper", "base", machine)


def sample(interview: str, start: int, end: int) -> Any:
    """Return a stretch of a recording of the repository, in seconds."""
    sound = media.load_sound(next(RECORDINGS.glob(f"{interview}.*")))
    return sound[start * SAMPLE_RATE : end * SAMPLE_RATE]


def guarded(heard: Heard) -> tuple[Word, ...]:
    return flagged(heard.words, heard.speech, heard.languages, likely=FastLangdetect().likely)


def said(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words if not word.doubtful)


def noises(seconds: float) -> Iterator[tuple[str, Any]]:
    """Yield each noise, as loud as it is and as a bad microphone has it."""
    for name, make in NOISES.items():
        for level in (1.0, 0.05):
            yield f"{name} at {level}", (make(seconds) * level).astype(np.float32)


@pytest.mark.model
@pytest.mark.parametrize("language", ["", "it"])
def test_where_nobody_speaks_no_word_is_trusted(recogniser: Transcriber, language: str) -> None:
    trusted = []
    for name, sound in noises(30):
        heard = recogniser.transcribe(sound, language=language, advance=silent)
        if said(guarded(heard)):
            trusted.append(name)
    assert not trusted


@pytest.mark.model
def test_a_tone_held_after_a_sentence_says_nothing(recogniser: Transcriber) -> None:
    speech = sample("tidewater-01", 0, 9)
    for after in (held(20), silence(20), applause(20)):
        sound = np.concatenate([speech, after])
        heard = recogniser.transcribe(sound, language="en", advance=silent)
        words = guarded(heard)
        assert len(said(words).split()) > 10
        end = len(speech) // PER_MS + 300
        assert not [w for w in words if w.start > end and not w.doubtful]


@pytest.mark.model
def test_the_same_words_many_times_do_not_set_off_more(recogniser: Transcriber) -> None:
    """What invites a loop: eight times the same sentence. Heard is no more than was said."""
    once = sample("tidewater-01", 0, 9)
    words = recogniser.transcribe(once, language="en", advance=silent).words
    sound = np.concatenate([once] * 8)
    heard = recogniser.transcribe(sound, language="en", advance=silent)
    wrong, of = word_errors(
        " ".join([w.text for w in words] * 8), " ".join(w.text for w in heard.words)
    )
    assert len(said(guarded(heard)).split()) <= 1.02 * of
    assert wrong <= 0.1 * of


@pytest.mark.model
def test_a_very_quiet_voice_is_written_or_is_a_gap(recogniser: Transcriber) -> None:
    speech = sample("tidewater-01", 0, 24)
    loud = recogniser.transcribe(speech, language="en", advance=silent)
    rng = np.random.default_rng(0)
    quiet = (speech * 0.01 + rng.normal(size=len(speech)) * 1e-5).astype(np.float32)  # 40 dB less
    heard = recogniser.transcribe(quiet, language="en", advance=silent)
    wrong, of = word_errors(said(loud.words), said(guarded(heard)))
    assert wrong <= 0.15 * of


@pytest.mark.model
def test_noise_around_speech_adds_nothing_and_costs_nothing(recogniser: Transcriber) -> None:
    speech = sample("tidewater-01", 0, 24)
    alone = recogniser.transcribe(speech, language="en", advance=silent)
    parts = [pink(20, 0.05), speech, clanks(15, 0.3), melody(15, 0.3), hum(10, 0.1)]
    starts = np.cumsum([0, *(len(part) for part in parts)]) // PER_MS
    heard = recogniser.transcribe(np.concatenate(parts), language="", advance=silent)
    there = Span(int(starts[1]) - 300, int(starts[2]) + 300)
    words = guarded(heard)
    assert heard.language == "en"
    assert not [w for w in words if not w.doubtful and not w.span & there]
    wrong, of = word_errors(said(alone.words), said(words))
    assert wrong <= 0.05 * of


def test_a_voice_far_from_the_microphone_is_found_after_one_that_is_near() -> None:
    near, far = sample("tidewater-01", 0, 10), sample("tidewater-01", 10, 18) * 0.004
    sound = np.concatenate([near, far, near]).astype(np.float32)
    loud = windows.detect(np.concatenate([near, far * 250, near]).astype(np.float32))
    quiet = windows.detect(sound)
    assert sum(s.length for s in quiet) > 0.9 * sum(s.length for s in loud)
    raw = vad.speech(sound, shortest_pause_ms=300, pad_ms=0)
    assert sum(s.length for s in raw) < 0.8 * sum(s.length for s in loud)  # what would be lost


def test_what_is_loud_enough_stays_as_it_is() -> None:
    sound = sample("navile-01", 0, 20)
    assert np.abs(vad.levelled(sound) - sound).max() < 0.05
    assert len(vad.levelled(sound[:0])) == 0


@pytest.mark.model
def test_a_question_in_english_and_an_answer_in_italian(recogniser: Transcriber) -> None:
    """The language that is given, or none, changes nothing."""
    pause = np.zeros(SAMPLE_RATE, np.float32)
    sound = np.concatenate([sample("tidewater-01", 0, 9), pause, sample("navile-01", 14, 30)])
    heard = recogniser.transcribe(sound, language="", advance=silent)
    assert heard.language == "it"
    assert [each.language for each in heard.languages] == ["en", "it"]
    assert heard.languages[1].span.start == pytest.approx(10_000, abs=1_000)
    likely = FastLangdetect().likely
    for each in heard.languages:
        text = " ".join(w.text for w in heard.words if w.span & each.span)
        assert likely(text).get(each.language, 0) > 0.8, each.language
    assert not any(word.doubtful for word in guarded(heard))
    told = recogniser.transcribe(sound, language="en", advance=silent)
    assert told.languages == heard.languages
    assert said(told.words) == said(heard.words)


@pytest.mark.model
def test_four_languages_in_turn(faster: Transcriber, data: Path) -> None:
    pause = np.zeros(SAMPLE_RATE, np.float32)
    order = [f"fleurs-{language}-{n:03}" for n in (3, 4) for language in ("en", "de", "es", "pt")]
    clips = {clip.name: clip for clip in fleurs_clips()}
    sound = np.concatenate([part for name in order for part in (clips[name].sound, pause)])
    heard = faster.transcribe(sound, language="", advance=silent)
    at, right, whole = 0, 0, 0
    for name in order:
        place = Span(at, at + len(clips[name].sound) // PER_MS)
        at = place.end + 1_000
        for each in heard.languages:
            shared = sum((each.span & place & span).length for span in heard.speech)
            whole += shared
            right += shared * (each.language == clips[name].language)
    assert right > 0.95 * whole > 0


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "de", "es", "pt"])
def test_a_joined_file_comes_out_as_its_clips_do(
    faster: Transcriber, data: Path, language: str
) -> None:
    """Within three points of the clips' own word error rate; what is lost is a gap."""
    pause = np.zeros(SAMPLE_RATE, np.float32)
    clips = [clip for clip in fleurs_clips() if clip.language == language]
    wrong = of = 0
    for clip in clips:
        heard = faster.transcribe(clip.sound, language=language, advance=silent)
        errors, words = word_errors(clip.reference, said(heard.words))
        wrong, of = wrong + errors, of + words
    order = [*clips, *clips[::-1]]
    sound = np.concatenate([part for clip in order for part in (clip.sound, pause)])
    heard = faster.transcribe(sound, language=language, advance=silent)
    errors, words = word_errors(" ".join(clip.reference for clip in order), said(heard.words))
    assert errors / words <= wrong / of + 0.03


@pytest.mark.model
def test_words_begin_and_end_where_they_sound(recogniser: Transcriber, tmp_path: Path) -> None:
    truth = times.laid("en", seconds=30)
    suffix, codec, settings = times.FORMS["MP3, variable bit rate"]
    path = times.write(tmp_path / f"a.{suffix}", times.chunked(truth.sound), codec, settings)
    begins, ends = times.away(recogniser, path, truth)
    assert len(begins) == len(truth.places)
    assert np.median(np.abs(begins)) <= 100
    assert np.median(np.abs(ends)) <= 100


@pytest.mark.parametrize("form", times.FORMS)
def test_no_form_drifts(tmp_path: Path, form: str) -> None:
    """A minute here; ``python -m benchmarks.times`` does it for an hour."""
    suffix, codec, settings = times.FORMS[form]
    path = times.write(tmp_path / f"clicks.{suffix}", islice(times.clicks(60), 60), codec, settings)
    late = times.drift(path)
    assert len(late) >= 58
    # Without a header nobody knows how much the encoder put before the sound.
    assert np.abs(late).max() <= (30 if "without a header" in form else 2)
    assert np.abs(late[-30:].mean() - late[:30].mean()) <= 0.5
