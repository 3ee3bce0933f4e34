"""Word times: how far words begin from where they were laid, and whether an hour drifts.

Turns of the sample's recordings, trimmed to where their sound begins and ends, are laid at
known places between pauses; the sum is written as a file and read back and heard as every
recording is. Printed: how far the first word of each turn begins from its place (median, the
worst tenth, within 100 ms), and how far last words end. For drift, clicks over an hour are
written as MP3 with variable bit rate and in other forms, and found again.

    python -m benchmarks.times [--engine NAME ...] [--seconds N] [--minutes N]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import SAMPLE
from pipeline.engines.machine import Machine
from pipeline.engines.media import load_sound, probe, read_sound
from pipeline.engines.units import hear
from pipeline.model.engines import SAMPLE_RATE, Heard, Transcriber
from pipeline.model.span import Span

PER_MS = SAMPLE_RATE // 1000
FRAME = 10 * PER_MS  # samples in which loudness is measured
ABOVE_DB = 20.0  # over the recording's own noise: here a turn begins to sound
PAUSE_MS = 900
SOUNDS = {"it": "navile-01", "en": "tidewater-01", "es": "patio-04", "pt": "patio-05"}
FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    # name: (suffix, codec, options of the codec)
    "FLAC": ("flac", "flac", {}),
    "MP3, variable bit rate": ("mp3", "libmp3lame", {"q": "4"}),
    "MP3, the same without a header": ("mp3", "libmp3lame", {"q": "4", "write_xing": "0"}),
    "MP3, constant bit rate": ("mp3", "libmp3lame", {"b": "96k"}),
    "M4A": ("m4a", "aac", {}),
    "Opus": ("ogg", "libopus", {}),
    "FLAC in Matroska": ("mkv", "flac", {}),
}


@dataclass(frozen=True)
class Laid:
    """A sound of shape (n_samples,) in which turns lie at known places, in milliseconds."""

    language: str
    sound: Any
    places: tuple[Span, ...]


def trimmed(sound: Any) -> Any:
    """Return a turn from its first loud frame to its last."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    level = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1) + 1e-12)
    loud = np.flatnonzero(level > max(np.percentile(level, 5) + ABOVE_DB, level.max() - 35))
    return sound[loud[0] * FRAME : (loud[-1] + 1) * FRAME]


def turns_of(interview: str) -> Iterator[Any]:
    """Yield the sounds of an interview's turns, trimmed."""
    gold = json.loads((SAMPLE / f"gold/{interview}.json").read_text(encoding="utf-8"))
    sound = load_sound(next((SAMPLE / "recordings").glob(f"{interview}.*")))
    for turn in gold["turns"]:
        yield trimmed(sound[turn["start"] * PER_MS : turn["end"] * PER_MS])


