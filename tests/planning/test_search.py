"""The search's plans keep every rule, whatever the problem."""

import pytest
from hypothesis import HealthCheck, given, settings
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    CallOff,
    Changeover,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
)
from grandis.planning.search import islands as side_by_side
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.driver import Search
from grandis.planning.search.islands import Islands
from grandis.planning.search.starting import orders


def plan_of(problem: Problem, search: Search | Islands) -> Plan:
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    return Plan("feasible", problem.objective, value, value, taken, assignments)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_plan_it_finds_passes_check(problem: Problem) -> None:
    search = Search(problem, seed=1)
    for _ in range(4):
        search.run(10, remaining=0.5)
        if search.complete:
            assert check(problem, plan_of(problem, search)) == ()


def test_nothing_comes_between_a_fact_and_the_load_across_it() -> None:
    problem = Problem(
        horizon=8,
        now=1,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("r", "s", load=(Load(0, 2),)),),
        opportunities=(
            Opportunity("x", (Step("work", (Option("r", 1),)),), price=200),
            Opportunity("y", (Step("work", (Option("r", 0),)),), price=200),
        ),
        begun=(Begun("x", "work", "r", setup=0, start=0, end=1),),
    )

    plan = plan_of(problem, Search(problem))

    assert check(problem, plan) == ()
    assert plan.by_step["y", "work"].start == 2


def test_nothing_comes_into_the_changeover_of_a_begun_step() -> None:
    problem = Problem(
        horizon=8,
        now=1,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("r", "s", changeover="c"),),
        opportunities=(
            Opportunity("x", (Step("work", (Option("r", 1),)),), price=200),
            Opportunity("y", (Step("work", (Option("r", 1),)),), price=200),
        ),
        changeovers=(Changeover("c", tool=1),),
        begun=(Begun("x", "work", "r", setup=0, start=2, end=3),),
    )

    plan = plan_of(problem, Search(problem))

    assert check(problem, plan) == ()
    assert plan.by_step["y", "work"].start >= 3


def test_members_that_are_required_get_a_step_however_dear() -> None:
    def step(name: str, after: tuple[str, ...] = ()) -> Step:
        options = (Option("near", 1, 10), Option("far", 1, 10), Option("wide", 1, 10))
        return Step(name, options, after=after)

    policy = Policy(required=("f", "w"))
    steps = (step("one"), step("two", ("one",)), step("three", ("two",)))
    problem = Problem(
        horizon=100,
        members=(Member("n"), Member("f"), Member("w")),
        sites=(Site("here", "n"), Site("there", "f"), Site("beyond", "w")),
        resources=(
            Resource("near", "here"),
            Resource("far", "there"),
            Resource("wide", "beyond"),
        ),
        links=tuple(
            Link(a, b, 1, 5_000)
            for a in ("here", "there", "beyond")
            for b in ("here", "there", "beyond")
            if a != b
        ),
        opportunities=(Opportunity("x", steps, price=20_000, policy=policy),),
    )

    plan = plan_of(problem, Search(problem))

    assert check(problem, plan) == ()
    assert {a.resource for a in plan.assignments} >= {"far", "wide"}


def test_nothing_comes_between_facts_that_overlap() -> None:
    problem = Problem(
        horizon=14,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("r", "s"),),
        opportunities=(
            Opportunity(
                "o",
                (
                    Step("first", (Option("r", 4),)),
                    Step("second", (Option("r", 4),)),
                    Step("look", (Option("r", 0),)),
                    Step("work", (Option("r", 2),)),
                ),
            ),
        ),
        objective="makespan",
        now=3,
        begun=(
            Begun("o", "first", "r", 1, 1, 5),
            Begun("o", "second", "r", 2, 4, 8),
        ),
    )

    search = Search(problem, seed=1)
    search.run(10, remaining=0.5)

    assert check(problem, plan_of(problem, search)) == ()
    assert plan_of(problem, search).by_step["o", "work"].start == 8


def test_a_changeover_follows_a_begun_step_that_load_hides() -> None:
    problem = Problem(
        horizon=8,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        changeovers=(Changeover("x", colour=2),),
        resources=(
            Resource(
                "r", "s", load=(Load(0, 3),), changeover="x", setup=Setup(colour="blue")
            ),
        ),
        opportunities=(
            Opportunity(
                "o",
                (
                    Step("p", (Option("r", 1),), colour="red"),
                    Step("q", (Option("r", 1),), after=("p",), colour="red"),
                ),
                price=100,
            ),
        ),
        begun=(Begun("o", "p", "r", setup=0, start=1, end=2),),
    )
    search = Search(problem)

    _, assignments = search.answer()

    assert [(a.step, a.setup, a.start) for a in assignments] == [
        ("p", 0, 1),
        ("q", 3, 3),
    ]
    assert check(problem, plan_of(problem, search)) == ()


# ------------------------------------------------------------ a plan to begin with


def jobs(*ids: str) -> Problem:
    """Orders of one step, ten ticks on either of two machines."""
    step = Step("work", (Option("a", 10, 5), Option("b", 10, 5)))
    return Problem(
        horizon=100,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("a", "s"), Resource("b", "s")),
        opportunities=tuple(Opportunity(name, (step,), price=100) for name in ids),
    )


