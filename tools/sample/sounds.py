"""What is spoken, as files: a form is one more function `(path, take)` and a line in SOUND_FORMS.

Rooms, bleeding microphones and pictures are invented, too, and the same each time they are made.
The videos are encoded with the x264 (GPL) that PyAV's wheel brings, for the making only.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sample.voices import LOUDNESS, MADE_HZ, Samples, Take

if TYPE_CHECKING:
    import av

KEPT_HZ = 16_000
PEAK = 0.98

ROOM_DB = -15.0  # the room's steady noise, below the voices
HUM_HZ = (50, 100, 150, 300)  # the mains and its overtones
HUM_SHARE = 0.4  # of the noise's power
DULL_ABOVE_HZ = 1_200.0  # from here on the noise falls off
CLANK_HZ = (523.0, 1_187.0, 1_951.0, 3_119.0)  # no harmony: it is scrap iron
CLANK_EVERY_S = 17.0

BLEED_DB = -20.0  # a voice in the other's microphone, below itself there
BLEED_MS = 3  # a metre of air between the two

WIDTH, HEIGHT = 480, 270
RADIUS = 62.0  # in pixels
BRICK, RIVER = (54, 118, 138), (60, 142, 114)  # luma, blue, red
DISC = (148, 108, 152)
SOUND_BITS = 64_000  # a second
AAC_BLOCK = 1_024
X264 = {"crf": "30", "preset": "fast", "threads": "1", "g": "50"}

Picture = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]


def write_mono(path: Path, take: Take) -> None:
    """Write both sides on one channel."""
    _write_flac(path, take.together)


def write_room(path: Path, take: Take) -> None:
    """Write both sides on one channel, in a room with a fan and scrap iron next door."""
    words = take.together
    _write_flac(path, words + room_noise(len(words), take.interview))


def write_stereo(path: Path, take: Take) -> None:
    """Write a microphone a channel, left who asks, right who answers; each hears the other."""
    left = take.asking + _bled(take.answering)
    right = take.answering + _bled(take.asking)
    _write_flac(path, np.stack([left, right], axis=1))


def _write_flac(path: Path, samples: Samples) -> None:
    """Write 16 bits at KEPT_HZ; samples are of shape (n,) or (n, channels)."""
    import soundfile
    from scipy.signal import resample_poly

    kept: Any = resample_poly(samples, KEPT_HZ, MADE_HZ, axis=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.clip(kept, -PEAK, PEAK), KEPT_HZ, subtype="PCM_16")


def _bled(track: Samples) -> Samples:
    late = BLEED_MS * MADE_HZ // 1000
    weak = np.concatenate([np.zeros(late, dtype=np.float32), track[:-late]])
    return np.asarray(weak * 10 ** (BLEED_DB / 20), dtype=np.float32)


def room_noise(length: int, seed: str) -> Samples:
    """Make a room's hum and rush, and the odd clank; ROOM_DB below the voices."""
    chance = random.Random(f"{seed} room")
    at = np.arange(length) / MADE_HZ
    hum = sum(np.sin(2 * np.pi * (hz * at + chance.random())) / n for n, hz in enumerate(HUM_HZ, 1))
    steady = _of_power(hum, HUM_SHARE) + _of_power(_rush(length, chance), 1 - HUM_SHARE)
    noise = steady * LOUDNESS * 10 ** (ROOM_DB / 20)
    second = chance.uniform(4, CLANK_EVERY_S)
    while second < length / MADE_HZ - 2:
        clank = _clank(chance)
        start = int(second * MADE_HZ)
        noise[start : start + len(clank)] += clank[: length - start]
        second += CLANK_EVERY_S * chance.uniform(0.6, 1.4)
    return np.asarray(noise, dtype=np.float32)


def _rush(length: int, chance: random.Random) -> Any:
    """Make white noise that falls off above DULL_ABOVE_HZ, as a fan's does."""
    white = np.random.default_rng(chance.getrandbits(32)).standard_normal(length)
    hertz = np.fft.rfftfreq(length, 1 / MADE_HZ)
    return np.fft.irfft(np.fft.rfft(white) / (1 + (hertz / DULL_ABOVE_HZ) ** 2), length)


