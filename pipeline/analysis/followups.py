"""What interviewers say only so that somebody goes on: questions that change no subject."""

from __future__ import annotations

import re

_PHRASES = """
    why; why not; how; how so; how come; and; and then; then what; really; such as
    like what; for example; for instance; in what sense; in what way; meaning
    can you say more; go on; what else; anything else; what do you mean
    what do you mean by that; is that so; are you sure; since when; how long; perché
    perché no; come; come mai; e; e poi; e allora; davvero; cioè; in che senso; in che modo
    per esempio; ad esempio; vale a dire; cosa intendi; che cosa intendi; altro; nient'altro
    sicuro; sicura; por qué; por qué no; cómo; y; y luego; y después; y entonces; de verdad
    en serio; en qué sentido; por ejemplo; es decir; o sea; qué quieres decir; algo más
    seguro; segura; porquê; porque não; por quê; como; e depois; e então; a sério; sério
    em que sentido; por exemplo; ou seja; o que queres dizer; mais alguma coisa; warum
    wieso; warum nicht; wie; wie das; und; und dann; wirklich; echt; inwiefern
    in welchem sinne; zum beispiel; das heißt; was meinst du; was meinst du damit
    noch etwas; sonst noch etwas; sicher
"""
_FOLLOW_UPS = frozenset(phrase.strip() for phrase in re.split(r"[;\n]", _PHRASES)) - {""}


def follows_up(text: str) -> bool:
    """Tell whether an interviewer only asks to go on: `Why?`, `In che senso?`, `Und dann?`."""
    bare = re.sub(r"[^\w\s']+", " ", text.casefold().replace("’", "'"))
    return " ".join(bare.split()) in _FOLLOW_UPS
