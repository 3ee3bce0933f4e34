from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.eaf import read_eaf
from pipeline.formats.texts.values import Cue

PARLATO = Path("/work/shared/data/interviews/parlato")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><PROPERTY NAME="x">invented</PROPERTY></HEADER>
"""
TALK = (
    HEAD
    + """<TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="2500"/>
<TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="2400"/><TIME_SLOT TIME_SLOT_ID="ts4"/>
<TIME_SLOT TIME_SLOT_ID="ts5" TIME_VALUE="6000"/>
</TIME_ORDER>
<TIER TIER_ID="B" PARTICIPANT="Ada" LINGUISTIC_TYPE_REF="default-lt">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
<ANNOTATION_VALUE>Perché  no &amp; poi
basta.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a5" TIME_SLOT_REF1="ts4" TIME_SLOT_REF2="ts5">
<ANNOTATION_VALUE>((ride))</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="A" PARTICIPANT="Inga" LINGUISTIC_TYPE_REF="default-lt">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE>E poi?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="B-en" PARTICIPANT="Ada" PARENT_REF="B" LINGUISTIC_TYPE_REF="translation">
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a2">
<ANNOTATION_VALUE>Why not.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="remarks" LINGUISTIC_TYPE_REF="default-lt">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a4" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts5">
<ANNOTATION_VALUE>A noisy room.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default-lt" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="translation" TIME_ALIGNABLE="false"
 CONSTRAINTS="Symbolic_Association"/>
</ANNOTATION_DOCUMENT>
"""
)


def cues(tmp_path: Path, text: str) -> tuple[Cue, ...]:
    path = tmp_path / "a.eaf"
    path.write_bytes(text.encode())
    return read_eaf(path, where="interviews/a.eaf").cues


def test_participants_speak_in_the_order_of_their_times(tmp_path: Path) -> None:
    assert cues(tmp_path, TALK) == (
        Cue("Inga", 1_000, 2_500, "E poi?"),
        Cue("Ada", 2_400, 6_000, "Perché no & poi basta."),
    )


def test_without_participants_a_tier_s_name_tells_who(tmp_path: Path) -> None:
    text = TALK.replace('PARTICIPANT="Ada" ', "").replace('PARTICIPANT="Inga" ', "")
    assert {cue.label for cue in cues(tmp_path, text)} == {"A", "B", "remarks"}
    text = text.replace('TIER_ID="remarks"', 'TIER_ID="Notes"')
    assert {cue.label for cue in cues(tmp_path, text)} == {"A", "B"}


BOMB = HEAD.replace(
    "<ANNOTATION_DOCUMENT",
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ANNOTATION_DOCUMENT',
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no xml", "line 1: is not XML"),
        (TALK[:900], r"line \d+: is not XML"),
        ("<html/>", "is not an ELAN file"),
        ("<ANNOTATION_DOCUMENT><TIER/></ANNOTATION_DOCUMENT>", "is not an ELAN file"),
        (BOMB + "</ANNOTATION_DOCUMENT>", "declares a document type"),
        (HEAD + "<TIME_ORDER/></ANNOTATION_DOCUMENT>", "holds no words with times"),
    ],
)
def test_what_is_no_sound_eaf_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=rf"^interviews/a.eaf: {told}; "):
        cues(tmp_path, text)


@pytest.mark.skipif(not PARLATO.is_dir(), reason="the ParlaTO interviews are not here")
def test_interviews_of_parlato_have_the_voices_and_units_of_their_transcripts() -> None:
    path = PARLATO / "PTA002.eaf"
    made = read_eaf(path, where=path.name).cues
    told = [line.split("\t")[0] for line in path.with_suffix(".txt").read_text().splitlines()]
    assert sorted(cue.label for cue in made) == sorted(told)
