"""The codebook and what is coded with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A code with what a coder needs to use it; ``parent`` makes a hierarchy."""

    id: str
    name: str
    definition: str
    use_when: str = ""
    not_when: str = ""
    examples: tuple[str, ...] = ()
    colour: str = ""
    parent: str = ""
    was: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    retired: bool = False

    def descriptions(self) -> tuple[str, ...]:
        """Return the texts that say what the code means, for matching by meaning."""
        return (f"{self.name}. {self.definition}", *self.examples)


@dataclass(frozen=True)
class Codebook:
    """All codes, in the order of the file."""

    codes: tuple[Code, ...] = ()

    @property
    def by_id(self) -> dict[str, Code]:
        """The codes by id."""
        return {code.id: code for code in self.codes}
