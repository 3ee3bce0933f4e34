"""What people decide: events, never changed, only followed by further events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.model.anchor import Anchor

Group = Literal[
    "words", "speakers", "stretches", "questions", "codes", "memos", "clusters", "clips"
]

KINDS: Mapping[str, Group | None] = {
    "correct-words": "words",
    "redact": "words",
    "off-record": "words",
    "name-speaker": "speakers",
    "split": "stretches",
    "join": "stretches",
    "assign-question": "questions",
    "reject-question": "questions",
    "assign-code": "codes",
    "reject-code": "codes",
    "memo": "memos",
    "flag": "memos",
    "approve": "memos",
    "unflag": "words",
    "name-cluster": "clusters",
    "merge-clusters": "clusters",
    "move-answers": "clusters",
    "freeze-cluster": "clusters",
    "unfreeze-cluster": "clusters",
    "accept-clusters": "clusters",
    "take-clip": "clips",
    "drop-clip": "clips",
    "trim-clip": "clips",
    "move-clip": "clips",
    "card": "clips",
    "adjudicate": None,  # the group of what its value names: a question or a code
    "undo": None,  # the group of the event that it takes back
    "place": None,  # the group of the event to whose words it points anew
    "let-go": None,  # the group of the event that has lost its words for good
}
"""The open table of kinds: each with the one artefact that it folds into, and so the
stages that it wakes. A new kind is a line here and a reader of its group."""

GROUPS: tuple[Group, ...] = (
    "words", "speakers", "stretches", "questions", "codes", "memos", "clusters", "clips",
)  # fmt: skip

VALUE_KEYS: Mapping[str, tuple[str, ...]] = {
    "correct-words": ("text",),
    "name-speaker": ("speaker",),
    "assign-question": ("question",),
    "reject-question": ("question",),
    "assign-code": ("code",),
    "reject-code": ("code",),
    "memo": ("text",),
    "name-cluster": ("name", "clusters"),
    "merge-clusters": ("clusters",),
    "move-answers": ("answers",),
    "freeze-cluster": ("clusters",),
    "unfreeze-cluster": ("clusters",),
    "accept-clusters": ("clusters",),
    "take-clip": ("timeline",),
    "drop-clip": ("timeline",),
    "trim-clip": ("timeline",),
    "move-clip": ("timeline",),
    "adjudicate": ("verdict",),
    "undo": ("event",),
    "place": ("event",),
    "let-go": ("event",),
}
"""What the ``value`` of a kind must hold."""


@dataclass(frozen=True)
class Event:
    """One decision of one coder.

    ``at`` is UTC in ISO 8601 with milliseconds; ``seen`` tells what the person had
    before them (``{"mode": "blind"}`` or the suggestion with its score); ``guide``
    and ``codebook`` are the versions of the question set and codebook at the time.
    """

    id: str
    at: str
    coder: str
    kind: str
    anchor: Anchor | None = None
    value: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    guide: str = ""
    codebook: str = ""
    reason: str = ""

    @property
    def group(self) -> Group | None:
        """The group that the event folds into, None for an undo."""
        if self.kind == "adjudicate":
            return "codes" if "code" in self.value else "questions"
        return KINDS.get(self.kind)
