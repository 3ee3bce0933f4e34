import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import NotReady
from pipeline.formats.artefacts import (
    Encoded,
    encode_bytes,
    encode_frame,
    encode_json,
    read_frame,
    read_json,
    read_marks,
)
from pipeline.formats.files import write_atomically
from pipeline.model import frames
from pipeline.model.anchor import Anchor
from pipeline.model.cluster import Clustering
from pipeline.model.codebook import Codebook
from pipeline.model.consent import Consent
from pipeline.model.frames import COVERAGE, TAGS, VECTORS, Columns
from pipeline.model.guide import Answers, QuestionSet, Ranked
from pipeline.model.interview import Diarization, Source, Study, Transcript, Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.model.timeline import Timeline

ALL = [value for value in vars(frames).values() if isinstance(value, Columns)]
BUILT = (
    Study, Source, Transcript, Diarization, Turns, Answers, QuestionSet, Codebook, Clustering,
    Timeline, Consent, Anchor, Ranked,
)  # fmt: skip

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: NAMES,
    int: st.integers(-(10**9), 10**9),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    Fraction: st.fractions(1, 240, max_denominator=1001),
    Span: st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)).map(
        lambda pair: Span(pair[0], sum(pair))
    ),
}


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type that our dataclasses are made of."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        hints, build = get_type_hints(kind), cast("Callable[..., Any]", kind)
        return st.builds(build, **{f.name: of(hints[f.name]) for f in fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(of(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(NAMES, of(arguments[1]), max_size=2)
    assert type(None) in arguments, kind
    return st.one_of(*(st.none() if a is type(None) else of(a) for a in arguments))


def saved(encoded: Encoded, key: str = "k1") -> Path:
    write_atomically(encoded.path, encoded.to_bytes(key))
    return encoded.path


@pytest.mark.parametrize("kind", BUILT, ids=lambda k: k.__name__)
def test_every_value_comes_back_as_it_was(kind: type[Any], tmp_path: Path) -> None:
    @settings(max_examples=25, deadline=None)
    @given(of(kind))
    def check(value: Any) -> None:
        encoded = encode_json(tmp_path / "v.json", "test/1", kind, value)
        back = read_json(saved(encoded), "test/1", kind)
        assert back == value
        assert encode_json(encoded.path, "test/1", kind, back).to_bytes("k") == encoded.to_bytes(
            "k"
        )

    check()


def test_an_event_comes_back_with_all_that_its_value_holds(tmp_path: Path) -> None:
    anchor = Anchor("mill-01", "v1", "cp", 3, 9, 2, "ab" * 128)
    event = Event(
        "e1", "2024-05-01T10:00:00.000Z", "inga", "assign-question", anchor,
        {"question": "work", "n": 3, "list": ["a", {"b": None}], "emoji": "🙂"},
        {"mode": "suggestion", "score": 0.25}, "g1", "c1", "perché sì",
    )  # fmt: skip
    path = saved(encode_json(tmp_path / "e.json", "test/1", list[Event], [event]))
    assert read_json(path, "test/1", list[Event]) == [event]


def test_an_exact_rate_stays_exact(tmp_path: Path) -> None:
    rate = Fraction(30_000, 1_001)
    path = saved(encode_json(tmp_path / "r.json", "test/1", Fraction, rate))
    assert read_json(path, "test/1", Fraction) == rate


def test_a_json_artefact_says_its_schema_and_key(tmp_path: Path) -> None:
    encoded = encode_json(tmp_path / "v.json", "test/1", Consent, Consent(("quote",)))
    document = json.loads(encoded.to_bytes('k"1'))
    assert list(document) == ["schema", "key", "content", "value"]
    assert document["key"] == 'k"1'
    assert read_marks(saved(encoded, 'k"1')) == ('k"1', encoded.content)


@pytest.mark.parametrize("make", ["json", "frame"])
def test_the_digest_of_the_content_is_free_of_the_key(make: str, tmp_path: Path) -> None:
    def encoded(score: float, schema: str = "test/1") -> Encoded:
        if make == "json":
            return encode_json(tmp_path / "v", schema, Ranked, Ranked("work", score, ""))
        columns = Columns(schema, {"score": "float64"})
        return encode_frame(tmp_path / "v", columns, pd.DataFrame({"score": [score]}))

    assert encoded(0.5).content == encoded(0.5).content
    assert encoded(0.5).to_bytes("k1") != encoded(0.5).to_bytes("k2")
    assert encoded(0.5).to_bytes("k1") == encoded(0.5).to_bytes("k1")
    assert len({encoded(0.5).content, encoded(0.6).content, encoded(0.5, "test/2").content}) == 3


def test_foreign_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    encoded = encode_bytes(tmp_path / "a.otio", b"{}")
    assert encoded.to_bytes("k1") == encoded.to_bytes("k2") == b"{}"
    assert read_marks(saved(encoded)) is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (None, "not made yet"),
        (b"", "is not whole"),
        (b'{"schema": "test/1", "key": "k", "val', "is not whole"),
        (b'{"schema": "test/0", "key": "k", "value": {}}', "was made by another version"),
        (b"[]", "was made by another version"),
    ],
)
def test_what_is_not_there_not_whole_or_of_another_schema_is_not_ready(
    data: bytes | None, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "v.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(NotReady, match=f"^v.json: {what}; .*interleaf run"):
        read_json(path, "test/1", Consent)


def rows(columns: Columns, n: int) -> pd.DataFrame:
    make: dict[str, Callable[[int], Any]] = {
        "str": lambda i: f"wörd {i} 🙂", "int64": lambda i: i - 1, "float64": lambda i: i / 3,
        "bool": lambda i: i % 2 == 0, "object": lambda i: [float(i), 0.5],
    }  # fmt: skip
    return pd.DataFrame(
        {name: [make[kind](i) for i in range(n)] for name, kind in columns.dtypes.items()}
    )


@pytest.mark.parametrize("columns", ALL, ids=lambda c: c.schema)
@pytest.mark.parametrize("n", [0, 3])
def test_every_frame_comes_back_as_it_was(columns: Columns, n: int, tmp_path: Path) -> None:
    frame = rows(columns, n)
    encoded = encode_frame(tmp_path / "f.parquet", columns, frame)
    path = saved(encoded)
    back = read_frame(path, columns)
    assert list(back.columns) == list(columns.dtypes)
    for name, kind in columns.dtypes.items():
        assert str(back[name].dtype) == kind
        if kind != "object":
            assert back[name].tolist() == frame[name].tolist()
    assert read_marks(path) == ("k1", encoded.content)


def test_vectors_come_back_number_by_number(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"text": ["a"], "view": ["meaning"], "model": ["m"], "vector": [[0.1, -2.0]]}
    )
    back = read_frame(saved(encode_frame(tmp_path / "f.parquet", VECTORS, frame)), VECTORS)
    assert list(back["vector"][0]) == [0.1, -2.0]


@pytest.mark.parametrize(
    "frame",
    [
        rows(TAGS, 2).drop(columns="rank"),
        rows(TAGS, 2).assign(more=1),
        rows(TAGS, 2)[list(TAGS.dtypes)[::-1]],
        rows(TAGS, 2).assign(rank="first"),
        rows(TAGS, 2).assign(rank=[1.0, float("nan")]),
    ],
    ids=["missing", "foreign", "order", "type", "hole"],
)
def test_a_frame_with_other_columns_is_not_written(frame: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        encode_frame(tmp_path / "f.parquet", TAGS, frame)


def test_a_frame_of_another_schema_or_none_or_broken_is_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    with pytest.raises(NotReady, match="not made yet"):
        read_frame(path, TAGS)
    saved(encode_frame(path, COVERAGE, rows(COVERAGE, 1)))
    with pytest.raises(NotReady, match="another version"):
        read_frame(path, TAGS)
    rows(TAGS, 1).to_parquet(path)
    with pytest.raises(NotReady, match="another version"):
        read_frame(path, TAGS)
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(NotReady, match="not whole"):
        read_frame(path, TAGS)


@pytest.mark.parametrize("name", ["none.json", "none.parquet", "none.txt"])
def test_a_file_that_is_not_there_or_broken_bears_no_marks(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert read_marks(path) is None
    path.write_bytes(b"\xff{")
    assert read_marks(path) is None
