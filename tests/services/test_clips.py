import io
from datetime import date
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.errors import BadInput, NotReady
from pipeline.layout import Layout
from pipeline.model.consent import Decision
from pipeline.model.span import Span
from pipeline.services.showing import clips
from pipeline.services.showing.clips import Sound, clip_audio, whole_sound
from pipeline.services.showing.reading import read_interview
from tests.dashboards.small_study import write_small_study


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def allow(layout: Layout, speaker: str, old: str, new: str) -> None:
    path = layout.path("speakers")
    lines = [
        line.replace(old, new) if line.startswith(speaker) else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines) + "\n")


def seconds(sound: bytes) -> float:
    with av.open(io.BytesIO(sound), "r") as container:
        frames = list(container.decode(container.streams.audio[0]))
    return float(sum(frame.samples for frame in frames) / frames[0].sample_rate)


def test_a_clip_is_as_long_as_its_span(layout: Layout) -> None:
    sound = clip_audio(layout, interview="docks-01", span=Span(2000, 5000))
    assert isinstance(sound, bytes)
    assert seconds(sound) == pytest.approx(3.0, abs=0.15)


def test_a_clip_is_cut_once(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    first = clip_audio(layout, interview="docks-01", span=Span(2000, 3000))
    monkeypatch.setattr(clips, "cut_audio", lambda *_, **__: pytest.fail("cut again"))
    assert clip_audio(layout, interview="docks-01", span=Span(2000, 3000)) == first


def test_only_the_newest_clips_are_kept(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clips, "KEPT_CLIPS", 2)
    for start in range(0, 4000, 1000):
        clip_audio(layout, interview="docks-01", span=Span(start, start + 500))
    assert len(list((layout.root / ".interleaf/clips").iterdir())) == 2


def test_a_voice_that_may_not_be_heard_is_refused_with_the_reason(layout: Layout) -> None:
    clip_audio(layout, interview="docks-01", span=Span(2000, 3000))
    allow(layout, "ada", "name voice", "name")
    refused = clip_audio(layout, interview="docks-01", span=Span(2000, 3000))
    assert refused == Decision(allowed=False, reason="not given")


def test_an_expired_permission_is_refused(layout: Layout) -> None:
    allow(layout, "ada", "voice,,", "voice,2026-06-30,")
    until = clip_audio(layout, interview="docks-01", span=Span(0, 500), on=date(2026, 6, 30))
    after = clip_audio(layout, interview="docks-01", span=Span(0, 500), on=date(2026, 7, 1))
    assert isinstance(until, bytes)
    assert after == Decision(allowed=False, reason="expired")


def test_a_voice_without_a_name_needs_the_permission_of_all(layout: Layout) -> None:
    manifest = layout.path("manifest")
    manifest.write_text(manifest.read_text().replace(",ada,inga,", ",ada cleo,inga,"))
    assert isinstance(clip_audio(layout, interview="docks-01", span=Span(2000, 3000)), bytes)
    turns = layout.path("turns", id="docks-01")
    turns.write_text(turns.read_text().replace('"speaker":"ada"', '"speaker":"s1"'))
    assert clip_audio(layout, interview="docks-01", span=Span(2000, 3000)) == Decision(
        False, "not given"
    )


def test_where_nobody_knows_who_speaks_all_must_allow_it(layout: Layout) -> None:
    layout.path("turns", id="docks-01").unlink()
    assert isinstance(clip_audio(layout, interview="docks-01", span=Span(0, 500)), bytes)
    allow(layout, "ada", "name voice", "name")
    assert not clip_audio(layout, interview="docks-01", span=Span(0, 500))


def test_an_interview_that_is_not_in_the_tables_is_refused(layout: Layout) -> None:
    assert clip_audio(layout, interview="elsewhere-01", span=Span(0, 500)) == Decision(
        False, "not given"
    )


def test_a_text_has_nothing_to_play(layout: Layout) -> None:
    allow(layout, "lola", "quote name", "quote name voice")
    with pytest.raises(NotReady):
        clip_audio(layout, interview="patio-01", span=Span(0, 5))


def test_nothing_outside_the_study_can_be_reached(layout: Layout) -> None:
    source = layout.path("source", id="docks-01")
    source.write_text(source.read_text().replace("recordings/docks-01.wav", "../../docks-01.wav"))
    with pytest.raises(BadInput, match="outside"):
        clip_audio(layout, interview="docks-01", span=Span(0, 500))


def test_the_whole_sound_is_made_once(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    first = whole_sound(layout, "docks-01")
    assert isinstance(first, Sound)
    assert first.keep is None
    assert not first.path.exists()
    assert seconds(first.made().read_bytes()) == pytest.approx(40, abs=0.2)
    monkeypatch.setattr(clips, "small_sound", lambda *_, **__: pytest.fail("made again"))
    again = whole_sound(layout, "docks-01")
    assert isinstance(again, Sound)
    assert again.made() == first.path


def test_where_one_voice_is_refused_only_the_others_sound(layout: Layout) -> None:
    manifest = layout.path("manifest")
    manifest.write_text(manifest.read_text().replace(",dario,inga,", ",dario elena,inga,"))
    allow(layout, "elena", "quote name", "quote name voice")
    before = whole_sound(layout, "fornace-01")
    assert isinstance(before, Sound)
    assert before.keep is None
    before.made()
    allow(layout, "elena", "quote name voice", "quote name")
    turns = layout.path("turns", id="fornace-01")
    said = turns.read_text()
    last = said.rindex('"speaker":"dario"')
    turns.write_text(said[:last] + said[last:].replace('"speaker":"dario"', '"speaker":"elena"'))
    after = whole_sound(layout, "fornace-01")
    assert isinstance(after, Sound)
    after.made()
    assert not before.path.exists()
    with av.open(str(after.path), "r") as container:
        stream = container.streams.audio[0]
        sound = np.concatenate([f.to_ndarray()[0] for f in container.decode(stream)])
    hers = read_interview(layout, "fornace-01").utterances[3]
    rate, start, end = 16, hers.span.start, hers.span.end
    assert abs(sound[3000 * rate : 4000 * rate]).max() > 0.05  # Dario
    assert abs(sound[(start + 100) * rate : (end - 100) * rate]).max() < 0.01  # Elena
    assert abs(sound[(end + 200) * rate :]).max() < 0.01  # nobody knows who


def test_the_whole_sound_is_refused_and_deleted_with_the_permission(layout: Layout) -> None:
    made = whole_sound(layout, "docks-01")
    assert isinstance(made, Sound)
    made.made()
    allow(layout, "ada", "analyse quote", "quote")
    assert whole_sound(layout, "docks-01") == Decision(False, "not given")
    assert not made.path.exists()
    with pytest.raises(NotReady):
        whole_sound(layout, "patio-01")
