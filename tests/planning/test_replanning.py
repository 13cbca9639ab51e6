"""What has begun stays, as little as possible moves, and every rule is kept."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.demo import demo_problem
from grandis.planning.events import (
    Cancelled,
    Event,
    MachineDown,
    NewOpportunity,
    StepLate,
    decode_events,
)
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Changeover,
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
from grandis.planning.replanning import Replan, Replanner, replan
from grandis.planning.retiming import clock, retimed
from grandis.planning.search.driver import Search
from grandis.planning.solving import Progress, solve
from grandis.planning.updating import updated


def order(
    name: str, *machines: str, latest: int = 90, price: int = 1000
) -> Opportunity:
    """One step of ten ticks that any of these machines can do for 100."""
    options = tuple(Option(machine, 10, 100) for machine in machines)
    call_off = CallOff("all", due=latest, latest=latest)
    return Opportunity(
        name, (Step("work", options),), price=price, call_offs=(call_off,)
    )


def workshop(*opportunities: Opportunity, **changes: object) -> Problem:
    """Two machines at one site that always work."""
    parts: dict[str, Any] = {
        "horizon": 100,
        "members": (Member("c"),),
        "sites": (Site("s", "c"),),
        "resources": (Resource("a", "s"), Resource("b", "s")),
        "opportunities": opportunities,
    }
    return Problem(**parts | changes)


def planned(problem: Problem, *works: tuple[str, str, int]) -> Plan:
    """Each named opportunity's only step on a machine from a tick on."""
    taken = tuple(Taken(name) for name, _, _ in works)
    raw = [Assignment(o, "work", m, at, at, at, 100) for o, m, at in works]
    assignments = retimed(clock(problem), raw)
    value = value_of(problem, taken, assignments)
    plan = Plan("feasible", "surplus", value, 10**6, taken, assignments)
    assert check(problem, plan) == ()
    return plan


def after(problem: Problem, plan: Plan, *events: Event, now: int) -> Replan:
    """The repaired plan, which keeps every rule and all that has begun."""
    found = replan(problem, plan, events, now, steps=64)
    assert check(found.problem, found.plan) == ()
    for a in plan.assignments:
        if a.setup < now:
            kept = found.plan.by_step[a.opportunity, a.step]
            assert (kept.resource, kept.setup) == (a.resource, a.setup)
    return found


# --------------------------------------------------------------------- what changes


def test_it_changes_nothing_when_nothing_happens() -> None:
    problem = workshop(order("x", "a", "b"), order("y", "a", "b"))
    plan = planned(problem, ("x", "a", 50), ("y", "b", 30))

    found = after(problem, plan, now=5)

    assert (found.changed, found.of, found.cost) == (0, 2, 0)
    assert found.moved == ()


def test_it_moves_only_what_a_dead_machine_should_have_done() -> None:
    problem = workshop(order("x", "a", "b"), order("y", "a", "b"))
    plan = planned(problem, ("x", "a", 10), ("y", "b", 10))

    found = after(problem, plan, MachineDown("a", 5, 100), now=5)

    assert [move.opportunity for move in found.moved] == ["x"]
    assert found.moved[0].after is not None
    assert found.moved[0].after.resource == "b"
    assert found.plan.by_step["y", "work"] == plan.by_step["y", "work"]
    assert found.cost == 0


def test_it_moves_another_rather_than_lose_an_opportunity() -> None:
    problem = workshop(order("x", "a", "b", latest=25), order("y", "b", latest=60))
    plan = planned(problem, ("x", "a", 10), ("y", "b", 10))

    found = after(problem, plan, MachineDown("a", 5, 100), now=5)

    assert found.plan.taken_ids == {"x", "y"}
    assert (found.changed, found.of, found.cost) == (2, 2, 0)


