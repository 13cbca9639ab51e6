"""Work that is shifted stays where and what it was, and keeps every rule."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    CallOff,
    Change,
    Changeover,
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
from grandis.planning.search.arrays import found_of
from grandis.planning.search.boxes import boxed
from grandis.planning.search.driver import SHIFTING, Search
from grandis.planning.search.shifting import shift_earlier, shift_later


class Shifted:
    """A plan of a search before and after its work is shifted."""

    def __init__(self, problem: Problem, iterations: int = 0) -> None:
        self.problem = problem
        self.search = Search(problem, seed=1)
        self.search.run(iterations, remaining=0.5)
        self.arrays = boxed(self.search.compiled.arrays)
        self.state = boxed(self.search.state)

    def later(self) -> Plan:
        shift_later(self.arrays, self.state)
        return self.plan()

    def earlier(self) -> Plan:
        shift_earlier(self.arrays, self.state)
        return self.plan()

    def plan(self) -> Plan:
        taken, works = self.search.compiled.decode(found_of(self.search.state))
        value = value_of(self.problem, taken, works)
        return Plan("feasible", "surplus", value, value, taken, works)


def starts(plan: Plan) -> dict[tuple[str, str, str], int]:
    return {(w.opportunity, w.step, w.resource): w.start for w in plan.assignments}


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_shifted_plans_pass_check_and_are_worth_no_less(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    shifted = Shifted(problem, iterations=20)
    before, later, earlier = shifted.plan(), shifted.later(), shifted.earlier()

    assert check(problem, before) == check(problem, later) == ()
    assert check(problem, earlier) == ()
    assert before.value == later.value <= earlier.value
    assert -shifted.search.state.energy.sum() == earlier.value
    assert starts(before).keys() == starts(later).keys() == starts(earlier).keys()
    assert all(start >= starts(before)[key] for key, start in starts(later).items())
    assert all(start <= starts(later)[key] for key, start in starts(earlier).items())


def workshop(*opportunities: Opportunity, **changes: object) -> Problem:
    """Two machines with a way of 3 ticks between them, and 100 ticks of time."""
    made: dict[str, object] = {
        "horizon": 100,
        "members": (Member("m"),),
        "sites": (Site("here", "m"), Site("there", "m")),
        "links": (Link("here", "there", 3, 0), Link("there", "here", 3, 0)),
        "resources": (Resource("a", "here"), Resource("b", "there")),
        "opportunities": opportunities,
    }
    return Problem(**made | changes)  # type: ignore[arg-type]


def chain(name: str, due: int, **changes: object) -> Opportunity:
    """Ten ticks of work on machine a, then twenty on b, to be done by its due time."""
    steps = (
        Step("first", (Option("a", 10),)),
        Step("second", (Option("b", 20),), after=("first",)),
    )
    called = CallOff("all", due=due, steps=("second",))
    return replace(Opportunity(name, steps, price=1000, call_offs=(called,)), **changes)


def test_work_is_done_just_in_time_when_it_is_shifted_later() -> None:
    shifted = Shifted(workshop(chain("x", due=60), chain("y", due=90)))

    assert starts(shifted.later()) == {
        ("x", "first", "a"): 27,
        ("x", "second", "b"): 40,
        ("y", "first", "a"): 57,
        ("y", "second", "b"): 70,
    }
    assert starts(shifted.earlier()) == {
        ("x", "first", "a"): 0,
        ("x", "second", "b"): 13,
        ("y", "first", "a"): 10,
        ("y", "second", "b"): 33,
    }


def test_load_is_passed_where_the_work_fits_beyond_it() -> None:
    busy = Resource("b", "there", load=(Load(50, 65),))
    problem = workshop(chain("x", due=90), resources=(Resource("a", "here"), busy))
    assert starts(Shifted(problem).later())["x", "second", "b"] == 70
    narrow = replace(problem, opportunities=(chain("x", due=80),))
    assert starts(Shifted(narrow).later())["x", "second", "b"] == 30


def test_what_is_late_is_late_by_no_more_days() -> None:
    late = CallOff("all", due=10, steps=("second",), late_cost=5, latest=99)
    problem = workshop(chain("x", due=0, call_offs=(late,)))
    days = replace(problem.grid, minutes=24 * 60 // 10)  # ten ticks are a day
    shifted = Shifted(replace(problem, grid=days))

    before = shifted.plan()
    later = shifted.later()

    assert [starts(plan)["x", "second", "b"] for plan in (before, later)] == [13, 20]
    assert before.value == later.value == 1000 - 3 * 5


def coloured(name: str, colour: str, ticks: int, due: int) -> Opportunity:
    """Work on machine a in a colour."""
    called = CallOff("all", due=due, latest=due, steps=("work",))
    step = Step("work", (Option("a", ticks),), colour=colour)
    return Opportunity(name, (step,), price=1000, call_offs=(called,))


def test_a_changeover_must_fit_behind_the_load_too() -> None:
    machine = Resource("a", "here", changeover="c", load=(Load(30, 60),))
    works = coloured("x", "red", 5, due=5), coloured("y", "blue", 18, due=80)
    problem = workshop(
        *works, resources=(machine,), changeovers=(Changeover("c", colour=5),)
    )
    assert starts(Shifted(problem).later()) == {
        ("x", "work", "a"): 0,
        ("y", "work", "a"): 12,
    }


def test_what_makes_a_changeover_short_stays_between() -> None:
    """White comes after red and before blue at once; blue after red takes 13 ticks."""
    harsh = Changeover("c", colour=1, colours=(Change("red", "blue", 13),))
    works = (
        coloured("x", "red", 10, due=10),
        coloured("y", "white", 10, due=90),
        coloured("z", "blue", 10, due=32),
    )
    machine = Resource("a", "here", changeover="c")
    problem = workshop(*works, resources=(machine,), changeovers=(harsh,))
    shifted = Shifted(problem, iterations=100)
    order = {("x", "work", "a"): 0, ("y", "work", "a"): 11, ("z", "work", "a"): 22}
    assert starts(shifted.plan()) == starts(shifted.later()) == order


def test_a_tool_is_made_before_it_is_needed() -> None:
    """It is made on another machine by a step that nothing else waits for."""
    steps = (
        Step("tooling", (Option("a", 10),), makes="tool"),
        Step("moulding", (Option("b", 20),), tool="tool"),
    )
    called = CallOff("all", due=60, steps=("moulding",))
    problem = workshop(
        Opportunity("x", steps, price=1000, call_offs=(called,)), tools=(Tool("tool"),)
    )
    assert starts(Shifted(problem).later()) == {
        ("x", "tooling", "a"): 27,
        ("x", "moulding", "b"): 40,
    }


def test_a_search_makes_room_by_it() -> None:
    def found(shifting: bool) -> float:
        return -float(searched(shifting).energies[1])

    assert found(shifting=True) > found(shifting=False)


def test_work_is_told_as_early_as_it_can_be_done() -> None:
    search = searched(shifting=True)
    problem, best = search.compiled.problem, search.compiled.decode(search.best)
    told = search.answer()

    assert value_of(problem, *told) >= value_of(problem, *best)
    before, after = (
        {(w.opportunity, w.step, w.resource): w.start for w in works}
        for _, works in (best, told)
    )
    assert before.keys() == after.keys()
    assert all(after[key] <= before[key] for key in before)
    assert sum(after.values()) < sum(before.values())


def searched(shifting: bool) -> Search:
    search = Search(midsize(orders=24), seed=1, shifting=shifting)
    for done in range(41):
        search.run(SHIFTING * 24, remaining=1 - done / 41)
    return search
