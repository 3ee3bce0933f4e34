"""Naming a timeline: what it is made of is kept in ``codebook/timelines.yaml``."""

from __future__ import annotations

from pipeline.analysis.known import Known
from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import write_atomically
from pipeline.formats.recipes import check_name, check_topic, read_recipes, with_recipe
from pipeline.layout import Layout
from pipeline.model.cluster import Standings
from pipeline.model.timeline import Recipe
from pipeline.services.showing.books import codebook, question_set
from pipeline.services.showing.people import read_people


def recipe_of(layout: Layout, name: str) -> Recipe | None:
    """Return what a named timeline is made of, None where there is none of that name.

    Raises:
        Problems: the file has faults.
    """
    known = read_recipes(layout.path("recipes"))
    return next((recipe for recipe in known if recipe.id == name), None)


def keep_recipe(layout: Layout, recipe: Recipe) -> bool:
    """Write a named timeline down; tell whether one of its name was replaced.

    Raises:
        BadInput: its name cannot be used, or it is about nothing.
        Problems: it names what is not there, or the file has faults.
        NotReady: the study has not been run.
    """
    try:
        check_name(recipe.id)
        check_topic(recipe)
    except ValueError as error:
        what, remedy = error.args
        raise BadInput(what, remedy=remedy) from None
    standings = read_json(layout.path("themes"), schemas.STANDINGS, Standings).standings
    known = Known(
        read_people(layout).study, question_set(layout), codebook(layout),
        {standing.cluster.id: standing.name for standing in standings},
    )  # fmt: skip
    known.resolved(recipe)
    path = layout.path("recipes")
    replaced = any(other.id == recipe.id for other in read_recipes(path))
    write_atomically(path, with_recipe(path, recipe).encode())
    return replaced
