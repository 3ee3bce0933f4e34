"""The page Review, where it is blind or settles disagreements."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "blind-lead": (
        "A random sample, the same for everybody, without suggestions and without anybody’s "
        "marks. Only these judgements tell how well coders agree and how often the machine is "
        "right.",
        "Un campione casuale, lo stesso per tutti, senza suggerimenti e senza i segni di nessuno. "
        "Solo questi giudizi dicono quanto i codificatori concordano e quanto spesso la macchina "
        "ha ragione.",
    ),
    "blind-nobody": (
        "To judge blind, first give your name in the side bar, under “Decisions by”.",
        "Per giudicare alla cieca scrivi prima il tuo nome nella barra laterale, sotto "
        "«Decisioni di».",
    ),
    "blind-of": ("What is judged", "Che cosa si giudica"),
    "blind-of-question": ("Questions", "Domande"),
    "blind-of-code": ("Codes", "Codici"),
    "blind-done": ("{part} of {whole} judged blind", "{part} di {whole} giudicate alla cieca"),
    "blind-passed": (
        "{n} of the sample is left out: you have seen its suggestion before|"
        "{n} of the sample are left out: you have seen their suggestions before",
        "{n} del campione è esclusa: ne hai già visto il suggerimento|"
        "{n} del campione sono escluse: ne hai già visto i suggerimenti",
    ),
    "blind-sizes": ("The sample, by place and language", "Il campione, per luogo e lingua"),
    "blind-drawn": ("Drawn", "Estratte"),
    "blind-of-all": ("of all answers", "su tutte le risposte"),
    "blind-which-question": ("Which question does it answer?", "A quale domanda risponde?"),
    "blind-which-code": ("Which code fits?", "Quale codice è giusto?"),
    "blind-none": ("None of the set", "Nessuna dell’insieme"),
    "blind-several": ("Several", "Più d’una"),
    "blind-several-lead": (
        "Mark all that it speaks to, then press Enter. M goes back to one.",
        "Segna tutte quelle a cui risponde, poi premi Invio. M torna a una sola.",
    ),
    "blind-keep": ("Keep what is marked", "Tieni le segnate"),
    "blind-any": ("any of the set", "una qualsiasi dell’insieme"),
    "blind-did": (
        "Last: {name}, {n} chosen", "Ultima: {name}, {n} scelta|Ultima: {name}, {n} scelte",
    ),
    "blind-through": (
        "Your part of the sample is judged", "La tua parte del campione è giudicata",
    ),
    "settle-lead": (
        "What coders’ last words differ on, with each one’s judgement. A third decision settles "
        "it for every count; how well coders agree is counted without it.",
        "Ciò su cui le ultime parole dei codificatori differiscono, con il giudizio di ciascuno. "
        "Una terza decisione lo dirime per ogni conteggio; l’accordo fra codificatori si conta "
        "senza di essa.",
    ),
    "settle-left": (
        "{n} disagreement to settle|{n} disagreements to settle",
        "{n} disaccordo da dirimere|{n} disaccordi da dirimere",
    ),
    "settle-nothing": ("Coders disagree on nothing", "I codificatori non discordano su nulla"),
    "settle-withheld": (
        "What is left may not be quoted", "Ciò che resta non si può citare",
    ),
    "settle-question": ("Does it speak to this question?", "Risponde a questa domanda?"),
    "settle-code": ("Does this code fit?", "Questo codice è giusto?"),
    "settle-said": ("Said", "Ha detto"),
    "settle-seen": ("Judged", "Ha giudicato"),
    "settle-when": ("When", "Quando"),
    "settle-why": ("Why", "Perché"),
    "settle-yes": ("Yes", "Sì"),
    "settle-no": ("No", "No"),
    "settle-blind": ("blind", "alla cieca"),
    "settle-with": ("with suggestions", "con suggerimenti"),
    "settle-own": (
        "You are one of those who differ: better a third person settles it.",
        "Sei fra chi discorda: meglio che decida una terza persona.",
    ),
    "settle-reason": ("Why (kept with the decision)", "Perché (resta con la decisione)"),
    "settle-did": ("Last settled: “{thing}”", "Ultimo deciso: «{thing}»"),
}
# fmt: on
