from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.html import read_html
from pipeline.formats.texts.values import Labelled
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>T</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/a">Places</a></li></ul></nav>
<div class="cookie-consent"><p>We use cookies. Is that fine?</p></div>
<article><h1>Is this a workshop?</h1><p class="byline">By Somebody</p>
<figure><img src="a.jpg"><figcaption>The yard. Photo: Somebody</figcaption></figure>
{article}</article>
<section id="comments"><h2>Comments</h2><p>Reader: what a place!</p><form><textarea></textarea>
</form></section><footer><p>All rights reserved</p></footer></body></html>"""
SIDES = [
    (INTERVIEWER, "What brought you here, and when?"),
    (INTERVIEWEE, "The oven brought me here, Zoë & the others too, in May."),
    ("", "And then I stayed for the people, as one does."),
    (INTERVIEWER, "Tell me about bread."),
    (INTERVIEWEE, "It rises."),
    (INTERVIEWER, "Are you happy?"),
    (INTERVIEWEE, "Yes."),
]


def read(tmp_path: Path, article: str, charset: str = "utf-8") -> Labelled:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(article=article, charset=charset).encode(charset))
    labelled = read_html(path, where="interviews/a.html", names=("inga", "ada"))
    assert isinstance(labelled, Labelled)
    return labelled


def said(labelled: Labelled) -> list[tuple[str, str]]:
    return [(p.label, labelled.text[p.span.start : p.span.end]) for p in labelled.paragraphs]


@pytest.mark.parametrize(
    "question", ["<h3>{}</h3>", "<p><strong>{}</strong></p>", "<h2><b>{}</b></h2>"]
)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_questions_as_headings_or_in_bold(tmp_path: Path, question: str, charset: str) -> None:
    article = ""
    for side, words in SIDES:
        form = question if side == INTERVIEWER else "<p>{}</p>"
        article += form.format(words.replace("&", "&amp;").replace("And", "<em>And</em>")) + "\n"
    assert said(read(tmp_path, article, charset)) == SIDES


def test_question_and_answer_in_one_paragraph(tmp_path: Path) -> None:
    article = "<p><b>What for?</b><br>For the oven, and at some length.</p>" * 3
    labels = [label for label, _ in said(read(tmp_path, article))]
    assert labels == [INTERVIEWER, INTERVIEWEE] * 3


def test_names_before_the_words(tmp_path: Path) -> None:
    article = "<p><b>Inga:</b> What for, and since when?</p><p><b>Ada:</b> The oven, since May.<br>"
    article += "And the people of the house.</p><p>Inga: Ah.</p><p>Ada: Yes: that.</p>"
    assert said(read(tmp_path, article)) == [
        ("Inga", "What for, and since when?"), ("Ada", "The oven, since May."),
        ("", "And the people of the house."), ("Inga", "Ah."), ("Ada", "Yes: that."),
    ]  # fmt: skip


def test_a_report_keeps_its_paragraphs_and_nothing_around_them(tmp_path: Path) -> None:
    first = "Sixty people came. «The oven was cold», says Ada, and everybody laughs with her."
    labelled = read(tmp_path, f"<p>{first}</p><p>The evening ended late, under the fig tree.</p>")
    assert labelled.prose
    assert (("", first)) in said(labelled)
    for noise in ("cookies", "rights", "Reader", "Photo"):
        assert noise not in labelled.text


def test_pages_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<p>perché</p>".encode("cp1252"))
    with pytest.raises(BadInput, match=r"^a: line 1 is not UTF-8; "):
        read_html(path, where="a")
    path.write_text("<html><body></body></html>")
    with pytest.raises(BadInput, match=r"^a: has no main text; "):
        read_html(path, where="a")
