import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.formats.texts import Labelled, read_labelled
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER


def read(tmp_path: Path, text: str, names: tuple[str, ...] = ()) -> Labelled:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    return read_labelled(path, where="interviews/a.txt", names=names)


def said(labelled: Labelled) -> list[tuple[str, str]]:
    return [(p.label, labelled.text[p.span.start : p.span.end]) for p in labelled.paragraphs]


def test_bold_labels_of_markdown(tmp_path: Path) -> None:
    text = (
        "# A talk\n\n> invented\n\n**Ivo:** Why?\n\n**Ann** : Because\nso.\n\n---\n\n**Ivo:** Ah.\n"
    )
    assert said(read(tmp_path, text)) == [
        ("Ivo", "Why?"), ("Ann", "Because\nso."), ("Ivo", "Ah."),
    ]  # fmt: skip


def test_plain_labels_with_and_without_empty_lines(tmp_path: Path) -> None:
    talk = [("Ivo", "Why?"), ("Ann B.", "So."), ("Ivo", "Ah."), ("Ann B.", "Yes.")]
    talk = [(label.replace(" B.", " B"), words) for label, words in talk]
    for gap in ("\n", "\n\n", "\r\n", "\n  \n"):
        text = gap.join(f"{label}: {words}" for label, words in talk)
        assert said(read(tmp_path, text)) == talk


def test_a_bold_name_in_a_paragraph_of_its_own_names_the_next_one(tmp_path: Path) -> None:
    text = "**Ivo:**\n\nWhy?\n\n**Ann:**\n\nBecause.\n\nAnd so on.\n\n**Ivo:**\nAh.\n"
    assert said(read(tmp_path, text)) == [
        ("Ivo", "Why?"), ("Ann", "Because."), ("", "And so on."), ("Ivo", "Ah."),
    ]  # fmt: skip


def test_what_stands_before_the_first_name_titles_and_notes_is_nobodys(tmp_path: Path) -> None:
    text = (
        "Recorded in May.\n\nIvo: Why?\n> he waits\nAnn: So.\n# Part two\nIvo: Ah.\n***\nAnn: Yes."
    )
    assert said(read(tmp_path, text)) == [
        ("Ivo", "Why?"), ("Ann", "So."), ("Ivo", "Ah."), ("Ann", "Yes."),
    ]  # fmt: skip


def test_a_paragraph_without_a_name_goes_on(tmp_path: Path) -> None:
    text = "Ivo: Why?\n\nAnn: So.\n\nAnd also this.\n\nIvo: Ah.\n\nAnn: Yes."
    assert said(read(tmp_path, text))[1:3] == [("Ann", "So."), ("", "And also this.")]


def test_a_sentence_with_a_colon_is_no_speaker(tmp_path: Path) -> None:
    text = (
        "Ivo: Why?\n\nAnn: One thing first.\n\nIt is simple: I was cold.\n\nIvo: Ah.\n\n"
        "Ann: At 10:30: yes."
    )
    assert said(read(tmp_path, text)) == [
        ("Ivo", "Why?"), ("Ann", "One thing first."), ("", "It is simple: I was cold."),
        ("Ivo", "Ah."), ("Ann", "At 10:30: yes."),
    ]  # fmt: skip


def test_a_name_said_once_counts_if_it_is_known_or_none_is_said_twice(tmp_path: Path) -> None:
    text = "Ivo: Why?\n\nANN: So.\n\nIvo: Ah.\n"
    assert said(read(tmp_path, text))[1] == ("", "ANN: So.")
    assert said(read(tmp_path, text, ("ann", "Ann Marsh")))[1] == ("ANN", "So.")
    assert said(read(tmp_path, "Ivo: Why?\n\nAnn: So.\n")) == [("Ivo", "Why?"), ("Ann", "So.")]


@pytest.mark.parametrize("text", ["", "\n\n", "Just words.\n\nAnd more.", "# Title\n> note\n"])
def test_a_text_where_nobody_is_named_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^interviews/a.txt: no speaker is named; begin each turn"):
        read(tmp_path, text)


