"""Many clusters as one problem, planned by one process and by several.

    python -m benchmarks.planning.clusters --clusters 20 --seconds 30

Each cluster is the demo's: its 14 companies with their machines and its kinds of
opportunities, by another seed. The clusters stand in a row; a quarter of all steps
can also be done next door, at the cost of the way. The same problem is planned in
parts (`solve` with an executor) by one process with one worker, then by Dask on two
worker processes, then by Dask again while one worker is killed.

Throughput is how often a second the search planned a few opportunities anew, in all
parts together; and how much sooner the value is reached that one process ends with.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.planning.row import many_clusters

from grandis.planning import Plan, Problem, Progress, check, solve
from grandis.planning.search.driver import compile_kernels
from grandis.planning.spreading.dask import executor_at
from grandis.planning.spreading.parts import read_answer


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clusters", type=int, default=20)
    parser.add_argument("--opportunities", type=int, default=60, help="of each cluster")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    problem = many_clusters(options.clusters, options.opportunities, options.seed)
    print(described(problem))
    limits = Limits(options.seconds, options.seed)
    with ThreadPoolExecutor(1) as thread:
        alone = run("one process, one worker", problem, thread, 1, limits)
    spread = on_dask(problem, options.processes, limits)
    lossy = on_dask(problem, options.processes, limits, kill=True)
    print(compared(alone, spread))
    return max(each.faults for each in (alone, spread, lossy))


# ---------------------------------------------------------------------- running


@dataclass(frozen=True)
class Limits:
    """What every run gets."""

    seconds: float
    seed: int


@dataclass
class Outcome:
    """What a run came to: its plan and when it was how good."""

    name: str
    plan: Plan
    faults: int
    iterations: int
    trail: list[tuple[float, int]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Iterations of the search a second of the run."""
        return self.iterations / self.plan.seconds

    def reaches(self, value: int) -> float | None:
        """The second at which a value was reached."""
        return next((at for at, best in self.trail if best >= value), None)


class Counting(Executor):
    """Another executor, with the iterations of all answers counted."""

    def __init__(self, other: Executor) -> None:
        self._other, self._lock = other, threading.Lock()
        self.iterations, self.parts = 0, 0

    def submit(self, function, /, *arguments, **named):  # type: ignore[no-untyped-def]
        future = self._other.submit(function, *arguments, **named)
        future.add_done_callback(self._count)
        return future

    def _count(self, future) -> None:  # type: ignore[no-untyped-def]
        if not future.cancelled() and future.exception() is None:
            with self._lock:
                self.iterations += read_answer(future.result()).iterations
                self.parts += 1


def run(
    name: str, problem: Problem, executor: Executor, workers: int, limits: Limits
) -> Outcome:
    """Plan once, and say what came of it."""
    counting = Counting(executor)
    trail: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        if progress.value is not None:
            trail.append((progress.seconds, progress.value))

    used = time.process_time()
    plan = solve(
        problem,
        seconds=limits.seconds,
        seed=limits.seed,
        workers=workers,
        executor=counting,
        on_progress=note,
    )
    used = time.process_time() - used
    faults = len(check(problem, plan))
    outcome = Outcome(name, plan, faults, counting.iterations, trail)
    verdict = "checked" if not faults else f"{faults} rules broken"
    print(
        f"{name}: {plan.value / 100:,.0f} EUR, {len(plan.taken)} taken, {verdict};"
        f" {counting.parts} parts, {outcome.iterations} iterations,"
        f" {outcome.rate:.0f} a second; {plan.seconds:.1f} s, {used:.1f} s of this"
        " process",
        flush=True,
    )
    return outcome


def on_dask(
    problem: Problem, processes: int, limits: Limits, kill: bool = False
) -> Outcome:
    """Plan on so many worker processes of this machine; kill one at half time."""
    from distributed import Client, LocalCluster

    name = f"Dask, {processes} processes" + (", one killed" if kill else "")
    with (
        LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
        executor_at(cluster.scheduler_address) as (executor, workers),
    ):
        client.run(compile_kernels)
        pids = list(client.run(os.getpid).values())
        killer = threading.Timer(
            limits.seconds / 2, lambda: os.kill(pids[0], signal.SIGKILL)
        )
        if kill:
            killer.start()
        try:
            return run(name, problem, executor, workers, limits)
        finally:
            killer.cancel()


# ---------------------------------------------------------------------- telling


def described(problem: Problem) -> str:
    steps = sum(len(o.steps) for o in problem.opportunities)
    return (
        f"{problem.name}: {len(problem.members)} members, {len(problem.resources)}"
        f" resources, {len(problem.opportunities)} opportunities, {steps} steps"
    )


def compared(alone: Outcome, spread: Outcome) -> str:
    """Throughput and quality of the second beside the first."""
    lines = [
        f"throughput: {spread.rate / max(1, alone.rate):.2f} times the iterations"
        " a second",
        f"quality: {100 * (spread.plan.value / alone.plan.value - 1):+.2f} %",
    ]
    first, then = alone.trail[-1][0], spread.reaches(alone.plan.value)
    if then is not None:
        lines.append(f"time to the same value: {first:.1f} s, {then:.1f} s")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
