"""Then and now: what came, what went and what stayed between two visits.

First the same people, met twice; then the same place, whoever was met there. Only codes that
people gave are counted: what a machine finds may change with the recording.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipeline.analysis.asked import ASKED

PEOPLE = ("question", "site", "person", "earlier", "later", "came", "went", "stayed",
          "earlier_answers", "later_answers")  # fmt: skip
PLACES = ("question", "site", "code", "change", "earlier", "later", "said_earlier",
          "asked_earlier", "said_later", "asked_later")  # fmt: skip


def same_people(answers: pd.DataFrame) -> pd.DataFrame:
    """Tell for each person met twice what came, went and stayed in the answers to a question.

    Args:
        answers: ``id``, ``question``, ``site``, ``person``, ``wave``, ``text``, ``codes`` (a tuple
            of codes that people gave, or None where nobody has coded the answer).

    Returns:
        A frame with ``PEOPLE``; codes and answers' ids are joined by spaces; ``came``, ``went``,
        ``stayed`` are None where one of the visits is not coded. The first visit stands against
        the last.
    """
    rows: list[tuple[object, ...]] = []
    spoken = answers[answers["text"].str.strip() != ""]
    keys = ["question", "site", "person"]
    waves = spoken.groupby(keys)["wave"].agg(["min", "max"])
    twice = waves[waves["min"] < waves["max"]]
    at = pd.MultiIndex.from_frame(spoken[keys])
    several = spoken[at.isin(twice.index)]
    for key, mine in several.groupby(keys):
        first, last = int(mine["wave"].min()), int(mine["wave"].max())
        then, now = mine[mine["wave"] == first], mine[mine["wave"] == last]
        before, after = _codes(then["codes"]), _codes(now["codes"])
        changes: tuple[object, ...] = (None, None, None)
        if before is not None and after is not None:
            changes = (_joined(after - before), _joined(before - after), _joined(before & after))
        rows.append((*key, first, last, *changes, _joined(then["id"]), _joined(now["id"])))
    return pd.DataFrame(rows, columns=list(PEOPLE))


def same_places(answers: pd.DataFrame) -> pd.DataFrame:
    """Tell for each place visited twice which codes came, went and stayed, in counts of people.

    Args:
        answers: as for ``same_people``, with ``status``; people who were asked are counted, of
            whom somebody has coded the answers.

    Returns:
        A frame with ``PLACES``. ``came``: said by nobody at the first visit and by somebody at the
        last; the people need not be the same.
    """
    rows: list[tuple[object, ...]] = []
    coded = answers[answers["status"].isin(ASKED) & answers["codes"].notna()]
    for (question, site), mine in coded.groupby(["question", "site"]):
        first, last = int(mine["wave"].min()), int(mine["wave"].max())
        if first == last:
            continue
        then, now = mine[mine["wave"] == first], mine[mine["wave"] == last]
        counts = [_people_by_code(then), _people_by_code(now)]
        asked = then["person"].nunique(), now["person"].nunique()
        for code in sorted({*counts[0], *counts[1]}):
            before, after = counts[0].get(code, 0), counts[1].get(code, 0)
            change = "stayed" if before and after else "came" if after else "went"
            rows.append(
                (question, site, code, change, first, last, before, asked[0], after, asked[1])
            )
    return pd.DataFrame(rows, columns=list(PLACES))


def _codes(of: Iterable[tuple[str, ...] | None]) -> set[str] | None:
    known = [codes for codes in of if codes is not None]
    return {code for codes in known for code in codes} if known else None


def _joined(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


def _people_by_code(answers: pd.DataFrame) -> dict[str, int]:
    each = answers[["person", "codes"]].explode("codes").dropna().drop_duplicates()
    return {str(code): int(n) for code, n in each["codes"].value_counts().items()}
