"""`replan`: keep what has begun, change as little as need be, then earn the most.

See docs/why/0005-least-change-first.md.
"""

from collections.abc import Callable, Iterator, Sequence

from grandis.errors import InputError
from grandis.planning.checking import check
from grandis.planning.events import Event
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.replans import Move as Move
from grandis.planning.replans import Replan as Replan
from grandis.planning.solving import Progress

#: Seconds for the first answer.
AT_ONCE = 0.3


def replan(
    problem: Problem,
    plan: Plan,
    events: Sequence[Event],
    now: int,
    *,
    seconds: float = 10,
    steps: int | None = None,
    seed: int = 0,
    workers: int = 2,
    tolerance: float = 0.01,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Replan:
    """Change a plan as little as need be after something has happened.

    Everything set up before `now` is a fact. Of the plans found whose objective
    is within `tolerance` of what is to be had, the one that changes the fewest
    steps wins, then the better one. What is to be had is the value of the plan
    before the events (a new opportunity added), or that of a plan made from
    scratch if even this one cannot keep it.

    Parameters
    ----------
    problem, plan
        The plan and the problem that it is for.
    events
        What has happened, in this order.
    now
        The tick at which it is known.
    seconds, steps, seed, workers, on_progress, cancel
        As for `solve`. Progress is told of the first answer, which comes at once,
        and of the plan made from scratch.
    tolerance
        Part of the objective that may be given up for fewer changes.

    Raises
    ------
    InputError
        When the plan breaks a rule, `now` lies before the problem's, or an event
        names something that is not there.
    """
    replanner = Replanner(problem, plan, tolerance=tolerance, seed=seed)
    answers = replanner.answers(
        events,
        now,
        seconds=seconds,
        steps=steps,
        workers=workers,
        on_progress=on_progress,
        cancel=cancel,
    )
    return list(answers)[-1]


class Replanner:
    """A plan that is being carried out, ready to answer what happens to it.

    What takes time and does not depend on what happens is done beforehand: the
    plan is checked and the search is compiled. Ask it in the same process.

    >>> replanner = Replanner(problem, plan)  # doctest: +SKIP
    >>> for found in replanner.answers([MachineDown("P-7", 120, 168)], now=118):
    ...     print(found)
    >>> replanner.adopt(found)  # doctest: +SKIP

    Parameters
    ----------
    problem, plan
        The plan and the problem that it is for.
    tolerance, seed
        As for `replan`.

    Raises
    ------
    InputError
        When the plan breaks a rule.
    """

    def __init__(
        self, problem: Problem, plan: Plan, *, tolerance: float = 0.01, seed: int = 0
    ) -> None:
        from grandis.planning.search.driver import compile_kernels

        broken = check(problem, plan)
        if broken:
            raise InputError(
                "the plan is not one for this problem: "
                f"{broken[0].english()}; give the plan that is being carried out"
            )
        compile_kernels()
        self.problem, self.plan = problem, plan
        self.tolerance, self.seed = tolerance, seed

    def answers(
        self,
        events: Sequence[Event],
        now: int,
        *,
        seconds: float = 10,
        steps: int | None = None,
        workers: int = 2,
        on_progress: Callable[[Progress], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Iterator[Replan]:
        """Answers to what has happened: one at once, then a better one, with a bound.

        The standing plan stays; `adopt` an answer to go on from it. Parameters
        and errors are those of `replan`. The first answer has taken its
        `fresh_changed` from a plan made from scratch in a moment.
        """
        from grandis.planning.answering import Answering

        answering = Answering(
            self.problem,
            self.plan,
            events,
            now,
            tolerance=self.tolerance,
            steps=steps,
            seed=self.seed,
            cancel=cancel,
        )
        first = answering.at_once(min(AT_ONCE, seconds))
        if on_progress and first.plan.status != "unknown":
            on_progress(
                Progress(first.plan.value, first.plan.bound, first.plan.seconds)
            )
        yield first
        if (left := seconds - first.plan.seconds) > 0 or steps is not None:
            yield answering.with_time(left, workers, on_progress)

    def adopt(self, found: Replan) -> None:
        """Go on from an answer: its plan is the standing one now."""
        self.problem, self.plan = found.problem, found.plan
