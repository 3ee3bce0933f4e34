"""The part Saturation of the page Codebook."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "code-mode": ("What to show", "Che cosa mostrare"),
    "code-mode-codes": ("Codes", "Codici"),
    "code-mode-saturation": ("Saturation", "Saturazione"),
    "saturation-lead": (
        "When do further interviews bring no new code? Counted are the codes that people "
        "confirmed, each at its first use, interview by interview in the order of the fieldwork.",
        "Quando altre interviste non portano più codici nuovi? Contano i codici confermati da "
        "persone, ciascuno al suo primo uso, intervista per intervista nell’ordine della ricerca "
        "sul campo.",
    ),
    "saturation-not-offered": (
        "Suggested codes and clusters are not offered here. Suggestions come from a closed list, "
        "so none of them can be new. Clusters are made from all interviews at once, so they are "
        "full by the way they are made.",
        "I codici suggeriti e i gruppi qui non ci sono. I suggerimenti vengono da un elenco "
        "chiuso, quindi nessuno può essere nuovo. I gruppi nascono da tutte le interviste insieme, "
        "quindi sono completi per costruzione.",
    ),
    "saturation-figure-codes": ("codes found", "codici trovati"),
    "saturation-figure-interviews": ("interviews coded, of {n}", "interviste codificate, su {n}"),
    "saturation-figure-answers": (
        "answers coded, of {n} in them", "risposte codificate, su {n} in queste",
    ),
    "saturation-uncoded": (
        "{n} interview in which nobody has confirmed a code is left out: it would pass for one "
        "that brings nothing new.|{n} interviews in which nobody has confirmed a code are left "
        "out: they would pass for interviews that bring nothing new.",
        "{n} intervista in cui nessuno ha confermato un codice resta fuori: sembrerebbe non "
        "portare nulla di nuovo.|{n} interviste in cui nessuno ha confermato un codice restano "
        "fuori: sembrerebbero non portare nulla di nuovo.",
    ),
    "saturation-half": (
        "An interview that is coded only in part brings less than it could. Saturation then seems "
        "to come too early.",
        "Un’intervista codificata solo in parte porta meno di quanto potrebbe. La saturazione "
        "allora sembra arrivare troppo presto.",
    ),
    "saturation-of": ("Saturation of", "Saturazione di"),
    "saturation-all": ("All that is shown", "Tutto ciò che è mostrato"),
    "saturation-new": ("{n} new code|{n} new codes", "{n} codice nuovo|{n} codici nuovi"),
    "saturation-reached": (
        "Reached with {last} interviews ({sum})", "Raggiunta con {last} interviste ({sum})",
    ),
    "saturation-reached-not-kept": (
        "Reached with {last} interviews ({sum}), but more came later",
        "Raggiunta con {last} interviste ({sum}), ma poi è arrivato altro",
    ),
    "saturation-reached-told": (
        "Interviews {first} to {last} brought {new}: {share} of the {base} that the first "
        "{interviews} brought, and no more than {threshold} counts as nothing new.",
        "Le interviste dalla {first} alla {last} hanno portato {new}: {share} dei {base} delle "
        "prime {interviews}; fino a {threshold} conta come nulla di nuovo.",
    ),
    "saturation-again": (
        "But later interviews brought more again: {first} to {last} brought {new}, {share}.",
        "Ma poi è arrivato altro: le interviste dalla {first} alla {last} hanno portato {new}, "
        "{share}.",
    ),
    "saturation-not-reached": (
        "Not reached in {n} interviews", "Non raggiunta in {n} interviste",
    ),
    "saturation-not-reached-told": (
        "The last run, interviews {first} to {last}, still brought {new}: {share} of the {base} "
        "that the first {interviews} brought, and no more than {threshold} counts as nothing new.",
        "L’ultima serie, le interviste dalla {first} alla {last}, ha portato ancora {new}: {share} "
        "dei {base} delle prime {interviews}; solo fino a {threshold} conta come nulla di nuovo.",
    ),
    "saturation-orders": (
        "In {reached} of {orders} random orders of the same interviews it is reached, usually with "
        "{usual}. That is order variability: how much hangs on who came first. It is no confidence "
        "interval.",
        "È raggiunta in {reached} di {orders} ordini casuali delle stesse interviste, di solito "
        "con {usual}. È la variabilità dell’ordine: quanto dipende da chi è venuto prima. Non è un "
        "intervallo di confidenza.",
    ),
    "saturation-orders-never": (
        "In none of {orders} random orders of the same interviews is it reached.",
        "Non è raggiunta in nessuno di {orders} ordini casuali delle stesse interviste.",
    ),
    "saturation-beyond": (
        "Chao2 puts the codes in all at {all} at the least (95% interval {low} to {high}); twice "
        "as many interviews would show about {double}. It is not told further than that.",
        "Chao2 stima almeno {all} codici in tutto (intervallo al 95% da {low} a {high}); il "
        "doppio delle interviste ne mostrerebbe circa {double}. Oltre non si stima.",
    ),
    "saturation-cannot": ("Not computable", "Non calcolabile"),
    "saturation-too-few": (
        "{n} coded, {needed} needed", "{n} codificate, ne servono {needed}",
    ),
    "saturation-too-few-told": (
        "It takes {needed} coded interviews, {base} for the base and {run} for a run; there are "
        "{n}.",
        "Servono {needed} interviste codificate, {base} per la base e {run} per una serie; ce ne "
        "sono {n}.",
    ),
    "saturation-nothing-coded": (
        "no code in the base", "nessun codice nella base",
    ),
    "saturation-nothing-coded-told": (
        "The first {base} interviews brought no code: there is nothing to hold the others against.",
        "Le prime {base} interviste non hanno portato codici: non c’è con che cosa confrontare le "
        "altre.",
    ),
    "saturation-across": (
        "Coded interviews, in the order of the fieldwork",
        "Interviste codificate, nell’ordine sul campo",
    ),
    "saturation-up": ("Codes found", "Codici trovati"),
    "saturation-base": ("base", "base"),
    "saturation-run": ("reached", "raggiunta"),
    "saturation-found": ("in the order of the fieldwork", "nell’ordine della ricerca sul campo"),
    "saturation-band": (
        "order variability: 95% of random orders", "variabilità dell’ordine: 95% dei casuali",
    ),
    "saturation-middle": ("median of the random orders", "mediana degli ordini casuali"),
    "saturation-doubled": (
        "estimated for more interviews (Chao2)", "stima per altre interviste (Chao2)",
    ),
    "saturation-dot": (
        "{at}. {interview}, {day}: {new}, {found} in all",
        "{at}. {interview}, {day}: {new}, {found} in tutto",
    ),
    "saturation-each": ("Interview by interview", "Intervista per intervista"),
    "saturation-parts": ("Whole and parts", "L’insieme e le parti"),
    "saturation-questions": ("Question by question", "Domanda per domanda"),
    "saturation-questions-lead": (
        "Of the coded interviews those with an answer to the question, and the codes of these "
        "answers. Which answers belong to a question is as on the page Answers, the machine’s "
        "guesses included.",
        "Delle interviste codificate quelle con una risposta alla domanda, e i codici di queste "
        "risposte. Quali risposte appartengono a una domanda è come nella pagina Risposte, "
        "comprese le ipotesi della macchina.",
    ),
    "saturation-col-kind": ("Kind", "Tipo"),
    "saturation-kind-all": ("All", "Tutto"),
    "saturation-kind-country": ("Country", "Paese"),
    "saturation-kind-site": ("Place", "Luogo"),
    "saturation-kind-question": ("Question", "Domanda"),
    "saturation-col-of": ("Part", "Parte"),
    "saturation-col-question": ("Question", "Domanda"),
    "saturation-col-interviews": ("Interviews", "Interviste"),
    "saturation-col-codes": ("Codes", "Codici"),
    "saturation-col-reached": ("Reached with", "Raggiunta con"),
    "saturation-col-last": ("Last run brought", "L’ultima serie ha portato"),
    "saturation-col-orders": ("Random orders that reach it", "Ordini casuali che la raggiungono"),
    "saturation-col-all": ("In all, at the least (Chao2)", "In tutto, almeno (Chao2)"),
    "saturation-col-low": ("Chao2 from", "Chao2 da"),
    "saturation-col-high": ("Chao2 to", "Chao2 a"),
    "saturation-col-double": ("With twice as many", "Con il doppio"),
    "saturation-col-usual": ("Usual interviews in random orders", "Di solito in ordini casuali"),
    "saturation-col-why": ("Why not", "Perché no"),
    "saturation-col-at": ("No.", "N."),
    "saturation-col-interview": ("Interview", "Intervista"),
    "saturation-col-date": ("Date", "Data"),
    "saturation-col-coded": ("Answers coded", "Risposte codificate"),
    "saturation-col-answers": ("Answers", "Risposte"),
    "saturation-col-new": ("New codes", "Codici nuovi"),
    "saturation-col-found": ("Found so far", "Trovati finora"),
    "saturation-col-share": ("Run that ends here", "Serie che finisce qui"),
    "saturation-no": ("not reached", "non raggiunta"),
    "saturation-later": ("then more", "poi altro"),
    "saturation-few-are": (
        "Not computable, for {needed} coded interviews are needed:",
        "Non calcolabile, perché servono {needed} interviste codificate:",
    ),
    "saturation-none-are": (
        "Not computable, for the first {base} coded interviews have no code here:",
        "Non calcolabile, perché le prime {base} interviste codificate qui non hanno codici:",
    ),
    "saturation-how": (
        "How this is counted, and what it cannot say", "Come si conta, e che cosa non può dire",
    ),
    "saturation-how-told": (
        "The measure is that of Guest, Namey and Chen (2020, PLoS ONE 15(5): e0232076). The first "
        "{base} interviews are the base. What each run of {run} interviews adds is divided by the "
        "codes of the base; the first run with at most {threshold} is saturation. Base, run and "
        "threshold are parameters of the study (saturation in params.yaml). Where the base has few "
        "codes, a small share of them is none at all. Not checked against "
        "the paper itself: that runs overlap, and that the base stays the first one.",
        "La misura è quella di Guest, Namey e Chen (2020, PLoS ONE 15(5): e0232076). Le prime "
        "{base} interviste sono la base. Ciò che ogni serie di {run} interviste aggiunge si divide "
        "per i codici della base; la prima serie con al più {threshold} è la saturazione. Base, "
        "serie e soglia sono parametri dello studio (saturation in params.yaml). Dove la base ha "
        "pochi codici, una piccola quota vuol dire nessuno. Non verificato "
        "sull’articolo: che le serie si sovrappongano, e che la base resti la prima.",
    ),
    "saturation-how-order": (
        "The order is that of the dates in the manifest; interviews of one day come by their id. A "
        "second visit is an interview of its own. Places were visited one after another: a new "
        "place may bring what is new long after saturation seemed to be reached.",
        "L’ordine è quello delle date nel manifest; le interviste di uno stesso giorno vanno per "
        "id. Una seconda visita è un’intervista a sé. I luoghi sono stati visitati uno dopo "
        "l’altro: un luogo nuovo può portare il nuovo molto dopo che la saturazione sembrava "
        "raggiunta.",
    ),
    "saturation-how-cannot": (
        "It cannot say that everything has been heard: it counts codes, and a codebook with few "
        "wide codes saturates early. It cannot say what a place would bring where nobody has been. "
        "Chao2 is a lower bound from the codes of one and of two interviews; it takes interviews "
        "as drawn alike, which a study that chooses its people does not do.",
        "Non può dire che tutto sia stato ascoltato: conta codici, e un codebook con pochi codici "
        "larghi satura presto. Non può dire che cosa porterebbe un luogo dove nessuno è stato. "
        "Chao2 è un limite inferiore dai codici di una e di due interviste; tratta le interviste "
        "come estratte allo stesso modo, cosa che uno studio che sceglie le persone non fa.",
    ),
}
# fmt: on
