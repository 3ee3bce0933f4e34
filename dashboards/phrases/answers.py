"""The page Answers, and who was asked."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
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
    "probability": ("probability {probability}", "probabilità {probability}"),
    "probability-on": (
        "probability {probability} (calibrated on {n} blind judgements)",
        "probabilità {probability} (calibrata su {n} giudizi alla cieca)",
    ),
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
    "coverage": ("Who was asked", "A chi è stata posta"),
    "coverage-lead": (
        "People, by what happened to this question in their interview.",
        "Persone, secondo che cosa è successo a questa domanda nella loro intervista.",
    ),
    "coverage-stale": (
        "Counts of the last run; decisions made since then enter them with the next one.",
        "Conteggi dell’ultima elaborazione; le decisioni prese dopo entrano con la prossima.",
    ),
    "coverage-resting": (
        "{confirmed} of {n} answer counted here rests on a coder’s decision; the rest are the "
        "machine’s guesses.|"
        "{confirmed} of {n} answers counted here rest on a coder’s decision; the rest are the "
        "machine’s guesses.",
        "{confirmed} risposta su {n} contate qui si fonda sulla decisione di un codificatore; "
        "il resto sono ipotesi della macchina.|"
        "{confirmed} risposte su {n} contate qui si fondano sulla decisione di un codificatore; "
        "il resto sono ipotesi della macchina.",
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
# fmt: on