def test_it_says_what_is_lost() -> None:
    problem = workshop(order("x", "a"), order("y", "b"))
    plan = planned(problem, ("x", "a", 10), ("y", "b", 10))

    found = after(problem, plan, MachineDown("a", 5, 95), now=5)

    assert found.dropped == ("x",)
    assert found.cost == 900
    assert found.moved[0].after is None
    assert "dropped: x" in str(found)


def test_a_not_begun_step_pauses_where_it_is() -> None:
    problem = workshop(order("x", "a"))
    plan = planned(problem, ("x", "a", 10))

    found = after(problem, plan, MachineDown("a", 15, 20), now=5)

    assert found.changed == 0
    assert found.plan.by_step["x", "work"].end == 25


def test_it_takes_what_was_refused_when_room_appears() -> None:
    problem = workshop(order("x", "a", latest=20), order("y", "a", latest=20))
    plan = planned(problem, ("x", "a", 10))

    found = after(problem, plan, Cancelled("x"), now=5)

    assert found.added == ("y",)
    assert found.dropped == ()
    assert found.cost == 0


def test_it_fits_a_new_opportunity_in_beside_the_others() -> None:
    problem = workshop(order("x", "a"))
    plan = planned(problem, ("x", "a", 30))
    tool = Tool("die", site="s")
    new = order("new", "a", latest=40)
    new = replace(new, steps=(replace(new.steps[0], tool="die"),))

    found = after(problem, plan, NewOpportunity(new, (tool,)), now=5)

    assert found.added == ("new",)
    assert found.changed == 0
    assert found.cost == -900


def test_it_keeps_the_changeovers_of_held_steps_right() -> None:
    machine = Resource("a", "s", changeover="x")
    steps = {
        n: Step("work", (Option("a", 10, 100),), colour=n) for n in ("red", "blue")
    }
    orders = [
        Opportunity(f"o{i}", (steps[colour],), price=1000)
        for i, colour in enumerate(("red", "blue", "red"))
    ]
    problem = workshop(
        *orders, resources=(machine,), changeovers=(Changeover("x", colour=3),)
    )
    plan = planned(problem, ("o0", "a", 10), ("o2", "a", 50))

    found = after(problem, plan, now=5)

    assert found.plan.taken_ids == {"o0", "o1", "o2"}
    assert found.changed == 0


@pytest.mark.parametrize("objective", ["makespan", "weighted_tardiness"])
def test_it_serves_the_other_objectives(objective: str) -> None:
    problem = replace(midsize(), objective=objective)
    opportunities = tuple(replace(o, call_offs=()) for o in problem.opportunities)
    problem = replace(problem, opportunities=opportunities)
    plan = solve(problem, steps=100)

    found = after(problem, plan, MachineDown("m2", 60, 160), now=50)

    assert found.plan.taken_ids == plan.taken_ids
    assert found.cost == found.plan.value - plan.value


# ---------------------------------------------------------------------- a warm planner


def test_its_first_answer_keeps_the_rules_and_what_has_begun() -> None:
    problem = demo_problem(0)
    plan = searched(problem)
    press = busiest(problem, plan, 1200, "injection_moulding")
    replanner = Replanner(problem, plan)

    first = next(replanner.answers([MachineDown(press, 1200, 1400)], 1200, steps=32))

    assert check(first.problem, first.plan) == ()
    assert 0 < first.changed < first.fresh_changed
    for a in plan.assignments:
        if a.setup < 1200:
            kept = first.plan.by_step[a.opportunity, a.step]
            assert (kept.resource, kept.setup) == (a.resource, a.setup)


def test_its_second_answer_knows_a_bound() -> None:
    problem = workshop(order("x", "a", "b"), order("y", "a", "b"))
    plan = planned(problem, ("x", "a", 10), ("y", "b", 10))

    first, second = Replanner(problem, plan).answers(
        [MachineDown("a", 5, 100)], now=5, steps=64
    )

    assert first.plan.value == second.plan.value == 1800
    assert (first.plan.status, second.plan.status) == ("feasible", "optimal")
    assert first.moved == second.moved


