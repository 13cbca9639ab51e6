"""A Gantt chart shows every bar it should, where it should, and nothing else."""

from collections import Counter
from itertools import pairwise

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
    seen_by,
    texts,
    tree,
)
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.drawing import Language, gantt
from grandis.planning.drawing.palette import COLOURS
from grandis.planning.drawing.rows import lanes
from grandis.planning.drawing.scene import Scene, named
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Resource

replace = msgspec.structs.replace

#: What stands on the press must exist.
TOOLS = PROBLEM.tools[:1]
#: Where the time axis lies in a chart of the usual width.
LEFT, WIDTH = 200, 1120 - 200 - 6


def place(tick, begin, end):
    return LEFT + (tick - begin) * WIDTH / (end - begin)


def bars(svg):
    """The bars of a chart by opportunity and step; no step has two."""
    found = of_class(tree(svg), "bar")
    keys = Counter((e.get("data-opportunity"), e.get("data-step")) for e in found)
    assert set(keys.values()) <= {1}
    return {(e.get("data-opportunity"), e.get("data-step")): e for e in found}


def assert_bar(bar, assignment, begin, end):
    left = place(max(assignment.start, begin), begin, end)
    right = place(min(assignment.end, end), begin, end)
    if assignment.start == assignment.end:
        xs = [float(point.split(",")[0]) for point in bar.get("points").split()]
        assert (min(xs) + max(xs)) / 2 == pytest.approx(left, abs=0.02)
    else:
        assert float(bar.get("x")) == pytest.approx(left, abs=0.02)
        assert float(bar.get("width")) == pytest.approx(right - left, abs=0.02)


def test_every_assignment_has_one_bar_in_its_place():
    found = bars(gantt(PROBLEM, PLAN))
    assert found.keys() == PLAN.by_step.keys()
    for key, assignment in PLAN.by_step.items():
        assert_bar(found[key], assignment, 0, 144)


@st.composite
def windows(draw):
    """Work of any length on a few resources, and a window to look at it."""
    count = draw(st.integers(1, 12))
    work = []
    for step in PROBLEM.opportunity["O1"].steps[:count]:
        start = draw(st.integers(0, 600))
        setup = draw(st.integers(max(0, start - 20), start))
        end = start + draw(st.integers(0, 100))
        resource = draw(st.sampled_from(PROBLEM.resources)).id
        work.append(Assignment("O1", step.id, resource, setup, start, end))
    begin = draw(st.integers(0, 600))
    return tuple(work), begin, begin + draw(st.integers(1, 120))


@given(windows())
def test_bars_are_cut_to_the_window(case):
    work, begin, end = case
    plan = Plan("feasible", "surplus", 0, 0, assignments=work)
    svg = gantt(PROBLEM, plan, begin=begin, end=end)
    assert_safe(svg)
    found = bars(svg)
    for a in work:
        key = a.opportunity, a.step
        if a.start == a.end:
            assert (key in found) is (begin <= a.start <= end)
        else:
            assert (key in found) is (a.start < end and a.end > begin)
        if key in found:
            assert_bar(found[key], a, begin, end)
    for rectangle in tree(svg).iter(f"{SVG}rect"):
        left = float(rectangle.get("x", LEFT))
        assert left + float(rectangle.get("width")) <= LEFT + WIDTH + 0.1 or left < LEFT


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.integers(0, 9))))
def test_lanes_hold_all_work_apart(spans):
    work = [
        Assignment("O1", str(i), "press", a, a + b, a + b + c)
        for i, (a, b, c) in enumerate(sorted(spans))
    ]
    dealt = lanes(work)
    assert Counter(a for lane in dealt for a in lane) == Counter(work)
    for lane in dealt:
        assert all(a.end <= b.setup for a, b in pairwise(lane))
    crowd = max((sum(a.setup <= t < a.end for a in work) for t in range(50)), default=0)
    assert crowd <= len(dealt) <= max(crowd, len(work))


