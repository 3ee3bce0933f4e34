"""What stands among a page's paragraphs and belongs to none of them: notices, boxes, credits.

trafilatura leaves out what a page marks as navigation, comments, forms or captions. Some
pages mark nothing; these are whole paragraphs that only ever mean themselves.
"""

from __future__ import annotations

import re

PRUNED = (
    "//aside", "//form", "//figcaption", "//*[@role='dialog']", "//*[@hidden]",
    *(
        f"//*[contains(concat(' ', @class, ' '), '{name}')]"
        for name in (
            "cookie", "consent", "newsletter", "subscribe", "related", "read-more", "readmore",
            "read-also", "pullquote", "pull-quote", " byline", "author-box", "author-bio",
            "caption", "credits", "share", "advert", "comment-", "tags-",
        )
    ),
)  # fmt: skip
"""Parts of a page that are nobody's words, as XPath; a pull quote says again what is said."""

_LINKS = (
    r"(?:see also|(?:read|see|listen)(?: (?:also|more|on|next))|related(?: articles?)?|more on this"
    r"|leggi anche|leggi (?:di più|tutto)|vedi anche|articoli correlati"
    r"|lee? también|leer más|ver también|te puede interesar|artículos relacionados"
    r"|le(?:r|ia) (?:também|mais)|ver também|veja também|artigos relacionados"
    r"|lesen sie (?:auch|mehr|dazu).*|mehr zum thema|lies auch|auch interessant|siehe auch)"
)
_CREDITS = (
    r"(?:photos?|pictures?|images?|photograph(?:s|y)?(?: by)?|caption|foto(?:grafi[ae])?(?: d[ie])?"
    r"|fotos?(?: de| von)?|imagen|imagem|bild(?:er)?"
    r"|didascalia|legenda|credits?)"
)
_WHOLE = re.compile(
    rf"{_LINKS}\s*[:>»→–—-].*|{_LINKS}\W*"
    rf"|{_CREDITS}\s*(?:[:©/–—]|by ).*|©.*"
    r"|(?:photos?|fotos?|fotografie) (?:by|di|de|von)(?: (?-i:[A-ZÀ-Þ])[\w.’'-]*)+(?: ?/.*)?"
    r"|adverti[sz]ement|sponsored|pubblicità|publicidad|anuncio|publicidade|anzeige|werbung"
    r"|(?:share|condividi|compart(?:ir|e|ilh\w+)|teilen)(?:\s+(?:this|on|su|en|em|auf)\b.*)?"
    r"|(?:tags?|etiquetas|parole chiave|schlagw\w+)\s*:.*"
    r"|(?:follow us|seguici|síguenos|siga-nos|sigam-nos|folgen sie uns)\b.*"
    r"|(?:subscribe|sign up|get|receive|join|iscriviti|ricevi|suscríbete|recibe|apúntate|subscreva"
    r"|assine|inscreva|receba|abonnier\w*|melde\w*|erhalten sie)\b.{0,60}\bnewsletter\b.{0,90}"
    r"|.{0,60}\b(?:this|our|we|questo|usiamo|utiliz\w+|est[ea]|usamos|diese\w*|wir)\b"
    r".{0,40}\bcookies?\b.{0,160}(?:accept|agree|refuse|site|accett|rifiut|sito|acept|sitio|aceit|akzept)\w*.*"
    r"|.{0,30}\b(?:site|website|sito|sitio)\b.{0,40}\bcookies?\b.{0,160}"
    r"|.{0,40}(?:all rights reserved|tutti i diritti riservati|todos los derechos reservados"
    r"|todos os direitos reservados|alle rechte vorbehalten|riproduzione riservata).{0,40}"
    r"|(?:your email address will not|il tuo indirizzo email non|tu dirección de correo"
    r"|o seu endereço de e-?mail|deine? e-?mail-adresse|ihre e-?mail-adresse).*"
    r"|(?:leave a (?:comment|reply)|lascia un commento|deja (?:un comentario|una respuesta)"
    r"|deixe um comentário|schreib(?:e|en sie)? einen kommentar|kommentar hinterlassen).{0,40}"
    r"|(?:this (?:interview|conversation|text) (?:was|has been)"
    r"|(?:l['’]intervista|questa (?:intervista|conversazione)) è stata"
    r"|(?:la|esta) (?:entrevista|conversación) (?:ha sido|fue)|(?:a|esta) entrevista foi"
    r"|(?:das|dieses) (?:interview|gespräch) wurde)\b.*"
    r"(?:edited|condensed|shortened|translated|abbreviata|ridotta|rivista|tradotta|editada|resumida"
    r"|abreviada|traducida|traduzida|gekürzt|bearbeitet|redigiert|übersetzt).*",
    re.IGNORECASE | re.DOTALL,
)


def is_notice(words: str) -> bool:
    """Tell whether a whole paragraph is a link to another page, a credit, a box or a notice."""
    return bool(_WHOLE.fullmatch(words.strip())) or not re.search(r"\w", words)
