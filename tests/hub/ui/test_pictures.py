"""The map of sites and the coverage matrix."""

from itertools import combinations
from math import asin, cos, hypot, radians, sin, sqrt

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from tests.hub.ui.validity import faults, parse

from grandis.hub.ui.drawing import atlas
from grandis.hub.ui.drawing.coverage import coverage
from grandis.hub.ui.drawing.plane import EARTH, Box, area, clipped, equal_area, middle
from grandis.hub.ui.drawing.sitemap import WIDTH, site_map

TOWNS = {
    "Kaunas": (54.898, 23.904),
    "Vilnius": (54.687, 25.279),
    "Klaipėda": (55.703, 21.144),
    "Šiauliai": (55.934, 23.314),
    "Alytus": (54.396, 24.046),
    "Jonava": (55.072, 24.279),
    "Kėdainiai": (55.288, 23.974),
}


def place(name, latitude, longitude, **more):
    return {"name": name, "latitude": latitude, "longitude": longitude} | more


def towns():
    return [place(name, *spot) for name, spot in TOWNS.items()]


def drawn(tag, **context):
    markup = Template("{% load ui %}" + tag).render(Context(context))
    assert faults(markup) == []
    return markup


def great_circle(one, other):
    (a, b), (c, d) = [tuple(map(radians, p)) for p in (one, other)]
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH * asin(sqrt(h))


def test_the_projection_keeps_distances_near_its_centre():
    to_paper = equal_area(55.2, 23.9)
    for one, other in combinations(TOWNS.values(), 2):
        (x1, y1), (x2, y2) = to_paper(*one), to_paper(*other)
        flat = hypot(x2 - x1, y2 - y1)
        assert flat == pytest.approx(great_circle(one, other), rel=0.001)


def test_the_projection_keeps_areas():
    """A degree square at 60° north, away from the centre, as on the globe."""
    to_paper = equal_area(55, 15)
    n = 50
    edge = [(60, 20 + i / n) for i in range(n)] + [(60 + i / n, 21) for i in range(n)]
    edge += [(61, 21 - i / n) for i in range(n)] + [(61 - i / n, 20) for i in range(n)]
    globe = EARTH**2 * radians(1) * (sin(radians(61)) - sin(radians(60)))
    assert area([to_paper(*p) for p in edge]) == pytest.approx(globe, rel=1e-3)


points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))


@given(st.lists(points, min_size=3, max_size=12))
def test_what_is_clipped_lies_within(ring):
    for x, y in clipped(ring, Box(0, 0, 100, 100)):
        assert -1e-6 <= x <= 100 + 1e-6
        assert -1e-6 <= y <= 100 + 1e-6


def test_a_square_is_clipped_to_its_part():
    part = clipped([(-50, 20), (50, 20), (50, 80), (-50, 80)], Box(0, 0, 100, 100))
    assert area(part) == pytest.approx(50 * 60)
    assert middle(part) == pytest.approx((25, 50))


def test_the_atlas_knows_where_countries_are():
    """Areas by Eurostat (reg_area3), in thousand km², within the simplification."""
    for country, expected in {"LT": 65.3, "DK": 42.9, "LV": 64.6, "EE": 45.3}.items():
        to_paper = equal_area(56, 18)
        rings = [[to_paper(*p) for p in ring] for ring in atlas.land()[country]]
        assert sum(map(area, rings)) / 1000 == pytest.approx(expected, rel=0.03)
    assert set(atlas.NAMES) == set(atlas.land())


def test_the_atlas_is_small():
    from pathlib import Path

    assert Path(atlas.__file__).with_name("atlas.json").stat().st_size < 40_000


def test_a_map_holds_every_site():
    found = site_map(towns())
    shown = [p["name"] for mark in found.marks for p in mark.places]
    assert sorted(shown) == sorted(TOWNS)
    for mark in found.marks:
        assert 0 < mark.x < WIDTH
        assert 0 < mark.y < found.height


