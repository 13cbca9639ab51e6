"""Repair a plan that does not fit its problem any more, moving as little as need be.

Steps are *freed*, all others are held in their places as facts, and the search
plans the freed ones anew. What is freed grows until a good plan is found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from grandis.planning.accounts import accounts, value_of
from grandis.planning.checking import Violation, check
from grandis.planning.incumbent import facts
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Problem
from grandis.planning.replans import Move
from grandis.planning.retiming import clock, retimed

#: A step: the ids of its opportunity and its own.
Key = tuple[str, str]
#: A repair that only moves trouble elsewhere is given up after so many rounds.
MOST_ROUNDS = 4


@dataclass(frozen=True)
class Candidate:
    """A plan that passes `check`; `changed` are old steps not where they were."""

    value: int
    taken: tuple[Taken, ...]
    assignments: tuple[Assignment, ...]
    changed: frozenset[Key]


class Repair:
    """The problem as it is now, the old plan, and the candidates found so far.

    Parameters
    ----------
    problem
        The updated problem.
    plan
        The plan for the problem as it was.
    gone
        Opportunities that are not wanted any more.
    """

    def __init__(self, problem: Problem, plan: Plan, gone: frozenset[str]) -> None:
        self.problem = problem
        self.gone = gone
        self.clock = clock(problem)
        self.facts = {(b.opportunity, b.step) for b in problem.begun}
        wanted = plan.taken_ids & problem.opportunity.keys() - gone
        #: Steps that have not begun and are still wanted, as they were planned.
        self.old = {
            (a.opportunity, a.step): a
            for a in plan.assignments
            if a.opportunity in wanted and (a.opportunity, a.step) not in self.facts
        }
        self.taken = tuple(t for t in plan.taken if t.opportunity in wanted)
        self.candidates: list[Candidate] = []

    # ------------------------------------------------------------- candidates

    def offer(
        self, taken: Iterable[Taken], assignments: Iterable[Assignment]
    ) -> tuple[Violation, ...]:
        """Keep a plan if it stands the check; else what it breaks."""
        taken = [t for t in taken if t.opportunity not in self.gone]
        taken, kept = self._without_losses(taken, tuple(assignments))
        value = value_of(self.problem, taken, kept)
        plan = Plan("feasible", self.problem.objective, value, value, taken, kept)
        broken = check(self.problem, plan)
        if not broken:
            changed = self._changed(kept)
            self.candidates.append(Candidate(value, taken, kept, changed))
        return broken

    def _without_losses(
        self, taken: Iterable[Taken], assignments: tuple[Assignment, ...]
    ) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """Without opportunities that cost more than leaving them where they stand."""
        taken = tuple(taken)
        ids = {t.opportunity for t in taken}
        kept = [a for a in assignments if a.opportunity in ids or self._is_fact(a)]
        timed = retimed(self.clock, kept)
        if self.problem.objective != "surplus":
            return taken, timed
        sunk: dict[str, int] = {}
        for b in self.problem.begun:
            sunk[b.opportunity] = sunk.get(b.opportunity, 0) + b.cost
        lost = {
            o
            for o, account in accounts(self.problem, taken, timed).items()
            if account.surplus < -sunk.get(o, 0)
        }
        if not lost:
            return taken, timed
        rest = [t for t in taken if t.opportunity not in lost]
        return self._without_losses(rest, timed)

    def _is_fact(self, a: Assignment) -> bool:
        return (a.opportunity, a.step) in self.facts

    def _changed(self, assignments: Iterable[Assignment]) -> frozenset[Key]:
        place = {(a.opportunity, a.step): (a.resource, a.start) for a in assignments}
        return frozenset(
            key
            for key, was in self.old.items()
            if place.get(key) != (was.resource, was.start)
        )

    # ---------------------------------------------------------------- the old plan

    def standing(self) -> tuple[Violation, ...]:
        """Offer the old plan as it is; what it breaks now."""
        return self.offer(self.taken, (*self.old.values(), *facts(self.problem)))

    def give_up(self, broken: tuple[Violation, ...]) -> None:
        """Offer the old plan without the opportunities that break a rule."""
        taken = self.taken
        while broken and taken:
            hit = {o for o, _ in self.hit(broken, both=False)}
            rest = tuple(t for t in taken if t.opportunity not in hit)
            if rest == taken:
                return
            taken = rest
            assignments = (*self.old.values(), *facts(self.problem))
            broken = self.offer(taken, assignments)

    def held(self, freed: set[Key]) -> list[Assignment]:
        """The old steps but these, timed as they are without them."""
        kept = [a for key, a in self.old.items() if key not in freed]
        timed = retimed(self.clock, (*kept, *facts(self.problem)))
        return [a for a in timed if not self._is_fact(a)]

    def best(self) -> tuple[Sequence[Taken], Iterable[Assignment]]:
        """The best plan known: a candidate, or the old plan if there is none."""
        if not self.candidates:
            return self.taken, self.old.values()
        sign = 1 if self.problem.objective == "surplus" else -1
        best = max(self.candidates, key=lambda c: sign * c.value)
        return best.taken, best.assignments

    def moves(self, plan: Plan) -> Iterable[Move]:
        """What is not where it was, of the opportunities that are still wanted."""
        wanted = {t.opportunity for t in self.taken}
        planned = {key for key in plan.by_step if key[0] in wanted}
        for key in sorted(self.old.keys() | planned):
            was, now = self.old.get(key), plan.by_step.get(key)
            if key in self.facts:
                continue
            if was and now and (was.resource, was.start) == (now.resource, now.start):
                continue
            yield Move(*key, was, now)

    # --------------------------------------------------------------- what to free

    def hit(self, broken: Iterable[Violation], both: bool) -> set[Key]:
        """The old steps that broken rules name; with `both` those in their way too."""
        found: set[Key] = set()
        for violation in broken:
            values = violation.values
            roles = ("", "other_") if both else ("",)
            named = {
                (str(values[f"{role}opportunity"]), str(values[f"{role}step"]))
                for role in roles
                if f"{role}step" in values
            }
            movable = named & self.old.keys()
            if not movable:
                movable = self._behind(violation)
            found |= movable
        return found

    def _behind(self, violation: Violation) -> set[Key]:
        """The old steps that a rule means which names none that can move."""
        values = violation.values
        if "other_step" in values:
            other = str(values["other_opportunity"]), str(values["other_step"])
            if other in self.old:
                return {other}
        if "opportunity" in values:
            return {key for key in self.old if key[0] == values["opportunity"]}
        start, end = int(values.get("start", 0)), int(values.get("end", 1 << 40))
        return {
            key
            for key, a in self.old.items()
            if a.resource == values.get("resource") and a.setup < end and a.end > start
        }

    def followers(self, keys: Iterable[Key]) -> set[Key]:
        """These steps and all that wait for them, within their opportunities."""
        found = set(keys)
        for name in {o for o, _ in found}:
            steps = self.problem.opportunity[name].steps
            makes = {s.id: s.makes for s in steps}
            grown = True
            while grown:
                before = len(found)
                done = {s for o, s in found if o == name}
                made = {makes[s] for s in done} - {None}
                found |= {
                    (name, s.id)
                    for s in steps
                    if done & set(s.after) or (s.tool and s.tool in made)
                }
                grown = len(found) > before
        return found

    def whole(self, keys: Iterable[Key]) -> set[Key]:
        """All steps of the opportunities of these."""
        names = {o for o, _ in keys}
        return {key for key in self.old if key[0] in names}

    def related(self, keys: Iterable[Key]) -> set[Key]:
        """All steps of the opportunities that work where these could."""
        names = {o for o, _ in keys}
        resources = {
            option.resource
            for name in names
            for step in self.problem.opportunity[name].steps
            for option in step.options
        }
        names |= {o for (o, _), a in self.old.items() if a.resource in resources}
        return {key for key in self.old if key[0] in names}

    # ------------------------------------------------------------- putting back

    def put_back(self, candidate: Candidate, stop: Callable[[], bool]) -> None:
        """Offer the candidate with what need not have moved back in its place."""
        place = {(a.opportunity, a.step): a for a in candidate.assignments}
        names = sorted({o for o, _ in candidate.changed})
        groups = [{key for key in candidate.changed if key[0] == o} for o in names]
        groups += [{key} for key in sorted(candidate.changed)]
        for group in groups:
            if stop():
                return
            if group <= place.keys() and group & candidate.changed:
                moved = place | {key: self.old[key] for key in group}
                count = len(self.candidates)
                self.offer(candidate.taken, moved.values())
                if len(self.candidates) > count and self._is_gain(candidate):
                    candidate = self.candidates[-1]
                    place = {(a.opportunity, a.step): a for a in candidate.assignments}

    def _is_gain(self, candidate: Candidate) -> bool:
        """Whether the last candidate changes less than this and makes as much."""
        last = self.candidates[-1]
        same = {t.opportunity for t in last.taken} == {
            t.opportunity for t in candidate.taken
        }
        return same and len(last.changed) < len(candidate.changed)
