"""A small made-up study with results, written without running any stage."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.execution import MANIFEST_SCHEMA
from pipeline.formats import schemas
from pipeline.formats.artefacts import (
    Encoded,
    adapter,
    encode_frame,
    encode_json,
    read_frame,
)
from pipeline.formats.files import write_atomically
from pipeline.formats.tables import read_study
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS, COVERAGE, TAGS
from pipeline.model.guide import Answer, Answers, Asked, answer_id
from pipeline.model.interview import Media, Source, Study, Turn, Turns, Word
from pipeline.model.span import Unit
from tests.dashboards.small_tables import (
    BY_PEOPLE,
    MANIFEST,
    QUESTIONS,
    README,
    RECORDED,
    SAID,
    SITES,
    SPEAKERS,
    Said,
)

STAGES = (
    "ingest",
    "judgements",
    "transcribe",
    "diarize",
    "turns",
    "segment",
    "vectors",
    "tag",
    "compare",
)


def write_tables(folder: Path) -> Path:
    """Write what people keep: tables, questions, a tone for each recording."""
    for name, text in {
        "interviews/sites.csv": SITES,
        "interviews/speakers.csv": SPEAKERS,
        "interviews/manifest.csv": MANIFEST,
        "interviews/README.md": README,
        "codebook/questions.yaml": QUESTIONS,
    }.items():
        write_atomically(folder / name, text.encode())
    for interview in RECORDED:
        path = folder / f"interviews/recordings/{interview}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        _tone(path, seconds=40)
    return folder


def write_small_study(folder: Path, *, stages: Sequence[str] = STAGES) -> Path:
    """Write the tables and the artefacts of some stages, as after a run."""
    layout = Layout(write_tables(folder))
    study, faults = read_study(layout.path("interviews"))
    assert not faults
    per_interview = {"transcribe": RECORDED, "diarize": RECORDED}
    ids = [i.id for i in study.interviews]
    for stage in stages:
        failed = {
            "patio-02": (
                "interviews/texts/patio-02.txt",
                "line 3 is not UTF-8",
                "save it again as UTF-8",
            )
        }
        _manifest(layout, stage, per_interview.get(stage, ids), failed if stage == "ingest" else {})
    if "ingest" in stages:
        _put(encode_json(layout.path("study"), schemas.STUDY, Study, study))
    if "segment" in stages:
        for interview in ids:
            _write_interview(layout, interview, study)
    if "tag" in stages:
        answers, tags = frames(study)
        _put(encode_frame(layout.path("answers"), ANSWERS, answers))
        _put(encode_frame(layout.path("tags"), TAGS, tags))
    if "compare" in stages:
        _put(encode_frame(layout.path("coverage"), COVERAGE, _coverage(study)))
    return layout.root


def frames(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the answers and the tags of the study."""
    answers, tags = [], []
    countries = {site.id: site.country for site in study.sites}
    for interview in study.interviews:
        unit = _unit(interview.id)
        for position, (said, answer) in enumerate(_answers(interview.id)):
            asked = answer.asked
            put = (asked.text, asked.start) if asked else ("", -1)
            answers.append(
                (answer.id, interview.id, position, said.speaker, interview.site,
                 countries[interview.site], interview.wave, interview.date.isoformat(),
                 interview.language, unit, answer.start, answer.end, said.text, *put, "",
                 said.status, said.status == "none", unit == "ms")
            )  # fmt: skip
            evidence = (
                "asked at 00:02 (likeness 0.88); own words 0.31"
                if asked
                else "the answer's own words (0.47)"
            )
            evidence = BY_PEOPLE.get(said.status, evidence)
            if said.question:
                tags.append((answer.id, said.question, 1, said.score, said.status, evidence, True))
            tags.append((answer.id, "one-year", 2, 0.12, "candidate", evidence, False))
    return (
        pd.DataFrame(answers, columns=list(ANSWERS.dtypes)),
        pd.DataFrame(tags, columns=list(TAGS.dtypes)),
    )


def hold_for_small_talk(layout: Layout, answer: str) -> None:
    """Let the machine hold an answer for small talk, as the stage ``tag`` writes it."""
    answers, tags = (
        read_frame(layout.path("answers"), ANSWERS),
        read_frame(layout.path("tags"), TAGS),
    )
    here = answers["answer"] == answer
    answers.loc[here, "status"], answers.loc[here, "small_talk"] = "none", True
    guessed = (tags["answer"] == answer) & tags["guess"]
    tags.loc[guessed, "status"], tags.loc[guessed, "guess"] = "candidate", False
    _put(encode_frame(layout.path("answers"), ANSWERS, answers))
    _put(encode_frame(layout.path("tags"), TAGS, tags))


