"""The two forms of a report: whole, alike, and with nothing fetched from elsewhere."""

import io
import re

import docx
import pytest
from lxml import html as pages
from PIL import Image

from pipeline.formats.charts import drawn
from pipeline.formats.drawing import to_png, to_svg
from pipeline.formats.reports import WRITERS
from pipeline.model.report import (
    Cell,
    Chart,
    Facts,
    Field,
    Figure,
    Growth,
    Heading,
    Interval,
    Intervals,
    Paragraph,
    Quotation,
    Report,
    Section,
    Table,
    Unknown,
)
from tests.reports import texts_of, words_of

FIELD = Field(
    ("What does <work> mean?", "Are you happy?"),
    ("The Mill,\nvisit 1", "Perché"),
    ((Cell("2/3", 2 / 3), Cell("–", None)), (Cell("1/1", 1.0), Cell("", None))),
)
INTERVALS = Intervals(
    "gap", (Interval("work", 0.2, 0.1, 0.3, "differ (n=9)"),
            Interval("happy", None, None, None, "not estimable")), 0.05,
)  # fmt: skip
GROWTH = Growth("interviews", "codes", (3, 4, 4), (2.0, 3.0, 4.0), (4.0, 4.0, 4.0))
CHARTS: tuple[Chart, ...] = (FIELD, INTERVALS, GROWTH)


def figure(chart: Chart, n: int) -> Figure:
    rows = (("work & more", "3"), ("happy", "1"))
    table = Table(f"Table of figure {n}", ("Question", "People"), rows, (1,))
    return Figure(f"Figure {n}", f"What figure {n} shows.", f"It says {n}.", chart, table)


REPORT = Report(
    "A <study> & its report", "Made on a day",
    (
        Section(
            "first", "First part", "In a sentence.",
            (
                Paragraph("Words."), Paragraph("Quiet words.", note=True), Heading("Inside", "tag"),
                Facts((("7", "people"),)), Unknown("nobody has judged yet"),
                Quotation("Sì, <b>perché</b> no?\x07", "it", "Dario", "Fornace, 2026", guess=True,
                          standing="grouping", asked="Sei felice?"),
                Quotation("Yes.", "en", "Ada", "Docks, 2026", guess=False, standing="by people"),
            ),
        ),
        Section("second", "Second part", "Another.",
                tuple(figure(chart, n) for n, chart in enumerate(CHARTS))),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return WRITERS["html"](REPORT).decode()


def test_the_page_fetches_and_runs_nothing(page: str) -> None:
    found = pages.fromstring(page)
    links = [str(value) for value in found.xpath("//@href | //@src | //@srcset | //@action")]
    assert links == ["#first", "#second"]
    assert not found.xpath("//script | //link | //iframe | //img | //@style | //@onclick")
    style = found.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style
    outside = set(re.findall(r"https?://[^\s\"'<)]+", page))
    assert outside <= {"http://www.w3.org/2000/svg"}
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert str(policy).startswith("default-src 'none'")


def test_every_figure_has_its_sentence_its_table_and_words_for_who_does_not_see_it(
    page: str,
) -> None:
    found = pages.fromstring(page)
    figures = found.xpath("//figure[contains(@class, 'chart')]")
    assert len(figures) == len(CHARTS)
    for n, each in enumerate(figures):
        (svg,) = each.xpath(".//*[local-name()='svg']")
        assert svg.get("role") == "img"
        assert svg.get("aria-label") == f"What figure {n} shows."
        assert each.xpath("string(.//p[@class='sentence'])") == f"It says {n}."
        assert len(each.xpath(".//table/tbody/tr")) == 2
        assert each.xpath("string(.//table/caption)") == f"Table of figure {n}"


def test_the_page_escapes_words_and_tells_their_language(page: str) -> None:
    found = pages.fromstring(page)
    first = found.xpath("//blockquote")[0]
    assert (first.text, first.get("lang"), len(first)) == ("Sì, <b>perché</b> no?", "it", 0)
    assert "machine’s guess: grouping" in first.getparent().text_content()
    second = found.xpath("//figure[@class='said']")[1].text_content()
    assert "guess" not in second
    assert "by people" in second


def test_both_forms_hold_every_text(page: str) -> None:
    shown = " ".join(pages.fromstring(page).text_content().split())
    written = " ".join(words_of(WRITERS["docx"](REPORT)).split())
    for text in texts_of(REPORT):
        plain = " ".join(text.replace("\x07", "").split())
        assert plain in shown, text
        assert plain in written, text


def test_the_document_opens_and_its_figures_speak() -> None:
    made = docx.Document(io.BytesIO(WRITERS["docx"](REPORT)))
    assert len(made.inline_shapes) == len(CHARTS)
    told = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert told == [f"What figure {n} shows." for n in range(len(CHARTS))]
    assert made.core_properties.title == "A <study> & its report"
    assert made.core_properties.author == ""
    drawings = [p for p in made.part.package.iter_parts() if p.partname.endswith(".svg")]
    assert len(drawings) == len(CHARTS)
    assert all(part.blob.startswith(b"<svg") for part in drawings)
    assert "Machine’s guess: grouping" in words_of(WRITERS["docx"](REPORT))


@pytest.mark.parametrize("chart", CHARTS, ids=["field", "intervals", "growth"])
def test_a_chart_stays_inside_its_drawing(chart: Chart) -> None:
    drawing = drawn(chart, title="A title", told="What it shows")
    for mark in drawing.marks:
        points = getattr(mark, "points", None) or [(mark.x, mark.y)]  # type: ignore[union-attr]
        assert all(-1 <= x <= drawing.width + 1 and 0 <= y <= drawing.height for x, y in points)
    image = Image.open(io.BytesIO(to_png(drawing)))
    assert image.size == (2 * drawing.width, 2 * drawing.height)
    assert len(set(image.convert("L").tobytes())) > 3


def test_letters_with_accents_are_drawn_and_not_boxes() -> None:
    def picture(word: str) -> bytes:
        one = Field((word,), ("b",), ((Cell("1", 0.1),),))
        return to_png(drawn(one, title="t", told="d"))

    assert len({picture(word) for word in ("perche", "perché", "perchè", "perchü")}) == 4


def test_a_field_is_darker_where_there_is_more() -> None:
    svg = pages.fromstring(to_svg(drawn(FIELD, title="t", told="d")))
    fills = {r.findtext("title"): r.get("fill") for r in svg.xpath("//rect")}
    two_thirds = fills["What does <work> mean?, The Mill, visit 1: 2/3"]
    whole = fills["Are you happy?, The Mill, visit 1: 1/1"]
    assert two_thirds is not None
    assert whole is not None
    assert int(whole[1:3], 16) < int(two_thirds[1:3], 16)


@pytest.mark.parametrize("hundredths", range(0, 101, 5))
def test_words_in_a_field_can_be_read_on_their_ground(hundredths: int) -> None:
    cell = Cell("1/2", hundredths / 100)
    svg = pages.fromstring(to_svg(drawn(Field(("a",), ("b",), ((cell,),)), title="t", told="d")))
    ground = svg.xpath("//rect/@fill")[0]
    ink = next(text.get("fill") for text in svg.xpath("//text") if text.text == "1/2")
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_cannot_be_estimated_has_no_point() -> None:
    svg = pages.fromstring(to_svg(drawn(INTERVALS, title="t", told="d")))
    assert len(svg.xpath("//circle")) == 1
    assert "not estimable" in svg.text_content()
