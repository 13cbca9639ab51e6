"""The map puts sites where they are, and nothing on top of something else."""

from itertools import combinations
from math import dist, pi

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.drawing_cases import (
    PLAN,
    PROBLEM,
    SVG,
    assert_inside,
    assert_safe,
    by,
    hostile_problem,
    of_class,
    seen_by,
    texts,
    tree,
)
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.demo import demo_problem
from grandis.planning.drawing import Language, network_map
from grandis.planning.drawing.labels import Frame, arrange
from grandis.planning.drawing.places import KILOMETRES, chart, spread
from grandis.planning.drawing.svg import measure
from grandis.planning.plan import Plan
from grandis.planning.problem import Site

replace = msgspec.structs.replace


def circles(svg):
    """Place and radius of each circle by its words."""
    return {
        e.find(f"{SVG}title").text: tuple(float(e.get(k)) for k in ("cx", "cy", "r"))
        for e in of_class(tree(svg), "site")
    }


def test_sites_say_how_much_is_done_there():
    assert set(circles(network_map(PROBLEM, PLAN))) == {
        "Alfa, Kaunas: 30 h of work, steps: 1",
        "Beta, Vilnius: 30 h of work, steps: 3",
        "Beta, Kaunas: 30 h of work, steps: 1",
        "Gama, Store: 22 h of work, steps: 2",
    }


def test_work_is_counted_without_pauses():
    """The press works 30 hours between its start and its end 54 hours later."""
    assert "Kaunas · 30 h" in texts(tree(network_map(PROBLEM, PLAN)))


def test_areas_are_as_the_hours_of_work():
    idle = replace(PLAN, assignments=PLAN.assignments[1:4])
    found = circles(network_map(PROBLEM, idle))
    hours = {30: [], 10: []}
    for text, (_, _, radius) in found.items():
        for n, radii in hours.items():
            if f" {n} h" in text:
                radii.append(pi * radius**2)
    assert hours[30][0] / hours[10][0] == pytest.approx(3, rel=0.01)


def test_north_is_up_and_east_is_right():
    found = circles(network_map(PROBLEM, PLAN))
    kaunas = found["Alfa, Kaunas: 30 h of work, steps: 1"]
    vilnius = found["Beta, Vilnius: 30 h of work, steps: 3"]
    assert kaunas[0] < vilnius[0]
    assert kaunas[1] < vilnius[1]


def test_a_site_without_coordinates_stands_below_the_map():
    found = circles(network_map(PROBLEM, PLAN))
    store = found.pop("Gama, Store: 22 h of work, steps: 2")
    assert store[1] > max(y for _, y, _ in found.values())


def test_arrows_count_hand_overs():
    groups = [
        g
        for g in tree(network_map(PROBLEM, PLAN)).iter(f"{SVG}g")
        if g.find(f"{SVG}title") is not None
    ]
    assert {g.find(f"{SVG}title").text for g in groups} == {
        "Beta, Vilnius to Beta, Kaunas: hand-overs 1, on the road 3 h",
        "Beta, Vilnius to Alfa, Kaunas: hand-overs 1, on the road 3 h",
        "Beta, Kaunas to Alfa, Kaunas: hand-overs 1, on the road 3 h",
        "Alfa, Kaunas to Gama, Store: hand-overs 1, on the road 3 h",
        "Beta, Vilnius to Gama, Store: hand-overs 1, on the road 3 h",
        "Gama, Store to Beta, Vilnius: hand-overs 1, on the road 3 h",
    }


def test_more_hand_overs_make_a_broader_arrow():
    twice = replace(
        PROBLEM,
        opportunities=(
            *PROBLEM.opportunities,
            replace(PROBLEM.opportunity["O2"], id="O4"),
        ),
    )
    again = tuple(replace(a, opportunity="O4") for a in PLAN.assignments[4:])
    plan = replace(PLAN, assignments=(*PLAN.assignments, *again))
    paths = of_class(tree(network_map(twice, plan)), "hand-overs")
    assert sorted({float(p.get("stroke-width")) for p in paths}) == [1.2, 7.0]


def test_a_site_without_work_is_hollow():
    plan = replace(PLAN, assignments=PLAN.assignments[:1])
    svg = network_map(PROBLEM, plan)
    assert "Alfa, Kaunas: no work in this plan" in circles(svg)
    fills = [e.get("fill") for e in of_class(tree(svg), "site")]
    assert fills.count("none") == 3
    assert "No work" in texts(tree(svg))


def test_a_member_sees_its_own_work_and_the_hand_overs_next_to_it():
    svg = network_map(PROBLEM, PLAN, only=by("A"))
    found = circles(svg)
    assert "Alfa, Kaunas: 30 h of work, steps: 1" in found
    assert {"Beta, Vilnius", "Beta, Kaunas", "Gama, Store"} < set(found)
    assert len(of_class(tree(svg), "hand-overs")) == 3
    assert "No work" not in texts(tree(svg))


