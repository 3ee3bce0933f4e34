"""The table of every word that the pages show: English, then Italian.

A phrase with a count has two forms, ``one|many``, chosen by ``n``.
"""

from __future__ import annotations

LANGUAGES = ("en", "it")

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    # the frame
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
    "problem": ("This cannot be shown", "Non si può mostrare"),
    # what to do where there is nothing yet
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
    # counts
    "n-places": ("{n} place|{n} places", "{n} luogo|{n} luoghi"),
    "n-people": ("{n} person|{n} people", "{n} persona|{n} persone"),
    "n-interviews": ("{n} interview|{n} interviews", "{n} intervista|{n} interviste"),
    "n-answers": ("{n} answer|{n} answers", "{n} risposta|{n} risposte"),
    "n-languages": ("{n} language|{n} languages", "{n} lingua|{n} lingue"),
    # the page Study
    "study-lead": (
        "What was collected where, how far it is worked through, and what waits for you.",
        "Che cosa è stato raccolto e dove, a che punto è il lavoro, e che cosa ti aspetta.",
    ),
    "waits": ("What waits for you", "Che cosa ti aspetta"),
    "waits-none": ("Nothing waits for a decision.", "Nessuna decisione in attesa."),
    "waits-suggested": (
        "{n} guess of the machine to accept or to change|"
        "{n} guesses of the machine to accept or to change",
        "{n} ipotesi della macchina da accettare o da cambiare",
    ),
    "waits-contested": (
        "{n} contested answer: coders disagree|{n} contested answers: coders disagree",
        "{n} risposta contesa: i codificatori non concordano|"
        "{n} risposte contese: i codificatori non concordano",
    ),
    "waits-unassigned": (
        "{n} answer without a question: nothing was sure enough|"
        "{n} answers without a question: nothing was sure enough",
        "{n} risposta senza domanda: nulla era abbastanza sicuro|"
        "{n} risposte senza domanda: nulla era abbastanza sicuro",
    ),
    "waits-consent": (
        "{n} person does not allow analysis (consent in speakers.csv): left out everywhere"
        "|{n} people do not allow analysis (consent in speakers.csv): left out everywhere",
        "{n} persona non permette l'analisi (consent in speakers.csv): esclusa ovunque"
        "|{n} persone non permettono l'analisi (consent in speakers.csv): escluse ovunque",
    ),
    "waits-failed": (
        "{n} input could not be used|{n} inputs could not be used",
        "{n} dato non si è potuto usare|{n} dati non si sono potuti usare",
    ),
    "decide": ("Decide", "Decidi"),
    "failed-where": ("Where", "Dove"),
    "failed-what": ("What is wrong", "Che cosa non va"),
    "failed-do": ("What to do", "Che cosa fare"),
    "failed-stage": ("Step", "Passo"),
    "places": ("Places and people", "Luoghi e persone"),
    "map-alt": ("Map of the study’s places: {places}.", "Carta dei luoghi dello studio: {places}."),
    "trades": ("Trades", "Mestieri"),
    "spoken": ("Spoken", "Lingue"),
    "how-far": ("How far", "A che punto"),
    "how-far-lead": (
        "Each interview on its way from what was recorded to answers with a question.",
        "Ogni intervista nel suo cammino dalla registrazione alle risposte con una domanda.",
    ),
    "col-place": ("Place", "Luogo"),
    "col-interview": ("Interview", "Intervista"),
    "col-people": ("People", "Persone"),
    "col-interviews": ("Interviews", "Interviste"),
    "col-date": ("Date", "Data"),
    "col-heard": ("Words", "Parole"),
    "col-parted": ("Answers", "Risposte"),
    "col-confirmed": ("Confirmed", "Confermate"),
    "col-suggested": ("Guessed", "Ipotizzate"),
    "col-contested": ("Contested", "Contese"),
    "col-unassigned": ("No question", "Senza domanda"),
    "kind-recording": ("transcribed", "trascritta"),
    "kind-text": ("text", "testo"),
    "done": ("done", "fatto"),
    "not-yet": ("not yet", "non ancora"),
    "failed": ("failed", "non riuscito"),
    # the page Answers
    "question": ("Question", "Domanda"),
    "question-option": ("{question} ({answers}, {places})", "{question} ({answers}, {places})"),
    "question-unknown": (
        "The link names a question that is not in the set: {question}",
        "Il collegamento nomina una domanda che non è nell’insieme: {question}",
    ),
    "show": ("Which answers", "Quali risposte"),
    "show-all": ("All", "Tutte"),
    "show-confirmed": ("Confirmed", "Confermate"),
    "show-open": ("To decide", "Da decidere"),
    "standing-confirmed": ("{n} confirmed", "{n} confermata|{n} confermate"),
    "standing-suggested": ("{n} guessed", "{n} ipotizzata|{n} ipotizzate"),
    "standing-contested": ("{n} contested", "{n} contesa|{n} contese"),
    "withheld": ("These words may not be quoted.", "Queste parole non si possono citare."),
    "more": ("The rest of the answer", "Il resto della risposta"),
    "more-answers": ("Show more ({n})", "Mostra altre ({n})"),
    "from-text": ("text", "testo"),
    "asked": ("Asked: “{words}”", "Domanda: «{words}»"),
    "not-asked-here": ("No question was heard before it.", "Prima non si sente una domanda."),
    "status-confirmed": ("Confirmed", "Confermata"),
    "status-suggested": ("Machine’s guess", "Ipotesi della macchina"),
    "status-contested": ("Contested", "Contesa"),
    "score": ("score {score}", "punteggio {score}"),
    "listen": ("Listen", "Ascolta"),
    "listen-alt": ("{name} at {time} in {interview}", "{name} a {time} in {interview}"),
    "no-voice": (
        "The recording may not be played ({reason}).",
        "La registrazione non si può ascoltare ({reason}).",
    ),
    "consent-not given": ("permission not given", "permesso non dato"),
    "consent-not yet": ("permission not yet in force", "permesso non ancora in vigore"),
    "consent-expired": ("permission expired", "permesso scaduto"),
    "accept": ("Accept", "Accetta"),
    "reject": ("Not this one", "Non questa"),
    "change": ("Another question", "Un’altra domanda"),
    "change-lead": (
        "Which question does this answer speak to?",
        "A quale domanda risponde?",
    ),
    "change-do": ("Give it this question", "Assegna questa domanda"),
    "undo": ("Undo", "Ripristina"),
    "name-first": (
        "To accept or change a guess, first give your name in the side bar, under “Decisions by”.",
        "Per accettare o cambiare un’ipotesi scrivi prima il tuo nome nella barra laterale.",
    ),
    "did-toast": ("Decision kept", "Decisione conservata"),
    "did-accept": ("Accepted", "Accettata"),
    "did-reject": ("Set aside: not this question", "Messa da parte: non è questa domanda"),
    "did-change": ("Moved to “{question}”", "Spostata a «{question}»"),
    "did-undo": ("Taken back", "Ripristinata"),
    # coverage
    "coverage": ("Who was asked", "A chi è stata posta"),
    "coverage-lead": (
        "People, by what happened to this question in their interview.",
        "Persone, secondo che cosa è successo a questa domanda nella loro intervista.",
    ),
    "coverage-stale": (
        "Counts of the last run; decisions made since then enter them with the next one.",
        "Conteggi dell’ultima elaborazione; le decisioni prese dopo entrano con la prossima.",
    ),
    "coverage-alt": (
        "People by place and by what happened to the question; the table below says the same.",
        "Persone per luogo e per sorte della domanda; la tabella sotto dice lo stesso.",
    ),
    "coverage-none": (
        "The coverage has not been counted yet.",
        "La copertura non è ancora contata.",
    ),
    "of-asked": ("Answered, of those asked", "Risposto, su chi è stato interrogato"),
    "as-table": ("As a table", "Come tabella"),
    "happened-answered": ("answered", "risposto"),
    "happened-answered-unasked": ("answered without being asked", "risposto senza domanda"),
    "happened-asked-unanswered": ("asked, not answered", "chiesto, senza risposta"),
    "happened-unknown": ("unknown", "non si sa"),
    "happened-not-asked": ("not asked", "non chiesto"),
    "happened-not-in-guide": ("not in the guide", "non nella traccia"),
}

