"""From a timeline of today to what editing programs are told: names, words and addresses."""

from __future__ import annotations

import hmac
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import pipeline
from pipeline.analysis.segments import Voice, voices
from pipeline.errors import NotReady
from pipeline.formats.sequences.edl import reels
from pipeline.layout import Layout
from pipeline.model.assembly import Assembly, Footage, Shot
from pipeline.model.frames import CODINGS
from pipeline.model.interview import Interview, Word
from pipeline.services.deciding.judging import overlay_codes, quote_key
from pipeline.services.exchange.cuts import Assembled, Cut
from pipeline.services.showing.books import codebook
from pipeline.services.showing.library import SHOWN, Library
from pipeline.services.showing.names import shown_as, unnamed
from pipeline.services.showing.people import People
from pipeline.services.showing.store import EVERYTHING, opened, parquet
from pipeline.services.showing.wording import wording

CONTEXT_WORDS = 30  # on each side of a clip, in a paper edit
LINKED = "media"
"""Folder beside an export for links to recordings whose own names tell too much."""
_TELLING = 3  # letters of a name that are enough to tell it


def assembly_of(library: Library, assembled: Assembled, *, to: Path | None = None) -> Assembly:
    """Return a timeline as it may leave.

    Args:
        library: the study.
        assembled: the timeline of today.
        to: the folder that it is written to, for absolute addresses of the recordings;
            without it they are relative to the study.
    """
    timeline, told = assembled.timeline, _Telling(library, to)
    codes = _codes(library, [cut.clip.answer for cut in assembled.cuts])
    questions = library.questions().by_id
    theme = timeline.title
    if timeline.subject == "question" and timeline.topic in questions:
        theme = questions[timeline.topic].wording("en")
    return Assembly(
        timeline.name,
        timeline.title,
        timeline.subject,
        timeline.topic,
        tuple(told.shot(cut, codes.get(cut.clip.answer, ())) for cut in assembled.cuts),
        tuple(told.names.answer(card.answer) for card in assembled.cards),
        theme=theme,
        provenance=f"Interleaf {pipeline.__version__}",
    )


@dataclass(frozen=True)
class _Said:
    """The words of one interview in order, as far as each may be quoted.

    ``firsts`` are the times at which a voice begins.
    """

    words: tuple[Word, ...]
    firsts: frozenset[int] = frozenset()

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words whose middle lies in a stretch of milliseconds."""
        a, b = (bisect_left(self.words, at, key=_middle) for at in (start, end))
        return self.words[a:b]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Return what is said before and after a stretch."""
        a, b = (bisect_left(self.words, at, key=_middle) for at in (start, end))
        return self._told(max(0, a - CONTEXT_WORDS), a), self._told(b, b + CONTEXT_WORDS)

    def _told(self, first: int, last: int) -> str:
        """Return words as a line, with a dash where another voice begins."""
        words = self.words[first:last]
        marked = (f"– {w.text}" if w.start in self.firsts else w.text for w in words)
        return " ".join(marked)


def _middle(word: Word) -> int:
    return (word.start + word.end) // 2


class _Telling:
    """What may be told of the people, words and recordings of a study today."""

    def __init__(self, library: Library, to: Path | None) -> None:
        self._library = library
        self._people = library.people()
        self._sites = {site.id: site.name for site in self._people.study.sites}
        self._bars = unnamed(self._people)
        self._said: dict[str, _Said] = {}
        self._footage: dict[str, Footage] = {}
        self.names = Names(library.layout, self._people)
        self._to = to

    def shot(self, cut: Cut, codes: Sequence[str]) -> Shot:
        """Return a clip as it may leave."""
        clip, voice = cut.clip, cut.voice
        said = self._of(clip.interview)
        before, after = said.around(clip.start, clip.end) if voice.may_quote else ("", "")
        row = self._people.interviews.get(clip.interview)
        return Shot(
            answer=self.names.answer(clip.answer),
            number=cut.number,
            footage=self._recording(cut),
            start=clip.start,
            end=clip.end,
            speaker=shown_as(self._people, clip.speaker),
            place=self._sites.get(clip.site, clip.site),
            site=clip.site,
            words=self._without_names(clip.interview, voice.words),
            language=row.language if row else "",
            status=clip.status,
            score=clip.score,
            evidence=self._without_names(clip.interview, voice.evidence),
            codes=tuple(codes),
            before=before,
            after=after,
            spoken=said.between(clip.start, clip.end) if voice.may_quote else (),
            picture=cut.picture,
            struck=cut.struck,
        )

    def _without_names(self, interview: str, text: str) -> str:
        pattern = self._bars.get(interview)
        return pattern.sub("[…]", text) if pattern else text

    def _recording(self, cut: Cut) -> Footage:
        clip = cut.clip
        if clip.interview not in self._footage:
            known = self._library.media(clip.interview)
            name = self.names.file(clip.interview)
            self._footage[clip.interview] = Footage(
                interview=self.names.interview(clip.interview),
                name=name,
                url=self._address(clip.interview, clip.file),
                reel=self.names.reels[clip.interview],
                duration_ms=clip.media_duration_ms,
                rate=clip.rate,
                start_timecode=clip.start_timecode,
                channels=known.channels if known else 2,
                sample_rate=known.sample_rate if known else 48_000,
                width=known.width if known else None,
                height=known.height if known else None,
            )
        return self._footage[clip.interview]

    def _address(self, interview: str, file: str) -> str:
        """Return where a recording is, or where the link to it is to be found."""
        hidden = self.names.telling(interview)
        name = f"{LINKED}/{self.names.file(interview)}" if hidden else f"interviews/{file}"
        if self._to is None:
            return name
        root = self._to if hidden else self._library.layout.root
        return (root / name).absolute().as_uri()

    def _of(self, interview: str) -> _Said:
        if interview not in self._said:
            self._said[interview] = self._read(interview)
        return self._said[interview]

    def _read(self, interview: str) -> _Said:
        row = self._people.interviews.get(interview)
        try:
            turns = wording(self._library.layout, interview).turns
        except NotReady:
            return _Said(())
        who: Mapping[str, Voice] = voices(
            turns, row.speakers if row else (), row.interviewers if row else ()
        )
        words: list[Word] = []
        firsts: set[int] = set()
        last = ""
        for turn in turns.turns:
            voice = who[turn.speaker]
            if voice.role == "interviewer" or self._people.rights(interview, voice.person).quote:
                sure = [word for word in turn.words if not word.doubtful]
                firsts.update(word.start for word in sure[: voice.person != last])
                words += sure
                last = voice.person if sure else last
        words.sort(key=_middle)
        return _Said(tuple(_unnamed(words, self._bars.get(interview))), frozenset(firsts))


