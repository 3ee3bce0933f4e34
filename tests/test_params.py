from pathlib import Path

import pytest

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.params import Cluster, Params, Segment, Tag, as_dict, read_params
from tests.studies import REPOSITORY


def read(tmp_path: Path, text: str) -> Params:
    path = tmp_path / "params.yaml"
    path.write_text(text)
    return read_params(path)


def told(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(PipelineError) as caught:
        read(tmp_path, text)
    return str(caught.value).splitlines()


def test_the_committed_params_are_the_defaults() -> None:
    assert read_params(REPOSITORY / "params.yaml") == Params()


def test_a_new_studys_params_are_the_committed_ones() -> None:
    template = REPOSITORY / "pipeline/services/templates/params.yaml"
    assert read_params(template) == Params()
    assert template.read_text() == (REPOSITORY / "params.yaml").read_text()


def test_the_committed_params_name_every_parameter() -> None:
    from pipeline.formats.yamls import load_yaml

    document = load_yaml(REPOSITORY / "params.yaml")
    assert {name: set(values) for name, values in document.items()} == {
        name: set(values) for name, values in as_dict(Params()).items()
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "tag:\n", "tag: {}\n"])
def test_what_is_left_out_has_its_default(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Params()


def test_what_is_given_replaces_the_default(tmp_path: Path) -> None:
    text = (
        "tag: {above: 0.5}\ncluster: {seed: 7}\nsegment: {linguist_models: {it: it_core_news_lg}}"
    )
    params = read(tmp_path, text)
    assert params == Params(
        tag=Tag(above=0.5),
        cluster=Cluster(seed=7),
        segment=Segment(linguist_models={"it": "it_core_news_lg"}),
    )
    assert as_dict(params.segment)["linguist_models"] == {"it": "it_core_news_lg"}


def test_every_unknown_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    lines = told(tmp_path, "taq: {above: 1}\ncluster: {sead: 1, minsize: 2}\n")
    assert lines == [
        "params.yaml: unknown section 'taq'; did you mean 'tag'?",
        "params.yaml: unknown key 'sead' in cluster; did you mean 'seed'?",
        "params.yaml: unknown key 'minsize' in cluster; did you mean 'min_size'?",
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("cluster: {seed: many}", "cluster.seed"),
        ("cluster: {seed: 1.5}", "cluster.seed"),
        ("tag: {above: [1]}", "tag.above"),
        ("transcribe: {model: 3}", "transcribe.model"),
        ("segment: {linguist_models: [it]}", "segment.linguist_models"),
        ("segment: {linguist_models: {it: 3}}", "segment.linguist_models.it"),
    ],
)
def test_a_value_of_a_wrong_type_is_told_with_its_place(
    tmp_path: Path, text: str, where: str
) -> None:
    lines = told(tmp_path, text)
    assert len(lines) == 1
    assert lines[0].startswith(f"params.yaml: {where}: ")
    assert lines[0].endswith("; correct the value")


@pytest.mark.parametrize(
    "values", ["{base: 0}", "{run: 0}", "{orders: 0}", "{threshold: 1.0}", "{threshold: -0.1}"]
)
def test_a_value_that_cannot_be_meant_is_told(tmp_path: Path, values: str) -> None:
    (line,) = told(tmp_path, f"saturation: {values}")
    assert line.startswith("params.yaml: saturation: ")
    assert line.endswith(
        "base, run and orders are 1 or more, threshold from 0 to under 1; correct the value"
    )


@pytest.mark.parametrize("text", ["tag: 3", "tag: [above]", "tag: above"])
def test_a_section_that_is_no_mapping_is_told(tmp_path: Path, text: str) -> None:
    (line,) = told(tmp_path, text)
    assert line.startswith("params.yaml: section 'tag' is not a mapping")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    lines = told(tmp_path, "tag: {above: x, own: y, bellow: 1}\ncode: {at_most: z}\nnew: {}")
    assert len(lines) == 5


def test_a_file_that_is_missing_or_not_yaml_or_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^params.yaml: the file is not there"):
        read_params(tmp_path / "params.yaml")
    assert told(tmp_path, "tag: {above: 1\n")[0].startswith("params.yaml: line 2: ")
    assert told(tmp_path, "tag: {}\ntag: {}\n")[0].startswith("params.yaml: line 2: ")
    assert told(tmp_path, "- tag\n")[0].startswith("params.yaml: is not a mapping of sections")
    assert issubclass(Problems, PipelineError)
