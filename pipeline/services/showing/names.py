"""What people are called in what leaves the study: no name, and no id made of one, slips out."""

from __future__ import annotations

import re

from pipeline.services.showing.people import People


def code_of(people: People, voice: str) -> str:
    """Return a voice's code: the person's place in speakers.csv, or its label after ``V-``."""
    codes = {speaker: f"P{n:03}" for n, speaker in enumerate(people.speakers, start=1)}
    return codes.get(voice, f"V-{voice}")


def shown_as(people: People, voice: str) -> str:
    """Return the name under which a person may leave; no id in the place of a pseudonym."""
    shown = people.shown_as(voice)
    speaker = people.speakers.get(voice)
    bare = speaker is not None and shown == speaker.id and shown != speaker.name
    return code_of(people, voice) if bare else shown


def unnamed(people: People) -> dict[str, re.Pattern[str]]:
    """Return for each interview the names of its people that may not be given, as a pattern.

    Full names are looked for everywhere, first names only where the person speaks: elsewhere
    they may be anybody's, or a word.
    """
    barred = {
        s.id: s for s in people.study.speakers if s.name and not people.decision("", [s.id], "name")
    }
    patterns = {}
    for interview in people.study.interviews:
        names = {s.name for s in barred.values()}
        names |= {barred[s].name.split()[0] for s in interview.speakers if s in barred}
        longest = sorted(names, key=lambda name: (-len(name), name))
        if longest:
            told = "|".join(re.escape(name) for name in longest)
            patterns[interview.id] = re.compile(rf"(?<!\w)(?:{told})(?!\w)")
    return patterns
