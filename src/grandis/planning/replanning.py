"""`replan`: keep what has begun, change as little as need be, then earn the most.

See docs/why/0005-least-change-first.md.
"""

import time
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from grandis.errors import InputError
from grandis.planning.accounts import accounts, value_of
from grandis.planning.checking import check
from grandis.planning.events import Cancelled, Event, NewOpportunity
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Id, Problem, Record
from grandis.planning.repairing import MOST_ROUNDS, Candidate, Key, Repair
from grandis.planning.solving import Progress, solve
from grandis.planning.subproblems import alone, holding
from grandis.planning.updating import updated

#: The part of the time that a plan made from scratch gets, for comparison.
FRESH_SHARE = 0.4
#: The part of the time for each set of freed steps.
LEVEL_SHARE = 0.12
#: Iterations of the search between two looks at the clock or at cancelling.
SLICE = 32
#: Iterations to see what a new opportunity can bring.
LOOK = 100


class Move(Record, frozen=True):
    """A step that is not where it was; None: not planned before, or not any more."""

    opportunity: Id
    step: Id
    before: Assignment | None = None
    after: Assignment | None = None


class Replan(Record, frozen=True):
    """What becomes of a plan after something has happened.

    Attributes
    ----------
    problem
        The problem as it is now; `plan` passes `check` on it.
    moved
        Steps with another machine or start than before, of the opportunities
        that were taken and are still wanted.
    dropped, added
        Opportunities taken before and not now, and the other way round.
    cost
        Surplus lost in cents, against the plan as it was; with the other
        objectives what the value became worse by. Negative: it got better.
    changed, of
        How many of the steps that had not begun moved or are left out, and how
        many there were.
    fresh_changed
        How many it would have been with a plan made from scratch.
    """

    problem: Problem
    plan: Plan
    moved: tuple[Move, ...]
    dropped: tuple[Id, ...]
    added: tuple[Id, ...]
    cost: int
    changed: int
    of: int
    fresh_changed: int

    def __str__(self) -> str:
        words = [
            f"{self.changed} of {self.of} steps not begun change; a plan from scratch"
            f" would change {self.fresh_changed}",
            f"the objective gets worse by {self.cost}",
        ]
        if self.dropped:
            words.append(f"dropped: {', '.join(self.dropped)}")
        if self.added:
            words.append(f"added: {', '.join(self.added)}")
        return "; ".join(words)


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
        As for `solve`. Progress is told of the plan made from scratch.
    tolerance
        Part of the objective that may be given up for fewer changes.

    Raises
    ------
    InputError
        When the plan breaks a rule, `now` lies before the problem's, or an event
        names something that is not there.
    """
    broken = check(problem, plan)
    if broken:
        raise InputError(
            f"the plan is not one for this problem: {broken[0].english()}; give "
            "the plan that is being carried out"
        )
    run = _Run(problem, plan, events, now, tolerance)
    run.limits(seconds, steps, seed, cancel)
    fresh = run.start(workers, on_progress)
    run.repair()
    return run.result(fresh)


class _Run:
    """One call of `replan`."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        events: Sequence[Event],
        now: int,
        tolerance: float,
    ) -> None:
        self.old_problem, self.before = problem, plan
        self.problem = updated(problem, plan, events, now)
        self.gone = frozenset(e.opportunity for e in events if isinstance(e, Cancelled))
        self.new = tuple(
            e.opportunity.id
            for e in events
            if isinstance(e, NewOpportunity) and e.opportunity.id not in self.gone
        )
        self.sign = 1 if problem.objective == "surplus" else -1
        self.tolerance = tolerance
        self.repairs = Repair(self.problem, plan, self.gone)
        self.fresh: Candidate | None = None

    def limits(
        self,
        seconds: float,
        steps: int | None,
        seed: int,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.begun = time.monotonic()
        self.seconds, self.steps, self.seed = seconds, steps, seed
        self.cancel = cancel or (lambda: False)

    def start(
        self, workers: int, on_progress: Callable[[Progress], None] | None
    ) -> Plan:
        """See whether the old plan still stands, and what a new one could do."""
        self.broken = self.repairs.standing()
        self.repairs.give_up(self.broken)
        fresh = solve(
            self.problem,
            seconds=FRESH_SHARE * self.seconds,
            steps=self.steps,
            seed=self.seed,
            workers=workers,
            on_progress=on_progress,
            cancel=self.cancel,
        )
        count = len(self.repairs.candidates)
        if fresh.status in ("optimal", "feasible"):
            self.repairs.offer(fresh.taken, fresh.assignments)
        if len(self.repairs.candidates) > count:
            self.fresh = self.repairs.candidates[-1]
        return fresh

    # ------------------------------------------------------------------ repairing

    def repair(self) -> None:
        """Free more and more steps until a plan is good enough."""
        repairs = self.repairs
        first = repairs.hit(self.broken, both=False)
        both = repairs.hit(self.broken, both=True)
        levels: list[Callable[[], set[Key]]] = [
            lambda: first,
            lambda: repairs.followers(first),
            lambda: repairs.followers(both),
            lambda: repairs.whole(both),
            lambda: repairs.related(both),
        ]
        tried: set[frozenset[Key]] = set()
        for level in levels:
            freed = frozenset(level() & repairs.old.keys())
            if freed not in tried and not self._over():
                tried.add(freed)
                self._free(set(freed))
            if self._good():
                break
        for candidate in self._good()[:1]:
            repairs.put_back(candidate, self._over)

    def _free(self, freed: set[Key]) -> None:
        """Plan these steps anew, and more where the others do not fit to them."""
        for _ in range(MOST_ROUNDS):
            found = self._search(freed)
            broken = self.repairs.offer(*found) if found else ()
            if not broken or self._over():
                return
            more = self.repairs.hit(broken, both=True) | freed
            if more == freed:
                more = self.repairs.whole(freed)
            if more == freed:
                return
            freed = more

    def _search(
        self, freed: set[Key]
    ) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]] | None:
        from grandis.planning.search.driver import Search

        search = Search(holding(self.problem, self.repairs.held(freed)), self.seed)
        until = time.monotonic() + LEVEL_SHARE * self.seconds
        most = self.steps if self.steps is not None else 1 << 40
        done = 0
        while done < most and not self.cancel():
            if self.steps is None and time.monotonic() > until:
                break
            search.run(min(SLICE, most - done), 0.0)
            done += SLICE
        return search.answer() if search.complete else None

    def _over(self) -> bool:
        late = self.steps is None and time.monotonic() - self.begun > self.seconds
        return late or self.cancel()

    # ------------------------------------------------------------------- choosing

    def _good(self) -> list[Candidate]:
        """The candidates within the tolerance, those that change least first."""
        if not self.repairs.candidates:
            return []
        best = max(self.sign * c.value for c in self.repairs.candidates)
        target = min(best, self._hoped())
        if self.fresh is not None:
            target = min(self.sign * self.fresh.value, target)
        least = target - self.tolerance * abs(target)
        good = [c for c in self.repairs.candidates if self.sign * c.value >= least]
        return sorted(good, key=lambda c: (len(c.changed), -self.sign * c.value))

    def _hoped(self) -> int:
        """What the old plan was worth without the cancelled, and the new can bring."""
        if self.sign < 0:
            return -self.before.value
        spent = sum(b.cost for b in self.problem.begun if b.opportunity in self.gone)
        booked = accounts(self.old_problem, self.before.taken, self.before.assignments)
        lost = sum(a.surplus for o, a in booked.items() if o in self.gone)
        return self.before.value - lost - spent + sum(map(self._alone, self.new))

    def _alone(self, opportunity: str) -> int:
        from grandis.planning.search.driver import Search

        problem = alone(self.problem, opportunity)
        search = Search(problem, self.seed)
        search.run(LOOK, 0.0)
        return max(0, value_of(problem, *search.answer()))

    # -------------------------------------------------------------------- telling

    def result(self, fresh: Plan) -> Replan:
        good = self._good()
        plan = replace(fresh, seconds=time.monotonic() - self.begun)
        changed = frozenset(self.repairs.old)
        if good:
            best = good[0]
            changed = best.changed
            plan = replace(
                plan,
                status="optimal" if best.value == fresh.bound else "feasible",
                value=best.value,
                taken=best.taken,
                assignments=best.assignments,
            )
        before = self.before.taken_ids
        fresh_changed = (
            self.fresh.changed if self.fresh else frozenset(self.repairs.old)
        )
        return Replan(
            problem=self.problem,
            plan=plan,
            moved=tuple(self._moves(plan)),
            dropped=tuple(sorted(before - plan.taken_ids - self.gone)),
            added=tuple(sorted(plan.taken_ids - before)),
            cost=self.sign * (self.before.value - plan.value),
            changed=len(changed),
            of=len(self.repairs.old),
            fresh_changed=len(fresh_changed),
        )

    def _moves(self, plan: Plan) -> Iterable[Move]:
        old = self.repairs.old
        wanted = {t.opportunity for t in self.repairs.taken}
        for key in sorted(old.keys() | {k for k in plan.by_step if k[0] in wanted}):
            was, now = old.get(key), plan.by_step.get(key)
            if key in self.repairs.facts:
                continue
            if was and now and (was.resource, was.start) == (now.resource, now.start):
                continue
            yield Move(*key, was, now)
