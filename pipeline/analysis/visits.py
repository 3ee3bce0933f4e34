"""Then and now: what came, what went and what stayed between two visits.

First the same people, met twice; then the same place, whoever was met there. Only codes that
people gave are counted: what a machine finds may change with the recording.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
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
    waves = spoken.groupby(keys)["wave"]
    several = spoken[waves.transform("min") < waves.transform("max")]
    wave, codes, ids = (several[name].tolist() for name in ("wave", "codes", "id"))
    groups: dict[Any, Any] = several.groupby(keys).indices
    for key, at in sorted(groups.items(), key=lambda group: group[0]):
        first, last = min(wave[i] for i in at), max(wave[i] for i in at)
        then, now = [i for i in at if wave[i] == first], [i for i in at if wave[i] == last]
        before, after = _codes(codes[i] for i in then), _codes(codes[i] for i in now)
        changes: tuple[object, ...] = (None, None, None)
        if before is not None and after is not None:
            changes = (_joined(after - before), _joined(before - after), _joined(before & after))
        told = _joined(ids[i] for i in then), _joined(ids[i] for i in now)
        rows.append((*key, first, last, *changes, *told))
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
    coded = answers[answers["status"].isin(ASKED) & answers["codes"].notna()]
    keys = ["question", "site"]
    waves = coded.groupby(keys)["wave"]
    coded = coded.assign(earlier=waves.transform("min"), later=waves.transform("max"))
    at_either = (coded["wave"] == coded["earlier"]) | (coded["wave"] == coded["later"])
    coded = coded[at_either & (coded["earlier"] < coded["later"])]
    if coded.empty:
        return pd.DataFrame(columns=list(PLACES))
    visit = [*keys, "earlier", "later"]
    then = coded["wave"] == coded["earlier"]
    found = pd.concat(
        [_people(coded[then], visit, "earlier"), _people(coded[~then], visit, "later")], axis=1
    )
    said = found[["said_earlier", "said_later"]].fillna(0).astype(int)
    asked = [
        coded[at].groupby(keys)["person"].nunique().rename(name)
        for at, name in ((then, "asked_earlier"), (~then, "asked_later"))
    ]
    change = np.where(
        said.min(axis=1) > 0, "stayed", np.where(said["said_later"] > 0, "came", "went")
    )
    told = said.assign(change=change).reset_index().merge(
        pd.concat(asked, axis=1).reset_index(), on=keys
    )  # fmt: skip
    return told.sort_values([*keys, "code"], ignore_index=True)[list(PLACES)]


def _people(answers: pd.DataFrame, visit: list[str], when: str) -> pd.Series:
    """Count the people of each visit who said a code."""
    each = answers[[*visit, "person", "codes"]].explode("codes").dropna(subset=["codes"])
    each = each.rename(columns={"codes": "code"}).drop_duplicates()
    return each.groupby([*visit, "code"]).size().rename(f"said_{when}")


def _codes(of: Iterable[tuple[str, ...] | None]) -> set[str] | None:
    known = [codes for codes in of if codes is not None]
    return {code for codes in known for code in codes} if known else None


def _joined(names: Iterable[str]) -> str:
    return " ".join(sorted(names))
