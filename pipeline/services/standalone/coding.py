"""`interleaf code`: codes for any texts, from a codebook's words or from coded examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput
from pipeline.formats.rows import read_rows, write_rows
from pipeline.formats.yamls import read_codebook
from pipeline.params import Code
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    import numpy as np

    from pipeline.analysis.multilabel import Given
    from pipeline.engines.machine import Machine
    from pipeline.model.codebook import Codebook
    from pipeline.model.engines import Advance

EMBEDDER = "use"  # alike for all languages: nothing has to be known of a text's
PRIOR = 20  # texts that the codebook weighs when the texts' common part is taken out
ANY = ""


@dataclass(frozen=True)
class Text:
    """A row to be coded."""

    id: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Coded:
    """A row with the codes that people gave it, and how likely a machine held each."""

    id: str
    codes: tuple[str | tuple[str, float], ...]
    text: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The codes without their scores."""
        return frozenset(c if isinstance(c, str) else c[0] for c in self.codes)


@dataclass(frozen=True)
class Done:
    """How many rows were written, from what, and what was wrong with others."""

    rows: int
    learned_from: int
    problems: tuple[str, ...]


def code_texts(
    codebook: Path,
    texts: Path,
    out: Path,
    *,
    labelled: Path | None,
    machine: Machine,
    advance: Advance,
    tell: Callable[[str], None],
) -> Done:
    """Write a row a text with its codes and their scores, best first.

    With coded examples the scores are likelihoods learned from them, and each text gets the codes
    of highest expected F1; without, they are likenesses to the codebook's own words.

    Raises:
        BadInput: a file cannot be read at all, or no example has a code of the codebook.
        Problems: what is wrong with the codebook.
    """
    book = read_codebook(codebook)
    found = read_rows(texts, Text)
    problems = [str(problem) for problem in found.problems]
    if labelled is None:
        rows = _by_meaning(book, found.rows, machine, advance)
        learned_from = 0
    else:
        examples, wrong = _examples(labelled, book)
        problems += wrong
        rows = _by_examples(book, found.rows, examples, machine, advance)
        learned_from = len(examples)
    write_rows(out, rows)
    for problem in problems:
        tell(problem)
    return Done(len(rows), learned_from, tuple(problems))


def _examples(path: Path, book: Codebook) -> tuple[Sequence[Coded], list[str]]:
    """Return the coded rows; a code that the codebook does not have is told and left out."""
    found = read_rows(path, Coded)
    unknown = sorted({name for row in found.rows for name in row.names} - set(book.by_id))
    problems = [str(problem) for problem in found.problems]
    problems += [
        f"{path.name}: the code '{name}' is not in the codebook; add it there, or mend the rows"
        for name in unknown
    ]
    kept = [row for row in found.rows if row.text]
    if not any(row.names & set(book.by_id) for row in kept):
        raise BadInput(
            "no row has a text and a code of the codebook", where=path.name,
            remedy='write rows like {"id": "a1", "text": "...", "codes": ["mutual-help"]}',
        )  # fmt: skip
    return kept, problems


def _by_examples(
    book: Codebook,
    texts: Sequence[Text],
    examples: Sequence[Coded],
    machine: Machine,
    advance: Advance,
) -> list[dict[str, Any]]:
    import numpy as np

    from pipeline.analysis.multilabel import decide, learn

    codes = list(book.by_id)
    both = [*(row.text for row in examples), *(row.text for row in texts)]
    vectors = space_of(both, EMBEDDER, machine, advance)[both]
    given: Given = np.array([[code in row.names for code in codes] for row in examples], dtype=bool)
    learned = learn([row.text for row in examples], vectors[: len(examples)], given)
    likely = learned.likelihoods([row.text for row in texts], vectors[len(examples) :])
    return _rows(texts, codes, likely, decide(likely))


def _by_meaning(
    book: Codebook, texts: Sequence[Text], machine: Machine, advance: Advance
) -> list[dict[str, Any]]:
    import pandas as pd

    from pipeline.analysis.coding import suggest_codes

    told = [text for code in book.codes for text in code.descriptions()]
    said = [row.text for row in texts]
    space = space_of([*told, *said], EMBEDDER, machine, advance)
    # Few texts have hardly a mean of their own: the codebook's weighs, too.
    middle = (PRIOR * space[told].mean(axis=0) + space[said].sum(axis=0)) / (PRIOR + len(said))
    rows = [(row.id, row.text, ANY) for row in texts]
    found = suggest_codes(
        pd.DataFrame(rows, columns=["answer", "text", "language"]), book, space, {ANY: middle},
        above=Code.above, at_most=Code.at_most,
    )  # fmt: skip
    pairs: dict[str, list[list[Any]]] = {row.id: [] for row in texts}
    for answer, code, score in found[["answer", "code", "score"]].itertuples(index=False):
        pairs[str(answer)].append([str(code), float(score)])
    return [{"id": name, "codes": mine} for name, mine in pairs.items()]


