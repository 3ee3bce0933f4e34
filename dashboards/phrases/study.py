"""The page Study."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "study-lead": (
        "What was collected where, how far it is worked through, and what waits for you.",
        "Che cosa è stato raccolto e dove, a che punto è il lavoro, e che cosa ti aspetta.",
    ),
    "waits": ("What waits for you", "Che cosa ti aspetta"),
    "waits-nothing": ("Nothing waits for a decision.", "Nessuna decisione in attesa."),
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
    "waits-none": (
        "{n} stretch that the machine holds for small talk: asked last|"
        "{n} stretches that the machine holds for small talk: asked last",
        "{n} passo che la macchina prende per conversazione spicciola: chiesto per ultimo|"
        "{n} passi che la macchina prende per conversazione spicciola: chiesti per ultimi",
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
    "col-unassigned": ("Not sure", "Incerte"),
    "col-rejected": ("Refused", "Scartate"),
    "col-none": ("Small talk", "Chiacchiere"),
    "kind-recording": ("transcribed", "trascritta"),
    "kind-text": ("text", "testo"),
    "done": ("done", "fatto"),
    "not-yet": ("not yet", "non ancora"),
    "failed": ("failed", "non riuscito"),
}
# fmt: on
