"""A large shop made by lot: how soon there is a plan, how good it gets, what it takes.

    python -m benchmarks.planning.large --jobs 2000 --machines 500 --seconds 60

Each job has five steps, each step eight of the machines with 1 to 100 ticks on
each. Equal numbers and seeds give equal problems. Prints better and better plans,
then the gap to our own bound, for a makespan also to the plain one (all work at its
fastest, spread evenly, or the longest job), for weighted tardiness how far it is below
a greedy plan, and the most memory used.
"""

import random
import sys
from collections.abc import Iterator, Sequence

from benchmarks.planning import greedy
from benchmarks.planning.single import parser_of, run

from grandis.planning import Plan, solve
from grandis.planning.problem import (
    CallOff,
    Member,
    Objective,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)

STEPS = 5
ELIGIBLE = 8
LONGEST = 100
HEAVIEST = 10
#: Due dates leave a job up to so many times its fastest work.
SLACK = (1.0, 4.0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--machines", type=int, default=500)
    parser.add_argument(
        "--objective", choices=("makespan", "weighted_tardiness"), default="makespan"
    )
    options = parser.parse_args(arguments)
    solve(shop(2, ELIGIBLE, options.objective), steps=1)  # compiles the kernels
    problem = shop(options.jobs, options.machines, options.objective, options.seed)
    return run(problem, options, gaps)


def shop(
    jobs: int, machines: int, objective: Objective = "makespan", seed: int = 0
) -> Problem:
    """A shop of `jobs` × 5 steps, each on 8 of the machines."""
    lot = random.Random(f"{jobs} {machines} {seed}")
    names = [f"M{m}" for m in range(machines)]
    opportunities = tuple(_job(f"J{j}", names, lot) for j in range(jobs))
    most = sum(
        max(x.duration for x in s.options) for o in opportunities for s in o.steps
    )
    return Problem(
        name=f"{jobs} jobs on {machines} machines, seed {seed}",
        objective=objective,
        horizon=most,
        members=(Member("shop"),),
        sites=(Site("hall", "shop"),),
        resources=tuple(Resource(name, "hall") for name in names),
        opportunities=opportunities,
    )


def _job(name: str, machines: list[str], lot: random.Random) -> Opportunity:
    steps = tuple(
        Step(
            f"S{s}",
            tuple(
                Option(machine, lot.randint(1, LONGEST))
                for machine in lot.sample(machines, ELIGIBLE)
            ),
            after=(f"S{s - 1}",) if s else (),
        )
        for s in range(STEPS)
    )
    due = round(lot.uniform(*SLACK) * _fastest(steps))
    return Opportunity(
        name,
        steps,
        weight=lot.randint(1, HEAVIEST),
        call_offs=(CallOff("delivery", due),),
    )


def _fastest(steps: Sequence[Step]) -> int:
    return sum(min(option.duration for option in step.options) for step in steps)


def plain_bound(problem: Problem) -> int:
    """All work at its fastest, spread evenly over the machines; or the longest job."""
    jobs = [_fastest(o.steps) for o in problem.opportunities]
    return max(-(-sum(jobs) // len(problem.resources)), *jobs)


def gaps(problem: Problem, plan: Plan) -> Iterator[str]:
    """How far the plan is from each bound, or from what greedy insertion gives."""
    if problem.objective == "weighted_tardiness":
        plain = greedy.weighted_tardiness(problem)
        share = 100 * (1 - plan.value / plain) if plain else 0.0
        yield f"greedy insertion by weighted slack {plain}: {share:.1f} % below it"
    bounds = {"our bound": plan.bound}
    if problem.objective == "makespan":
        bounds["the plain bound"] = plain_bound(problem)
    for name, bound in bounds.items():
        if bound:
            yield f"gap to {name} {bound}: {100 * (plan.value / bound - 1):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
