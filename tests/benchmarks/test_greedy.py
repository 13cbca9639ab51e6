"""Greedy insertion by weighted slack, by hand."""

from benchmarks.planning.greedy import weighted_tardiness

from grandis.planning.problem import (
    CallOff,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)


def job(name: str, due: int, weight: int, *steps: dict[str, int]) -> Opportunity:
    return Opportunity(
        name,
        tuple(
            Step(
                f"S{n}",
                tuple(Option(machine, ticks) for machine, ticks in options.items()),
                after=(f"S{n - 1}",) if n else (),
            )
            for n, options in enumerate(steps)
        ),
        weight=weight,
        call_offs=(CallOff("delivery", due),),
    )


def shop(*jobs: Opportunity) -> Problem:
    return Problem(
        horizon=1000,
        objective="weighted_tardiness",
        members=(Member("shop"),),
        sites=(Site("hall", "shop"),),
        resources=(Resource("A", "hall"), Resource("B", "hall")),
        opportunities=jobs,
    )


def test_the_most_urgent_job_comes_first_and_the_other_is_late() -> None:
    heavy = job("heavy", 10, 4, {"A": 6})  # slack 4 / 4
    light = job("light", 9, 2, {"A": 5})  # slack 4 / 2

    assert weighted_tardiness(shop(light, heavy)) == 2 * (6 + 5 - 9)


def test_a_step_goes_where_it_ends_first() -> None:
    assert weighted_tardiness(shop(job("one", 3, 7, {"A": 9, "B": 4}))) == 7 * (4 - 3)


def test_a_gap_that_is_long_enough_is_used() -> None:
    first = job("first", 5, 9, {"B": 5}, {"A": 3})  # A is free until 5
    second = job("second", 6, 1, {"A": 5})

    assert weighted_tardiness(shop(second, first)) == 9 * (8 - 5)
