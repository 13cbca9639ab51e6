"""What cannot be done by a tick, and what may be."""

import sys

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_solving import job_shop

from grandis.planning.problem import Problem
from grandis.planning.rulingout import cannot_end_by
from grandis.planning.timeindexed import ending_by, is_impossible


def test_it_proves_that_kacem_1_takes_11() -> None:
    assert cannot_end_by(job_shop(), 10, seconds=60, stop=lambda: False)
    assert not cannot_end_by(job_shop(), 11, seconds=60, stop=lambda: False)


def test_what_nobody_waits_for_any_more_is_not_proven() -> None:
    looks = iter([False, True])

    assert not cannot_end_by(job_shop(), 10, seconds=60, stop=lambda: next(looks))
    assert next(looks, None) is None


def test_nothing_is_proven_where_no_process_can_be_had(monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert not cannot_end_by(job_shop(), 10, seconds=60, stop=lambda: False)


@given(problems())
@settings(suppress_health_check=list(HealthCheck), max_examples=100)
def test_it_never_rules_out_what_can_be_done(problem: Problem) -> None:
    problem = replace(problem, objective="makespan")
    found = best(problem)

    if found is not None and (easier := ending_by(problem, found[0])):
        assert not is_impossible(easier, seconds=10)


def test_it_leaves_alone_what_would_be_too_large() -> None:
    problem = replace(job_shop(), horizon=100_000)

    assert ending_by(problem, 99_999) is None
