"""Transcription: this pipeline beside the tools that the field uses, on the same files.

All hear with the same packaged Whisper *base* weights, give word times, and run one after
the other, each in a process of its own. Printed for each corpus: real-time factor (seconds of
work a second of sound, loading aside), the same in processor time (which a busy machine changes
less), peak memory, word error rate by language, and the speed, by processor time, as a multiple
of the ``whisper`` command's.

What is measured of a recording is kept in the cache folder, so that a run that was stopped goes
on; ``--fresh`` measures all again. Another version, model, number of threads or sound is
measured anew by itself.

    python -m benchmarks.speech [--corpus NAME ...] [--system NAME ...] [--fresh]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from benchmarks.corpora import CORPORA, Recording
from pipeline.analysis.scoring import word_errors
from pipeline.engines.machine import Machine
from pipeline.execution import digest
from pipeline.model.engines import SAMPLE_RATE

Run = Callable[[Any, str], str]
PEER = "whisper command"


def ours(engine: str) -> Run:
    """Return a call of one of our engines."""
    from pipeline.engines import transcriber

    made = transcriber(engine, "base", Machine.from_environment())

    def run(sound: Any, language: str) -> str:
        heard = made.transcribe(sound, language=language, advance=lambda _: None)
        return " ".join(word.text for word in heard.words)

    return run


def whisper_command() -> Run:
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


def faster_whisper(*, batched: bool, vad: bool) -> Run:
    """Return a call of faster-whisper as its users make it (8-bit, beam 5)."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    from pipeline.engines.weights import whisper_folder

    machine = Machine.from_environment()
    folder = str(whisper_folder("base", machine.cache))
    model = WhisperModel(folder, compute_type="int8", cpu_threads=machine.threads)
    options: dict[str, Any] = {"batch_size": 8} if batched else {"vad_filter": vad}
    peer: Any = BatchedInferencePipeline(model) if batched else model

    def run(sound: Any, language: str) -> str:
        segments, _ = peer.transcribe(sound, language=language, word_timestamps=True, **options)
        return " ".join(segment.text for segment in segments)

    return run


OURS = {
    "interleaf, openai-whisper": "openai-whisper",
    "interleaf, faster-whisper": "faster-whisper",
}
SYSTEMS: dict[str, Callable[[], Run]] = {
    PEER: whisper_command,
    "faster-whisper": lambda: faster_whisper(batched=False, vad=False),
    "faster-whisper, VAD": lambda: faster_whisper(batched=False, vad=True),
    "faster-whisper, batched": lambda: faster_whisper(batched=True, vad=True),
    **{name: partial(ours, engine) for name, engine in OURS.items()},
}


@dataclass(frozen=True)
class Measured:
    """One recording heard by one system: seconds of work, of processor and of sound, words."""

    system: str
    corpus: str
    language: str
    elapsed: float
    busy: float
    seconds: float
    wrong: int
    words: int
    peak_mb: float


