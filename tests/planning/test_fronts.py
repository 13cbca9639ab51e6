"""No plan of a front is beaten by another, and all are valid as they stand."""

from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.planning.accounts import accounts
from grandis.planning.checking import check
from grandis.planning.fronts import FrontPoint, front
from grandis.planning.incumbent import Progress
from grandis.planning.problem import (
    CallOff,
    Choice,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)


def merits(point: FrontPoint, sign: int = 1) -> tuple[float, float, float]:
    return sign * point.value, -point.finish, point.on_time


def none_is_beaten(points: tuple[FrontPoint, ...], sign: int = 1) -> bool:
    return not any(
        all(a >= b for a, b in zip(merits(one, sign), merits(other, sign), strict=True))
        for one, other in permutations(points, 2)
    )


def workshop(*opportunities: Opportunity) -> Problem:
    return Problem(
        horizon=200,
        members=(Member("c"),),
        sites=(Site("s", "c"),),
        resources=(Resource("quick", "s"), Resource("cheap", "s")),
        opportunities=opportunities,
    )


def order(**more: Any) -> Opportunity:
    """Quick and dear, or slow and cheap."""
    options = Option("quick", 50, 500), Option("cheap", 100, 100)
    fields: dict[str, Any] = {"price": 1000, "steps": (Step("make", options),)}
    return Opportunity("o", **fields | more)


def test_haste_costs() -> None:
    points = front(workshop(order()), steps=20)

    assert [(p.value, p.finish) for p in points] == [(900, 100), (500, 50)]
    assert points[0].hurry == 1.0
    assert points[1].hurry < 1.0


def test_safety_costs() -> None:
    """The cheap machine ends on the due date, and so is late every other time."""
    dates = (CallOff("all", due=100, latest=200),)

    points = front(workshop(order(call_offs=dates)), steps=20)

    best, safe = points[0], points[-1]
    assert (best.value, safe.value) == (900, 500)
    assert best.on_time < 0.9 < safe.on_time


def test_a_plan_made_with_margins_is_told_without_them() -> None:
    points = front(workshop(order()), steps=20)

    for point in points:
        (work,) = point.plan.assignments
        assert work.end - work.start in (50, 100)
        assert point.finish == work.end


def test_a_hurry_does_not_clash_with_the_names_of_call_offs() -> None:
    dates = CallOff("hurry 0", due=150), CallOff("hurry 1", due=160)

    points = front(workshop(order(call_offs=dates)), steps=20)

    assert len(points) == 2


def test_routes_are_dials_too() -> None:
    steps = (
        Step("quick", (Option("quick", 20, 700),), branch="q"),
        Step("slow", (Option("cheap", 90, 100),), branch="s"),
    )
    opportunity = Opportunity(
        "o", steps, price=1000, choices=(Choice("how", ("q", "s")),)
    )

    points = front(workshop(opportunity), steps=20)

    assert [p.plan.taken[0].branches for p in points] == [("s",), ("q",)]


def test_a_larger_front_is_valid_and_undominated() -> None:
    problem = midsize(orders=5)

    points = front(problem, steps=16)

    assert len(points) >= 2
    assert none_is_beaten(points)
    assert [p.value for p in points] == sorted((p.value for p in points), reverse=True)
    for point in points:
        assert check(problem, point.plan) == ()
        booked = accounts(problem, point.plan.taken, point.plan.assignments)
        assert point.lateness == sum(a.tardiness for a in booked.values())
        assert point.value == point.plan.value


@pytest.mark.parametrize("objective", ["makespan", "weighted_tardiness"])
def test_it_serves_the_other_objectives(objective: str) -> None:
    problem = replace(workshop(order()), objective=objective)

    points = front(problem, steps=20)

    assert points
    assert none_is_beaten(points, sign=-1)


def test_there_is_no_front_without_a_plan() -> None:
    late = order(call_offs=(CallOff("all", due=10, latest=10),))

    assert front(replace(workshop(late), objective="makespan"), steps=20) == ()


def test_equal_seeds_give_equal_fronts() -> None:
    told = [[merits(p) for p in front(workshop(order()), steps=20)] for _ in "ab"]

    assert told[0] == told[1]


def test_a_front_goes_into_json_and_back() -> None:
    points = front(workshop(order()), steps=20)

    data = msgspec.json.encode(points)

    assert msgspec.json.decode(data, type=tuple[FrontPoint, ...]) == points
    assert "all done by tick 100" in str(points[0])


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_every_point_keeps_every_rule(problem: Problem) -> None:
    sign = 1 if problem.objective == "surplus" else -1

    points = front(problem, steps=5)

    assert none_is_beaten(points, sign)
    for point in points:
        assert check(problem, point.plan) == ()


def test_it_tells_of_all_searches_as_of_one() -> None:
    told: list[Progress] = []

    front(midsize(orders=4), seconds=3, on_progress=told.append)

    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert 2 < told[-1].seconds <= 3  # the last of nine searches was told of
    values = [p.value for p in told if p.value is not None]
    assert values == sorted(values)
    assert [p.bound for p in told] == sorted((p.bound for p in told), reverse=True)


def test_cancelled_it_keeps_what_it_has_found() -> None:
    told: list[Progress] = []

    points = front(
        workshop(order()),
        steps=20,
        on_progress=told.append,
        cancel=lambda: bool(told),
    )

    assert [(p.hurry, p.margin) for p in points] == [(1.0, 0)]
