"""`interleaf compare`: places side by side, from any rows of answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.distances import Plan
from pipeline.errors import BadInput
from pipeline.params import Compare
from pipeline.services.standalone.comparison_record import CODES, Beside, corrected, question_record
from pipeline.services.standalone.comparison_rows import answers_of

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.analysis.meaning import Vectors
    from pipeline.analysis.questions_compared import Compared
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance

SCHEMA = "interleaf/comparison/1"
PAIRS_AMONG = 500  # answers to a question among which pairs of quotations are looked for


@dataclass(frozen=True)
class Comparison:
    """What is written: the record, and the tables by name."""

    record: dict[str, Any]
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Meaning:
    """Vectors of the answers with words, in their order, and what is known of the model.

    ``languages``: of each language the mean vector of sentences that are translations of each
    other; ``retrieval``: of each pair of languages, how often a sentence's nearest is its
    translation.
    """

    name: str
    vectors: Vectors
    languages: dict[str, Vectors]
    retrieval: dict[str, float]


@dataclass(frozen=True)
class Done:
    """What was compared, the files that were written, and what was wrong with rows."""

    questions: int
    people: int
    sites: int
    files: tuple[str, ...]
    problems: tuple[str, ...]


def compare_files(
    answers: Path,
    out: Path,
    *,
    questions: Path | None,
    params: Compare,
    machine: Machine,
    advance: Advance,
    tell: Callable[[str], None],
) -> Done:
    """Compare the places of a file of answers and write the record, tables and figures.

    Args:
        answers: rows, see docs/commands.md.
        out: the folder to write to.
        questions: a questions.yaml worded in several languages: its wordings tell what languages
            alone do to the model of meaning.
        params: what is declared.
        machine: where the models run.
        advance: told the share that is done.
        tell: told each faulty row, and what could not be done.

    Raises:
        BadInput: the file cannot be read at all, or holds no answer.
    """
    from pipeline.services.standalone.comparison_files import write

    frame, problems = answers_of(answers, tell)
    spoken = frame[frame["answers"]]
    if spoken.empty:
        raise BadInput(
            "holds no answer with words", where=answers.name, remedy="see docs/commands.md"
        )
    texts = spoken["text"].tolist()
    first = meaning(texts, params.embedder, questions, machine, lambda s: advance(0.4 * s))
    second = None
    if params.second and len(set(texts)) <= params.second_at_most:
        second = meaning(texts, params.second, questions, machine, lambda s: advance(0.4 + 0.4 * s))
    elif params.second:
        tell(
            f"{answers.name}: more than {params.second_at_most} texts, so no second look by "
            f"{params.second}; raise second_at_most for one"
        )
    found = compare(frame, first, second, params, machine.threads, lambda s: advance(0.8 + 0.2 * s))
    files = write(found, out)
    sites = frame["site"].nunique()
    return Done(
        len(found.record["questions"]), frame["person"].nunique(), sites, files, tuple(problems)
    )


def meaning(
    texts: Sequence[str], embedder: str, questions: Path | None, machine: Machine, advance: Advance
) -> Meaning:
    """Return the vectors of texts, and how alike the model takes the languages of a question set.

    Raises:
        BadInput: the question set cannot be read, or there is no such embedder.
    """
    from pipeline.analysis.likeness import parallel
    from pipeline.formats.yamls import read_questions
    from pipeline.services.standalone.vectors import space_of

    wordings = [dict(q.text) for q in read_questions(questions).questions] if questions else []
    said = [wording for texts in wordings for wording in texts.values()]
    space = space_of([*texts, *said], embedder, machine, advance)
    means, retrieval = parallel(
        [{lang: space[[wording]][0] for lang, wording in each.items()} for each in wordings]
    )
    return Meaning(embedder, space[list(texts)], means, retrieval)


def compare(
    answers: pd.DataFrame,
    first: Meaning,
    second: Meaning | None,
    params: Compare,
    threads: int = 1,
    advance: Advance = lambda _: None,
) -> Comparison:
    """Compare answers whose vectors are made.

    Args:
        answers: as ``comparison_rows.answers_of`` makes them.
        first: vectors of the answers with words, in their order; nothing is centred.
        second: the same of another model, or None.
        params: what is declared.
        threads: questions that are looked at side by side.
        advance: told the share that is done.
    """
    from pipeline.analysis.asked import coverage_of
    from pipeline.analysis.code_tables import code_table
    from pipeline.analysis.distinctive import distinctive
    from pipeline.analysis.visits import same_people, same_places

    plan = Plan(params.permutations, params.resamples, params.least_people, params.seed)
    own = sorted(column for column in answers.columns if column.startswith("attr_"))
    spoken = answers[answers["answers"]].reset_index(drop=True)
    columns = ["country", "language", *own]
    codes = code_table(answers, columns, plan, threads)
    advance(0.2)
    compared, beside, pairs = _questions(
        spoken, first, second, columns, plan, params, threads, lambda s: advance(0.2 + 0.7 * s)
    )
    of_codes = codes.drop_duplicates(["question", "code", "source", "level"])
    ps = [None if p != p else p for p in of_codes["p"].astype(float)]
    fixed = corrected(compared, ps, params.families)
    codes = _with_adjusted(codes, of_codes, fixed)
    records = [question_record(c, b, fixed, params) for c, b in zip(compared, beside, strict=True)]
    declared = asdict(params) | {
        "tests": sum(p is not None for p in fixed.values()),
        "correction": "Benjamini-Hochberg",
    }
    models = [
        {"name": m.name, "centred": False, "retrieval": m.retrieval or None}
        for m in (first, second) if m is not None
    ]  # fmt: skip
    record = {"schema": SCHEMA, "declared": declared, "models": models, "questions": records}
    tables = {
        "coverage": coverage_of(answers),
        "contrasts": contrast_rows(records),
        "codes": codes,
        "words": distinctive(spoken),
        "visits-people": same_people(answers),
        "visits-places": same_places(answers),
        "pairs": pairs,
    }
    return Comparison(record, tables)


def _questions(
    spoken: pd.DataFrame,
    first: Meaning,
    second: Meaning | None,
    columns: Sequence[str],
    plan: Plan,
    params: Compare,
    threads: int,
    advance: Advance,
) -> tuple[list[Compared], list[Beside], pd.DataFrame]:
    """Compare each question; return what was found, what it is held against, the quotations."""
    from concurrent.futures import ThreadPoolExecutor

    import pandas as pd

    from pipeline.analysis.likeness import language_gap, pairs_of, subject_distances
    from pipeline.analysis.questions_compared import compare_question

    at = {str(name): rows for name, rows in spoken.groupby("question").indices.items()}
    questions = sorted(at)
    number, _ = pd.factorize(spoken["question"], sort=True)
    people, _ = pd.factorize(spoken["person"])
    subject = subject_distances(number, people, first.vectors)

    def one(i: int) -> tuple[Compared, Beside, list[tuple[str, str, str, float]]]:
        rows = at[questions[i]]
        mine, vectors = spoken.iloc[rows], first.vectors[rows]
        found = compare_question(mine, vectors, columns, plan)
        again = second and compare_question(mine, second.vectors[rows], (), plan)
        pairs = pairs_of(mine, vectors, most=params.pairs, of=PAIRS_AMONG, seed=params.seed)
        beside = Beside(
            language_gap=language_gap(
                found.languages, first.languages, list(found.topical["site"].groups)
            ),
            other_questions=float(subject[i]),
            second=again.topical["site"] if again else None,
            second_within=again.within_language if again else {},
            pairs=pairs,
        )
        return found, beside, pairs

    results = []
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for done, result in enumerate(pool.map(one, range(len(questions))), start=1):
            results.append(result)
            advance(done / len(questions))
    quoted = _quoted(spoken, [(found.question, pairs) for found, _, pairs in results])
    return [r[0] for r in results], [r[1] for r in results], quoted


def _quoted(
    spoken: pd.DataFrame, found: Sequence[tuple[str, list[tuple[str, str, str, float]]]]
) -> pd.DataFrame:
    """Return the pairs of quotations with place and words."""
    import pandas as pd

    used = {name for _, pairs in found for _, a, b, _ in pairs for name in (a, b)}
    known = spoken[spoken["id"].isin(used)]
    texts = dict(zip(known["id"], zip(known["site"], known["text"], strict=True), strict=True))
    rows = [
        (question, kind, round(distance, 4), a, *texts[a], b, *texts[b])
        for question, pairs in found
        for kind, a, b, distance in pairs
    ]
    names = ["question", "likeness", "distance", "a", "site_a", "text_a", "b", "site_b", "text_b"]
    return pd.DataFrame(rows, columns=names)


def _with_adjusted(
    codes: pd.DataFrame, of_codes: pd.DataFrame, fixed: dict[tuple[str, ...], float | None]
) -> pd.DataFrame:
    """Write each code's adjusted p to all its rows."""
    import pandas as pd

    keys = ["question", "code", "source", "level"]
    ps = pd.Series([fixed[CODES, str(i)] for i in range(len(of_codes))], of_codes.index, float)
    told = of_codes[keys].assign(p_adjusted=ps)
    return codes.drop(columns="p_adjusted").merge(told, on=keys, how="left")[list(codes.columns)]


def contrast_rows(records: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return all contrasts of the record as a table."""
    import pandas as pd

    rows = []
    for each in records:
        groups = [
            ("topical", each["difference"]),
            ("stance", (each["stance"] or {}).get("difference", {})),
        ]
        groups.append(("within-language", each["likeness"]["within_language"]))
        for basis, contrasts in groups:
            for level, c in contrasts.items():
                low, high = c["interval"] or (None, None)
                flat = {k: v for k, v in c.items() if not isinstance(v, dict | list)}
                flat["groups"] = " ".join(f"{k}:{n}" for k, n in c["groups"].items())
                rows.append(
                    {"question": each["id"], "basis": basis, "level": level, "low": low,
                     "high": high} | flat
                )  # fmt: skip
    return pd.DataFrame(rows)


def declared(params: Compare, *, embedder: str = "", second: str | None = None) -> Compare:
    """Return the parameters with what was said on the command line."""
    given: dict[str, Any] = {"embedder": embedder} if embedder else {}
    if second is not None:
        given["second"] = second
    return replace(params, **given)
