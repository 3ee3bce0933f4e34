from pathlib import Path

import pytest

from pipeline.errors import BadInput, PipelineError
from pipeline.formats.yamls import load_yaml, read_codebook, read_questions, version_of
from pipeline.model.codebook import Code
from pipeline.model.guide import Question
from tests.studies import REPOSITORY

QUESTIONS = """\
# ours
questions:
  - id: work-meaning
    text: {en: "What is work?", it: "Che cos'è il lavoro?"}
    paraphrases: {en: ["So, work?", "And work: what is it?"], it: "E il lavoro?"}
    topic: work
    was: [trade]
  - id: trade
    text:
      en: What is your trade?
    replaced_by: work-meaning
    retired: true
guides:
  short: [work-meaning]
  2013: [trade, work-meaning]
"""
CODES = """\
codes:
  - id: help
    name: Help
    definition: People help.
  - id: mutual-help
    name: Mutual help
    definition: People help each other.
    examples: ["I lend you my saw.", "Take it."]
    use_when: both ways
    not_when: one way
    colour: "#aa3311"
    parent: help
"""


def write(tmp_path: Path, text: str, name: str = "questions.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def told(tmp_path: Path, text: str, name: str = "questions.yaml") -> list[str]:
    path = write(tmp_path, text, name)
    with pytest.raises(PipelineError) as caught:
        (read_codebook if name == "codes.yaml" else read_questions)(path)
    return str(caught.value).splitlines()


def test_the_question_set_is_read_whole(tmp_path: Path) -> None:
    questions = read_questions(write(tmp_path, QUESTIONS))
    assert questions.questions == (
        Question(
            "work-meaning",
            {"en": "What is work?", "it": "Che cos'è il lavoro?"},
            {"en": ("So, work?", "And work: what is it?"), "it": ("E il lavoro?",)},
            "work",
            was=("trade",),
        ),
        Question(
            "trade", {"en": "What is your trade?"}, replaced_by=("work-meaning",), retired=True
        ),
    )
    assert questions.guides == {"short": ("work-meaning",), "2013": ("trade", "work-meaning")}


def test_the_codebook_is_read_whole(tmp_path: Path) -> None:
    codebook = read_codebook(write(tmp_path, CODES, "codes.yaml"))
    assert codebook.codes == (
        Code("help", "Help", "People help."),
        Code(
            "mutual-help", "Mutual help", "People help each other.", "both ways", "one way",
            ("I lend you my saw.", "Take it."), "#aa3311", "help",
        ),
    )  # fmt: skip


def test_the_committed_questions_and_codes_are_sound() -> None:
    assert len(read_questions(REPOSITORY / "codebook/questions.yaml").active) == 36
    assert read_codebook(REPOSITORY / "codebook/codes.yaml").codes


def test_every_fault_comes_with_its_line_and_a_remedy(tmp_path: Path) -> None:
    text = QUESTIONS.replace("topic: work", "tpoic: work").replace(
        "[work-meaning]", "[work-menaing]"
    )
    text = text.replace("guides:", "  - id: Bad One\n    text: {en: x}\nguide:\n  x: []\nguides:")
    assert told(tmp_path, text) == [
        "questions.yaml line 15: unknown key 'guide' in the file; did you mean 'guides'?",
        "questions.yaml line 6: unknown key 'tpoic' in question 'work-meaning'; "
        "did you mean 'topic'?",
        "questions.yaml line 13: id 'Bad One' is not an id; use a-z, 0-9 and -",
        "questions.yaml line 18: guide 'short' asks 'work-menaing'; did you mean 'work-meaning'?",
    ]


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("was: [trade]", "was: [tarde]",
         ["line 7: 'was' of 'work-meaning' names 'tarde'; did you mean 'trade'?",
          "line 11: 'replaced_by' of 'trade' names 'work-meaning', which does not name it back; "
          "add trade to 'was' of 'work-meaning'"]),
        ("replaced_by: work-meaning", "replaced_by: [work-meaning, wark]",
         ["line 11: 'replaced_by' of 'trade' names 'wark'; known are: work-meaning, trade"]),
        ("    replaced_by: work-meaning\n", "",
         ["line 7: 'was' of 'work-meaning' names 'trade', which does not name it back; "
          "add work-meaning to 'replaced_by' of 'trade'"]),
    ],
)  # fmt: skip
def test_a_question_and_its_successor_name_each_other(
    before: str, after: str, what: list[str], tmp_path: Path
) -> None:
    assert told(tmp_path, QUESTIONS.replace(before, after)) == [
        f"questions.yaml {line}" for line in what
    ]


