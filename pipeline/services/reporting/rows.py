"""The study's answers as `interleaf compare` reads them, with the vectors that a run made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import NotReady
from pipeline.formats.artefacts import read_frame
from pipeline.model.frames import COVERAGE, VECTORS
from pipeline.model.interview import Speaker
from pipeline.services.showing.codes import opened_codings
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, opened
from pipeline.services.standalone.comparing import Meaning
from pipeline.services.standalone.comparison_rows import Row, frame_of

if TYPE_CHECKING:
    import pandas as pd

NEUTRAL, MEANING = "neutral", "meaning"
"""Vectors of a model that is alike for all languages, and of the main one; nothing is centred."""


def study_rows(library: Library) -> pd.DataFrame:
    """Return the answers of people who allow analysis today, and what was asked in vain.

    An answer to several questions is a row for each. Contested tags count as unknown, and voices
    without a name are nobody's.

    Raises:
        NotReady: the answers have not been tagged and counted.
    """
    people = library.people()
    covered = read_frame(library.layout.path("coverage"), COVERAGE)
    happened = {
        (str(r.question), str(r.interview), str(r.speaker)): str(r.status)
        for r in covered.itertuples()
    }
    codes = _codes(library)
    with opened(library.layout, EVERYTHING, people) as db:
        frame = db.execute(
            """SELECT a.*, t.question, t.status AS standing FROM answers a JOIN tags t
               USING (answer) WHERE t.status IN ('confirmed', 'suggested', 'contested')
               ORDER BY a.date, a.interview, a.position, t.question"""
        ).fetchdf()
    types = {site.id: site.type for site in people.study.sites}
    rows, met = [], set()
    for answer in frame.to_dict("records"):
        key = str(answer["question"]), str(answer["interview"]), str(answer["speaker"])
        speaker = people.speakers.get(key[2])
        if speaker is None:
            continue
        met.add(key)
        rows.append(
            Row(
                str(answer["answer"]), key[2], str(answer["site"]), key[0], str(answer["text"]),
                session=key[1], country=str(answer["country"]), wave=int(answer["wave"]),
                language=str(answer["language"]), status=str(answer["standing"]),
                asked=happened.get(key) != "answered-unasked",
                attributes=_own(speaker, types[str(answer["site"])]),
                codes=codes.get(str(answer["answer"])),
            )
        )  # fmt: skip
    for r in covered.itertuples():
        key = str(r.question), str(r.interview), str(r.speaker)
        speaker = people.speakers.get(key[2])
        if key in met or speaker is None or not people.may_analyse(key[2]):
            continue
        status = str(r.status) if not str(r.status).startswith("answered") else "unknown"
        rows.append(
            Row(
                "#".join(key), key[2], str(r.site), key[0], "", session=key[1],
                country=str(r.country), wave=int(str(r.wave)), status=status,
                attributes=_own(speaker, types[str(r.site)]),
            )
        )  # fmt: skip
    if not any(row.text for row in rows):
        raise NotReady("no answer has a question yet", remedy="run `interleaf run`")
    return frame_of(rows, where="report")[0]


def _own(speaker: Speaker, kind: str) -> Mapping[str, str]:
    """Return the case attributes, the kind of space among them."""
    own = {f"attr_{name}": value for name, value in speaker.attributes.items()}
    return {"attr_type_of_space": kind} | own


def _codes(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the codes that people gave; an answer that nobody coded is not there."""
    try:
        with opened_codings(library, EVERYTHING) as db:
            rows = db.execute(
                """SELECT c.answer, list(c.code ORDER BY c.code)
                     FILTER (c.status = 'confirmed') AS codes
                   FROM codings c JOIN answers USING (answer)
                   WHERE c.status IN ('confirmed', 'rejected', 'contested') GROUP BY c.answer"""
            ).fetchall()
    except NotReady:
        return {}
    return {str(answer): tuple(codes or ()) for answer, codes in rows}


def meaning_of(library: Library, spoken: pd.DataFrame, view: str = NEUTRAL) -> Meaning:
    """Return the vectors of answers, as the last run made them, and what languages do to them.

    Args:
        library: the study.
        spoken: rows with words, as ``study_rows`` returns them.
        view: ``NEUTRAL`` or ``MEANING``.

    Raises:
        NotReady: there are no such vectors, or words have changed since.
    """
    import numpy as np

    from pipeline.analysis.likeness import parallel
    from pipeline.analysis.meaning import text_key

    names = sorted({str(name) for name in spoken["session"]})
    paths = [library.layout.path("vectors", id=name) for name in names]
    kept, model = _vectors([*paths, library.layout.path("question-vectors")], view)
    keys = [text_key(text) for text in spoken["text"]]
    if not all(key in kept for key in keys):
        raise NotReady("words have changed since the last run", remedy="run `interleaf run`")
    vectors = np.array([kept[key] for key in keys], dtype=np.float32)
    worded = [
        {lang: np.asarray(kept[text_key(text)]) for lang, text in q.text.items()
         if text_key(text) in kept}
        for q in library.questions().questions
    ]  # fmt: skip
    means, retrieval = parallel([each for each in worded if each])
    return Meaning(model, vectors, means, retrieval)


def _vectors(paths: Sequence[Path], view: str) -> tuple[dict[str, Any], str]:
    """Return the vectors by text, and the model's name."""
    kept: dict[str, Any] = {}
    model = ""
    for path in paths:
        try:
            frame = read_frame(path, VECTORS)
        except NotReady:  # its name is an interview's, and may be made of a person's
            raise NotReady(
                "an interview has no vectors yet", remedy="run `interleaf run`"
            ) from None
        frame = frame[frame["view"] == view]
        kept |= dict(zip(frame["text"], frame["vector"], strict=True))
        model = str(frame["model"].iloc[0]) if len(frame) else model
    if not model:
        raise NotReady(
            f"the last run made no {view} vectors",
            remedy="see params.yaml, section vectors, and run `interleaf run`",
        )
    return kept, model
