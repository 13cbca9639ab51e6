"""The complete model: one tiny problem a rule, each with a known best plan."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.errors import UnsolvedError
from grandis.planning.checking import check
from grandis.planning.exact import Answer, Exact, size, solve_exactly
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Change,
    Changeover,
    Choice,
    Grid,
    Interval,
    Link,
    Load,
    Member,
    Objective,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)

HORIZON = 40


def problem(
    *opportunities: Opportunity,
    resources: tuple[Resource, ...] = (Resource("a", "north"), Resource("b", "south")),
    objective: Objective = "makespan",
    links: tuple[Link, ...] = (Link("north", "south", 3, 10),),
    calendar: tuple[Interval, ...] = ((0, 8), (12, 20), (24, 32)),
    changeover: Changeover | None = None,
    tools: tuple[Tool, ...] = (),
    begun: tuple[Begun, ...] = (),
    now: int = 0,
    horizon: int = HORIZON,
    reliability: float = 1.0,
) -> Problem:
    """Two members with a machine each, days of 24 ticks, transport one way only."""
    return Problem(
        horizon=horizon,
        now=now,
        objective=objective,
        grid=Grid(minutes=60),
        members=(Member("Alder"), Member("Birch", reliability=reliability)),
        sites=(Site("north", "Alder"), Site("south", "Birch")),
        links=links,
        calendars=(Calendar("shift", calendar),),
        changeovers=(changeover,) if changeover else (),
        resources=resources,
        tools=tools,
        opportunities=opportunities,
        begun=begun,
    )


def step(
    name: str,
    *options: tuple[str, int] | tuple[str, int, int],
    after: tuple[str, ...] = (),
    branch: str | None = None,
    tool: str | None = None,
    makes: str | None = None,
    material: str | None = None,
    colour: str | None = None,
) -> Step:
    return Step(
        name,
        tuple(Option(*option) for option in options),
        after=after,
        branch=branch,
        tool=tool,
        makes=makes,
        material=material,
        colour=colour,
    )


def order(
    name: str,
    *steps: Step,
    price: int = 1000,
    release: int = 0,
    weight: int = 1,
    due: int | None = None,
    late_cost: int = 0,
    latest: int | None = None,
    choices: tuple[Choice, ...] = (),
    policy: Policy | None = None,
) -> Opportunity:
    dates = () if due is None else (CallOff("all", due, latest, late_cost),)
    return Opportunity(
        name,
        steps,
        price=price,
        release=release,
        weight=weight,
        call_offs=dates,
        choices=choices,
        policy=policy or Policy(),
    )


def solved(case: Problem) -> tuple[int, dict[str, Assignment]]:
    """The value of the proven best plan, and its assignments by step."""
    found = solve_exactly(case, seconds=60, workers=1)
    assert found.answer is not None
    assert found.proven
    assert found.value is not None
    plan = Plan("optimal", case.objective, found.value, found.value, *found.answer)
    assert check(case, plan) == ()
    return found.value, {a.step: a for a in plan.assignments}


def times(assignment: Assignment) -> tuple[int, int, int]:
    return assignment.setup, assignment.start, assignment.end


def is_infeasible(case: Problem) -> bool:
    return solve_exactly(case, seconds=60, workers=1).infeasible


# Routes and options


def test_a_step_is_done_by_the_option_that_is_best() -> None:
    work = step("cut", ("a", 5, 10), ("b", 3, 90))

    assert solved(problem(order("o", work)))[0] == 3
    assert solved(problem(order("o", work), objective="surplus"))[0] == 990


def test_what_costs_more_than_its_price_is_refused() -> None:
    dear = order("dear", step("cut", ("a", 5, 1001)))
    good = order("good", step("mill", ("a", 5, 999)))

    value, done = solved(problem(dear, good, objective="surplus"))

    assert value == 1
    assert done.keys() == {"mill"}


def test_everything_is_made_unless_surplus_is_the_aim() -> None:
    dear = order("dear", step("cut", ("a", 5, 1001)))

    assert solved(problem(dear))[1].keys() == {"cut"}


def test_exactly_one_branch_of_a_choice_is_gone() -> None:
    either = Choice("how", ("short", "long"))
    work = order(
        "o",
        step("cut", ("a", 4), branch="short"),
        step("saw", ("a", 1), branch="long"),
        step("file", ("a", 2), branch="long", after=("saw",)),
        choices=(either,),
    )

    value, done = solved(problem(work))

    assert value == 3
    assert done.keys() == {"saw", "file"}


def test_a_choice_within_a_branch_is_made_only_there() -> None:
    choices = (Choice("how", ("x", "y")), Choice("then", ("p", "q"), within="x"))
    work = order(
        "o",
        step("on x", ("a", 1), branch="x"),
        step("on p", ("a", 7), branch="p"),
        step("on q", ("a", 3), branch="q"),
        step("on y", ("a", 5), branch="y"),
        choices=choices,
    )

    value, done = solved(problem(work))

    assert value == 4
    assert done.keys() == {"on x", "on q"}


def test_a_plan_names_the_branches_of_its_routes() -> None:
    choices = (Choice("how", ("x", "y")), Choice("then", ("p", "q"), within="x"))
    work = order("o", step("on y", ("a", 5), branch="y"), choices=choices)

    found = solve_exactly(problem(work), seconds=60)

    assert found.answer is not None
    (taken,) = found.answer[0]
    assert taken.branches in (("x", "p"), ("x", "q"))


# Working hours and capacity


def in_shifts(*closed: Interval, load: tuple[Load, ...] = ()) -> Resource:
    return Resource("a", "north", calendar="shift", closed=closed, load=load)


def test_work_pauses_over_closed_ticks() -> None:
    case = problem(order("o", step("cut", ("a", 10))), resources=(in_shifts(),))

    assert times(solved(case)[1]["cut"]) == (0, 0, 14)


def test_work_starts_at_an_open_tick() -> None:
    late = order("o", step("cut", ("a", 2)), release=9)

    assert solved(problem(late, resources=(in_shifts((12, 13)),)))[0] == 15


def test_work_follows_what_was_done_on_other_hours() -> None:
    case = problem(
        order("o", step("cut", ("b", 6)), step("pack", ("a", 3), after=("cut",))),
        resources=(in_shifts(), Resource("b", "north")),
    )

    assert times(solved(case)[1]["pack"]) == (6, 6, 13)


def test_options_on_different_hours_meet_in_one_step() -> None:
    night = Resource("b", "south", calendar=None, closed=((0, 15),))
    case = problem(
        order("o", step("cut", ("a", 10), ("b", 1)), release=6),
        resources=(in_shifts(), night),
    )

    assert solved(case)[0] == 16


def test_all_work_ends_by_the_horizon() -> None:
    work = order("o", step("cut", ("a", 9)))

    assert not is_infeasible(problem(work, horizon=9))
    assert is_infeasible(problem(work, horizon=8))


def test_nothing_begins_before_now_or_the_release() -> None:
    assert solved(problem(order("o", step("cut", ("a", 2))), now=5))[0] == 7
    assert solved(problem(order("o", step("cut", ("a", 2)), release=6)))[0] == 8


def test_a_machine_does_one_job_at_a_time() -> None:
    one, other = (
        order("one", step("cut", ("a", 5))),
        order("two", step("mill", ("a", 4))),
    )

    assert solved(problem(one, other))[0] == 9


def test_work_does_not_pause_over_load() -> None:
    paused = in_shifts(load=(Load(9, 10),))
    case = problem(order("o", step("cut", ("a", 9))), resources=(paused,))

    assert times(solved(case)[1]["cut"]) == (12, 12, 25)


def test_a_team_does_as_many_jobs_as_it_has_hands() -> None:
    team = Resource("a", "north", capacity=2, load=(Load(0, 3, 1),))
    jobs = [order(f"o{n}", step(f"s{n}", ("a", 4))) for n in range(3)]

    assert solved(problem(*jobs, resources=(team,)))[0] == 8


def test_load_in_closed_hours_binds_a_team_that_pauses_over_it() -> None:
    team = Resource("a", "north", capacity=2, calendar="shift", load=(Load(9, 11, 1),))
    jobs = [order(f"o{n}", step(f"s{n}", ("a", 12))) for n in range(2)]

    done = solved(problem(*jobs, resources=(team,)))[1]

    assert sorted(times(a) for a in done.values()) == [(0, 0, 16), (12, 12, 28)]


def test_work_of_no_duration_fits_between_two_loads_that_touch() -> None:
    full = Resource("a", "north", load=(Load(0, 5), Load(5, 40)))
    case = problem(order("o", step("look", ("a", 0)), release=1), resources=(full,))

    assert times(solved(case)[1]["look"]) == (5, 5, 5)


# Changeovers

COLOURS = Changeover("table", colour=2)


def press(setup: Setup | None = None, calendar: str | None = None) -> Resource:
    return Resource(
        "a", "north", changeover="table", setup=setup or Setup(), calendar=calendar
    )


def test_works_that_need_the_same_follow_each_other() -> None:
    jobs = [
        order(f"o{n}", step(f"s{n}", ("a", 1), colour=colour))
        for n, colour in enumerate(("red", "blue", "red", "blue"))
    ]

    value, done = solved(problem(*jobs, resources=(press(),), changeover=COLOURS))

    assert value == 6
    assert sorted(a.start - a.setup for a in done.values()) == [0, 0, 0, 2]


def test_the_first_changeover_is_from_what_stands_on_the_machine() -> None:
    job = order("o", step("s", ("a", 3), colour="red"))
    case = problem(job, resources=(press(Setup(colour="blue")),), changeover=COLOURS)

    assert times(solved(case)[1]["s"]) == (0, 2, 5)


def test_a_changeover_takes_a_tool_and_the_longer_purge() -> None:
    table = Changeover(
        "table", tool=4, material=1, colour=2, materials=(Change("pa", "pp", 3),)
    )
    stands = Setup(tool="other", material="pa", colour="blue")
    needs = step("s", ("a", 1), tool="mould", material="pp", colour="red")
    case = problem(
        order("o", needs),
        resources=(press(stands),),
        changeover=table,
        tools=(Tool("mould", site="north"),),
    )

    assert times(solved(case)[1]["s"]) == (0, 7, 8)


def test_an_exception_holds_for_its_direction_only() -> None:
    table = Changeover("table", colour=5, colours=(Change("white", "black", 1),))
    jobs = (
        order("o1", step("light", ("a", 1), colour="white")),
        order("o2", step("dark", ("a", 1), colour="black")),
    )

    value, done = solved(problem(*jobs, resources=(press(),), changeover=table))

    assert value == 3
    assert times(done["dark"]) == (1, 2, 3)


def test_what_needs_nothing_breaks_the_memory_of_a_machine() -> None:
    jobs = (
        order("o1", step("red", ("a", 1), colour="red")),
        order("o2", step("any", ("a", 1))),
        order("o3", step("blue", ("a", 1), colour="blue")),
    )

    assert solved(problem(*jobs, resources=(press(),), changeover=COLOURS))[0] == 3


def test_a_changeover_pauses_and_does_not_begin_before_now() -> None:
    stands, needs = Setup(colour="blue"), step("s", ("a", 3), colour="red")
    case = problem(
        order("o", needs),
        resources=(press(stands, calendar="shift"),),
        changeover=COLOURS,
        now=7,
    )

    assert times(solved(case)[1]["s"]) == (7, 13, 16)


def test_load_leaves_a_machine_as_it_found_it() -> None:
    full = Resource(
        "a",
        "north",
        changeover="table",
        setup=Setup(colour="red"),
        load=(Load(0, 4),),
    )
    job = order("o", step("s", ("a", 1), colour="red"))

    assert solved(problem(job, resources=(full,), changeover=COLOURS))[0] == 5


def test_an_opportunity_may_lose_money_to_spare_a_changeover() -> None:
    table = Changeover(
        "table", colour=9, colours=(Change("red", "grey", 0), Change("grey", "blue", 0))
    )
    jobs = (
        order(
            "loss", step("grey", ("a", 1), colour="grey"), price=5, due=0, late_cost=6
        ),
        order("gain", step("blue", ("a", 1), colour="blue"), due=0, latest=3),
    )
    case = problem(
        *jobs,
        objective="surplus",
        resources=(press(Setup(colour="red")),),
        changeover=table,
    )

    assert solved(case)[0] == 999


# Order and transport


def test_a_step_waits_for_transport_between_sites() -> None:
    job = order("o", step("cut", ("a", 5)), step("pack", ("b", 2), after=("cut",)))

    assert times(solved(problem(job))[1]["pack"]) == (8, 8, 10)


def test_transport_is_paid_for_each_pair_of_steps() -> None:
    job = order(
        "o",
        step("cut", ("a", 1, 100)),
        step("pack", ("b", 1, 100), after=("cut",)),
        step("ship", ("b", 1, 100), after=("cut", "pack")),
    )

    assert solved(problem(job, objective="surplus"))[0] == 1000 - 300 - 2 * 10


def test_without_a_link_two_sites_do_not_work_together() -> None:
    back = order("o", step("cut", ("b", 5)), step("pack", ("a", 2), after=("cut",)))

    assert is_infeasible(problem(back))


def test_a_cheap_option_far_away_is_weighed_with_its_transport() -> None:
    job = order(
        "o",
        step("cut", ("a", 1, 100), ("b", 1, 104)),
        step("pack", ("b", 1, 100), after=("cut",)),
    )

    value, done = solved(problem(job, objective="surplus"))

    assert value == 1000 - 204
    assert done["cut"].resource == "b"


def test_a_step_left_out_does_not_hold_up_those_after_it() -> None:
    choices = (Choice("how", ("with", "without")),)
    job = order(
        "o",
        step("dry", ("a", 9), branch="with"),
        step("cut", ("a", 2), after=("dry",)),
        choices=choices,
    )

    assert solved(problem(job))[0] == 2


# Tools


def with_tool(name: str, duration: int, machine: str, **more: str) -> Opportunity:
    return order(name, step(f"{name}'s", (machine, duration), tool="mould"), **more)


def test_a_tool_is_used_at_one_place_at_a_time_and_travels() -> None:
    case = problem(
        with_tool("one", 2, "a"),
        with_tool("two", 2, "b"),
        tools=(Tool("mould", site="north"),),
    )

    value, done = solved(case)

    assert value == 7
    assert times(done["two's"]) == (5, 5, 7)


def test_a_tool_that_has_no_way_back_stays() -> None:
    case = problem(
        with_tool("one", 2, "a"),
        with_tool("two", 2, "b"),
        tools=(Tool("mould", site="south"),),
    )

    assert is_infeasible(case)


def test_a_tool_is_ready_at_its_time() -> None:
    case = problem(with_tool("one", 2, "b"), tools=(Tool("mould", "", "north", 4),))

    assert times(solved(case)[1]["one's"]) == (7, 7, 9)


def test_a_tool_is_held_during_the_changeover_for_it() -> None:
    case = problem(
        with_tool("one", 2, "a"),
        resources=(press(Setup(tool="other")),),
        changeover=Changeover("table", tool=3),
        tools=(Tool("mould", "", "north", 4),),
    )

    assert times(solved(case)[1]["one's"]) == (4, 7, 9)


def test_a_tool_is_there_once_it_is_made_and_brought() -> None:
    job = order(
        "o",
        step("make", ("a", 4), makes="mould"),
        step("mould", ("b", 2), tool="mould"),
    )

    assert times(solved(problem(job, tools=(Tool("mould"),)))[1]["mould"]) == (7, 7, 9)


def test_a_tool_that_nobody_makes_on_the_route_cannot_be_used() -> None:
    job = order(
        "o",
        step("make", ("a", 4), makes="mould", branch="new"),
        step("mould", ("a", 2), tool="mould"),
        step("other", ("a", 1), branch="old"),
        choices=(Choice("how", ("new", "old")),),
    )

    value, done = solved(problem(job, tools=(Tool("mould"),)))

    assert value == 6
    assert "make" in done


# Dates


def test_days_late_are_counted_as_soon_as_they_begin() -> None:
    for duration, days in ((10, 0), (11, 1), (34, 1), (35, 2)):
        job = order("o", step("cut", ("a", duration)), due=10, late_cost=7)
        assert solved(problem(job, objective="surplus"))[0] == 1000 - 7 * days


def test_an_opportunity_that_cannot_be_in_time_is_refused() -> None:
    job = order("o", step("cut", ("a", 11)), due=5, latest=10)

    assert solved(problem(job, objective="surplus"))[0] == 0


def test_a_late_cost_beyond_all_prices_overflows_nothing() -> None:
    most = 100_000_000_000
    jobs = [
        order(f"o{n}", step(f"s{n}", ("a", 20)), price=most, due=0, late_cost=most)
        for n in range(3)
    ]

    assert solved(problem(*jobs, objective="surplus", horizon=10_000))[0] == 0


def test_large_amounts_are_exact() -> None:
    most = 100_000_000_000
    jobs = [order(f"o{n}", step(f"s{n}", ("a", 1, n)), price=most) for n in range(30)]

    value = solved(problem(*jobs, objective="surplus"))[0]

    assert value == 30 * most - sum(range(30))


def test_a_call_off_waits_for_its_own_steps() -> None:
    job = Opportunity(
        "o",
        (step("first", ("a", 3)), step("second", ("a", 4))),
        price=1000,
        call_offs=(
            CallOff("half", due=4, late_cost=100, steps=("second",)),
            CallOff("rest", due=7, late_cost=100),
        ),
    )

    value, done = solved(problem(job, objective="surplus"))

    assert value == 1000
    assert done["second"].end == 4


def test_a_call_off_without_steps_on_the_route_is_complete_at_release() -> None:
    job = Opportunity(
        "o",
        (step("extra", ("a", 1, 500), branch="with"), step("cut", ("a", 1))),
        price=1000,
        release=10,
        choices=(Choice("how", ("with", "without")),),
        call_offs=(CallOff("extras", due=9, late_cost=30, steps=("extra",)),),
    )

    assert solved(problem(job, objective="surplus"))[0] == 970


def test_tardiness_is_weighted() -> None:
    jobs = (
        order("light", step("one", ("a", 4)), due=4, weight=2),
        order("heavy", step("two", ("a", 5)), due=4, weight=3),
    )

    value, done = solved(problem(*jobs, objective="weighted_tardiness"))

    assert value == 3 * 1 + 2 * 5
    assert done["two"].start == 0


# Policy


def shared(policy: Policy, **more: float) -> tuple[int, dict[str, Assignment]]:
    """Three steps, each cheaper at Alder's."""
    steps = [step(f"s{n}", ("a", 1, 100), ("b", 1, 110)) for n in range(3)]
    case = problem(order("o", *steps, policy=policy), objective="surplus", **more)  # type: ignore[arg-type]
    return solved(case)


