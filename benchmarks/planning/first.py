"""How soon there is a first plan, and how that grows with the size of a shop.

    python -m benchmarks.planning.first --steps 1000 10000 100000

Shops as in `benchmarks.planning.large`, with four jobs to a machine. Prints the median
of some runs from the problem to a checked plan, kernels compiled, and the exponent of
time against steps (slope of the logarithms, by least squares).
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Sequence
from math import log

from benchmarks.planning.large import ELIGIBLE, STEPS, shop

from grandis.planning import Problem, Progress, solve

#: Jobs to a machine.
CROWDED = 4


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--steps", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    solve(shop(2, ELIGIBLE), steps=1)  # compiles the kernels
    times = []
    for steps in options.steps:
        problem = shop(steps // STEPS, max(ELIGIBLE, steps // STEPS // CROWDED))
        runs = [first_plan(problem) for _ in range(options.runs)]
        times.append(statistics.median(runs))
        print(f"{steps:>8} steps  {times[-1]:8.3f} s", flush=True)
    if len(times) > 1:
        print(f"exponent {exponent(options.steps, times):.2f}")
    return 0


def first_plan(problem: Problem) -> float:
    """Seconds until `solve` has a plan; every plan it tells of is checked."""
    moments: list[float] = []

    def note(progress: Progress) -> None:
        if progress.value is not None:
            moments.append(time.perf_counter() - begun)

    gc.freeze()  # both as the command line does
    gc.set_threshold(100_000, 20, 100)
    begun = time.perf_counter()
    solve(problem, seconds=600, on_progress=note, cancel=lambda: bool(moments))
    return moments[0]


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The power of the size with which time grows."""
    line = statistics.linear_regression([*map(log, sizes)], [*map(log, times)])
    return line.slope


if __name__ == "__main__":
    sys.exit(main())
