"""Every word that the pages show: English, then Italian; one module a page.

A phrase with a count has two forms, ``one|many``, chosen by ``n``. A new page brings a module
with a ``TABLE`` and is named in ``_PAGES``; its keys begin with the page's name.
"""

from __future__ import annotations

from dashboards.phrases import (
    answers,
    blind,
    clusters,
    codebook,
    correcting,
    export,
    frame,
    interviews,
    places,
    quality,
    review,
    saturation,
    search,
    study,
    timelines,
)

LANGUAGES = ("en", "it")

_PAGES = (
    frame, study, answers, review, blind, codebook, clusters, interviews, search, timelines, places,
    quality, export, correcting, saturation,
)  # fmt: skip

TABLE: dict[str, tuple[str, str]] = {
    key: words for page in _PAGES for key, words in page.TABLE.items()
}

# fmt: off
NAMES = {
    "en": ("English", "inglese"), "it": ("Italian", "italiano"), "es": ("Spanish", "spagnolo"),
    "pt": ("Portuguese", "portoghese"), "de": ("German", "tedesco"), "fr": ("French", "francese"),
    "GB": ("United Kingdom", "Regno Unito"), "IT": ("Italy", "Italia"), "ES": ("Spain", "Spagna"),
    "PT": ("Portugal", "Portogallo"), "DE": ("Germany", "Germania"), "FR": ("France", "Francia"),
}
"""Languages and countries by their codes; another one shows as its code."""

MONTHS = (
    ("Jan", "gen"), ("Feb", "feb"), ("Mar", "mar"), ("Apr", "apr"), ("May", "mag"), ("Jun", "giu"),
    ("Jul", "lug"), ("Aug", "ago"), ("Sep", "set"), ("Oct", "ott"), ("Nov", "nov"), ("Dec", "dic"),
)

EVIDENCE_IT = (
    (r"hardly asked", "chiesto appena"),
    (r"asked at character", "chiesto al carattere"), (r"asked at", "chiesto a"),
    (r"\basked\b", "chiesto"), (r"likeness", "somiglianza"),
    (r"the answer's own words", "le parole stesse della risposta"),
    (r"own words", "parole proprie"), (r"near its definition", "vicino alla sua definizione"),
    (r"near its example", "vicino al suo esempio"),
    (r"close to an answer confirmed", "vicina a una risposta confermata"),
    (r"next in the guide", "la prossima nella traccia"),
    (r"soon in the guide", "fra le prossime nella traccia"), (r"\bby\b", "da"),
)
"""The phrases in which the pipeline tells its evidence."""
# fmt: on
