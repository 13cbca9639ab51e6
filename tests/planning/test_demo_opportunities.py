"""What the demo's customers ask for can be made, all but what cannot."""

from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest
from tests.planning.forward import Forward, ways

from grandis.planning.demo import demo_problem, tables
from grandis.planning.demo.families import FAMILIES
from grandis.planning.problem import Opportunity, Option, Step

demo = cache(demo_problem)


def test_there_are_forty_opportunities() -> None:
    ids = [opportunity.id for opportunity in demo().opportunities]
    assert ids == [f"O-{number:02}" for number in range(1, 41)]


def test_each_has_two_routes_or_more_of_five_to_twelve_steps() -> None:
    for opportunity in demo().opportunities:
        lengths = [len(way) for way in ways(opportunity)]
        assert len(lengths) >= 2, opportunity.id
        assert all(5 <= length <= 12 for length in lengths), opportunity.id


def test_each_step_has_two_to_eight_options_of_its_own_kind() -> None:
    problem = demo()
    for opportunity in problem.opportunities:
        for step in opportunity.steps:
            stages = {problem.resource[o.resource].stage for o in step.options}
            assert 2 <= len(step.options) <= 8
            assert step.stage in stages


def test_no_press_is_smaller_than_the_part_needs_nor_twice_as_large() -> None:
    problem = demo()
    needed = {product.id: product.size for product in tables.products()}
    for opportunity in problem.opportunities:
        for step in opportunity.steps:
            if step.id.startswith(("mould-1", "mould-a", "preform")):
                for option in step.options:
                    name = problem.resource[option.resource].name
                    force = int(name.removeprefix("Press ").partition(" t ")[0])
                    need = needed[opportunity.id]
                    assert need <= force <= 2 * need, (opportunity.id, force)


def test_certified_parts_are_moulded_by_certified_members_only() -> None:
    problem = demo()
    members = {
        problem.member_of(option.resource)
        for step in problem.opportunity["O-09"].steps
        if step.stage == "injection_moulding"
        for option in step.options
    }
    assert members == {"D"}


def test_a_batch_takes_hours_to_several_days() -> None:
    batches = [
        option.duration
        for opportunity in demo().opportunities
        for step in opportunity.steps
        if step.material
        for option in step.options
    ]
    assert min(batches) >= 2
    assert max(batches) <= 10 * 24
    assert sum(16 <= hours <= 120 for hours in batches) / len(batches) > 0.8


def test_production_holds_a_tool_that_stands_somewhere_or_is_made() -> None:
    # A silicone mould belongs to the casting; printing and sheet need none.
    toolless = ("cast", "print", "sheet")
    for opportunity in demo().opportunities:
        for step in opportunity.steps:
            if step.material and not step.id.startswith(toolless):
                assert step.tool, (opportunity.id, step.id)
    tools = demo().tools
    assert any(tool.site for tool in tools)
    assert any(not tool.site for tool in tools)


def test_every_batch_has_a_call_off_later_than_the_one_before() -> None:
    for opportunity in demo().opportunities:
        dues = [call_off.due for call_off in opportunity.call_offs]
        assert len(dues) >= 2
        assert dues == sorted(set(dues))
        assert all(call_off.steps for call_off in opportunity.call_offs)


def test_dates_spread_over_nine_months() -> None:
    problem = demo()
    dues = [c.due for o in problem.opportunities for c in o.call_offs]
    assert min(dues) < 30 * 24
    assert max(dues) > 8 * 30 * 24
    assert all(
        call_off.latest is not None and call_off.latest <= problem.horizon
        for opportunity in problem.opportunities
        for call_off in opportunity.call_offs
    )


def test_policies_of_every_kind_are_asked() -> None:
    policies = [opportunity.policy for opportunity in demo().opportunities]
    assert any(policy.largest_share < 100 for policy in policies)
    assert any(policy.apart for policy in policies)
    assert any(policy.required for policy in policies)
    assert any(policy.least_reliability for policy in policies)


