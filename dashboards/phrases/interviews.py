"""The page Interviews: one transcript with its player."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-interviews": ("Interviews", "Interviste"),
    "interviews-choose": ("Interview", "Intervista"),
    "interviews-and": (" and ", " e "),
    "interviews-nobody-left": (
        "No interview is left by the filters.",
        "I filtri non lasciano nessuna intervista.",
    ),
    "interviews-unknown": (
        "The link names an interview that is not in the tables: {interview}",
        "Il collegamento nomina un’intervista che non è nelle tabelle: {interview}",
    ),
    "interviews-guide": ("guide {guide}", "traccia {guide}"),
    "interviews-recording": ("recording of {length}", "registrazione di {length}"),
    "interviews-timed": ("text with times", "testo con tempi"),
    "interviews-text": ("text", "testo"),
    "interviews-consent": ("Consent:", "Consenso:"),
    "interviews-may": ("may be {uses}", "si può {uses}"),
    "interviews-may-not": ("not {uses}", "non {uses}"),
    "interviews-may-nothing": ("nothing may be shown", "non si può mostrare nulla"),
    "interviews-until": ("until {day}", "fino al {day}"),
    "interviews-from": ("from {day}", "dal {day}"),
    "interviews-scope": ("for {scope}", "per {scope}"),
    "interviews-use-analyse": ("analysed", "analizzare"),
    "interviews-use-quote": ("quoted", "citare"),
    "interviews-use-name": ("named", "nominare"),
    "interviews-use-voice": ("heard", "ascoltare"),
    "interviews-use-image": ("filmed", "filmare"),
    "interviews-making": (
        "Making a small copy of the sound to listen to, this once",
        "Preparo una copia leggera dell’audio da ascoltare, questa volta sola",
    ),
    "interviews-parts": (
        "Only those who allow it are heard; the rest is silence.",
        "Si sente solo chi lo permette; il resto è silenzio.",
    ),
    "interviews-keys": (
        "Click a word to hear it. Space plays and pauses; the arrows move from word to word, "
        "and L listens from there.",
        "Fai clic su una parola per sentirla. Spazio avvia e ferma; le frecce passano di parola "
        "in parola, L ascolta da lì.",
    ),
    "interviews-unsure-key": ("A dotted line", "Una linea punteggiata"),
    "interviews-unsure": ("The machine is not sure of this word", "Parola incerta per la macchina"),
    "interviews-unsure-told": (
        "under a word says that the machine is not sure of it, a wavy one that it may have made "
        "it up.",
        "sotto una parola dice che la macchina non ne è sicura, una ondulata che può averla "
        "inventata.",
    ),
    "interviews-place": ("Link to this place", "Collegamento a questo punto"),
    "interviews-gap": (
        "{start} to {end}: somebody speaks here, but no words were made out",
        "{start}–{end}: qualcuno parla, ma non si sono distinte parole",
    ),
    "interviews-withheld-quote": (
        "These words may not be quoted.",
        "Queste parole non si possono citare.",
    ),
    "interviews-withheld-analyse": (
        "These words may not be worked with.",
        "Queste parole non si possono usare.",
    ),
    "interviews-untold": ("Speaker not told", "Chi parla non è detto"),
    "interviews-unassigned": ("No question yet", "Ancora nessuna domanda"),
    "interviews-rejected": ("No question, by a coder", "Nessuna domanda, secondo un codificatore"),
    "interviews-none": (
        "Small talk, by the machine’s guess", "Conversazione spicciola, secondo la macchina",
    ),
    "interviews-alt": ("The recording of {interview}", "La registrazione di {interview}"),
}
# fmt: on
