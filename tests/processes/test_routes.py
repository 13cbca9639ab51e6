"""The graph of routes, held against the planner's own records."""

import msgspec
import pytest
from tests.processes.cluster import cluster, problem

from grandis.planning.problem import Opportunity, Problem
from grandis.processes import opportunity_json, quote, tools_json
from grandis.processes.archetypes import CASES, HOOD, HOUSING

NETWORK = cluster()
CALL_OFF = {"id": "all", "due": 2000}


def graph_of(part, **change):
    return quote(msgspec.structs.replace(part, **change), NETWORK).graph


def as_planned(graph, **change):
    return opportunity_json(
        graph, id_="O", name="part", price=10_000_000, call_off=CALL_OFF, **change
    )


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.part.name}-{case.volume}"
)
def test_the_planner_takes_every_graph(case):
    graph = quote(case.made, NETWORK).graph
    if not graph.steps:
        assert graph.missing
        return

    values = problem() | {
        "opportunities": [as_planned(graph)],
        "tools": tools_json(graph),
    }
    made = msgspec.convert(values, Problem)

    assert len(made.opportunities[0].steps) == len(graph.steps)
    assert {tool.id for tool in made.tools} == set(graph.tools)


def test_ranges_become_hours_and_cents_at_the_level_asked():
    graph = graph_of(HOUSING, yearly_volume=20_000)

    low, middle, high = (
        msgspec.convert(as_planned(graph, level=level), Opportunity)
        for level in ("low", "expected", "high")
    )

    for a, b, c in zip(low.steps, middle.steps, high.steps, strict=True):
        for x, y, z in zip(a.options, b.options, c.options, strict=True):
            assert 1 <= x.duration <= y.duration <= z.duration
            assert x.cost <= y.cost <= z.cost


def test_a_finer_grid_has_more_ticks():
    graph = graph_of(HOUSING, yearly_volume=20_000)

    hours = as_planned(graph)["steps"][0]["options"][0]["duration"]
    quarters = as_planned(graph, minutes_per_tick=15)["steps"][0]["options"][0]

    assert quarters["duration"] == 4 * hours


def test_a_lot_offers_steel_or_aluminium_first():
    graph = graph_of(HOUSING, yearly_volume=5000)

    (choice,) = graph.choices
    assert choice.branches == ("steel mould", "aluminium tool", "aluminium, then steel")
    assert len(graph.routes()) == 3


def test_aluminium_first_makes_the_pilot_and_steel_the_rest():
    graph = graph_of(HOUSING, yearly_volume=20_000)

    steps = {step.id: step for step in graph.steps_of(("aluminium, then steel",))}
    first, rest = steps["mould (aluminium) first"], steps["mould (steel) after it"]
    assert first.estimate.quantity == 2000
    assert rest.estimate.quantity == 18_000
    assert steps["make steel mould after it"].after == (first.id,)
    assert rest.tool == steps["make steel mould after it"].makes


def test_nested_choices_count_only_within_their_branch():
    graph = graph_of(HOOD, yearly_volume=5000)

    process, tool = graph.choices
    assert process.within is None
    assert tool.within == "injection_moulding"
    assert ("thermoforming",) in graph.routes()
    for branches in graph.routes():
        ids = {step.id for step in graph.steps_of(branches)}
        for step in graph.steps_of(branches):
            assert step.branch is None or step.branch in branches
            assert ids & set(step.after) or not step.after


def test_heavy_gauge_is_trimmed_by_another_step():
    graph = graph_of(HOOD, yearly_volume=300)

    steps = {step.id: step for step in graph.steps}
    assert steps["trim"].after == ("form",)
    assert {option.member for option in steps["trim"].options} == {"L"}


def test_assembly_is_done_in_house_or_subcontracted():
    graph = graph_of(HOUSING, yearly_volume=20_000, secondary=("assembly",))

    choice = next(choice for choice in graph.choices if choice.id == "assembly")
    inside, outside = (
        {o.member for s in graph.steps if s.branch == branch for o in s.options}
        for branch in choice.branches
    )
    makers = {
        option.member
        for step in graph.steps
        if step.process == "injection_moulding"
        for option in step.options
    }
    assert inside
    assert inside <= makers
    assert outside
    assert not outside & makers


def test_secondary_work_follows_production_in_order():
    graph = graph_of(
        HOUSING, yearly_volume=20_000, secondary=("welding", "printing"), prototype=True
    )

    steps = {step.id: step for step in graph.steps}
    assert "mould (steel)" in steps["welding"].after
    assert steps["printing"].after == ("welding",)
    assert steps["packing"].after == ("printing",)
    assert steps["make steel mould"].after == ("prototype",)
    assert steps["prototype"].after == ("design",)


def test_a_prototype_may_be_printed_cast_or_milled():
    graph = graph_of(HOUSING, yearly_volume=20_000, prototype=True)

    (step,) = [step for step in graph.steps if step.id == "prototype"]
    machines = {option.machine for option in step.options}
    assert {"N-SLS-01", "N-SLA-01", "N-VAC-01", "M-CNC-01"} <= machines


def test_a_tool_that_exists_is_not_made():
    graph = graph_of(HOUSING, yearly_volume=20_000, tool="T-17")

    assert graph.tools == ()
    (step,) = [s for s in graph.steps if s.process == "injection_moulding"]
    assert step.tool == "T-17"


def test_without_a_tool_shop_the_tool_is_bought_outside():
    rest = tuple(
        machine
        for machine in NETWORK.machines
        if machine.process not in ("mould_making", "cnc_machining")
    )
    network = msgspec.structs.replace(NETWORK, machines=rest)

    graph = quote(msgspec.structs.replace(HOUSING, yearly_volume=20_000), network).graph

    assert graph.steps == ()
    assert [reason.code for reason in graph.missing] == ["tool_outside"] * 2


def test_work_that_nobody_does_is_bought_outside():
    graph = graph_of(HOUSING, yearly_volume=20_000, secondary=("painting",))

    assert [reason.sentence for reason in graph.missing] == [
        "nobody in the cluster does 'painting'; buy it outside"
    ]
    assert "painting" not in {step.id for step in graph.steps}


def test_an_idea_takes_longer_to_design_than_a_finished_part_to_review():
    ready = graph_of(HOUSING, yearly_volume=20_000)
    idea = graph_of(HOUSING, yearly_volume=20_000, design="idea")

    assert idea.steps[0].cheapest.hours.low > ready.steps[0].cheapest.hours.high


def test_a_preform_and_its_bottle_have_a_mould_each():
    bottle = next(case for case in CASES if "bottle" in case.part.name)

    graph = quote(bottle.made, NETWORK).graph

    steps = {step.id: step for step in graph.steps}
    assert graph.tools == ("preform mould", "blow mould")
    assert set(steps["blow"].after) == {"make blow mould", "mould preforms"}
    assert {option.member for option in steps["mould preforms"].options} <= {"A", "J"}


def test_a_texture_takes_the_tool_longer():
    plain, textured = (
        {
            s.id: s
            for s in graph_of(HOUSING, yearly_volume=20_000, surface=surface).steps
        }
        for surface in ("as_made", "textured")
    )

    make = "make steel mould"
    assert textured[make].cheapest.hours.expected > plain[make].cheapest.hours.expected
