"""A chain map shows one opportunity's way, and to a member only its own part."""

from itertools import combinations, pairwise

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
    placed,
    texts,
    tree,
)
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.drawing import Language, chain_map
from grandis.planning.drawing.handovers import hand_overs
from grandis.planning.drawing.layering import layered
from grandis.planning.drawing.scene import Scene
from grandis.planning.plan import Plan
from grandis.planning.problem import CallOff

replace = msgspec.structs.replace


def frames(root):
    """Left, top, right and bottom of every box of a chain map."""
    kinds = ("step", "refused", "stub")
    found = [e for kind in kinds for e in of_class(root, kind) if e.tag == f"{SVG}rect"]
    boxes = []
    for e in found:
        x, y, width, height = (float(e.get(k)) for k in ("x", "y", "width", "height"))
        boxes.append((x, y, x + width, y + height))
    return boxes


def assert_apart(boxes):
    for (left, top, right, bottom), other in combinations(boxes, 2):
        beside = right <= other[0] or other[2] <= left
        assert beside or bottom <= other[1] or other[3] <= top


def changed(plan, *key, **fields):
    """A plan in which one assignment is different."""
    return replace(
        plan,
        assignments=tuple(
            replace(a, **fields) if (a.opportunity, a.step) == key else a
            for a in plan.assignments
        ),
    )


def test_each_step_is_a_box_with_who_where_and_when():
    root = tree(chain_map(PROBLEM, PLAN, "O1"))
    assert len(of_class(root, "step")) == 4
    shown = texts(root)
    at = shown.index("Mould the caps")
    assert shown[at : at + 5] == [
        "Mould the caps",
        "injection moulding",
        "Alfa",
        "Press 320 t · Kaunas",
        "4 Mar 10:00 – 6 Mar 16:00",
    ]


def test_boxes_stand_apart_and_hand_overs_lead_to_the_right():
    root = tree(chain_map(PROBLEM, PLAN, "O1"))
    boxes = frames(root)
    assert len(boxes) == 5
    assert_apart(boxes)
    lefts = {round(box[0]) for box in boxes}
    assert len(lefts) == 5  # design, prototype, mould, run, pack: one after the other


def test_hand_overs_are_those_of_the_plan():
    scene = Scene(PROBLEM, PLAN)
    found = {
        (h.origin.step, h.destination.step): (h.goods, h.tool)
        for h in hand_overs(scene, PROBLEM.opportunity["O1"])
    }
    assert found == {
        ("design", "mould"): (True, False),
        ("design", "run"): (True, False),
        ("mould", "run"): (False, True),
        ("run", "pack"): (True, False),
    }


def test_arrows_say_how_long_the_road_is():
    root = tree(chain_map(PROBLEM, PLAN, "O1"))
    arrows = [e for e in of_class(root, "hand-over") if e.tag == f"{SVG}path"]
    assert len(arrows) == 4
    assert [e.get("stroke-dasharray") for e in arrows].count("6 3") == 1
    assert texts(root).count("3 h") == 4


def test_a_hand_over_within_a_site_has_no_road():
    assert "3 h" in texts(tree(chain_map(PROBLEM, PLAN, "O2")))
    moved = changed(PLAN, "O2", "fill", resource="cad")
    shown = texts(tree(chain_map(PROBLEM, moved, "O2")))
    assert "3 h" not in shown


def test_text_stays_in_its_box():
    for problem in (PROBLEM, hostile_problem()):
        root = tree(chain_map(problem, PLAN, "O1"))
        boxes = frames(root)
        for e, left, right in placed(root):
            y = float(e.get("y"))
            for x1, top, x2, bottom in boxes:
                if x1 < left < x2 and top < y < bottom:
                    assert right <= x2


def test_routes_not_taken_are_faint():
    root = tree(chain_map(PROBLEM, PLAN, "O1"))
    shown = texts(root)
    assert "Print a cap" in shown
    assert "Not on the route taken" in shown
    assert len([e for e in of_class(root, "refused") if e.tag == f"{SVG}rect"]) == 1


def test_an_opportunity_not_taken_shows_its_steps_and_says_so():
    root = tree(chain_map(PROBLEM, PLAN, "O3"))
    assert texts(root)[:3] == ["O3 Waste bin", "Not taken", "Mould bins"]
    assert of_class(root, "step") == []


