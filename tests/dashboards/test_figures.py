import json

import pytest

from dashboards import theme
from dashboards.atlas import Box, mercator, outlines, rings_within, view
from dashboards.figures import Bar, Block, Spot, coverage_bars, places_map, timeline_bars

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


BLOCKS = (
    Block(1, "Fornace <b>", "#0072b2", 0, 12_000, "1 · <i>Ada</i>"),
    Block(2, "The Docks", "#e69f00", 12_000, 9_500, "2 · Ben"),
    Block(3, "Fornace <b>", "#0072b2", 21_500, 300, "3"),
)


def test_clips_lie_in_the_rows_of_their_places_along_the_running_time() -> None:
    figure = json.loads(timeline_bars(BLOCKS, ["Fornace <b>", "The Docks"]).to_json())
    (bars,) = figure["data"]
    assert (bars["base"], bars["x"]) == ([0, 12, 21.5], [12, 9.5, 0.3])
    assert bars["y"] == ["Fornace &lt;b&gt;", "The Docks", "Fornace &lt;b&gt;"]
    assert bars["customdata"][0] == "1 · &lt;i&gt;Ada&lt;/i&gt;"
    assert bars["text"] == ["1", "2", ""]  # there is no room for the third
    assert bars["textfont"]["color"] == [theme.PAPER, theme.INK, theme.PAPER]
    axes = figure["layout"]
    assert axes["yaxis"]["categoryarray"] == ["The Docks", "Fornace &lt;b&gt;"]  # from below
    assert axes["xaxis"]["range"] == [0, 21.8]
    assert axes["xaxis"]["ticktext"] == ["00:00", "00:05", "00:10", "00:15", "00:20"]


@pytest.mark.parametrize("end", [1, 999, 8_000, 61_000, 3_600_000, 40_000_000])
def test_a_running_time_has_few_round_marks(end: int) -> None:
    block = Block(1, "a", "#000000", 0, end)
    ticks = json.loads(timeline_bars([block], ["a"]).to_json())["layout"]["xaxis"]["tickvals"]
    assert ticks[0] == 0
    assert 1 <= len(ticks) <= 9
    assert ticks[-1] <= end / 1000
    assert json.loads(timeline_bars([], []).to_json())["layout"]["xaxis"]["range"] == [0, 0.001]


def test_what_is_written_on_a_colour_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in theme.PALETTE:
        low, high = sorted((luminance(colour), luminance(theme.on(colour))))
        assert (high + 0.05) / (low + 0.05) >= 3.9, colour
