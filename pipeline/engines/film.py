"""A rough cut: clips of many recordings as one MP4, with captions and names in the picture."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline.engines import lettering
from pipeline.engines.conforming import pictures
from pipeline.engines.levelling import LOUDNESS, RATE, levelled
from pipeline.engines.media import stretch
from pipeline.engines.striking import strike
from pipeline.errors import BadInput
from pipeline.model.span import Span

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    Picture = npt.NDArray[np.uint8]
    Samples = npt.NDArray[np.float32]

SIZE = (1280, 720)
ENCODINGS: Mapping[str, tuple[str, dict[str, str]]] = {
    # by the names of ``machine.VIDEO``: FFmpeg's encoder, and how well it does its work
    "vp9": ("libvpx-vp9", {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "7",
                           "row-mt": "1", "g": "120"}),
    "h264": ("libx264", {"crf": "22", "preset": "veryfast", "profile": "high"}),
}  # fmt: skip
SOUND_BITS = 160_000
NAMED_SECONDS = 5  # how long a name stands; it comes and goes within
FADE_SECONDS = Fraction(1, 4)
BLEEP = 10 ** (LOUDNESS / 20)  # a tone on both sides that is as loud as what is said
EDGE_SAMPLES = RATE // 200  # 5 ms: sound that begins or ends at once clicks
_BT709 = 1  # FFmpeg's number for the colours of HD, in each of three fields
_LIMITED = 1


@dataclass(frozen=True)
class Said:
    """A caption: ``start`` and ``end`` in milliseconds from its scene's beginning."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """A clip in the film: ``frames`` of it, from ``start`` seconds of its recording.

    Without ``picture`` a card with the name stands in its place. ``bleeped`` and ``silent`` are
    stretches of the recording, in milliseconds and in order. ``mark`` is a note in the corner.
    """

    path: Path
    start: Fraction
    frames: int
    picture: bool
    name: str
    place: str
    mark: str = ""
    captions: tuple[Said, ...] = ()
    bleeped: tuple[Span, ...] = ()
    silent: tuple[Span, ...] = ()


def render(
    scenes: Sequence[Scene],
    to: Path,
    *,
    rate: Fraction,
    threads: int,
    advance: Callable[[float], None],
    video: str = "vp9",
) -> None:
    """Write a film; it is there whole, or not at all.

    Args:
        scenes: in order.
        to: the file, an MP4 of ``SIZE``, with AAC of 48 kHz at -23 LUFS.
        rate: pictures a second.
        threads: of the encoder.
        advance: told how much is done, from 0 to 1.
        video: what pictures are encoded in, of ``ENCODINGS``.

    Raises:
        BadInput: a recording cannot be decoded, or the file cannot be written.
    """
    whole = sum(scene.frames for scene in scenes)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for left in to.parent.glob(f".{to.name}.*.part"):  # of one that was killed
            left.unlink(missing_ok=True)
        part = to.parent / f".{to.name}.{os.getpid()}.part"
        try:
            with _Film(part, rate, threads, video) as film:
                for scene in scenes:
                    film.add(scene, lambda frames: advance(frames / whole))
            _synced(part)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"cannot be written ({error.strerror})", where=str(to), remedy="check the folder"
        ) from None


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


class _Film:
    """An MP4 in the making; pictures and sounds are counted from its beginning."""

    def __init__(self, path: Path, rate: Fraction, threads: int, video: str) -> None:
        import av

        self._rate = rate
        self._frame = 0
        self._sample = 0
        self._converted: tuple[Picture, av.VideoFrame] | None = None
        self._out = av.open(
            str(path.absolute()), "w", format="mp4", options={"movflags": "+faststart"}
        )
        encoder, quality = ENCODINGS[video]
        self._video = cast("av.VideoStream", self._out.add_stream(encoder, rate, quality))
        self._video.width, self._video.height = SIZE
        self._video.pix_fmt = "yuv420p"
        self._video.time_base = 1 / rate
        context = self._video.codec_context
        context.thread_count = threads
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        self._audio = self._out.add_stream("aac", rate=RATE, layout="stereo")
        self._audio.codec_context.bit_rate = SOUND_BITS

    def __enter__(self) -> _Film:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._out.mux(self._video.encode(None))
                self._out.mux(self._audio.encode(None))
        finally:
            self._out.close()

    def add(self, scene: Scene, advance: Callable[[int], None]) -> None:
        """Add a scene; its sound is laid beside its pictures a second at a time."""
        first = self._frame
        sound = _sound(scene, self._samples(first + scene.frames) - self._sample)
        begin = self._sample
        drawn = _drawn(scene, self._rate)
        a_second = max(1, round(self._rate))
        for n, picture in enumerate(drawn):
            self._picture(picture)
            if (n + 1) % a_second == 0 or n + 1 == scene.frames:
                here = self._samples(self._frame)
                self._sounds(sound[self._sample - begin : here - begin])
                advance(self._frame)

    def _samples(self, frame: int) -> int:
        return round(frame / self._rate * RATE)

    def _picture(self, picture: Picture) -> None:
        import av

        if self._converted is None or self._converted[0] is not picture:
            plain = av.VideoFrame.from_ndarray(picture, format="rgb24")
            made = plain.reformat(format="yuv420p", dst_colorspace="ITU709")
            self._converted = picture, made
        frame = self._converted[1]
        frame.pts, frame.time_base = self._frame, 1 / self._rate
        self._out.mux(self._video.encode(frame))
        self._frame += 1

    def _sounds(self, sound: Samples) -> None:
        import av
        import numpy as np

        if not len(sound):
            return
        both = np.ascontiguousarray(np.stack([sound, sound]))
        frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, self._sample
        frame.time_base = Fraction(1, RATE)
        self._out.mux(self._audio.encode(frame))
        self._sample += len(sound)


def _sound(scene: Scene, count: int) -> Samples:
    """Return a scene's sound: at one loudness, with a tone in the place of what is bleeped."""
    import numpy as np

    first = round(scene.start * RATE)
    sound = stretch(scene.path, first, first + count, rate=RATE)
    # What is struck does not count when speech is measured; a tone is laid over afterwards.
    gone = tuple(sorted((*scene.bleeped, *scene.silent)))
    strike(sound, first, RATE, bleeped=(), silent=gone)
    heard = np.ones(count, dtype=bool)
    for span in gone:
        a, b = (min(count, max(0, at * RATE // 1000 - first)) for at in (span.start, span.end))
        heard[a:b] = False
    sound = levelled(sound, measure=sound[heard])
    strike(sound, first, RATE, bleeped=scene.bleeped, silent=scene.silent, level=BLEEP)
    edge = min(EDGE_SAMPLES, count // 2)
    if edge:
        ramp = np.linspace(0, 1, edge, dtype=np.float32)
        sound[:edge] *= ramp
        sound[-edge:] *= ramp[::-1]
    return sound


def _drawn(scene: Scene, rate: Fraction) -> Iterator[Picture]:
    """Yield a scene's pictures with what stands in them; the same one while nothing changes."""
    if scene.picture:
        plain: Iterator[Any] = pictures(
            scene.path, scene.start, rate=rate, count=scene.frames, size=SIZE
        )
        name = lettering.lower_third(scene.name, scene.place, SIZE)
    else:
        shown = lettering.card(scene.name, scene.place, SIZE)
        plain = chain(repeat(shown, scene.frames))
        name = None
    note = lettering.mark(scene.mark, SIZE) if scene.mark else None
    captions = [lettering.caption(said.lines, SIZE) for said in scene.captions]
    starts = [said.start for said in scene.captions]
    before: tuple[Picture, float, int] | None = None
    for n, source in enumerate(plain):
        at = Fraction(n) / rate
        strength = 0.0 if name is None else _strength(at, scene.frames / rate)
        ms = int(at * 1000)
        i = bisect_right(starts, ms) - 1
        said = i if i >= 0 and ms < scene.captions[i].end else -1
        if before is None or before[0] is not source or before[1:] != (strength, said):
            picture = source.copy()
            if name is not None and strength:
                name.over(picture, strength=strength)
            if note is not None:
                note.over(picture)
            if said >= 0:
                captions[said].over(picture)
            before = source, strength, said
        yield picture


def _strength(at: Fraction, length: Fraction) -> float:
    """Return how plainly a name stands: it comes, stands and goes."""
    end = min(Fraction(NAMED_SECONDS), length)
    return float(max(Fraction(0), min(Fraction(1), at / FADE_SECONDS, (end - at) / FADE_SECONDS)))
