"""Make the invented sample study: texts, recordings and gold out of tools/sample/scripts/.

    python tools/make_sample.py             write the texts and their gold
    python tools/make_sample.py --check     say whether the committed files are what scripts give
    python tools/make_sample.py --voices FOLDER [--only ID ...]     make the recordings, too

Needs ruamel.yaml, and reportlab (BSD) for the PDFs. The voices need more, among it a GPL
phonemizer: see tools/sample/voices.py. Both for the making only. Recordings are made once; a check
compares their words, not their sound. Word documents and PDFs are compared by the text that they
hold: another version of what writes them need not give the same bytes. What cannot be made is told,
and the rest is made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from sample.design import departures, load_design
from sample.gold import make_gold, places_in, to_json
from sample.script import (
    Cast,
    Script,
    ScriptError,
    casts,
    check_cast,
    load_script,
    read_table,
    unknown,
)
from sample.texts import TEXT_FORMS, canonical

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "tools" / "sample" / "scripts"
INTERVIEWS = ROOT / "interviews"

Files = dict[Path, bytes]
BY_TEXT = (".docx", ".pdf")
"""Files that are compared by the text that they hold, not by their bytes."""


def gold_path(script: Script) -> Path:
    """Say where an interview's gold is kept."""
    return INTERVIEWS / "gold" / f"{script.interview}.json"


def text_files(script: Script, cast: Cast, target: Path) -> Files:
    """Render a text and its gold."""
    page = TEXT_FORMS[script.form](script, cast)
    gold = make_gold(script, cast, page.places, unit=page.unit, text=page.text)
    return {target: page.data, gold_path(script): to_json(gold).encode()}


def recording_files(script: Script, cast: Cast) -> Files:
    """Render a recording's gold anew, with the times that were measured when it was made."""
    path = gold_path(script)
    places = places_in(path, script, cast)
    gold = make_gold(script, cast, places, unit="ms")
    return {path: to_json(gold).encode()}


def record(scripts: list[Script], targets: dict[str, Path], voice_folder: Path) -> None:
    """Speak the scripts; write each recording and its gold."""
    from sample.sounds import SOUND_FORMS
    from sample.voices import kokoro, perform

    cast = casts(INTERVIEWS)
    speak = kokoro(voice_folder, sorted({v for s in scripts for v in s.voices.values()}))
    for script in scripts:
        take, places = perform(script, cast[script.interview], speak)
        SOUND_FORMS[script.form](targets[script.interview], take)
        gold = make_gold(script, cast[script.interview], places, unit="ms")
        write({gold_path(script): to_json(gold).encode()})


def write(files: Files) -> None:
    """Write files, unless they hold the same already."""
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or not same(path, data):
            path.write_bytes(data)


def same(path: Path, data: bytes) -> bool:
    """Tell whether a file is what a script gives."""
    held = path.read_bytes()
    if held == data or path.suffix not in BY_TEXT:
        return held == data
    return canonical(held, path.suffix) == canonical(data, path.suffix)


def differences(files: Files) -> Iterator[str]:
    """Name the files that are missing or are not what the scripts give."""
    for path, data in sorted(files.items()):
        if not path.exists():
            yield f"{path.relative_to(ROOT)}: missing; run tools/make_sample.py"
        elif not same(path, data):
            yield f"{path.relative_to(ROOT)}: differs from its script; run tools/make_sample.py"


def unknown_ids(scripts: list[Script]) -> Iterator[str]:
    """Name the questions and codes of the scripts that the codebook does not have."""
    from ruamel.yaml import YAML

    used = {
        "questions": {q for s in scripts for t in s.turns for q in t.asks}
        | {q for s in scripts for t in s.turns for p in t.parts for q in (*p.answers, *p.stance)},
        "codes": {c for s in scripts for t in s.turns for p in t.parts for c in p.codes},
    }
    for kind, ids in used.items():
        path = ROOT / "codebook" / f"{kind}.yaml"
        if not path.exists():
            continue
        rows = YAML(typ="safe").load(path.read_text(encoding="utf-8"))[kind]
        for name in unknown(ids, (row["id"] for row in rows)):
            yield f"codebook/{kind}.yaml: has no {name}, which a script uses"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("--voices", type=Path, metavar="FOLDER", help="make the recordings")
    parser.add_argument("--only", nargs="+", metavar="ID", help="record only these interviews")
    return parser.parse_args()


def usable(cast: dict[str, Cast], problems: list[str]) -> list[Script]:
    """Read the scripts that are whole and fit the manifest; name the problems of the others."""
    scripts = []
    for path in sorted(SCRIPTS.glob("*.yaml")):
        try:
            script = load_script(path)
            if script.interview not in cast:
                raise ScriptError(f"{path.name}: manifest.csv has no {script.interview}")
            check_cast(script, cast[script.interview])
        except ScriptError as error:
            problems.append(str(error))
        else:
            scripts.append(script)
    return scripts


def rendered(
    scripts: list[Script], cast: dict[str, Cast], targets: dict[str, Path], problems: list[str]
) -> Files:
    """Render all that can be made without voices; name what cannot."""
    files: Files = {}
    for script in scripts:
        name = script.interview
        try:
            if script.form in TEXT_FORMS:
                files |= text_files(script, cast[name], targets[name])
            elif not script.voices:
                raise ScriptError(f"{name}: no form {script.form}, and no voices to record")
            elif gold_path(script).exists():
                files |= recording_files(script, cast[name])
        except ScriptError as error:
            problems.append(str(error))
    return files


def main() -> int:
    """Do what the command line asks; give the exit status."""
    options = arguments()
    problems: list[str] = []
    cast = casts(INTERVIEWS)
    scripts = usable(cast, problems)
    rows = read_table(INTERVIEWS / "manifest.csv")
    targets = {row["id"]: INTERVIEWS / row["file"] for row in rows}
    spoken = [script for script in scripts if script.voices]
    if options.voices:
        chosen = options.only or [script.interview for script in spoken]
        record([s for s in spoken if s.interview in chosen], targets, options.voices)
    files = rendered(scripts, cast, targets, problems)
    if not options.check:
        write(files)
    absent = [t for s in spoken if not (t := targets[s.interview]).exists()]
    people = {row["id"]: row for row in read_table(INTERVIEWS / "speakers.csv")}
    waves = {row["id"]: int(row["wave"]) for row in rows}
    design = load_design(INTERVIEWS / "gold" / "design.yaml")
    problems += [*differences(files), *unknown_ids(scripts)]
    problems += departures(design, scripts, people, waves)
    problems += [f"{path.relative_to(ROOT)}: not recorded; see --voices" for path in absent]
    unwritten = sorted(cast.keys() - {path.stem for path in SCRIPTS.glob("*.yaml")})
    problems += [f"{name}: has no script" for name in unwritten]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ScriptError as error:
        sys.exit(str(error))
