"""Large AND/OR problems made by lot, planned by Grandis and by PyJobShop.

    pip install -r benchmarks/planning/requirements.txt
    python -m benchmarks.planning.routed --jobs 100 300 1000 2000 --seconds 30

A job is a row of two to four parts: steps one after the other, two rows of steps side
by side (AND), or two to three ways of which one is taken (OR), and on a way there may
be another such choice; of this kind are the process plans of Kim, Park, Ko 2003. Each
step has four of the machines, with 1 to 100 ticks on each, and there are four jobs to
a machine. Equal numbers and seeds give equal problems. Both aim at the makespan with
the same seconds and workers, one after the other; the gap is that to our own bound.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.planning import peers

from grandis.planning import Problem, check, solve, write_problem
from grandis.planning.lines import shop
from grandis.planning.problem import Choice, Opportunity, Option, Step

ELIGIBLE = 4
LONGEST = 100
#: Jobs to a machine.
CROWDED = 4
PARTS = 2, 4
ROW = 1, 3
WAYS = 2, 3
#: How often a way goes on with another choice.
NESTED = 0.3


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    solve(routed(1), steps=1)  # compiles the kernels
    faults = []
    for jobs in options.jobs:
        problem = routed(jobs, options.seed)
        plan = solve(
            problem, seconds=options.seconds, workers=options.workers, seed=options.seed
        )
        faults += check(problem, plan)
        print(f"{problem.name}: {plan.status}", flush=True)
        print(_line("grandis", plan.value, plan.bound, plan.bound), flush=True)
        value, bound = _peer(problem, options.seconds, options.workers)
        print(_line("pyjobshop", value, bound, plan.bound), flush=True)
    for fault in faults[:1]:
        print(fault)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=int, nargs="+", default=[100, 300, 1000, 2000])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser


def _line(tool: str, value: int | None, bound: int, ours: int) -> str:
    gap = "no plan" if value is None else f"gap {100 * (value / ours - 1):6.2f} %"
    return f"  {tool:<10} {value or '':>8} ≥ {bound:<8} {gap}"


def _peer(problem: Problem, seconds: float, workers: int) -> tuple[int | None, int]:
    """What PyJobShop finds, None if nothing, and its bound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        write_problem(problem, path)
        trace, bound = peers.pyjobshop(path, seconds, workers)
    return (trace[-1][1] if trace else None), bound


def routed(jobs: int, seed: int = 0) -> Problem:
    """A shop of so many jobs with routes to choose from."""
    lot = Random(f"{jobs} routed {seed}")
    machines = max(ELIGIBLE, jobs // CROWDED)
    name = f"{jobs} jobs with routes on {machines} machines, seed {seed}"
    names = [f"M{m}" for m in range(1, machines + 1)]
    drawn = [_Job(names, lot).drawn(f"J{j}") for j in range(1, jobs + 1)]
    return shop(name, machines, drawn)


class _Job:
    """A job that is being drawn."""

    def __init__(self, machines: list[str], lot: Random) -> None:
        self._machines, self._lot = machines, lot
        self._steps: list[Step] = []
        self._choices: list[Choice] = []

    def drawn(self, name: str) -> Opportunity:
        """Part after part; the first steps of one come after the last of another."""
        last: tuple[str, ...] = ()
        for _ in range(self._lot.randint(*PARTS)):
            part = self._lot.choice((self._row, self._rows, self._ways))
            last = part(last, None)
        return Opportunity(name, tuple(self._steps), choices=tuple(self._choices))

    def _row(self, last: tuple[str, ...], branch: str | None) -> tuple[str, ...]:
        """Steps one after the other."""
        for _ in range(self._lot.randint(*ROW)):
            options = tuple(
                Option(machine, self._lot.randint(1, LONGEST))
                for machine in self._lot.sample(self._machines, ELIGIBLE)
            )
            step = Step(f"S{len(self._steps)}", options, after=last, branch=branch)
            self._steps.append(step)
            last = (step.id,)
        return last

    def _rows(self, last: tuple[str, ...], branch: str | None) -> tuple[str, ...]:
        """Two rows of steps side by side."""
        return self._row(last, branch) + self._row(last, branch)

    def _ways(self, last: tuple[str, ...], within: str | None) -> tuple[str, ...]:
        """Ways of which one is taken, on some of them again."""
        name = f"C{len(self._choices)}"
        ways = tuple(f"{name}.{way}" for way in range(self._lot.randint(*WAYS)))
        self._choices.append(Choice(name, ways, within))
        ends: tuple[str, ...] = ()
        for way in ways:
            end = self._row(last, way)
            if within is None and self._lot.random() < NESTED:
                end = self._ways(end, way)
            ends += end
        return ends


if __name__ == "__main__":
    sys.exit(main())