def test_no_member_has_more_than_the_largest_share() -> None:
    assert shared(Policy())[0] == 700
    assert shared(Policy(largest_share=69))[0] == 690
    assert shared(Policy(largest_share=65))[0] == 690
    assert shared(Policy(largest_share=64))[0] == 0


def test_members_apart_do_not_share_a_chain() -> None:
    policy = Policy(apart=(("Alder", "Birch"),), required=("Birch",))

    assert shared(policy)[0] == 670


def test_a_required_member_does_a_step() -> None:
    assert shared(Policy(required=("Birch",)))[0] == 690


def test_each_member_of_a_chain_is_reliable_enough() -> None:
    policy = Policy(least_reliability=0.5, required=("Birch",))

    assert shared(policy, reliability=0.5)[0] == 690
    assert shared(policy, reliability=0.4)[0] == 0


# Facts


def fact(
    name: str, setup: int, end: int, resource: str = "a", start: int | None = None
) -> Begun:
    started = setup if start is None else start
    return Begun(name, f"{name}'s", resource, setup, started, end, cost=50)


def test_what_has_begun_keeps_its_machine_and_its_times() -> None:
    going = order("going", step("going's", ("a", 1)))
    case = problem(
        going, order("new", step("cut", ("a", 2))), begun=(fact("going", 0, 9),)
    )

    value, done = solved(case)

    assert value == 11
    assert times(done["going's"]) == (0, 0, 9)