def on(machine: str, start: int, order: str) -> Assignment:
    return Assignment(order, "work", machine, start, start, start + 10, 5)


def test_it_begins_with_the_plan_that_it_is_given() -> None:
    problem = jobs("x", "y", "z")
    taken = tuple(Taken(name) for name in "xyz")
    works = (on("b", 40, "x"), on("a", 33, "y"), on("b", 71, "z"))

    search = Search(problem, start=(taken, works))

    assert set(search.answer()[1]) == set(works)


def test_it_plans_anew_what_has_no_room_in_the_plan_that_it_is_given() -> None:
    problem = jobs("x", "y", "z")
    taken = (Taken("x"), Taken("y"))
    works = (on("b", 40, "x"), on("b", 45, "y"))

    search = Search(problem, start=(taken, works))

    plan = plan_of(problem, search)
    assert check(problem, plan) == ()
    assert plan.taken_ids == {"x", "y", "z"}
    assert plan.by_step["x", "work"] == works[0]
    assert plan.by_step["y", "work"] != works[1]


def test_it_leaves_held_steps_where_they_are() -> None:
    problem = jobs("x", "y")
    held = on("a", 55, "x")

    search = Search(problem, held=[held])
    search.run(50, remaining=0.5)

    plan = plan_of(problem, search)
    assert plan.by_step["x", "work"] == held
    assert plan.taken_ids == {"x", "y"}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_what_it_begins_with_passes_check(problem: Problem) -> None:
    first = Search(problem, seed=1)
    first.run(10, remaining=0.5)

    again = Search(problem, seed=2, start=first.answer())

    if first.complete:
        assert again.complete
        assert check(problem, plan_of(problem, again)) == ()
        assert again.energies[1] <= first.energies[1] + 1e-6


def test_the_pinned_stay_where_they_are() -> None:
    problem = midsize(orders=24)
    found = Search(problem).answer()
    last = problem.opportunities[-1].id
    assert last in {each.opportunity for each in found[0]}
    search = Search(problem, seed=1, start=found, pinned=1)
    search.run(5_000, remaining=1.0)
    taken, assignments = search.answer()
    assert set(assignments) != set(found[1])
    assert last in {each.opportunity for each in taken}
    stood = {(w.step, w.resource, w.start) for w in found[1] if w.opportunity == last}
    stand = {
        (w.step, w.resource, w.start) for w in assignments if w.opportunity == last
    }
    assert stand == stood


# ---------------------------------------------------------------- side by side


def test_it_is_warm_only_with_time_for_many_attempts() -> None:
    def went_on_from_worse(attempts: int) -> bool:
        search, worse = Search(midsize(orders=24), seed=1), False
        for done in range(0, attempts, 24):
            search.run(24, remaining=1 - done / attempts)
            worse |= bool(search.energies[0] > search.energies[1] + 1e-6)
        return worse

    assert [went_on_from_worse(120), went_on_from_worse(24_000)] == [False, True]


def test_attempts_that_are_given_up_leave_the_plan_as_it_stood() -> None:
    search = Search(midsize(orders=24), seed=1)
    for done in range(20):
        search.run(100, remaining=1 - done / 20)
        assert search.energies[0] == pytest.approx(search.state.energy.sum())
        fresh = Search(midsize(orders=24), start=search.answer())
        assert fresh.energies[0] <= search.energies[1] + 1e-6


def test_a_twin_leaves_the_search_it_comes_from_as_it_is() -> None:
    search = Search(midsize(orders=24), seed=1)
    before = search.answer()
    twin = search.twin(seed=2)
    twin.run(300, remaining=0.0)
    assert twin.energies[1] < search.energies[1]
    assert search.answer() == before
    search.adopt(twin)
    search.run(300, remaining=0.0)
    assert search.energies[1] <= twin.energies[0]


def test_all_islands_go_on_from_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "EXCHANGE", 0.0)
    problem = midsize(orders=24)
    with Islands(problem, seed=1, cores=lambda: 2) as islands:
        first = islands.searches[0].energies[1]
        for _ in range(3):
            islands.run_briefly(remaining=0.5)
        one, other = islands.searches
        assert one.energies[0] == other.energies[0]
        assert one.iterations > 0 < other.iterations
        assert [islands.has_news(), islands.has_news()] == [True, False]
        plan = plan_of(problem, islands)
        assert check(problem, plan) == ()
        assert -plan.value == min(one.energies[1], other.energies[1]) < first


def test_islands_leave_a_core_that_is_wanted_elsewhere() -> None:
    with Islands(midsize(), seed=1, cores=lambda: 1) as islands:
        islands.run_briefly(remaining=0.5)
        assert len(islands.searches) == 1


def test_the_worthy_are_inserted_earlier_among_those_due_about_then() -> None:
    step = Step("work", (Option("a", 10, 5),))
    due = {"x": (50, 10), "y": (60, 100), "z": (900, 100)}
    problem = Problem(
        horizon=1000,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("a", "s"),),
        opportunities=tuple(
            Opportunity(name, (step,), price=price, call_offs=(CallOff("all", at),))
            for name, (at, price) in due.items()
        ),
    )
    found = {tuple(order) for order in orders(Compiled(problem).arrays)}
    assert found == {(1, 0, 2)}