def _unnamed(words: Sequence[Word], pattern: re.Pattern[str] | None) -> list[Word]:
    """Return words with […] in the place of names that may not be given."""
    if pattern is None:
        return list(words)
    text, begins = "", []
    for word in words:
        begins.append(len(text))
        text += f"{word.text} "
    kept = list(words)
    gone: set[int] = set()
    for match in pattern.finditer(text):
        first = bisect_left(begins, match.start() + 1) - 1
        last = bisect_left(begins, match.end()) - 1
        kept[first] = replace(words[first], text="[…]", end=words[last].end)
        gone.update(range(first + 1, last + 1))
    return [word for n, word in enumerate(kept) if n not in gone]


class Names:
    """What interviews and their files are called outside, for reading a file back too.

    An id or a file name that tells a name which may not be given is replaced by a code; the
    code is made with the study's key, so that it lasts and only the study can undo it.
    """

    def __init__(self, layout: Layout, people: People) -> None:
        self._layout = layout
        self._people = people

    def telling(self, interview: str) -> bool:
        """Tell whether an interview's id or file tells somebody whose name may not be given."""
        row = self._people.interviews.get(interview)
        if row is None:
            return False
        told = _bare(f"{row.id} {row.file}")
        return any(part in told for part in self._barred(row))

    def interview(self, interview: str) -> str:
        """Return an interview's id, or its code."""
        if not self.telling(interview):
            return interview
        sealed = hmac.new(quote_key(self._layout), interview.encode(), "sha256")
        return f"i-{sealed.hexdigest()[:10]}"

    def answer(self, answer: str) -> str:
        """Return an answer's id, with its interview's code."""
        interview = re.split(r"[@#]", answer)[0]
        return f"{self.interview(interview)}{answer.removeprefix(interview)}"

    def file(self, interview: str) -> str:
        """Return the name of an interview's file, or its code with the same suffix."""
        file = PurePosixPath(self._people.interviews[interview].file)
        if not self.telling(interview):
            return file.name
        return f"{self.interview(interview)}{file.suffix.lower()}"

    @cached_property
    def reels(self) -> dict[str, str]:
        """Reel names by interview; the order of manifest.csv keeps them the same."""
        listed_ = [i.id for i in self._people.study.interviews]
        # A folder tells apart files that are called the same.
        made = reels(f"{interview}/{self.file(interview)}" for interview in listed_)
        return dict(zip(listed_, made.values(), strict=True))

    @cached_property
    def interviews(self) -> dict[str, str]:
        """The interviews' ids by what they are called outside."""
        return {self.interview(i.id): i.id for i in self._people.study.interviews}

    def _barred(self, row: Interview) -> set[str]:
        found: set[str] = set()
        for speaker in (self._people.speakers.get(s) for s in row.speakers):
            if speaker is None or self._people.decision("", [speaker.id], "name"):
                continue
            words = (speaker.id, *speaker.name.split())
            found.update(bare for w in words if len(bare := _bare(w)) >= _TELLING)
        return found


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _codes(library: Library, answers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of the codes on answers, confirmed or suggested, as they hold now."""
    import pandas as pd

    path = library.layout.path("codings")
    if not path.exists() or not answers:
        return {}
    names = {code.id: code.name for code in codebook(library.layout).codes}
    with opened(library.layout, EVERYTHING, library.people()) as db:
        db.register("wanted", pd.DataFrame({"answer": list(answers)}, dtype="str"))
        rows = db.execute("SELECT a.* FROM answers a JOIN wanted USING (answer)").fetchdf()
        codings = db.execute(
            f"""SELECT c.* FROM {parquet(path, CODINGS)} c JOIN wanted USING (answer)
                ORDER BY c.answer, c.code"""
        ).fetchdf()
    held = overlay_codes(library.layout, codings, rows)
    held = held[held["status"].isin(SHOWN)]
    return {
        str(answer): tuple(names.get(code, str(code)) for code in mine["code"])
        for answer, mine in held.groupby("answer", sort=False)
    }
