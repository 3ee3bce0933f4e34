"""A member's packet goes out with their own words alone, and comes back as judgements."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import html as pages

from pipeline.engines.media import probe
from pipeline.errors import BadInput
from pipeline.formats.approvals import COLUMNS, read_form
from pipeline.layout import Layout
from pipeline.services.deciding.correcting import mark
from pipeline.services.deciding.judging import events_of
from pipeline.services.reporting.approvals import keep, read_back
from pipeline.services.reporting.packets import packet_of, write_packet
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING
from pipeline.services.showing.wording import wording
from tests.dashboards.small_results import write_whole_study
from tests.reports import texts_of
from tests.studies import run_interleaf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_whole_study(tmp_path / "study")))


def rows_of(folder: Path) -> list[dict[str, str]]:
    text = (folder / "approve.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def fill(folder: Path, decisions: Mapping[str, Mapping[str, str]], *, separator: str = ",") -> Path:
    """Fill the form as a person does in a spreadsheet, and save it."""
    rows = rows_of(folder)
    assert set(decisions) <= {row["item"] for row in rows}
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, delimiter=separator)
    table.writeheader()
    for row in rows:
        table.writerow({**row, **decisions.get(row["item"], {})})
    path = folder / "back.csv"
    path.write_text(out.getvalue())
    return path


def said(library: Library, interview: str) -> str:
    return " ".join(turn.text for turn in wording(library.layout, interview).turns.turns)


# out


def test_it_holds_a_person_s_own_words_and_nobody_else_s(library: Library, tmp_path: Path) -> None:
    files = write_packet(library, "ben", tmp_path / "ben")
    assert [f.name for f in files] == ["packet.html", "approve.csv"]
    told = " ".join(path.read_text() for path in files)
    assert "A way to be of use." in told
    assert "What is work to you?" in told  # what was put to him
    assert "I may not be quoted on this" not in told  # cleo sat beside him
    assert "And to you?" not in told
    assert "For Rowan" in told
    for name in ("Ben Holloway", "Cleo", "Ada Marsh"):
        assert name not in told
    kinds = [(row["item"], row["what"], row["words"]) for row in rows_of(tmp_path / "ben")]
    assert kinds == [
        ("T1", "turn", "A way to be of use."), ("T2", "turn", "Answer us."),
        ("Q1", "quotation", "A way to be of use."), ("Q2", "quotation", "Answer us."),
    ]  # fmt: skip


def test_clips_are_cut_and_can_be_heard_from_the_page(library: Library, tmp_path: Path) -> None:
    files = write_packet(library, "ada", tmp_path / "ada")
    page = pages.fromstring((tmp_path / "ada/packet.html").read_text())
    sources = [str(source) for source in page.xpath("//audio/@src")]
    assert sources == ["clips/C1.mp3"]
    assert files[-1] == tmp_path / "ada/clips/C1.mp3"
    clip = next(row for row in rows_of(tmp_path / "ada") if row["item"] == "C1")
    assert clip["words"].startswith("Work, for me")
    assert 25_000 < probe(files[-1]).duration_ms < 40_000
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in str(policy)


def test_without_a_voice_there_is_no_clip_and_it_says_so(library: Library) -> None:
    speakers = library.layout.path("speakers")
    speakers.write_text(speakers.read_text().replace("docks,analyse quote name voice", "docks,"
                                                     "analyse quote name"))  # fmt: skip
    packet = packet_of(library, "ada")
    assert not packet.sounds
    assert any("no clip of you" in text for text in texts_of(packet.report))


@pytest.mark.parametrize(
    ("person", "why"),
    [("cleo", "the permission to quote is not given"),
     ("franco", "the permission to analyse is expired"), ("bem", "did you mean 'ben'")],
)  # fmt: skip
def test_whose_words_may_not_leave_gets_no_packet(library: Library, person: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        packet_of(library, person)


def test_what_people_said_is_text_on_the_page_and_no_formula(
    library: Library, tmp_path: Path
) -> None:
    write_packet(library, "lola", tmp_path / "lola")
    page = pages.fromstring((tmp_path / "lola/packet.html").read_text())
    assert not page.xpath("//script")
    assert "<script>document.title" in page.text_content()


# back


def test_a_form_becomes_judgements_of_whoever_takes_it_in(library: Library, tmp_path: Path) -> None:
    write_packet(library, "ada", tmp_path)
    back = fill(
        tmp_path,
        {
            "Q1": {"decision": "ok"}, "C1": {"decision": "OK", "remark": "fine"},
            "T1": {"decision": "redact", "only these words": "the varnish is still wet"},
            "T2": {"decision": "correct", "should read": "Yes. Nearly always, yes."},
            "Q2": {"decision": "talk"},
        },
        separator=";",
    )  # fmt: skip
    form = read_back(library, "ada", back)
    assert not form.faults
    assert "docks-01" not in {p.stem for p in library.layout.path("logs").glob("*/*.jsonl")}
    written, before = keep(library, form, coder="inga")
    assert before == 0
    kinds = {event.seen["item"]: event.kind for event in written}
    assert kinds == {"Q1": "approve", "C1": "approve", "T1": "redact", "T2": "correct-words",
                     "Q2": "flag"}  # fmt: skip
    by_item = {event.seen["item"]: event for event in events_of(library.layout, ["docks-01"])}
    assert by_item["C1"].value == {"use": "clip"}
    assert by_item["C1"].reason == "fine"
    assert {event.coder for event in by_item.values()} == {"inga"}
    now = said(library, "docks-01")
    assert "the varnish is still wet" not in now
    assert "from the evening before" in now
    assert "Yes. Nearly always, yes." in now
    shown = library.answers(question="work", filters=EVERYTHING)["text"]
    assert not [text for text in shown if "varnish is still wet" in text]


def test_a_form_that_is_taken_in_twice_is_kept_once(library: Library, tmp_path: Path) -> None:
    write_packet(library, "ben", tmp_path)
    please = {"decision": "correct", "should read": "Answer us, please."}
    back = fill(tmp_path, {"Q1": {"decision": "ok"}, "T2": please})
    first, _ = keep(library, read_back(library, "ben", back), coder="inga")
    again, before = keep(library, read_back(library, "ben", back), coder="inga")
    assert (len(first), len(again), before) == (2, 0, 2)
    assert said(library, "docks-02").count("please") == 1
    changed = fill(tmp_path, {"T2": please | {"should read": "Answer us today, please."}})
    later, _ = keep(library, read_back(library, "ben", changed), coder="inga")
    assert len(later) == 1
    assert "Answer us today, please." in said(library, "docks-02")


def test_a_form_is_about_its_own_person_s_words_only(library: Library, tmp_path: Path) -> None:
    write_packet(library, "ben", tmp_path / "ben")
    write_packet(library, "ada", tmp_path / "ada")
    theirs = rows_of(tmp_path / "ada")[0]["place (do not change)"]
    back = fill(tmp_path / "ben", {"Q1": {"decision": "off-record", COLUMNS[-1]: theirs}})
    (fault,) = read_back(library, "ben", back).faults
    assert "an interview without this person" in str(fault)
    # cleo sits in ben's interview: her words are not his to strike
    turns = wording(library.layout, "docks-02").turns.turns
    cleo = next(turn for turn in turns if turn.speaker == "cleo")
    mine = rows_of(tmp_path / "ben")[0]["place (do not change)"]
    own = next(turn for turn in turns if turn.speaker == "ben")
    moved = mine.replace(f'"start":{own.start},"end":{own.end}',
                         f'"start":{cleo.start},"end":{cleo.end}')  # fmt: skip
    assert moved != mine
    back = fill(tmp_path / "ben", {"T1": {"decision": "redact", COLUMNS[-1]: moved}})
    form = read_back(library, "ben", back)
    assert "not about this person's words alone" in str(form.faults[0])
    assert not form.rows


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"decision": "yes"}, "the decision 'yes' is unknown"),
        ({"remark": "hm"}, "'remark' is filled in, but no decision"),
        ({"decision": "correct"}, "is to be corrected, but how is not told"),
        ({"decision": "redact", "only these words": "not there"}, "are not in this row"),
        ({"decision": "ok", COLUMNS[-1]: "{}"}, "does not tell its place any more"),
    ],
)
def test_a_row_that_cannot_be_kept_is_told_and_the_others_go_on(
    library: Library, tmp_path: Path, cells: dict[str, str], what: str
) -> None:
    write_packet(library, "ben", tmp_path)
    back = fill(tmp_path, {"Q1": cells, "Q2": {"decision": "ok"}})
    form = read_back(library, "ben", back)
    assert [row.row.item for row in form.rows] == ["Q2"]
    assert what in str(form.faults[0])
    assert str(form.faults[0]).startswith("back.csv row 4: ")
    assert "of use" not in str(form.faults[0])  # a message quotes nobody


def test_words_that_were_struck_since_are_not_put_right(library: Library, tmp_path: Path) -> None:
    write_packet(library, "ben", tmp_path)
    word = next(w for t in wording(library.layout, "docks-02").turns.turns for w in t.words
                if w.text.startswith("use"))  # fmt: skip
    mark(library.layout, coder="inga", interview="docks-02", kind="redact", span=word.span, seen={})
    back = fill(tmp_path, {"T1": {"decision": "correct", "should read": "A way."}})
    (fault,) = read_back(library, "ben", back).faults
    assert "some of its words are struck" in str(fault)


def test_what_is_no_form_is_told(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="has no column 'item'"):
        read_form(path)
    with pytest.raises(BadInput, match="did you mean 'ada'"):
        read_back(library, "adda", path)


def test_the_commands_write_a_packet_and_take_it_in(library: Library, tmp_path: Path) -> None:
    root = library.layout.root
    (root / "dvc.yaml").write_text("stages: {}\n")
    done = run_interleaf("packet", "export", "ben", "--out", str(tmp_path / "ben"), study=root)
    assert done.returncode == 0, done.stderr
    back = fill(tmp_path / "ben", {"Q1": {"decision": "ok"}, "Q2": {"decision": "maybe"}})
    looked = run_interleaf("packet", "import", "ben", str(back), study=root)
    assert (looked.returncode, looked.stdout) == (1, "Q1: approve\n")
    assert "nothing is written; add --coder ID" in looked.stderr
    kept = run_interleaf("packet", "import", "ben", str(back), "--coder", "inga", study=root)
    assert "1 judgements written for inga" in kept.stderr
    assert kept.returncode == 1
    (event,) = events_of(library.layout, ["docks-02"])
    assert (event.kind, event.coder) == ("approve", "inga")
    refused = run_interleaf("packet", "export", "cleo", "--out", str(tmp_path), study=root)
    assert refused.returncode == 2
    assert refused.stderr.startswith("cleo: the permission to quote is not given")
