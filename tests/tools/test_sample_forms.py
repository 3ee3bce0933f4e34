"""The sample's texts in every form: gold says what a reader finds, and where."""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis.cues import TimedText, from_cues
from pipeline.analysis.quotations import attribute
from pipeline.analysis.turns import from_text
from pipeline.formats.texts import READERS, Labelled, Timed
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER, Speaker
from pipeline.model.span import Span
from tests.studies import REPOSITORY

# tools/ is no part of the program, and not installed
sys.path.insert(0, str(REPOSITORY / "tools"))
pytest.importorskip("reportlab", reason="reportlab, which makes the PDFs of the sample, is absent")

from sample.gold import make_gold
from sample.script import NARRATION, Cast, Part, Script, ScriptError, Turn, check_cast
from sample.texts import INVENTED, TEXT_FORMS, Page
from sample.texts.timed import LINE, captions

CAST = Cast(labels={"inga": "Inga", "ada-m": "Ada"}, interviewers=frozenset({"inga"}))
SUFFIXES = {"md-qa": ".md", "report": ".html"}
LONG = " ".join(f"Parola numero {n}, più o meno così: perché no?" for n in range(1, 60))

TURNS = (
    Turn("inga", (Part("Perché qui, e da quando?"),), asks=("what-led-here",)),
    Turn(
        "ada-m",
        (
            Part("Per il forno – sì – e per «quelli là».", answers=("what-led-here",)),
            Part("Sì. E poi, vedi: è così.", new_paragraph=True),
            Part("Sì."),
        ),
    ),
    Turn("inga", (Part("E allora sei felice?"),), asks=("happy",)),
    Turn("ada-m", (Part("No."), Part(LONG))),
)
SCRIPT = Script("corte-01", "it", "md", TURNS, title="Conversazione con Ada: è felice?")
ADA = Speaker("ada-m", "Ada Mirafiume", "", "corte")
UGO = Speaker("ugo-s", "Ugo Santoro", "", "corte")


def made(form: str) -> tuple[Page, Labelled | Timed, dict[str, Any]]:
    page = TEXT_FORMS[form](SCRIPT, CAST)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{SUFFIXES.get(form, '.' + form)}"
        path.write_bytes(page.data)
        text = READERS[path.suffix](path, where="a", names=("inga", "ada-m", "ada"))
    return page, text, make_gold(SCRIPT, CAST, page.places, unit=page.unit, text=page.text)


@pytest.mark.parametrize("form", ["md", "txt", "md-qa", "docx", "pdf", "html"])
def test_gold_of_texts_stands_in_the_canonical_text(form: str) -> None:
    _, text, gold = made(form)
    assert isinstance(text, Labelled)
    assert gold["unit"] == "cp"
    parts = [part.says for turn in TURNS if turn.who == "ada-m" for part in turn.parts]
    assert [text.text[row["start"] : row["end"]] for row in gold["answers"]] == parts
    turns = from_text("a", "it", text.text, [(p.label, p.span) for p in text.paragraphs])
    sides = {"Inga": "inga", "Ada": "ada-m", INTERVIEWER: "inga", INTERVIEWEE: "ada-m"}
    found = [(sides[t.speaker], t.start, t.end) for t in turns.turns]
    assert found == [(row["speaker"], row["start"], row["end"]) for row in gold["turns"]]


@pytest.mark.parametrize("form", ["vtt", "srt", "eaf"])
def test_gold_of_forms_with_times_is_what_the_reader_reads(form: str) -> None:
    _, text, gold = made(form)
    assert isinstance(text, Timed)
    assert gold["unit"] == "ms"
    cues: list[TimedText] = [(cue.label, Span(cue.start, cue.end), cue.text) for cue in text.cues]
    turns = from_cues("a", "it", cues, max_pause_ms=3_000).turns
    names = {"Inga": "inga", "Ada": "ada-m"}
    assert [(names[t.speaker], t.start, t.end, t.text) for t in turns] == [
        (row["speaker"], row["start"], row["end"], row["text"]) for row in gold["turns"]
    ]


@pytest.mark.parametrize("form", sorted(set(TEXT_FORMS) - {"report"}))
def test_every_file_says_that_it_is_invented_and_is_the_same_every_time(form: str) -> None:
    page, text, _ = made(form)
    shown = page.data.decode("utf-8", "replace")
    held = text.text if isinstance(text, Labelled) else ""
    assert INVENTED in shown or INVENTED in held
    assert TEXT_FORMS[form](SCRIPT, CAST).data == page.data


