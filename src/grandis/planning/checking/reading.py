"""A plan read against its problem: the jobs it holds, opportunity by opportunity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import (
    Begun,
    Opportunity,
    Option,
    Problem,
    Resource,
    Step,
    Tool,
)

Key = tuple[str, str]


class Job(NamedTuple):
    """A step of the problem where and when the plan has it done.

    It holds its resource up to `held_until`, which is its end, or its setup where
    the plan states an end before that.
    """

    opportunity: Opportunity
    step: Step
    resource: Resource
    option: Option | None
    setup: int
    start: int
    end: int
    held_until: int
    cost: int
    begun: bool

    @property
    def site(self) -> str:
        """The id of the site where it is done."""
        return self.resource.site

    @property
    def name(self) -> dict[str, str]:
        """The values that name this job in a violation."""
        return {"opportunity": self.opportunity.id, "step": self.step.id}

    @property
    def other_name(self) -> dict[str, str]:
        """The values that name this job as the other one of two."""
        return {"other_opportunity": self.opportunity.id, "other_step": self.step.id}


def by_hold(job: Job) -> tuple[int, int]:
    """The key that sorts jobs by their holds, a hold of no duration first."""
    return job.setup, job.held_until


def longer(longest: Job | None, job: Job) -> Job:
    """Which of two jobs holds on longer, the first of them if both do."""
    if longest is None or job.held_until > longest.held_until:
        return job
    return longest


class Chain(NamedTuple):
    """A taken opportunity: the branches chosen and the jobs of its active steps."""

    opportunity: Opportunity
    branches: tuple[str, ...]
    active: tuple[Step, ...]
    jobs: Mapping[str, Job]


@dataclass(frozen=True)
class Case:
    """A problem and a plan side by side.

    `jobs` are all that hold a resource: the facts as the problem lists them,
    and the other assignments of the plan as far as they name things that
    exist, the first for each step.
    """

    problem: Problem
    plan: Plan
    steps: dict[Key, Step]
    facts: dict[Key, Begun]
    jobs: dict[Key, Job]
    taken: dict[str, Chain]

    @property
    def chains(self) -> Iterable[Chain]:
        """The chain of each opportunity taken."""
        return self.taken.values()

    @cached_property
    def tools(self) -> dict[str, Tool]:
        """Tools by id."""
        return {tool.id: tool for tool in self.problem.tools}

    @cached_property
    def by_resource(self) -> list[tuple[Resource, list[Job]]]:
        """The jobs that hold each resource, in order of their holds."""
        held: defaultdict[str, list[Job]] = defaultdict(list)
        for job in self.jobs.values():
            held[job.resource.id].append(job)
        return [
            (self.problem.resource[name], sorted(jobs, key=by_hold))
            for name, jobs in held.items()
        ]

    def transport(self, origin: str, destination: str) -> tuple[int, int] | None:
        """Ticks and cents from site to site; None when there is no way."""
        if origin == destination:
            return 0, 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else (link.duration, link.cost)


def read(problem: Problem, plan: Plan) -> Case:
    """Put a plan beside its problem; what names nothing is left out."""
    steps = {(o.id, step.id): step for o in problem.opportunities for step in o.steps}
    facts = {(begun.opportunity, begun.step): begun for begun in problem.begun}
    jobs: dict[Key, Job] = {}
    by_opportunity: defaultdict[str, dict[str, Job]] = defaultdict(dict)
    works: tuple[Begun | Assignment, ...] = problem.begun + plan.assignments
    for work in works:
        key = name, step_id = work.opportunity, work.step
        step, resource = steps.get(key), problem.resource.get(work.resource)
        if step is not None and resource is not None and key not in jobs:
            jobs[key] = job = _job(problem.opportunity[name], step, resource, work)
            by_opportunity[name][step_id] = job
    chains: dict[str, Chain] = {}
    for taken in plan.taken:
        name = taken.opportunity
        if name in problem.opportunity and name not in chains:
            chains[name] = _chain(
                problem.opportunity[name], taken.branches, by_opportunity[name]
            )
    return Case(problem, plan, steps, facts, jobs, chains)


def _job(
    opportunity: Opportunity, step: Step, resource: Resource, work: Begun | Assignment
) -> Job:
    option, begun = option_of(step, resource.id), isinstance(work, Begun)
    cost = work.cost if begun or option is None else option.cost
    setup, start, end = work.setup, work.start, work.end
    held_until = end if end > setup else setup
    return Job(
        opportunity, step, resource, option, setup, start, end, held_until, cost, begun
    )


def option_of(step: Step, resource: str) -> Option | None:
    """The option by which a resource does a step."""
    for option in step.options:
        if option.resource == resource:
            return option
    return None


def _chain(
    opportunity: Opportunity, branches: tuple[str, ...], jobs: Mapping[str, Job]
) -> Chain:
    active = tuple(
        step
        for step in opportunity.steps
        if step.branch is None or step.branch in branches
    )
    done = {step.id: jobs[step.id] for step in active if step.id in jobs}
    return Chain(opportunity, branches, active, done)