def test_a_team_gets_a_lane_for_each_work_at_a_time():
    found = bars(gantt(PROBLEM, PLAN))
    pack, fill = found["O1", "pack"], found["O2", "fill"]
    assert float(pack.get("y")) < float(fill.get("y"))


def test_only_resources_with_work_have_a_row_under_their_member():
    shown = texts(tree(gantt(PROBLEM, PLAN)))
    assert "Spare hall" not in shown
    order = ["Alfa", "Press 320 t", "Beta", "Gama", "Packers"]
    assert [text for text in shown if text in order] == order


def test_a_member_with_two_sites_has_them_told_apart():
    shown = texts(tree(gantt(PROBLEM, PLAN)))
    assert "Design office · Vilnius" in shown
    assert "Mill · Kaunas" in shown


def test_a_site_is_not_said_twice():
    resources = tuple(
        replace(r, name="Mill, Kaunas") if r.id == "cnc" else r
        for r in PROBLEM.resources
    )
    shown = texts(tree(gantt(replace(PROBLEM, resources=resources), PLAN)))
    assert "Mill, Kaunas" in shown


def test_a_changeover_stands_right_before_its_work():
    [changeover] = of_class(tree(gantt(PROBLEM, PLAN)), "changeover")
    assert float(changeover.get("x")) == pytest.approx(place(54, 0, 144), abs=0.02)
    width = place(58, 0, 144) - place(54, 0, 144)
    assert float(changeover.get("width")) == pytest.approx(width, abs=0.02)


def test_begun_work_is_marked():
    [begun] = of_class(tree(gantt(PROBLEM, PLAN)), "begun")
    assert (begun.get("data-opportunity"), begun.get("data-step")) == ("O1", "design")
    assert begun.find(f"{SVG}title").text.endswith("Begun or done")


def test_now_is_a_line_in_its_place():
    [now] = of_class(tree(gantt(PROBLEM, PLAN)), "now")
    assert float(now.get("x1")) == pytest.approx(place(9, 0, 144), abs=0.02)
    assert of_class(tree(gantt(PROBLEM, PLAN, begin=50, end=80)), "now") == []


def test_a_bar_says_in_words_what_it_is():
    title = bars(gantt(PROBLEM, PLAN))["O1", "run"].find(f"{SVG}title").text
    assert title == (
        "O1 Bottle cap: Mould the caps, Press 320 t (Alfa), "
        "4 Mar 2026 10:00 to 6 Mar 2026 16:00"
    )


def test_the_picture_says_in_words_what_it_shows():
    root = tree(gantt(PROBLEM, PLAN))
    assert root.find(f"{SVG}desc").text == (
        "Steps: 7. Opportunities: 2. Resources: 5. Members: 3. "
        "From 2 Mar 2026 to 7 Mar 2026."
    )


def test_labels_read_on_their_bars():
    inside = tree(gantt(PROBLEM, PLAN)).iter(f"{SVG}text")
    assert any(e.text == "O1 Bottle cap" for e in inside if e.get("pointer-events"))


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=12))
def test_labels_behind_bars_do_not_run_into_the_next(spans):
    """Bars of one resource, one after the other, some of them tiny."""
    opportunity = replace(
        PROBLEM.opportunity["O2"],
        steps=tuple(
            replace(PROBLEM.opportunity["O2"].steps[0], id=f"s{i}", after=())
            for i in range(12)
        ),
        call_offs=(),
    )
    problem = replace(PROBLEM, opportunities=(opportunity,), begun=(), tools=TOOLS)
    work, clock = [], 0
    for i, (gap, length) in enumerate(spans):
        start = clock + gap
        clock = start + length
        work.append(Assignment("O2", f"s{i}", "cnc", start, start, clock))
    svg = gantt(problem, Plan("feasible", "surplus", 0, 0, assignments=tuple(work)))
    root = tree(svg)
    lefts = [float(bar.get("x")) for bar in of_class(root, "bar")]
    behind = [
        (left, right)
        for e, left, right in placed(root)
        if e.text == "O2" and e.get("pointer-events") is None
    ]
    for left, right in behind:
        assert not any(left < bar < right for bar in lefts)


