"""`solve`: limits, progress, cancelling, and equal seeds."""

import pytest
from msgspec.structs import replace
from tests.planning.midsize import midsize

from grandis.planning.checking import check
from grandis.planning.problem import (
    Begun,
    CallOff,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.solving import Progress, solve

# Kacem, Hammadi & Borne (2002), IEEE Trans. Syst. Man Cybern. C 32(1), problem
# 1: 4 jobs, 5 machines; durations of each operation on machines 1 … 5. Its
# optimum is a makespan of 11.
KACEM_1 = (
    ((2, 5, 4, 1, 2), (5, 4, 5, 7, 5), (4, 5, 5, 4, 5)),
    ((2, 5, 4, 7, 8), (5, 6, 9, 8, 5), (4, 5, 4, 54, 5)),
    ((9, 8, 6, 7, 9), (6, 1, 2, 5, 4), (2, 5, 4, 2, 4), (4, 5, 2, 1, 5)),
    ((1, 5, 2, 4, 12), (5, 1, 2, 1, 2)),
)


def job_shop() -> Problem:
    def step(number: int, durations: tuple[int, ...]) -> Step:
        options = (Option(f"M{m}", d) for m, d in enumerate(durations, start=1))
        after = (f"O{number - 1}",) if number else ()
        return Step(f"O{number}", tuple(options), after=after)

    return Problem(
        horizon=200,
        objective="makespan",
        members=(Member("shop"),),
        sites=(Site("hall", "shop"),),
        resources=tuple(Resource(f"M{m}", "hall") for m in range(1, 6)),
        opportunities=tuple(
            Opportunity(f"J{j}", tuple(step(n, d) for n, d in enumerate(operations)))
            for j, operations in enumerate(KACEM_1)
        ),
    )


def test_it_proves_the_published_optimum_of_kacem_1() -> None:
    plan = solve(job_shop(), steps=2000)

    assert (plan.status, plan.value, plan.bound, plan.gap) == ("optimal", 11, 11, 0)
    assert check(job_shop(), plan) == ()


def test_equal_seeds_and_steps_give_equal_plans() -> None:
    problem = midsize()

    first, second = (solve(problem, steps=200, seed=3) for _ in range(2))

    assert first.assignments == second.assignments
    assert (first.value, first.bound) == (second.value, second.bound)


def test_a_plan_for_a_mid_size_cluster_keeps_every_rule() -> None:
    problem = midsize()

    plan = solve(problem, steps=300)

    assert check(problem, plan) == ()
    assert plan.value > 0
    assert plan.bound >= plan.value


@pytest.mark.parametrize(
    ("problem", "sign"), [(midsize(), 1), (job_shop(), -1)], ids=["surplus", "shop"]
)
def test_progress_only_gets_better(problem: Problem, sign: int) -> None:
    told: list[Progress] = []

    plan = solve(problem, seconds=2, on_progress=told.append)

    values = [sign * p.value for p in told if p.value is not None]
    bounds = [sign * p.bound for p in told]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert (sign * values[-1], sign * bounds[-1]) == (plan.value, plan.bound)


def test_without_time_there_is_the_first_plan() -> None:
    problem = midsize()

    plan = solve(problem, seconds=0)

    assert check(problem, plan) == ()
    assert 0 < plan.value <= plan.bound


def test_cancelling_returns_the_best_plan_so_far() -> None:
    problem = midsize()
    asked = iter(range(10**9))

    plan = solve(problem, seconds=3600, cancel=lambda: next(asked) > 20)

    assert check(problem, plan) == ()


def test_it_says_when_what_must_be_made_cannot_be() -> None:
    problem = job_shop()
    late = replace(problem.opportunities[0], call_offs=(CallOff("d", due=1, latest=1),))
    problem = replace(problem, opportunities=(late, *problem.opportunities[1:]))

    plan = solve(problem, steps=100)

    assert (plan.status, plan.taken, plan.assignments) == ("infeasible", (), ())


def test_without_opportunities_the_empty_plan_is_the_best() -> None:
    plan = solve(replace(job_shop(), opportunities=()), seconds=1)

    assert (plan.status, plan.value, plan.bound) == ("optimal", 0, 0)


def test_what_has_begun_stays_even_when_it_is_not_worth_going_on() -> None:
    problem = replace(
        job_shop(),
        objective="surplus",
        begun=(Begun("J0", "O0", "M4", 0, 0, 1, cost=30),),
    )

    plan = solve(problem, steps=100)

    assert plan.status == "optimal"
    assert plan.value == -30
    assert [(a.opportunity, a.step, a.start) for a in plan.assignments] == [
        ("J0", "O0", 0)
    ]
