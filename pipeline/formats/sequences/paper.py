"""The paper edit: a timeline to read and to mark by hand, as a page, a document or a table."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from pipeline.formats.sequences.laying import base, lay, parts
from pipeline.formats.spreadsheets import write_csv
from pipeline.formats.timecode import timecode
from pipeline.formats.transcripts.docx import undated
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.assembly import Assembly, Shot
from pipeline.model.transcript import clock

CHECKED = "checked against the recording"
UNQUOTED = "(may be heard, not quoted)"
_COLUMNS = (
    "number", "speaker", "place", "recording", "in", "out", "at", "length", "words", "before",
    "after", "status", "codes", "answer", CHECKED,
)  # fmt: skip
_GREY = "666666"


@dataclass(frozen=True)
class _Line:
    """A clip on paper; ``first`` and ``last`` as the recording's timecode or its clock."""

    shot: Shot
    first: str
    last: str
    at: str
    length: str

    @property
    def words(self) -> str:
        return without_controls(self.shot.words) or UNQUOTED

    @property
    def before(self) -> str:
        words = without_controls(self.shot.before)
        return f"… {words}" if words else ""

    @property
    def after(self) -> str:
        words = without_controls(self.shot.after)
        return f"{words} …" if words else ""


def _on_paper(assembly: Assembly) -> list[_Line]:
    rate, _ = base(assembly)
    begins: dict[int, int] = {}
    for laid in lay(assembly, rate):
        begins.setdefault(laid.part.shot.number, laid.at)
    lines = []
    for shot in assembly.shots:
        first, last = _edges(shot)
        at = Fraction(begins.get(shot.number, 0)) / rate
        length = f"{(shot.end - shot.start) / 1000:.1f} s"
        lines.append(_Line(shot, first, last, clock(int(at * 1000), hours=True), length))
    return lines


def _edges(shot: Shot) -> tuple[str, str]:
    """Return in and out: frames where there are some, tenths of a second where not."""
    if shot.footage.rate is None:
        return _tenths(shot.start), _tenths(shot.end)
    whole = parts(shot)
    like = shot.footage.start_timecode
    first, last = whole[0], whole[-1]
    return (
        timecode(first.origin + first.first, first.rate, like=like),
        timecode(last.origin + last.first + last.count, last.rate, like=like),
    )


def _tenths(ms: int) -> str:
    return f"{clock(ms, hours=True)}.{ms % 1000 // 100}"