def test_captions_are_short_and_none_spans_two_parts() -> None:
    made_captions, places = captions(SCRIPT)
    spans = [span for turn in places for span in turn]
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    for caption in made_captions:
        assert len(caption.lines) <= 2
        assert all(len(line) <= LINE for line in caption.lines)
        assert caption.end - caption.start <= 7_000
        assert any(start <= caption.start and caption.end <= end for start, end in spans)


REPORT_CAST = Cast(labels={"ada-m": "Ada", "ugo-s": "Ugo"}, interviewers=frozenset())
REPORT = Script(
    "corte-02", "it", "report",
    (
        Turn(NARRATION, (Part("CORTE – Erano in sessanta, al buio. Non si sa perché."),)),
        Turn("ada-m", (Part("Un mestiere", new_paragraph=True),)),
        Turn(NARRATION, (Part("– dice Ada Mirafiume –"),)),
        Turn("ada-m", (Part("è una cosa & basta.", answers=("work-meaning",)), Part("O no?"))),
        Turn(NARRATION, (Part(". Santoro annuisce:"),)),
        Turn("ugo-s", (Part("Il pane non aspetta"),)),
        Turn(NARRATION, (Part(", e ride. Poi tutti a cena, fino a mezzanotte passata."),)),
    ),
    title="Chi fa il pane?",
)  # fmt: skip


def test_a_report_prints_narration_as_it_is_and_quotes_in_marks(tmp_path: Path) -> None:
    check_cast(REPORT, REPORT_CAST)
    page = TEXT_FORMS["report"](REPORT, REPORT_CAST)
    assert (
        "«Un mestiere» – dice Ada Mirafiume – «è una cosa & basta. O no?». Santoro annuisce: "
        "«Il pane non aspetta», e ride."
    ) in page.text
    gold = make_gold(REPORT, REPORT_CAST, page.places, unit="cp", text=page.text)
    assert [row["text"] for row in gold["turns"]] == [
        "Un mestiere", "è una cosa & basta. O no?", "Il pane non aspetta",
    ]  # fmt: skip
    assert gold["asks"] == []
    assert NARRATION not in {row["speaker"] for row in gold["answers"]}
    path = tmp_path / "a.html"
    path.write_bytes(page.data)
    assert b"cookie" in page.data
    text = READERS[".html"](path, where="a")
    assert isinstance(text, Labelled)
    assert text.prose
    assert "cookie" not in text.text
    found = attribute(text.text, [p.span for p in text.paragraphs], [ADA, UGO]).quotations
    assert [(who, span.start, span.end) for who, span in found] == [
        (row["speaker"], row["start"], row["end"]) for row in gold["turns"]
    ]


def test_narration_and_questions_stand_only_where_they_may() -> None:
    talk = Script("corte-03", "it", "md", (Turn(NARRATION, (Part("Poi piove."),)), *TURNS))
    with pytest.raises(ScriptError, match=r"not in manifest\.csv: narration"):
        check_cast(talk, CAST)
    asked = (Turn("ada-m", (Part("E tu?"),), asks=("happy",)),)
    with pytest.raises(ScriptError, match="asks and is no interviewer: ada-m"):
        check_cast(Script("corte-03", "it", "md", asked), CAST)


@pytest.mark.parametrize("form", ["md-qa", "html"])
def test_a_page_without_names_wants_one_who_asks_first_and_one_who_answers(form: str) -> None:
    begins = Script("corte-03", "it", form, TURNS[1:], title="T")
    with pytest.raises(ScriptError, match="first turn has to be a question"):
        TEXT_FORMS[form](begins, CAST)
    three = Cast(labels={**CAST.labels, "ugo-s": "Ugo"}, interviewers=CAST.interviewers)
    with pytest.raises(ScriptError, match="only one may answer"):
        TEXT_FORMS[form](SCRIPT, three)


def test_the_committed_gold_is_true_of_the_committed_files() -> None:
    """Every text of the sample, whoever made it: the words are where gold says."""
    import csv
    import json

    rows = csv.DictReader((REPOSITORY / "interviews/manifest.csv").open(encoding="utf-8"))
    checked = 0
    for row in rows:
        path = REPOSITORY / "interviews" / row["file"]
        gold_path = REPOSITORY / f"interviews/gold/{row['id']}.json"
        if path.suffix not in READERS or not path.exists() or not gold_path.exists():
            continue
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        text = READERS[path.suffix](path, where=row["file"], names=tuple(row["speakers"].split()))
        for turn in gold["turns"]:
            if isinstance(text, Labelled):
                assert text.text[turn["start"] : turn["end"]] == turn["text"], row["id"]
            else:
                inside = [c for c in text.cues if turn["start"] <= c.start and c.end <= turn["end"]]
                assert " ".join(cue.text for cue in inside) == turn["text"], row["id"]
        checked += 1
    assert checked >= 6
