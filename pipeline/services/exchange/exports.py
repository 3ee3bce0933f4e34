"""The study's tables as they may be taken out today: whole frames, with each column explained.

Who does not allow analysis is absent; words that may not be quoted and names that may not be
given are not in any of them. ``person`` is a code by the order of speakers.csv, because ids
are often made of names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.formats.artefacts import read_frame
from pipeline.formats.yamls import read_codebook
from pipeline.layout import Layout
from pipeline.model.consent import Permission
from pipeline.model.frames import CLAIMS, CODINGS
from pipeline.services.showing.groups import standing_members
from pipeline.services.showing.library import SHOWN, Library
from pipeline.services.showing.names import code_of, shown_as, unnamed
from pipeline.services.showing.people import People
from pipeline.services.showing.standing import board
from pipeline.services.showing.store import EVERYTHING, Filters, listed, opened, parquet

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Take:
    """What is taken: narrowed by filters, and whether only what people have confirmed."""

    filters: Filters = EVERYTHING
    confirmed: bool = False

    @property
    def standings(self) -> tuple[str, ...]:
        """The standings that are taken."""
        return ("confirmed",) if self.confirmed else SHOWN


@dataclass(frozen=True)
class Table:
    """A table that can be taken out; ``columns`` says what each column holds."""

    columns: Mapping[str, str]
    artefact: str
    make: Callable[[Library, Take], pd.DataFrame]


_WHERE = {
    "answer": "the answer's id: interview and place; valid within one run",
    "interview": "the interview's id",
    "person": "code of the person, by the order of speakers.csv: P001, P002, ...; V- and the label "
    "for a voice that nobody has named",
    "place": "the place's id",
}


def take(library: Library, name: str, how: Take) -> pd.DataFrame:
    """Return a table of ``TABLES`` with its declared columns.

    Raises:
        NotReady: the stage behind it has not run.
    """
    table = TABLES[name]
    frame = table.make(library, how)
    own = [column for column in frame.columns if str(column).startswith("attr_")]
    return frame[[*table.columns, *own]]


def available(layout: Layout) -> dict[str, bool]:
    """Tell for each table whether what it is made from is there."""
    return {name: layout.path(table.artefact).exists() for name, table in TABLES.items()}


def _answers(library: Library, how: Take) -> pd.DataFrame:
    people = library.people()
    # Without "confirmed only", answers that no question was given to are there too.
    join = "JOIN" if how.confirmed else "LEFT JOIN"
    with opened(library.layout, how.filters, people) as db:
        frame: pd.DataFrame = db.execute(
            f"""SELECT a.* EXCLUDE (status, phrases), coalesce(t.question, '') AS question,
                coalesce(t.status, a.status) AS status, t.score,
                coalesce(t.evidence, '') AS evidence
                FROM answers a {join} (SELECT * FROM tags WHERE status IN ({listed(how.standings)}))
                t USING (answer)
                ORDER BY a.date, a.interview, a.position, t.rank"""
        ).fetchdf()
    frame = _named(frame, people)
    voices = list(zip(frame["interview"], frame["speaker"], strict=True))
    may = {voice: people.rights(*voice).quote for voice in dict.fromkeys(voices)}
    frame["quotable"] = [may[voice] for voice in voices]
    frame.loc[~frame["quotable"].astype(bool), ["text", "asked"]] = ""
    for column in ("text", "asked"):
        frame[column] = _without_names(frame, column, people)
    frame["score"] = frame["score"].round(4)
    return frame.rename(columns={"site": "place", "text": "words"})


def _codings(library: Library, how: Take) -> pd.DataFrame:
    people = library.people()
    path = library.layout.path("codes")
    names = {c.id: c.name for c in read_codebook(path).codes} if path.exists() else {}
    codings = parquet(library.layout.path("codings"), CODINGS)
    with opened(library.layout, how.filters, people) as db:
        frame: pd.DataFrame = db.execute(
            f"""SELECT c.answer, a.interview, a.speaker, a.site, c.code, c.status, c.score,
                c.evidence
                FROM {codings} c JOIN answers a USING (answer)
                WHERE c.status IN ({listed(how.standings)})
                ORDER BY a.date, a.interview, a.position, c.code"""
        ).fetchdf()
    frame = _named(frame, people)
    frame["name"] = [names.get(code, "") for code in frame["code"]]
    frame["score"] = frame["score"].round(4)
    return frame.rename(columns={"site": "place"})


def _clusters(library: Library, how: Take) -> pd.DataFrame:
    people = library.people()
    now = board(library)
    standings = {s.cluster.id: s for s in now.now.standings}
    # Also of a theme, nobody has confirmed of each answer that it belongs to it.
    none = "WHERE false" if how.confirmed else ""
    with opened(library.layout, how.filters, people) as db:
        db.register("members", standing_members(now))
        frame: pd.DataFrame = db.execute(
            f"""SELECT m.cluster, m.answer, a.interview, a.speaker, a.site
                FROM members m JOIN answers a USING (answer) {none}
                ORDER BY m.cluster, a.date, a.interview, a.position"""
        ).fetchdf()
    frame = _named(frame, people)
    mine = [standings[cluster] for cluster in frame["cluster"]]
    frame["theme"] = [standing.name for standing in mine]
    frame["description"] = [standing.description for standing in mine]
    frame["frozen"] = [standing.frozen for standing in mine]
    frame["label"] = [standing.cluster.label for standing in mine]
    return frame.rename(columns={"site": "place"})


def _claims(library: Library, how: Take) -> pd.DataFrame:
    """Return figures from articles; nobody confirms these, so there are none that are confirmed."""
    people = library.people()
    frame = read_frame(library.layout.path("claims"), CLAIMS)
    countries = {site.id: site.country for site in people.study.sites}
    rows = {
        i.id: {"site": i.site, "country": countries.get(i.site), "language": i.language,
               "wave": i.wave}
        for i in people.study.interviews
    }  # fmt: skip
    wanted = {name for name, row in rows.items() if how.filters.match(row) and not how.confirmed}
    frame = frame[frame["interview"].isin(wanted)].reset_index(drop=True)
    frame["place"] = [rows[name]["site"] for name in frame["interview"]]
    for column in ("claim", "source", "sentence"):
        frame[column] = _without_names(frame, column, people)
    return frame


def _coverage(library: Library, how: Take) -> pd.DataFrame:
    frame = library.coverage(how.filters).rename(columns={"site": "place"})
    if how.confirmed:
        frame = frame[frame["confirmed"] > 0].assign(people=lambda f: f["confirmed"])
    return frame


def _speakers(library: Library, how: Take) -> pd.DataFrame:
    import pandas as pd

    people = library.people()
    countries = {site.id: site.country for site in people.study.sites}
    heard: set[str] = set()
    for i in people.study.interviews:
        where = {"site": i.site, "country": countries.get(i.site), "language": i.language}
        if how.filters.match({**where, "wave": i.wave}):
            heard.update(i.speakers)
    rows = []
    for speaker in people.study.speakers:
        if speaker.id not in heard or not people.may_analyse(speaker.id):
            continue
        uses: tuple[Permission, ...] = ("quote", "name", "voice", "image")
        row: dict[str, object] = {
            "person": code_of(people, speaker.id),
            "shown_as": shown_as(people, speaker.id),
            "place": speaker.site,
        }
        row |= {f"may_{use}": bool(people.decision("", [speaker.id], use)) for use in uses}
        rows.append(row | {f"attr_{name}": value for name, value in speaker.attributes.items()})
    return pd.DataFrame(rows, columns=None if rows else list(TABLES["speakers"].columns))


def _named(frame: pd.DataFrame, people: People) -> pd.DataFrame:
    """Put each voice's code and the name it may have beside it."""
    voices = {voice: code_of(people, voice) for voice in dict.fromkeys(frame["speaker"])}
    frame["person"] = [voices[voice] for voice in frame["speaker"]]
    names = {voice: shown_as(people, voice) for voice in voices}
    frame["shown_as"] = [names[voice] for voice in frame["speaker"]]
    return frame


