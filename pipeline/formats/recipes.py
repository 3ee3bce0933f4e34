"""``codebook/timelines.yaml``: the timelines that people name, and what each is made of."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.formats.files import nearest, read_text
from pipeline.formats.yamls import load_yaml
from pipeline.model.interview import ID_PATTERN
from pipeline.model.timeline import ORDERS, Recipe

MADE_BY_A_RUN = ("question-", "cluster-", "theme-")
"""How the timelines begin that every run makes; no name of a person's own does."""
EMPTY = """\
# Timelines of your own: what each is made of. `interleaf timelines build` writes here, and so may
# you; docs/editors.md tells the keys. Comments stay.
timelines: []
"""
_KEYS = tuple(field.name for field in fields(Recipe))
_LISTS = ("questions", "themes", "codes", "places", "languages", "speakers")


def read_recipes(path: Path) -> tuple[Recipe, ...]:
    """Read the named timelines; an absent file holds none.

    Raises:
        Problems: with every fault found.
        BadInput: the file is not YAML.
    """
    document = load_yaml(path) if path.exists() else None
    if document is None:
        return ()
    listed = document.get("timelines") if isinstance(document, Mapping) else None
    if not isinstance(listed, list) or set(document) != {"timelines"}:
        raise BadInput(
            "does not hold `timelines:` with a list", where=path.name, remedy="see docs/editors.md"
        )
    faults: list[PipelineError] = []
    recipes: list[Recipe] = []
    for item in listed:
        line = item.lc.line + 1 if hasattr(item, "lc") else 1
        try:
            recipe = _recipe(item)
        except ValueError as error:
            what, remedy = error.args
            faults.append(BadInput(f"line {line}: {what}", where=path.name, remedy=remedy))
            continue
        if any(other.id == recipe.id for other in recipes):
            what = f"line {line}: id {recipe.id!r} occurs twice"
            faults.append(BadInput(what, where=path.name, remedy="give it another name"))
        recipes.append(recipe)
    if faults:
        raise Problems(faults)
    return tuple(recipes)


def check_name(name: str) -> None:
    """Refuse what cannot name a timeline.

    Raises:
        ValueError: with what is wrong and what to do.
    """
    if not re.fullmatch(ID_PATTERN, name):
        raise ValueError(f"{name!r} is not an id", "use a-z, 0-9 and -")
    if name.startswith(MADE_BY_A_RUN):
        raise ValueError(f"{name!r} is a name that every run gives", "choose another beginning")


def with_recipe(path: Path, recipe: Recipe) -> str:
    """Return the file with a timeline added, or put in the place of the one of its name.

    What people wrote beside it stays, comments too.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(read_text(path) if path.exists() else EMPTY) or yaml.load(EMPTY)
    listed: list[Any] = document["timelines"]
    entry = _entry(recipe)
    at = next((n for n, item in enumerate(listed) if item.get("id") == recipe.id), None)
    if not listed:  # `[]` of an empty file would go on in that manner
        document["timelines"] = [entry]
    elif at is None:
        listed.append(entry)
    else:
        old = listed[at]
        for key in [key for key in old if key not in entry]:
            del old[key]
        old.update(entry)
    into = io.StringIO()
    yaml.dump(document, into)
    return into.getvalue()


def _entry(recipe: Recipe) -> dict[str, object]:
    """Return a recipe as it is written: without what is left to its default."""
    entry: dict[str, object] = {"id": recipe.id}
    for field in fields(Recipe)[1:]:
        value = getattr(recipe, field.name)
        if value != field.default:
            entry[field.name] = list(value) if isinstance(value, tuple) else value
    minutes = entry.get("minutes")
    if isinstance(minutes, float) and minutes.is_integer():
        entry["minutes"] = int(minutes)
    return entry


def _recipe(item: Any) -> Recipe:
    if not isinstance(item, Mapping):
        raise ValueError("a timeline is not a list of `key: value`", "begin it with `id: ...`")
    check_name(str(item.get("id", "")))
    for key in item:
        if key not in _KEYS:
            raise ValueError(f"unknown key {str(key)!r}", nearest(str(key), _KEYS))
    order = item.get("order", "interleaved")
    if order not in ORDERS:
        raise ValueError(f"there is no order {str(order)!r}", nearest(str(order), ORDERS))
    per_voice = item.get("per_voice")
    if per_voice is not None and (type(per_voice) is not int or per_voice < 1):
        raise ValueError("'per_voice' is no whole number from 1 on", "correct it")
    confirmed = item.get("confirmed", False)
    if not isinstance(confirmed, bool):
        raise ValueError("'confirmed' is neither true nor false", "correct it")
    recipe = Recipe(
        id=str(item["id"]),
        title=str(item.get("title") or ""),
        search=str(item.get("search") or ""),
        waves=tuple(_whole(value) for value in _listed(item, "waves")),
        minutes=_minutes(item.get("minutes")),
        per_voice=per_voice,
        order=order,
        confirmed=confirmed,
        **{key: tuple(str(value) for value in _listed(item, key)) for key in _LISTS},
    )
    check_topic(recipe)
    return recipe


def check_topic(recipe: Recipe) -> None:
    """Refuse a timeline that is about nothing.

    Raises:
        ValueError: with what is wrong and what to do.
    """
    if not (recipe.questions or recipe.themes or recipe.codes or recipe.search):
        raise ValueError(
            f"{recipe.id!r} is about nothing", "name a question, theme, code or a search"
        )


def _listed(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    if value is None:
        return []
    if isinstance(value, str | int):
        return [value]
    if not isinstance(value, list) or not all(type(v) in (str, int) or isinstance(v, str)
                                              for v in value):  # fmt: skip
        raise ValueError(f"{key!r} is not a list", "write [one, two]")
    return list(value)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("'waves' are not whole numbers", "write [1, 2]")
    return value


def _minutes(value: Any) -> float | None:
    if value is None:
        return None
    if type(value) is bool or not isinstance(value, int | float) or value <= 0:
        raise ValueError("'minutes' is no number above 0", "correct it")
    return float(value)
