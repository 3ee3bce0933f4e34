"""Recordings made on the spot, of which every frame and every second can be told again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.engines.decoding import decoded, opened, sound_stream

RATE = 48_000
BITS, LIGHT, DARK = 8, 200, 60


def write_film(path: Path, *, rate: Fraction, size: tuple[int, int], seconds: float,
               level: float = 0.1, hz: int = 300) -> Path:  # fmt: skip
    """Write a film whose eight bars, light or dark, tell the frame's number, lowest bit first."""
    import av

    width, height = size
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=rate, options={"crf": "12", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = out.add_stream("aac", rate=RATE, layout="stereo")
        for n in range(round(seconds * rate)):
            bits = [LIGHT if n >> bit & 1 else DARK for bit in range(BITS)]
            row = np.repeat(np.array(bits, dtype=np.uint8), width // BITS)
            picture = np.broadcast_to(row[None, :, None], (height, width, 3)).copy()
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = n, 1 / rate
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        sound = tone(seconds, level=level, hz=hz)
        heard = av.AudioFrame.from_ndarray(np.stack([sound, sound]), format="fltp", layout="stereo")
        heard.sample_rate, heard.pts, heard.time_base = RATE, 0, Fraction(1, RATE)
        out.mux(audio.encode(heard))
        out.mux(audio.encode(None))
    return path


def write_sound(path: Path, *, seconds: float, level: float, hz: int = 300) -> Path:
    """Write sound alone."""
    import soundfile

    soundfile.write(path, tone(seconds, level=level, hz=hz), RATE)
    return path


def tone(seconds: float, *, level: float, hz: int) -> Any:
    """Return a tone that swells and fades as speech does, float32."""
    t = np.arange(int(seconds * RATE)) / RATE
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)
    return (level * swell * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def left_of(path: Path) -> Any:
    """Return the left channel of a file's sound at 48 kHz."""
    with opened(path) as container:
        stream = sound_stream(container, path)
        parts = [part for _, part in decoded(container, stream, RATE, layout="stereo")]
    return np.concatenate(parts)[::2]


def pictures_of(path: Path) -> list[Any]:
    """Return all pictures of a film, shapes (height, width, 3)."""
    import av

    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def number_of(picture: Any, left: int, right: int) -> int:
    """Return the number of the frame whose bars stand between two columns."""
    row = picture[290:310].mean(axis=(0, 2))
    wide = (right - left) / BITS
    middles = [row[int(left + wide * (bit + 0.5))] for bit in range(BITS)]
    return sum(1 << bit for bit, light in enumerate(middles) if light > (LIGHT + DARK) / 2)