def test_what_has_begun_is_paid_for_even_if_its_opportunity_is_refused() -> None:
    going = order(
        "going",
        step("going's", ("a", 1)),
        step("rest", ("a", 1, 999), after=("going's",)),
        price=990,
    )

    value, done = solved(
        problem(going, objective="surplus", begun=(fact("going", 0, 9),))
    )

    assert value == -50
    assert done.keys() == {"going's"}


def test_facts_may_overlap_each_other_and_load() -> None:
    orders = [order(n, step(f"{n}'s", ("a", 1))) for n in ("one", "two")]
    case = problem(
        *orders,
        order("new", step("cut", ("a", 2))),
        resources=(Resource("a", "north", load=(Load(5, 12),)),),
        begun=(fact("one", 0, 6), fact("two", 3, 9)),
    )

    assert times(solved(case)[1]["cut"]) == (12, 12, 14)


def test_a_team_too_full_of_facts_has_no_hands_left() -> None:
    orders = [order(f"o{n}", step(f"o{n}'s", ("a", 1))) for n in range(3)]
    case = problem(
        *orders,
        order("new", step("cut", ("a", 2))),
        resources=(Resource("a", "north", capacity=2),),
        begun=(fact("o0", 0, 6), fact("o1", 0, 6), fact("o2", 0, 4)),
    )

    assert times(solved(case)[1]["cut"]) == (6, 6, 8)


