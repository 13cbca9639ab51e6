"""Futures keep the plan's order and hours, and chances are what they must be."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.accounts import value_of
from grandis.planning.futures import Hours, run
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.risks import OTHERWISE, SPREADS, Risk, Spread, risk
from grandis.planning.search.driver import Search
from grandis.planning.solving import solve
from grandis.planning.worktime import WorkTime

#: Every factor is the same in every future.
EXACT, DOUBLE = Spread(1, 1, 1), Spread(2, 2, 2)


def workshop(*opportunities: Opportunity, **changes: Any) -> Problem:
    """Two machines, a of stage "slow" and b of stage "even", a tick apart."""
    parts: dict[str, Any] = {
        "horizon": 200,
        "members": (Member("c"),),
        "sites": (Site("u", "c"), Site("v", "c")),
        "links": (Link("u", "v", 1), Link("v", "u", 1)),
        "resources": (
            Resource("a", "u", stage="slow"),
            Resource("b", "v", stage="even"),
        ),
        "opportunities": opportunities,
    }
    return Problem(**parts | changes)


def order(*steps: Step, due: int = 100, late_cost: int = 10) -> Opportunity:
    call_off = CallOff("all", due=due, latest=due + 24, late_cost=late_cost)
    return Opportunity("o", steps, price=1000, call_offs=(call_off,))


def step(name: str, resource: str, duration: int, **more: Any) -> Step:
    return Step(name, (Option(resource, duration, 10),), **more)


def ends(
    problem: Problem, slow: Spread = DOUBLE, even: Spread = EXACT
) -> dict[str, int]:
    """When each step ends in the only future there is."""
    plan = solve(problem, steps=20)
    assert plan.status == "optimal"
    course = run(problem, plan, 1, 0, {"slow": slow, "even": even}, EXACT)
    return {
        key[1]: int(end) for key, end in zip(course.keys, course.end[:, 0], strict=True)
    }


def planned(problem: Problem) -> Plan:
    search = Search(problem)
    search.run(100, 0.0)
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    return Plan("feasible", "surplus", value, 10**9, taken, assignments)


# ------------------------------------------------------------------------ one future


def test_a_late_step_holds_up_the_next_and_its_transport() -> None:
    steps = step("make", "a", 10), step("pack", "b", 5, after=("make",))

    assert ends(workshop(order(*steps))) == {"make": 20, "pack": 26}


def test_a_quick_step_starts_nothing_early() -> None:
    steps = step("make", "a", 10), step("pack", "b", 5, after=("make",))

    assert ends(workshop(order(*steps)), Spread(0.5, 0.5, 0.5)) == {
        "make": 5,
        "pack": 16,
    }


def test_a_machine_keeps_its_order() -> None:
    steps = step("one", "a", 10), step("two", "a", 10, after=("one",))

    assert ends(workshop(order(*steps))) == {"one": 20, "two": 40}


def test_slack_takes_up_a_delay() -> None:
    steps = (
        step("make", "a", 10),
        step("long", "b", 30),
        step("join", "b", 5, after=("make", "long")),
    )

    assert ends(workshop(order(*steps)))["join"] == 35


def test_work_pauses_over_closed_hours() -> None:
    calendar = Calendar("k", ((0, 15), (40, 200)))
    slow = Resource("a", "u", stage="slow", calendar="k")
    problem = workshop(
        order(step("make", "a", 10)), resources=(slow,), calendars=(calendar,)
    )

    assert ends(problem) == {"make": 45}


def test_work_does_not_reach_across_load() -> None:
    slow = Resource("a", "u", stage="slow", load=(Load(15, 30),))

    assert ends(workshop(order(step("make", "a", 10)), resources=(slow,))) == {
        "make": 50
    }


def test_load_in_closed_hours_is_not_spanned_either() -> None:
    calendar = Calendar("k", ((0, 12), (20, 200)))
    slow = Resource("a", "u", stage="slow", calendar="k", load=(Load(14, 16),))
    problem = workshop(
        order(step("make", "a", 10)), resources=(slow,), calendars=(calendar,)
    )

    assert ends(problem) == {"make": 40}


def test_a_team_has_a_lane_for_each_place() -> None:
    team = Resource("a", "u", stage="slow", capacity=2)
    steps = step("one", "a", 10), step("two", "a", 10), step("three", "a", 10)

    found = ends(workshop(order(*steps, due=20), resources=(team,)))

    assert sorted(found.values()) == [20, 20, 40]


def test_a_tool_is_at_one_place_at_a_time() -> None:
    die = Tool("die", site="u")
    steps = step("one", "a", 10, tool="die"), step("two", "b", 10, tool="die")
    problem = workshop(order(*steps), tools=(die,))
    plan = solve(problem, steps=20)
    first = min(plan.assignments, key=lambda a: a.start).step

    found = ends(problem, slow=DOUBLE, even=DOUBLE)

    assert found == (
        {"one": 20, "two": 41} if first == "one" else {"two": 21, "one": 42}
    )


def test_a_tool_comes_late_when_its_maker_does() -> None:
    steps = step("cut", "a", 10, makes="die"), step("form", "b", 5, tool="die")

    assert ends(workshop(order(*steps), tools=(Tool("die"),))) == {
        "cut": 20,
        "form": 26,
    }


def test_what_is_done_is_done_and_what_has_begun_goes_on() -> None:
    facts = Begun("o", "done", "a", 0, 0, 8, 10), Begun("o", "on", "a", 8, 8, 18, 10)
    steps = step("done", "a", 8), step("on", "a", 10)

    found = ends(workshop(order(*steps), now=12, begun=facts))

    assert found == {"done": 8, "on": 24}


def test_breakdowns_add_repairs() -> None:
    problem = workshop(order(step("make", "a", 100), due=100))
    plan = solve(problem, steps=20)
    failing = Spread(1, 1, 1, failures=10, repair=5)

    found = risk(problem, plan, futures=20_000, spreads={"slow": failing})

    # one breakdown in 100 hours on average, of 5 hours on average
    assert found.opportunities[0].finish.mean == pytest.approx(105, abs=0.3)
    assert found.on_time == pytest.approx(np.exp(-1), abs=0.05)


# ---------------------------------------------------------------------------- chances


def test_without_uncertainty_the_plan_is_what_happens() -> None:
    problem = midsize()
    plan = planned(problem)

    found = risk(problem, plan, futures=3, spreads={"": EXACT})

    assert found.surplus.mean == plan.value
    for told in found.opportunities:
        assert told.finish.q10 == told.finish.q90 == told.planned
    assert found.delays == ()


def test_a_chance_is_that_of_the_triangle() -> None:
    """A duration of 100, peaked at 100 between 80 and 120: half are on time."""
    problem = workshop(order(step("make", "a", 100), due=100))
    plan = solve(problem, steps=20)
    even = {"slow": Spread(0.8, 1.0, 1.2)}

    found = risk(problem, plan, futures=20_000, spreads=even).opportunities[0]

    assert found.on_time == pytest.approx(0.5, abs=0.03)
    assert found.in_time == 1.0
    assert found.finish.mean == pytest.approx(100, abs=0.3)
    # the 10 % quantile of the triangle: 80 + sqrt(0.1 · 40 · 20)
    assert found.finish.q10 == pytest.approx(89, abs=1)
    # lateness never exceeds a day, which costs 10
    assert found.late_cost == pytest.approx(10 * (1 - found.on_time))


def test_each_call_off_has_its_own_chance() -> None:
    steps = step("first", "a", 20), step("second", "a", 20, after=("first",))
    dates = (
        CallOff("early", due=30, latest=35, steps=("first",)),
        CallOff("late", due=60, late_cost=7),
    )
    problem = workshop(Opportunity("o", steps, price=1000, call_offs=dates))
    plan = solve(problem, steps=20)

    found = risk(problem, plan, futures=5, spreads={"slow": DOUBLE})

    (told,) = found.opportunities
    assert [(c.call_off, c.on_time, c.in_time) for c in told.call_offs] == [
        ("early", 0.0, 0.0),
        ("late", 0.0, 1.0),
    ]
    assert told.late_cost == 7
    assert found.surplus.mean == plan.value - 7


def test_it_names_the_step_that_delays() -> None:
    steps = (
        step("make", "a", 30),
        step("wait", "b", 10, after=("make",)),
    )
    problem = workshop(order(*steps, due=45))
    plan = solve(problem, steps=20)

    found = risk(problem, plan, futures=10, spreads={"slow": DOUBLE, "even": EXACT})

    assert [(d.step, d.share) for d in found.delays] == [("make", 1.0)]


def test_work_that_nobody_waits_for_delays_nothing() -> None:
    steps = step("make", "a", 10), step("long", "b", 80)
    problem = workshop(order(*steps, due=85))
    plan = solve(problem, steps=20)

    found = risk(problem, plan, futures=10, spreads={"slow": DOUBLE, "even": EXACT})

    assert found.on_time == 1.0
    assert found.delays == ()


def test_equal_seeds_give_equal_risks() -> None:
    problem = midsize()
    plan = planned(problem)

    one, same, other = (risk(problem, plan, futures=200, seed=s) for s in (1, 1, 2))

    assert one == same
    assert one.surplus != other.surplus


def test_a_plan_without_work_has_no_risk() -> None:
    problem = workshop(order(step("make", "a", 10)))

    found = risk(problem, Plan("feasible", "surplus", 0, 10), futures=5)

    assert (found.on_time, found.surplus.mean, found.opportunities) == (1.0, 0.0, ())


def test_all_stages_of_the_value_chain_have_a_spread() -> None:
    means = [(s.least + s.likely + s.most) / 3 for s in (*SPREADS.values(), OTHERWISE)]

    assert len(SPREADS) == 8
    assert min(means) > 0.95
    assert max(means) < 1.05


def test_it_refuses_what_cannot_be() -> None:
    with pytest.raises(InputError, match="not in this order"):
        Spread(1.0, 0.9, 1.2)
    problem = workshop(order(step("make", "a", 10)))
    with pytest.raises(InputError, match="give at least 1"):
        risk(problem, Plan("feasible", "surplus", 0, 10), futures=0)


def test_a_risk_goes_into_json_and_back() -> None:
    problem = midsize()
    found = risk(problem, planned(problem), futures=50)

    assert msgspec.json.decode(msgspec.json.encode(found), type=Risk) == found
    assert "on time" in str(found)


# ------------------------------------------------------------------------- properties


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_futures_as_planned_end_as_planned(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    plan = planned(problem)

    course = run(problem, plan, 2, 0, {}, EXACT)

    got = dict(zip(course.keys, course.end[:, 1].tolist(), strict=True))
    assert got == {(a.opportunity, a.step): a.end for a in plan.assignments}


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_slower_futures_end_later(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    plan = planned(problem)

    usual = run(problem, plan, 1, 0, {}, EXACT).end
    slower = run(problem, plan, 1, 0, {}, DOUBLE).end

    assert (slower >= usual).all()


def test_hours_count_as_those_of_one_machine() -> None:
    one = WorkTime(((2, 5), (7, 12)), ((8, 9),), 20)
    many = Hours(one)

    ticks = np.arange(12)
    assert many.before(ticks).tolist() == [one.opened_before(t) for t in range(12)]
    numbers = np.arange(one.total)
    assert many.tick(numbers).tolist() == [one.tick(i) for i in range(one.total)]
    # after the last open hour everything is open: lateness has no end
    assert many.tick(np.array([one.total + 3])).tolist() == [15]
