"""What cannot be done by a tick, and what may be."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_solving import job_shop

from grandis.planning.problem import Problem
from grandis.planning.timeindexed import cannot_end_by


def test_it_proves_that_kacem_1_takes_11() -> None:
    assert cannot_end_by(job_shop(), 10, seconds=60)
    assert not cannot_end_by(job_shop(), 11, seconds=60)


@given(problems())
@settings(suppress_health_check=list(HealthCheck), max_examples=100)
def test_it_never_rules_out_what_can_be_done(problem: Problem) -> None:
    problem = replace(problem, objective="makespan")
    found = best(problem)

    if found is not None and found[0] > 0:
        assert not cannot_end_by(problem, found[0], seconds=10)


def test_it_leaves_alone_what_would_be_too_large() -> None:
    problem = replace(job_shop(), horizon=100_000)

    assert not cannot_end_by(problem, 99_999, seconds=1)
