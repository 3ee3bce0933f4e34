import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.figures import LANGUAGES, figures, parsed, spelled

SHARE = "share"
CASES = [
    (
        "en",
        "Some 38 per cent close, 11.5% stay.",
        [("38 per cent", 38, None, "%"), ("11.5%", 11.5, None, "%")],
    ),
    (
        "en",
        "Two out of three, one in 5, eight workshops out of ten",
        [
            ("Two out of three", 2 / 3, None, SHARE),
            ("one in 5", 0.2, None, SHARE),
            ("eight workshops out of ten", 0.8, None, SHARE),
        ],
    ),
    (
        "en",
        "between 20 and 30 per cent; forty-two percent; 20–30%",
        [
            ("20 and 30 per cent", 20, 30, "%"),
            ("forty-two percent", 42, None, "%"),
            ("20–30%", 20, 30, "%"),
        ],
    ),
    (
        "en",
        "a third, two thirds, half of it",
        [
            ("a third", 1 / 3, None, SHARE),
            ("two thirds", 2 / 3, None, SHARE),
            ("half", 0.5, None, SHARE),
        ],
    ),
    (
        "en",
        "1,200 workshops and 3.5 million euros",
        [("1,200", 1200, None, "workshops"), ("3.5 million", 3_500_000, None, "euros")],
    ),
    (
        "it",
        "il 3,5% e quarantadue per cento",
        [("3,5%", 3.5, None, "%"), ("quarantadue per cento", 42, None, "%")],
    ),
    (
        "it",
        "due su tre, otto laboratori su dieci, un terzo, tre quarti, la metà",
        [
            ("due su tre", 2 / 3, None, SHARE),
            ("otto laboratori su dieci", 0.8, None, SHARE),
            ("un terzo", 1 / 3, None, SHARE),
            ("tre quarti", 0.75, None, SHARE),
            ("metà", 0.5, None, SHARE),
        ],
    ),
    (
        "it",
        "dal 20 al 30 per cento di 1.200 laboratori",
        [("20 al 30 per cento", 20, 30, "%"), ("1.200", 1200, None, "laboratori")],
    ),
    (
        "es",
        "dos de cada tres, un tercio, la mitad",
        [
            ("dos de cada tres", 2 / 3, None, SHARE),
            ("un tercio", 1 / 3, None, SHARE),
            ("mitad", 0.5, None, SHARE),
        ],
    ),
    (
        "es",
        "entre el 20 y el 30 por ciento, cuarenta y dos por ciento, 1.200 talleres",
        [
            ("20 y el 30 por ciento", 20, 30, "%"),
            ("cuarenta y dos por ciento", 42, None, "%"),
            ("1.200", 1200, None, "talleres"),
        ],
    ),
    (
        "pt",
        "dois em cada três, um terço, metade",
        [
            ("dois em cada três", 2 / 3, None, SHARE),
            ("um terço", 1 / 3, None, SHARE),
            ("metade", 0.5, None, SHARE),
        ],
    ),
    (
        "pt",
        "entre 20 e 30 por cento, quarenta e dois por cento, 1.200 oficinas",
        [
            ("20 e 30 por cento", 20, 30, "%"),
            ("quarenta e dois por cento", 42, None, "%"),
            ("1.200", 1200, None, "oficinas"),
        ],
    ),
    (
        "de",
        "jeder Dritte, zwei von drei, ein Viertel, die Hälfte",
        [
            ("jeder Dritte", 1 / 3, None, SHARE),
            ("zwei von drei", 2 / 3, None, SHARE),
            ("ein Viertel", 0.25, None, SHARE),
            ("Hälfte", 0.5, None, SHARE),
        ],
    ),
    (
        "de",
        "20 bis 30 Prozent, zweiundvierzig Prozent, 1,2 Millionen Euro",
        [
            ("20 bis 30 Prozent", 20, 30, "%"),
            ("zweiundvierzig Prozent", 42, None, "%"),
            ("1,2 Millionen", 1_200_000, None, "Euro"),
        ],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_percentages_shares_ranges_and_counts(
    language: str, text: str, expected: list[tuple[str, float, float | None, str]]
) -> None:
    found = figures(text, language=language)
    got = [(text[f.span.start : f.span.end], round(f.number, 6), f.high, f.unit) for f in found]
    assert got == [(words, round(number, 6), high, unit) for words, number, high, unit in expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2019 it took 5 years, from 9 o'clock on."),
        ("it", "Nel 2019 ci sono voluti 5 anni e molte ore."),
        ("de", "2019 dauerte es 5 Jahre."),
        ("en", "40 workshops in 50 towns"),  # not four fifths of anything
    ],
)
def test_years_and_durations_are_no_figures(language: str, text: str) -> None:
    assert figures(text, language=language) == () or "towns" in text
    assert not [f for f in figures(text, language=language) if f.unit in (SHARE, "%")]


@pytest.mark.parametrize(
    ("language", "digits", "number"),
    [
        ("it", "1.200", 1200),
        ("en", "1.200", 1.2),
        ("de", "1.200,5", 1200.5),
        ("en", "1,200.5", 1200.5),
        ("pt", "1.200", 1200),
        ("es", "12 500", 12_500),
        ("it", "3.5", 3.5),
        ("de", "7", 7),
    ],
)
def test_digits_are_read_as_the_language_writes_them(
    language: str, digits: str, number: float
) -> None:
    assert parsed(digits, language) == number


def test_number_words_of_every_language() -> None:
    words = {"en": "twenty", "it": "venti", "es": "veinte", "pt": "vinte", "de": "zwanzig"}
    assert {spelled(words[lang], lang) for lang in LANGUAGES} == {20.0}
    assert spelled("workshop", "en") is None


tokens = st.sampled_from(
    [
        "38",
        "1.200",
        "3,5",
        "%",
        "per cento",
        "Prozent",
        "due",
        "su",
        "tre",
        "dal",
        "al",
        "-",
        "half",
        "jeder",
        "Dritte",
        "million",
        "of",
        "tools",
        "2019",
        "e",
        ".",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(tokens, max_size=12).map(" ".join), st.sampled_from(LANGUAGES))
def test_figures_lie_inside_the_sentence_apart_and_in_order(text: str, language: str) -> None:
    end = 0
    for figure in figures(text, language=language):
        assert end <= figure.span.start < figure.span.end <= len(text)
        assert figure.unit
        assert figure.high is None or figure.high > figure.number
        end = figure.span.end