class Kept:
    """What is measured already, a JSON line each, by what it depends on."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        rows = map(json.loads, lines)
        self.rows = {row.pop("key"): Measured(**row) for row in rows}

    def keep(self, key: str, measured: Measured) -> None:
        """Append a line."""
        self.rows[key] = measured
        with self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": key, **asdict(measured)}) + "\n")


def key_of(system: str, corpus: str, recording: Recording) -> str:
    """Return what a measurement depends on."""
    machine = Machine.from_environment()
    if system in OURS:
        from pipeline.engines import transcriber

        version = transcriber(OURS[system], "base", machine).fingerprint
    else:
        package = "openai-whisper" if system == PEER else "faster-whisper"
        version = installed(package)
    sound = hashlib.sha256(recording.sound.tobytes()).hexdigest()
    return digest(system, version, machine.threads, corpus, recording.name, sound)


def measure(system: str, missing: dict[str, set[str]], answers: Any) -> None:
    """Run one system on what is missing, in a process of its own; send what was measured.

    Args:
        system: of ``SYSTEMS``.
        missing: names of recordings by corpus.
        answers: where to send (corpus, name, what was measured), and None at the end.
    """
    run = SYSTEMS[system]()
    warm = False
    for corpus, names in missing.items():
        for recording in CORPORA[corpus]():
            if recording.name not in names:
                continue
            if not warm:  # weights, compilation
                run(recording.sound[: 5 * SAMPLE_RATE], recording.language)
                warm = True
            start, began = time.perf_counter(), time.process_time()
            text = run(recording.sound, recording.language)
            elapsed, busy = time.perf_counter() - start, time.process_time() - began
            wrong, words = word_errors(recording.reference, text)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            answers.send((corpus, recording.name, Measured(
                system, corpus, recording.language, elapsed, busy,
                len(recording.sound) / SAMPLE_RATE, wrong, words, peak,
            )))  # fmt: skip
    answers.send(None)


def main(arguments: list[str] | None = None) -> None:
    """Measure what is not kept, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--system", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--fresh", action="store_true", help="measure all again")
    options = parser.parse_args(arguments)
    cache = Machine.from_environment().cache
    kept = Kept(cache / "benchmarks" / "speech.jsonl", fresh=options.fresh)
    found: dict[str, dict[str, list[Measured]]] = {corpus: {} for corpus in options.corpus}
    for system in options.system:
        keys = {
            corpus: {r.name: key_of(system, corpus, r) for r in CORPORA[corpus]()}
            for corpus in options.corpus
        }
        _measured(system, keys, kept)
        for corpus, names in keys.items():
            if names:
                found[corpus][system] = [kept.rows[key] for key in names.values()]
    for corpus, systems in found.items():
        if systems:
            print_table(corpus, systems)
        else:
            print(f"\n{corpus}: not measured, the evaluation data is absent")


def _measured(system: str, keys: dict[str, dict[str, str]], kept: Kept) -> None:
    missing = {c: {n for n, key in ks.items() if key not in kept.rows} for c, ks in keys.items()}
    if not any(missing.values()):
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=measure, args=(system, missing, there))
    process.start()
    there.close()
    while (answer := here.recv()) is not None:
        corpus, name, measured = answer
        kept.keep(keys[corpus][name], measured)
        print(
            f"{system}: {name}: {measured.busy / measured.seconds:.3f} s of processor time a "
            f"second, {measured.wrong} of {measured.words} words wrong", flush=True,
        )  # fmt: skip
    process.join()


def print_table(corpus: str, systems: dict[str, list[Measured]]) -> None:
    """Print a corpus's table as Markdown."""
    first = next(iter(systems.values()))
    languages = sorted({row.language for row in first})
    words = ", ".join(f"{x} {sum(r.words for r in first if r.language == x)}" for x in languages)
    print(f"\n**{corpus}**: {_rate(first, 'seconds', 1):.0f} s of sound; words: {words}\n")
    head = ["system", "real-time factor", "processor time", f"times the {PEER}", "peak MB"]
    print(f"| {' | '.join([*head, *(f'WER {lang} %' for lang in languages)])} |")
    print(f"|{'---|' * (len(head) + len(languages))}")
    peer = _rate(systems[PEER], "busy") if PEER in systems else None
    for system, rows in systems.items():
        busy = _rate(rows, "busy")
        cells = [
            system, f"{_rate(rows, 'elapsed'):.2f}", f"{busy:.3f}",
            f"{peer / busy:.1f}" if peer else "-", f"{max(row.peak_mb for row in rows):.0f}",
        ]  # fmt: skip
        for language in languages:
            mine = [row for row in rows if row.language == language]
            cells.append(f"{100 * sum(r.wrong for r in mine) / sum(r.words for r in mine):.1f}")
        print(f"| {' | '.join(cells)} |")


def _rate(rows: Sequence[Measured], name: str, by: float | None = None) -> float:
    """Return the sum of a column by the seconds of sound, or by something else."""
    whole: float = sum(getattr(row, name) for row in rows)
    return whole / (by or sum(row.seconds for row in rows))


if __name__ == "__main__":
    main()