def laid(language: str, *, seconds: float, seed: int = 0) -> Laid:
    """Lay turns between pauses, on the quiet noise of a room."""
    parts: list[Any] = []
    places: list[Span] = []
    at = PAUSE_MS
    chance = np.random.default_rng(seed)
    pieces = list(turns_of(SOUNDS[language]))
    while at < seconds * 1000:
        piece = pieces[len(places) % len(pieces)]
        places.append(Span(at, at + len(piece) // PER_MS))
        parts.append(piece[: places[-1].length * PER_MS])
        at = places[-1].end + int(chance.integers(PAUSE_MS, 2 * PAUSE_MS))
    sound = (chance.normal(size=at * PER_MS) * 3e-4).astype(np.float32)
    for place, part in zip(places, parts, strict=True):
        sound[place.start * PER_MS : place.end * PER_MS] += part
    return Laid(language, np.clip(sound, -1, 1), tuple(places))


def write(path: Path, chunks: Iterator[Any], codec: str, options: dict[str, str]) -> Path:
    """Write sound of 16 kHz, chunk by chunk, as a file at 48 kHz (MP3, Opus) or its own rate."""
    import av

    rate = 48_000 if codec == "libopus" else 44_100 if codec == "libmp3lame" else SAMPLE_RATE
    quality = int(options.get("q", -1))
    muxing = {key: value for key, value in options.items() if key == "write_xing"}
    with av.open(str(path), "w", options=muxing) as out:
        stream: Any = out.add_stream(codec, rate=rate, layout="mono")
        if quality >= 0:  # what `-q:a` means
            stream.codec_context.flags |= 2  # AV_CODEC_FLAG_QSCALE
            stream.codec_context.global_quality = quality * 118
        elif "b" in options:
            stream.codec_context.bit_rate = int(options["b"].rstrip("k")) * 1000
        at = 0
        for chunk in chunks:
            samples = (np.clip(chunk, -1, 1) * 32_767).astype(np.int16)[None]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.rate, frame.pts, frame.time_base = SAMPLE_RATE, at, Fraction(1, SAMPLE_RATE)
            at += len(chunk)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def chunked(sound: Any) -> Iterator[Any]:
    """Yield a sound in pieces of a second."""
    for start in range(0, len(sound), SAMPLE_RATE):
        yield sound[start : start + SAMPLE_RATE]


def clicks(seconds: int) -> Iterator[Any]:
    """Yield seconds that begin with a burst of tone, short and loud, on noise that varies."""
    chance = np.random.default_rng(0)
    t = np.arange(SAMPLE_RATE // 50) / SAMPLE_RATE
    burst = 0.8 * np.sin(2 * np.pi * 1_000 * t)
    for _ in range(seconds):
        second = chance.normal(size=SAMPLE_RATE) * 10 ** chance.uniform(-5, -2)
        second[: len(burst)] += burst
        yield second.astype(np.float32)


def drift(path: Path) -> Any:
    """Return how late, in milliseconds, each burst of a file of clicks is read; shape (n,)."""
    sound = np.concatenate(list(read_sound(path)))
    late = []
    for second in range(1, len(sound) // SAMPLE_RATE):
        near = np.abs(sound[second * SAMPLE_RATE - 8_000 : second * SAMPLE_RATE + 7_999])
        late.append((int(np.flatnonzero(near > 0.3)[0]) - 8_000) / PER_MS)
    return np.array(late)


class NoPieces:
    """A place in which nothing is kept: all is heard."""

    def load(self, start_ms: int) -> Heard | None:
        """Nothing is kept."""
        return None

    def keep(self, start_ms: int, heard: Heard) -> None:
        """Nothing is kept."""


def away(engine: Transcriber, path: Path, truth: Laid) -> tuple[Any, Any]:
    """Return how late turns' first words begin and last words end, in milliseconds.

    A turn none of whose words lie in it counts for neither.
    """
    heard = hear(
        engine, path, language=truth.language, duration_ms=probe(path).duration_ms,
        pieces=NoPieces(), advance=lambda _: None,
    )  # fmt: skip
    begins, ends = [], []
    for place in truth.places:
        inside = [w for w in heard.words if (w.start + w.end) // 2 in place]
        if inside:
            begins.append(inside[0].start - place.start)
            ends.append(inside[-1].end - place.end)
    return np.array(begins), np.array(ends)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    from pipeline.engines import transcriber

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--engine", nargs="*", default=["openai-whisper", "faster-whisper"], help="to measure"
    )
    parser.add_argument("--language", nargs="+", choices=SOUNDS, default=list(SOUNDS))
    parser.add_argument("--seconds", type=float, default=90, help="a language, for word times")
    parser.add_argument("--minutes", type=int, default=60, help="of clicks, for drift")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print_drift(Path(folder), options.minutes * 60)
        print("\n| engine | language | turns | begin off (median) | nine in ten within | "
              "within 100 ms | end off (median) |")  # fmt: skip
        print("|---|---|---|---|---|---|---|")
        for name in options.engine:
            engine = transcriber(name, "base", Machine.from_environment())
            for language in options.language:
                truth = laid(language, seconds=options.seconds)
                suffix, codec, settings = FORMS["MP3, variable bit rate"]
                path = Path(folder) / f"{language}.{suffix}"
                write(path, chunked(truth.sound), codec, settings)
                begins, ends = (np.abs(found) for found in away(engine, path, truth))
                print(
                    f"| {name} | {language} | {len(begins)} of {len(truth.places)} | "
                    f"{np.median(begins):.0f} ms | {np.percentile(begins, 90):.0f} ms | "
                    f"{np.mean(begins <= 100):.0%} | {np.median(ends):.0f} ms |",
                    flush=True,
                )


def print_drift(folder: Path, seconds: int) -> None:
    """Write, read and print the files of clicks."""
    print("| form | clicks | late in the first minute | late in the last minute | worst |")
    print("|---|---|---|---|---|")
    for name, (suffix, codec, settings) in FORMS.items():
        path = write(folder / f"clicks.{suffix}", islice(clicks(seconds), seconds), codec, settings)
        late = drift(path)
        first, last = (np.median(part) for part in (late[:60], late[-60:]))
        worst = np.abs(late).max()
        print(
            f"| {name} | {len(late)} | {first:.1f} ms | {last:.1f} ms | {worst:.1f} ms |",
            flush=True,
        )
        path.unlink()


if __name__ == "__main__":
    main()
