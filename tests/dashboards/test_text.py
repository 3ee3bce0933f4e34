import ast
import re
import string
from pathlib import Path

import pytest

import dashboards
from dashboards.phrases import _PAGES, LANGUAGES, TABLE
from dashboards.text import Text, clock, share

SOURCES = sorted(
    p for p in Path(dashboards.__file__).parent.rglob("*.py") if p.parent.name != "phrases"
)
SHOWING = {
    "button", "caption", "expander", "header", "selectbox", "segmented_control", "subheader",
    "text", "title", "multiselect", "toast", "error", "info", "warning", "markdown",
    "write", "dialog", "tabs",
}  # fmt: skip


def parts_of(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("key", TABLE)
def test_every_phrase_is_there_in_each_language_with_the_same_parts(key: str) -> None:
    phrases = TABLE[key]
    assert len(phrases) == len(LANGUAGES)
    assert all(phrase.strip() for phrase in phrases)
    assert len({frozenset(parts_of(phrase)) for phrase in phrases}) == 1
    for phrase in phrases:
        forms = phrase.split("|")
        assert len(forms) <= 2
        if len(forms) == 2:
            assert "n" in parts_of(phrase)


def test_no_two_pages_claim_the_same_key() -> None:
    assert sum(len(page.TABLE) for page in _PAGES) == len(TABLE)


def test_every_key_in_the_code_is_in_the_table_and_every_phrase_is_used() -> None:
    code = "\n".join(source.read_text() for source in SOURCES)
    asked = set(re.findall(r"\bt\(\s*[\"']([a-z-]+)[\"']", code))
    assert asked <= set(TABLE)
    families = set(re.findall(r"\bt\(\s*f[\"']([a-z-]+-)\{", code))
    quoted = set(re.findall(r"[\"']([a-z-]+)[\"']", code))
    unused = {
        key
        for key in TABLE
        if key not in quoted and not any(key.startswith(family) for family in families)
    }
    assert not unused


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_pages_show_no_words_that_are_not_in_the_table(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        if node.func.attr not in SHOWING or not isinstance(owner, ast.Name) or owner.id != "st":
            continue
        for argument in node.args:
            assert not isinstance(argument, ast.Constant), (
                f"{source.name}:{node.lineno} shows a literal"
            )


def test_counts_choose_their_form() -> None:
    assert Text("en")("n-people", n=1) == "1 person"
    assert Text("it")("n-people", n=2) == "2 persone"
    assert Text("en")("n-people", n=0) == "0 people"


def test_parts_with_braces_stay_as_they_are() -> None:
    assert Text()("asked", words="{n} {0}") == "Asked: “{n} {0}”"


def test_times_and_dates() -> None:
    assert clock(0) == "00:00"
    assert clock(83_999) == "01:23"
    assert clock(3_600_000) == "1:00:00"
    assert Text("it").day("2026-05-02") == "2 mag 2026"
    assert Text().day("unknown") == "unknown"


def test_shares_have_percentages_only_from_ten_on() -> None:
    assert share(3, 9) == "3/9"
    assert share(3, 10) == "3/10 (30%)"


def test_evidence_is_told_in_the_language_of_the_page() -> None:
    told = "asked at 02:13 (likeness 0.82); own words 0.30; next in the guide"
    assert Text("en").evidence(told) == told
    italian = Text("it").evidence(told)
    assert (
        italian
        == "chiesto a 02:13 (somiglianza 0.82); parole proprie 0.30; la prossima nella traccia"
    )
    assert Text("en").evidence("confirmed by anna, tom") == "by anna, tom"


def test_unknown_codes_show_as_they_are() -> None:
    assert Text("it").name("de") == "tedesco"
    assert Text("it").name("xx") == "xx"
