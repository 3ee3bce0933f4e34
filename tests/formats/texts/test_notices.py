from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from pipeline.formats.texts.html import read_html
from pipeline.formats.texts.notices import is_notice
from pipeline.formats.texts.values import Labelled
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER


@dataclass(frozen=True)
class Page:
    """A question-and-answer page; what stands around the words is of its language."""

    language: str
    question: str
    answer: str
    last: str
    cookies: str
    byline: str
    caption: str
    also: str
    newsletter: str
    comment: str
    credit: str
    advert: str
    edited: str


PAGES = (
    Page(
        "en", "How did you come to the slipway?",
        "By water, in a dinghy that leaked, towed by a boat that leaked a little less.",
        "Are you happy here?", "We use cookies. Do you agree?", "By Gwen Tarrow",
        "Is it cold in the shed? Always.", "Read also: Why do harbours freeze?",
        "Get our newsletter every Friday", "What a shed! Is there a bus?", "Photo: G. Tarrow",
        "Advertisement", "This interview was edited for length.",
    ),
    Page(
        "it", "Come sei arrivata allo scalo?",
        "Per acqua, su una barchetta bucata, al traino di una barca bucata un po' meno.",
        "Sei contenta qui?", "Usiamo i cookie. Li accetti?", "Di Gina Torrisana",
        "Fa freddo nel capannone? Sempre.", "Leggi anche: Perché gelano i porti?",
        "Iscriviti alla newsletter", "Che posto! C'è un autobus?", "Foto di G. Torrisana",
        "Pubblicità", "L'intervista è stata abbreviata e rivista.",
    ),
    Page(
        "es", "¿Cómo llegaste al varadero?",
        "Por agua, en un bote que hacía agua, a remolque de un barco que hacía algo menos.",
        "¿Estás contenta aquí?", "Este sitio usa cookies. ¿Aceptas?", "Por Gema Tarrasa",
        "¿Hace frío en la nave? Siempre.", "Lee también: ¿Por qué se hielan los puertos?",
        "Suscríbete a nuestra newsletter", "¡Qué sitio! ¿Hay autobús?", "Fotos: G. Tarrasa",
        "Publicidad", "La entrevista ha sido editada y resumida.",
    ),
    Page(
        "pt", "Como chegaste à rampa?",
        "Por água, num bote que metia água, a reboque de um barco que metia um pouco menos.",
        "Estás contente aqui?", "Este site usa cookies. Aceita?", "Por Graça Tarouca",
        "Faz frio no barracão? Sempre.", "Leia também: Porque gelam os portos?",
        "Subscreva a nossa newsletter", "Que sítio! Há autocarro?", "Foto: G. Tarouca",
        "Publicidade", "A entrevista foi editada e resumida.",
    ),
    Page(
        "de", "Wie bist du zur Slipanlage gekommen?",
        "Auf dem Wasser, in einem Boot, das leckte, im Schlepp von einem, das weniger leckte.",
        "Bist du glücklich hier?", "Wir verwenden Cookies. Akzeptieren Sie das?", "Von Gesa Tarnow",
        "Ist es kalt in der Halle? Immer.", "Lesen Sie auch: Warum frieren Häfen zu?",
        "Abonnieren Sie unseren Newsletter", "Was für ein Ort! Gibt es einen Bus?",
        "Foto: G. Tarnow", "Anzeige", "Das Interview wurde gekürzt und redigiert.",
    ),
)  # fmt: skip
HTML = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>T</title></head>
<body><div class="bar"><p>{cookies}</p><a>OK</a></div>
<nav><ul><li><a href="/">A</a></li><li><a href="/b">B?</a></li></ul></nav>
<main><article><h1>{question}</h1><p class="meta">{byline}</p>
<figure><img src="a.jpg"><figcaption>{caption}</figcaption></figure>
<p><b>{question}</b></p><p>{answer}</p><p class="img-caption">{caption}</p><p>{credit}</p>
<aside><p>{answer}</p></aside><p><a href="/x">{also}</a></p>
<p><b>{last}</b></p><p>{answer}</p><p>{advert}</p>
<div class="newsletter-signup"><h3>{newsletter}?</h3><p>{newsletter}</p><form><input></form></div>
<p>{newsletter}</p><p>{edited}</p></article>
<section id="comments"><h2>{comment}</h2><p>{comment}</p><form><textarea></textarea></form>
</section>
</main><footer><p>© T</p></footer></body></html>"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.language)
def test_a_page_holds_the_interview_and_nothing_that_stands_around_it(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(HTML.format(**{f.name: getattr(page, f.name) for f in fields(page)}))
    found = read_html(path, where="page.html")
    assert isinstance(found, Labelled)
    assert [(p.label, found.text[p.span.start : p.span.end]) for p in found.paragraphs] == [
        (INTERVIEWER, page.question), (INTERVIEWEE, page.answer),
        (INTERVIEWER, page.last), (INTERVIEWEE, page.answer),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "I read more now than I did then.",
        "We bake cookies, and we sell them on the quay.",
        "Every month we print a newsletter of eight pages.",
        "Nella foto c'è mio padre, con la sega.",
        "Photographs, mostly. Of boats.",
        "Teilen.",
        "Publicidad no hacemos ninguna.",
        "This interview is the first that I give.",
        "Share a saw and you share a lunch.",
        "5",
    ],
)
def test_what_somebody_says_is_no_notice(words: str) -> None:
    assert not is_notice(words)
