from typing import Any

import pandas as pd

from pipeline.analysis.recipes import on_topic
from pipeline.model.timeline import Recipe

ROWS = pd.DataFrame(
    [
        ("a@0", "ann", "mill", 1, "en", "We lend tools."),
        ("b@0", "bea", "forno", 1, "it", "Prestiamo gli attrezzi."),
        ("c@0", "cid", "mill", 2, "en", "Nobody lends me a thing."),
        ("d@0", "dan", "forno", 2, "en", "Bread."),
    ],
    columns=["answer", "speaker", "site", "wave", "language", "text"],
)
TAGS = pd.DataFrame(
    [
        ("a@0", "help", 0.9, "confirmed"), ("b@0", "help", 0.6, "suggested"),
        ("c@0", "help", 0.8, "confirmed"), ("c@0", "happy", 0.7, "suggested"),
        ("d@0", "help", 0.2, "rejected"), ("d@0", "happy", 0.3, "contested"),
    ],
    columns=["answer", "question", "score", "status"],
)  # fmt: skip
CODINGS = pd.DataFrame(
    [("a@0", "mutual", 0.4, "suggested"), ("c@0", "alone", 0.5, "confirmed"),
     ("a@0", "alone", 0.3, "rejected")],
    columns=["answer", "code", "score", "status"],
)  # fmt: skip
MEMBERS = pd.DataFrame([("a@0", "t1"), ("d@0", "t1"), ("b@0", "t2")], columns=["answer", "cluster"])


def asked(quotable: str = "abcd", **parts: Any) -> dict[str, tuple[float, str]]:
    rows = on_topic(
        Recipe("r", **parts), ROWS, tags=TAGS, codings=CODINGS, members=MEMBERS,
        quotable=lambda speaker: speaker[0] in quotable,
    )  # fmt: skip
    assert list(rows.columns) == [*ROWS.columns, "score", "tag_status"]
    return {
        r["answer"]: (round(r["score"], 3), r["tag_status"]) for r in rows.to_dict("records")
    }  # fmt: skip


def test_a_question_takes_what_people_or_the_machine_hold_of_it() -> None:
    assert asked(questions=("help",)) == {
        "a@0": (0.9, "confirmed"), "b@0": (0.6, "suggested"), "c@0": (0.8, "confirmed"),
    }  # fmt: skip
    assert asked(questions=("help",), confirmed=True).keys() == {"a@0", "c@0"}


def test_of_several_questions_any_will_do_and_the_best_counts() -> None:
    assert asked(questions=("help", "happy"))["c@0"] == (0.8, "confirmed")
    assert asked(questions=("happy",)) == {"c@0": (0.7, "suggested")}


def test_different_ways_of_asking_must_all_hold() -> None:
    assert asked(questions=("help",), codes=("mutual", "alone")) == {
        "a@0": (0.65, "suggested"), "c@0": (0.65, "confirmed"),
    }  # fmt: skip
    assert asked(themes=("t1",), questions=("help",)) == {"a@0": (0.95, "suggested")}
    assert asked(themes=("t2",), codes=("alone",)) == {}


def test_a_search_narrows_and_confirms_nothing_by_itself() -> None:
    assert asked(search="lend") == {"a@0": (1.0, "suggested"), "c@0": (1.0, "suggested")}
    assert asked(search="lend", questions=("help",))["a@0"] == (0.95, "confirmed")
    assert asked(search='"lend tools"') == {"a@0": (1.0, "suggested")}
    assert asked(search="lend", quotable="bcd").keys() == {"c@0"}


def test_places_visits_languages_and_speakers_narrow() -> None:
    assert asked(questions=("help",), places=("mill",)).keys() == {"a@0", "c@0"}
    assert asked(questions=("help",), waves=(2,)).keys() == {"c@0"}
    assert asked(questions=("help",), languages=("it",)).keys() == {"b@0"}
    assert asked(questions=("help",), speakers=("ann", "bea")).keys() == {"a@0", "b@0"}
