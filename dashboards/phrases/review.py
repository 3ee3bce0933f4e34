"""The page Review."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-review": ("Review", "Revisione"),
    "review-lead": (
        "One answer at a time: first what coders disagree on, then what the machine is least "
        "sure of.",
        "Una risposta alla volta: prima ciò su cui i codificatori non concordano, poi ciò di cui "
        "la macchina è meno sicura.",
    ),
    "review-nobody": (
        "You are only reading. To decide, first give your name in the side bar, under "
        "“Decisions by”.",
        "Stai solo leggendo. Per decidere scrivi prima il tuo nome nella barra laterale, sotto "
        "«Decisioni di».",
    ),
    "review-today": ("{n} decided today", "{n} decisa oggi|{n} decise oggi"),
    "review-left": ("{n} left", "{n} ancora da decidere"),
    "review-withheld": (
        "{n} more is left out: its words may not be quoted|"
        "{n} more are left out: their words may not be quoted",
        "un’altra è esclusa: le sue parole non si possono citare|"
        "altre {n} sono escluse: le loro parole non si possono citare",
    ),
    "review-progress": ("{part} of {whole} decided", "{part} di {whole} decise"),
    "review-why-contested": ("Coders disagree", "I codificatori non concordano"),
    "review-why-suggested": ("Guessed by the machine", "Ipotesi della macchina"),
    "review-why-unassigned": (
        "No question was sure enough",
        "Nessuna domanda era abbastanza sicura",
    ),
    "review-why-confirmed": ("Confirmed", "Confermata"),
    "review-which": ("Which question does it answer?", "A quale domanda risponde?"),
    "review-no-candidates": (
        "The machine has no candidate.", "La macchina non ha nessuna candidata.",
    ),
    "review-is-suggested": ("Machine’s guess", "Ipotesi della macchina"),
    "review-is-candidate": ("Machine’s runner-up", "Seconda scelta della macchina"),
    "review-is-contested": ("Contested", "Contesa"),
    "review-is-confirmed": ("Confirmed", "Confermata"),
    "review-is-rejected": ("Turned down", "Scartata"),
    "review-both": ("Accept both", "Accetta entrambe"),
    "review-none": ("None of them", "Nessuna"),
    "review-other": ("Another question", "Un’altra domanda"),
    "review-later": ("Later", "Più tardi"),
    "review-other-lead": ("Search in the whole set", "Cerca in tutto l’insieme"),
    "review-did-assign": ("Last: {name}, “{question}”", "Ultima: {name}, «{question}»"),
    "review-did-none": ("Last: {name}, none of the set", "Ultima: {name}, nessuna dell’insieme"),
    "review-nothing": ("Nothing waits for a decision", "Nessuna decisione in attesa"),
    "review-nothing-lead": (
        "All that is shown has been decided. A new run, or wider filters, may bring more.",
        "Tutto ciò che è mostrato è deciso. Una nuova elaborazione, o filtri più larghi, può "
        "portarne altre.",
    ),
    "key-enter": ("Enter", "Invio"),
}
# fmt: on
