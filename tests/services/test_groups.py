from pathlib import Path

import pytest

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.services.showing.groups import answers_of, cluster_places, groups
from pipeline.services.showing.library import Library
from pipeline.services.showing.standing import board
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_groups import write_grouped_study
from tests.dashboards.small_study import write_small_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_grouped_study(tmp_path)))


def test_a_cluster_is_counted_in_answers_people_places_and_languages(library: Library) -> None:
    found = groups(library, EVERYTHING)
    first, second = found.groups
    assert (first.answers, first.people) == (7, 7)
    assert first.places == {"docks": 3, "fornace": 2, "patio": 1, "werkhof": 1}
    assert next(iter(first.places)) == "docks"
    assert first.languages == {"en": 3, "it": 2, "de": 1, "es": 1}
    assert (second.answers, second.people) == (2, 2)
    assert (found.outliers, found.considered) == (2, 11)


def test_filters_narrow_clusters_and_leave_out_empty_ones(library: Library) -> None:
    found = groups(library, Filters(sites=("patio",)))
    assert [(g.cluster.id, g.answers) for g in found.groups] == [("c01", 1)]
    assert (found.outliers, found.considered) == (1, 2)


def test_who_withdraws_is_counted_no_longer(library: Library) -> None:
    path = library.layout.path("speakers")
    path.write_text(path.read_text().replace("analyse quote name,,luthier", "quote name,,luthier"))
    first, _ = groups(library, EVERYTHING).groups
    assert first.answers == 6
    assert "werkhof" not in first.places


def test_typical_answers_come_first_with_the_rights_of_today(library: Library) -> None:
    first = groups(library, EVERYTHING).groups[0].cluster
    frame = answers_of(library, EVERYTHING, first.members, typical=first.quotes, limit=5)
    assert list(frame["speaker"])[:3] == ["dario", "ada", "cleo"]
    assert len(frame) == 5
    assert frame["text"].iloc[2] == ""
    assert frame["text"].iloc[0].startswith("È quello che faccio")


def test_places_are_compared_in_people(library: Library) -> None:
    frame = cluster_places(library, Filters(countries=("GB",)), board(library))
    assert frame.to_dict("records") == [
        {"cluster": "c01", "site": "docks", "people": 3, "people_at_site": 3, "answers": 3},
        {"cluster": "c02", "site": "docks", "people": 1, "people_at_site": 3, "answers": 1},
    ]


def test_a_study_that_was_not_clustered_says_so(tmp_path: Path) -> None:
    library = Library(Layout(write_small_study(tmp_path)))
    with pytest.raises(NotReady):
        groups(library, EVERYTHING)
    with pytest.raises(NotReady):
        board(library)
