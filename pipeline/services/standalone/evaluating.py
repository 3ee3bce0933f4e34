"""Transcripts from anywhere held against references: words, voices, coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.analysis.accuracy import (
    COLLARS_S,
    Coverage,
    VoiceScore,
    WordScore,
    added,
    coverage,
    voice_score,
    without_pauses,
    word_score,
)
from pipeline.errors import BadInput, PipelineError
from pipeline.services.standalone.spoken import Spoken, files_by_name, read_spoken

NORMALISED = "lower case, without punctuation, apostrophes as spaces (NFKC)"
PAUSE_MS = 500  # of one voice, inside which it still counts as speaking
ALL, UNKNOWN = "all", "?"


@dataclass(frozen=True)
class Row:
    """One interview's scores, or those of several together; None where nothing can be said."""

    name: str
    language: str
    files: int = 1
    words: WordScore | None = None
    voices: Mapping[str, VoiceScore] = field(default_factory=dict)
    speech: Coverage | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return counts and rates for scripts."""
        record: dict[str, Any] = {"name": self.name, "language": self.language, "files": self.files}
        if self.words is not None:
            rates = {"wer": self.words.wer, "cer": self.words.cer, "covered": self.words.covered}
            record["words"] = {**asdict(self.words), **rates}
        record["voices"] = [
            {"collar_s": float(collar), **asdict(score), "der": score.der}
            for collar, score in self.voices.items()
        ]
        if self.speech is not None:
            record["speech"] = {**asdict(self.speech), "share": self.speech.share}
        return record


@dataclass(frozen=True)
class Evaluation:
    """Rows of single interviews, then by language, then of all."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for scripts."""
        return {
            "normalised": NORMALISED,
            "collars_s": list(COLLARS_S),
            "rows": [row.as_dict() for row in self.rows],
            "problems": list(self.problems),
        }

    def table(self) -> list[str]:
        """Return the lines of a table for a person, percent throughout."""
        head = ["", "lang", "files", "words", "WER", "CER", "words cov.", "speech s", "speech cov."]
        for collar in COLLARS_S:
            head += [f"DER ±{collar:g}", "missed", "false", "confused"]
        cells = [head, *(_cells(row) for row in self.rows)]
        widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
        notes = [
            f"Words: {NORMALISED}; words cov.: share of the reference's words that have a "
            "counterpart.",
            "DER: overlap judged; ± seconds on each side of a boundary are not judged; pauses of "
            f"up to {PAUSE_MS / 1000:g} s inside one voice count as speech.",
        ]
        return [line.rstrip() for line in lines] + ["", *notes]


def _cells(row: Row) -> list[str]:
    words, speech = row.words, row.speech
    cells = [row.name, row.language, str(row.files)]
    cells += [str(words.words) if words else "-"]
    cells += [_percent(getattr(words, rate, None)) for rate in ("wer", "cer", "covered")]
    cells += [f"{speech.speech:.0f}" if speech else "-", _percent(speech.share if speech else None)]
    for collar in COLLARS_S:
        score = row.voices.get(str(collar))
        cells.append(_percent(score.der if score else None))
        for part in ("missed", "false_alarm", "confusion"):
            of = score.total if score else 0
            cells.append(_percent(getattr(score, part) / of if of else None))
    return cells


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def evaluate_transcripts(
    hypothesis: Path, reference: Path, *, language: str = "", tell: Callable[[str], None]
) -> Evaluation:
    """Score a transcript, or a folder of them paired with references by their stems.

    Args:
        hypothesis: a file or a folder.
        reference: the same; any transcript, plain text of the words, or ``.rttm``.
        language: of all, where the files do not tell.
        tell: told one line a problem.

    Raises:
        BadInput: nothing can be compared.
    """
    pairs, problems = _pairs(hypothesis, reference)
    rows: list[Row] = []
    for name, (found, true) in pairs.items():
        try:
            row = _row(name, read_spoken(found), read_spoken(true), language)
            if row.words is None and not row.voices:
                raise BadInput(
                    "has neither words nor voices in common with its reference",
                    where=str(found[0]),
                    remedy="give a reference with words, or with times and speakers",
                )
            rows.append(row)
        except PipelineError as error:
            problems.append(str(error))
    for problem in problems:
        tell(problem)
    if not rows:
        raise BadInput("nothing could be compared", remedy="pair files by their names")
    languages = sorted({row.language for row in rows})
    single = rows if len(rows) > 1 else []
    together = [_sum(x, x, [r for r in rows if r.language == x]) for x in languages]
    whole = _sum(ALL, " ".join(languages), rows)
    return Evaluation((*single, *(together if len(languages) > 1 else []), whole), tuple(problems))


def _sum(name: str, language: str, rows: Sequence[Row]) -> Row:
    words = [row.words for row in rows if row.words]
    speech = [row.speech for row in rows if row.speech]
    collars = dict.fromkeys(collar for row in rows for collar in row.voices)
    voices = {
        collar: added([row.voices[collar] for row in rows if collar in row.voices], VoiceScore)
        for collar in collars
    }
    return Row(
        name,
        language,
        len(rows),
        added(words, WordScore) if words else None,
        voices,
        added(speech, Coverage) if speech else None,
    )


def _row(name: str, found: Spoken, true: Spoken, language: str) -> Row:
    words = None
    if found.text is not None and true.text is not None:
        words = word_score(true.text, found.text)
    voices: dict[str, VoiceScore] = {}
    speech = None
    if found.voices is not None and true.voices is not None:
        one, other = (without_pauses(v, longest_ms=PAUSE_MS) for v in (true.voices, found.voices))
        voices = {str(collar): voice_score(one, other, collar_s=collar) for collar in COLLARS_S}
        speech = coverage(one, other)
    told = true.language or found.language or language or UNKNOWN
    return Row(name, told, 1, words, voices, speech)


def _pairs(
    hypothesis: Path, reference: Path
) -> tuple[dict[str, tuple[list[Path], list[Path]]], list[str]]:
    """Return by name the files to compare, and a line for each that has no counterpart."""
    found, true = (files_by_name(path) for path in (hypothesis, reference))
    if not hypothesis.is_dir() and not reference.is_dir():
        return {hypothesis.stem: (_first(found), _first(true))}, []
    problems = [
        f"{found[name][0]}: has no reference; name it {name}.*" for name in found.keys() - true
    ]
    problems += [
        f"{true[name][0]}: has no transcript; name it {name}.*" for name in true.keys() - found
    ]
    both = sorted(found.keys() & true.keys())
    return {name: (found[name], true[name]) for name in both}, sorted(problems)


def _first(files: Mapping[str, list[Path]]) -> list[Path]:
    return next(iter(files.values()))
