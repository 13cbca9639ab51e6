"""One change to a plan: free more and more steps until what is found is good enough.

See docs/why/0005-least-change-first.md.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from grandis.planning.accounts import accounts, value_of
from grandis.planning.events import Cancelled, Event, NewOpportunity
from grandis.planning.incumbent import facts, first_bound
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Problem
from grandis.planning.repairing import MOST_ROUNDS, Candidate, Key, Repair
from grandis.planning.replans import Replan
from grandis.planning.solving import Progress, solve
from grandis.planning.subproblems import alone
from grandis.planning.updating import updated

if TYPE_CHECKING:
    from grandis.planning.search.driver import Search

#: The part of the time that a plan made from scratch gets, for comparison.
FRESH_SHARE = 0.4
#: The part of the time for each set of freed steps.
LEVEL_SHARE = 0.12
#: Iterations of the search between two looks at the clock or at cancelling.
SLICE = 32
#: A search ends so many iterations after it has doubled those to its best plan.
PATIENCE = 2048
#: Iterations to see what a new opportunity can bring.
LOOK = 100


class Answering:
    """What may be tried after some events, until when, and what is good enough.

    Parameters
    ----------
    problem, plan
        The plan, which keeps every rule, and the problem that it is for.
    events, now, tolerance, steps, seed, cancel
        As for `replan`.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        events: Sequence[Event],
        now: int,
        *,
        tolerance: float,
        steps: int | None,
        seed: int,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.begun = time.monotonic()
        self.old_problem, self.before = problem, plan
        self.problem = updated(problem, plan, events, now)
        self.gone = frozenset(e.opportunity for e in events if isinstance(e, Cancelled))
        self.new = tuple(
            e.opportunity.id
            for e in events
            if isinstance(e, NewOpportunity) and e.opportunity.id not in self.gone
        )
        self.sign = 1 if problem.objective == "surplus" else -1
        self.tolerance, self.steps, self.seed = tolerance, steps, seed
        self.cancel = cancel or (lambda: False)
        self.repairs = Repair(self.problem, plan, self.gone)
        self.broken = self.repairs.standing()
        self.repairs.give_up(self.broken)
        self.fresh: Candidate | None = None

    # ------------------------------------------------------------- two answers

    def at_once(self, seconds: float) -> Replan:
        """What can be had in so many seconds; no bound worth the name."""
        self._repair(seconds, seconds, rounds=1, skipped=2)
        fresh = self._sketch(LEVEL_SHARE * seconds)
        none = Plan(
            status="unknown",
            objective=self.problem.objective,
            value=0,
            bound=first_bound(self.problem),
            assignments=facts(self.problem),
            seed=self.seed,
        )
        return self._result(none, fresh)

    def with_time(
        self,
        seconds: float,
        workers: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> Replan:
        """What can be had in so many seconds, knowing what a new plan could do."""
        begun = time.monotonic()
        fresh = solve(
            self.problem,
            seconds=FRESH_SHARE * seconds,
            steps=self.steps,
            seed=self.seed,
            workers=workers,
            on_progress=on_progress,
            cancel=self.cancel,
        )
        if fresh.status in ("optimal", "feasible"):
            self.fresh = self._offered(fresh.taken, fresh.assignments)
        left = seconds - (time.monotonic() - begun)
        self._repair(seconds, left, rounds=MOST_ROUNDS)
        return self._result(fresh, self.fresh)

    def _offered(
        self, taken: Iterable[Taken], assignments: Iterable[Assignment]
    ) -> Candidate | None:
        count = len(self.repairs.candidates)
        self.repairs.offer(taken, assignments)
        found = self.repairs.candidates[count:]
        return found[0] if found else None

    def _sketch(self, seconds: float) -> Candidate | None:
        """A plan made from scratch in a moment, to tell how much it would change."""
        from grandis.planning.search.driver import Search

        search = Search(self.problem, self.seed)
        self._run(search, seconds)
        return self._offered(*search.answer()) if search.complete else None

    # ------------------------------------------------------------------ repairing

    def _repair(
        self, seconds: float, left: float, rounds: int, skipped: int = 0
    ) -> None:
        """Free more and more steps until a plan is good enough.

        The first of these levels are skipped where there is no time for all.
        """
        until = time.monotonic() + left

        def over() -> bool:
            return self.cancel() or (self.steps is None and time.monotonic() > until)

        repairs = self.repairs
        first = repairs.hit(self.broken, both=False)
        both = repairs.hit(self.broken, both=True)
        levels: list[Callable[[set[Key]], set[Key]]] = [
            lambda more: first | more,
            lambda more: repairs.followers(first | more),
            lambda more: repairs.followers(both | more),
            lambda more: repairs.whole(both | more),
            lambda more: repairs.related(both | more),
        ]
        tried: set[frozenset[Key]] = set()
        more: set[Key] = set()
        for level in levels[skipped:]:
            freed = frozenset(level(more) & repairs.old.keys())
            if freed not in tried and not over():
                tried.add(freed)
                more |= self._free(set(freed), rounds, LEVEL_SHARE * seconds, over)
            if self._is_enough():
                break
        for candidate in self._good()[:1]:
            repairs.put_back(candidate, over)

    def _free(
        self, freed: set[Key], rounds: int, seconds: float, over: Callable[[], bool]
    ) -> set[Key]:
        """Plan these steps anew, and more where the others do not fit to them.

        What must be freed besides, after so many rounds; nothing if they fit.
        """
        for _ in range(rounds):
            found = self._search(freed, seconds)
            broken = self.repairs.offer(*found) if found else ()
            if not broken:
                return set()
            more = self.repairs.hit(broken, both=True) | freed
            if more == freed:
                more = self.repairs.whole(freed)
            if more == freed or over():
                return more
            freed = more
        return freed

    def _search(
        self, freed: set[Key], seconds: float
    ) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]] | None:
        """The best plan found with these steps freed, beginning with the best known."""
        from grandis.planning.search.driver import Search

        repairs = self.repairs
        held, best = repairs.held(freed), repairs.best()
        search = Search(self.problem, self.seed, held, best, shifting=False)
        self._run(search, seconds)
        return search.answer() if search.complete else None

    def _run(self, search: "Search", seconds: float) -> None:
        """Search until nothing better has come for a while, or the time is up."""
        until = time.monotonic() + seconds
        most = self.steps if self.steps is not None else 1 << 40
        done = better = 0
        while done < min(most, 2 * better + PATIENCE) and not self.cancel():
            if self.steps is None and time.monotonic() > until:
                break
            before = search.energies[1]
            search.run(min(SLICE, most - done), 0.0)
            done += SLICE
            if search.energies[1] < before:
                better = done

    # ------------------------------------------------------------------- choosing

    def _good(self) -> list[Candidate]:
        """The candidates within the tolerance, those that change least first."""
        if not self.repairs.candidates:
            return []
        best = max(self.sign * c.value for c in self.repairs.candidates)
        least = self._least(min(best, self._target()))
        good = [c for c in self.repairs.candidates if self.sign * c.value >= least]
        return sorted(good, key=lambda c: (len(c.changed), -self.sign * c.value))

    def _is_enough(self) -> bool:
        """Whether freeing more steps is not worth while."""
        least = self._least(self._target())
        return any(self.sign * c.value >= least for c in self.repairs.candidates)

    def _target(self) -> int:
        """What is to be had: what is hoped for, or what a new plan would bring."""
        if self.fresh is None:
            return self._hoped
        return min(self.sign * self.fresh.value, self._hoped)

    def _least(self, value: int) -> float:
        return value - self.tolerance * abs(value)

    @cached_property
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

    def _result(self, plan: Plan, fresh: Candidate | None) -> Replan:
        """The best candidate; `plan` gives the bound, and is told if there is none."""
        changed = every = frozenset(self.repairs.old)
        plan = replace(plan, seconds=time.monotonic() - self.begun)
        for best in self._good()[:1]:
            changed = best.changed
            plan = replace(
                plan,
                status="optimal" if best.value == plan.bound else "feasible",
                value=best.value,
                taken=best.taken,
                assignments=best.assignments,
            )
        before = self.before.taken_ids
        return Replan(
            problem=self.problem,
            plan=plan,
            moved=tuple(self.repairs.moves(plan)),
            dropped=tuple(sorted(before - plan.taken_ids - self.gone)),
            added=tuple(sorted(plan.taken_ids - before)),
            cost=self.sign * (self.before.value - plan.value),
            changed=len(changed),
            of=len(every),
            fresh_changed=len(fresh.changed if fresh else every),
        )
