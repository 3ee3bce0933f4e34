"""The YAML that people own: the question set and the codebook.

Unknown keys are errors that name the key and the nearest known one; every fault is
told with the line it stands on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.formats.files import nearest, read_text
from pipeline.model.codebook import Code, Codebook
from pipeline.model.guide import Question, QuestionSet
from pipeline.model.interview import ID_PATTERN

_QUESTION_KEYS = ("id", "text", "paraphrases", "topic", "was", "replaced_by", "retired")
_CODE_KEYS = (
    "id", "name", "definition", "use_when", "not_when", "examples", "colour", "parent",
    "was", "replaced_by", "retired",
)  # fmt: skip


def version_of(path: Path) -> str:
    """Return a short digest of a file's text, by which judgements name what they saw."""
    return hashlib.sha256(read_text(path).encode()).hexdigest()[:12]


def load_yaml(path: Path, *, where: str = "") -> Any:
    """Read YAML, keeping line numbers.

    Raises:
        BadInput: the file is missing or not YAML; the message tells the line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    where = where or path.name
    text = read_text(path, where=where)
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"line {line}: {error.problem or 'is not YAML'}"
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"line {line}: a sign that YAML does not allow"
    except (YAMLError, ValueError) as error:  # ValueError: a date that is none
        what = f"is not YAML ({error})"
    raise BadInput(what, where=where, remedy="mend the YAML")


def read_questions(path: Path) -> QuestionSet:
    """Read ``questions.yaml``.

    Raises:
        Problems: with every fault found.
    """
    document = load_yaml(path)
    faults = _Faults(path.name)
    faults.keys(document, ("questions", "guides"), "the file")
    found = [
        (item, q) for item in faults.items(document, "questions") if (q := _question(item, faults))
    ]
    known = faults.unique([(item, q.id) for item, q in found])
    _succession(found, faults)
    guides = _guides(document, known, faults)
    faults.tell()
    return QuestionSet(tuple(q for _, q in found), guides)


def _guides(document: Any, known: set[str], faults: _Faults) -> dict[str, tuple[str, ...]]:
    section = faults.section(document, "guides")
    if section is None:
        return {}
    if not isinstance(section, Mapping):
        faults.add(document, "guides", "'guides' is not a mapping", "write `name: [ids]` lines")
        return {}
    guides = {}
    for guide, ids in section.items():
        if not isinstance(ids, list):
            faults.add(section, guide, f"guide {guide!r} is not a list of ids", "write [id, id]")
            continue
        for name in ids:
            if name not in known:
                what = f"guide {guide!r} asks {name!r}"
                faults.add(section, guide, what, nearest(str(name), known))
        guides[str(guide)] = tuple(str(name) for name in ids)
    return guides


def _succession(found: Sequence[tuple[Any, Question | Code]], faults: _Faults) -> None:
    """Check that `was` and `replaced_by` name entries of the file, and each other's."""
    was = {entry.id: entry.was for _, entry in found}
    replaced_by = {entry.id: entry.replaced_by for _, entry in found}
    ends = (("was", was, "replaced_by", replaced_by), ("replaced_by", replaced_by, "was", was))
    for item, entry in found:
        for key, named, other, back in ends:
            for name in named[entry.id]:
                if name not in back:
                    what = f"{key!r} of {entry.id!r} names {name!r}"
                    faults.add(item, key, what, nearest(name, back))
                elif entry.id not in back[name]:
                    what = f"{key!r} of {entry.id!r} names {name!r}, which does not name it back"
                    faults.add(item, key, what, f"add {entry.id} to {other!r} of {name!r}")


def read_codebook(path: Path) -> Codebook:
    """Read ``codes.yaml``.

    Raises:
        Problems: with every fault found.
    """
    document = load_yaml(path)
    faults = _Faults(path.name)
    faults.keys(document, ("codes",), "the file")
    found = [(item, c) for item in faults.items(document, "codes") if (c := _code(item, faults))]
    known = faults.unique([(item, code.id) for item, code in found])
    _succession(found, faults)
    for item, code in found:
        if code.parent and code.parent not in known:
            what = f"code {code.id!r} has the parent {code.parent!r}"
            faults.add(item, "parent", what, nearest(code.parent, known))
    faults.tell()
    return Codebook(tuple(code for _, code in found))


