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
    from ruamel.yaml.error import MarkedYAMLError

    where = where or path.name
    text = read_text(path, where=where)
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(
            f"line {line}: {error.problem or 'is not YAML'}", where=where, remedy="mend the YAML"
        ) from None


def read_questions(path: Path) -> QuestionSet:
    """Read ``questions.yaml``.

    Raises:
        Problems: with every fault found.
    """
    document = load_yaml(path)
    faults = _Faults(path.name)
    faults.keys(document, ("questions", "guides"), "the file")
    questions = [
        q for item in faults.items(document, "questions") if (q := _question(item, faults))
    ]
    known = faults.unique([q.id for q in questions])
    guides = {}
    for guide, ids in (faults.section(document, "guides") or {}).items():
        for name in ids:
            if name not in known:
                faults.add(
                    document["guides"],
                    guide,
                    f"guide {guide!r} asks {name!r}",
                    nearest(str(name), known),
                )
        guides[str(guide)] = tuple(str(name) for name in ids if name in known)
    faults.tell()
    return QuestionSet(tuple(questions), guides)


def read_codebook(path: Path) -> Codebook:
    """Read ``codes.yaml``.

    Raises:
        Problems: with every fault found.
    """
    document = load_yaml(path)
    faults = _Faults(path.name)
    faults.keys(document, ("codes",), "the file")
    codes = [c for item in faults.items(document, "codes") if (c := _code(item, faults))]
    known = faults.unique([code.id for code in codes])
    for code in codes:
        if code.parent and code.parent not in known:
            faults.add(
                None,
                None,
                f"code {code.id!r} has the parent {code.parent!r}",
                nearest(code.parent, known),
            )
    faults.tell()
    return Codebook(tuple(codes))


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
        for item in self.section(document, key) or []:
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

    def unique(self, ids: Sequence[str]) -> set[str]:
        """Check that no id occurs twice; return them."""
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            self.add(None, None, f"id {name!r} occurs twice", "ids are never reused")
        return set(ids)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _question(item: Mapping[str, Any], faults: _Faults) -> Question | None:
    faults.keys(item, _QUESTION_KEYS, f"question {item['id']!r}")
    text = item.get("text")
    if not isinstance(text, Mapping) or not text:
        faults.add(
            item,
            "text",
            f"question {item['id']!r} has no text",
            "give one language, as text: {en: ...}",
        )
        return None
    return Question(
        id=str(item["id"]),
        text={str(lang): str(words) for lang, words in text.items()},
        paraphrases={
            str(lang): _texts(words) for lang, words in (item.get("paraphrases") or {}).items()
        },
        topic=str(item.get("topic") or ""),
        was=_texts(item.get("was")),
        replaced_by=_texts(item.get("replaced_by")),
        retired=bool(item.get("retired", False)),
    )


def _code(item: Mapping[str, Any], faults: _Faults) -> Code | None:
    faults.keys(item, _CODE_KEYS, f"code {item['id']!r}")
    if not item.get("name") or not item.get("definition"):
        faults.add(item, None, f"code {item['id']!r} needs a name and a definition", "add them")
        return None

    def text(key: str) -> str:
        return str(item.get(key) or "")

    return Code(
        id=text("id"),
        name=text("name"),
        definition=text("definition"),
        use_when=text("use_when"),
        not_when=text("not_when"),
        examples=_texts(item.get("examples")),
        colour=text("colour"),
        parent=text("parent"),
        was=_texts(item.get("was")),
        replaced_by=_texts(item.get("replaced_by")),
        retired=bool(item.get("retired", False)),
    )
