import pytest

from pipeline.analysis.claims import Claim, find_claims
from tests.analysis.reports import paragraphs_of


def claims(text: str, language: str) -> tuple[Claim, ...]:
    return find_claims(text, list(paragraphs_of(text)), language=language)


SURVEYS = [
    (
        "en",
        "According to a survey by the Harbour Institute, 38 per cent of the workshops close early.",
        "a survey by the Harbour Institute",
        [(38, None, "%")],
    ),
    (
        "en",
        "The Chamber of Crafts report found that two out of three makers share tools.",
        "The Chamber of Crafts report",
        [(0.6667, None, "share")],
    ),
    (
        "it",
        "Secondo un'indagine dell'Osservatorio Campagne Operose, il 38,5 per cento chiude presto.",
        "un'indagine dell'Osservatorio Campagne Operose",
        [(38.5, None, "%")],
    ),
    (
        "it",
        "Secondo l'Istat due artigiani su tre lavorano da soli.",
        "l'Istat",
        [(0.6667, None, "share")],
    ),
    (
        "es",
        "Una encuesta de la Universidad de Salinas indica que entre el 20 y el 30 por ciento.",
        "Una encuesta de la Universidad de Salinas",
        [(20, 30, "%")],
    ),
    (
        "es",
        "Según el Observatorio del Oficio, dos de cada tres talleres comparten herramientas.",
        "el Observatorio del Oficio",
        [(0.6667, None, "share")],
    ),
    (
        "pt",
        "O estudo da Câmara de Salinas mostra que metade das oficinas tem 1.200 clientes.",
        "O estudo da Câmara de Salinas",
        [(0.5, None, "share"), (1200, None, "clientes")],
    ),
    (
        "pt",
        "Segundo um inquérito do Instituto do Ofício, dois em cada três ateliês partilham.",
        "um inquérito do Instituto do Ofício",
        [(0.6667, None, "share")],
    ),
    (
        "de",
        "Laut einer Umfrage der Handwerkskammer teilt jeder Dritte seine Werkzeuge.",
        "einer Umfrage der Handwerkskammer",
        [(0.3333, None, "share")],
    ),
    (
        "de",
        "Die Studie des Instituts für Werkstoffe zeigt, dass 20 bis 30 Prozent allein arbeiten.",
        "Die Studie des Instituts für Werkstoffe",
        [(20, 30, "%")],
    ),
]


@pytest.mark.parametrize(("language", "text", "source", "expected"), SURVEYS)
def test_a_figure_with_its_source(
    language: str, text: str, source: str, expected: list[tuple[float, float | None, str]]
) -> None:
    found = claims(text, language)
    assert [(c.number, c.high, c.unit) for c in found] == expected
    assert {c.source for c in found} == {source}
    assert all(text[c.sentence.start : c.sentence.end] == text for c in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Maud Ellery has 12 chairs, and 40 per cent of them are broken."),
        ("en", "According to Maud Ellery, 40 per cent of the chairs are broken."),
        ("it", "Elio Sferrazza ha 12 sedie, e il 40 per cento è rotto."),
        ("it", "Secondo Elio Sferrazza, il 40 per cento delle sedie è rotto."),
        ("de", "Laut Hedwig Brokmeier sind 40 Prozent der Stühle kaputt."),
        ("es", "«Según la encuesta, el 40 por ciento cierra», dice Fermín Urquijo."),
        ("pt", "O estudo tem uma janela e 40 cadeiras."),
    ],
)
def test_what_a_person_says_or_the_reporter_counts_is_no_survey_s(language: str, text: str) -> None:
    assert claims(text, language) == ()


def test_a_source_goes_on_within_its_paragraph_until_somebody_speaks() -> None:
    text = (
        "A survey by the Guild finds that 38% close early. Among shared ones it is 11%. The hall"
        " has 90 chairs. “I know them,” says Ellery. It is 50% worse in winter.\n\n"
        "It is 60% better in spring."
    )
    assert [(c.number, c.source) for c in claims(text, "en")] == [
        (38, "A survey by the Guild"),
        (11, "A survey by the Guild"),
    ]
    testo = "Un'indagine di Artigianato Vivo rileva che il 38% chiude. Tra gli altri è l'11%."
    assert [c.number for c in claims(testo, "it")] == [38, 11]


def test_the_clause_is_what_is_claimed() -> None:
    text = "Secondo l'Istat, che è serio, il 38 per cento chiude, mentre l'11 per cento apre."
    assert [c.claim for c in claims(text, "it")] == [
        "il 38 per cento chiude",
        "mentre l'11 per cento apre.",
    ]
    words = [text[c.figure.start : c.figure.end] for c in claims(text, "it")]
    assert words == ["38 per cento", "11 per cento"]
