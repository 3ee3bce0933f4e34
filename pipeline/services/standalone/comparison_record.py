"""What a comparison found, as it is written: ``comparison.json`` and the table of contrasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.analysis.likeness import likeness
from pipeline.analysis.questions_compared import Compared, Contrast
from pipeline.analysis.shuffles import adjusted
from pipeline.analysis.spread import Spread
from pipeline.params import Compare

DIFFERENCE, STANCE, LANGUAGE, CODES = "difference", "stance", "within-language", "codes"
"""The tables of tests: each is a family that is corrected together, unless params say ``one``."""
SITE = "site"
_COINCIDE = (
    "each language is spoken at one place only: what differs may be how the model of meaning takes "
    "the languages"
)


@dataclass(frozen=True)
class Beside:
    """What is held against the comparison of one question."""

    language_gap: float | None = None
    """The gap of the same sentences in the places' languages."""
    other_questions: float | None = None
    """Distance from other people's answers to other questions."""
    second: Contrast | None = None
    second_within: Mapping[str, Contrast] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str, str, float]] = ()


def corrected(
    found: Sequence[Compared], code_ps: Sequence[float | None], families: str
) -> dict[tuple[str, ...], float | None]:
    """Correct all p for being many, by table or as one family.

    Returns:
        The adjusted p by (table, question, level), and by (codes, number of the p).
    """
    ps: dict[tuple[str, ...], float | None] = {}
    for each in found:
        for table, contrasts in _tables(each):
            for level, contrast in contrasts.items():
                found_here = contrast.spread
                ps[table, each.question, level] = found_here.p if found_here else None
    for i, p in enumerate(code_ps):
        ps[CODES, str(i)] = p
    tables = sorted({key[0] for key in ps})
    groups = [tables] if families == "one" else [[table] for table in tables]
    result: dict[tuple[str, ...], float | None] = {}
    for group in groups:
        keys = [key for key in ps if key[0] in group]
        result |= dict(zip(keys, adjusted([ps[key] for key in keys]), strict=True))
    return result


def _tables(each: Compared) -> Iterable[tuple[str, Mapping[str, Contrast]]]:
    return (
        (DIFFERENCE, each.topical),
        (STANCE, each.stance),
        (LANGUAGE, each.within_language),
    )


def question_record(
    each: Compared,
    beside: Beside,
    adjusted_p: Mapping[tuple[str, ...], float | None],
    params: Compare,
) -> dict[str, Any]:
    """Return one question of ``comparison.json``."""
    site = each.topical[SITE]

    def told(table: str) -> Callable[[str, Contrast], dict[str, Any]]:
        def record(level: str, contrast: Contrast) -> dict[str, Any]:
            floor = beside.language_gap if (table, level) == (DIFFERENCE, SITE) else None
            p = adjusted_p[table, each.question, level]
            return contrast_record(contrast, p, params, floor=floor or 0.0)

        return record

    difference, stance, language = told(DIFFERENCE), told(STANCE), told(LANGUAGE)
    within = {
        lang: language(lang, c) | {"closeness": _close(c, params.margin)}
        for lang, c in each.within_language.items()
    }
    record: dict[str, Any] = {
        "id": each.question,
        "n_people": each.people,
        "n_sites": each.sites,
        "estimable": site.spread is not None,
        "reason": site.reason if site.spread is None else "",
        "difference": {level: difference(level, c) for level, c in each.topical.items()},
        "likeness": _likeness(site, params.margin, "topical closeness of the words")
        | {
            "verdict": _close(site, params.margin),
            "says_the_same": _says_the_same(each, params),
            "other_questions": rounded(beside.other_questions),
            "language_gap": rounded(beside.language_gap),
            "caution": _caution(each, site, beside),
            "within_language": within,
            "sensitivity": _sensitivity(each, beside, params),
            "pairs": _pairs(beside.pairs),
        },
        "stance": None,
    }
    if each.stance:
        record["stance"] = {
            "difference": {level: stance(level, c) for level, c in each.stance.items()},
            "likeness": _likeness(each.stance[SITE], params.stance_margin, "codes people gave"),
        }
    return record


