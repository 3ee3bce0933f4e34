"""What the report of a study holds, and what may never be in it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from lxml import html as pages

from pipeline.errors import BadInput
from pipeline.formats.reports import WRITERS
from pipeline.layout import Layout
from pipeline.model.report import (
    Field,
    Figure,
    Heading,
    Quotation,
    Report,
    Section,
    Table,
    Unknown,
)
from pipeline.model.span import Span
from pipeline.services.deciding.correcting import mark
from pipeline.services.deciding.judging import judge
from pipeline.services.deciding.themes import name_cluster
from pipeline.services.reporting import themed
from pipeline.services.reporting.studies import compose, gather, write_report
from pipeline.services.showing.library import Library
from pipeline.services.showing.reading import read_interview
from pipeline.services.showing.standing import board
from pipeline.services.showing.store import EVERYTHING
from tests.dashboards.small_groups import write_grouped_study
from tests.dashboards.small_study import write_tables
from tests.dashboards.small_tables import HOSTILE
from tests.reports import bytes_of, code_everything, make_two_places, texts_of
from tests.services.test_agreement import blindly
from tests.studies import run_interleaf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_grouped_study(tmp_path)))


@pytest.fixture(scope="module")
def two_places_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_two_places(tmp_path_factory.mktemp("places") / "study").layout.root


@pytest.fixture
def two_places(two_places_once: Path, tmp_path: Path) -> Library:
    """A study in which two places say different things, to be changed as one likes."""
    shutil.copytree(two_places_once, tmp_path / "places")
    return Library(Layout(tmp_path / "places"))


def made(library: Library) -> Report:
    return compose(gather(library, quotes=20))


def part(report: Report, name: str) -> Section:
    return next(section for section in report.sections if section.id == name)


def tables(section: Section) -> dict[str, Table]:
    figures = [block.table for block in section.blocks if isinstance(block, Figure)]
    return {t.caption: t for t in (*section.blocks, *figures) if isinstance(t, Table)}


def quotes(section: Section) -> list[Quotation]:
    return [block for block in section.blocks if isinstance(block, Quotation)]


def leaving(library: Library) -> str:
    """Return everything that leaves, in every form, unpacked."""
    report = made(library)
    page = WRITERS["html"](report).decode()
    return page + bytes_of(WRITERS["docx"](report)).decode("utf-8", errors="replace")


def edit(library: Library, old: str, new: str) -> None:
    path = library.layout.path("speakers")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# what it holds


def test_the_sample_is_told_in_people_and_why_places_were_chosen(two_places: Library) -> None:
    report = made(two_places)
    study = part(report, "study")
    assert study.short == "12 people in 12 interviews at 2 places in 1 country."
    rows = tables(study)["The places"].rows
    assert rows[0] == ("The Mill", "Leeds, GB", "makerspace", "6", "6", "2026-01")
    chosen = tables(study)["How each place came into the sample"].rows
    assert [row[1] for row in chosen] == ["Members govern it.", "not stated"]
    assert tables(study)["Who was heard"].rows == (("trade", "any", "12"),)


def test_what_one_person_alone_bears_is_counted_and_not_named(library: Library) -> None:
    rows = tables(part(made(library), "study"))["Who was heard"].rows
    assert rows == (("trade", "7 other values, of one person each", "7"),)


def test_coverage_counts_people_by_question_place_and_visit(library: Library) -> None:
    section = part(made(library), "coverage")
    (table,) = tables(section).values()
    assert table.columns[2:4] == ("Fornace Vecchia,\nvisit 1", "Fornace Vecchia,\nvisit 2")
    work = dict(zip(table.columns, table.rows[0], strict=True))
    assert work["The Docks"] == "3 answered"
    assert work["Fornace Vecchia,\nvisit 2"] == "1 answered unasked"  # franco is not counted
    happy = dict(zip(table.columns, table.rows[1], strict=True))
    assert happy["Werkhof"] == "1 unknown"
    assert "of 2 it is not known" in section.short


def test_codes_of_people_are_quoted_and_the_machine_s_are_only_counted(library: Library) -> None:
    section = part(made(library), "codes")
    (said,) = quotes(section)
    assert (said.words, said.who, said.guess) == ("A way to be of use.", "Rowan", False)
    rows = {row[0]: row[1:] for row in next(iter(tables(section).values())).rows}
    assert rows["– Being of use"] == ("1", "1", "1", "0", "0")
    assert rows["– Making <b>things</b>"] == ("0", "0", "0", "0", "4")  # not franco's
    assert "4 further codings are the machine's guess" in section.short


def test_a_cluster_is_the_machine_s_until_a_person_names_it(library: Library) -> None:
    before = part(made(library), "themes")
    assert before.short.startswith("People have not named a theme yet. 2 clusters")
    assert {said.guess for said in quotes(before)} == {True}
    name_cluster(board(library), coder="inga", cluster="c01", name="What hands do")
    after = part(made(library), "themes")
    assert after.short.startswith("1 theme named by people and 1 cluster")
    assert "What hands do" in [row[0] for row in next(iter(tables(after).values())).rows]
    assert {said.guess for said in quotes(after)} == {True}  # who is in it, nobody confirmed


def test_of_many_clusters_the_first_are_drawn_and_the_table_has_all(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themed, "MOST", 1)
    section = part(made(library), "themes")
    (figure,) = (block for block in section.blocks if isinstance(block, Figure))
    assert isinstance(figure.chart, Field)
    assert (len(figure.chart.rows), len(figure.table.rows)) == (1, 2)
    assert [b.text for b in section.blocks if isinstance(b, Heading)] == [figure.chart.rows[0]]


def test_places_are_compared_by_meaning_and_by_what_people_coded(two_places: Library) -> None:
    machine = part(made(two_places), "comparison")
    assert "places differ by meaning on 1 (What does work mean to you?)" in machine.short
    gap = tables(machine)["Gap of each question between places, by meaning"].rows[0]
    assert (gap[1:3], gap[6]) == (("12", "2"), "differ")
    other = tables(machine)["How much hangs on a choice: the gap as it is, and as it would be"]
    assert other.rows[0][3].startswith(gap[3])  # here the second model is the first
    assert other.rows[0][2] == "–"  # nobody has confirmed an answer
    assert any(isinstance(b, Unknown) and "codes that people gave" in b.reason
               for b in machine.blocks)  # fmt: skip
    code_everything(two_places)
    coded = part(made(two_places), "comparison")
    stance = tables(coded)["Gap of each question between places, by codes that people gave"].rows
    assert stance[0][4] == "differ"
    counts = next(t for caption, t in tables(coded).items() if caption.startswith("Codes by"))
    assert {row[:3] for row in counts.rows} == {
        ("Boats", "The Mill", "6 of 6"), ("Boats", "The Quay", "0 of 6"),
        ("Bread", "The Mill", "0 of 6"), ("Bread", "The Quay", "6 of 6"),
    }  # fmt: skip
    carried = quotes(coded)
    assert len(carried) == 4  # the nearest two and the farthest two, all of them guesses
    assert all(said.guess for said in carried)
    assert {said.where.split(",")[0] for said in carried[:2]} == {"The Mill", "The Quay"}


def test_saturation_and_agreement_come_from_what_people_did(two_places: Library) -> None:
    nothing = made(two_places)
    assert "there are 0" in part(nothing, "saturation").short
    assert part(nothing, "agreement").short.startswith("Questions: nobody has judged blind yet.")
    code_everything(two_places)
    answers = two_places.answers(question="work", filters=EVERYTHING)["answer"]
    for answer in (answers.iloc[0], answers.iloc[-1]):
        for coder in ("inga", "tom"):
            blindly(two_places, coder, answer, "work")
    report = made(two_places)
    assert "reached with 6 of 12 coded interviews (2 codes in all)" in (
        part(report, "saturation").short
    )
    assert "2 coders judged 2 answers of 2 interviews blind" in part(report, "agreement").short
    errors = part(report, "errors")
    assert errors.short.startswith("Of 2 answers that people judged blind")
    assert "it takes 30 to tell a share" in errors.short
    (rows,) = (t.rows for t in tables(errors).values())
    assert {row[0] for row in rows} == {"all answers", "The Mill", "The Quay", "language: en"}


def test_how_it_was_made_can_be_held_against_another_run(two_places: Library) -> None:
    first = tables(part(made(two_places), "made"))
    models = {row[0]: row[1] for row in first["Program, models and versions"].rows}
    assert models["Vectors, neutral"]
    assert ("compare", "permutations", "199") in first["Parameters and thresholds"].rows
    keys = {row[0]: row[3] for row in first["Artefacts of the last run"].rows}
    assert {"turns", "tag", "compare"} <= set(keys)
    assert all(len(key) == 12 for key in keys.values())
    answer = str(two_places.answers(question="work", filters=EVERYTHING)["answer"].iloc[0])
    judge(two_places.layout, coder="inga", kind="memo", answer=answer, value={"text": "x"}, seen={})
    again = tables(part(made(two_places), "made"))
    assert again["Judgements that hold"].rows == (("memo", "1"),)


def test_before_any_run_each_section_says_why_it_is_empty(tmp_path: Path) -> None:
    report = made(Library(Layout(write_tables(tmp_path))))
    for name in ("coverage", "codes", "themes", "comparison", "saturation", "agreement"):
        reasons = [b.reason for b in part(report, name).blocks if isinstance(b, Unknown)]
        assert any("run `interleaf run`" in reason for reason in reasons), name
    assert part(report, "study").short.startswith("7 people in 6 interviews")


# consent


def test_what_may_not_leave_is_in_no_form(library: Library) -> None:
    told = leaving(library)
    assert "Rowan" in told
    for never in ("Ben Holloway", "Franco", "Muti", "Questo non si deve vedere",
                  "I may not be quoted on this", "And to you?"):  # fmt: skip
        assert never not in told, never
    assert "franco" not in told.casefold()
    assert "docks-01" not in told  # an interview's id is often made of a name
    assert "walk round the hull" in told
    edit(library, "ada,Ada Marsh,,docks,analyse quote name voice", "ada,Ada Marsh,,docks,")
    told = leaving(library)
    assert "walk round the hull" not in told
    assert "Ada" not in told


def test_a_name_that_may_not_be_given_is_not_in_what_people_wrote_either(library: Library) -> None:
    name_cluster(board(library), coder="inga", cluster="c01", name="What Ben Holloway calls work",
                 description="After Ben Holloway.")  # fmt: skip
    sites = library.layout.path("sites")
    sites.write_text(sites.read_text().replace("makerspace,", "makerspace,Ben Holloway asked us"))
    told = leaving(library)
    assert "What […] calls work" in told
    assert "[…] asked us" in told
    assert "Ben Holloway" not in told


def test_a_day_decides(library: Library) -> None:
    edit(library, "analyse quote name voice,,boat builder",
         "analyse quote name voice,2026-10-31,boat builder")  # fmt: skip
    before = Library(library.layout, on=date(2026, 10, 31))
    assert "walk round the hull" in leaving(before)
    assert "consent as of 2026-10-31" in leaving(before)
    after = leaving(Library(library.layout, on=date(2026, 11, 1)))
    assert "walk round the hull" not in after
    assert "Ada" not in after


def test_what_was_struck_is_in_no_form_and_names_no_cluster(library: Library) -> None:
    assert "imparo" in leaving(library)
    spans = {
        word.text.strip(): word
        for turn in read_interview(library.layout, "fornace-01").utterances
        for stretch in turn.stretches for word in stretch.words
    }  # fmt: skip
    for text, kind in (("mani", "redact"), ("imparo", "off-record")):
        word = spans[text]
        mark(
            library.layout, coder="inga", interview="fornace-01", kind=kind,
            span=Span(word.start, word.end),
            seen={"mode": "transcript"},
        )  # fmt: skip
    told = leaving(library)
    assert "imparo" not in told
    assert "mani" not in told  # a key word of the cluster before


def test_a_pseudonym_stands_where_the_name_may_not(library: Library) -> None:
    report = made(library)
    who = {said.who for section in report.sections for said in quotes(section)}
    assert "Rowan" in who
    assert "Ben Holloway" not in " ".join(texts_of(report))
    edit(library, "ben,Ben Holloway,Rowan,docks", "ben,Ben Holloway,,docks")
    who = {said.who for section in made(library).sections for said in quotes(section)}
    assert "P002" in who  # no id in the place of a pseudonym: ids are often made of names
    assert "ben" not in who


# the forms


def test_what_people_said_is_never_markup(library: Library) -> None:
    report = made(library)
    assert any(HOSTILE in said.words for s in report.sections for said in quotes(s))
    page = pages.fromstring(WRITERS["html"](report).decode())
    assert not page.xpath("//script | //blockquote//b | //h3//b | //iframe | //object")
    assert any("<script>document.title='broken'</script>" in (quote.text or "")
               for quote in page.xpath("//blockquote"))  # fmt: skip


def test_the_same_study_gives_the_same_bytes(library: Library, tmp_path: Path) -> None:
    forms = list(WRITERS)
    first = [p.read_bytes() for p in write_report(library, tmp_path / "a", forms=forms)]
    again = [p.read_bytes() for p in write_report(library, tmp_path / "b", forms=forms)]
    assert first == again


def test_an_unknown_form_is_told_before_anything_is_read(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'docx'"):
        write_report(library, tmp_path, forms=["doc"])


def test_the_command_writes_both_forms(library: Library, tmp_path: Path) -> None:
    (library.layout.root / "dvc.yaml").write_text("stages: {}\n")
    out = tmp_path / "sent"
    done = run_interleaf("report", "--out", str(out), "--title", "Yards", study=library.layout.root)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in out.iterdir()) == ["report.docx", "report.html"]
    assert "<h1>Yards</h1>" in (out / "report.html").read_text()
    wrong = run_interleaf(
        "report", "--out", str(out), "--formats", "pdf", study=library.layout.root
    )
    assert wrong.returncode == 2
    assert "there is no form 'pdf' of a report" in wrong.stderr
