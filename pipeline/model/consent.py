"""What a person allowed, and the one place that decides whether something may appear.

Consent is evaluated when something is read or leaves, never baked into an
artefact: a permission that expires or is withdrawn works at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Permission = Literal["analyse", "quote", "name", "voice", "image"]
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)


@dataclass(frozen=True)
class Consent:
    """The permissions a person gave, with their date, expiry, scope and release form."""

    permissions: tuple[Permission, ...] = ()
    given: date | None = None
    until: date | None = None
    scope: str = ""
    release: str = ""


@dataclass(frozen=True)
class Decision:
    """Whether a use is allowed, and if not, why: ``expired``, ``not yet`` or ``not given``."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Read as a yes or no."""
        return self.allowed


def decide(consent: Consent, use: Permission, *, on: date) -> Decision:
    """Decide whether a use is allowed on a day; the expiry day itself still counts."""
    if consent.given is not None and on < consent.given:
        return Decision(allowed=False, reason="not yet")
    if consent.until is not None and on > consent.until:
        return Decision(allowed=False, reason="expired")
    if use not in consent.permissions:
        return Decision(allowed=False, reason="not given")
    return Decision(allowed=True)
