"""The clips of one topic, laid side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.analysis.orders import interleave
from pipeline.model.interview import Source
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Subject, Timeline


def build_timeline(
    answers: pd.DataFrame,
    *,
    sources: Mapping[str, Source],
    name: str,
    title: str,
    subject: Subject,
    topic: str,
    handle_ms: int,
    min_ms: int,
) -> Timeline:
    """Lay out the clips of a topic so that neighbours differ in place where they can.

    Args:
        answers: rows of ``ANSWERS`` about the topic, with ``score`` and ``tag_status``.
        sources: each interview's source.
        name: the timeline's id.
        title: its title.
        subject: what kind of topic.
        topic: the question's or cluster's id.
        handle_ms: how much more to take on both sides, where the recording has it.
        min_ms: shorter clips are left out.
    """
    recorded = answers[answers["recorded"]]
    clips = [
        clip
        for row in recorded.to_dict("records")
        if (clip := clip_of(row, sources[row["interview"]], handle_ms))
        and clip.span.length >= min_ms
    ]
    unplaced = tuple(answers.loc[~answers["recorded"], "answer"])
    return Timeline(name, title, subject, topic, tuple(interleaved(clips)), unplaced)


def clip_of(row: Mapping[Any, Any], source: Source, handle_ms: int) -> Clip | None:
    """Return a row's stretch, with handles inside the recording; None where there is none."""
    if source.media is None:
        return None
    whole = Span(0, source.media.duration_ms)
    start, end = int(row["start"]), int(row["end"])
    span = Span(max(0, start - handle_ms), end + handle_ms) & whole
    return Clip(
        answer=str(row["answer"]),
        interview=source.interview,
        speaker=str(row["speaker"]),
        site=str(row["site"]),
        file=source.file,
        start=span.start,
        end=span.end,
        status=str(row["tag_status"]),
        score=float(row["score"]),
        rate=source.media.rate,
        start_timecode=source.media.start_timecode,
        media_duration_ms=source.media.duration_ms,
    )


def interleaved(clips: Sequence[Clip]) -> list[Clip]:
    """Order clips: a round through the places at a time, confirmed and likest first."""
    ranked = sorted(clips, key=lambda c: (c.status != "confirmed", -c.score, c.interview, c.start))
    places = {i: clip.site for i, clip in enumerate(ranked)}
    return [ranked[i] for i in interleave(range(len(ranked)), places)]
