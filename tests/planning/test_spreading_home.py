"""Planning in parts through an executor, whatever becomes of its workers."""

import os
import signal
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from multiprocessing import get_context

import pytest
from msgspec.structs import replace
from tests.planning.midsize import midsize

from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.solving import Progress, solve
from grandis.planning.spreading import home

#: Just large enough to be planned in parts.
LARGE = midsize(orders=480)
#: The same, with time enough to make all of it, as it must.
ALL = replace(
    LARGE,
    objective="weighted_tardiness",
    horizon=24 * 600,
    calendars=(),
    resources=tuple(replace(r, calendar=None) for r in LARGE.resources),
    opportunities=tuple(
        replace(o, call_offs=tuple(replace(c, latest=None) for c in o.call_offs))
        for o in LARGE.opportunities
    ),
)


class Counting(Executor):
    """Works in one thread, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.threads = ThreadPoolExecutor(max_workers=1)

    def submit(self, function, /, *arguments, **named):
        self.asked += 1
        return self.threads.submit(function, *arguments, **named)


class Losing(Counting):
    """Loses two parts of three: the one is cancelled, the worker of the other dies."""

    def submit(self, function, /, *arguments, **named):
        self.asked += 1
        if self.asked % 3 == 0:
            return self.threads.submit(function, *arguments, **named)
        lost: Future[bytes] = Future()
        lost.set_exception((CancelledError, MemoryError)[self.asked % 3 - 1]())
        return lost


class Silent(Counting):
    """Never answers."""

    def submit(self, function, /, *arguments, **named):
        self.asked += 1
        return Future()


def in_parts(executor: Executor, problem: Problem = LARGE) -> Plan:
    """A plan with some time to get better; the clock of a busy machine is no limit."""
    values: list[int] = []
    return solve(
        problem,
        seconds=15,
        workers=2,
        executor=executor,
        on_progress=lambda progress: values.append(progress.value or 0),
        cancel=lambda: len(set(values)) > 3,
    )


def assert_it_is_a_plan(plan: Plan, problem: Problem = LARGE) -> None:
    assert check(problem, plan) == ()
    assert plan.status == "feasible"
    assert plan.value > 0
    assert plan.taken


def test_a_large_plan_is_made_in_parts() -> None:
    executor = Counting()
    assert_it_is_a_plan(in_parts(executor))
    assert executor.asked > 1


def test_it_tells_of_every_better_plan_and_never_goes_back() -> None:
    values: list[int] = []
    solve(
        LARGE,
        seconds=15,
        executor=Counting(),
        on_progress=lambda progress: values.append(progress.value or 0),
        cancel=lambda: len(set(values)) > 3,
    )
    assert values == sorted(values)
    assert values[-1] > 0


def test_what_must_all_be_made_is() -> None:
    plan = in_parts(Counting(), ALL)
    assert check(ALL, plan) == ()
    assert len(plan.taken) == len(ALL.opportunities)


@pytest.mark.parametrize(
    ("problem", "limits"),
    [
        (midsize(), {"seconds": 0.2}),
        (ALL, {"steps": 1}),
        (replace(ALL, objective="makespan"), {"seconds": 0.2}),
    ],
    ids=["small", "with steps", "a makespan"],
)
def test_an_executor_is_asked_for_large_plans_only(problem, limits) -> None:
    executor = Counting()
    solve(problem, **limits, executor=executor)
    assert executor.asked == 0


def test_lost_parts_lose_no_plan(caplog: pytest.LogCaptureFixture) -> None:
    executor = Losing()
    assert_it_is_a_plan(in_parts(executor))
    assert "a part was lost" in caplog.text


def test_workers_that_never_answer_do_not_hold_it_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(home, "PATIENCE", 0.0)
    assert_it_is_a_plan(in_parts(Silent()))
    assert "a part is planned here" in caplog.text


def test_an_executor_that_is_shut_down_is_done_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    executor = ThreadPoolExecutor()
    executor.shutdown()
    assert_it_is_a_plan(in_parts(executor))
    assert "planning goes on here" in caplog.text


def test_a_killed_process_loses_no_plan(caplog: pytest.LogCaptureFixture) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        alive = [executor.submit(os.getpid).result()]
        values: list[int] = []

        def kill(progress: Progress) -> None:
            values.append(progress.value or 0)
            if alive and values[-1] > 0:
                os.kill(alive.pop(), signal.SIGKILL)

        plan = solve(
            LARGE,
            seconds=30,
            executor=executor,
            on_progress=kill,
            cancel=lambda: len(set(values)) > 4,
        )
    assert_it_is_a_plan(plan)
    assert "BrokenProcessPool" in caplog.text
    assert plan.value == values[-1]