def test_due_dates_stand_above_the_chain():
    assert texts(tree(chain_map(PROBLEM, PLAN, "O1")))[:2] == [
        "O1 Bottle cap",
        "due 6 Mar 2026, done 7 Mar 2026 05:00, latest 10 Mar 2026 08:00",
    ]


def test_each_of_several_deliveries_has_its_due_date():
    opportunity = PROBLEM.opportunity["O2"]
    twice = replace(
        PROBLEM,
        opportunities=(
            PROBLEM.opportunity["O1"],
            replace(
                opportunity,
                call_offs=(
                    CallOff("first", due=40, steps=("plan",)),
                    CallOff("second", due=200),
                ),
            ),
            PROBLEM.opportunity["O3"],
        ),
    )
    assert texts(tree(chain_map(twice, PLAN, "O2")))[1:3] == [
        "first: due 3 Mar 2026 16:00, done 3 Mar 2026 06:00",
        "second: due 10 Mar 2026 08:00, done 7 Mar 2026 13:00",
    ]


def test_the_whole_chain_is_told_in_words():
    said = tree(chain_map(PROBLEM, PLAN, "O2")).find(f"{SVG}desc").text
    assert said == (
        "due 9 Mar 2026 12:00, done 7 Mar 2026 13:00. "
        "Plan the tray: Beta, 2 Mar 2026 10:00 to 3 Mar 2026 06:00. "
        "Fill trays: Gama, 6 Mar 2026 22:00 to 7 Mar 2026 10:00. "
        "Release trays: Beta, 7 Mar 2026 13:00 to 7 Mar 2026 13:00."
    )


def test_a_member_sees_its_step_and_the_hand_overs_next_to_it():
    svg = chain_map(PROBLEM, PLAN, "O1", only=by("A"))
    shown = texts(tree(svg))
    assert shown.count("Mould the caps") == 1
    assert {"from Beta", "to Gama", "leaves 6 Mar 16:00", "arrives 6 Mar 19:00"} <= set(
        shown
    )
    for hidden in ("Cut the mould", "Draw the cap", "Pack the caps", "Print a cap"):
        assert hidden not in svg
    for resource in ("Mill", "Design office", "Packers"):
        assert resource not in svg


def test_a_member_cannot_tell_what_is_done_behind_its_hand_overs():
    only = by("A")
    seen = chain_map(PROBLEM, PLAN, "O1", only=only)
    later = changed(PLAN, "O1", "pack", setup=119, start=119, end=140, cost=1)
    earlier = changed(PLAN, "O1", "mould", setup=20, start=20, cost=7)
    assert chain_map(PROBLEM, later, "O1", only=only) == seen
    assert chain_map(PROBLEM, earlier, "O1", only=only) == seen


def test_a_member_cannot_count_what_follows_its_hand_over():
    opportunity = PROBLEM.opportunity["O1"]
    twin = replace(opportunity.steps[-1], id="pack more", name="Pack more caps")
    problem = replace(
        PROBLEM,
        opportunities=(
            replace(opportunity, steps=(*opportunity.steps, twin)),
            *PROBLEM.opportunities[1:],
        ),
    )
    more = replace(PLAN.by_step["O1", "pack"], step="pack more", start=126, end=140)
    plan = replace(PLAN, assignments=(*PLAN.assignments, more))
    only = by("A")
    svg = chain_map(problem, plan, "O1", only=only)
    assert svg == chain_map(PROBLEM, PLAN, "O1", only=only)
    assert texts(tree(svg)).count("to Gama") == 1


def test_a_member_sees_no_due_dates():
    svg = chain_map(PROBLEM, PLAN, "O1", only=by("A"))
    assert texts(tree(svg))[0] == "O1 Bottle cap"
    assert "due" not in svg


def test_of_other_chains_a_member_does_not_even_see_the_name():
    svg = chain_map(PROBLEM, PLAN, "O2", only=by("A"))
    assert_safe(svg)
    assert texts(tree(svg)) == ["No work to show"]
    assert "Tray" not in svg


def test_neither_money_nor_changeovers_are_shown():
    dear = replace(
        PLAN,
        assignments=tuple(
            replace(a, cost=987_654_321, setup=a.start) for a in PLAN.assignments
        ),
    )
    assert chain_map(PROBLEM, dear, "O1") == chain_map(PROBLEM, PLAN, "O1")


