"""What a page shows, as the address tells it: read once, then kept true to the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboards.phrases import LANGUAGES
from pipeline.services.showing.store import EVERYTHING, Filters

Query = dict[str, list[str]]
SHOWS = ("all", "confirmed", "open")
"""Which answers: all, those that people confirmed, those that wait for a decision."""


@dataclass(frozen=True)
class Address:
    """The state that can be sent to a colleague as a link."""

    filters: Filters = EVERYTHING
    language: str = "en"
    question: str = ""
    show: str = "all"
    interview: str = ""
    at: str = ""
    code: str = ""
    cluster: str = ""
    timeline: str = ""
    beside: str = ""
    words: str = ""
    mode: str = ""
    standing: str = ""


PLAIN = (
    "question", "interview", "at", "code", "cluster", "timeline", "beside", "words", "mode",
    "standing",
)  # fmt: skip
"""Parameters that are one text: what is looked at, ``at`` which place of an interview (``61500``),
``beside`` which other place, the ``words`` searched for, the ``mode`` of a page that has some,
``standing`` which answers *Review* asks for, all where it is empty."""


def to_query(address: Address) -> Query:
    """Return the address's parameters; what is as by default is left out."""
    chosen = address.filters
    query: Query = {
        "place": list(chosen.sites),
        "country": list(chosen.countries),
        "language": list(chosen.languages),
        "wave": [str(wave) for wave in chosen.waves],
        **{name: [value] if (value := getattr(address, name)) else [] for name in PLAIN},
        "show": [address.show] if address.show != "all" else [],
        "in": [address.language] if address.language != "en" else [],
    }
    return {name: values for name, values in query.items() if values}


def from_query(query: Mapping[str, Sequence[str]]) -> Address:
    """Read an address; what cannot be meant is passed over."""
    waves = [w for w in query.get("wave", ()) if w.isascii() and w.isdigit()]
    filters = Filters(
        sites=_unique(query.get("place", ())),
        countries=_unique(query.get("country", ())),
        languages=_unique(query.get("language", ())),
        waves=tuple(dict.fromkeys(int(w) for w in waves)),
    )
    return Address(
        filters=filters,
        language=_one(query, "in", LANGUAGES),
        show=_one(query, "show", SHOWS),
        **{name: next(iter(query.get(name, ())), "") for name in PLAIN},
    )


def within(filters: Filters, options: Filters) -> Filters:
    """Return the filters without what the study does not have."""
    return replace(
        filters,
        sites=tuple(v for v in filters.sites if v in options.sites),
        countries=tuple(v for v in filters.countries if v in options.countries),
        languages=tuple(v for v in filters.languages if v in options.languages),
        waves=tuple(v for v in filters.waves if v in options.waves),
    )


def _unique(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in values if v))


def _one(query: Mapping[str, Sequence[str]], name: str, known: Sequence[str]) -> str:
    """Return a parameter that must be one of a few, the first of them by default."""
    value = next(iter(query.get(name, ())), "")
    return value if value in known else known[0]
