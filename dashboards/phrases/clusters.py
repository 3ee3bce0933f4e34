"""The page Clusters and themes."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-clusters": ("Clusters and themes", "Gruppi e temi"),
    "cluster-lead": (
        "Answers that the machine put together by their meaning, whatever their question and "
        "language.",
        "Risposte che la macchina ha messo insieme per il loro significato, qualunque sia la "
        "domanda e la lingua.",
    ),
    "cluster-note": (
        "A cluster is the machine’s grouping, not a finding. It becomes a theme when a person "
        "has read it and given it a name; no cluster of this study has one yet.",
        "Un gruppo è un raggruppamento della macchina, non un risultato. Diventa un tema quando "
        "una persona lo ha letto e gli ha dato un nome; in questo studio nessuno ne ha ancora uno.",
    ),
    "cluster-outliers": (
        "{part} of {n} answers long enough to be grouped are in no cluster.",
        "{part} risposte su {n} abbastanza lunghe da raggruppare non sono in nessun gruppo.",
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
    "cluster-words": ("Key words", "Parole chiave"),
    "cluster-where": ("People by place", "Persone per luogo"),
    "cluster-spoken": ("People by language", "Persone per lingua"),
    "cluster-typical": ("Typical answers", "Risposte tipiche"),
    "cluster-places": ("Which cluster is heard where", "Quale gruppo si sente dove"),
    "cluster-places-lead": (
        "People of each place who speak in each cluster, of all who were heard there; counts of "
        "the last run.",
        "Persone di ogni luogo che parlano in ogni gruppo, su tutte quelle ascoltate lì; conteggi "
        "dell’ultima elaborazione.",
    ),
    "cluster-places-none": (
        "The places have not been compared yet.", "I luoghi non sono ancora confrontati.",
    ),
    "cluster-col": ("Cluster", "Gruppo"),
    "cluster-col-label": ("Key words", "Parole chiave"),
    "cluster-col-people": ("People in it", "Persone nel gruppo"),
    "cluster-col-heard": ("People heard there", "Persone ascoltate lì"),
}
# fmt: on
