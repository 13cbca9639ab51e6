"""The bound by load: never above a plan, and as high as it must be."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.strategies import problems
from tests.planning.test_solving import job_shop

from grandis.planning import loads
from grandis.planning.loads import Floats, load_bound
from grandis.planning.problem import (
    Choice,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.solving import solve


def two_machines(*durations: tuple[int, int]) -> Problem:
    """Works of which each takes so long on one machine and so long on the other."""
    return Problem(
        horizon=1000,
        objective="makespan",
        members=(Member("shop"),),
        sites=(Site("hall", "shop"),),
        resources=(Resource("A", "hall"), Resource("B", "hall")),
        opportunities=tuple(
            Opportunity(f"J{n}", (Step("1", (Option("A", a), Option("B", b))),))
            for n, (a, b) in enumerate(durations)
        ),
    )


def test_work_is_spread_until_the_busiest_is_least_busy() -> None:
    # all of the first two on A, all of the others on B, is 20 and 20; less than
    # that would put work where it takes longer
    problem = two_machines((10, 30), (10, 30), (30, 10), (30, 10))

    assert load_bound(problem, seconds=10) == 20


def test_part_of_a_tick_counts_as_one() -> None:
    problem = two_machines((5, 5))  # 2.5 each

    assert load_bound(problem, seconds=10) == 3


def test_a_team_of_two_does_two_things_at_once() -> None:
    problem = two_machines((9, 9), (9, 9))
    team = Resource("A", "hall", capacity=2), Resource("B", "hall")

    assert load_bound(replace(problem, resources=team), seconds=10) == 6


def test_prices_come_close_to_a_program_that_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(3)
    works = [(random.randint(1, 99), random.randint(1, 99)) for _ in range(60)]
    problem = two_machines(*works)

    solved = load_bound(problem, seconds=10)
    monkeypatch.setattr(loads, "MOST_VARIABLES", 1)
    priced = load_bound(problem, seconds=10)

    assert 0.99 * solved <= priced <= solved


def test_prices_know_that_a_team_of_two_does_two_things_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = two_machines((9, 9), (9, 9))
    team = Resource("A", "hall", capacity=2), Resource("B", "hall")
    monkeypatch.setattr(loads, "MOST_VARIABLES", 1)

    assert load_bound(replace(problem, resources=team), seconds=10) == 6


def test_scarce_time_is_dear() -> None:
    team = Resource("A", "hall"), Resource("B", "hall", capacity=2)
    told: list[Floats] = []

    load_bound(two_machines((1, 50), (1, 50), (50, 10)), 10, told.append)
    with_team = replace(two_machines((9, 9), (5, 20)), resources=team)
    load_bound(with_team, 10, told.append)

    assert told[0].sum() == pytest.approx(1)
    assert told[0][1] > 2 * told[0][0]  # B has more to do, and nobody can help
    assert told[1] @ [1, 2] == pytest.approx(1)


def test_what_all_work_costs_at_the_prices_is_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loads, "MOST_VARIABLES", 1)
    works = (9, 9), (1, 50), (17, 23), (8, 50), (50, 5)
    told: list[Floats] = []

    bound = load_bound(two_machines(*works), 10, told.append)

    cheapest = sum(min(told[0] * work) for work in works)
    assert bound - 1 < cheapest <= bound + 1e-6


def two_ways(*durations: tuple[int, int, int]) -> Problem:
    """Works of so long on A, or so long on B, or so long on whichever of the two."""

    def step(number: int, branch: str, machine: str, duration: int) -> Step:
        return Step(f"{number}", (Option(machine, duration),), branch=branch)

    return replace(
        two_machines(),
        opportunities=tuple(
            Opportunity(
                f"J{n}",
                (
                    step(1, "on A", "A", a),
                    step(2, "on B", "B", b),
                    step(3, "either on A", "A", either),
                    step(4, "either on B", "B", either),
                ),
                choices=(
                    Choice("either", ("either on A", "either on B"), within="either"),
                    Choice("way", ("on A", "on B", "either")),
                ),
            )
            for n, (a, b, either) in enumerate(durations)
        ),
    )


@pytest.mark.parametrize("most", [0, loads.MOST_VARIABLES])
def test_every_opportunity_takes_its_best_way(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "MOST_VARIABLES", most)

    assert load_bound(two_ways((10, 30, 90), (30, 10, 90)), seconds=10) == 10
    assert load_bound(two_ways((90, 90, 7), (90, 90, 7)), seconds=10) == 7


def test_prices_come_close_to_a_program_with_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = Random(3)
    problem = two_ways(
        *((random.randint(1, 99), random.randint(1, 99), 50) for _ in range(60))
    )

    solved = load_bound(problem, seconds=10)
    monkeypatch.setattr(loads, "MOST_VARIABLES", 1)
    priced = load_bound(problem, seconds=10)

    assert 0.99 * solved <= priced <= solved


def test_no_work_takes_no_time() -> None:
    assert load_bound(two_machines(), seconds=10) == 0


def test_it_is_not_above_the_published_optimum_of_kacem_1() -> None:
    assert 0 < load_bound(job_shop(), seconds=10) <= 11


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_plan_is_below_it(problem: Problem) -> None:
    problem = replace(problem, objective="makespan")
    plan = solve(problem, steps=20)

    if plan.status in ("optimal", "feasible"):
        assert load_bound(problem, seconds=10) <= plan.value


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_plan_is_below_the_bound_by_prices(problem: Problem) -> None:
    problem = replace(problem, objective="makespan")
    plan = solve(problem, steps=20)

    if plan.status in ("optimal", "feasible"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loads, "MOST_VARIABLES", 0)
            assert load_bound(problem, seconds=10) <= plan.value
