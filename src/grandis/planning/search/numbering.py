"""Numbers for the ids of a problem, and the routes that can be planned."""

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, product
from math import prod

import numpy as np

from grandis.planning.plan import Assignment
from grandis.planning.problem import (
    Begun,
    CallOff,
    Choice,
    Opportunity,
    Option,
    Problem,
    Setup,
    Step,
)
from grandis.planning.search.arrays import Ints

#: Routes of one opportunity that the search knows; a sample when there are more.
MOST_ROUTES = 64


def ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def offsets(sizes: Iterable[int] | Ints) -> Ints:
    """Where each of several ranges begins when they stand in a row, and their end."""
    counts = sizes if isinstance(sizes, np.ndarray) else ints(sizes)
    return np.concatenate([[0], np.cumsum(counts)])


def owners(ptr: Ints) -> Ints:
    """Of all that ranges hold, one after the other, the number of its range."""
    return np.repeat(np.arange(len(ptr) - 1), np.diff(ptr))


def all_of(ptr: Ints, picks: Ints) -> Ints:
    """All that some ranges hold, one range after the other."""
    sizes = np.diff(ptr)[picks]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(ptr[picks], sizes) + within


class Numbering:
    """Numbers for the ids of a problem; steps stand after their predecessors."""

    def __init__(self, problem: Problem, held: Iterable[Assignment] = ()) -> None:
        self.problem = problem
        self.site = _numbers(site.id for site in problem.sites)
        self.member = _numbers(member.id for member in problem.members)
        self.tool = _numbers(tool.id for tool in problem.tools)
        self.table = _numbers(table.id for table in problem.changeovers)
        steps = [step for o in problem.opportunities for step in o.steps]
        stated: list[Step | Setup] = [*steps, *(r.setup for r in problem.resources)]
        self.material = _numbers(x.material for x in stated if x.material)
        self.colour = _numbers(x.colour for x in stated if x.colour)
        self.opportunity = _numbers(o.id for o in problem.opportunities)
        self.steps: list[tuple[Opportunity, Step]] = []
        self.step: dict[tuple[str, str], int] = {}
        for opportunity in problem.opportunities:
            for step in _topological(opportunity):
                self.step[opportunity.id, step.id] = len(self.steps)
                self.steps.append((opportunity, step))
        self.sited = {tool.id for tool in problem.tools if tool.site}
        facts: list[Begun | Assignment] = [*held, *problem.begun]
        self.begun = {(b.opportunity, b.step): b for b in facts}
        self.begun_of: dict[str, dict[str, str]] = {}
        for (o, step_id), b in self.begun.items():
            self.begun_of.setdefault(o, {})[step_id] = b.resource
        self.lanes = [r for r in problem.resources for _ in range(r.capacity)]
        first = accumulate((r.capacity for r in problem.resources), initial=0)
        self.first_lane = {
            r.id: n for r, n in zip(problem.resources, first, strict=False)
        }
        self._reliability = {
            r.id: problem.member[problem.member_of(r.id)].reliability
            for r in problem.resources
        }

    @cached_property
    def options(self) -> list[Option]:
        """The options of all steps, in their order."""
        return [option for _, step in self.steps for option in step.options]

    @cached_property
    def option_duration(self) -> Ints:
        return ints([option.duration for option in self.options])

    @cached_property
    def option_cost(self) -> Ints:
        return ints([option.cost for option in self.options])

    def is_placed(self, opportunity: Opportunity, step: Step) -> bool:
        """Whether the policy allows a step to be done anywhere."""
        least, found = opportunity.policy.least_reliability, self._reliability
        if least <= 0:
            return bool(step.options)
        return any(found[option.resource] >= least for option in step.options)

    def reliability(self, resource: str) -> float:
        """The reliability of the member that owns a resource."""
        return self._reliability[resource]


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(ids))}


