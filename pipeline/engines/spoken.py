"""What people say without saying anything: fillers of spoken language, by language.

Added to spaCy's stop words, which were drawn from writing. One or several words each.
"""

from __future__ import annotations

SOUNDS = frozenset(
    {
        "ah", "aha", "ahm", "eh", "ehm", "ehi", "er", "erm", "hm", "hmm", "mh", "mhm", "mm",
        "mmh", "mmm", "oh", "ohh", "uh", "uhm", "um", "umm", "uff", "boh", "äh", "ähm", "öh",
        "ähh", "hä", "hein", "euh", "ben", "bah", "bof", "tá", "né",
    }
)  # fmt: skip
"""Sounds that are no word in any of the languages that we expect."""

FILLERS: dict[str, tuple[str, ...]] = {
    "en": (
        "you know", "i mean", "sort of", "kind of", "i guess", "i think", "you see",
        "or something", "and so on", "and stuff", "a lot", "a bit", "of course",
        "at the end of the day", "well", "okay", "ok", "yeah", "yes", "yep", "no", "nope", "like",
        "actually", "basically", "literally", "anyway", "gonna", "wanna", "gotta", "kinda",
        "sorta", "right", "sure", "really", "maybe", "thing", "things", "stuff", "lot", "bit",
        "thank", "thanks",
    ),
    "it": (
        "cioè", "allora", "insomma", "praticamente", "diciamo", "ecco", "comunque", "quindi",
        "boh", "beh", "vabbè", "okay", "ok", "sì", "no", "magari", "tipo", "niente", "dai",
        "guarda", "senti", "appunto", "infatti", "proprio", "esatto", "certo", "cosa", "cose",
        "roba", "bene", "nel senso", "voglio dire", "in realtà", "per dire", "un po'", "un pò",
        "va bene", "più o meno", "secondo me", "eccetera", "fare", "dire", "grazie",
    ),
    "es": (
        "pues", "bueno", "entonces", "o sea", "es que", "este", "vale", "claro", "digamos",
        "verdad", "sabes", "mira", "oye", "ok", "okay", "sí", "no", "nada", "cosa", "cosas",
        "tipo", "en plan", "a ver", "por ejemplo", "de hecho", "la verdad", "más o menos",
        "un poco", "etcétera", "gracias", "bien", "hacer", "decir",
    ),
    "pt": (
        "pois", "então", "bem", "bom", "tipo", "assim", "olha", "sabe", "pronto", "portanto",
        "né", "tá", "aí", "daí", "enfim", "claro", "ok", "okay", "sim", "não", "quer dizer",
        "ou seja", "por exemplo", "na verdade", "mais ou menos", "um pouco", "coisa", "coisas",
        "gente", "a gente", "etcétera", "obrigado", "obrigada", "fazer", "dizer",
    ),
    "de": (
        "also", "halt", "eben", "ja", "nein", "na ja", "naja", "genau", "quasi", "sozusagen",
        "irgendwie", "eigentlich", "einfach", "okay", "ok", "gut", "mal", "doch", "schon", "ach",
        "tja", "gell", "oder so", "zum beispiel", "und so weiter", "ein bisschen", "ich meine",
        "weißt du", "sache", "sachen", "ding", "dinge", "danke", "sagen", "machen",
    ),
    "fr": (
        "alors", "donc", "voilà", "bon", "ben", "bah", "quoi", "enfin", "genre", "ouais", "oui",
        "non", "hein", "tu vois", "vous voyez", "tu sais", "je veux dire", "en fait", "du coup",
        "par exemple", "un peu", "ok", "okay", "d'accord", "bref", "truc", "trucs", "chose",
        "choses", "merci", "faire", "dire",
    ),
}  # fmt: skip

MEANINGFUL: dict[str, frozenset[str]] = {
    "it": frozenset(
        {
            "lavoro", "persone", "città", "citta", "paese", "mondo", "governo", "gruppo", "luogo",
            "futuro", "giorno", "giorni", "tempo", "consiglio", "attesa", "forza", "registrazione",
            "titolo", "scopo", "nazionale", "ministro", "scola", "vicino", "insieme", "grande",
            "nuovo",
        }
    ),
    "es": frozenset({"estado", "conocer", "grande", "grandes", "nuevo", "nueva", "nuevos"}),
    "pt": frozenset(
        {
            "apoia", "apoio", "caminho", "conselho", "grupo", "sistema", "valor", "lugar", "local",
            "tempo", "relação", "questão", "novas", "novos", "grande", "grandes",
        }
    ),
    "de": frozenset({"offen", "recht", "rechte", "früher"}),
    "fr": frozenset({"ouvert", "ouverte", "ouverts", "nouveau"}),
    "en": frozenset({"empty", "serious", "move", "together"}),
}  # fmt: skip
"""What spaCy's lists leave out and what people talk about all the same: ``lavoro`` is work."""

LINKS: dict[str, frozenset[str]] = {
    "it": frozenset(
        {"di", "del", "dello", "della", "dell'", "dei", "degli", "delle", "d'", "a", "in", "da"}
    ),
    "es": frozenset({"de", "del", "en"}),
    "pt": frozenset({"de", "do", "da", "dos", "das", "em"}),
    "fr": frozenset({"de", "du", "des", "d'", "à", "en"}),
}
"""Words that may stand inside a key phrase: ``rete di quartiere``."""
