from pathlib import Path

import pytest

from pipeline.layout import Layout
from pipeline.model.span import Span
from pipeline.services.showing.reading import ReadWord
from pipeline.services.showing.search import (
    Term,
    fold,
    marked,
    marked_words,
    place_of,
    search,
    terms,
)
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_study import write_small_study
from tests.services.test_clips import allow


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def found(layout: Layout, query: str, filters: Filters = EVERYTHING) -> list[str]:
    return [str(answer) for answer in search(layout, query, filters).passages["answer"]]


def test_a_query_is_words_and_phrases() -> None:
    assert terms('lavor "non lo so" «L’ORA» mid"open') == (
        Term(("lavor",), whole=False),
        Term(("non", "lo", "so"), whole=True),
        Term(("l", "ora"), whole=True),
        Term(("mid",), whole=False),
        Term(("open",), whole=True),
    )
    assert terms("l'officina") == (Term(("l", "officina"), whole=False),)
    assert terms('?! "" _') == ()


def test_folding_forgets_case_and_accents() -> None:
    assert fold("È già PERCHÉ Größe") == "e gia perche große"


@pytest.mark.parametrize("query", ["È", "e", "é", "E\u0300"])
def test_accents_and_case_do_not_matter(layout: Layout, query: str) -> None:
    assert "fornace-01@2000" in found(layout, f"{query} quello")


def test_all_words_must_occur_in_what_was_said_or_asked(layout: Layout) -> None:
    assert found(layout, "mani imparo") == ["fornace-01@2000"]
    assert found(layout, "secondo mani") == ["fornace-01@2000"]  # one asked, one said
    assert found(layout, "mani felice") == []


def test_a_word_finds_what_begins_with_it_and_a_phrase_what_stands_so(layout: Layout) -> None:
    assert found(layout, "impar") == ["fornace-01@2000"]
    assert found(layout, "mparo") == []
    assert found(layout, '"impar"') == []
    assert found(layout, '"imparo dagli altri"') == ["fornace-01@2000"]
    assert found(layout, '"dagli imparo"') == []
    assert found(layout, '"con le man"') == []


def test_what_looks_like_sql_or_an_expression_is_only_words(layout: Layout) -> None:
    assert found(layout, "imparo' OR '1'='1") == []
    assert found(layout, "impar.*") == ["fornace-01@2000"]


def test_hits_are_counted_and_carry_their_questions(layout: Layout) -> None:
    result = search(layout, "work", EVERYTHING)
    assert (result.n, result.interviews, result.sites) == (2, 2, 1)
    first = result.passages.iloc[0]
    assert (first["shown_as"], first["site"], first["questions"]) == (
        "Ada Marsh", "docks", ["work suggested"],
    )  # fmt: skip
    assert [r["may_play"] for _, r in result.passages.iterrows()] == [True, False]
    few = search(layout, "work", EVERYTHING, most=1)
    assert (few.n, len(few.passages)) == (2, 1)


def test_filters_narrow_the_search(layout: Layout) -> None:
    assert found(layout, "work", Filters(sites=("werkhof",))) == []
    assert len(found(layout, "work", Filters(languages=("en",)))) == 2


def test_words_that_may_not_be_quoted_are_never_found(layout: Layout) -> None:
    assert found(layout, "quoted") == []
    assert found(layout, '"and to you"') == []  # a question can tell what is answered
    assert found(layout, "vedere") == []
    assert len(found(layout, "mani")) == 1
    allow(layout, "dario", "analyse quote name", "analyse name")
    assert found(layout, "mani") == []


def test_nothing_is_found_by_nothing(layout: Layout) -> None:
    assert search(layout, "", EVERYTHING).n == 0


def test_words_are_marked_where_they_stand() -> None:
    text = "Perché? È il LAVORO, lavorare."
    spans = marked(text, terms("perche lavor"))
    assert [text[s.start : s.end] for s in spans] == ["Perché", "LAVORO", "lavorare"]
    decomposed = "Perche\u0301 no"
    (span,) = marked(decomposed, terms("perché"))
    assert decomposed[span.start : span.end].startswith("Perche")
    assert marked("abc", ()) == []
    (joined,) = marked("uno due tre", terms('"uno due" "due tre"'))
    assert joined == Span(0, 11)


def test_words_of_a_transcript_are_marked_across_their_borders() -> None:
    words = [
        ReadWord(text, i, i + 1) for i, text in enumerate(["Non ", "lo ", "so, ", "l'", "ora"])
    ]
    assert marked_words(words, terms('"non lo"')) == {0, 1}
    assert marked_words(words, terms("l'ora")) == {3, 4}
    assert marked_words(words, ()) == set()


def test_a_hit_leads_to_the_moment_of_its_first_word(layout: Layout) -> None:
    within = Span(0, 5600)
    assert place_of(layout, "fornace-01", "imparo", within) == 2000 + 9 * 300
    assert place_of(layout, "fornace-01", "secondo", within) < 2000  # in the question
    assert place_of(layout, "fornace-01", "felice", within) == 0  # not in this passage
