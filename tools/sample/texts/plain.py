"""Scripts as plain text and Markdown."""

from __future__ import annotations

from sample.script import Cast, Script, ScriptError
from sample.texts.pages import INVENTED, Page, Places, Span


class _Text:
    """A text that grows at its end and tells where each addition stands."""

    def __init__(self, head: str) -> None:
        self.text = head

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return start, len(self.text)


def markdown(script: Script, cast: Cast) -> Page:
    """Lay a script out as Markdown, each turn a paragraph that begins with a bold name."""
    labels = {who: f"**{name}:** " for who, name in cast.labels.items()}
    return _paragraphs(script, head=f"# {script.title}\n\n*{INVENTED}*\n", labels=labels)


def plain(script: Script, cast: Cast) -> Page:
    """Lay a script out as plain text, each turn a paragraph that begins with a name."""
    labels = {who: f"{name}: " for who, name in cast.labels.items()}
    return _paragraphs(script, head=f"{script.title}\n\n[{INVENTED}]\n", labels=labels)


def questions_and_answers(script: Script, cast: Cast) -> Page:
    """Lay a script out as Markdown without names: what the interviewer says is in bold."""
    check_two_sides(script, cast)
    head = f"# {script.title}\n\n*{INVENTED}*\n"
    return _paragraphs(script, head=head, bold=cast.interviewers)


def check_two_sides(script: Script, cast: Cast) -> None:
    """Refuse a script that says who speaks only if names are written."""
    first = script.turns[0]
    if cast.role(first.who) != "interviewer" or not first.parts[-1].says.endswith("?"):
        raise ScriptError(f"{script.interview}: without names, the first turn has to be a question")
    if len(cast.labels) - len(cast.interviewers) != 1:
        raise ScriptError(f"{script.interview}: without names, only one may answer")


def _paragraphs(
    script: Script,
    *,
    head: str,
    labels: dict[str, str] | None = None,
    bold: frozenset[str] = frozenset(),
) -> Page:
    page, places = _Text(head), Places()
    for turn in script.turns:
        mark = "**" if turn.who in bold else ""
        page.add("\n" + (labels[turn.who] if labels else "") + mark)
        spans: list[Span] = []
        for part in turn.parts:
            if spans:
                page.add(f"{mark}\n\n{mark}" if part.new_paragraph else " ")
            spans.append(page.add(part.says))
        page.add(mark + "\n")
        places.append(spans)
    return Page(page.text.encode(), places, text=page.text)