def write_table(assembly: Assembly) -> dict[str, bytes]:
    """Write a table, a row a clip."""
    import pandas as pd

    rows = [
        (
            line.shot.number, line.shot.speaker, line.shot.place, line.shot.footage.name,
            line.first, line.last, line.at, line.length, line.words, line.shot.before,
            line.shot.after, line.shot.status, "; ".join(line.shot.codes), line.shot.answer, "",
        )
        for line in _on_paper(assembly)
    ]  # fmt: skip
    return {".csv": write_csv(pd.DataFrame(rows, columns=list(_COLUMNS)))}


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 11pt/1.5 Georgia, serif; color: #1a1a1a; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }}
.about, .time, .around {{ color: #{grey}; }}
ol {{ list-style: none; padding: 0; margin: 2rem 0 0; }}
li {{ border-top: 1px solid #ccc; padding: .75rem 0 1rem 3rem; position: relative;
  break-inside: avoid; }}
.number {{ position: absolute; left: 0; font-weight: bold; }}
.who {{ font-weight: bold; }}
.time {{ font: 9.5pt/1.5 Menlo, Consolas, monospace; }}
.around {{ font-style: italic; margin: .25rem 0; }}
.words {{ margin: .25rem 0; }}
.box {{ font-size: 9.5pt; display: block; margin-top: .35rem; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="about">{about}</p>
<ol>
{clips}</ol>
</body>
</html>
"""
_CLIP = """<li id="clip-{number}"><span class="number">{number}</span>
<span class="who">{who}</span><br>
<span class="time">{time}</span>
{before}<p class="words"{language}>{words}</p>
{after}<label class="box"><input type="checkbox"> {checked}</label></li>
"""


def write_page(assembly: Assembly) -> dict[str, bytes]:
    """Write a page that stands by itself: nothing in it is fetched or run."""
    lines = _on_paper(assembly)
    clips = "".join(
        _CLIP.format(
            number=line.shot.number,
            who=escape(_who(line)),
            time=escape(_when(line)),
            before=_around(line.before),
            after=_around(line.after),
            words=escape(line.words),
            language=f' lang="{escape(line.shot.language)}"' if line.shot.language else "",
            checked=CHECKED,
        )
        for line in lines
    )
    page = _PAGE.format(
        title=escape(without_controls(assembly.title)), about=escape(_about(assembly)), clips=clips,
        grey=_GREY, language="en",
    )  # fmt: skip
    return {".html": page.encode()}


def _who(line: _Line) -> str:
    mark = "" if line.shot.status == "confirmed" else f" ({line.shot.status})"
    return without_controls(", ".join(filter(None, (line.shot.speaker, line.shot.place)))) + mark


def _when(line: _Line) -> str:
    name = without_controls(line.shot.footage.name)
    return f"{line.first} – {line.last} · {name} · at {line.at}, {line.length}"


def _around(words: str) -> str:
    return f'<p class="around">{escape(words)}</p>\n' if words else ""


def _about(assembly: Assembly) -> str:
    whole = sum(shot.end - shot.start for shot in assembly.shots)
    told = f"{len(assembly.shots)} clips, {clock(whole, hours=True)}"
    return " · ".join(filter(None, (told, assembly.name, assembly.provenance)))


def write_document(assembly: Assembly) -> dict[str, bytes]:
    """Write a Word document, a few paragraphs a clip that stay together on a page."""
    import docx

    made = docx.Document()
    made.core_properties.author = ""
    made.core_properties.title = without_controls(assembly.title)
    made.add_heading(without_controls(assembly.title), level=1)
    for name, before, grey, italic, together in _STYLES:
        _style(made, name, before=before, grey=grey, italic=italic, together=together)
    _paragraph(made, "About").add_run(_about(assembly))
    for line in _on_paper(assembly):
        _clip(made, line)
    out = io.BytesIO()
    made.save(out)
    return {".docx": undated(out.getvalue())}


_STYLES = (
    # name, points before it, grey, italic, on one page with what follows
    ("About", 0, True, False, False),
    ("Clip", 12, False, False, True),
    ("Time", 0, True, False, True),
    ("Around", 0, True, True, True),
    ("Words", 0, False, False, True),
    ("Box", 0, False, False, False),
)


def _style(made: Any, name: str, *, before: int, grey: bool, italic: bool, together: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["Normal"]
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(2)
    style.paragraph_format.keep_with_next = together
    style.font.bold = name == "Clip"
    style.font.italic = italic
    if grey:
        style.font.color.rgb = RGBColor.from_string(_GREY)


def _clip(made: Any, line: _Line) -> None:
    _paragraph(made, "Clip").add_run(f"{line.shot.number}  {_who(line)}")
    _paragraph(made, "Time").add_run(_when(line))
    if line.before:
        _paragraph(made, "Around").add_run(line.before)
    _paragraph(made, "Words").add_run(line.words)
    if line.after:
        _paragraph(made, "Around").add_run(line.after)
    _paragraph(made, "Box").add_run(f"☐ {CHECKED}")


def _paragraph(made: Any, style: str) -> Any:
    """Add a paragraph at the end; the library's own way looks through all that are there."""
    from docx.oxml.parser import OxmlElement
    from docx.text.paragraph import Paragraph

    element = OxmlElement("w:p")
    element.style = style
    made.element.body[-1].addprevious(element)  # its last one holds the page, not words
    return Paragraph(element, made._body)
