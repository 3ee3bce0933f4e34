"""What a recipe names, held against what the study has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.model.codebook import Codebook
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import Study
from pipeline.model.timeline import Recipe


@dataclass(frozen=True)
class Known:
    """What a study has that a recipe may name; ``themes``: names by cluster id, empty for none."""

    study: Study
    questions: QuestionSet
    codebook: Codebook
    themes: Mapping[str, str]

    def resolved(self, recipe: Recipe) -> Recipe:
        """Return a recipe with the ids of the themes that it calls by their names.

        Raises:
            Problems: it names what is not there, each with the nearest that is.
        """
        called = {name.casefold(): theme for theme, name in self.themes.items() if name}
        themes = tuple(called.get(name.casefold(), name) for name in recipe.themes)
        study = self.study
        faults: list[PipelineError] = []
        for what, named, known in (
            ("question", recipe.questions, self.questions.by_id),
            ("theme", themes, [*self.themes, *filter(None, self.themes.values())]),
            ("code", recipe.codes, self.codebook.by_id),
            ("place", recipe.places, [site.id for site in study.sites]),
            ("wave", recipe.waves, {i.wave for i in study.interviews}),
            ("speaker", recipe.speakers, [speaker.id for speaker in study.speakers]),
        ):
            faults += [
                BadInput(f"there is no {what} {name!r}", where=recipe.id, remedy=_near(name, known))
                for name in named
                if name not in known
            ]
        if faults:
            raise Problems(faults)
        return replace(recipe, themes=themes)


def _near(name: object, known: Collection[object]) -> str:
    names = sorted(str(each) for each in known)
    close = get_close_matches(str(name), names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are {', '.join(names)}" if names else "there is none yet"