def test_the_route_includes_what_has_begun() -> None:
    going = order(
        "going",
        step("going's", ("a", 1), branch="long"),
        step("rest", ("a", 9), branch="long"),
        step("quick", ("a", 1), branch="short"),
        choices=(Choice("how", ("long", "short")),),
    )

    assert solved(problem(going, begun=(fact("going", 0, 3),)))[1].keys() == {
        "going's",
        "rest",
    }


def test_a_planned_step_waits_for_what_has_begun_before_it() -> None:
    going = order(
        "going", step("going's", ("a", 1)), step("pack", ("b", 1), after=("going's",))
    )

    value = solved(problem(going, begun=(fact("going", 0, 9),)))[0]

    assert value == 9 + 3 + 1


def test_order_is_not_asked_of_what_has_begun() -> None:
    going = order(
        "going",
        step("first", ("a", 4, 5), ("b", 4, 1)),
        step("going's", ("a", 1), after=("first",)),
    )
    case = problem(going, begun=(fact("going", 0, 3),), objective="surplus")

    value, done = solved(case)

    assert value == 1000 - 50 - 1
    assert done["first"].resource == "b"


def test_the_next_changeover_is_from_what_began_last() -> None:
    orders = [
        order(name, step(f"{name}'s", ("a", 1), colour=colour))
        for name, colour in (("one", "red"), ("two", "blue"))
    ]
    case = problem(
        *orders,
        order("new", step("cut", ("a", 2), colour="red")),
        resources=(press(),),
        changeover=COLOURS,
        begun=(fact("two", 2, 5), fact("one", 0, 7)),
        now=3,
    )

    assert times(solved(case)[1]["cut"]) == (7, 9, 11)