def test_places_count_code_points_of_the_canonical_text(tmp_path: Path) -> None:
    text = "\ufeffZoe\u0308: 👩🏽‍🔧 Perche\u0301?\r\n\r\nIvo: 🙂 Sì.\r\n\r\nZoe\u0308: Boh.\r\n"
    labelled = read(tmp_path, text, ("Ivo",))
    assert labelled.text == "Zoë: 👩🏽‍🔧 Perché?\n\nIvo: 🙂 Sì.\n\nZoë: Boh.\n"
    assert said(labelled) == [("Zoë", "👩🏽‍🔧 Perché?"), ("Ivo", "🙂 Sì."), ("Zoë", "Boh.")]
    assert labelled.paragraphs[1].span.start == labelled.text.index("🙂")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ivo", "Ann", "Zoë B"]),
            st.lists(st.sampled_from(["🙂", "perché", "so:", "a,", "“b”", "10:30"]), min_size=1),
        ),
        min_size=2,
    ),
    st.sampled_from(["{}: {}", "**{}:** {}", "**{}**: {}"]),
    st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n> note: x\n\n", "\n# title: y\n"]),
)
def test_what_was_typed_comes_back_with_its_places(
    talk: list[tuple[str, list[str]]], form: str, gap: str
) -> None:
    import tempfile

    turns = [(label, " ".join(tokens)) for label, tokens in talk]
    text = gap.join(form.format(*turn) for turn in turns)
    with tempfile.TemporaryDirectory() as folder:
        labelled = read(Path(folder), text, ("ivo", "ann", "zoë b"))
    assert said(labelled) == turns
    spans = [p.span for p in labelled.paragraphs]
    assert spans == sorted(spans)
    assert all(not a & b for a, b in itertools.pairwise(spans))


def test_a_name_may_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ann:\nGood morning.\nBob:\nHe said: well.\nAnn:\nYes.\n")
    read = read_labelled(path, where="a.txt", names=["bob"])
    said = [(p.label, read.text[p.span.start : p.span.end]) for p in read.paragraphs]
    assert said == [("Ann", "Good morning."), ("Bob", "He said: well."), ("Ann", "Yes.")]


QUESTIONS = """\
# A house of many trades

**A lead in bold that sums the article up.**

**You came here in May. What for?**

For the oven. It is shared.

And for the people.

**Tell me more.**

No.

**The oven**

It bakes.
"""


@pytest.mark.parametrize(
    ("way", "heading"), [("**{}**", "**{}**"), ("## {}", "### {}"), ("__{}__", "### {}")]
)
def test_questions_set_apart_are_the_interviewer_s(tmp_path: Path, way: str, heading: str) -> None:
    import re

    text = re.sub(r"\*\*(.+)\*\*", lambda m: way.format(m[1]), QUESTIONS)
    text = text.replace(way.format("The oven"), heading.format("The oven"))
    asked, told = (INTERVIEWER, "You came here in May. What for?"), (INTERVIEWER, "Tell me more.")
    assert said(read(tmp_path, text))[:5] == [
        asked, (INTERVIEWEE, "For the oven. It is shared."),
        ("", "And for the people."), told, (INTERVIEWEE, "No."),
    ]  # fmt: skip
    assert ("", "It bakes.") in said(read(tmp_path, text))
    assert "lead" not in str(said(read(tmp_path, text)))


def test_a_question_in_a_heading_is_a_title_where_people_are_named(tmp_path: Path) -> None:
    text = "# What is work?\n\nIvo: Why?\n\nAnn: So.\n\n## And then?\n\nIvo: Ah.\n\nAnn: Yes.\n"
    assert [label for label, _ in said(read(tmp_path, text))] == ["Ivo", "Ann", "Ivo", "Ann"]


def test_a_colon_that_comes_back_makes_no_speaker_of_a_page_of_questions(tmp_path: Path) -> None:
    text = "**Why?**\n\nPhoto: a wall.\n\nSo.\n\n**And then?**\n\nPhoto: a door.\n\nNothing.\n"
    labels = {label for label, _ in said(read(tmp_path, text))}
    assert labels == {INTERVIEWER, INTERVIEWEE, ""}


def test_colons_in_answers_make_no_speakers_of_a_page_of_questions(tmp_path: Path) -> None:
    text = "**Why?**\n\nLook: the oven.\n\n**And then?**\n\nListen: bread.\n\n**Always?**\n\nYes.\n"
    assert said(read(tmp_path, text))[:2] == [
        (INTERVIEWER, "Why?"), (INTERVIEWEE, "Look: the oven."),
    ]  # fmt: skip


