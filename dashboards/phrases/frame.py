"""What stands around every page, and what pages share."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-study": ("Study", "Studio"),
    "page-answers": ("Answers", "Risposte"),
    "interface": ("Language of the pages", "Lingua delle pagine"),
    "language-en": ("English", "Inglese"),
    "language-it": ("Italian", "Italiano"),
    "filters": ("Show only", "Mostra solo"),
    "filter-site": ("Places", "Luoghi"),
    "filter-country": ("Countries", "Paesi"),
    "filter-language": ("Spoken languages", "Lingue parlate"),
    "filter-wave": ("Visits", "Visite"),
    "filter-any": ("All", "Tutti"),
    "wave": ("visit {n}", "visita {n}"),
    "coder": ("Decisions by", "Decisioni di"),
    "coder-hint": ("Your name as a coder", "Il tuo nome di codificatore"),
    "coder-help": (
        "Decisions are kept under this name: small letters, digits and hyphens.",
        "Le decisioni sono conservate sotto questo nome: lettere minuscole, cifre e trattini.",
    ),
    "coder-wrong": (
        "Use small letters a-z, digits and hyphens, as in anna-k.",
        "Usa lettere minuscole a-z, cifre e trattini, come in anna-k.",
    ),
    "to-interview": ("In the interview", "Nell’intervista"),
    "download": ("Download {form}", "Scarica {form}"),
    "problem": ("This cannot be shown", "Non si può mostrare"),
    "no-study": ("This folder is no study yet", "Questa cartella non è ancora uno studio"),
    "no-study-do": (
        "It has no interviews/manifest.csv. Start a new study, or open the dashboard on one.",
        "Manca interviews/manifest.csv. Comincia un nuovo studio, o apri il pannello su un altro.",
    ),
    "no-rows": ("The study has no interviews yet", "Lo studio non ha ancora interviste"),
    "no-rows-do": (
        "Write the places, the people and the interviews into the tables in interviews/, then run:",
        "Scrivi luoghi, persone e interviste nelle tabelle in interviews/, poi esegui:",
    ),
    "no-answers": ("There are no answers yet", "Non ci sono ancora risposte"),
    "no-answers-never": (
        "Nothing has been run yet. Turn the recordings and texts into answers with:",
        "Non è stato ancora eseguito nulla. Trasforma registrazioni e testi in risposte con:",
    ),
    "no-answers-half": (
        "The run has come as far as “{stage}”. It goes on where it stopped with:",
        "L’elaborazione è arrivata a «{stage}». Riprende da dove si è fermata con:",
    ),
    "no-questions": ("There is no question set yet", "Non c’è ancora un insieme di domande"),
    "no-questions-do": (
        "Write your questions into codebook/questions.yaml, then run:",
        "Scrivi le tue domande in codebook/questions.yaml, poi esegui:",
    ),
    "nothing-here": (
        "Nobody speaks to this question in what is shown.",
        "Nessuno parla di questa domanda in ciò che è mostrato.",
    ),
    "nothing-filtered": (
        "The filters may be too narrow.",
        "I filtri sono forse troppo stretti.",
    ),
    "n-places": ("{n} place|{n} places", "{n} luogo|{n} luoghi"),
    "n-people": ("{n} person|{n} people", "{n} persona|{n} persone"),
    "n-interviews": ("{n} interview|{n} interviews", "{n} intervista|{n} interviste"),
    "n-answers": ("{n} answer|{n} answers", "{n} risposta|{n} risposte"),
    "n-languages": ("{n} language|{n} languages", "{n} lingua|{n} lingue"),
}
# fmt: on