def _topological(opportunity: Opportunity) -> list[Step]:
    """Steps after those they come after and after the makers of their tools."""
    if _is_chain(opportunity.steps):
        return list(opportunity.steps)
    makers: dict[str, list[str]] = {}
    for step in opportunity.steps:
        if step.makes:
            makers.setdefault(step.makes, []).append(step.id)
    waiting = {
        step.id: {*step.after, *(makers.get(step.tool, ()) if step.tool else ())}
        for step in opportunity.steps
    }
    order: list[Step] = []
    while waiting:
        # a tool needed before it is made leaves no free step: such a route
        # cannot be planned, and then any order by `after` alone will do
        free = [s for s in opportunity.steps if s.id in waiting and not waiting[s.id]]
        if not free:
            free = [
                next(
                    s
                    for s in opportunity.steps
                    if s.id in waiting and not waiting.keys() & set(s.after)
                )
            ]
        for step in free:
            del waiting[step.id]
            order.append(step)
        for ids in waiting.values():
            ids.difference_update(step.id for step in free)
    return order


def _is_chain(steps: Sequence[Step]) -> bool:
    """Whether each step comes after the one before it, and no tool says more."""
    return all(
        step.after == ((before.id,) if before else ()) and not step.tool
        for before, step in zip((None, *steps), steps, strict=False)
    )


def branch_sets(opportunity: Opportunity) -> Iterator[frozenset[str]]:
    """The sets of branches that choose one of every active choice."""
    inside: dict[str | None, list[Sequence[str]]] = {}
    for choice in opportunity.choices:
        inside.setdefault(choice.within, []).append(choice.branches)

    def sets(within: str | None) -> Iterator[frozenset[str]]:
        alternatives = [
            [frozenset((b,)) | deeper for b in branches for deeper in sets(b)]
            for branches in inside.get(within, [])
        ]
        for combination in product(*alternatives):
            yield frozenset().union(*combination)

    return sets(None)


def is_sampled(opportunity: Opportunity) -> bool:
    """Whether it has more routes than are known here."""
    inside: dict[str | None, list[Choice]] = {}
    for choice in opportunity.choices:
        inside.setdefault(choice.within, []).append(choice)

    def count(within: str | None) -> int:
        return prod(sum(map(count, c.branches)) for c in inside.get(within, ()))

    return count(None) > MOST_ROUTES


def _sampled_sets(opportunity: Opportunity) -> list[frozenset[str]]:
    """All branch sets, or a repeatable sample when there are too many."""
    if not opportunity.choices:
        return [frozenset()]
    count = 1
    for choice in opportunity.choices:
        count *= len(choice.branches)
    if count <= 4096:
        sets = list(branch_sets(opportunity))
        if len(sets) <= MOST_ROUTES:
            return sets
        return random.Random(0).sample(sets, MOST_ROUTES)
    source = random.Random(0)
    sample: dict[frozenset[str], None] = {}
    for _ in range(MOST_ROUTES):
        chosen: set[str] = set()
        open_choices = [c for c in opportunity.choices if c.within is None]
        while open_choices:
            branch = source.choice(open_choices.pop().branches)
            chosen.add(branch)
            open_choices += [c for c in opportunity.choices if c.within == branch]
        sample[frozenset(chosen)] = None
    return list(sample)


def routes(n: Numbering, opportunity: Opportunity) -> list[tuple[frozenset[str], Ints]]:
    """Branches and step numbers of the routes that can be planned at all."""
    found = []
    begun = n.begun_of.get(opportunity.id, {})
    if any(
        n.reliability(r) < opportunity.policy.least_reliability for r in begun.values()
    ):
        return []
    for chosen in _sampled_sets(opportunity):
        active = [
            s for s in opportunity.steps if s.branch is None or s.branch in chosen
        ]
        made = {step.makes for step in active}
        if begun.keys() <= {step.id for step in active} and all(
            (
                n.is_placed(opportunity, step)
                and (step.tool is None or step.tool in made or step.tool in n.sited)
            )
            or step.id in begun
            for step in active
        ):
            numbers = sorted(n.step[opportunity.id, step.id] for step in active)
            found.append((chosen, ints(numbers)))
    return found


def due_steps(opportunity: Opportunity, call_off: CallOff) -> list[str]:
    """The steps a call-off waits for."""
    return list(call_off.steps or (step.id for step in opportunity.steps))
