import pytest

from pipeline.analysis.naming import named_people
from pipeline.analysis.quotations import attribute
from tests.analysis.reports import Report, panels, paragraphs_of


def names(text: str, language: str = "") -> list[str]:
    return [p.name for p in named_people(text, list(paragraphs_of(text)), language=language)]


@pytest.mark.parametrize("report", panels(), ids=lambda r: r.language)
def test_those_whom_a_panel_report_quotes_are_found_with_what_they_say(report: Report) -> None:
    """And neither the moderator, whom it does not quote, nor officials without a name."""
    people = named_people(report.text, report.paragraphs, language=report.language)
    found = attribute(report.text, report.paragraphs, people, language=report.language)
    assert (found.quotations, found.unknown) == (report.given, report.unknown)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("“It was cold,” says Mrs Ellery.", "en", ["Ellery"]),
        ("„Es war kalt“, sagt die Weberin Ada Mirafiume.", "de", ["Ada Mirafiume"]),
        ("„Es war kalt“, sagt Bürgermeisterin Ada Mirafiume.", "de", ["Ada Mirafiume"]),
        ("«Faz frio», diz a Ada Mirafiume.", "pt", ["Ada Mirafiume"]),
        ("«Hace frío», cuenta María de la Cruz.", "es", ["María de la Cruz"]),
        ("«Fa freddo», dice Carla D’Amico.", "it", ["Carla D’Amico"]),
        # a role, an institution, a place: nobody
        ("«Fa freddo», dice il sindaco.", "it", []),
        ("«Fa freddo», fa sapere la Regione Basilicata.", "it", []),
        ("„Es war kalt“, sagt der Bürgermeister.", "de", []),
        ("She came to Tidewater Yard in May. In Tidewater Yard it was cold. “Ice,” she says.",
         "en", []),
    ],
)  # fmt: skip
def test_who_has_a_name(text: str, language: str, found: list[str]) -> None:
    assert names(text, language) == found


def test_a_surname_alone_is_the_full_name_s() -> None:
    text = "“It was cold,” said Ellery.\n\nMaud Ellery makes sails. “Very cold,” she said."
    assert names(text, "en") == ["Maud Ellery"]


def test_a_text_without_quotations_quotes_nobody() -> None:
    assert names("Maud Ellery says that it was cold.", "en") == []
