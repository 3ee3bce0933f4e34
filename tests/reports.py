"""A study to report on, and what its report holds, whatever the form."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx

from pipeline.layout import STAGE_ORDER, Layout
from pipeline.model.report import (
    Block,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Quotation,
    Report,
    Sound,
    Speech,
    Table,
)
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, opened
from pipeline.services.studies import create_study
from pipeline.stages.dvc import STUDY_FILES, dvc_yaml
from tests.many import run_stages

SITES = """\
id,name,city,country,latitude,longitude,type,chosen_for
mill,The Mill,Leeds,GB,53.8,-1.5,makerspace,Members govern it.
quay,The Quay,Hull,GB,53.7,-0.3,fablab,
"""
QUESTIONS = """\
questions:
  - id: work
    text: {en: "What does work mean to you?"}
"""
CODES = """\
codes:
  - {id: boats, name: Boats, definition: Boats are built.}
  - {id: bread, name: Bread, definition: Bread is baked.}
"""
PARAMS = """\
segment: {linguist: scripted}
vectors: {engine: scripted, neutral: scripted}
cluster: {engine: scripted, min_size: 2}
compare: {embedder: scripted, second: scripted, permutations: 199, resamples: 199}
"""
SAID = {
    "mill": "I build boats and boats and every boat that I build here floats on the {n} river",
    "quay": "Bread is what we bake here and bake again and bread feeds the {n} street",
}
PEOPLE = 6  # of each place


def make_two_places(folder: Path) -> Library:
    """Make a study in which two places say different things, run with scripted engines."""
    create_study(folder, {"dvc.yaml": dvc_yaml(), **STUDY_FILES})
    for name, text in (("questions", QUESTIONS), ("codes", CODES)):
        (folder / f"codebook/{name}.yaml").write_text(text)
    (folder / "params.yaml").write_text(PARAMS)
    speakers = ["id,name,pseudonym,site,consent,attr_trade"]
    manifest = ["id,site,date,wave,language,speakers,interviewers,guide,file"]
    for site, words in SAID.items():
        for n in range(PEOPLE):
            who = f"{site}{n}"
            speakers.append(f"{who},{who.capitalize()} Person,,{site},analyse quote name voice,any")
            manifest.append(f"{who}-01,{site},2026-0{n + 1}-01,1,en,{who},ivo,,texts/{who}.txt")
            text = f"Ivo: What does work mean to you?\n\n{who.capitalize()}: {words.format(n=n)}.\n"
            (folder / f"interviews/texts/{who}.txt").write_text(text)
    for table, rows in (("speakers", speakers), ("manifest", manifest)):
        (folder / f"interviews/{table}.csv").write_text("\n".join(rows) + "\n")
    (folder / "interviews/sites.csv").write_text(SITES)
    run_stages(folder, STAGE_ORDER)
    return Library(Layout(folder))


def code_everything(library: Library, coder: str = "inga") -> None:
    """Give each answer the code that its place is about."""
    with opened(library.layout, EVERYTHING, library.people()) as db:
        rows = db.execute("SELECT answer, site FROM answers ORDER BY answer").fetchall()
    for answer, site in rows:
        code = {"mill": "boats", "quay": "bread"}[site]
        judge(
            library.layout, coder=coder, kind="assign-code", answer=answer, value={"code": code},
            seen={"mode": "suggested", "shown": []},
        )  # fmt: skip


def texts_of(report: Report) -> list[str]:
    """Return every text of a report's blocks, in order."""
    found: list[str] = [report.title, report.about]
    for section in report.sections:
        found += [section.title, section.short]
        found += [text for block in section.blocks for text in _texts(block)]
    return [text for text in found if text]


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph(text) | Heading(text):
            return [text]
        case Facts(facts):
            return [word for fact in facts for word in fact]
        case Quotation():
            return [block.words, block.who, block.where, block.standing, block.asked, block.item]
        case Speech():
            return [block.who, block.at, block.words, block.item]
        case Sound():
            return [block.told, block.item]
        case Table():
            return [block.caption, *block.columns, *(c for row in block.rows for c in row)]
        case Figure():
            return [block.title, block.sentence, *_texts(block.table)]
        case _:
            return [block.reason]


def words_of(document: bytes) -> str:
    """Return all words of a Word document, tables among them."""
    made = docx.Document(io.BytesIO(document))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def bytes_of(document: bytes) -> bytes:
    """Return all that a Word document holds, unpacked: its drawings and properties too."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())