def test_it_answers_from_the_standing_plan_until_one_is_adopted() -> None:
    problem = workshop(order("x", "a", "b"), order("y", "a", "b"))
    replanner = Replanner(problem, planned(problem, ("x", "a", 20), ("y", "b", 20)))

    found = next(replanner.answers([MachineDown("a", 5, 100)], now=5, steps=64))
    other = next(replanner.answers([MachineDown("b", 5, 100)], now=5, steps=64))
    replanner.adopt(found)
    new = NewOpportunity(order("z", "b"))
    later = next(replanner.answers([new], now=6, steps=64))

    assert [move.opportunity for move in found.moved] == ["x"]
    assert [move.opportunity for move in other.moved] == ["y"]
    assert later.plan.taken_ids == {"x", "y", "z"}
    assert later.moved == ()
    assert {a.resource for a in later.plan.assignments} == {"b"}


def test_it_tells_of_the_first_answer() -> None:
    problem = workshop(order("x", "a", "b"))
    told: list[Progress] = []

    replan(
        problem,
        planned(problem, ("x", "a", 10)),
        [MachineDown("a", 5, 100)],
        5,
        steps=8,
        on_progress=told.append,
    )

    assert told[0].value == 900


def test_no_time_gives_one_answer() -> None:
    problem = workshop(order("x", "a", "b"))
    replanner = Replanner(problem, planned(problem, ("x", "a", 10)))

    (found,) = replanner.answers([MachineDown("a", 5, 100)], now=5, seconds=0.0)

    assert check(found.problem, found.plan) == ()


# ------------------------------------------------------------------- facts and events


def test_what_has_begun_becomes_fact() -> None:
    problem = workshop(order("x", "a"), order("y", "a"))
    plan = planned(problem, ("x", "a", 4), ("y", "a", 20))

    now = updated(problem, plan, (), 5)

    assert now.begun == (Begun("x", "work", "a", 4, 4, 14, 100),)
    assert now.now == 5


def test_a_begun_step_pauses_while_its_machine_is_down() -> None:
    problem = workshop(order("x", "a"))
    plan = planned(problem, ("x", "a", 4))

    found = after(problem, plan, MachineDown("a", 6, 16), now=6)

    assert found.plan.by_step["x", "work"] == Assignment(
        "x", "work", "a", 4, 4, 24, 100
    )
    assert found.of == 0


def test_a_changeover_under_way_pauses_too() -> None:
    machine = Resource("a", "s", changeover="x")
    table = Changeover("x", colour=4)
    step = Step("work", (Option("a", 10, 100),), colour="red")
    fact = Begun("x", "work", "a", 4, 8, 18, 100)
    orders = (Opportunity("x", (step,), price=500),)
    problem = workshop(
        *orders, resources=(machine,), changeovers=(table,), begun=(fact,)
    )
    plan = solve(problem, steps=10)

    now = updated(problem, plan, (MachineDown("a", 6, 16),), 6)

    assert now.begun == (Begun("x", "work", "a", 4, 18, 28, 100),)


def test_work_done_before_now_is_not_touched_by_an_older_downtime() -> None:
    problem = workshop(order("x", "a"))
    plan = planned(problem, ("x", "a", 4))

    now = updated(problem, plan, (MachineDown("a", 6, 16),), 20)

    assert now.begun[0].end == 14


def test_a_begun_step_pauses_over_closed_hours_and_past_the_horizon() -> None:
    day = Calendar("day", ((0, 10), (20, 30), (90, 100)))
    problem = workshop(
        order("x", "a"),
        calendars=(day,),
        resources=(Resource("a", "s", calendar="day"), Resource("b", "s")),
    )
    plan = planned(problem, ("x", "a", 4))

    def end(*events: Event) -> int:
        return updated(problem, plan, events, 5).begun[0].end

    assert end() == 24
    assert end(MachineDown("a", 6, 8)) == 26
    assert end(MachineDown("a", 5, 95)) == 104


