"""The page Search: words in all interviews."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-search": ("Search", "Ricerca"),
    "search-words": ("Words", "Parole"),
    "search-hint": ("work others, or “one after another”", "lavoro altri, o “una dopo l’altra”"),
    "search-how": (
        "Finds the passages in which all the words occur, with the question put before them, "
        "whatever their accents and capitals. A word finds what begins with it; words in "
        "quotation marks are found one after another.",
        "Trova i passaggi in cui compaiono tutte le parole, con la domanda che li precede, "
        "qualunque siano accenti e maiuscole. Una parola trova ciò che comincia così; le parole "
        "tra virgolette si trovano una dopo l’altra.",
    ),
    "search-no-word": (
        "There is no letter or digit to search for.",
        "Non c’è nessuna lettera o cifra da cercare.",
    ),
    "search-none": (
        "Nobody says this in what is shown.",
        "Nessuno lo dice in ciò che è mostrato.",
    ),
    "search-counts": (
        "{passages} in {interviews} at {places}",
        "{passages} in {interviews}, {places}",
    ),
    "search-passages": ("{n} passage|{n} passages", "{n} passaggio|{n} passaggi"),
    "search-first": (
        "The first {n} can be shown and downloaded; narrow the search to reach the others.",
        "Si mostrano e scaricano i primi {n}; restringi la ricerca per gli altri.",
    ),
    "search-asked": ("Asked: “{words}”", "Domanda: «{words}»"),
    "search-more": ("Show more ({n})", "Mostra altri ({n})"),
    "search-col-place": ("Place", "Luogo"),
    "search-col-interview": ("Interview", "Intervista"),
    "search-col-date": ("Date", "Data"),
    "search-col-visit": ("Visit", "Visita"),
    "search-col-person": ("Person", "Persona"),
    "search-col-at": ("At", "Punto"),
    "search-col-asked": ("Asked", "Domanda posta"),
    "search-col-said": ("Said", "Risposta"),
    "search-col-questions": ("Questions", "Domande"),
}
# fmt: on
