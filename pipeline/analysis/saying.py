"""How reports mark what somebody said: quotation marks, verbs of saying, words around them.

For English, Italian, Spanish, Portuguese and German, whose press shares most habits: the
verb before or behind the words, a clause in the middle of them, a colon before them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.model.span import Span

_PAIRS = (
    r"«(?:[^«»]|«[^«»]*»)+(?:»|$)",
    r"»[^«»]+(?:«|$)",  # German books and papers
    r"[“„][^“”„]+(?:[”“]|$)",
    r"\"[^\"]+(?:\"|$)",
    # A single mark is an apostrophe, too: it opens before a word and closes beside a point.
    r"(?<![\w’'])[‘‚'](?=\w)[^‘‚\n]*?(?:(?<=[,.?!…])[’‘'](?!\w)|[’‘'](?=[,.;:?!)]|\s*$|\s+[–—-]))",
)
_QUOTED = re.compile("|".join(_PAIRS))
_CLOSES = "»«”“\"’‘'"
_MARKS = "«»“”„\"‘‚’'"
_DASHED = re.compile(r"\s*[—–]\s*(?=[¿¡\w])")
_DASH = re.compile(r"\s*(?:,\s*)?[—–][.,;:]?\s*")

SAYING = re.compile(
    r"\b(?:"
    # English
    r"sa(?:ys?|id)|t(?:ells?|old)|add(?:s|ed)?|expla\w+|recall\w*|remember\w*|insist\w*|repl(?:y|ie)\w*"
    r"|answer\w*|ask(?:s|ed)?|admit\w*|conclude[sd]?|continue[sd]?|goes on|went on|according to"
    r"|note[sd]|argue[sd]?|point(?:s|ed) out|stress\w*|warn\w*|jok(?:es?|ed)|laugh\w*|claim\w*"
    r"|believe[sd]?|thinks?|thought|agree[sd]?|object(?:s|ed)|remark\w*|state[sd]|comment(?:s|ed)?"
    r"|confess\w*|declare[sd]?|reveal\w*|respond\w*|suggest\w*|promise[sd]?|describe[sd]?|puts? it"
    r"|call(?:s|ed)|speaks? of|spoke of|sighs?|smiles?|nods?|beg[ai]ns?|w(?:rites?|rote)"
    r"|open(?:s|ed)|disagree[sd]?"
    # Italian
    r"|dic(?:e|ono|eva|evano)|diss(?:e|ero)|detto|raccont\w+|spieg\w+|aggiun\w+|rispo\w+|ricord\w+"
    r"|continu\w+|prosegu\w+|conclu\w+|ammett\w+|ammesso|osserv\w+|precis\w+|insist\w+|chiede|chiese|chiesto"
    r"|ribatt\w+|confess\w+|sosten\w+|sostien\w+|afferm\w+|secondo|replic\w+|esord\w+|avvert\w+|rivel\w+"
    r"|riprend\w+|comment[aoò]\w*|sottoline\w+|dichiar\w+|assicur\w+|scherz\w+|sorrid\w+|sospir\w+"
    r"|interv(?:iene|enne|enut\w)|obiett\w+|chiar\w+|riassum\w+|sbott\w+|promett\w+|promesso|puntualizz\w+"
    r"|ribad\w+|rincar\w+|parla|parlato|defini\w+|chiama|scriv\w+|scritto|cominci\w+|inizi(?:a|ò|ato)|apre|chiude"
    # Spanish
    r"|dijo|dijeron|dicen|decía|dicho|cuent\w+|contó|contado|explic\w+|añad\w+|respond\w+|según"
    r"|record\w+|recuerd\w+|asegur\w+|señal\w+|coment\w+|admit\w+|admisión|conclu\w+|reconoc\w+|sosten\w+"
    r"|sostien\w+|sostuvo|subray\w+|destac\w+|apunt\w+|matiz\w+|pregunt\w+|contest\w+|relat\w+|adviert\w+"
    r"|advirt\w+|confies\w+|brome\w+|ríe|sonríe|prosig\w+|continú\w+|resum\w+|opin\w+|agreg\w+|manifest\w+"
    r"|declar\w+|remat\w+|zanj\w+|habl\w+|llama|promet\w+|empez\w+|empiez\w+|comenz\w+|comienz\w+"
    r"|abre|abrió|cierra|cerró|escri\w+"
    # Portuguese
    r"|diz|dizem|dizia|disseram|conta|contou|acrescent\w+|lembr\w+|garant\w+|sublinh\w+|refer\w+|reconhec\w+"
    r"|defend\w+|pergunt\w+|avis\w+|brinc\w+|ri|sorri|prossegu\w+|consider\w+|atir\w+|salient\w+|revel\w+"
    r"|segundo|fal(?:a|ou|am)|chama|começ\w+|abriu|fecha|fechou|escrev\w+"
    # German
    r"|sag(?:t|te|en|ten)|gesagt|erzähl\w+|erklär\w+|mein(?:t|te|en)|ergänz\w+|antwort\w+|laut|zufolge|beton\w+"
    r"|bericht\w+|füg(?:t|te)|hinzugefügt|hinzu|find(?:et|en)|fand|glaub\w+|erinner\w+|frag(?:t|te)|gibt|gab"
    r"|räum(?:t|te)|warn(?:t|te)|lach(?:t|te)|lächel\w+|scherz\w+|resümier\w+|schließ\w+|fährt|fuhr|so"
    r"|versicher\w+|bestätig\w+|behaupt\w+|beteuer\w+|widersprich\w+|entgegn\w+|erwider\w+|gesteh\w+"
    r"|gestand|weiß|schilder\w+|bemerk\w+|stell(?:t|te)|hält|unterstreich\w+|versprich\w+|versprach"
    r"|spricht|sprach|nenn(?:t|te)|beg[ai]nn\w*|eröffne\w+|schr(?:eibt|ieb)"
    r")\b",
    re.IGNORECASE,
)
"""Verbs of saying, and prepositions that do their work (secondo, según, laut)."""

PRONOUNS = re.compile(
    r"\b(?:s?he|they|lei|lui|loro|ell[ao]s?|él|elas?|eles?|sie|er)\b", re.IGNORECASE
)

FILLERS = re.compile(
    r"\b(?:s?he|they|lei|lui|loro|ell[ao]s?|él|elas?|eles?|sie|er"
    r"|h(?:as|ad|at|atte)|ha|avev[ao]|había|tinha|le|les|lhe|gli|ci|si|se|ihm|ihr|ihnen"
    r"|e|and|y|und|ma|but|pero|mas|aber"
    r"|ancora|poi|subito|again|then|later|después|luego|depois|logo|ainda|dann|weiter|noch|hinzu|fort"
    r"|zu|ein|aus|an|anche|also|too|también|também|auch|infine|intanto|allora|finalmente|entonces|então"
    r"|finally|at last|schließlich|endlich|sofort|al fin|por fim|por fin|alla fine|am Ende"
    r"|\w{3,}(?:ly|mente))\b",
    re.IGNORECASE,
)
"""Words that make no subject of a clause."""

_AFTER_VERB = re.compile(
    r"[\s,–—-]*(?:,|(?:con|entre|sin|tra|fra|senza|in|entre|com|sem|a|ao|with|without|to|mit|ohne|nach"
    r"|unter|zum|al|alla|ai|en|em|por|per|während|while|as|when|mientras|enquanto|mentre)\b)",
    re.IGNORECASE,
)
_DOING = re.compile(r"\w+(?:ando|endo|indo|iendo|ing|end)\b")  # racconta sorridendo: no subject

_OWNED = r"di|del|della|dello|dell['’]|dei|degli|de|do|da|dos|das|of|von|vom|der"
_TO = (
    r"ad?|al|alla|allo|à|ao|aos|às|dal|dalla|con|com|su|sul|sobre|with|at|from|by|about|mit|bei"
    r"|an|über|zu|zum|zur|(?<!according )to"
)
_FLOOR = re.compile(  # it passes to somebody, who speaks
    r"\b(?:parola|palabra|micr[óo]fono|turno|palavra|microfone|floor|microphone|mic|wort|mikrofon)\b",
    re.IGNORECASE,
)
_FOR = r"(?<=\w)\s+(?:per|para|por|for|für|nach)"  # at a clause's beginning they attribute


def towards(before: str, *, language: str) -> bool:
    """Tell whether a name behind these words is not the subject: to, of or with somebody.

    To whom the floor is given, speaks.
    """
    if _FLOOR.search(before):
        return False
    to = _TO.replace("ad?|", "ad|") if language == "pt" else _TO  # there "a" is her article
    return bool(re.search(rf"(?:\b(?:{to}|{_OWNED})|{_FOR})\s*$", before, re.IGNORECASE))


def without_subject(clause: str) -> bool:
    """Tell whether a clause is a verb without a subject of its own, or with a pronoun."""
    verb = SAYING.search(clause)
    if verb and _beside_pronoun(clause, verb):
        return True
    bare = re.findall(r"[^\W\d]+", FILLERS.sub(" ", clause))
    first, rest = bare[:1], bare[1:]
    if not rest:
        return not any(word[0].isupper() for word in first)
    if not verb or not SAYING.match(first[0]):
        return False
    behind = clause[verb.end() :]
    behind = behind[re.match(r"(?:\s*\b(?:hinzu|fort|zu|ein|fest)\b)?", behind).end() :]  # type: ignore[union-attr]
    return bool(_AFTER_VERB.match(behind) or _DOING.fullmatch(rest[0]))


def _beside_pronoun(clause: str, verb: re.Match[str]) -> bool:
    """Tell whether a pronoun stands at once before or behind a verb."""
    return any(
        not re.search(r"\w", clause[one:two])
        for match in PRONOUNS.finditer(clause)
        for one, two in (sorted((verb.end(), match.start())), sorted((match.end(), verb.start())))
        if two - one <= 3 and one <= two
    )


_NEW_SUBJECT = re.compile(
    r"(?:(?:the|an?|one|some|il|lo|la|i|gli|le|uno?|una|el|los|las|unos|o|os|as|um|uma|der|die|das|ein\w*)"
    r"\s|l['’]|un['’])",
    re.IGNORECASE,
)


def of_somebody_else(sentence: str) -> bool:
    """Tell whether a sentence that names nobody has a subject of its own: `The mayor was late`."""
    return bool(_NEW_SUBJECT.match(sentence.lstrip(" ,–—-")))


def quoted(paragraph: str) -> list[tuple[Span, bool]]:
    """Return what stands in quotation marks, the marks left out, and whether each is closed.

    In a paragraph that begins with a dash, speech runs from dash to dash, if a clause
    between two of them says who speaks.
    """
    found = []
    for match in _QUOTED.finditer(paragraph):
        closed = len(match[0]) > 1 and match[0][-1] in _CLOSES
        found.append((_stripped(paragraph, match.start() + 1, match.end() - closed), closed))
    if not found and (opening := _DASHED.match(paragraph)):
        found = [(span, True) for span in _dashed(paragraph, opening.end())]
    return [(span, closed) for span, closed in found if span]


def _dashed(paragraph: str, start: int) -> list[Span]:
    """Return the speech between dashes: what is said, who says it, what is said on."""
    cuts = [match.span() for match in _DASH.finditer(paragraph, start)]
    edges = [(start, start), *cuts, (len(paragraph), len(paragraph))]
    parts = [(one[1], two[0]) for one, two in pairwise(edges)]
    if not any(SAYING.match(paragraph, *part) for part in parts[1::2]):
        return []
    return [_stripped(paragraph, *part) for part in parts[::2]]


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return Span(first, max(first, start + len(words.rstrip())))


def told_between(paragraph: str) -> list[str]:
    """Return the reporter's own clauses, those around and between quotations."""
    parts, at = [], 0
    for span, _ in quoted(paragraph):
        parts.append(paragraph[at : span.start])
        at = span.end
    parts.append(paragraph[at:])
    bare = (part.strip().strip(_MARKS).strip() for part in parts)
    return [part for part in bare if part]