def test_a_machine_that_never_works_again_is_loaded_instead_of_closed() -> None:
    problem = workshop(
        order("x", "b"),
        resources=(Resource("a", "s", load=(Load(20, 30),)), Resource("b", "s")),
    )
    plan = planned(problem, ("x", "b", 40))

    now = updated(problem, plan, (MachineDown("a", 0, 100),), 1)

    assert now.resource["a"].closed == ()
    assert sorted((x.start, x.end) for x in now.resource["a"].load) == [
        (0, 20),
        (20, 30),
        (30, 100),
    ]


def test_a_late_step_takes_longer_everywhere() -> None:
    problem = workshop(order("x", "a", "b"), order("y", "a"))
    plan = planned(problem, ("x", "a", 10), ("y", "a", 20))

    found = after(problem, plan, StepLate("x", "work", extra=5), now=5)

    assert found.plan.taken_ids == {"x", "y"}
    assert found.changed == 1
    end, start = (
        found.plan.by_step["x", "work"].end,
        found.plan.by_step["x", "work"].start,
    )
    assert end - start == 15


@pytest.mark.parametrize(
    ("event", "end"),
    [
        (StepLate("x", "work", end=30), 30),
        (StepLate("x", "work", extra=7), 21),
    ],
)
def test_a_late_begun_step_pushes_the_next(event: StepLate, end: int) -> None:
    problem = workshop(order("x", "a"), order("y", "a"))
    plan = planned(problem, ("x", "a", 4), ("y", "a", 15))

    found = after(problem, plan, event, now=6)

    assert found.plan.by_step["x", "work"].end == end
    assert found.plan.by_step["y", "work"].start >= end


def test_what_was_spent_on_a_cancelled_opportunity_stays_spent() -> None:
    problem = workshop(order("x", "a"), order("y", "a"))
    plan = planned(problem, ("x", "a", 4), ("y", "a", 20))

    found = after(problem, plan, Cancelled("x"), now=6)

    assert found.plan.taken_ids == {"y"}
    assert found.plan.value == 900 - 100
    assert found.cost == 1800 - 800
    again = solve(found.problem, steps=50)
    assert again.taken_ids == {"y"}


def test_a_cancelled_tool_stays_where_it_was_used() -> None:
    tooling = Step("tooling", (Option("a", 2, 50),), makes="die")
    forming = Step("forming", (Option("b", 9, 50),), tool="die", after=("tooling",))
    problem = workshop(
        Opportunity("x", (tooling, forming), price=500), tools=(Tool("die"),)
    )
    plan = solve(problem, steps=20)
    now = plan.by_step["x", "forming"].setup + 1

    found = after(problem, plan, Cancelled("x"), now=now)

    assert {b.step for b in found.problem.begun} == {"tooling", "forming"}
    assert found.plan.taken == ()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (MachineDown("c", 5, 6), "resource 'c' does not exist"),
        (StepLate("x", "wrk", extra=1), "there is no such step"),
        (StepLate("y", "work", end=50), "it has not begun; give 'extra'"),
        (StepLate("x", "work", end=2), "is before its start 4"),
        (Cancelled("z"), "opportunity 'z' does not exist"),
    ],
)
def test_it_refuses_events_that_cannot_be(event: Event, said: str) -> None:
    problem = workshop(order("x", "a"), order("y", "a"))
    plan = planned(problem, ("x", "a", 4), ("y", "a", 20))

    with pytest.raises(InputError, match=said):
        replan(problem, plan, [event], 6, steps=10)


def test_it_refuses_a_time_before_the_problem() -> None:
    problem = workshop(order("x", "a"), now=3)

    with pytest.raises(InputError, match="before the problem's now"):
        replan(problem, planned(problem), [], 2, steps=10)


