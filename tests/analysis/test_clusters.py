import numpy as np
import pandas as pd

from pipeline.analysis.clusters import describe, keywords, members_frame, typical
from pipeline.model.cluster import Clustering
from pipeline.model.engines import Grouping

LABELS = (0, 1, 1, 0, 1, -1, 1)
ANSWERS = pd.DataFrame(
    {
        "answer": [f"a{n}" for n in range(7)],
        "language": ["en", "en", "it", "en", "it", "en", "en"],
        "site": ["mill", "mill", "forno", "mill", "forno", "yard", "mill"],
    }
)
TERMS = (
    ["saw", "tool"], ["bread", "day"], ["pane", "giorno"], ["tool", "day"], ["pane", "pane"],
    ["rent"], ["bread", "flour"],
)  # fmt: skip
VECTORS = np.eye(7, 3, dtype=np.float32)


def clustering(quotes: int = 2) -> Clustering:
    grouping = Grouping(LABELS, {0: ("tool", "saw"), 1: ("pane", "bread", "day", "flour", "x")})
    return describe(ANSWERS, TERMS, VECTORS, grouping, quotes=quotes)


def test_clusters_come_largest_first_and_outliers_stay_apart() -> None:
    found = clustering()
    assert [(c.id, c.members) for c in found.clusters] == [
        ("c01", ("a1", "a2", "a4", "a6")), ("c02", ("a0", "a3")),
    ]  # fmt: skip
    assert found.outliers == ("a5",)
    assert found.clusters[0].label == "pane, bread, day, flour"
    assert found.reason == ""


def test_where_nothing_groups_it_says_why() -> None:
    found = describe(ANSWERS, TERMS, VECTORS, Grouping((-1,) * 7, {}), quotes=2)
    assert found.clusters == ()
    assert len(found.outliers) == 7
    assert found.reason == "7 answers are too few, or too unlike, to group"


def test_keywords_are_by_language_and_tell_a_cluster_from_others() -> None:
    words = clustering().clusters[0].keywords
    assert set(words) == {"en", "it"}
    assert words["it"] == ("pane", "giorno")
    assert words["en"][0] == "bread"
    assert set(words["en"]) == {"bread", "flour", "day"}
    assert words["en"][-1] == "day"  # said in the other cluster too
    assert "it" not in clustering().clusters[1].keywords


def test_keywords_weigh_by_class_based_tf_idf() -> None:
    terms = [["a", "a", "b"], ["b", "c"]]
    found = keywords(terms, np.array([0, 1]), 0, ["en", "en"])
    # a: 2 * ln(1 + 2.5 / 2) = 1.62; b: 1 * ln(1 + 2.5 / 2) = 0.81
    assert found == {"en": ("a", "b")}


def test_typical_quotations_come_from_several_places() -> None:
    vectors = np.array([[1, 0], [1, 0], [0.9, 0.1], [0.5, 0.5]], dtype=np.float32)
    members = np.arange(4)
    assert typical(vectors, members, ["x", "x", "x", "y"], 2) == [0, 3]
    assert typical(vectors, members, ["x", "x", "x", "y"], 3) == [0, 3, 1]
    assert typical(vectors, members, ["x"] * 4, 2) == [0, 1]
    assert typical(vectors, members, ["x"] * 4, 9) == [0, 1, 2, 3]
    assert set(clustering(3).clusters[0].quotes) <= set(clustering().clusters[0].members)
    assert {"forno", "mill"} == {
        ANSWERS.set_index("answer")["site"][quote] for quote in clustering().clusters[0].quotes
    }


def test_every_member_has_a_row_and_outliers_none() -> None:
    frame = pd.DataFrame(members_frame(clustering().clusters))
    assert dict(zip(frame["answer"], frame["cluster"], strict=True)) == {
        "a1": "c01", "a2": "c01", "a4": "c01", "a6": "c01", "a0": "c02", "a3": "c02",
    }  # fmt: skip
