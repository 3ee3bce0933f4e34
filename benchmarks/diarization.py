"""Who speaks when: the diarization error on public meetings and on the sample's recordings.

Measured with the number of speakers given and estimated, and printed beside what pyannote
3.1 publishes. Nothing is left out of the judgement but, in a column of its own, a quarter of
a second on each side of a boundary.

    python -m benchmarks.diarization [--engine NAME] [--corpus meetings | sample]
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import DATA, SAMPLE
from pipeline.analysis.accuracy import COLLARS_S, Voice, VoiceScore, added, voice_score
from pipeline.engines import diarizer
from pipeline.engines.channels import who_speaks
from pipeline.engines.machine import Machine
from pipeline.engines.media import probe
from pipeline.formats.rttm import read_rttm
from pipeline.model.span import Span
from pipeline.params import Diarize

PEER = (
    "pyannote 3.1 publishes 18.8 % (no collar) for AMI's headset mix: the full test set of some 9 "
    "hours. The meetings here are three clips of half a minute, two of them AMI's: "
    "no comparison of equals."
)


@dataclass(frozen=True)
class Conversation:
    """A recording and who really speaks when."""

    corpus: str
    name: str
    path: Path
    voices: tuple[Voice, ...]


def meetings() -> Iterator[Conversation]:
    """Yield the public clips; none where the data is absent."""
    for file in sorted((DATA / "diarization").glob("*.rttm")):
        for name, voices in read_rttm(file, where=file.name).items():
            path = file.with_name(f"{name}.wav")
            if path.exists():
                yield Conversation("meetings", name, path, tuple(voices))


def sample() -> Iterator[Conversation]:
    """Yield the sample's recordings; its voices are synthetic."""
    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        files = {row["id"]: SAMPLE / row["file"] for row in csv.DictReader(lines)}
    for file in sorted((SAMPLE / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        path = files.get(gold["interview"])
        if gold["unit"] != "ms" or path is None or path.parent.name != "recordings":
            continue
        voices = [(turn["speaker"], Span(turn["start"], turn["end"])) for turn in gold["turns"]]
        yield Conversation("sample", gold["interview"], path, tuple(voices))


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", default=Diarize().engine)
    parser.add_argument("--corpus", choices=("meetings", "sample"))
    options = parser.parse_args(arguments)
    engine = diarizer(options.engine, "", Machine.from_environment())
    conversations = [c for c in (*meetings(), *sample()) if options.corpus in {None, c.corpus}]
    if options.corpus != "sample" and not any(c.corpus == "meetings" for c in conversations):
        print(f"meetings: not measured, there is no {DATA / 'diarization'}")
    print("\n| | recording | speakers | count | found | DER % | missed | false | confused "
          "| DER % ±0.25 s | real-time factor |")  # fmt: skip
    print(f"|{'---|' * 11}")
    totals: dict[tuple[str, str], list[tuple[VoiceScore, VoiceScore]]] = {}
    for conversation in conversations:
        seconds = probe(conversation.path).duration_ms / 1000
        true = len({label for label, _ in conversation.voices})
        for count, given in (("known", true), ("estimated", None)):
            begun = time.perf_counter()
            segments = who_speaks(engine, conversation.path, n_speakers=given)
            factor = (time.perf_counter() - begun) / seconds
            found = [(segment.label, segment.span) for segment in segments]
            near, exact = (
                voice_score(conversation.voices, found, collar_s=collar) for collar in COLLARS_S
            )
            totals.setdefault((conversation.corpus, count), []).append((near, exact))
            voices = len({label for label, _ in found})
            print_row([conversation.corpus, conversation.name, str(true), count, str(voices)],
                      near, exact, f"{factor:.3f}")  # fmt: skip
    for (corpus, count), scores in totals.items():
        near, exact = (added(some, VoiceScore) for some in zip(*scores, strict=True))
        print_row([corpus, "**all**", "", count, ""], near, exact, "")
    print(f"\n{PEER}")


def print_row(head: list[str], near: VoiceScore, exact: VoiceScore, last: str) -> None:
    """Print a line of the table."""
    parts = [exact.missed, exact.false_alarm, exact.confusion]
    rates = [exact.der, *(part / exact.total if exact.total else None for part in parts), near.der]
    cells = ["-" if rate is None else f"{100 * rate:.1f}" for rate in rates]
    print(f"| {' | '.join([*head, *cells, last])} |", flush=True)


if __name__ == "__main__":
    main()