def test_it_refuses_a_plan_of_another_problem() -> None:
    problem = workshop(order("x", "a"))
    plan = planned(problem, ("x", "a", 4))

    with pytest.raises(InputError, match="not one for this problem"):
        replan(workshop(order("y", "a")), plan, [], 5, steps=10)


def test_events_go_into_json_and_back() -> None:
    events = (
        MachineDown("a", 1, 2),
        StepLate("x", "work", extra=3),
        NewOpportunity(order("new", "a"), (Tool("die", site="s"),)),
        Cancelled("x"),
    )

    assert decode_events(msgspec.json.encode(events)) == events


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "events cannot be read"),
        (b'[{"event": "strike"}]', "strike"),
        (b'[{"event":"machine_down","resource":"a","start":3,"end":3}]', "not after"),
        (b'[{"event":"step_late","opportunity":"x","step":"y"}]', "either"),
    ],
)
def test_it_refuses_events_it_does_not_understand(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        decode_events(data)


def test_a_result_goes_into_json_and_back() -> None:
    problem = workshop(order("x", "a", "b"))
    plan = planned(problem, ("x", "a", 10))
    found = after(problem, plan, MachineDown("a", 5, 100), now=5)

    data = msgspec.json.encode(found)

    assert msgspec.json.decode(data, type=Replan) == found


# ----------------------------------------------------------------------- least change


def searched(problem: Problem) -> Plan:
    """A good plan without a proof, which would take longer than the test."""
    search = Search(problem, seed=3)
    search.run(300, remaining=0.0)
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    return Plan("feasible", "surplus", value, 10**11, taken, assignments)


def busiest(problem: Problem, plan: Plan, now: int, stage: str) -> str:
    """The machine of this stage with the most work to come."""
    work: dict[str, int] = {}
    for a in plan.assignments:
        if problem.resource[a.resource].stage == stage and a.setup >= now:
            work[a.resource] = work.get(a.resource, 0) + a.end - a.setup
    return max(sorted(work), key=lambda name: work[name])


def test_a_failed_press_moves_at_most_half_of_what_a_fresh_plan_would() -> None:
    problem = demo_problem(0)
    plan = searched(problem)
    press = busiest(problem, plan, 1200, "injection_moulding")

    found = after(problem, plan, MachineDown(press, 1200, 1400), now=1200)

    assert 0 < found.changed <= found.fresh_changed / 2


@pytest.mark.parametrize("seed", range(2))
def test_it_moves_at_most_half_of_what_a_fresh_plan_would(seed: int) -> None:
    problem = midsize(seed)
    plan = searched(problem)
    machine = busiest(problem, plan, 60, "")

    found = after(problem, plan, MachineDown(machine, 60, 130), now=60)

    assert 0 < found.changed <= found.fresh_changed / 2


def test_equal_seeds_give_equal_results() -> None:
    problem = midsize()
    plan = searched(problem)

    results = [after(problem, plan, MachineDown("m1", 60, 130), now=60) for _ in "ab"]

    assert results[0].moved == results[1].moved


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems(), data=st.data())
def test_every_repaired_plan_keeps_the_rules(
    problem: Problem, data: st.DataObject
) -> None:
    plan = solve(problem, steps=20)
    if plan.status not in ("optimal", "feasible"):
        return
    now = data.draw(st.integers(problem.now, problem.horizon - 1))
    machine = data.draw(st.sampled_from(problem.resources)).id
    end = data.draw(st.integers(now + 1, problem.horizon))
    events: list[Event] = [MachineDown(machine, now, end)]
    if data.draw(st.booleans()):
        chosen = data.draw(st.sampled_from(problem.opportunities)).id
        events.append(Cancelled(chosen))

    found = replan(problem, plan, events, now, steps=20)

    assert check(found.problem, found.plan) == ()
    if found.plan.status in ("optimal", "feasible"):
        gone = {e.opportunity for e in events if isinstance(e, Cancelled)}
        assert not gone & found.plan.taken_ids or problem.objective != "surplus"
