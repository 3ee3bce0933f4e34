"""Sounds in which nobody speaks, made with NumPy: what machines and rooms do, and music."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pipeline.model.engines import SAMPLE_RATE

TRIADS = [
    (220.0, 261.6, 329.6),
    (174.6, 220.0, 261.6),
    (261.6, 329.6, 392.0),
    (196.0, 246.9, 293.7),
]


def _time(seconds: float) -> Any:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _scaled(sound: Any, level: float) -> Any:
    return (sound / max(1e-9, np.abs(sound).max()) * level).astype(np.float32)


def _hits(seconds: float, at: Any, hit: Any) -> Any:
    """Lay one sound at many places."""
    sound = np.zeros(int(seconds * SAMPLE_RATE) + len(hit))
    for begin in (int(time * SAMPLE_RATE) for time in at):
        sound[begin : begin + len(hit)] += hit
    return sound[: int(seconds * SAMPLE_RATE)]


def silence(seconds: float) -> Any:
    """Digital silence."""
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def white(seconds: float, level: float = 0.2, seed: int = 1) -> Any:
    """White noise."""
    return _scaled(np.random.default_rng(seed).normal(size=len(_time(seconds))), level)


def pink(seconds: float, level: float = 0.3, seed: int = 2) -> Any:
    """Pink noise: as loud in every octave, as a workshop or a street."""
    n = len(_time(seconds))
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=n))
    return _scaled(np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 1), n), level)


def hum(seconds: float, level: float = 0.2) -> Any:
    """The mains at 50 Hz with its overtones, swelling like a ventilator."""
    t = _time(seconds)
    tones = sum(np.sin(2 * np.pi * 50 * k * t) / k for k in range(1, 9))
    return _scaled(tones * (1 + 0.3 * np.sin(2 * np.pi * 0.2 * t)), level)


def chords(seconds: float, level: float = 0.4) -> Any:
    """An organ: a triad a second, eight overtones, some vibrato."""
    t = _time(seconds)
    sound = np.zeros_like(t)
    for number, triad in enumerate(TRIADS * int(seconds / len(TRIADS) + 1)):
        here = (t >= number) & (t < number + 1)
        swell = np.sin(np.pi * (t[here] - number)) ** 0.5
        for tone in triad:
            phase = 2 * np.pi * tone * t[here] + 0.5 * np.sin(2 * np.pi * 5.5 * t[here])
            sound[here] += swell * sum(np.sin(k * phase) / k for k in range(1, 9))
    return _scaled(sound, level)


def melody(seconds: float, level: float = 0.4, seed: int = 3) -> Any:
    """A reed that plays, near the pitch and with the formants of a voice."""
    t = _time(seconds)
    rng = np.random.default_rng(seed)
    steps = rng.choice([0, 2, 4, 5, 7, 9, 11, 12], size=int(seconds * 3) + 1)
    pitch = 130.8 * 2 ** (np.repeat(steps, SAMPLE_RATE // 3)[: len(t)] / 12)
    phase = np.cumsum(2 * np.pi * pitch / SAMPLE_RATE)
    weights = [np.exp(-(((k * 165 - f) / 180) ** 2)) for k in range(1, 20) for f in (600, 1_100)]
    tones = sum((weights[2 * k - 2] + weights[2 * k - 1]) * np.sin(k * phase) for k in range(1, 20))
    return _scaled(tones * (0.6 + 0.4 * np.abs(np.sin(2 * np.pi * 1.5 * t))), level)


def drums(seconds: float, level: float = 0.7, seed: int = 4) -> Any:
    """A loop at 110 beats a minute: kick, snare, hi-hat."""
    beat = 60 / 110
    t = _time(0.25)
    rng = np.random.default_rng(seed)
    kick = np.sin(2 * np.pi * (50 + 60 * np.exp(-t * 40)) * t) * np.exp(-t * 14)
    snare = rng.normal(size=len(t)) * np.exp(-t * 22) * 0.5
    hat = np.diff(rng.normal(size=len(t) + 1)) * np.exp(-t * 80) * 0.2
    beats = np.arange(0, seconds, beat)
    sound = _hits(seconds, beats[::2], kick) + _hits(seconds, beats[1::2], snare)
    return _scaled(sound + _hits(seconds, np.arange(0, seconds, beat / 2), hat), level)


def clanks(seconds: float, level: float = 0.7, seed: int = 5) -> Any:
    """Metal on metal now and then, as in a workshop: tones that do not fit each other."""
    rng = np.random.default_rng(seed)
    t = _time(0.8)
    clank = sum(
        np.sin(2 * np.pi * f * t) * np.exp(-t * d)
        for f, d in ((437.0, 9), (1_190.0, 12), (2_330.0, 16), (3_870.0, 22))
    )
    at = np.sort(rng.uniform(0, seconds - 1, size=int(seconds)))
    return _scaled(_hits(seconds, at, clank) + 0.02 * rng.normal(size=len(_time(seconds))), level)


def applause(seconds: float, level: float = 0.5, seed: int = 6) -> Any:
    """Some hundred hands, each at its own pace: clicks with the resonance of a palm."""
    rng = np.random.default_rng(seed)
    t = _time(0.03)
    sound = np.zeros(len(_time(seconds)))
    for _ in range(100):
        clap = rng.normal(size=len(t)) * np.exp(-t * rng.uniform(150, 400))
        clap *= np.sin(2 * np.pi * rng.uniform(700, 1_800) * t)
        pace, first = rng.uniform(0.2, 0.35), rng.uniform(0, 0.3)
        at = np.arange(first, seconds - 0.1, pace)
        sound += _hits(seconds, np.abs(at + rng.normal(size=len(at)) * 0.01), clap)
    return _scaled(sound, level)


def held(seconds: float, level: float = 0.3, pitch: float = 196.0) -> Any:
    """One tone held, with the overtones of a string."""
    t = _time(seconds)
    phase = 2 * np.pi * pitch * t + 0.3 * np.sin(2 * np.pi * 5 * t)
    return _scaled(sum(np.sin(k * phase) / k for k in range(1, 12)), level)


NOISES: dict[str, Callable[[float], Any]] = {
    noise.__name__: noise
    for noise in (
        silence,
        white,
        pink,
        hum,
        chords,
        melody,
        drums,
        clanks,
        applause,
        held,
    )
}
