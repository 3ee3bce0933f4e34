"""Transcription: this pipeline beside the tools that the field uses, on the same files.

All hear with the same packaged Whisper *base* weights, give word times, and run one after
the other, each in a process of its own. Printed for each corpus: real-time factor (seconds of
work a second of sound, loading aside), the same in processor time (which a busy machine changes
less), peak memory, word error rate by language, and the speed, by processor time, as a multiple
of the ``whisper`` command's in the same run.

    python -m benchmarks.speech [--corpus NAME ...] [--system NAME ...]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.corpora import CORPORA, Recording
from pipeline.analysis.scoring import word_errors
from pipeline.engines.machine import Machine
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


SYSTEMS: dict[str, Callable[[], Run]] = {
    PEER: whisper_command,
    "faster-whisper": lambda: faster_whisper(batched=False, vad=False),
    "faster-whisper, VAD": lambda: faster_whisper(batched=False, vad=True),
    "faster-whisper, batched": lambda: faster_whisper(batched=True, vad=True),
    "interleaf, openai-whisper": lambda: ours("openai-whisper"),
    "interleaf, faster-whisper": lambda: ours("faster-whisper"),
}


def measure(system: str, corpora: list[str], answer: Any) -> None:
    """Run one system on all corpora, in a process of its own; send what was measured."""
    run = SYSTEMS[system]()
    found: dict[str, Any] = {}
    warm = False
    for corpus in corpora:
        seconds = elapsed = busy = 0.0
        errors: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        recordings: list[Recording] = list(CORPORA[corpus]())
        for recording in recordings:
            if not warm:  # weights, compilation
                run(recording.sound[: 5 * SAMPLE_RATE], recording.language)
                warm = True
            start, began = time.perf_counter(), time.process_time()
            text = run(recording.sound, recording.language)
            elapsed += time.perf_counter() - start
            busy += time.process_time() - began
            seconds += len(recording.sound) / SAMPLE_RATE
            wrong, words = word_errors(recording.reference, text)
            errors[recording.language][0] += wrong
            errors[recording.language][1] += words
        if recordings:
            found[corpus] = {
                "factor": elapsed / seconds, "cpu": busy / seconds, "seconds": seconds,
                "errors": errors,
            }  # fmt: skip
    found = json.loads(json.dumps(found))
    answer.send((found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--system", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    results = {}
    for system in options.system:
        here, there = context.Pipe()
        process = context.Process(target=measure, args=(system, options.corpus, there))
        process.start()
        there.close()
        results[system] = here.recv()
        process.join()
        for corpus, found in results[system][0].items():
            wrong, words = map(sum, zip(*found["errors"].values(), strict=True))
            print(
                f"{system}: {corpus}: {found['cpu']:.3f} s of processor time a second, "
                f"{wrong} of {words} words wrong", flush=True,
            )  # fmt: skip
    for corpus in options.corpus:
        rows = {s: (found[corpus], mb) for s, (found, mb) in results.items() if corpus in found}
        if not rows:
            print(f"\n{corpus}: not measured, the evaluation data is absent")
            continue
        print_table(corpus, rows)


def print_table(corpus: str, rows: dict[str, tuple[dict[str, Any], float]]) -> None:
    """Print a corpus's table as Markdown."""
    first = next(iter(rows.values()))[0]
    languages = sorted(first["errors"])
    peer = rows[PEER][0]["cpu"] if PEER in rows else None
    words = ", ".join(f"{lang} {first['errors'][lang][1]}" for lang in languages)
    print(f"\n**{corpus}**: {first['seconds']:.0f} s of sound; words: {words}\n")
    head = ["system", "real-time factor", "processor time", f"times the {PEER}", "peak MB"]
    print(f"| {' | '.join([*head, *(f'WER {lang} %' for lang in languages)])} |")
    print(f"|{'---|' * (len(head) + len(languages))}")
    for system, (found, megabytes) in rows.items():
        rates = [100 * wrong / of for wrong, of in (found["errors"][x] for x in languages)]
        speed = f"{peer / found['cpu']:.1f}" if peer else "-"
        cells = [system, f"{found['factor']:.2f}", f"{found['cpu']:.3f}", speed, f"{megabytes:.0f}"]
        print(f"| {' | '.join([*cells, *(f'{rate:.1f}' for rate in rates)])} |")


if __name__ == "__main__":
    main()