def test_planned_work_fits_between_facts_with_its_changeover() -> None:
    later = order("later", step("later's", ("a", 1), colour="blue"))
    case = problem(
        later,
        order("new", step("cut", ("a", 2), colour="red")),
        resources=(press(Setup(colour="blue")),),
        changeover=COLOURS,
        begun=(fact("later", 4, 9),),
    )

    assert times(solved(case)[1]["cut"]) == (0, 2, 4)


def test_a_tool_in_use_is_not_free_for_others() -> None:
    going = order("going", step("going's", ("a", 1), tool="mould"))
    case = problem(
        going,
        with_tool("new", 2, "b"),
        tools=(Tool("mould", site="south"),),
        begun=(fact("going", 6, 9),),
    )

    value, done = solved(case)

    assert value == 14
    assert times(done["new's"]) == (12, 12, 14)


def test_a_latest_date_that_facts_have_missed_is_missed() -> None:
    going = order("going", step("going's", ("a", 1)), due=3, latest=5)

    assert is_infeasible(problem(going, begun=(fact("going", 0, 6),)))


# The run


def parts(count: int = 7) -> Problem:
    """Enough work for several solutions on the way to the best."""
    jobs = []
    for n in range(count):
        first, second = ("a", 2 + n % 4, 10 * n), ("b", 1 + n % 3, 5 * n)
        saw = step("saw", first, second)
        mill = step("mill", ("b", 3 + n % 2, 20), ("a", 4, 30), after=("saw",))
        jobs.append(order(f"o{n}", saw, mill, price=150, due=9 + 2 * n, late_cost=40))
    links = (Link("north", "south", 2, 10), Link("south", "north", 2, 10))
    return problem(*jobs, objective="surplus", links=links)