def _rows(
    texts: Sequence[Text], codes: Sequence[str], scores: np.ndarray, chosen: Given
) -> list[dict[str, Any]]:
    rows = []
    for text, mine, given in zip(texts, scores, chosen, strict=True):
        pairs = [(codes[i], round(float(mine[i]), 4)) for i in given.nonzero()[0]]
        best = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
        rows.append({"id": text.id, "codes": [list(pair) for pair in best]})
    return rows


@dataclass(frozen=True)
class CodeScore:
    """A code's counts: given by both, by the machine alone, by people alone."""

    code: str
    both: int
    machine: int
    people: int

    @property
    def f1(self) -> float | None:
        """Return its F1; None where nobody gave it."""
        total = 2 * self.both + self.machine + self.people
        return 2 * self.both / total if total else None


@dataclass(frozen=True)
class CodesEvaluation:
    """Mean F1 of the texts with its interval, and each code's counts."""

    texts: int
    sample_f1: float
    interval: tuple[float, float]
    codes: tuple[CodeScore, ...]
    problems: tuple[str, ...]

    @property
    def micro_f1(self) -> float | None:
        """Return the F1 of all pairs of text and code together."""
        return CodeScore(
            "", *(sum(getattr(c, n) for c in self.codes) for n in ("both", "machine", "people"))
        ).f1

    def as_dict(self) -> dict[str, Any]:
        """Return counts and rates for scripts."""
        codes = [{**asdict(each), "f1": each.f1} for each in self.codes]
        return {
            "texts": self.texts, "sample_f1": self.sample_f1, "interval": list(self.interval),
            "micro_f1": self.micro_f1, "codes": codes, "problems": list(self.problems),
        }  # fmt: skip

    def table(self) -> list[str]:
        """Return lines for a person."""
        low, high = self.interval
        lines = [
            f"{self.texts} texts: mean F1 {self.sample_f1:.3f} (95 % from {low:.3f} to {high:.3f},"
            " texts drawn anew)",
            f"{'code':<32} {'both':>6} {'machine':>8} {'people':>7} {'F1':>6}",
        ]
        for each in self.codes:
            shown = "none" if each.f1 is None else f"{each.f1:.3f}"
            lines.append(
                f"{each.code:<32} {each.both:>6} {each.machine:>8} {each.people:>7} {shown:>6}"
            )
        return lines


def evaluate_codes(machine: Path, people: Path, *, tell: Callable[[str], None]) -> CodesEvaluation:
    """Hold a machine's codes against people's, text by text; a text missing on one side is told.

    Raises:
        BadInput: a file cannot be read at all, or the two have no text in common.
    """
    import numpy as np

    from pipeline.analysis.multilabel import mean_with_interval, sample_f1

    mine, gold = read_rows(machine, Coded), read_rows(people, Coded)
    theirs = {row.id: row.names for row in gold.rows}
    given = {row.id: row.names for row in mine.rows}
    problems = [str(problem) for problem in (*mine.problems, *gold.problems)]
    for path, one, other in ((machine, given, theirs), (people, theirs, given)):
        if missing := sorted(set(other) - set(one)):
            problems.append(
                f"{path.name}: {len(missing)} texts are missing, the first is '{missing[0]}';"
                " they are not counted"
            )
    shared = [name for name in theirs if name in given]
    if not shared:
        raise BadInput(
            "has no id in common with the other file", where=machine.name,
            remedy="give both rows the same ids",
        )  # fmt: skip
    codes = sorted({code for name in shared for code in theirs[name] | given[name]})
    left = np.array([[c in given[name] for c in codes] for name in shared], dtype=bool)
    right = np.array([[c in theirs[name] for c in codes] for name in shared], dtype=bool)
    left, right = left.reshape(len(shared), -1), right.reshape(len(shared), -1)
    mean, interval = mean_with_interval(sample_f1(left, right))
    counts = zip(
        codes, (left & right).sum(axis=0), (left & ~right).sum(axis=0), (~left & right).sum(axis=0),
        strict=True,
    )  # fmt: skip
    scores = tuple(CodeScore(c, int(b), int(m), int(p)) for c, b, m, p in counts)
    for problem in problems:
        tell(problem)
    return CodesEvaluation(len(shared), mean, interval, scores, tuple(problems))
