"""The page Places."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-places": ("Places", "Luoghi"),
    "places-which": ("What to see", "Che cosa vedere"),
    "places-coverage": ("Coverage", "Copertura"),
    "places-pair": ("Two places side by side", "Due luoghi a fianco"),
    "places-coverage-lead": (
        "Who was asked what, and who answered: people, at each place. This is coverage, not "
        "likeness: two fields equally dark do not say that their people say the same. A click on a "
        "field leads to the answers behind it.",
        "A chi è stato chiesto che cosa, e chi ha risposto: persone, per luogo. È copertura, non "
        "somiglianza: due campi ugualmente scuri non dicono che le persone dicano lo stesso. Un "
        "clic su un campo porta alle risposte che vi stanno dietro.",
    ),
    "places-pair-lead": (
        "Both places in their own words. Reading them side by side is no comparison: whether they "
        "are more alike, or less, than chance would have it cannot be told from this page.",
        "I due luoghi con le loro parole. Leggerli a fianco non è un confronto: se siano più "
        "simili, o meno, di quanto vorrebbe il caso, da questa pagina non si può dire.",
    ),
    "places-none": ("The coverage has not been counted yet", "La copertura non è ancora contata"),
    "places-none-do": ("A run counts it:", "La conta un’elaborazione:"),
    "places-one": (
        "There is only one place in this study, and nothing to put beside it.",
        "In questo studio c’è un solo luogo, e nulla da mettergli a fianco.",
    ),
    "places-field-alt": (
        "Questions by place: how many people answered, of those asked. “As a table” below says the "
        "same.",
        "Domande per luogo: quante persone hanno risposto, fra quelle interrogate. «Come tabella», "
        "sotto, dice lo stesso.",
    ),
    "places-key-answered": (
        "2/3  two of the three who were asked answered; darker: a larger share",
        "2/3  hanno risposto in due dei tre interrogati; più scuro: una parte maggiore",
    ),
    "places-key-zero": ("0/3  asked, and nobody answered", "0/3  chiesto, e nessuno ha risposto"),
    "places-key-unasked": (
        "+1  one more spoke to it without being asked",
        "+1  un’altra persona ne ha parlato senza domanda",
    ),
    "places-key-never": ("–  never asked there", "–  mai chiesto lì"),
    "places-key-unknown": ("?  no interviewer can be heard", "?  non si sente chi intervista"),
    "places-key-guide": ("not in the guide there", "non nella traccia lì"),
    "places-told-asked": (
        "{answered} of {n} asked answered",
        "ha risposto {answered} su {n}",
    ),
    "places-told-unasked": (
        "{n} spoke to it unasked", "{n} ne ha parlato senza domanda|{n} ne hanno parlato senza "
        "domanda",
    ),
    "places-told-never": ("{n} not asked", "{n} senza domanda posta"),
    "places-told-guide": ("{n} without it in the guide", "{n} senza la domanda in traccia"),
    "places-told-unknown": ("{n} unknown", "{n} non si sa"),
    "places-told-nobody": ("nobody", "nessuno"),
    "places-no-topic": ("Other questions", "Altre domande"),
    "places-asked": ("Asked", "Interrogati"),
    "places-answered": ("Answered", "Hanno risposto"),
    "places-first": ("Place", "Luogo"),
    "places-second": ("Beside it", "A fianco"),
    "places-unknown": (
        "The link names a place that there is not: {place}",
        "Il collegamento nomina un luogo che non c’è: {place}",
    ),
    "places-silent": (
        "Nobody here speaks to this question in what is shown.",
        "Qui nessuno parla di questa domanda in ciò che è mostrato.",
    ),
    "places-rest": ("Show all ({n})", "Mostra tutte ({n})"),
}
# fmt: on