def as_plan(case: Problem, found: Exact) -> Plan:
    assert found.answer is not None
    assert found.value is not None
    return Plan("feasible", case.objective, found.value, found.value, *found.answer)


def test_a_classic_job_shop_is_proven_optimal() -> None:
    """Kacem, Hammadi, Borne (2002), 4 jobs on 5 machines: makespan 11."""
    table = (
        ((2, 5, 4, 1, 2), (5, 4, 5, 7, 5), (4, 5, 5, 4, 5)),
        ((2, 5, 4, 7, 8), (5, 6, 9, 8, 5), (4, 5, 4, 54, 5)),
        ((9, 8, 6, 7, 9), (6, 1, 2, 5, 4), (2, 5, 4, 2, 4), (4, 5, 2, 1, 5)),
        ((1, 5, 2, 4, 12), (5, 1, 2, 1, 2)),
    )
    jobs = [
        order(
            f"job {n}",
            *(
                step(
                    str(k),
                    *((f"m{m}", ticks) for m, ticks in enumerate(durations)),
                    after=(str(k - 1),) if k else (),
                )
                for k, durations in enumerate(job)
            ),
        )
        for n, job in enumerate(table)
    ]
    machines = tuple(Resource(f"m{m}", "north") for m in range(5))

    assert solved(problem(*jobs, resources=machines, horizon=200))[0] == 11