def contrast_record(
    contrast: Contrast, p_adjusted: float | None, params: Compare, *, floor: float = 0.0
) -> dict[str, Any]:
    """Return one comparison; numbers that cannot be told are None, with the reason.

    Args:
        contrast: what was found.
        p_adjusted: corrected for being one of many.
        params: what was declared.
        floor: the gap that languages alone would make; a difference must lie above it.
    """
    found = contrast.spread
    above = found is not None and (found.interval is None or found.interval[0] > floor)
    differs = above and p_adjusted is not None and p_adjusted <= params.false_discovery
    return {
        **_distances(found, "effect"),
        "p": found.p if found else None,
        "p_adjusted": rounded(p_adjusted),
        "verdict": "differs" if differs else "undetermined",
        "estimable": found is not None,
        "reason": contrast.reason,
        "unit": contrast.unit,
        "n_people": contrast.people,
        "groups": dict(contrast.groups),
        "set_aside": list(contrast.set_aside),
        "r2_adjusted": rounded(found.r2_adjusted) if found else None,
        "dispersion_p": found.dispersion_p if found else None,
    }


def _distances(found: Spread | None, name: str) -> dict[str, Any]:
    """Return the gap under a name, with its interval and what it is the difference of."""
    if found is None:
        return dict.fromkeys((name, "interval", "between", "within"))
    return {
        name: rounded(found.gap),
        "interval": found.interval and [rounded(end) for end in found.interval],
        "between": rounded(found.between),
        "within": rounded(found.within),
    }


def _likeness(site: Contrast, margin: float, basis: str) -> dict[str, Any]:
    found = site.spread
    return {
        "verdict": likeness(found.interval if found else None, margin),
        "basis": basis,
        **_distances(found, "gap"),
        "margin": margin,
        "reason": site.reason if found is None else "",
    }


def _close(site: Contrast, margin: float) -> str:
    """Return the verdict on vectors in words of its own: they tell subjects, not opinions."""
    verdict = likeness(site.spread.interval if site.spread else None, margin)
    return {"alike": "close", "not alike": "not close"}.get(verdict, verdict)


def _says_the_same(each: Compared, params: Compare) -> str:
    """Return whether people say the same: only what people coded can tell."""
    held = each.stance.get(SITE)
    if held is None:
        return "undetermined: no codes that people gave"
    return likeness(held.spread.interval if held.spread else None, params.stance_margin)


def _caution(each: Compared, site: Contrast, beside: Beside) -> str:
    """Say what may stand behind a difference other than what was said."""
    if site.spread is None:
        return ""
    spoken = [each.languages.get(place, {}) for place in site.groups]
    languages = [language for place in spoken for language in place]
    if len(set(languages)) > 1 and len(languages) == len(set(languages)):
        return _COINCIDE
    gap, interval = beside.language_gap, site.spread.interval
    if gap and interval and 0 < interval[0] <= gap:
        return "languages alone would make a gap as large as this interval allows"
    return ""


def _sensitivity(each: Compared, beside: Beside, params: Compare) -> dict[str, Any]:
    """Return what other choices would have given: margins, questions' tags, model of meaning."""
    site = each.topical[SITE]
    margins = {f"{params.margin * f:g}": _close(site, params.margin * f) for f in (0.5, 2)}
    return {
        "margin": margins,
        "confirmed_only": _short(each.stricter),
        "second_model": _short(beside.second),
        "second_model_within_language": {k: _short(c) for k, c in beside.second_within.items()},
    }


def _short(contrast: Contrast | None) -> dict[str, Any] | None:
    if contrast is None or contrast.spread is None:
        return None
    found = contrast.spread
    return {**_distances(found, "effect"), "p": found.p, "n_people": contrast.people}


def _pairs(pairs: Sequence[tuple[str, str, str, float]]) -> dict[str, list[list[Any]]]:
    kinds = ("carries", "contradicts")
    return {
        kind: [[a, b, rounded(distance)] for k, a, b, distance in pairs if k == kind]
        for kind in kinds
    }


def rounded(value: float | None) -> float | None:
    """Return four digits; None where there is no number."""
    return None if value is None or value != value else round(float(value), 4)
