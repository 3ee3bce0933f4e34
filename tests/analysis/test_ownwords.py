import pytest

from pipeline.analysis.ownwords import told_by_one
from pipeline.model.span import Span
from tests.analysis.reports import panels

TOLD = {
    "en": "I came here by boat, and my sister laughed.\n\nMy bench is small. I like it so.",
    "it": "Sono venuta in barca e mia sorella rideva.\n\nIl mio banco è piccolo. Mi piace così.",
    "es": "Vine en barco y mi hermana se reía.\n\nTengo un banco pequeño. Me gusta así.",
    "pt": "Vim de barco e a minha irmã ria-se.\n\nTenho uma bancada pequena. Eu gosto assim.",
    "de": "Ich kam mit dem Boot.\n\nMeine Werkbank ist klein. So mag ich sie.",
}
REPORTED = {
    "en": "The yard lies by the river. Ten people work in it, and most of them came by boat.",
    "it": "Il cantiere è sul fiume. Ci lavorano dieci persone, quasi tutte venute in barca.",
    "es": "El astillero está en el río. Trabajan diez personas, casi todas venidas en barco.",
    "pt": "O estaleiro fica no rio. Trabalham ali dez pessoas, quase todas vindas de barco.",
    "de": "Die Werft liegt am Fluss. Zehn Leute arbeiten dort, die meisten kamen mit dem Boot.",
}


def paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.split("\n\n"):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    return spans


@pytest.mark.parametrize("language", TOLD)
def test_who_says_i_tells_of_themselves(language: str) -> None:
    text = TOLD[language]
    assert told_by_one(text, paragraphs(text), [], language=language)


@pytest.mark.parametrize("language", REPORTED)
def test_what_is_said_of_others_is_a_report(language: str) -> None:
    text = REPORTED[language]
    assert not told_by_one(text, paragraphs(text), [], language=language)
    quoting = f"{text} «{TOLD[language].replace(chr(10), ' ')}»"
    assert not told_by_one(quoting, paragraphs(quoting), [], language=language)


def test_no_report_that_we_have_passes_for_one_person_s_words() -> None:
    for report in panels():
        given = [span for _, span in report.given]
        spans = paragraphs(report.text)
        assert not told_by_one(report.text, spans, given, language=report.language)


def test_a_remark_that_is_repeated_makes_no_report() -> None:
    text = TOLD["en"] + ' And she said: "Row!"'
    at = text.index("Row")
    assert told_by_one(text, paragraphs(text), [Span(at, at + 4)], language="en")


def test_of_a_language_that_is_not_known_nothing_is_told() -> None:
    assert not told_by_one(TOLD["en"], paragraphs(TOLD["en"]), [], language="fi")
