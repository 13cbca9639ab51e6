"""`risk`: how a plan does when work takes longer than planned, in many futures.

Each future draws how long every step takes. Machines and tools keep the order
of the plan; a step starts as soon as what it waits for is there, in working
hours and not across existing load, but never before its planned start: partners
and transport come when the plan says. Nothing is replanned.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec

from grandis.errors import InputError
from grandis.planning.plan import Plan
from grandis.planning.problem import Id, Problem, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grandis.planning.futures import Course

#: Steps named as delaying most.
MOST_DELAYS = 20


class Spread(Record, frozen=True):
    """How far work can be off its planned duration, and how machines fail.

    The factor on a duration is triangular between `least` and `most` with its
    peak at `likely`. A machine fails `failures` times in 1000 hours of work and
    is then down for an exponential time of `repair` working hours on average.
    """

    least: Annotated[float, msgspec.Meta(gt=0)]
    likely: Annotated[float, msgspec.Meta(gt=0)]
    most: Annotated[float, msgspec.Meta(gt=0)]
    failures: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    repair: Annotated[float, msgspec.Meta(ge=0)] = 0.0

    def __post_init__(self) -> None:
        if not self.least <= self.likely <= self.most:
            raise InputError(
                f"spread: least {self.least}, likely {self.likely} and most "
                f"{self.most} are not in this order; correct them"
            )


#: ASSUMPTION: ours, by stage of the value chain, to be replaced by what members
#: have measured. Planned durations hold on average; one-off work is less certain
#: than series work.
SPREADS: dict[str, Spread] = {
    "design": Spread(0.8, 0.95, 1.3),
    "prototyping": Spread(0.85, 0.95, 1.2, failures=1, repair=8),
    "tooling": Spread(0.8, 0.95, 1.3, failures=1, repair=16),
    "injection_moulding": Spread(0.94, 0.98, 1.05, failures=2, repair=6),
    "extrusion": Spread(0.94, 0.98, 1.05, failures=2, repair=6),
    "blow_moulding": Spread(0.94, 0.98, 1.05, failures=2, repair=6),
    "thermoforming": Spread(0.94, 0.98, 1.06, failures=2, repair=6),
    "subcontracting": Spread(0.9, 0.97, 1.15),
}
#: ASSUMPTION: for stages that are not named.
OTHERWISE = Spread(0.9, 0.98, 1.1, failures=1, repair=8)


class Quantiles(Record, frozen=True):
    """Of a quantity over all futures: its mean, and what so many percent stay below."""

    mean: float
    q10: int
    q50: int
    q90: int


class CallOffRisk(Record, frozen=True):
    """One call-off: the chance to be complete by `due`, and by `latest`."""

    call_off: Id
    on_time: float
    in_time: float
    finish: Quantiles


class OpportunityRisk(Record, frozen=True):
    """One taken opportunity: chances that all its call-offs are on time, in time.

    `planned` is the finish in the plan, in ticks; `late_cost` the mean in cents.
    """

    opportunity: Id
    on_time: float
    in_time: float
    planned: int
    finish: Quantiles
    late_cost: float
    call_offs: tuple[CallOffRisk, ...] = ()


class DelayRisk(Record, frozen=True):
    """A step that makes call-offs late: the part of all futures in which it does.

    It took longer than planned and everything from it to a late call-off waited.
    """

    opportunity: Id
    step: Id
    share: float


class Risk(Record, frozen=True):
    """What becomes of a plan in many futures.

    Attributes
    ----------
    on_time
        The chance that every call-off of every opportunity is on time.
    surplus
        Over all futures, in cents. What a miss of a latest date costs beyond
        the price of days late is not in it.
    delays
        The steps that make call-offs late, most often first.
    """

    futures: int
    seed: int
    on_time: float
    surplus: Quantiles
    opportunities: tuple[OpportunityRisk, ...]
    delays: tuple[DelayRisk, ...]

    def __str__(self) -> str:
        lines = [
            f"all on time in {self.on_time:.0%} of {self.futures} futures; surplus"
            f" {self.surplus.q10 / 100:,.2f} to {self.surplus.q90 / 100:,.2f} in most"
        ]
        lines += [
            f"{o.opportunity}: on time {o.on_time:.0%}, in time {o.in_time:.0%}"
            for o in self.opportunities
        ]
        return "\n".join(lines)


def risk(
    problem: Problem,
    plan: Plan,
    *,
    futures: int = 10_000,
    seed: int = 0,
    spreads: Mapping[str, Spread] = SPREADS,
) -> Risk:
    """Try a plan in many futures.

    Parameters
    ----------
    problem, plan
        A plan that passes `check` on this problem.
    futures
        How many; chances come in steps of one over this.
    seed
        Equal seeds give equal futures.
    spreads
        By the stage of a step, or of its resource where it has none. Stages not
        named take `OTHERWISE`. The defaults are assumptions.

    Raises
    ------
    InputError
        When `futures` is not positive.
    """
    if futures < 1:
        raise InputError(f"futures: {futures} are none to try; give at least 1")
    from grandis.planning.futures import run

    course = run(problem, plan, futures, seed, spreads, OTHERWISE)
    return _Telling(problem, plan, course, futures, seed).risk()


class _Telling:
    """From what happened in all futures to what is told of it."""

    def __init__(
        self, problem: Problem, plan: Plan, course: "Course", futures: int, seed: int
    ) -> None:
        import numpy as np

        self.problem, self.plan, self.course = problem, plan, course
        self.futures, self.seed = futures, seed
        self.all_on_time = np.ones(futures, bool)
        self.late_cost = np.zeros(futures, np.int64)
        self.delays = np.zeros(len(course.keys), np.int64)

    def risk(self) -> Risk:
        from grandis.planning.accounts import accounts

        booked = accounts(self.problem, self.plan.taken, self.plan.assignments)
        opportunities = tuple(
            self._opportunity(account.opportunity, account.finish)
            for account in booked.values()
        )
        sunk = sum(b.cost for b in self.problem.begun if b.opportunity not in booked)
        without = sum(a.price - a.work - a.transport for a in booked.values()) - sunk
        return Risk(
            futures=self.futures,
            seed=self.seed,
            on_time=float(self.all_on_time.mean()),
            surplus=_quantiles(without - self.late_cost),
            opportunities=opportunities,
            delays=self._delays(),
        )

    def _opportunity(self, name: str, planned: int) -> OpportunityRisk:
        import numpy as np

        opportunity = self.problem.opportunity[name]
        own = [i for i, key in enumerate(self.course.keys) if key[0] == name]
        on_time, in_time = np.ones((2, self.futures), bool)
        late_cost = np.zeros(self.futures, np.int64)
        told = []
        for call_off in opportunity.call_offs:
            waited = [
                i
                for i in own
                if not call_off.steps or self.course.keys[i][1] in call_off.steps
            ]
            done = self._complete(waited, opportunity.release)
            late = np.maximum(0, done - call_off.due)
            days = -(-late // self.problem.grid.ticks_per_day)
            late_cost += days * call_off.late_cost
            latest = np.inf if call_off.latest is None else call_off.latest
            on_time &= late == 0
            in_time &= done <= latest
            self._trace(waited, late > 0)
            told.append(
                CallOffRisk(
                    call_off.id,
                    float((late == 0).mean()),
                    float((done <= latest).mean()),
                    _quantiles(done),
                )
            )
        self.all_on_time &= on_time
        self.late_cost += late_cost
        return OpportunityRisk(
            opportunity=name,
            on_time=float(on_time.mean()),
            in_time=float(in_time.mean()),
            planned=planned,
            finish=_quantiles(self._complete(own, opportunity.release)),
            late_cost=float(late_cost.mean()),
            call_offs=tuple(told),
        )

    def _complete(self, waited: list[int], release: int) -> "NDArray[np.int64]":
        import numpy as np

        if not waited:
            return np.full(self.futures, release)
        done: NDArray[np.int64] = self.course.end[waited].max(axis=0)
        return done

    def _trace(self, waited: list[int], late: "NDArray[np.bool_]") -> None:
        """Count the steps that held up each late call-off, back from its end."""
        import numpy as np

        if not waited or not late.any():
            return
        where = np.flatnonzero(late)
        last = np.array(waited)[self.course.end[waited][:, where].argmax(axis=0)]
        while len(where):
            longer = self.course.longer[last, where]
            np.add.at(self.delays, last[longer], 1)
            last = self.course.behind[last, where]
            where, last = where[last >= 0], last[last >= 0]

    def _delays(self) -> tuple[DelayRisk, ...]:
        order = sorted(range(len(self.delays)), key=lambda i: -self.delays[i])
        return tuple(
            DelayRisk(
                *self.course.keys[i], min(1.0, float(self.delays[i] / self.futures))
            )
            for i in order[:MOST_DELAYS]
            if self.delays[i]
        )


def _quantiles(values: "NDArray[np.int64]") -> Quantiles:
    import numpy as np

    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf")
    return Quantiles(float(values.mean()), int(low), int(middle), int(high))
