"""Where coders put the boundaries, by their blind judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from pipeline.analysis.agreement import Measure
from pipeline.analysis.anchors import inside, resolve, spoken
from pipeline.analysis.blind import Choice, Of
from pipeline.analysis.unitizing import Continuum, unitizing_alpha
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.params import Agreement
from pipeline.services.deciding.judging import quote_key
from pipeline.services.showing.library import Library
from pipeline.services.showing.wording import wording


def spans(
    library: Library,
    by_answer: Mapping[str, Sequence[Event]],
    found: Sequence[Choice],
    of: Of,
    draws: Agreement,
) -> list[tuple[str, str, Measure]]:
    """Return alpha for unitizing of each two coders, on the words that both went through."""
    result = []
    things = sorted({thing for c in found for thing in c.chosen})
    by_coder: dict[str, dict[str, Choice]] = {}
    for choice in found:
        by_coder.setdefault(choice.coder, {})[choice.answer] = choice
    for first, second in combinations(sorted(by_coder), 2):
        shared = sorted(set(by_coder[first]) & set(by_coder[second]))
        if shared:
            made = _continua(library, {a: by_answer[a] for a in shared}, (first, second), of)
            measure = unitizing_alpha(
                made, (first, second), things, resamples=draws.resamples, seed=draws.seed
            )
            result.append((first, second, measure))
    return result


def _continua(
    library: Library,
    shared: Mapping[str, Sequence[Event]],
    coders: tuple[str, str],
    of: Of,
) -> list[Continuum]:
    """Lay the words that two coders judged in a row, interview by interview."""
    by_interview: dict[str, list[Event]] = {}
    for events in shared.values():
        for event in events:
            if event.anchor and event.coder in coders:
                by_interview.setdefault(event.anchor.interview, []).append(event)
    key, result = quote_key(library.layout), []
    for interview, events in sorted(by_interview.items()):
        turns = wording(library.layout, interview).turns
        spots = [
            (event, at.span)
            for event in events
            if event.anchor and (at := resolve(event.anchor, turns, key=key))
        ]
        words = spoken(turns)
        looked_at = {id(w) for span in {span for _, span in spots} for w in inside(words, span)}
        judged = [word for word in words if id(word) in looked_at]
        place = {id(word): n for n, word in enumerate(judged)}
        marked: dict[str, dict[str, list[Span]]] = {coder: {} for coder in coders}
        for event, span in spots:
            held = [place[id(w)] for w in inside(judged, span)]
            if held and event.kind == f"assign-{of}":
                mine = marked[event.coder].setdefault(str(event.value[of]), [])
                fresh = Span(held[0], held[-1] + 1)
                if not any(fresh & other for other in mine):
                    mine.append(fresh)
        result.append(Continuum(interview, len(judged), marked))
    return result