def test_a_tool_that_moves_on_is_handed_over():
    problem = replace(
        PROBLEM,
        opportunities=(
            replace(
                PROBLEM.opportunity["O1"],
                steps=tuple(
                    replace(step, tool="T1") if step.id == "pack" else step
                    for step in PROBLEM.opportunity["O1"].steps
                ),
            ),
            *PROBLEM.opportunities[1:],
        ),
    )
    found = hand_overs(Scene(problem, PLAN), problem.opportunity["O1"])
    both = [h for h in found if (h.origin.step, h.destination.step) == ("run", "pack")]
    assert [(h.goods, h.tool) for h in both] == [(True, True)]


def test_it_refuses_an_opportunity_that_is_not_there():
    with pytest.raises(InputError, match="no opportunity 'O9'"):
        chain_map(PROBLEM, PLAN, "O9")


def test_hostile_names_stay_in_their_boxes():
    problem = hostile_problem()
    for opportunity in problem.opportunities:
        for only in (None, by("A"), by("B")):
            svg = chain_map(problem, PLAN, opportunity.id, only=only)
            assert_safe(svg)
            assert_inside(svg)


def test_words_can_be_changed():
    language = Language(not_taken="Neimta", goods="Prekės")
    assert "Neimta" in texts(tree(chain_map(PROBLEM, PLAN, "O3", language=language)))
    assert "Prekės" in texts(tree(chain_map(PROBLEM, PLAN, "O2", language=language)))


@settings(max_examples=25)
@given(problems())
def test_any_chain_can_be_drawn(problem):
    found = best(problem)
    plan = found[1] if found else Plan("infeasible", problem.objective, 0, 0)
    for opportunity in problem.opportunities:
        for only in (None, lambda a: a.resource == "r0"):
            svg = chain_map(problem, plan, opportunity.id, only=only)
            assert_safe(svg)
            assert_inside(svg)
            assert_apart(frames(tree(svg)))


@st.composite
def graphs(draw):
    """Boxes of some heights, and arrows that mostly lead to later ones."""
    count = draw(st.integers(1, 9))
    sizes = {i: draw(st.integers(20, 100)) for i in range(count)}
    nodes = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(nodes, nodes), unique=True, max_size=14))
    return sizes, [(a, b) for a, b in pairs if a != b]


@given(graphs())
def test_a_layout_keeps_boxes_apart_and_inside(graph):
    sizes, edges = graph
    layout = layered(sizes, edges, waypoint=10)
    spans = {}
    for node, column in layout.column.items():
        middle = layout.middle[node]
        spans.setdefault(column, []).append(
            (middle - sizes[node] / 2, middle + sizes[node] / 2)
        )
    for column, middle in (p for way in layout.ways.values() for p in way):
        spans.setdefault(column, []).append((middle - 5, middle + 5))
    for there in spans.values():
        there.sort()
        assert there[0][0] >= -1e-6
        assert there[-1][1] <= layout.height + 1e-6
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(there))


@given(graphs())
def test_arrows_without_a_circle_all_lead_to_the_right(graph):
    sizes, edges = graph
    forward = [(a, b) for a, b in edges if a < b]
    layout = layered(sizes, forward, waypoint=10)
    for origin, destination in forward:
        columns = [
            layout.column[origin],
            *(column for column, _ in layout.ways[origin, destination]),
            layout.column[destination],
        ]
        assert columns == list(range(columns[0], columns[-1] + 1))
        assert len(columns) >= 2


def test_what_stands_lower_is_below_all_else_and_does_not_stir_it():
    sizes = dict.fromkeys(("root", "low", "one", "two", "three", "end"), 30)
    edges = [("root", n) for n in ("low", "one", "two", "three")]
    edges += [("low", "end"), ("three", "end")]
    layout = layered(sizes, edges, waypoint=10, lower=["low"])
    order = sorted(("one", "two", "three", "low"), key=layout.middle.__getitem__)
    assert order == ["one", "two", "three", "low"]


def test_a_chain_stands_in_one_line():
    layout = layered(dict.fromkeys("abcd", 50), list(pairwise("abcd")), waypoint=10)
    assert list(layout.column.values()) == [0, 1, 2, 3]
    assert set(layout.middle.values()) == {25}