def test_quotations_without_names_make_a_report(tmp_path: Path) -> None:
    labelled = read(tmp_path, "# Title\n\n«I bake», says Ann.\n\nShe laughs.\n")
    assert labelled.prose
    assert said(labelled) == [("", "«I bake», says Ann."), ("", "She laughs.")]


def test_a_time_before_a_name_is_passed_over(tmp_path: Path) -> None:
    text = "[00:00:01] Ivo: Why?\n\n[00:01:02] **Ann:** So.\n\n(1:03) Ivo: Ah.\n"
    assert said(read(tmp_path, text)) == [("Ivo", "Why?"), ("Ann", "So."), ("Ivo", "Ah.")]


REPORTS = (
    # each name leads to quotation marks
    "Ada Mirafiume:  «Il forno era freddo».\n\nErano in tanti, e «nessuno» se n'è andato.\n\n"
    "Ada Mirafiume: «Poi è venuta la gente».",
    # a sentence with a colon among quotations
    "“The oven was cold,” says Ada.\n\nOne thing is sure: nobody left.\n\n“Nobody,” says Ada.",
    "«El horno estaba frío», dice Ada.\n\nUna cosa es segura: nadie se fue.\n\n«Nadie», dice Ada.",
    "«O forno estava frio», diz Ada.\n\nUma coisa é certa: ninguém saiu.\n\n«Ninguém», diz Ada.",
    "„Der Ofen war kalt“, sagt Ada.\n\nEins ist sicher: keiner ging.\n\n„Keiner“, sagt Ada.",
)


@pytest.mark.parametrize("text", REPORTS)
def test_a_colon_makes_no_speaker_in_a_report(tmp_path: Path, text: str) -> None:
    """Else all that follows it, told by the reporter, were that speaker's."""
    labelled = read(tmp_path, text, names=("Ada", "Ada Mirafiume"))
    assert labelled.prose
    assert [label for label, _ in said(labelled)] == ["", "", ""]


def test_a_transcript_in_which_people_quote_stays_one(tmp_path: Path) -> None:
    text = "Inga: And then?\n\nAda: “Cold”, I said.\n\nInga: “Cold”?\n\nAda: Yes, “cold” it was."
    assert [label for label, _ in said(read(tmp_path, text))] == ["Inga", "Ada", "Inga", "Ada"]


@pytest.mark.parametrize(
    ("front", "picture", "asked", "answer", "note"),
    [
        (
            "title: Ruth Amory binds books\nauthor: Tom Hale\n",
            "![Ruth at her bench](ruth.jpg)\n\n*Photo: Lena Marsh*",
            "What does work mean to you?",
            "Making something that somebody needs.",
            "*This interview has been edited for length.*",
        ),
        (
            "title: Nora al tornio\nautore: Carla Venosi\ntag:\n  - legno\n",
            "![Nora in officina](nora.jpg)\n\n_Foto: L. Berti_",
            "Che cosa significa per te il lavoro?",
            "Fare qualcosa che serve a *qualcuno*.",
            "_Questa intervista è stata abbreviata._",
        ),
    ],
)
def test_what_stands_around_an_article_in_markdown_is_nobody_s(
    tmp_path: Path, front: str, picture: str, asked: str, answer: str, note: str
) -> None:
    path = tmp_path / "a.md"
    pair = f"### {asked}\n\n{answer}\n\n"
    text = f"---\n{front}---\n\n{picture}\n\n{pair}{pair}---\n\n{note}\n"
    path.write_text(text, encoding="utf-8")
    found = read_labelled(path, where="a.md")
    said = [(p.label, found.text[p.span.start : p.span.end]) for p in found.paragraphs]
    assert [words for _, words in said] == [asked, answer, asked, answer]
    assert len({label for label, _ in said}) == 2


def test_a_dialogue_between_lines_of_dashes_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Ada: I came.\n\n---\n\nBea: And?\n\nAda: I stayed.\n\n---\n\nBea: Good.\n")
    found = read_labelled(path, where="a.md")
    assert [p.label for p in found.paragraphs] == ["Ada", "Bea", "Ada", "Bea"]
