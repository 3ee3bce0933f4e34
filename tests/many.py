"""A made study of many short written interviews, run with engines that need no model."""

from __future__ import annotations

import importlib
import random
from collections.abc import Sequence
from pathlib import Path

from pipeline.layout import STAGE_ORDER, Layout
from pipeline.params import read_params
from pipeline.services.studies import create_study
from pipeline.stages.common import Context
from pipeline.stages.dvc import STUDY_FILES, dvc_yaml

PER_INTERVIEW, SITES, QUESTIONS, SEED = 25, 8, 35, 20131
PARAMS = """\
transcribe: {}
diarize: {}
turns: {}
segment: {linguist: scripted}
vectors: {engine: scripted, neutral: ""}
tag: {}
"""
_SUBJECTS = (
    "bread wood iron wool glass clay paper stone leather copper music film garden school river "
    "market harbour kitchen forest railway printing sewing sailing painting cooking welding "
    "weaving baking planting teaching mending drawing building carving dyeing"
)
_FILLER = (
    "every day we begin early and carry on until the light goes because somebody waits for it and "
    "I have learnt from the others that it is better to ask than to spoil the piece"
)
SUBJECTS, FILLER = _SUBJECTS.split()[:QUESTIONS], _FILLER.split()


def make_study(
    folder: Path, answers: int, *, params: str = "calibrate: {}\n", questions: int = QUESTIONS
) -> None:
    """Write a study of texts, and run it up to ``calibrate`` with engines that need no model."""
    rng, subjects = random.Random(SEED), SUBJECTS[:questions]
    create_study(folder, {"dvc.yaml": dvc_yaml(), **STUDY_FILES})
    (folder / "params.yaml").write_text(PARAMS + params)
    lines = [f'  - id: about-{s}\n    text: {{en: "What about {s}?"}}' for s in subjects]
    (folder / "codebook/questions.yaml").write_text("questions:\n" + "\n".join(lines) + "\n")
    sites = ["id,name,city,country,latitude,longitude,type"]
    sites += [f"place{n},Place {n},Town {n},GB,{50 + n},{-n},makerspace" for n in range(SITES)]
    speakers, manifest = ["id,name,pseudonym,site,consent"], [
        "id,site,date,wave,language,speakers,interviewers,guide,file"
    ]  # fmt: skip
    for n in range(answers // PER_INTERVIEW):
        place, who = f"place{n % SITES}", f"person{n}"
        name = f"{place}-{n:03d}"
        speakers.append(f"{who},Person{n},,{place},analyse quote name voice")
        manifest.append(f"{name},{place},2026-01-01,1,en,{who},ivo,,texts/{name}.txt")
        text = "\n\n".join(_exchange(rng, n, subjects) for _ in range(PER_INTERVIEW))
        (folder / f"interviews/texts/{name}.txt").write_text(text + "\n")
    for table, rows in (("sites", sites), ("speakers", speakers), ("manifest", manifest)):
        (folder / f"interviews/{table}.csv").write_text("\n".join(rows) + "\n")
    run_stages(folder, STAGE_ORDER[: STAGE_ORDER.index("calibrate") + 1])


def run_stages(study: Path, names: Sequence[str]) -> None:
    """Run some stages of a study in this process, one after the other."""
    for name in names:
        context = Context(Layout(study), read_params(study / "params.yaml"))
        importlib.import_module(f"pipeline.stages.{name}").run(context)


def _exchange(rng: random.Random, person: int, subjects: list[str]) -> str:
    """Return a question as it is put, now and then unclear, and an answer of 20 to 80 words."""
    asked, other = rng.sample(subjects, 2)
    put = f"And {asked}?" if rng.random() < 0.7 else f"You said {other} before, and {asked}?"
    words = rng.choices([*FILLER, asked, asked, other], k=rng.randint(20, 80))
    return f"Ivo: {put}\n\nPerson{person}: {' '.join(words).capitalize()}."
