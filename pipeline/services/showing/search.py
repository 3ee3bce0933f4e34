"""Search over all that was said and asked: every word must occur, whatever its accents and case.

A word finds what begins with it (``lavor``: lavoro, lavorare); words in quotation marks
are found as they stand, one after another. Words that may not be quoted are not searched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pipeline.analysis.queries import Term, fold, marked, terms
from pipeline.layout import Layout
from pipeline.model.span import Span
from pipeline.services.showing.library import SHOWN, with_rights
from pipeline.services.showing.people import read_people
from pipeline.services.showing.reading import ReadWord, read_interview
from pipeline.services.showing.store import Filters, allowed, listed, opened, quoted

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MOST", "Found", "Term", "fold", "marked", "marked_words", "place_of", "search", "terms",
]  # fmt: skip

MOST = 2000
"""So many passages are returned at most; the counts are of all."""

_BETWEEN = r"[^\p{L}\p{N}]"


@dataclass(frozen=True)
class Found:
    """What a search found: how many passages in how many interviews at how many places.

    ``passages`` holds the first ``MOST``, by date and place in the interview: the columns of
    ``ANSWERS`` with ``shown_as``, ``may_quote``, ``may_play`` and ``questions``, a list of
    ``<question> <standing>``.
    """

    n: int
    interviews: int
    sites: int
    passages: pd.DataFrame


@cache
def _accented() -> dict[str, str]:
    """Return for each plain letter those that fold to it, from the alphabets of Europe."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x530), *range(0x1E00, 0x2000)):
        plain = fold(chr(code))
        if len(plain) == 1 and plain != chr(code):
            found[plain] = found.get(plain, "") + chr(code)
    return found


def _any_accent(word: str) -> str:
    """Return an expression for a folded word in text as it stands.

    Folding the text in the database costs five times as much as this.
    """
    return "".join(f"[{letter}{_accented().get(letter, '')}]\\p{{Mn}}*" for letter in word)


def _sql(term: Term) -> str:
    """Return the condition, in DuckDB's SQL, on a text in a column ``said``."""
    end = f"($|{_BETWEEN})" if term.whole else ""
    words = f"{_BETWEEN}+".join(_any_accent(word) for word in term.words)
    return f"regexp_matches(said, {quoted(f'(?i)(^|{_BETWEEN}){words}{end}')})"


def search(
    layout: Layout, query: str, filters: Filters, *, most: int = MOST, on: date | None = None
) -> Found:
    """Return the passages, with the question put before them, in which all words occur.

    Raises:
        NotReady: the study has no answers yet.
    """
    people = read_people(layout, on=on)
    asked_for = " AND ".join(_sql(term) for term in terms(query)) or "false"
    with opened(layout, filters, people) as db:
        db.execute(
            f"""CREATE TEMP TABLE found AS
                SELECT answer, interview, site, date, position FROM (
                  SELECT *, asked || ' ' || text AS said FROM answers
                  WHERE {allowed(people, "quote")})
                WHERE {asked_for}"""
        )
        (n, interviews, sites) = db.execute(
            "SELECT count(*), count(DISTINCT interview), count(DISTINCT site) FROM found"
        ).fetchall()[0]
        frame: pd.DataFrame = db.execute(
            f"""WITH few AS (
                  SELECT answer FROM found ORDER BY date, interview, position LIMIT {int(most)}),
                tagged AS (
                  SELECT answer,
                    list(question || ' ' || status ORDER BY rank, question) AS questions
                  FROM tags WHERE status IN ({listed(SHOWN)}) AND answer IN (SELECT * FROM few)
                  GROUP BY answer)
                SELECT a.*, coalesce(questions, []) AS questions
                FROM answers a JOIN few USING (answer) LEFT JOIN tagged USING (answer)
                ORDER BY a.date, a.interview, a.position"""
        ).fetchdf()
    frame["questions"] = [list(tags) for tags in frame["questions"]]
    return Found(n, interviews, sites, with_rights(frame, people))


def marked_words(words: Sequence[ReadWord], wanted: Sequence[Term]) -> set[int]:
    """Return the positions of those words of a turn that a query asks for."""
    if not wanted:
        return set()
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += word.text
    return {
        index
        for span in marked(text, wanted)
        for index in range(bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1))
    }


def place_of(
    layout: Layout, interview: str, query: str, within: Span, *, on: date | None = None
) -> int:
    """Return where in an interview a found passage first has a word of the query.

    Args:
        layout: the study.
        interview: whose transcript.
        query: what was searched for.
        within: the passage with the question before it, in the interview's unit.
        on: the day for which consent is asked, today where it is not given.

    Raises:
        NotReady: the interview has no turns.
    """
    wanted = terms(query)
    for turn in read_interview(layout, interview, on=on).utterances:
        if not turn.span & within:
            continue
        words = [word for stretch in turn.stretches for word in stretch.words]
        places = [words[i].start for i in sorted(marked_words(words, wanted))]
        here = [place for place in places if place in within]
        if here:
            return here[0]
    return within.start
