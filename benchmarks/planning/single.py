"""Plan one problem once, and say how it goes and what it comes to."""

import argparse
import resource
import time
from collections.abc import Callable, Iterable

from grandis.planning import Plan, Problem, Progress, check, solve


def parser_of(description: str) -> argparse.ArgumentParser:
    """A parser of the arguments that every such run has."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser


def run(
    problem: Problem,
    options: argparse.Namespace,
    more: Callable[[Problem, Plan], Iterable[str]],
) -> int:
    """Plan and print better and better plans, then the end, with `more` lines.

    The exit status is 1 if the plan breaks a rule.
    """
    sign = "≤" if problem.objective == "surplus" else "≥"

    def tell(progress: Progress) -> None:
        print(
            f"{progress.seconds:8.2f} s  {progress.value}  {sign} {progress.bound}",
            flush=True,
        )

    used = time.process_time()
    plan = solve(
        problem,
        seconds=options.seconds,
        workers=options.workers,
        seed=options.seed,
        on_progress=tell,
    )
    used = time.process_time() - used
    faults = check(problem, plan)
    print(f"{problem.name}: {plan.status}, {plan.value} {sign} {plan.bound}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(*more(problem, plan), sep="\n")
    print(f"{plan.seconds:.1f} s, {used:.1f} s of processors, at most {memory:.0f} MB")
    print(*map(str, faults[:1]), sep="\n")
    return 1 if faults else 0
