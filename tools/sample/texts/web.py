"""Scripts as web pages: questions and answers, and a newspaper's report."""

from __future__ import annotations

import html
from collections.abc import Iterator

from sample.script import NARRATION, Cast, Script, ScriptError
from sample.texts.pages import INVENTED, Page, found
from sample.texts.plain import check_two_sides

FRAME = {
    "en": {
        "nav": "Home|Places|Archive", "cookies": "This site uses cookies. You can refuse them.",
        "ok": "Accept", "by": "By the editors", "figure": "The courtyard in the morning.",
        "comments": "Leave a comment", "name": "Your name", "send": "Send",
        "first": "What a lovely place, I would like to visit it!",
        "foot": "Contact|Legal notice|All rights reserved",
    },
    "it": {
        "nav": "Home|Luoghi|Archivio", "cookies": "Questo sito usa i cookie. Puoi rifiutarli.",
        "ok": "Accetta", "by": "Di redazione", "figure": "Il cortile al mattino.",
        "comments": "Lascia un commento", "name": "Il tuo nome", "send": "Invia",
        "first": "Che bel posto, verrei volentieri a visitarlo!",
        "foot": "Contatti|Note legali|Tutti i diritti riservati",
    },
    "de": {
        "nav": "Start|Orte|Archiv", "cookies": "Diese Seite verwendet Cookies.",
        "ok": "Annehmen", "by": "Von der Redaktion", "figure": "Der Hof am Morgen.",
        "comments": "Kommentar schreiben", "name": "Ihr Name", "send": "Absenden",
        "first": "Was für ein schöner Ort, den würde ich gern besuchen!",
        "foot": "Kontakt|Impressum|Alle Rechte vorbehalten",
    },
}  # fmt: skip
"""The words around an article, by language; English where there are none."""

CLOSE = ",.;:!?)…"
"""Before these stands no space."""


def questions_and_answers(script: Script, cast: Cast) -> Page:
    """Write a page without names: headings ask, paragraphs answer."""
    check_two_sides(script, cast)
    return found(script, _page(script, _sides(script, cast)).encode(), ".html")


def _sides(script: Script, cast: Cast) -> Iterator[str]:
    for turn in script.turns:
        paragraphs = [""]
        for part in turn.parts:
            if paragraphs[-1] and part.new_paragraph:
                paragraphs.append("")
            paragraphs[-1] += (" " if paragraphs[-1] else "") + html.escape(part.says, quote=False)
        tag = "h3" if cast.role(turn.who) == "interviewer" else "p"
        yield from (f"<{tag}>{words}</{tag}>" for words in paragraphs)


def report(script: Script, cast: Cast) -> Page:
    """Write a newspaper's page: narration as it is, what people say between « and »."""
    paragraphs: list[str] = []
    for turn in script.turns:
        if any(part.new_paragraph for part in turn.parts[1:]):
            raise ScriptError(f"{script.interview}: in a report a paragraph begins with a turn")
        words = " ".join(part.says for part in turn.parts)
        words = words if turn.who == NARRATION else f"«{words}»"
        if turn.parts[0].new_paragraph or not paragraphs:
            paragraphs.append(words)
        else:
            paragraphs[-1] += ("" if words[0] in CLOSE else " ") + words
    body = (f"<p>{html.escape(words, quote=False)}</p>" for words in paragraphs)
    return found(script, _page(script, body).encode(), ".html")


def _page(script: Script, body: Iterator[str]) -> str:
    """Put an article into a page with all that stands around one."""
    say = FRAME.get(script.language, FRAME["en"])
    title = html.escape(script.title, quote=False)
    links, foot = ("".join(f'<li><a href="#">{word}</a></li>' for word in say[key].split("|"))
                   for key in ("nav", "foot"))  # fmt: skip
    article = "\n".join(body)
    return f"""<!DOCTYPE html>
<html lang="{script.language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
</head>
<body>
<header><nav><ul>{links}</ul></nav></header>
<div id="cookie-notice" class="cookie-banner">
<p>{say["cookies"]}</p><button>{say["ok"]}</button></div>
<main>
<article>
<h1>{title}</h1>
<p class="byline">{say["by"]}</p>
<figure><img src="#" alt=""><figcaption>{say["figure"]}</figcaption></figure>
<p class="lead"><em>{INVENTED}</em></p>
{article}
</article>
<section id="comments" class="comments">
<h2>{say["comments"]}</h2>
<div class="comment"><p>{say["first"]}</p></div>
<form><label>{say["name"]} <input name="name"></label><textarea></textarea>\
<button>{say["send"]}</button></form>
</section>
</main>
<footer><ul>{foot}</ul></footer>
</body>
</html>
"""
