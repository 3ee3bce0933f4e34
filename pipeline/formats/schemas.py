"""The schema of each JSON artefact: raised when its shape changes, and the old one is stale."""

from __future__ import annotations

STUDY = "interleaf/study/1"
CONSENT = "interleaf/consent/1"
SOURCE = "interleaf/source/1"
HEARD = "interleaf/heard/1"
TRANSCRIPT = "interleaf/transcript/1"
TRANSCRIPT_FILE = "interleaf/transcript-file/1"
VOICES = "interleaf/voices/1"
TURNS = "interleaf/turns/1"
CLAIMS_OF = "interleaf/claims-of/1"
ANSWERS_OF = "interleaf/answers-of/1"
EVENTS = "interleaf/events/1"
CLUSTERS = "interleaf/clusters/1"
TIMELINES = "interleaf/timelines/1"
SENT = "interleaf/sent/1"
METRICS = "interleaf/metrics/1"
