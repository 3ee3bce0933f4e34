"""The page Clusters and themes."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-clusters": ("Clusters and themes", "Gruppi e temi"),
    "cluster-lead": (
        "Answers that the machine put together by their meaning, whatever their question and "
        "language, and what people made of these groups.",
        "Risposte che la macchina ha messo insieme per il loro significato, qualunque sia la "
        "domanda e la lingua, e quello che le persone ne hanno fatto.",
    ),
    "cluster-note": (
        "A cluster is the machine’s grouping, not a finding. It becomes a theme when a person has "
        "read it and given it a name. A theme stays in every further run.",
        "Un gruppo è un raggruppamento della macchina, non un risultato. Diventa un tema quando "
        "una persona lo ha letto e gli ha dato un nome. Un tema resta in ogni elaborazione.",
    ),
    "cluster-outliers": (
        "{part} of {n} answers long enough to be grouped are in no cluster. Any of them can be "
        "moved into one.",
        "{part} risposte su {n} abbastanza lunghe da raggruppare non sono in nessun gruppo. "
        "Ognuna si può spostare in un gruppo.",
    ),
    "cluster-none": ("There are no clusters", "Non ci sono gruppi"),
    "cluster-none-lead": (
        "The machine found no groups in what is shown.",
        "La macchina non ha trovato gruppi in ciò che è mostrato.",
    ),
    "cluster-unknown": (
        "The link names a cluster that is not in the last run, or not in what is shown: {cluster}",
        "Il collegamento nomina un gruppo che non è nell’ultima elaborazione, o non in ciò che è "
        "mostrato: {cluster}",
    ),
    "cluster-name": ("Cluster {id}", "Gruppo {id}"),
    "cluster-lasting": ("lasting id {id}", "id duraturo {id}"),
    "cluster-words": ("Key words", "Parole chiave"),
    "cluster-where": ("People by place", "Persone per luogo"),
    "cluster-spoken": ("People by language", "Persone per lingua"),
    "cluster-typical": ("Typical answers", "Risposte tipiche"),
    "cluster-places": ("Which cluster is heard where", "Quale gruppo si sente dove"),
    "cluster-places-lead": (
        "People of each place who speak in each cluster, of all who were heard there; themes in "
        "bold.",
        "Persone di ogni luogo che parlano in ogni gruppo, su tutte quelle ascoltate lì; i temi in "
        "grassetto.",
    ),
    "cluster-col": ("Cluster", "Gruppo"),
    "cluster-col-theme": ("Theme", "Tema"),
    "cluster-col-label": ("Key words", "Parole chiave"),
    "cluster-col-people": ("People in it", "Persone nel gruppo"),
    "cluster-col-heard": ("People heard there", "Persone ascoltate lì"),
    "cluster-themes": ("Themes", "Temi"),
    "cluster-machines": ("The machine’s clusters", "Gruppi della macchina"),
    "cluster-rest": ("The rest", "Il resto"),
    "cluster-nowhere": ("In no cluster", "In nessun gruppo"),
    "cluster-some-of": ("{part} of {n} answers", "{part} risposte su {n}"),
    "cluster-is-theme": ("Theme", "Tema"),
    "cluster-is-machines": ("The machine’s cluster", "Gruppo della macchina"),
    "cluster-named-by": ("named by {coder}, {day}", "nome dato da {coder}, {day}"),
    "cluster-is-frozen": ("frozen", "bloccato"),
    "cluster-not-found": (
        "the last run no longer finds this group, it keeps the answers that it had",
        "l’ultima elaborazione non trova più questo gruppo, che mantiene le risposte che aveva",
    ),
    "cluster-name-first": (
        "To name, merge or freeze a cluster, first give your name in the side bar, under "
        "“Decisions by”.",
        "Per dare un nome a un gruppo, unirlo o bloccarlo scrivi prima il tuo nome nella barra "
        "laterale.",
    ),
    "cluster-edit": ("Name, merge, freeze", "Nome, unione, blocco"),
    "cluster-theme-name": ("Name of the theme", "Nome del tema"),
    "cluster-theme-about": ("What it is (optional)", "Che cos’è (facoltativo)"),
    "cluster-give-name": ("Make it a theme", "Fanne un tema"),
    "cluster-rename": ("Keep the name", "Conserva il nome"),
    "cluster-needs-name": ("A theme needs a name.", "Un tema ha bisogno di un nome."),
    "cluster-needs-choice": ("Choose a cluster first.", "Scegli prima un gruppo."),
    "cluster-merge-which": ("Merge another into this one", "Unisci un altro a questo"),
    "cluster-choose": ("Choose", "Scegli"),
    "cluster-merge": ("Merge", "Unisci"),
    "cluster-freeze": ("Freeze", "Blocca"),
    "cluster-why-freeze": (
        "It keeps these answers whatever the machine does; what is new is offered.",
        "Mantiene queste risposte qualunque cosa faccia la macchina; il nuovo è proposto.",
    ),
    "cluster-unfreeze": ("Unfreeze", "Sblocca"),
    "cluster-why-unfreeze": (
        "New answers join again by themselves.", "Le risposte nuove entrano di nuovo da sole.",
    ),
    "cluster-move": ("Move", "Sposta"),
    "cluster-move-where": ("Move this answer to", "Sposta questa risposta in"),
    "cluster-move-there": ("Move it there", "Sposta"),
    "cluster-take-in": ("Take in", "Accogli"),
    "cluster-offered": ("Offered: {n} answer|Offered: {n} answers",
                        "Proposta: {n} risposta|Proposte: {n} risposte"),
    "cluster-offered-lead": (
        "The machine would put these with the frozen ones. They are in no cluster until somebody "
        "takes them in.",
        "La macchina le metterebbe con quelle bloccate. Non sono in nessun gruppo finché qualcuno "
        "non le accoglie.",
    ),
    "cluster-history": ("{n} decision on it|{n} decisions on it",
                        "{n} decisione|{n} decisioni"),
    "cluster-event-name-cluster": ("named “{name}”", "nome «{name}»"),
    "cluster-event-merge-clusters": ("merged", "unione"),
    "cluster-event-move-answers": (
        "{n} answer moved|{n} answers moved", "{n} risposta spostata|{n} risposte spostate",
    ),
    "cluster-event-freeze-cluster": ("frozen", "bloccato"),
    "cluster-event-unfreeze-cluster": ("unfrozen", "sbloccato"),
    "cluster-did-name": ("Named “{name}”", "Nome dato: «{name}»"),
    "cluster-did-merge": ("“{other}” merged into “{name}”", "«{other}» unito a «{name}»"),
    "cluster-did-freeze": ("“{name}” frozen", "«{name}» bloccato"),
    "cluster-did-unfreeze": ("“{name}” unfrozen", "«{name}» sbloccato"),
    "cluster-did-move": ("Answer moved: {name}", "Risposta spostata: {name}"),
    "cluster-did-take": ("Answer taken into “{name}”", "Risposta accolta in «{name}»"),
    "cluster-did-accept": ("Accepted as they are", "Accettati così come sono"),
    "cluster-accept": ("Accept as they are", "Accetta così"),
    "cluster-accept-why": (
        "The clusters of today keep their identity, and later changes are told against them.",
        "I gruppi di oggi mantengono la loro identità, e i cambiamenti si raccontano rispetto a "
        "questi.",
    ),
    "cluster-never-accepted": (
        "Nobody has accepted these clusters yet. Once somebody has, what changes with new "
        "interviews is told here.",
        "Nessuno ha ancora accettato questi gruppi. Dopo, qui si racconta che cosa cambia con le "
        "nuove interviste.",
    ),
    "cluster-since": ("Accepted on {day} by {coder}.", "Accettati il {day} da {coder}."),
    "cluster-after": ("After {places}:", "Dopo {places}:"),
    "cluster-since-then": ("Since then:", "Da allora:"),
    "cluster-unchanged": ("Nothing has changed since.", "Da allora nulla è cambiato."),
    "cluster-change-new": ("new", "nuovo"),
    "cluster-change-n-new": ("{n} new|{n} new", "{n} nuovo|{n} nuovi"),
    "cluster-change-n-grew": ("{n} grew|{n} grew", "{n} cresciuto|{n} cresciuti"),
    "cluster-change-n-shrank": (
        "{n} lost answers|{n} lost answers", "{n} con risposte in meno|{n} con risposte in meno",
    ),
    "cluster-change-n-gone": (
        "{n} is no more|{n} are no more", "{n} non c’è più|{n} non ci sono più",
    ),
    "cluster-change-n-same": ("{n} as it was|{n} as they were", "{n} come prima|{n} come prima"),
}
# fmt: on