def test_labels_can_be_read_over_pauses():
    """Between the pale pauses and a label lies a patch of the bar's colour."""
    root = tree(gantt(PROBLEM, PLAN, closed=True))
    drawn = list(root.iter())
    for e, left, right in placed(root):
        if e.get("pointer-events"):
            patch = drawn[drawn.index(e) - 1]
            assert patch.get("fill") in COLOURS
            assert float(patch.get("x")) <= left
            assert float(patch.get("x")) + float(patch.get("width")) >= right


def test_the_legend_names_each_opportunity_once():
    [legend] = [
        e for e in tree(gantt(PROBLEM, PLAN)).iter() if e.get("class") == "legend"
    ]
    assert texts(legend) == ["O1 Bottle cap", "O2 Tray", "Changeover", "Begun or done"]
    [part] = [
        e
        for e in tree(gantt(PROBLEM, PLAN, members=["A"])).iter()
        if e.get("class") == "legend"
    ]
    assert texts(part) == ["O1 Bottle cap", "Changeover"]


def test_the_same_opportunity_keeps_its_colour_in_every_part():
    whole, part = gantt(PROBLEM, PLAN), gantt(PROBLEM, PLAN, members=["C"])
    assert bars(part).keys() == {("O1", "pack"), ("O2", "fill")}
    for key, bar in bars(part).items():
        paint = bar.get("fill").rpartition("-")[2]
        assert bars(whole)[key].get("fill").rpartition("-")[2] == paint


def test_colours_can_tell_stages_apart():
    svg = gantt(PROBLEM, PLAN, colour="stage")
    found = bars(svg)
    assert found["O1", "design"].get("fill") == found["O2", "plan"].get("fill")
    assert found["O1", "mould"].get("fill") != found["O2", "plan"].get("fill")
    assert {"design", "tooling", "injection moulding", "packing"} <= set(
        texts(tree(svg))
    )


def test_load_and_closures_are_never_drawn_unasked():
    bare = replace(
        PROBLEM,
        calendars=(),
        resources=tuple(
            replace(r, load=(), closed=(), calendar=None) for r in PROBLEM.resources
        ),
    )
    assert gantt(PROBLEM, PLAN) == gantt(bare, PLAN)


def test_the_operator_can_see_load_and_closures():
    root = tree(gantt(PROBLEM, PLAN, load=True, closed=True, end=240))
    [load] = of_class(root, "load")
    assert float(load.get("x")) == pytest.approx(place(200, 0, 240), abs=0.02)
    closures = [
        (float(e.get("x")), float(e.get("width"))) for e in of_class(root, "closed")
    ]
    downtime = place(94, 0, 240), place(110, 0, 240) - place(94, 0, 240)
    assert any(c == pytest.approx(downtime, abs=0.02) for c in closures)


@pytest.mark.parametrize("member", ["A", "B", "C"])
@pytest.mark.parametrize("colour", ["opportunity", "stage"])
def test_nothing_shows_of_what_a_reader_may_not_see(member, colour):
    only = by(member)
    seen = gantt(PROBLEM, PLAN, only=only, colour=colour)
    assert seen == gantt(PROBLEM, seen_by(PLAN, only), only=only, colour=colour)
    hidden = [a for a in PLAN.assignments if not only(a)]
    scene = Scene(PROBLEM, PLAN)
    for assignment in hidden:
        assert named(scene.member(assignment)) not in seen
        assert named(PROBLEM.resource[assignment.resource]) not in seen
        assert named(scene.step[assignment.opportunity, assignment.step]) not in seen


