"""The page Interviews: words and voices put right."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "correcting-correct": ("Correct", "Correggi"),
    "correcting-redact": ("Redact", "Oscura"),
    "correcting-off-record": ("Off the record", "Fuori verbale"),
    "correcting-unflag": ("Was said", "È stato detto"),
    "correcting-restore": ("Put back", "Ripristina"),
    "correcting-name": ("Name the voice", "Nomina la voce"),
    "correcting-undo": ("Undo", "Annulla"),
    "correcting-listen": ("Listen", "Ascolta"),
    "correcting-more": ("One word more", "Un’altra parola"),
    "correcting-nobody": (
        "To put words right, write your name under “Decisions by”.",
        "Per correggere, scrivi il tuo nome in «Decisioni di».",
    ),
    "correcting-words": ("1 word|{n} words", "1 parola|{n} parole"),
    "correcting-here": ("Only in this turn", "Solo in questo turno"),
    "correcting-other": ("Another name", "Un altro nome"),
    "correcting-keep": ("Keep", "Conserva"),
    "correcting-leave": ("Leave", "Lascia"),
    "correcting-editor": (
        "Enter keeps, Escape leaves; nothing written takes the words away.",
        "Invio conserva, Esc lascia; senza testo le parole vengono tolte.",
    ),
    "correcting-voice": ("Who speaks here?", "Chi parla qui?"),
    "correcting-deleted": ("Words taken away here", "Qui sono state tolte parole"),
    "correcting-off": ("Off the record", "Fuori verbale"),
    "correcting-redacted": ("Redacted", "Oscurato"),
    "correcting-corrected": ("Corrected by hand", "Corretto a mano"),
    "correcting-doubted": (
        "The machine may have made this up: listen",
        "La macchina può averlo inventato: ascolta",
    ),
    "correcting-undo-last": ("Undo: {what}", "Annulla: {what}"),
    "correcting-did-correct-words": ("words corrected", "parole corrette"),
    "correcting-did-redact": ("words redacted", "parole oscurate"),
    "correcting-did-off-record": ("put off the record", "tolto dal verbale"),
    "correcting-did-unflag": ("“was said”", "«è stato detto»"),
    "correcting-did-name-speaker": ("voice named", "voce nominata"),
    "correcting-nothing-to-undo": (
        "There is nothing of yours to take back here.",
        "Qui non c’è nulla di tuo da annullare.",
    ),
    "correcting-keys": (
        "Shift with the arrows, or dragging, chooses several words; what can be done with them "
        "stands above the player, each with its key.",
        "Maiusc con le frecce, o trascinando, sceglie più parole; che cosa se ne può fare sta "
        "sopra il lettore, ogni cosa con il suo tasto.",
    ),
}
# fmt: on