class _Faults:
    """Collects faults with their lines."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[PipelineError] = []

    def add(self, node: Any, key: Any, what: str, remedy: str) -> None:
        """Note a fault at a key of a YAML node."""
        line = ""
        if node is not None and hasattr(node, "lc"):
            try:
                at = node.lc.key(key)[0] if key is not None else node.lc.line
            except (KeyError, TypeError):
                at = node.lc.line
            line = f" line {at + 1}"
        self.found.append(BadInput(what, where=f"{self.file}{line}", remedy=remedy))

    def tell(self) -> None:
        """Raise all faults, if any."""
        if self.found:
            raise Problems(self.found)

    def keys(self, node: Any, known: Sequence[str], what: str) -> None:
        """Check that a mapping has known keys only."""
        if not isinstance(node, Mapping):
            self.add(node, None, f"{what} is not a mapping", f"known keys are: {', '.join(known)}")
            return
        for key in node:
            if key not in known:
                self.add(node, key, f"unknown key {key!r} in {what}", nearest(str(key), known))

    def section(self, document: Any, key: str) -> Any:
        """Return a top-level section, if the document is a mapping that has one."""
        return document.get(key) if isinstance(document, Mapping) else None

    def items(self, document: Any, key: str) -> Iterator[Mapping[str, Any]]:
        """Yield the mappings of a list section that have a sound id."""
        section = self.section(document, key)
        if section is not None and not isinstance(section, list):
            self.add(document, key, f"{key!r} is not a list", "begin entries with `- id: ...`")
            return
        for item in section or []:
            if not isinstance(item, Mapping):
                self.add(
                    document,
                    key,
                    f"an entry of {key!r} is not a mapping",
                    "begin it with `- id: ...`",
                )
            elif not re.fullmatch(ID_PATTERN, str(item.get("id", ""))):
                self.add(item, "id", f"id {item.get('id')!r} is not an id", "use a-z, 0-9 and -")
            else:
                yield item

    def unique(self, found: Sequence[tuple[Any, str]]) -> set[str]:
        """Check that no id occurs twice, of (YAML node, id); return them."""
        seen: set[str] = set()
        for node, name in found:
            if name in seen:
                self.add(node, "id", f"id {name!r} occurs twice", "ids are never reused")
            seen.add(name)
        return seen

    def texts(self, item: Mapping[str, Any], key: str, value: Any, what: str) -> tuple[str, ...]:
        """Return one text or a list of texts that stands at a key of an entry."""
        if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
            return tuple(str(v) for v in value)
        if isinstance(value, str):
            return (value,)
        if value is not None:
            self.add(item, key, f"{key!r} of {what} is not a list of texts", "write [one, two]")
        return ()


def _question(item: Mapping[str, Any], faults: _Faults) -> Question | None:
    what = f"question {item['id']!r}"
    faults.keys(item, _QUESTION_KEYS, what)
    text = item.get("text")
    if not isinstance(text, Mapping) or not text:
        remedy = "give one language, as text: {en: ...}"
        faults.add(item, "text", f"{what} has no text", remedy)
        return None
    for lang, words in text.items():
        if not isinstance(words, str) or not words.strip():
            faults.add(text, lang, f"{what} has no words in {lang!r}", "add them, in quotes")
    spoken = item.get("paraphrases")
    if spoken is not None and not isinstance(spoken, Mapping):
        remedy = "write {en: [...]}"
        faults.add(item, "paraphrases", f"'paraphrases' of {what} is not a mapping", remedy)
        spoken = None
    return Question(
        id=str(item["id"]),
        text={str(lang): str(words) for lang, words in text.items()},
        paraphrases={
            str(lang): faults.texts(item, "paraphrases", words, what)
            for lang, words in (spoken or {}).items()
        },
        topic=str(item.get("topic") or ""),
        was=faults.texts(item, "was", item.get("was"), what),
        replaced_by=faults.texts(item, "replaced_by", item.get("replaced_by"), what),
        retired=bool(item.get("retired", False)),
    )


def _code(item: Mapping[str, Any], faults: _Faults) -> Code | None:
    what = f"code {item['id']!r}"
    faults.keys(item, _CODE_KEYS, what)
    if not item.get("name") or not item.get("definition"):
        faults.add(item, None, f"{what} needs a name and a definition", "add them")
        return None

    def text(key: str) -> str:
        return str(item.get(key) or "")

    return Code(
        id=text("id"),
        name=text("name"),
        definition=text("definition"),
        use_when=text("use_when"),
        not_when=text("not_when"),
        examples=faults.texts(item, "examples", item.get("examples"), what),
        colour=text("colour"),
        parent=text("parent"),
        was=faults.texts(item, "was", item.get("was"), what),
        replaced_by=faults.texts(item, "replaced_by", item.get("replaced_by"), what),
        retired=bool(item.get("retired", False)),
    )
