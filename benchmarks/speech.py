"""Transcription of the sample's recordings, beside openai-whisper called as its command does.

Prints, for each: real-time factor (seconds of work a second of sound), word error
rate, and the ratio of the two in the same run. Both use the same packaged weights.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.analysis.scoring import word_errors
from pipeline.engines import transcriber
from pipeline.engines.machine import Machine
from pipeline.engines.media import load_sound
from pipeline.model.engines import SAMPLE_RATE

SAMPLE = Path(__file__).parents[1] / "interviews"
RECORDINGS = {"tidewater-01": "en", "navile-01": "it"}


def main() -> None:
    """Measure and print."""
    ours, peer = _ours(), _whisper_command()
    print(f"{'recording':<14} {'engine':<22} {'real-time factor':>16} {'WER':>7}")
    for name, language in RECORDINGS.items():
        sound = load_sound(SAMPLE / f"recordings/{name}.flac")
        gold = json.loads((SAMPLE / f"gold/{name}.json").read_text())
        reference = " ".join(turn["text"] for turn in gold["turns"])
        seconds = len(sound) / SAMPLE_RATE
        factors = []
        for label, run in (("interleaf", ours), ("whisper (its defaults)", peer)):
            factor, errors = _measure(run, sound, language, reference, seconds)
            factors.append(factor)
            print(f"{name:<14} {label:<22} {factor:>16.2f} {errors:>7.1%}")
        print(f"{name:<14} ratio interleaf / whisper: {factors[0] / factors[1]:.2f}")


def _measure(
    run: Callable[[Any, str], str], sound: Any, language: str, reference: str, seconds: float
) -> tuple[float, float]:
    start = time.perf_counter()
    text = run(sound, language)
    elapsed = time.perf_counter() - start
    errors, words = word_errors(reference, text)
    return elapsed / seconds, errors / words


def _ours() -> Callable[[Any, str], str]:
    engine = transcriber("openai-whisper", "base", Machine.from_environment())

    def run(sound: Any, language: str) -> str:
        heard = engine.transcribe(sound, language=language, advance=lambda _: None)
        return " ".join(word.text for word in heard.words)

    return run


def _whisper_command() -> Callable[[Any, str], str]:
    """Return a call with the defaults of the ``whisper`` command, word times on."""
    import torch
    import whisper

    from pipeline.engines.weights import whisper_checkpoint

    machine = Machine.from_environment()
    torch.set_num_threads(machine.threads)
    model = whisper.load_model(str(whisper_checkpoint("base", machine.cache)))

    def run(sound: Any, language: str) -> str:
        result = model.transcribe(
            sound, language=language, beam_size=5, best_of=5, word_timestamps=True, fp16=False,
            temperature=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
        )  # fmt: skip
        return str(result["text"])

    return run


if __name__ == "__main__":
    main()
