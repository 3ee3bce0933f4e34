"""Scripts as text files, with the place of every word that is spoken.

One more form is one more function `(script, cast) -> Page` and one more line in TEXT_FORMS.
"""

from __future__ import annotations

from collections.abc import Callable

from sample.script import Cast, Script

Span = tuple[int, int]
"""Half-open, in the unit of the interview: Unicode code points or milliseconds."""

Places = list[list[Span]]
"""A span for every part of every turn."""

INVENTED = (
    "This conversation is invented and so are the people in it. "
    "It belongs to the sample study of Interleaf."
)


class Page:
    """A text that grows at its end and tells where each addition stands."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.text = ""
        self.places: Places = []

    def add(self, words: str) -> Span:
        """Append words; give their half-open span in code points."""
        start = len(self.text)
        self.text += words
        return start, len(self.text)


def markdown(script: Script, cast: Cast) -> Page:
    """Lay a script out as Markdown, each turn a paragraph that begins with a bold name."""
    return _paragraphs(script, cast, head=f"# {script.title}\n\n*{INVENTED}*\n", label="**{}:** ")


def plain(script: Script, cast: Cast) -> Page:
    """Lay a script out as plain text, each turn a paragraph that begins with a name."""
    return _paragraphs(script, cast, head=f"{script.title}\n\n[{INVENTED}]\n", label="{}: ")


TEXT_FORMS: dict[str, Callable[[Script, Cast], Page]] = {"md": markdown, "txt": plain}


def _paragraphs(script: Script, cast: Cast, *, head: str, label: str) -> Page:
    page = Page()
    page.add(head)
    for turn in script.turns:
        page.add("\n" + label.format(cast.labels[turn.who]))
        spans: list[Span] = []
        for part in turn.parts:
            if spans:
                page.add("\n\n" if part.new_paragraph else " ")
            spans.append(page.add(part.says))
        page.add("\n")
        page.places.append(spans)
    return page
