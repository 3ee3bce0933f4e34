"""ELAN's annotations (.eaf): a tier a speaker."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.texts.values import Cue, Timed

_ASIDE = {"note", "notes", "comment", "comments", "default", "topic", "topics", "gaps"}
_NOISE = re.compile(r"\(\(.*?\)\)")  # ((laughs)), as conversation analysts write it
_REMEDY = "open it in ELAN and save it again"


def read_eaf(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read the tiers that stand on times of their own; the participant, or the id, names who.

    Left out: tiers that depend on another one (translations, glosses), tiers without a
    participant where others have one, tiers called notes or comments, and annotations
    without words or with a noise alone, ``((laughs))``. Marks of transcription stay.
    Annotations without a time of their own end at the next known one.

    Raises:
        BadInput: it is no ELAN file, or holds no words.
    """
    _guard(path, where)
    from pympi.Elan import Eaf

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of newer format versions, which it reads all the same
            eaf = Eaf(str(path), suppress_version_warning=True)
        cues = sorted(_cues(eaf), key=lambda cue: (cue.start, cue.end))
    except Exception:  # pympi raises whatever its parsing runs into
        raise BadInput("is not an ELAN file", where=where, remedy=_REMEDY) from None
    if not cues:
        raise BadInput(
            "holds no words with times", where=where, remedy="annotate tiers that stand on times"
        )
    return Timed(tuple(cues))


def _guard(path: Path, where: str) -> None:
    """Refuse what is no XML, and entities: ELAN writes none, and they can be made to explode.

    Raises:
        BadInput: the file cannot be read, is no XML or declares a document type.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.parse(path, parser)
    except OSError:
        raise BadInput("cannot be read", where=where, remedy="check the file") from None
    except etree.XMLSyntaxError as error:
        raise BadInput(f"line {error.lineno}: is not XML", where=where, remedy=_REMEDY) from None
    if tree.docinfo.doctype:
        raise BadInput("declares a document type", where=where, remedy=_REMEDY)
    if tree.getroot().tag != "ANNOTATION_DOCUMENT":
        raise BadInput("is not an ELAN file", where=where, remedy=_REMEDY)


def _cues(eaf: Any) -> Iterator[Cue]:
    spoken = {name: tier for name, tier in eaf.tiers.items() if _stands_alone(eaf, tier)}
    told = any(tier[2].get("PARTICIPANT") for tier in spoken.values())
    for name, (alignable, _, attributes, _) in spoken.items():
        who = attributes.get("PARTICIPANT", "").strip()
        if name.strip().casefold() in _ASIDE or (told and not who):
            continue
        for first, last, value, _ in alignable.values():
            text = unicodedata.normalize("NFC", " ".join(value.split()))
            if text and not _NOISE.fullmatch(text):
                start, end = _time(eaf, first, before=True), _time(eaf, last, before=False)
                yield Cue(who or name, start, max(start, end), text)


def _stands_alone(eaf: Any, tier: Any) -> bool:
    kind = eaf.linguistic_types.get(tier[2].get("LINGUISTIC_TYPE_REF"), {})
    return "PARENT_REF" not in tier[2] and kind.get("TIME_ALIGNABLE", "true") == "true"


def _time(eaf: Any, slot: str, *, before: bool) -> int:
    """Return a slot's time in ms; of one without, the nearest known one in the slots' order."""
    if eaf.timeslots[slot] is not None:
        return int(eaf.timeslots[slot])
    slots = list(eaf.timeslots)
    at = slots.index(slot)
    order = reversed(slots[:at]) if before else slots[at:]
    known = (eaf.timeslots[s] for s in order if eaf.timeslots[s] is not None)
    return int(next(known, 0))
