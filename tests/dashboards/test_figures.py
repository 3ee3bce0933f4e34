import json

import pytest

from dashboards import theme
from dashboards.atlas import Box, mercator, outlines, rings_within, view
from dashboards.figures import Bar, Spot, coverage_bars, places_map

SPOTS = (
    Spot("The Docks", -2.59, 51.45, "#0072b2", "3 people"),
    Spot("Fornace <b>", 11.34, 44.49, "#d55e00"),
)


def test_the_map_holds_its_places_and_asks_no_server() -> None:
    figure = json.loads(places_map(SPOTS).to_json())
    marks = figure["data"][-1]
    assert marks["text"] == ["The Docks", "Fornace &lt;b&gt;"]
    assert marks["marker"]["color"] == ["#0072b2", "#d55e00"]
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    low, high = figure["layout"]["xaxis"]["range"]
    assert all(low < x < high for x in marks["x"])


def test_one_place_alone_has_a_map_too() -> None:
    figure = json.loads(places_map(SPOTS[:1]).to_json())
    low, high = figure["layout"]["xaxis"]["range"]
    assert high - low > 10


def test_places_next_to_each_other_have_their_names_apart() -> None:
    near = [Spot(f"place {i}", 11.3 + i / 100, 44.5, "#000000") for i in range(3)]
    sides = json.loads(places_map(near).to_json())["data"][-1]["textposition"]
    assert len(set(sides)) == 3


def test_the_equator_and_the_greenwich_meridian_cross_at_nought() -> None:
    assert mercator(0, 0) == pytest.approx((0, 0))
    assert mercator(10, 45)[1] == pytest.approx(50.5, abs=0.1)
    assert mercator(0, 90)[1] < 150


def test_outlines_are_cut_to_the_box() -> None:
    box = Box(0, 40, 20, 60)
    rings = rings_within("land", box)
    assert rings
    for ring in rings:
        assert ring[0] == ring[-1]
        assert all(box.west - 1e-9 <= x <= box.east + 1e-9 for x, _ in ring)
        assert all(box.south - 1e-9 <= y <= box.north + 1e-9 for _, y in ring)


def test_a_box_inside_land_is_all_land() -> None:
    (ring,) = rings_within("land", Box(20, 58, 22, 60))
    assert (min(x for x, _ in ring), max(x for x, _ in ring)) == (20, 22)


def test_the_world_is_there() -> None:
    assert len(outlines("land")) > 500
    assert max(x for line in outlines("land") for x, _ in line) == pytest.approx(180)


def test_the_view_shows_all_points() -> None:
    points = [mercator(-58, -34), mercator(11, 44), mercator(139, 35)]
    box = view(points)
    assert all(box.west < x < box.east and box.south < y < box.north for x, y in points)


def test_bars_count_people_and_leave_out_what_did_not_happen() -> None:
    bars = [Bar("The Docks", {"answered": 3, "unknown": 1}), Bar("Patio", {"answered": 2})]
    labels = {"answered": "answered", "not-asked": "not asked", "unknown": "unknown"}
    figure = json.loads(coverage_bars(bars, labels).to_json())
    assert [trace["name"] for trace in figure["data"]] == ["answered", "unknown"]
    assert figure["data"][0]["text"] == ["3", "2"]
    assert figure["data"][1]["text"] == ["1", ""]


def test_a_place_keeps_its_colour_whatever_the_order() -> None:
    assert theme.colours(["b", "a"]) == theme.colours(["a", "b", "a"])
    many = theme.colours(f"place-{i:02}" for i in range(12))
    assert len(set(many.values())) == 12
