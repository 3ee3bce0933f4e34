"""The interface in one of its languages, and how numbers, dates and times are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboards.phrases import EVIDENCE_IT, LANGUAGES, MONTHS, NAMES, TABLE

MIN_FOR_SHARES = 10  # under ten people a percentage says more than is known


@dataclass(frozen=True)
class Text:
    """The interface in one language: ``t("n-people", n=3)``."""

    language: str = "en"

    def __call__(self, key: str, **parts: object) -> str:
        """Return a phrase of the table with its parts filled in."""
        phrase = TABLE[key][self._column]
        if "|" in phrase:
            one, many = phrase.split("|")
            phrase = one if parts.get("n") == 1 else many
        return phrase.format(**parts)

    @property
    def _column(self) -> int:
        return LANGUAGES.index(self.language)

    def name(self, code: str) -> str:
        """Return the name of a language (``it``) or a country (``IT``)."""
        return NAMES[code][self._column] if code in NAMES else code

    def day(self, iso: str) -> str:
        """Return a date as a person writes it."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        return f"{day.day} {MONTHS[day.month - 1][self._column]} {day.year}"

    def number(self, value: float, digits: int = 2) -> str:
        """Return a number with its digits, as the language writes it."""
        text = f"{value:.{digits}f}".replace("-", "−")
        if not text.strip("−0."):
            text = text.lstrip("−")
        return text.replace(".", ",") if self.language == "it" else text

    def evidence(self, told: str) -> str:
        """Return the evidence in the page's language, without the standing before it."""
        told = re.sub(r"^(confirmed|contested|rejected) by\b", "by", told)
        for english, italian in EVIDENCE_IT if self.language == "it" else ():
            told = re.sub(english, italian, told)
        return told


def clock(milliseconds: int) -> str:
    """Return a place in a recording as ``mm:ss``, with hours where there are any."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def share(part: int, whole: int) -> str:
    """Return a part of a whole in counts, with a percentage from ten on."""
    counts = f"{part}/{whole}"
    return counts if whole < MIN_FOR_SHARES else f"{counts} ({part / whole:.0%})"