def test_changeovers_are_not_shown_to_others_unasked():
    only = by("A")
    sooner = replace(
        PLAN, assignments=tuple(replace(a, setup=a.start) for a in PLAN.assignments)
    )
    assert gantt(PROBLEM, PLAN, only=only) == gantt(PROBLEM, sooner, only=only)
    own = tree(gantt(PROBLEM, PLAN, only=only, changeovers=True))
    assert len(of_class(own, "changeover")) == 1


def test_due_dates_are_drawn_when_asked():
    root = tree(gantt(PROBLEM, PLAN, due=True, end=240))
    assert len(of_class(root, "due")) == 2
    [late] = of_class(root, "late")
    assert late.find(f"{SVG}title").text == (
        "O1 Bottle cap: due 6 Mar 2026, done 7 Mar 2026 05:00, latest 10 Mar 2026 08:00"
    )
    [latest] = of_class(root, "latest")
    assert float(latest.get("x1")) == pytest.approx(place(200, 0, 240), abs=0.02)
    assert of_class(tree(gantt(PROBLEM, PLAN)), "due") == []


def test_due_dates_are_for_those_who_see_the_whole_chain():
    part = gantt(PROBLEM, PLAN, due=True, only=by("C"))
    assert of_class(tree(part), "due") == []
    own = gantt(PROBLEM, PLAN, due=True, only=lambda a: a.opportunity == "O1", end=240)
    assert len(of_class(tree(own), "due")) == 1


def test_names_of_due_dates_stay_on_the_picture():
    root = tree(gantt(PROBLEM, PLAN, due=True, begin=0, end=121))
    [label] = [e for e in root.iter(f"{SVG}text") if e.text == "O1" and e.get("y")][-1:]
    assert float(label.get("x")) < place(120, 0, 121)


def test_an_empty_plan_says_so():
    svg = gantt(PROBLEM, Plan("infeasible", "surplus", 0, 0))
    assert_safe(svg)
    assert texts(tree(svg)) == ["No work to show"]


def test_hostile_names_change_nothing():
    problem = hostile_problem()
    svg = gantt(problem, PLAN, due=True, load=True, closed=True)
    assert_safe(svg)
    assert bars(svg).keys() == PLAN.by_step.keys()
    assert max(map(len, texts(tree(svg)))) < 200
    assert_inside(svg)


def test_words_and_zone_can_be_changed():
    language = Language(now="dabar", changeover="Perderinimas", months=("Kov",) * 12)
    shown = texts(tree(gantt(PROBLEM, PLAN, language=language)))
    assert {"dabar", "Perderinimas", "2 Kov 2026"} <= set(shown)


def test_it_refuses_a_window_without_time():
    with pytest.raises(InputError, match="begin at tick 9 and end at 9"):
        gantt(PROBLEM, PLAN, begin=9, end=9)


def test_it_refuses_a_member_that_is_not_there():
    with pytest.raises(InputError, match="no member 'Z'"):
        gantt(PROBLEM, PLAN, members=["A", "Z"])


def test_hundreds_of_bars_on_hundreds_of_machines_are_drawn():
    machines = tuple(Resource(f"m{i}", "a1", f"Machine {i}") for i in range(180))
    problem = replace(PROBLEM, resources=(*PROBLEM.resources, *machines), begun=())
    steps = [step.id for step in PROBLEM.opportunity["O1"].steps]
    work = tuple(
        Assignment("O1", steps[i % 5], f"m{i % 180}", i, i + 1, i + 5)
        for i in range(700)
    )
    svg = gantt(problem, Plan("feasible", "surplus", 0, 0, assignments=work))
    assert_safe(svg)
    assert len(of_class(tree(svg), "bar")) == 700


@settings(max_examples=25)
@given(problems())
def test_any_plan_can_be_drawn(problem):
    found = best(problem)
    if found is not None:
        svg = gantt(problem, found[1], due=True, load=True, closed=True)
        assert_safe(svg)
        assert_inside(svg)
        assert bars(svg).keys() == found[1].by_step.keys()
