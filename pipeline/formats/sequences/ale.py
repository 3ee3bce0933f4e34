"""Avid Log Exchange (.ale): a bin of the clips, one file a frame rate and drop-frame mode."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.formats.sequences.edl import RECORD_START, rate_name
from pipeline.formats.sequences.laying import Part, base, parts
from pipeline.formats.timecode import drops, timecode
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.assembly import Assembly

_COLUMNS = (
    "Name", "Tracks", "Start", "End", "Tape", "Source File", "FPS", "Drop", "Interview", "Speaker",
    "Place", "Question", "Status", "Codes", "Answer", "Comments",
)  # fmt: skip
_FORMATS = {1080: "1080", 720: "720", 576: "PAL", 480: "NTSC", 486: "NTSC"}


def write_ale(assembly: Assembly) -> dict[str, bytes]:
    """Write the bins; ``Comments`` are the words."""
    main = base(assembly)
    groups: dict[tuple[Fraction, bool], list[Part]] = {}
    for shot in assembly.shots:
        rate = shot.footage.rate
        key = main if rate is None else (rate, drops(shot.footage.start_timecode, rate))
        held = (p for p in parts(shot, sound=main[0]) if p.count and not p.silent)
        groups.setdefault(key, []).extend(held)
    return {
        ".ale" if len(groups) == 1 else f".{rate_name(rate, drop=drop)}.ale":
            _bin(assembly, held, rate, drop=drop)
        for (rate, drop), held in groups.items()
    }  # fmt: skip


def _bin(assembly: Assembly, held: Sequence[Part], rate: Fraction, *, drop: bool) -> bytes:
    high = next((p.shot.footage.height for p in held if p.shot.footage.height), 1080)
    lines = [
        "Heading", "FIELD_DELIM\tTABS", f"VIDEO_FORMAT\t{_FORMATS.get(high, 'CUSTOM')}",
        "AUDIO_FORMAT\t48khz", f"FPS\t{rate_name(rate)}", "", "Column", "\t".join(_COLUMNS), "",
        "Data",
    ]  # fmt: skip
    for part in held:
        cells = (without_controls(cell) for cell in _row(assembly, part, drop=drop))
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines).encode()


def _row(assembly: Assembly, part: Part, *, drop: bool) -> tuple[str, ...]:
    shot, like = part.shot, RECORD_START[drop]
    first = part.origin + part.first
    tracks = "".join(f"A{channel + 1}" for channel in range(min(2, shot.footage.channels)))
    return (
        f"{shot.number:03} {shot.speaker}",
        f"V{tracks}" if shot.seen else tracks,
        timecode(first, part.rate, like=like),
        timecode(first + part.count, part.rate, like=like),
        shot.footage.reel, shot.footage.name, rate_name(part.rate), "D" if drop else "ND",
        shot.footage.interview, shot.speaker, shot.place, assembly.theme or assembly.title,
        shot.status, "; ".join(shot.codes), shot.answer, shot.words,
    )  # fmt: skip
