"""The page Quality."""

from __future__ import annotations

# fmt: off
TABLE: dict[str, tuple[str, str]] = {
    "page-quality": ("Quality", "Qualità"),
    "quality-lead": (
        "How well coders agree, how often the machine is right, and what lost its place. All of it "
        "rests on judgements made blind; what was confirmed with a suggestion in view counts "
        "nowhere here.",
        "Quanto i codificatori concordano, quanto spesso la macchina ha ragione, e che cosa ha "
        "perso il suo posto. Tutto poggia su giudizi dati alla cieca; ciò che fu confermato con un "
        "suggerimento in vista qui non conta.",
    ),
    "quality-not-run": (
        "The answers have not been tagged yet.", "Le risposte non sono ancora etichettate.",
    ),
    "quality-nothing": ("Nothing has been judged blind yet", "Nulla è ancora giudicato alla cieca"),
    "quality-nothing-do": (
        "Judge part of the random sample: two coders for agreement, one for the machine’s "
        "accuracy.",
        "Giudica una parte del campione casuale: servono due codificatori per l’accordo, uno per "
        "l’accuratezza della macchina.",
    ),
    "quality-counting": ("Drawing interviews anew …", "Estraggo di nuovo le interviste …"),
    "quality-to-blind": ("Judge blind", "Giudica alla cieca"),
    "quality-version": (
        "Version of the set (several are never mixed)",
        "Versione dell’insieme (non se ne mescolano mai più d’una)",
    ),
    "quality-version-is": (
        "{now}: {n} judgement, last {day}|{now}: {n} judgements, last {day}",
        "{now}: {n} giudizio, ultimo {day}|{now}: {n} giudizi, ultimo {day}",
    ),
    "quality-current": ("As it is now", "Com’è adesso"),
    "quality-older": ("An older wording", "Una versione precedente"),
    "quality-coders": ("coders", "codificatori"),
    "quality-answers": (
        "answers judged blind", "risposte giudicate alla cieca",
    ),
    "quality-choices": ("judgements", "giudizi"),
    "quality-between": ("Between coders", "Fra codificatori"),
    "quality-one-coder": (
        "No answer has been judged blind by two coders: there is no agreement to count.",
        "Nessuna risposta è giudicata alla cieca da due codificatori: non c’è accordo da contare.",
    ),
    "quality-between-lead": (
        "1 is full agreement, 0 what chance would give. The range holds 95 of 100 draws of the "
        "interviews. A high percentage with a rare question can still be no better than chance.",
        "1 è accordo pieno, 0 ciò che darebbe il caso. L’intervallo contiene 95 estrazioni delle "
        "interviste su 100. Una percentuale alta su una domanda rara può comunque non superare il "
        "caso.",
    ),
    "quality-everywhere": ("All together", "Tutto insieme"),
    "quality-place": ("Place", "Luogo"),
    "quality-each-question": ("Each question", "Ogni domanda"),
    "quality-each-code": ("Each code", "Ogni codice"),
    "quality-spans": (
        "Where it begins and ends, {first} and {second}: α for unitizing {value}",
        "Dove comincia e finisce, {first} e {second}: α per la segmentazione {value}",
    ),
    "quality-how": (
        "What these numbers say, and what not", "Che cosa dicono questi numeri, e che cosa no",
    ),
    "quality-how-told": (
        "κ (Cohen) compares two coders on one question; α (Krippendorff) takes all coders at once "
        "and passes over what only one has judged. On the whole choice, α uses the MASI distance: "
        "two sets that share a question are nearer than two that share none. Counts are: both, "
        "only the first, only the second, neither. Prevalence is the share of yes. Where nothing "
        "varies no agreement is defined. Agreement says that coders read the set alike, not that "
        "they are right; a value that is good enough for one use is not for another.",
        "κ (Cohen) confronta due codificatori su una domanda; α (Krippendorff) li prende tutti "
        "insieme e passa oltre ciò che uno solo ha giudicato. Sull’intera scelta, α usa la "
        "distanza MASI: due insiemi che condividono una domanda sono più vicini di due che non ne "
        "condividono nessuna. I conteggi sono: entrambi, solo il primo, solo il secondo, nessuno. "
        "La prevalenza è la quota di sì. Dove nulla varia non c’è accordo definito. L’accordo dice "
        "che i codificatori leggono l’insieme allo stesso modo, non che hanno ragione; un valore "
        "che basta per un uso non basta per un altro.",
    ),
    "quality-machine": ("The machine, held against people", "La macchina, di fronte alle persone"),
    "quality-machine-lead": (
        "What the machine guessed before it could learn from the judgement, on answers on which "
        "blind coders agree. Shares are told from {least} answers on; the range is Wilson’s, which "
        "takes answers for independent.",
        "Ciò che la macchina suggeriva prima di poter imparare dal giudizio, sulle risposte su cui "
        "i codificatori alla cieca concordano. Le quote si dicono da {least} risposte in poi; "
        "l’intervallo è di Wilson, che prende le risposte per indipendenti.",
    ),
    "quality-machine-each": ("Each by itself", "Uno per uno"),
    "quality-differ": (
        "{n} answer is left out, since coders differ on it; it may be among the harder ones.|"
        "{n} answers are left out, since coders differ on them; they may be the harder ones.",
        "{n} risposta è esclusa, perché i codificatori discordano; può essere fra le più "
        "difficili.|{n} risposte sono escluse, perché i codificatori discordano; possono essere "
        "le più difficili.",
    ),
    "quality-unnoted": (
        "{n} judgement is left out: people had told the machine before.|"
        "{n} judgements are left out: people had told the machine before.",
        "{n} giudizio è escluso: qualcuno l’aveva già detto alla macchina.|"
        "{n} giudizi sono esclusi: qualcuno l’aveva già detto alla macchina.",
    ),
    "quality-needs": (
        "not computable: needs {least} blind judgements",
        "non calcolabile: servono {least} giudizi alla cieca",
    ),
    "quality-range": ("{low} to {high}", "da {low} a {high}"),
    "quality-of": ("{part} of {whole}", "{part} su {whole}"),
    "quality-take-agreement": (
        "Counts and κ of each two coders, at all places:",
        "Conteggi e κ di ogni coppia di codificatori, in tutti i luoghi:",
    ),
    "quality-take-alpha": ("α of all coders, at all places:",
                           "α di tutti i codificatori, in tutti i luoghi:"),
    "quality-undefined-no-pairs": (
        "undefined: nothing judged by two", "non definito: nulla giudicato da due",
    ),
    "quality-undefined-constant": (
        "undefined: nothing varies", "non definito: nulla varia",
    ),
    "quality-no-interval-": ("no range", "senza intervallo"),
    "quality-no-interval-few-interviews": (
        "no range: under 5 interviews", "senza intervallo: meno di 5 interviste",
    ),
    "quality-no-interval-often-undefined": (
        "no range: too rare", "senza intervallo: troppo rara",
    ),
    "quality-col-coders": ("Coders", "Codificatori"),
    "quality-col-answers": ("Answers", "Risposte"),
    "quality-col-language": ("Language", "Lingua"),
    "quality-col-alpha-sets": ("α of the whole choice", "α dell’intera scelta"),
    "quality-col-thing": ("Question or code", "Domanda o codice"),
    "quality-col-thing-pair": ("Question and coders", "Domanda e codificatori"),
    "quality-col-n": ("Answers", "Risposte"),
    "quality-col-cells": ("Both · 1st · 2nd · neither", "Entrambi · 1º · 2º · nessuno"),
    "quality-col-cells-machine": (
        "Both · people · machine · neither", "Entrambe · persone · macchina · nessuna",
    ),
    "quality-col-percent": ("Agree", "Concordi"),
    "quality-col-prevalence": ("Prevalence", "Prevalenza"),
    "quality-col-kappa": ("κ", "κ"),
    "quality-col-alpha": ("α", "α"),
    "quality-col-first": ("First coder", "Primo codificatore"),
    "quality-col-second": ("Second coder", "Secondo codificatore"),
    "quality-col-both": ("Both", "Entrambi"),
    "quality-col-only-first": ("Only the first", "Solo il primo"),
    "quality-col-only-second": ("Only the second", "Solo il secondo"),
    "quality-col-neither": ("Neither", "Nessuno"),
    "quality-col-where": ("Where", "Dove"),
    "quality-col-exact": ("Exactly what people chose", "Esattamente ciò che fu scelto"),
    "quality-col-named": ("At least one of it", "Almeno in parte"),
    "quality-low": ("low", "minimo"),
    "quality-high": ("high", "massimo"),
    "quality-why": ("Why not", "Perché manca"),
    "quality-whole-choice": ("(the whole choice)", "(l’intera scelta)"),
    "quality-boundaries": ("(where it begins and ends)", "(dove comincia e finisce)"),
    "calibrated": ("May a score be called a probability?", "Un punteggio è una probabilità?"),
    "calibrated-not-run": (
        "The last run was made by an older version: run again.",
        "L’ultima elaborazione è di una versione precedente: ripetila.",
    ),
    "calibrated-rule": (
        "Only after {judged} answers judged blind in {interviews} interviews, each counted once "
        "and only where blind judges do not differ. Until then every page says score.",
        "Solo dopo {judged} risposte giudicate alla cieca in {interviews} interviste, ciascuna "
        "contata una volta e solo se i giudici non discordano. Fino ad allora ogni pagina dice "
        "punteggio.",
    ),
    "calibrated-have": (
        "{n} answer so far, in {interviews}.|{n} answers so far, in {interviews}.",
        "{n} risposta finora, in {interviews}.|{n} risposte finora, in {interviews}.",
    ),
    "calibrated-missing-judged": (
        "{n} more answer is missing.|{n} more answers are missing.",
        "Manca ancora {n} risposta.|Mancano ancora {n} risposte.",
    ),
    "calibrated-missing-interviews": (
        "{n} more interview is missing.|{n} more interviews are missing.",
        "Manca ancora {n} intervista.|Mancano ancora {n} interviste.",
    ),
    "calibrated-same": (
        "All of them say the same: nothing can be told right from wrong.",
        "Dicono tutte lo stesso: non si può distinguere giusto da sbagliato.",
    ),
    "calibrated-lead": (
        "Yes, for an answer’s best question: calibrated on {n} answers judged blind in "
        "{interviews}. Brier score {brier} ({low} to {high}), where 0 is best and giving every "
        "answer the same probability has {reference}. Each interview is scored by a curve that "
        "never saw it; the range draws interviews anew.",
        "Sì, per la prima domanda di una risposta: calibrato su {n} risposte giudicate alla cieca "
        "in {interviews}. Punteggio di Brier {brier} (da {low} a {high}); 0 è il meglio, e dare a "
        "tutte la stessa probabilità ha {reference}. Ogni intervista è valutata da una curva che "
        "non l’ha vista; l’intervallo estrae di nuovo le interviste.",
    ),
    "calibrated-said": ("Probability told", "Probabilità detta"),
    "calibrated-right": ("Right, by blind judges", "Giuste, per i giudici alla cieca"),
    "calibrated-range": ("Range", "Intervallo"),
    "calibrated-alt": (
        "How often suggestions were right, by the probability told; on the diagonal both are equal",
        "Quanto spesso i suggerimenti erano giusti, per probabilità detta; sulla diagonale "
        "coincidono",
    ),
    "untold": ("Quotations whose speaker is not told", "Citazioni di cui non è detto chi parla"),
    "untold-lead": (
        "A report quotes these words and names nobody for them, or nobody of the manifest. They "
        "count nowhere. Who knows whose they are can say so: the next run makes an answer of "
        "them. What is nobody’s of the study is simply left.",
        "Un articolo riporta queste parole senza dire di chi sono, o sono di chi non è "
        "nell’elenco. Non contano da nessuna parte. Chi sa di chi sono può dirlo: la prossima "
        "elaborazione ne fa una risposta. Ciò che non è di nessuno dello studio si lascia lì.",
    ),
    "untold-n": ("{n} quotation|{n} quotations", "{n} citazione|{n} citazioni"),
    "untold-where": ("{interview}, character {at}", "{interview}, carattere {at}"),
    "untold-who": ("Who says it", "Chi lo dice"),
    "untold-hint": ("one of those who are heard", "una delle persone sentite"),
    "untold-give": ("Give", "Attribuisci"),
    "untold-did": ("Given to {name}.", "Attribuita a {name}."),
    "quality-lost": ("Judgements that lost their place", "Giudizi che hanno perso il posto"),
    "quality-lost-lead": (
        "After another transcript or a correction, the words they were about are nowhere to be "
        "found. They count nowhere until somebody puts them back. A judgement put back stays its "
        "own coder’s.",
        "Dopo un’altra trascrizione o una correzione, le parole di cui parlavano non si trovano "
        "più. Non contano finché qualcuno non li rimette a posto. Un giudizio rimesso a posto "
        "resta di chi l’ha dato.",
    ),
    "quality-lost-none": ("None is lost.", "Nessuno è perso."),
    "quality-lost-n": ("{n} is lost|{n} are lost", "{n} è perso|{n} sono persi"),
    "quality-was-at": (
        "was at {at}, {n} word|was at {at}, {n} words",
        "era a {at}, {n} parola|era a {at}, {n} parole",
    ),
    "quality-nowhere": ("its words are gone", "le sue parole non ci sono più"),
    "quality-no-answer": ("no answer is there", "lì non c’è nessuna risposta"),
    "quality-put-at": ("Put it at", "Rimettilo a"),
    "quality-put-hint": ("an answer of this interview", "una risposta di questa intervista"),
    "quality-put": ("Put back", "Rimetti"),
    "quality-let-go": ("Let go", "Lascia andare"),
    "quality-did-place": ("Put back.", "Rimesso a posto."),
    "quality-did-let-go": ("Let go.", "Lasciato andare."),
    "quality-kind-assign-question": ("Speaks to", "Risponde a"),
    "quality-kind-reject-question": ("Does not speak to", "Non risponde a"),
    "quality-kind-assign-code": ("Has the code", "Ha il codice"),
    "quality-kind-reject-code": ("Has not the code", "Non ha il codice"),
    "quality-kind-correct-words": ("Words put right", "Parole corrette"),
    "quality-kind-redact": ("Redacted", "Oscurato"),
    "quality-kind-approve": ("Approved by the person", "Approvato dalla persona"),
    "quality-kind-off-record": ("Off the record", "Non per il verbale"),
    "quality-kind-unflag": ("Words were said", "Parole dette davvero"),
    "quality-kind-name-speaker": ("A voice named", "Una voce nominata"),
    "quality-kind-split": ("Cut in two", "Divisa in due"),
    "quality-kind-join": ("Joined", "Unita"),
    "quality-kind-adjudicate": ("Settled", "Deciso"),
    "quality-kind-memo": ("Memo", "Nota"),
    "quality-kind-flag": ("Flag", "Segnalazione"),
}
# fmt: on
