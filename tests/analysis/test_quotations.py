import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.quotations import Attributed, attribute
from pipeline.analysis.saying import quoted
from pipeline.model.interview import Speaker
from pipeline.model.span import Span
from tests.analysis.reports import PEOPLE, Report, clauses, panels, paragraphs_of


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
        # to whom the floor is given
        ("La parola passa a Ugo Santoro, fornaio: «Io dormo poco», dice.", "ugo", "Io dormo poco"),
        ("The floor goes to Eve: “I sleep too little.”", "eve", "I sleep too little."),
        ("Le pasan la palabra a Eve: «Yo duermo poco».", "eve", "Yo duermo poco"),
        ("Dann geht das Wort an Eve: „Ich schlafe wenig.“", "eve", "Ich schlafe wenig."),
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


@pytest.mark.parametrize("report", clauses(), ids=lambda r: f"{r.language}: {r.text[:40]}")
def test_habits_of_the_press_in_five_languages(report: Report) -> None:
    found = attribute(report.text, report.paragraphs, PEOPLE, language=report.language)
    assert found == Attributed(report.given, report.unknown)
    assert attribute(report.text, report.paragraphs, PEOPLE).quotations == report.given


@pytest.mark.parametrize("report", panels(), ids=lambda r: r.language)
def test_a_panel_with_people_and_roles_and_surnames(report: Report) -> None:
    """Pronouns, surnames, a moderator, an official without a name, reported speech."""
    ids = dict.fromkeys(who for who, _ in report.given)
    people = [Speaker(name, name.replace("-", " ").title(), "", "") for name in ids]
    people = [_accented(person, report.text) for person in people]
    found = attribute(report.text, report.paragraphs, people, language=report.language)
    assert found == Attributed(report.given, report.unknown)


def _accented(person: Speaker, text: str) -> Speaker:
    """Write a name as the report does: Fermín, Abílio."""
    surname = person.name.split()[-1]
    first = next(w for w in text.split(f" {surname}")[0].split()[::-1] if w[0].isupper())
    return Speaker(person.id, f"{first} {surname}", "", "")


def test_somebody_else_s_relatives_say_nothing_for_them() -> None:
    for text in (
        "«Il forno era freddo», dice la madre di Ada.",
        "“The oven was cold,” says Ada's mother.",
        "„Der Ofen war kalt“, sagt der Mann von Ada.",
        "«O forno estava frio», diz a mãe da Ada.",
        "«El horno estaba frío», dice el hermano de Ada.",
    ):
        assert attributed(text) == ([], 1)


def test_whom_somebody_talks_to_says_nothing() -> None:
    said = "«Il forno era freddo», dice Ugo. «E poi tardi», aggiunge ad Ada."
    assert [who for who, _ in attributed(said)[0]] == ["ugo", "ugo"]
    assert attributed("«Il forno era freddo», dice il sindaco ad Ada.") == ([], 1)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor came late. “The oven was cold,” he said.",
        "Il sindaco è arrivato tardi. «Il forno era freddo», ha detto.",
        "El alcalde llegó tarde. «El horno estaba frío», dijo.",
        "O presidente chegou tarde. «O forno estava frio», disse.",
        "Der Bürgermeister kam spät. „Der Ofen war kalt“, sagte er.",
    ],
)
def test_a_pronoun_goes_with_the_nearest_subject_even_a_stranger(text: str) -> None:
    assert attributed("«Un forno», dice Ada.", text) == ([("ada", "Un forno")], 1)


marks = st.sampled_from([*"«»“”„\"‘’'—–,.:?! \n", "dice ", "says ", "Ada ", "Ugo ", "pane "])


@settings(max_examples=300, deadline=None)
@given(st.lists(marks, max_size=40).map("".join))
def test_quoted_words_lie_inside_the_text_in_order_and_without_marks(text: str) -> None:
    at = 0
    for span, _ in quoted(text):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        at = span.end
    paragraphs = list(paragraphs_of(text))
    found = attribute(text, paragraphs, PEOPLE)
    spans = [span for _, span in found.quotations]
    assert spans == sorted(spans, key=lambda s: s.start)
    assert not set(spans) & set(found.unknown)
    everything = {
        Span(p.start + s.start, p.start + s.end)
        for p in paragraphs
        for s, _ in quoted(text[p.start : p.end])
    }
    assert {*spans, *found.unknown} <= everything
