"""The page Review."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-review": ("Review", "Revisione"),
    "review-lead": (
        "One answer at a time: first what the machine is least sure of, rare questions and new "
        "places before others. You see its suggestions: what you confirm here is no evidence of "
        "how good it is.",
        "Una risposta alla volta: prima ciò di cui la macchina è meno sicura, e le domande rare e "
        "i luoghi nuovi prima degli altri. Vedi i suoi suggerimenti: ciò che confermi qui non dice "
        "quanto è brava.",
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
    "review-standing": ("What is asked", "Che cosa si chiede"),
    "review-standing-all": ("All that waits", "Tutto ciò che aspetta"),
    "review-standing-suggested": ("Guesses", "Ipotesi"),
    "review-standing-unassigned": ("Not sure", "Incerte"),
    "review-standing-none": ("Small talk", "Chiacchiere"),
    "review-progress": ("{part} of {whole} decided", "{part} di {whole} decise"),
    "review-why-contested": ("Coders disagree", "I codificatori non concordano"),
    "review-why-suggested": ("Guessed by the machine", "Ipotesi della macchina"),
    "review-why-unassigned": (
        "No question was sure enough",
        "Nessuna domanda era abbastanza sicura",
    ),
    "review-why-none": (
        "Small talk, by the machine’s guess: Enter agrees",
        "Conversazione spicciola, secondo la macchina: Invio è d’accordo",
    ),
    "review-talk": (
        "{n} of them is small talk by the machine’s guess, and comes last|"
        "{n} of them are small talk by the machine’s guess, and come last",
        "{n} di queste è conversazione spicciola secondo la macchina, e viene per ultima|"
        "{n} di queste sono conversazione spicciola secondo la macchina, e vengono per ultime",
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
    "review-mode": ("How to judge", "Come giudicare"),
    "review-mode-assisted": ("With suggestions", "Con suggerimenti"),
    "review-mode-blind": ("Blind", "Alla cieca"),
    "review-mode-settle": ("Settle disagreements", "Dirimi i disaccordi"),
    "review-split": ("Split", "Dividi"),
    "review-split-lead": (
        "Where does another answer begin? Both parts come back here after the next run.",
        "Dove comincia un’altra risposta? Le due parti tornano qui dopo la prossima elaborazione.",
    ),
    "review-split-hint": ("the end of a sentence", "la fine di una frase"),
    "review-split-nowhere": (
        "This answer is one sentence: there is no place to cut it.",
        "Questa risposta è una sola frase: non c’è dove dividerla.",
    ),
    "review-join": ("Join", "Unisci"),
    "review-join-lead": (
        "With which answer does it belong together? It comes back as one after the next run.",
        "Con quale risposta va insieme? Torna come una sola dopo la prossima elaborazione.",
    ),
    "review-join-hint": ("the one before or after", "quella prima o dopo"),
    "review-join-before": ("Before it: {words}", "Prima: {words}"),
    "review-join-after": ("After it: {words}", "Dopo: {words}"),
    "review-join-nowhere": (
        "The same voice has no answer just before or after it.",
        "La stessa voce non ha una risposta subito prima o dopo.",
    ),
    "review-did-split": ("Last: {name}, cut in two", "Ultima: {name}, divisa in due"),
    "review-did-join": (
        "Last: {name}, joined with its neighbour", "Ultima: {name}, unita alla vicina",
    ),
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