def test_north_is_up_and_east_is_right():
    marks = {mark.text: mark for mark in site_map(towns()).marks}
    assert marks["Šiauliai"].y < marks["Kaunas"].y < marks["Alytus"].y
    assert marks["Klaipėda"].x < marks["Kaunas"].x < marks["Vilnius"].x


spots = st.tuples(st.floats(54, 57.5), st.floats(8, 26))


@given(st.lists(spots, min_size=1, max_size=25))
def test_names_never_lie_on_each_other(found):
    drawing = site_map([place(f"Company {n}", *spot) for n, spot in enumerate(found)])
    boxes = [mark.label.box for mark in drawing.marks if mark.label]
    boxes += [label.box for label in drawing.countries]
    for one, other in combinations(boxes, 2):
        assert not one.meets(other)
    for box in boxes:
        assert Box(0, 0, WIDTH, drawing.height).holds(box)


def test_sites_at_one_spot_share_a_mark_that_counts_them():
    sites = [place("A", 54.9, 23.9, label="Kaunas", link="/a/")]
    sites.append(place("B", 54.91, 23.91, label="Kaunas", link="/b/"))
    markup = drawn("{% site_map places %}", places=sites)
    svg = parse(markup).find(".//svg")
    assert [t.text for t in svg.iterfind(".//text[@class='count']")] == ["2"]
    assert svg.find(".//a") is None
    assert {a.get("href") for a in parse(markup).iterfind(".//table//a")} == {
        "/a/",
        "/b/",
    }


def test_a_map_of_all_members_is_light():
    assert len(drawn("{% site_map places %}", places=towns()).encode()) < 30_000


def test_a_map_reads_as_a_table_too():
    table = parse(drawn("{% site_map places %}", places=towns())).find(".//table")
    assert {th.text for th in table.iterfind("tbody/tr/th")} == set(TOWNS)


def test_no_sites_make_no_map():
    assert drawn("{% site_map places %}", places=[]).strip() == ""


ROWS = [
    {"label": "Design", "depths": [0, 2]},
    {"label": "Tooling", "depths": [0, 0]},
    {"label": "Extrusion", "depths": [3, 1]},
]
COLUMNS = [{"label": "Kamštūna", "link": "/k/"}, {"label": "Detalinga"}]


def test_a_matrix_counts_members_and_names_gaps():
    tree = parse(
        drawn("{% coverage_matrix rows columns %}", rows=ROWS, columns=COLUMNS)
    )
    said = [
        ["".join(cell.itertext()) for cell in row]
        for row in tree.iterfind(".//tbody/tr")
    ]
    assert said == [
        ["Design", "0", "2", "1"],
        ["Tooling", "0", "0", "Gap"],
        ["Extrusion", "3", "1", "2"],
    ]
    assert [text.text for text in tree.iterfind(".//text[@class='gap']")] == ["Gap"]


def test_the_picture_of_a_matrix_says_each_depth_by_squares_and_number():
    tree = parse(
        drawn("{% coverage_matrix rows columns %}", rows=ROWS, columns=COLUMNS)
    )
    signs = {g.get("id"): g for g in tree.iterfind(".//defs/g")}
    full = {
        name: len(g.findall("rect[@class='depth-full']")) for name, g in signs.items()
    }
    assert full == {"depth-0": 0, "depth-1": 1, "depth-2": 2, "depth-3": 3}
    numbers = {name: g.find("text").text for name, g in signs.items()}
    assert numbers == {"depth-0": "–", "depth-1": "1", "depth-2": "2", "depth-3": "3"}
    used = [node.get("href") for node in tree.iter("use")]
    assert used == [f"#depth-{depth}" for row in ROWS for depth in row["depths"]]


def test_a_row_without_a_depth_for_each_member_is_a_mistake():
    with pytest.raises(ValueError, match="Design: 1 depths, 2 columns"):
        coverage([{"label": "Design", "depths": [1]}], COLUMNS, 3)