NAMES = {
    "en": ("English", "inglese"), "it": ("Italian", "italiano"), "es": ("Spanish", "spagnolo"),
    "pt": ("Portuguese", "portoghese"), "de": ("German", "tedesco"), "fr": ("French", "francese"),
    "GB": ("United Kingdom", "Regno Unito"), "IT": ("Italy", "Italia"), "ES": ("Spain", "Spagna"),
    "PT": ("Portugal", "Portogallo"), "DE": ("Germany", "Germania"), "FR": ("France", "Francia"),
}
"""Languages and countries by their codes; another one shows as its code."""

MONTHS = (
    ("Jan", "gen"), ("Feb", "feb"), ("Mar", "mar"), ("Apr", "apr"), ("May", "mag"), ("Jun", "giu"),
    ("Jul", "lug"), ("Aug", "ago"), ("Sep", "set"), ("Oct", "ott"), ("Nov", "nov"), ("Dec", "dic"),
)

EVIDENCE_IT = (
    (r"hardly asked", "chiesto appena"),
    (r"asked at character", "chiesto al carattere"), (r"asked at", "chiesto a"),
    (r"\basked\b", "chiesto"), (r"likeness", "somiglianza"),
    (r"the answer's own words", "le parole stesse della risposta"),
    (r"own words", "parole proprie"), (r"next in the guide", "la prossima nella traccia"),
    (r"soon in the guide", "fra le prossime nella traccia"), (r"\bby\b", "da"),
)
"""The phrases in which the pipeline tells its evidence."""
# fmt: on