def test_it_tells_of_better_plans_and_closer_bounds_on_the_way() -> None:
    case, values, bounds = parts(), [], []

    def note(answer: Answer) -> None:
        plan = Plan("feasible", "surplus", 0, 0, *answer)
        values.append(sum(a.cost for a in plan.assignments))

    found = solve_exactly(case, seconds=60, on_answer=note, on_bound=bounds.append)

    assert values
    assert bounds[-1] == found.bound == found.value
    assert bounds == sorted(bounds, reverse=True)


def test_a_hint_is_the_least_it_gives_back() -> None:
    case = parts()
    best_plan = as_plan(case, solve_exactly(case, seconds=60))
    better: list[Answer] = []

    again = solve_exactly(case, seconds=60, hint=best_plan, on_answer=better.append)

    assert again.answer == (best_plan.taken, best_plan.assignments)
    assert again.proven
    assert better == []


def test_a_hint_is_improved_on() -> None:
    case = parts(3)
    nothing = Plan("feasible", "surplus", 0, 0)

    found = solve_exactly(case, seconds=60, hint=nothing)

    assert found.proven
    assert found.value == solve_exactly(case, seconds=60).value
    assert found.value is not None
    assert found.value > 0


def test_a_makespan_is_improved_from_a_hint_and_proven() -> None:
    case = problem(*(order(f"o{n}", step("s", ("a", 2), ("b", 3))) for n in range(5)))
    line = [Assignment(f"o{n}", "s", "a", 2 * n, 2 * n, 2 * n + 2) for n in range(5)]
    slow = Plan(
        "feasible",
        "makespan",
        10,
        0,
        tuple(Taken(f"o{n}") for n in range(5)),
        tuple(line),
    )

    found = solve_exactly(case, seconds=60, hint=slow)

    assert (found.value, found.bound) == (6, 6)