def test_a_code_and_its_successor_name_each_other(tmp_path: Path) -> None:
    text = CODES + "    was: [help]\n"
    assert told(tmp_path, text, "codes.yaml") == [
        "codes.yaml line 13: 'was' of 'mutual-help' names 'help', which does not name it back; "
        "add mutual-help to 'replaced_by' of 'help'"
    ]
    agreed = text.replace(
        "    definition: People help.\n",
        "    definition: People help.\n    replaced_by: [mutual-help]\n",
    )
    assert read_codebook(write(tmp_path, agreed, "codes.yaml")).codes[1].was == ("help",)


def test_an_id_that_occurs_twice_is_told_with_its_line(tmp_path: Path) -> None:
    text = QUESTIONS.replace("[trade, ", "[").replace("    was: [trade]\n", "")
    text = text.replace("id: trade", "id: work-meaning").replace("replaced_by: work-m", "topic: m")
    assert told(tmp_path, text) == [
        "questions.yaml line 7: id 'work-meaning' occurs twice; ids are never reused"
    ]
    again = CODES + "  - {id: help, name: H, definition: D}\n"
    assert told(tmp_path, again, "codes.yaml") == [
        "codes.yaml line 13: id 'help' occurs twice; ids are never reused"
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("questions:\n  - id: a\n", "question 'a' has no text"),
        ("questions:\n  - id: a\n    text: What?\n", "question 'a' has no text"),
        ("questions:\n  - id: a\n    text: {}\n", "question 'a' has no text"),
        ("questions:\n  - id: a\n    text: {en: }\n", "question 'a' has no words in 'en'"),
        ("questions:\n  - id: a\n    text: {en: '  '}\n", "question 'a' has no words in 'en'"),
        ("questions:\n  - id: a\n    text: {en: [x]}\n", "question 'a' has no words in 'en'"),
        ("questions:\n  - id: a\n    text: {en: x}\n    paraphrases: [x]\n",
         "'paraphrases' of question 'a' is not a mapping"),
        ("questions:\n  - id: a\n    text: {en: x}\n    paraphrases: {en: 5}\n",
         "'paraphrases' of question 'a' is not a list of texts"),
        ("questions:\n  - id: a\n    text: {en: x}\n    was: {b: c}\n",
         "'was' of question 'a' is not a list of texts"),
        ("questions: 5\n", "'questions' is not a list"),
        ("questions: work\n", "'questions' is not a list"),
        ("questions: {id: a}\n", "'questions' is not a list"),
        ("questions: [work]\n", "an entry of 'questions' is not a mapping"),
        ("questions: [{text: {en: x}}]\n", "id None is not an id"),
        ("guides: [a]\n", "'guides' is not a mapping"),
        ("guides: {g: }\n", "guide 'g' is not a list of ids"),
        ("guides: {g: work}\n", "guide 'g' is not a list of ids"),
        ("", "the file is not a mapping"),
        ("- a\n", "the file is not a mapping"),
        ("just words\n", "the file is not a mapping"),
    ],
)  # fmt: skip
def test_whatever_stands_there_is_told_and_never_a_crash(
    text: str, what: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, text)
    assert what in lines[0]
    assert lines[0].startswith("questions.yaml")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("codes:\n  - id: a\n", "line 2: code 'a' needs a name and a definition"),
        ("codes:\n  - {id: a, name: A, definition: B, parent: c}\n",
         "line 2: code 'a' has the parent 'c'"),
        ("codes:\n  - {id: a, name: A, definition: B, examples: 3}\n",
         "'examples' of code 'a' is not a list of texts"),
        ("codes:\n  - {id: a, name: A, definition: B, color: C}\n",
         "line 2: unknown key 'color' in code 'a'; did you mean 'colour'?"),
        ("codes: 3\n", "'codes' is not a list"),
        ("", "the file is not a mapping"),
    ],
)  # fmt: skip
def test_a_faulty_codebook_is_told(text: str, what: str, tmp_path: Path) -> None:
    assert what in told(tmp_path, text, "codes.yaml")[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1\nb: 2\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: 1\n  b: 2\n", 2),
        ("a: 1\nb: \tx: y\n", 2),
        ("a: *nothing\n", 1),
        ("a: 1\nb: \x01\n", 2),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"^questions.yaml: line {line}: .*; mend the YAML"):
        load_yaml(write(tmp_path, text))


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^questions.yaml: is not YAML \(.*\); mend the YAML"):
        load_yaml(write(tmp_path, "a: 2024-99-99\n"))


def test_the_question_set_of_a_spreadsheet_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + QUESTIONS.replace("\n", "\r\n").encode())
    assert read_questions(path) == read_questions(write(tmp_path, QUESTIONS))


def test_the_version_is_that_of_the_text(tmp_path: Path) -> None:
    path = write(tmp_path, QUESTIONS)
    before = version_of(path)
    assert len(before) == 12
    path.write_bytes(b"\xef\xbb\xbf" + QUESTIONS.replace("\n", "\r\n").encode())
    assert version_of(path) == before
    assert version_of(write(tmp_path, QUESTIONS + "#")) != before
