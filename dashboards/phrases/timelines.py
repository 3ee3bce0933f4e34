"""The page Timelines."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-timelines": ("Timelines", "Sequenze"),
    "timelines-which": ("Timeline", "Sequenza"),
    "timelines-option": ("{title} ({clips}, {length})", "{title} ({clips}, {length})"),
    "timelines-cluster": ("Cluster {id}: {label}", "Gruppo {id}: {label}"),
    "timelines-theme": ("Theme: {name}", "Tema: {name}"),
    "timelines-unknown": (
        "The link names a timeline that there is not: {name}",
        "Il collegamento nomina una sequenza che non c’è: {name}",
    ),
    "timelines-lead-interleaved": (
        "The voices of all places on one topic, one after another. Neighbours differ in place "
        "where they can.",
        "Le voci di tutti i luoghi su un tema, una dopo l’altra. Dove si può, due vicine vengono "
        "da luoghi diversi.",
    ),
    "timelines-lead-by-place": (
        "The voices on one topic, one place after another.",
        "Le voci su un tema, un luogo dopo l’altro.",
    ),
    "timelines-lead-common-first": (
        "The voices on one topic, from what is nearest to all that was said to what is furthest.",
        "Le voci su un tema, da ciò che è più vicino a quanto si è detto al più lontano.",
    ),
    "timelines-lead-by-date": (
        "The voices on one topic, in the order of the visits.",
        "Le voci su un tema, nell’ordine delle visite.",
    ),
    "timelines-none": ("There are no timelines yet", "Non ci sono ancora sequenze"),
    "timelines-none-do": (
        "A run lays out one for each question with answers and one for each group:",
        "Un’elaborazione ne compone una per ogni domanda con risposte e una per ogni gruppo:",
    ),
    "timelines-silent": (
        "Nothing of this can be heard: there are only texts, or the voices may not be played.",
        "Di questo non si può ascoltare nulla: ci sono solo testi, o le voci non si possono usare.",
    ),
    "timelines-empty": (
        "Nothing of this timeline is left in what is shown.",
        "Di questa sequenza non resta nulla in ciò che è mostrato.",
    ),
    "n-clips": ("{n} clip|{n} clips", "{n} clip"),
    "n-cards": ("{n} text without sound|{n} texts without sound",
                "{n} testo senza suono|{n} testi senza suono"),
    "timelines-running": ("{n} running length", "{n} durata"),
    "timelines-by-place": ("By place", "Per luogo"),
    "timelines-bars-alt": (
        "Clips by place along the running time of {length}: {places}. "
        "The list below says the same.",
        "Clip per luogo lungo la durata di {length}: {places}. L’elenco sotto dice lo stesso.",
    ),
    "timelines-clips": ("Clips", "Clip"),
    "timelines-part": ("{first}–{last} of {all}", "{first}–{last} di {all}"),
    "timelines-part-which": ("Which part of the list", "Quale parte dell’elenco"),
    "timelines-all": ("Play through", "Riproduci tutto"),
    "timelines-stop": ("Stop", "Ferma"),
    "timelines-before": ("The clip before", "La clip prima"),
    "timelines-after": ("The next clip", "La clip dopo"),
    "timelines-play": ("Play clip", "Riproduci clip"),
    "timelines-told": (
        "Texts without sound are shown as cards for as long as they take to read.",
        "I testi senza suono compaiono come schede per il tempo che serve a leggerli.",
    ),
    "timelines-cards": ("Texts without sound", "Testi senza suono"),
    "timelines-in": ("In", "Entra"),
    "timelines-out": ("Out", "Esce"),
    "timelines-code-in": ("TC in", "TC in"),
    "timelines-code-out": ("TC out", "TC out"),
    "timelines-length": ("Length", "Durata"),
    "timelines-at": ("Runs at", "Parte a"),
    "timelines-card": ("Text", "Testo"),
    "timelines-unseen": ("sound alone: may not be seen", "solo suono: non si può mostrare"),
    "timelines-take": ("Take it along", "Da portare via"),
    "timelines-take-lead": (
        "What consent allows today: voices that may be heard, words that may be quoted, names that "
        "may be given; who may not be seen is sound alone. The filters hold here too.",
        "Ciò che il consenso permette oggi: voci che si possono ascoltare, parole che si possono "
        "citare, nomi che si possono dare; chi non si può mostrare è solo suono. I filtri valgono "
        "anche qui.",
    ),
    "timelines-form": ("For", "Per"),
    "timelines-form-otio": ("OpenTimelineIO: Resolve", "OpenTimelineIO: Resolve"),
    "timelines-form-fcpxml": ("FCPXML: Final Cut, Resolve", "FCPXML: Final Cut, Resolve"),
    "timelines-form-xml": ("Final Cut 7 XML: Premiere", "XML di Final Cut 7: Premiere"),
    "timelines-form-edl": ("EDL: every program", "EDL: ogni programma"),
    "timelines-form-ale": ("ALE: an Avid bin", "ALE: un bin di Avid"),
    "timelines-form-vtt": ("Captions (WebVTT)", "Sottotitoli (WebVTT)"),
    "timelines-form-srt": ("Captions (SRT)", "Sottotitoli (SRT)"),
    "timelines-form-docx": ("Paper edit (Word)", "Montaggio su carta (Word)"),
    "timelines-form-html": ("Paper edit (page)", "Montaggio su carta (pagina)"),
    "timelines-form-csv": ("Paper edit (table)", "Montaggio su carta (tabella)"),
    "timelines-left-out": ("What it leaves out ({n})", "Che cosa lascia fuori ({n})"),
    "timelines-answer": ("Answer", "Risposta"),
    "timelines-why": ("Why", "Perché"),
    "timelines-why-text": ("a text: there is no recording", "un testo: non c’è registrazione"),
    "timelines-why-voice": (
        "somebody in it may not be heard ({reason})",
        "qualcuno che vi parla non si può ascoltare ({reason})",
    ),
    "timelines-why-withdrawn": (
        "the person’s words may not be used today, or are gone since the last run",
        "le parole della persona oggi non si possono usare, o dopo l’ultima elaborazione mancano",
    ),
    "timelines-why-decided": (
        "people have taken it from the topic since the last run",
        "dopo l’ultima elaborazione è stata tolta dal tema",
    ),
    "timelines-stale": (
        "Decisions made since the last run take clips away at once; what they add comes with the "
        "next run.",
        "Le decisioni prese dopo l’ultima elaborazione tolgono subito le clip; ciò che aggiungono "
        "arriva con la prossima.",
    ),
}
# fmt: on