def test_a_hint_that_breaks_a_rule_is_refused() -> None:
    case = problem(order("o", step("s", ("a", 5))))
    taken = (Taken("o"),)
    dream = Plan(
        "feasible", "makespan", 1, 1, taken, (Assignment("o", "s", "a", 0, 0, 1),)
    )

    with pytest.raises(UnsolvedError, match="hint"):
        solve_exactly(case, seconds=60, hint=dream)


def test_a_bound_known_before_ends_the_search_when_it_is_reached() -> None:
    case = parts()
    value = solve_exactly(case, seconds=60).value

    assert value is not None
    assert solve_exactly(case, seconds=60, bound=value).value == value


def test_a_plan_that_reaches_the_known_bound_needs_no_search() -> None:
    case = parts()
    plan = as_plan(case, solve_exactly(case, seconds=60))

    assert solve_exactly(case, seconds=0, hint=plan, bound=plan.value).proven


def test_what_opportunities_bring_at_most_is_a_bound() -> None:
    case = parts(3)

    found = solve_exactly(case, seconds=60, most={"o0": 20, "o1": 0, "o2": 0})

    assert found.bound is not None
    assert found.bound <= 20


def test_a_step_limit_makes_a_run_repeatable() -> None:
    case = parts(12)

    def run() -> Exact:
        return solve_exactly(case, seconds=0, deterministic=0.05, seed=7)

    assert run() == run()


def test_cancelling_stops_it() -> None:
    case = parts(30)

    found = solve_exactly(case, seconds=600, cancel=lambda: True)

    assert not found.proven


def test_cancelling_on_the_way_keeps_the_best_so_far() -> None:
    case, answers = parts(30), []

    found = solve_exactly(
        case, seconds=600, on_answer=answers.append, cancel=lambda: len(answers) > 0
    )

    assert found.answer == answers[-1]


@pytest.mark.parametrize("where", ["on_answer", "on_bound", "cancel"])
def test_an_error_in_a_callers_function_comes_out(where: str) -> None:
    def fail(*_: object) -> bool:
        raise ZeroDivisionError

    functions: dict[str, Callable[..., bool]] = {where: fail}

    with pytest.raises(ZeroDivisionError):
        solve_exactly(parts(30), seconds=600, **functions)  # type: ignore[arg-type]


def test_an_empty_problem_has_an_empty_plan() -> None:
    found = solve_exactly(problem(), seconds=60)

    assert (found.value, found.bound, found.answer) == (0, 0, ((), ()))


def test_a_short_time_limit_gives_no_wrong_bound() -> None:
    case = parts(12)
    value = solve_exactly(case, seconds=60).value
    assert value is not None

    for seconds in (0, 0.001, 0.01, 0.03):
        bound = solve_exactly(case, seconds=seconds).bound
        assert bound is None or bound >= value


def test_the_size_grows_with_options_hours_and_changeovers() -> None:
    def of(machine: Resource) -> int:
        jobs = [order(f"o{n}", step("s", ("a", 2))) for n in range(4)]
        return size(problem(*jobs, resources=(machine,), changeover=COLOURS))

    assert of(Resource("a", "north")) == 4
    assert of(in_shifts()) == 4 * (1 + 2 * 2)
    assert of(press()) == 4 + 16


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_it_agrees_with_trying_everything(case: Problem) -> None:
    wanted = best(case)

    found = solve_exactly(case, seconds=60, workers=1)

    assert found.infeasible == (wanted is None)
    if wanted is not None:
        assert (found.value, found.bound) == (wanted[0], wanted[0])
        assert check(case, as_plan(case, found)) == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_the_best_plan_is_accepted_as_a_hint(case: Problem) -> None:
    wanted = best(case)

    if wanted is not None:
        found = solve_exactly(case, seconds=60, workers=1, hint=wanted[1])
        assert (found.value, found.bound) == (wanted[0], wanted[0])
