"""The page Export."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-export": ("Export", "Esportare"),
    "export-lead": (
        "What can be taken out, as consent stands at the moment of the click. Who does not allow "
        "analysis is in none of it.",
        "Che cosa si può portare via, secondo il consenso al momento del clic. Chi non permette "
        "l’analisi non c’è.",
    ),
    "export-confirmed": ("Only what people have confirmed", "Solo ciò che qualcuno ha confermato"),
    "export-confirmed-help": (
        "Without it the machine’s guesses and contested answers are there too, marked as such.",
        "Altrimenti ci sono anche le ipotesi della macchina e le risposte contese, segnate come "
        "tali.",
    ),
    "export-filtered": (
        "The filters in the side bar hold: {filters}.",
        "I filtri della barra laterale valgono: {filters}.",
    ),
    "export-tables": ("Tables", "Tabelle"),
    "export-folders": ("Whole folders", "Cartelle intere"),
    "export-yours": ("What you wrote", "Che cosa avete scritto"),
    "export-missing": (
        "Not there yet: a run makes it (interleaf run).",
        "Non c’è ancora: la crea un’elaborazione (interleaf run).",
    ),
    "export-absent": (
        "Not there: nobody has written it yet.",
        "Non c’è: nessuno l’ha ancora scritto.",
    ),
    "export-answers": ("Answers with their questions", "Risposte con le loro domande"),
    "export-answers-rule": (
        "One row for each answer and question. Words are left out of the row where they may not "
        "be quoted; people go by pseudonym where their names may not be given.",
        "Una riga per risposta e domanda. Le parole mancano dove non si possono citare; le persone "
        "hanno uno pseudonimo dove il nome non si può dare.",
    ),
    "export-codings": ("Codings", "Codifiche"),
    "export-codings-rule": (
        "Which code stands at which answer, and how sure it is. No words.",
        "Quale codice sta a quale risposta, e quanto è sicuro. Nessuna parola.",
    ),
    "export-clusters": ("Members of the groups", "Membri dei gruppi"),
    "export-clusters-rule": (
        "Which answers the machine put together. No words but the groups’ own key words.",
        "Quali risposte la macchina ha messo insieme. Nessuna parola, se non quelle chiave dei "
        "gruppi.",
    ),
    "export-claims": ("Figures from surveys", "Cifre di indagini"),
    "export-claims-rule": (
        "What articles report from surveys: the figure, what is claimed, whose it is. The "
        "reporter’s words; names that may not be given are […].",
        "Che cosa gli articoli riportano da indagini: la cifra, che cosa dice, di chi è. Parole di "
        "chi scrive; i nomi che non si possono dare sono […].",
    ),
    "export-coverage": ("Coverage", "Copertura"),
    "export-coverage-rule": (
        "Counts of people by question, place and what happened. No names and no words.",
        "Numero di persone per domanda, luogo e che cosa è successo. Nessun nome, nessuna parola.",
    ),
    "export-speakers": ("People", "Persone"),
    "export-speakers-rule": (
        "Who was interviewed, what they allow, and their case attributes. A pseudonym, or a code, "
        "where the name may not be given.",
        "Chi è stato intervistato, che cosa permette, e gli attributi. Uno pseudonimo, o un "
        "codice, dove il nome non si può dare.",
    ),
    "export-all": ("All tables, with a README of their columns",
                   "Tutte le tabelle, con un README delle colonne"),
    "export-all-rule": (
        "The tables above as CSV; the same rules.",
        "Le tabelle qui sopra come CSV; le stesse regole.",
    ),
    "export-timelines": ("Timelines for editing programs", "Sequenze per i programmi di montaggio"),
    "export-timelines-rule": (
        "Every timeline as .otio. Only voices that may be heard; who may not be seen is sound "
        "alone.",
        "Ogni sequenza come .otio. Solo voci che si possono ascoltare; chi non si può mostrare è "
        "solo suono.",
    ),
    "export-logs": ("Judgement logs", "Registri delle decisioni"),
    "export-logs-rule": (
        "What the coders decided, event by event, without filters. Decisions on the words of "
        "people who do not allow analysis are absent; notes on words that may not be quoted are "
        "withheld.",
        "Che cosa hanno deciso i codificatori, evento per evento, senza filtri. Mancano le "
        "decisioni sulle parole di chi non permette l’analisi; le note su parole che non si "
        "possono citare sono coperte.",
    ),
    "export-questions": ("Question set", "Insieme di domande"),
    "export-questions-rule": (
        "questions.yaml as it is: yours, with no word of those interviewed.",
        "questions.yaml com’è: vostro, senza parole degli intervistati.",
    ),
    "export-codes": ("Codebook", "Libro dei codici"),
    "export-codes-rule": (
        "codes.yaml as it is. Look through its examples: quotations that you put there are not "
        "checked.",
        "codes.yaml com’è. Guarda gli esempi: le citazioni che ci avete messo non sono "
        "controllate.",
    ),
}
# fmt: on