def _without_names(frame: pd.DataFrame, column: str, people: People) -> list[str]:
    patterns = unnamed(people)
    return [
        patterns[interview].sub("[…]", words) if interview in patterns else words
        for interview, words in zip(frame["interview"], frame[column], strict=True)
    ]


_STANDING = {
    "status": "confirmed (by people), suggested (the machine's guess), contested (coders "
    "disagree); an answer without a question: rejected (people turned down what was held), "
    "unassigned (nothing was sure enough) or none (small talk by the machine's guess)",
    "score": "the machine's score, 0 to 1; not a probability",
    "evidence": "what the standing rests on",
}

TABLES: Mapping[str, Table] = {
    "answers": Table(
        {
            "answer": _WHERE["answer"],
            "interview": _WHERE["interview"],
            "date": "day of the interview",
            "wave": "number of the visit to the place",
            "place": _WHERE["place"],
            "country": "the place's country",
            "language": "the language spoken",
            "person": _WHERE["person"],
            "shown_as": "the name or pseudonym that may be given",
            "question": "id of a question that the answer speaks to; one row a question",
            **_STANDING,
            "asked": "the interviewer's words before it; empty where it may not be quoted",
            "words": "the answer; empty where it may not be quoted; a name that may not be given "
            "is […]",
            "quotable": "whether the words may be quoted",
            "recorded": "whether there is a recording",
            "unit": "of start and end: ms (milliseconds) or cp (code points of the text)",
            "start": "where it begins",
            "end": "where it ends (not included)",
        },
        "tags",
        _answers,
    ),
    "codings": Table(
        {
            **{name: _WHERE[name] for name in ("answer", "interview", "person")},
            "shown_as": "the name or pseudonym that may be given",
            "place": _WHERE["place"],
            "code": "the code's id in codes.yaml",
            "name": "its name",
            **_STANDING,
        },
        "codings",
        _codings,
    ),
    "clusters": Table(
        {
            "cluster": "the cluster's id; one that begins with k lasts, others are valid within "
            "one run",
            "theme": "the name that people gave it; empty for what is only the machine's",
            "description": "what people say that the theme is",
            "frozen": "whether people have frozen its members",
            "label": "the key words of the machine's group",
            **{name: _WHERE[name] for name in ("answer", "interview", "person")},
            "shown_as": "the name or pseudonym that may be given",
            "place": _WHERE["place"],
        },
        "members",
        _clusters,
    ),
    "claims": Table(
        {
            "interview": "the article's id in manifest.csv",
            "place": _WHERE["place"],
            "number": "the figure",
            "high": "its upper end where it is a range, else empty",
            "unit": "%, share (of 1), or what is counted",
            "figure": "the figure as the article writes it",
            "claim": "the clause that holds it",
            "source": "the survey, study or institution to which the article attributes it",
            "sentence": "the whole sentence; a name that may not be given is […]",
            "start": "where the figure begins, in code points of the text",
            "end": "where it ends (not included)",
        },
        "claims",
        _claims,
    ),
    "coverage": Table(
        {
            "question": "the question's id",
            "place": _WHERE["place"],
            "status": "answered, answered-unasked, asked-unanswered, not-asked, not-in-guide, or "
            "unknown (no interviewer can be heard); of several visits to a person the first of "
            "these tells",
            "people": "how many people; counts of the last run",
            "confirmed": "how many of them people have confirmed",
        },
        "coverage",
        _coverage,
    ),
    "speakers": Table(
        {
            "person": _WHERE["person"],
            "shown_as": "the name or pseudonym that may be given",
            "place": _WHERE["place"],
            "may_quote": "whether the person's words may be quoted, on the day of the export",
            "may_name": "whether the name may be given",
            "may_voice": "whether the voice may be heard",
            "may_image": "whether the person may be seen",
        },
        "speakers",
        _speakers,
    ),
}
"""What can be taken out as a table; ``speakers`` has the case attributes ``attr_*`` besides."""
