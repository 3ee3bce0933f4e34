"""What is said where, beginning with what was asked where: counts of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipeline.model.frames import CLUSTER_PLACES, COVERAGE
from pipeline.model.guide import QuestionSet, QuestionStatus
from pipeline.model.interview import Interview, Site

_GIVEN = ("confirmed", "suggested")


def coverage(
    interviews: Sequence[Interview],
    sites: Sequence[Site],
    questions: QuestionSet,
    answers: pd.DataFrame,
    tags: pd.DataFrame,
) -> pd.DataFrame:
    """Tell for each person of each interview what happened to each question.

    A question that is contested among coders counts as ``unknown``: it is neither
    answered nor a machine's guess; so does one that a voice without a name answered,
    for all who may be that voice, and one that was heard to be asked where nothing was sure enough
    of the reply. Asked, and replied to with what the machine holds for small talk: asked and not
    answered. ``confirmed`` marks what rests on a person's word.

    Returns:
        A frame with the columns of ``COVERAGE``.
    """
    countries = {site.id: site.country for site in sites}
    columns = {"status": "standing"}  # of the whole answer; a tag has a status of its own
    spoken = answers[["answer", "interview", "speaker", "status"]].rename(columns=columns)
    joined = tags.merge(spoken, on="answer")
    known = _known(joined)
    people = {interview.id: interview.speakers for interview in interviews}
    given = joined.loc[joined["status"].isin(_GIVEN), ["interview", "question", "speaker"]]
    nameless = {
        (name, question)
        for name, question, voice in given.itertuples(index=False)
        if voice not in people.get(name, ())
    }
    heard = set(answers.loc[answers["asked"] != "", "interview"])
    present = set(answers["interview"])
    sheets = [questions.guides.get(i.guide, ()) for i in interviews]
    told = {*questions.ids, *(q for sheet in sheets for q in sheet), *given["question"]}
    rows = []
    for interview in interviews:
        if interview.id not in present:
            continue
        to_ask = questions.guides.get(interview.guide, ()) or questions.ids
        for speaker in interview.speakers:
            for question in (q for q in questions.by_id if q in told):
                status, confirmed = _status(
                    known.get((interview.id, speaker, question)),
                    in_guide=question in to_ask,
                    heard=interview.id in heard,
                    nameless=(interview.id, question) in nameless,
                )
                rows.append(
                    (question, interview.id, speaker, interview.site, countries[interview.site],
                     interview.wave, status, confirmed)
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COVERAGE.dtypes))


def _known(joined: pd.DataFrame) -> dict[tuple[str, str, str], Mapping[str, bool]]:
    """Return what holds of any tag, by interview, speaker and question."""
    status, standing = joined["status"], joined["standing"]
    asked = joined["evidence"].str.contains("asked at", regex=False)
    first = asked & (joined["rank"] == 1)
    holds = {
        "given": status.isin(_GIVEN),
        "given_as_asked": status.isin(_GIVEN) & asked,
        "confirmed": status == "confirmed",
        "contested": status == "contested",
        "rejected": status == "rejected",
        "asked": asked,
        "small_talk": first & (standing == "none"),
        "unassigned": first & (standing == "unassigned"),
    }
    by = [joined[column] for column in ("interview", "speaker", "question")]
    found = pd.DataFrame(holds).groupby(by, sort=False).any()
    return dict(zip(found.index, found.to_dict("records"), strict=True))


def _status(
    known: Mapping[str, bool] | None, *, in_guide: bool, heard: bool, nameless: bool
) -> tuple[QuestionStatus, bool]:
    if known is not None:
        if known["given"]:
            told: QuestionStatus = "answered" if known["given_as_asked"] else "answered-unasked"
            return told, known["confirmed"]
        if known["contested"]:
            return "unknown", False
        if known["rejected"] and known["asked"]:
            return "asked-unanswered", True
        if known["small_talk"]:
            return "asked-unanswered", False
        if known["unassigned"]:
            return "unknown", False
    if nameless:
        return "unknown", False
    if not in_guide:
        return "not-in-guide", False
    return ("not-asked" if heard else "unknown"), False


def cluster_places(
    members: pd.DataFrame, answers: pd.DataFrame, clusters: Iterable[str], sites: Sequence[Site]
) -> pd.DataFrame:
    """Count the people of each place in each cluster, of how many people were heard there.

    Returns:
        A frame with the columns of ``CLUSTER_PLACES``; zeros are rows too.
    """
    people = answers.groupby("site")["speaker"].nunique().to_dict()
    joined = members.merge(answers[["answer", "site", "speaker"]], on="answer")
    rows = []
    for cluster in clusters:
        mine = joined[joined["cluster"] == cluster]
        for site in sites:
            here = mine[mine["site"] == site.id]
            rows.append(
                (cluster, site.id, here["speaker"].nunique(), people.get(site.id, 0), len(here))
            )
    return pd.DataFrame(rows, columns=list(CLUSTER_PLACES.dtypes))
