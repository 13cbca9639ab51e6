"""Surplus at scale: many opportunities with two to six routes, and a bound.

    python -m benchmarks.planning.surplus --opportunities 2000 --members 300

Prints better and better plans; in the end the surplus, our own bound, the gap
between them, and the time and memory used. How the problems are made stands in
`benchmarks.planning.networks`; equal numbers and seeds give equal problems.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence

from benchmarks.planning.networks import surplus_problem

from grandis.planning import Plan, Problem, Progress, check, solve


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--opportunities", type=int, default=2000)
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    solve(surplus_problem(1, 1), steps=1)  # compiles the kernels
    problem = surplus_problem(options.opportunities, options.members, options.seed)
    used = time.process_time()
    plan = solve(
        problem,
        seconds=options.seconds,
        workers=options.workers,
        seed=options.seed,
        on_progress=lambda progress: print(news(progress), flush=True),
    )
    used = time.process_time() - used
    faults = check(problem, plan)
    print("\n".join([*report(problem, plan, used), *map(str, faults[:1])]))
    return 1 if faults else 0


def news(progress: Progress) -> str:
    return f"{progress.seconds:8.2f} s  {progress.value}  ≤ {progress.bound}"


def report(problem: Problem, plan: Plan, used: float) -> Iterator[str]:
    """What a run comes to."""
    yield f"{problem.name}: {plan.status}, {plan.value} ≤ {plan.bound}"
    yield (
        f"{len(plan.taken)} taken, {len(plan.assignments)} steps; "
        f"gap to our own bound {100 * plan.gap:.2f} %"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{plan.seconds:.1f} s, {used:.1f} s of processors, at most {memory:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
