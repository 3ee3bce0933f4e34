"""The page Codebook."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-codebook": ("Codebook", "Codici"),
    "code-lead": (
        "What each code means, where people have confirmed it, and where the machine only "
        "suggests it.",
        "Che cosa significa ogni codice, dove è stato confermato da persone e dove la macchina "
        "lo suggerisce soltanto.",
    ),
    "code-by-hand": (
        "The codebook is edited by hand for now, in {path}.",
        "Per ora il codebook si modifica a mano, in {path}.",
    ),
    "code-none": ("There is no codebook yet", "Non c’è ancora un codebook"),
    "code-none-do": (
        "Write your codes into codebook/codes.yaml, then run:",
        "Scrivi i tuoi codici in codebook/codes.yaml, poi esegui:",
    ),
    "code-not-run": (
        "The answers have not been coded yet: there are no counts and no quotations.",
        "Le risposte non sono ancora codificate: non ci sono conteggi né citazioni.",
    ),
    "code-unknown": (
        "The link names a code that is not in the codebook: {code}",
        "Il collegamento nomina un codice che non è nel codebook: {code}",
    ),
    "code-beside": (
        "Answers confirmed · suggested",
        "Risposte confermate · suggerite",
    ),
    "code-under": ("Under {parent}", "Sotto {parent}"),
    "code-use": ("Use when", "Da usare quando"),
    "code-not": ("Not when", "Da non usare quando"),
    "code-examples": ("Examples from the codebook", "Esempi dal codebook"),
    "code-confirmed": ("confirmed by people", "confermate da persone"),
    "code-confirmed-by": ("{n} person, {places}|{n} people, {places}",
                          "{n} persona, {places}|{n} persone, {places}"),
    "code-suggested": ("suggested by the machine", "suggerite dalla macchina"),
    "code-contested": ("contested", "contese"),
    "code-group": (
        "This code groups others: the machine does not suggest it.",
        "Questo codice ne raggruppa altri: la macchina non lo suggerisce.",
    ),
    "code-quotations": ("Quotations", "Citazioni"),
    "code-no-quotations": (
        "No answer has this code in what is shown.",
        "Nessuna risposta ha questo codice in ciò che è mostrato.",
    ),
    "code-more": ("Show more", "Mostra altre"),
    "code-is-confirmed": ("Confirmed", "Confermato"),
    "code-is-suggested": ("Machine’s suggestion", "Suggerimento della macchina"),
    "code-is-contested": ("Contested", "Conteso"),
    "code-is-rejected": ("Turned down", "Scartato"),
    "code-accept": ("It fits", "È giusto"),
    "code-reject": ("It does not fit", "Non è giusto"),
    "code-name-first": (
        "To confirm or turn down a code, first give your name in the side bar, under "
        "“Decisions by”.",
        "Per confermare o scartare un codice scrivi prima il tuo nome nella barra laterale, sotto "
        "«Decisioni di».",
    ),
    "code-all": ("All codes", "Tutti i codici"),
    "code-col-code": ("Code", "Codice"),
    "code-col-parent": ("Under", "Sotto"),
    "code-col-definition": ("Definition", "Definizione"),
    "code-col-confirmed": ("Confirmed", "Confermate"),
    "code-col-people": ("by people (n)", "persone (n)"),
    "code-col-suggested": ("Suggested", "Suggerite"),
    "code-col-contested": ("Contested", "Contese"),
    "code-counts-told": (
        "Answers; what people confirmed and what the machine suggests are counted apart.",
        "Risposte; ciò che le persone hanno confermato e ciò che la macchina suggerisce sono "
        "contati a parte.",
    ),
}
# fmt: on