def _unit(interview: str) -> Unit:
    return "ms" if interview in RECORDED else "cp"


def _answers(interview: str) -> list[tuple[Said, Answer]]:
    """Return an interview's answers one after another: three seconds each, or their letters."""
    unit, at, result = _unit(interview), 0, []
    for said in SAID:
        if said.interview != interview:
            continue
        question = len(said.asked) if unit == "cp" else 2000 * bool(said.asked)
        length = len(said.text) if unit == "cp" else 300 * len(said.text.split())
        asked = Asked("inga", said.asked, at, at + question) if said.asked else None
        start = at + question
        answer = Answer(
            answer_id(interview, unit, start),
            interview,
            said.speaker,
            start,
            start + length,
            said.text,
            asked,
        )
        result.append((said, answer))
        at = start + length
    return result


def _write_interview(layout: Layout, interview: str, study: Study) -> None:
    row = next(i for i in study.interviews if i.id == interview)
    unit, pairs = _unit(interview), [answer for _, answer in _answers(interview)]
    turns = []
    for answer in pairs:
        if answer.asked:
            turns.append(_turn("inga", answer.asked.start, answer.asked.end, answer.asked.text))
        turns.append(_turn(answer.speaker, answer.start, answer.end, answer.text))
    whole = Turns(interview, "v1", unit, row.language, tuple(turns))
    _put(encode_json(layout.path("turns", id=interview), schemas.TURNS, Turns, whole))
    parted = Answers(interview, "v1", unit, row.language, {"inga": "interviewer"}, tuple(pairs))
    _put(encode_json(layout.path("answers-of", id=interview), schemas.ANSWERS_OF, Answers, parted))
    media = Media(40_000, None, "", 1, 8000) if unit == "ms" else None
    source = Source(interview, row.file, "0" * 63 + str(len(interview)), media, row.language, 2)
    _put(encode_json(layout.path("source", id=interview), schemas.SOURCE, Source, source))


def _turn(speaker: str, start: int, end: int, text: str) -> Turn:
    parts = text.split()
    step = (end - start) / max(1, len(parts))
    words = tuple(
        Word(part, start + int(i * step), start + int((i + 1) * step), 0.9)
        for i, part in enumerate(parts)
    )  # fmt: skip
    return Turn(speaker, start, end, text, words)


def _coverage(study: Study) -> pd.DataFrame:
    countries = {site.id: site.country for site in study.sites}
    status_of: Mapping[tuple[str, str, str], str] = {
        (s.interview, s.speaker, s.question): "answered" if s.asked else "answered-unasked"
        for s in SAID
    }
    rows = []
    for i in study.interviews:
        for speaker in i.speakers:
            for question in ("work", "happiness", "institutions", "one-year"):
                other = (
                    "not-in-guide"
                    if question == "one-year"
                    else "unknown"
                    if i.site == "werkhof"
                    else "not-asked"
                )
                status = status_of.get((i.id, speaker, question), other)
                rows.append(
                    (
                        question,
                        i.id,
                        speaker,
                        i.site,
                        countries[i.site],
                        i.wave,
                        status,
                        speaker == "ben",
                    )
                )
    return pd.DataFrame(rows, columns=list(COVERAGE.dtypes))


def _manifest(
    layout: Layout, stage: str, done: Sequence[str], failed: Mapping[str, tuple[str, str, str]]
) -> None:
    items: dict[str, object] = {name: {"key": "k", "content": "c", "failures": []} for name in done}
    for name, (where, what, remedy) in failed.items():
        items[name] = {
            "key": "",
            "content": "",
            "failures": [{"where": where, "what": what, "remedy": remedy}],
        }
    text = adapter(dict[str, object]).dump_json({"schema": MANIFEST_SCHEMA, "items": items})
    write_atomically(layout.path("manifest-of", stage=stage), text)


def _put(artefact: Encoded) -> None:
    write_atomically(artefact.path, artefact.to_bytes("k"))


def _tone(path: Path, *, seconds: int) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        samples = (
            int(8000 * math.sin(2 * math.pi * 220 * n / 8000)) for n in range(8000 * seconds)
        )
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
