import pytest

from pipeline.analysis.quotations import Attributed, attribute
from pipeline.model.interview import Speaker
from pipeline.model.span import Span

PEOPLE = (
    Speaker("ada", "Ada Mirafiume", "", "corte"),
    Speaker("ugo", "Ugo Santoro", "", "corte"),
    Speaker("eve", "Eve Larkwood", "Robin", "yard"),
)


def attributed(*paragraphs: str) -> tuple[list[tuple[str, str]], int]:
    text = "\n\n".join(paragraphs)
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    found: Attributed = attribute(text, spans, PEOPLE)
    return [(who, text[s.start : s.end]) for who, s in found.quotations], found.left_out


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        # the name behind the words
        ("«Qui si lavora insieme», dice Ada Mirafiume.", "ada", "Qui si lavora insieme"),
        ("«Qui si lavora insieme» racconta Santoro, fornaio.", "ugo", "Qui si lavora insieme"),
        ("«Ma davvero?» sbotta Ugo. E ride.", "ugo", "Ma davvero?"),
        ("“We work as one,” says Eve.", "eve", "We work as one,"),
        ('"We work as one," Larkwood told the room.', "eve", "We work as one,"),
        ("“We work as one,” Robin laughs.", "eve", "We work as one,"),
        ("„Wir arbeiten zusammen“, sagt Ada Mirafiume.", "ada", "Wir arbeiten zusammen"),
        # before the words
        ("Ada Mirafiume allarga le braccia: «Non lo so».", "ada", "Non lo so"),
        ("Secondo Santoro, «il pane non aspetta nessuno».", "ugo", "il pane non aspetta nessuno"),
        ("Per Ugo, che fa il pane, «il forno è la casa».", "ugo", "il forno è la casa"),
        ("Eve adds: “It was the people.”", "eve", "It was the people."),
        # a sentence about somebody, then the words
        ("Santoro è sicuro di no. «In città farei altro», ammette.", "ugo", "In città farei altro"),
        ("Di tutt'altro avviso Mirafiume. «Io resto qui».", "ada", "Io resto qui"),
        ("Eve shakes her head. “Not in my life,” she says.", "eve", "Not in my life,"),
        ("“We work!” Nobody laughs. “All of us,” says Eve.", "eve", "All of us,"),
        # who acts toward somebody does not count as the somebody
        ("«Il pane è qui», dice Ada a Ugo.", "ada", "Il pane è qui"),
    ],
)
def test_a_quotation_goes_to_whom_its_clause_names(text: str, who: str, words: str) -> None:
    assert attributed(text) == ([(who, words)], 0)


def test_an_interrupted_quotation_has_one_speaker() -> None:
    found, left_out = attributed("«Un mestiere» – dice Ada – «è una cosa che serve a qualcuno».")
    assert found == [("ada", "Un mestiere"), ("ada", "è una cosa che serve a qualcuno")]
    assert left_out == 0
    found, _ = attributed("“A trade,” says Eve, “is a thing that somebody needs.”")
    assert [who for who, _ in found] == ["eve", "eve"]


@pytest.mark.parametrize("clause", ["continua", "ride lei", "racconta poi sorridendo"])
def test_a_verb_alone_goes_on_with_who_spoke_before(clause: str) -> None:
    found, left_out = attributed(f"«Il forno era freddo», dice Ada. «E poi tardi», {clause}.")
    assert [who for who, _ in found] == ["ada", "ada"]
    assert left_out == 0


def test_a_quotation_over_paragraphs_is_one_person_s() -> None:
    found, _ = attributed("Dice Ada: «Il forno era freddo.", "«Poi è venuta la gente».")
    assert found == [("ada", "Il forno era freddo."), ("ada", "Poi è venuta la gente")]


@pytest.mark.parametrize(
    "text",
    [
        "«Il forno era freddo davvero».",
        "«La strada si farà presto», assicura il sindaco Aldo Rivolta.",
        "«La strada si farà presto», assicura l'assessore.",
        "Il sindaco aggiunge: «La strada si farà presto».",
        "“The road will come soon,” says the mayor.",
        "Ada e Ugo ridono: «Il forno era freddo davvero».",
        "L'incontro era intitolato «Chi resta e chi arriva».",
    ],
)
def test_what_cannot_be_told_is_counted_and_not_guessed(text: str) -> None:
    assert attributed(text) == ([], 1)


def test_a_stranger_in_between_takes_no_words_from_those_we_know() -> None:
    found, left_out = attributed(
        "«Il forno era freddo», dice Ada. «La strada si farà presto», promette il sindaco."
    )
    assert found == [("ada", "Il forno era freddo")]
    assert left_out == 1


def test_a_word_held_with_tongs_is_no_quotation() -> None:
    assert attributed("Lo chiamano «il chiostro», e ci piove dentro.") == ([], 0)


def test_a_name_that_two_share_names_nobody() -> None:
    people = (*PEOPLE, Speaker("ada-2", "Ada Bellini", "", "corte"))
    text = "«Il forno era freddo», dice Ada. «Il pane era buono», dice Bellini."
    found = attribute(text, [Span(0, len(text))], people)
    assert [who for who, _ in found.quotations] == ["ada-2"]
    assert found.left_out == 1


def test_the_reporter_s_words_are_nobody_s() -> None:
    assert attributed("Ada tesse da trent'anni.", "Poi si va a cena.") == ([], 0)
