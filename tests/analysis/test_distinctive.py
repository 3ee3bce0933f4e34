from math import log, sqrt

import numpy as np
import pandas as pd
import pytest

from pipeline.analysis.distinctive import distinctive, log_odds


def test_log_odds_follow_the_paper_by_hand() -> None:
    # equations 16, 20 and 22: counts 8 of 20 here, 2 of 30 there, prior 1 for each of two words
    delta, z = log_odds(np.array([8.0, 12]), np.array([2.0, 28]), np.array([1.0, 1]))
    by_hand = log(9 / (20 + 2 - 9)) - log(3 / (30 + 2 - 3))
    assert delta[0] == pytest.approx(by_hand)
    assert z[0] == pytest.approx(by_hand / sqrt(1 / 9 + 1 / 3))
    assert delta[1] == pytest.approx(-by_hand)


def rows(*said: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return answers of (site, person, language, text)."""
    frame = pd.DataFrame(said, columns=["site", "person", "language", "text"])
    return frame.assign(question="work")


def test_words_of_three_people_of_a_place_within_one_language() -> None:
    mill = [("mill", f"m{i}", "en", "the river " * 6 + "bread") for i in range(4)]
    yard = [("yard", f"y{i}", "en", "the harbour " * 6 + "bread") for i in range(4)]
    alone = [("mill", "m0", "en", "zebra " * 12)]
    other = [("forno", f"f{i}", "it", "il fiume") for i in range(4)]
    found = distinctive(rows(*mill, *yard, *alone, *other))
    assert set(found["language"]) == {"en"}  # Italian is spoken at one place
    words = set(zip(found["question"], found["site"], found["word"], strict=True))
    assert ("", "mill", "river") in words
    assert ("work", "yard", "harbour") in words
    assert not {"zebra", "bread", "the"} & set(found["word"])
    river = found[(found["word"] == "river") & (found["question"] == "")].iloc[0]
    assert (river["people"], river["count"], river["elsewhere"]) == (4, 24, 0)
    assert river["z"] > 1.96


def test_no_words_no_rows() -> None:
    silent = [(site, f"{site}{i}", "en", "1 2") for site in ("a", "b") for i in range(3)]
    assert distinctive(rows(*silent)).empty
