"""Making small studies, and running the command on them as a person would."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pipeline.services.studies import create_study
from pipeline.stages.dvc import STUDY_FILES, dvc_yaml

REPOSITORY = Path(__file__).parents[1]

QUESTIONS = """\
questions:
  - id: work-meaning
    text: {en: "What does work mean to you?", it: "Che cosa significa per te il lavoro?"}
  - id: happy
    text: {en: "Are you happy?", it: "Sei felice?"}
  - id: what-led-here
    text: {en: "What led you to this place?", it: "Che cosa ti ha portato in questo posto?"}
guides:
  short: [work-meaning, what-led-here, happy]
"""
CODES = """\
codes:
  - id: mutual-help
    name: Mutual help
    definition: People lend each other tools and time.
  - id: making
    name: Making
    definition: Making something useful with one's hands.
"""
SITES = """\
id,name,city,country,latitude,longitude,type
yard,The Yard,Bristol,GB,51.4,-2.6,makerspace
corte,La Corte,Bologna,IT,44.5,11.3,multifactory
"""
SPEAKERS = """\
id,name,pseudonym,site,consent,attr_trade
ann,Ann,A,yard,analyse quote name voice,smith
bea,Bea,B,corte,analyse quote name voice,baker
cid,Cid,C,yard,analyse quote name voice,tailor
"""
MANIFEST = """\
id,site,date,wave,language,speakers,interviewers,guide,file
yard-01,yard,2024-05-01,1,en,ann,ivo,short,texts/yard-01.txt
corte-01,corte,2024-05-02,1,it,bea,ivo,short,texts/corte-01.md
yard-02,yard,2024-05-03,1,en,cid,ivo,short,recordings/yard-02.wav
"""
TEXTS = {
    "texts/yard-01.txt": """\
Ivo: So what does work mean to you?

Ann: Making useful things with my own hands, every day, and lending tools to others.

Ivo: And are you happy?

Ann: Yes, very happy, thank you.
""",
    "texts/corte-01.md": """\
# Conversazione inventata

**Ivo:** Che cosa significa per te il lavoro?

**Bea:** Fare il pane con le mani, una cosa utile per gli altri.

**Ivo:** Che cosa ti ha portato in questo posto?

**Bea:** Un forno comune, e le persone che ci lavorano insieme.
""",
}
EXTRA_ROW = "yard-03,yard,2024-05-04,1,en,ann,ivo,short,texts/yard-03.txt\n"
EXTRA_TEXT = """\
Ivo: What led you to this place?

Ann: A friend led me to this place, and the shared tools kept me here.
"""
SPOKEN = [
    ("s1", "What does work mean to you?"),
    ("s2", "Sewing useful coats with my hands for people who need them."),
    ("s1", "Are you happy?"),
    ("s2", "Very."),
]
PARAMS = """\
transcribe: {engine: scripted, model: script.json}
diarize: {engine: scripted, model: script.json}
segment: {linguist: scripted}
vectors: {engine: scripted, neutral: ""}
cluster: {engine: scripted, min_size: 2}
"""


def make_scripted_study(folder: Path) -> Path:
    """Make a study of two texts and one recording that runs on scripted engines."""
    create_study(folder, {"dvc.yaml": dvc_yaml(), **STUDY_FILES})
    (folder / "codebook/questions.yaml").write_text(QUESTIONS)
    (folder / "codebook/codes.yaml").write_text(CODES)
    (folder / "codebook/quote.key").write_text("11" * 32 + "\n")
    for name, text in (("sites", SITES), ("speakers", SPEAKERS), ("manifest", MANIFEST)):
        (folder / f"interviews/{name}.csv").write_text(text)
    for name, text in TEXTS.items():
        (folder / "interviews" / name).write_text(text)
    (folder / "params.yaml").write_text(PARAMS)
    write_script(folder / "script.json", SPOKEN)
    write_sound(folder / "interviews/recordings/yard-02.wav", seconds=14)
    return folder


def write_script(path: Path, spoken: list[tuple[str, str]]) -> None:
    """Write what the scripted transcriber and diarizer say of any sound: 400 ms a word."""
    words: list[list[object]] = []
    segments = []
    at = 200
    for label, text in spoken:
        start = at
        for word in text.split():
            words.append([word, at, at + 350, 0.9])
            at += 400
        segments.append([label, start, at])
        at += 600
    entry = {"language": "en", "words": words, "segments": segments}
    path.write_text(json.dumps({"*": entry}))


def write_sound(path: Path, *, seconds: float) -> None:
    """Write a tone as a wave file."""
    import numpy as np
    import soundfile

    time = np.arange(int(seconds * 16_000)) / 16_000
    soundfile.write(path, (0.2 * np.sin(2 * np.pi * 220 * time)).astype("float32"), 16_000)


def run_interleaf(*arguments: str, study: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments, "--study", str(study)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)


def made(stderr: str) -> dict[str, int]:
    """Return how many items each stage that ran has made, from what a run told."""
    rows = [line.split() for line in stderr.splitlines() if " made, " in line]
    return {row[0]: int(row[1]) for row in rows}


def artefacts(study: Path) -> dict[str, bytes]:
    """Return all derived files by their path."""
    files = sorted(p for p in (study / "results").rglob("*") if p.is_file())
    return {p.relative_to(study).as_posix(): p.read_bytes() for p in files}
