"""What is measured on: the sample's recordings, and FLEURS where the evaluation data lies."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "interviews"
DATA = Path(os.environ.get("INTERLEAF_DATA", REPOSITORY.parent / "shared" / "data"))
PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Recording:
    """A sound of shape (n_samples,) at 16 kHz, and the words said in it."""

    name: str
    language: str
    sound: Any
    reference: str


def sample() -> Iterator[Recording]:
    """Yield the sample's recordings."""
    from pipeline.engines.media import load_sound

    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["file"].startswith("recordings/")]
    for row in rows:
        gold = json.loads((SAMPLE / f"gold/{row['id']}.json").read_text(encoding="utf-8"))
        words = " ".join(turn["text"] for turn in gold["turns"])
        yield Recording(row["id"], row["language"], load_sound(SAMPLE / row["file"]), words)


def fleurs_clips() -> Iterator[Recording]:
    """Yield FLEURS's clips; none where the data is absent."""
    from pipeline.engines.media import load_sound

    for path in sorted((DATA / "speech").glob("fleurs-*.ogg")):
        words = path.with_suffix(".txt").read_text(encoding="utf-8")
        yield Recording(path.stem, path.stem.split("-")[1], load_sound(path), words)


def fleurs_joined() -> Iterator[Recording]:
    """Yield each language's clips as one recording, with a second of silence after each."""
    import numpy as np

    from pipeline.model.engines import SAMPLE_RATE

    pause = np.zeros(int(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
    clips = list(fleurs_clips())
    for language in sorted({clip.language for clip in clips}):
        mine = [clip for clip in clips if clip.language == language]
        sound = np.concatenate([part for clip in mine for part in (clip.sound, pause)])
        words = " ".join(clip.reference for clip in mine)
        yield Recording(f"fleurs-{language}", language, sound, words)


CORPORA = {"sample": sample, "fleurs clip by clip": fleurs_clips, "fleurs joined": fleurs_joined}