def test_work_of_others_that_hands_nothing_over_changes_nothing():
    def only(assignment):
        return assignment.opportunity == "O2"

    seen = network_map(PROBLEM, PLAN, only=only)
    assert seen == network_map(PROBLEM, seen_by(PLAN, only), only=only)


@pytest.mark.parametrize("count", [0, 1])
def test_few_sites_are_enough(count):
    members = PROBLEM.members[:count]
    problem = replace(
        PROBLEM,
        members=members,
        sites=PROBLEM.sites[:count],
        links=(),
        resources=(),
        opportunities=(),
        tools=(),
        begun=(),
    )
    assert_safe(network_map(problem, Plan("optimal", "surplus", 0, 0)))


def test_hostile_names_change_nothing():
    svg = network_map(hostile_problem(), PLAN)
    assert_safe(svg)
    assert_inside(svg)
    assert len(of_class(tree(svg), "site")) == len(PROBLEM.sites)


def test_words_can_be_changed():
    language = Language(kilometres="{n} kilometrai")
    shown = texts(tree(network_map(PROBLEM, PLAN, language=language)))
    assert any(text.endswith(" kilometrai") for text in shown)


def test_the_scale_bar_is_as_long_as_it_says():
    sites = (Site("a", "A", "", 54.0, 24.0), Site("b", "A", "", 55.0, 24.0))
    drawn = chart(sites, {"a": 5, "b": 5}, 900, 600, (100, 50))
    apart = dist(drawn.place["a"], drawn.place["b"])
    assert apart == pytest.approx(KILOMETRES * drawn.kilometre, rel=0.01)
    assert pytest.approx(111.2, abs=0.1) == KILOMETRES


coordinates = st.tuples(st.floats(-80, 80), st.floats(-179, 179))


@given(st.lists(coordinates, min_size=1, max_size=12))
def test_all_places_are_on_the_paper(places):
    sites = [
        Site(str(i), "A", "", latitude, longitude)
        for i, (latitude, longitude) in enumerate(places)
    ]
    drawn = chart(sites, dict.fromkeys(map(str, range(12)), 0.0), 900, 600, (112, 56))
    for x, y in drawn.place.values():
        assert 0 <= x <= 900
        assert 0 <= y <= drawn.height <= 601


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_circles_are_moved_apart(points):
    place = {str(i): point for i, point in enumerate(points)}
    radius = {site: 4 + int(site) for site in place}
    moved = spread(place, radius)
    for one, other in combinations(place, 2):
        assert dist(moved[one], moved[other]) >= radius[one] + radius[other] - 0.1


def test_circles_with_room_stay_where_they_are():
    place = {"a": (0.0, 0.0), "b": (100.0, 0.0)}
    moved = spread(place, {"a": 5, "b": 5})
    assert dist(moved["a"], place["a"]) < 0.1
    assert dist(moved["b"], place["b"]) < 0.1


def test_a_name_keeps_off_circles_names_and_lines():
    place = {"a": (100.0, 100.0), "b": (150.0, 100.0)}
    radius, size = {"a": 6.0, "b": 6.0}, {"a": (60.0, 14.0), "b": (60.0, 14.0)}
    lines = [(150.0 + i, 100.0) for i in range(0, 80, 4)]
    found = arrange(place, radius, size, Frame(0, 0, 400, 200), lines)
    circle_of_b = Frame(144, 94, 12, 12)
    assert found["a"].overlap(circle_of_b) == 0
    assert found["a"].overlap(found["b"]) == 0
    assert not any(
        found["b"].overlap(Frame(x - 1, y - 1, 2, 2)) for x, y in lines if x > 158
    )


def names(svg):
    """The frame of each bold name of a map; its second line stands in it too."""
    for e in tree(svg).iter(f"{SVG}text"):
        if e.get("font-weight") == "bold":
            width = measure(e.text, float(e.get("font-size")), bold=True)
            x = float(e.get("x")) - (width if e.get("text-anchor") == "end" else 0)
            yield Frame(x, float(e.get("y")) - 9, width, 22)


def test_names_of_the_demo_cluster_can_all_be_read():
    problem = demo_problem()
    svg = network_map(problem, Plan("unknown", "surplus", 0, 0))
    assert_safe(svg)
    assert_inside(svg)
    frames = list(names(svg))
    assert len(frames) == len(problem.sites)
    assert all(a.overlap(b) == 0 for a, b in combinations(frames, 2))
    spots = [Frame(x - r, y - r, 2 * r, 2 * r) for x, y, r in circles(svg).values()]
    assert len(spots) == len(problem.sites)
    assert all(f.overlap(spot) == 0 for f in frames for spot in spots)


@settings(max_examples=25)
@given(problems())
def test_any_plan_can_be_drawn(problem):
    found = best(problem)
    plan = found[1] if found else Plan("infeasible", problem.objective, 0, 0)
    svg = network_map(problem, plan)
    assert_safe(svg)
    assert_inside(svg)