def _clank(chance: random.Random) -> Any:
    """Strike iron once: partials that die away, the high ones first."""
    at = np.arange(int(0.6 * MADE_HZ)) / MADE_HZ
    pitch = chance.uniform(0.8, 1.25)
    ring = [np.sin(2 * np.pi * hz * pitch * at) * np.exp(-at * hz / 60) for hz in CLANK_HZ]
    return np.sum(ring, axis=0) * LOUDNESS * chance.uniform(0.4, 0.9)


def _of_power(sound: Any, power: float) -> Any:
    return sound * np.sqrt(power / np.mean(sound**2))


def video(rate: Fraction, timecode: str, ground: Colour) -> Callable[[Path, Take], None]:
    """Return the writer of an MP4 of that frame rate and start timecode (`;`: drop-frame)."""

    def write(path: Path, take: Take) -> None:
        import av

        words = take.together
        path.parent.mkdir(parents=True, exist_ok=True)
        with av.open(str(path), "w", options={"movflags": "faststart"}) as out:
            out.metadata["timecode"] = timecode
            out.metadata["comment"] = "Invented; synthetic voices."
            film = out.add_stream("libx264", rate=rate)
            film.width, film.height, film.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            film.codec_context.options = X264
            sound = out.add_stream("aac", rate=MADE_HZ, layout="mono")
            sound.codec_context.bit_rate = SOUND_BITS
            blocks = _blocks(words)
            for number, picture in enumerate(pictures(words, rate, ground)):
                out.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
                reached = int((number + 1) * MADE_HZ / rate)
                while blocks and (blocks[0].pts or 0) <= reached:
                    out.mux(sound.encode(blocks.popleft()))
            for stream in (film, sound):
                out.mux(stream.encode(None))

    return write


def _blocks(samples: Samples) -> deque[av.AudioFrame]:
    import av

    blocks: deque[av.AudioFrame] = deque()
    for start in range(0, len(samples), AAC_BLOCK):
        piece = np.ascontiguousarray(samples[None, start : start + AAC_BLOCK])
        blocks.append(av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono"))
        blocks[-1].sample_rate, blocks[-1].pts = MADE_HZ, start
        blocks[-1].time_base = Fraction(1, MADE_HZ)
    return blocks


def pictures(words: Samples, rate: Fraction, ground: Colour) -> Iterator[Picture]:
    """Draw a plain ground with a disc that drifts, and swells a little while somebody speaks."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    shade = ground[0] - 24 * down / HEIGHT
    level = 0.0
    for number in range(math.ceil(len(words) * rate / MADE_HZ)):
        first, last = (int(n * MADE_HZ / rate) for n in (number, number + 1))
        loud = float(np.abs(words[first:last]).mean()) / LOUDNESS
        level += (loud - level) * 0.15
        turned = 2 * np.pi * number / (float(rate) * 40)
        x, y = WIDTH * (0.5 + 0.25 * np.cos(turned)), HEIGHT * (0.5 + 0.12 * np.sin(2 * turned))
        inside = np.clip(RADIUS * (1 + 0.12 * level) - np.hypot(across - x, down - y), 0, 1)
        planes = [
            shade + (DISC[0] - shade) * inside,
            *(ground[n] + (DISC[n] - ground[n]) * inside[::2, ::2] for n in (1, 2)),
        ]
        yield np.concatenate([p.ravel() for p in planes]).astype(np.uint8).reshape(-1, WIDTH)


SOUND_FORMS: dict[str, Callable[[Path, Take], None]] = {
    "flac": write_mono,
    "flac-room": write_room,
    "flac-stereo": write_stereo,
    "mp4-25": video(Fraction(25), "10:00:00:00", BRICK),
    "mp4-29.97": video(Fraction(30_000, 1_001), "01:00:00;00", RIVER),
}