# What cannot be made, and why


REFUSED = {"O-15", "O-21", "O-28", "O-36"}


def unmade(seed: int) -> set[str]:
    """What does not pay even with the whole cluster for itself."""
    forward = Forward(demo(seed))
    return {
        opportunity.id
        for opportunity in demo(seed).opportunities
        if (forward.surplus(opportunity) or 0) <= 0
    }


def test_every_other_opportunity_pays_on_its_own() -> None:
    assert unmade(0) == REFUSED


@pytest.mark.parametrize("seed", [1, 2])
def test_nearly_every_other_one_pays_with_another_seed(seed: int) -> None:
    assert unmade(seed) >= REFUSED
    assert len(unmade(seed)) <= 8


def test_three_large_parts_compete_for_two_presses() -> None:
    presses = {
        option.resource
        for name in ("O-05", "O-07", "O-08")
        for step in demo().opportunity[name].steps
        if step.id.startswith("mould")
        for option in step.options
    }
    assert presses == {"C-IM-11", "C-IM-12"}


def cost(option: Option) -> int:
    return option.cost


def test_flower_pots_are_cheaper_than_the_cheapest_way_to_make_them() -> None:
    pots = demo().opportunity["O-36"]
    for way in ways(pots):
        least = sum(min(map(cost, step.options)) for step in way)
        assert least > pots.price


def test_fuse_box_covers_are_wanted_before_a_tool_can_be_cut() -> None:
    # Without any other work, changeover or transport, on the fastest machines.
    covers = demo().opportunity["O-15"]
    idle = [msgspec.structs.replace(r, load=()) for r in demo().resources]
    forward = Forward(msgspec.structs.replace(demo(), resources=tuple(idle)))
    latest = covers.call_offs[0].latest
    assert latest is not None
    for way in ways(covers):
        assert earliest_end(forward, covers, way) > latest


def earliest_end(forward: Forward, opportunity: Opportunity, way: list[Step]) -> int:
    """Of the first call-off."""
    ends: dict[str, int] = {}
    for step in way:
        ready = max(
            [opportunity.release, *(ends[name] for name in step.after if name in ends)]
        )
        found = [forward.end(o.resource, ready, o.duration) for o in step.options]
        ends[step.id] = min(end for end in found if end is not None)
    return max(ends[s] for s in opportunity.call_offs[0].steps if s in ends)


def test_nobody_who_extrudes_is_as_reliable_as_drip_edges_ask() -> None:
    edges = demo().opportunity["O-28"]
    for way in ways(edges):
        extruders = {
            demo().member[demo().member_of(option.resource)].reliability
            for step in way
            if step.stage == "extrusion"
            for option in step.options
        }
        assert extruders
        assert max(extruders) < edges.policy.least_reliability


def test_wall_panels_give_one_member_more_than_their_policy_allows() -> None:
    panels = demo().opportunity["O-21"]
    for way in ways(panels):
        alone = [step for step in way if len(members_for(step)) == 1]
        member, _ = Counter(next(iter(members_for(s))) for s in alone).most_common(1)[0]
        bound = [step for step in alone if members_for(step) == {member}]
        least = sum(min(map(cost, step.options)) for step in bound)
        most = sum(max(map(cost, step.options)) for step in way if step not in bound)
        assert 100 * least > panels.policy.largest_share * (least + most)


def members_for(step: Step) -> set[str]:
    return {demo().member_of(option.resource) for option in step.options}


# The page about it


PAGE = Path(__file__).parents[2] / "docs/reference/demo.md"


def test_the_page_explains_every_column_and_family() -> None:
    text = PAGE.read_text(encoding="utf-8")
    columns = {field.name for field in msgspec.structs.fields(tables.Product)}
    assert {word for word in columns | FAMILIES.keys() if f"`{word}`" not in text} == (
        set()
    )


def test_the_page_says_what_cannot_be_had() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert {line[2:6] for line in text.splitlines() if line[:4] == "| O-"} == REFUSED
