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
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from msgspec.structs import replace

from grandis.planning import Plan, Problem, Progress, check, solve
from grandis.planning.demo import network, rates
from grandis.planning.demo.hours import GRID, HORIZON, calendars
from grandis.planning.demo.network import Machine
from grandis.planning.demo.opportunities import opportunities
from grandis.planning.demo.tables import Town, companies
from grandis.planning.problem import (
    Link,
    Member,
    Opportunity,
    Option,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.search.driver import compile_kernels
from grandis.planning.spreading.dask import executor_at
from grandis.planning.spreading.parts import read_answer

#: Degrees of longitude from one cluster to the next: about 190 km.
APART = 3.0
#: The part of all steps that can also be done in the cluster next door.
SHARED = 0.25


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


# ----------------------------------------------------------------- the problem


@dataclass(frozen=True)
class Cluster:
    """One cluster's part of the problem, under names of its own."""

    number: int
    machines: dict[str, Machine]
    sites: tuple[Site, ...]
    opportunities: tuple[Opportunity, ...]
    tools: tuple[Tool, ...]


def many_clusters(count: int, opportunities_each: int, seed: int = 0) -> Problem:
    """`count` clusters in a row, each with so many opportunities."""
    row = [_cluster(n, opportunities_each, seed) for n in range(count)]
    lot = Random(f"{seed} next door")
    every = []
    for here in row:
        near = [row[n] for n in (here.number - 1, here.number + 1) if 0 <= n < count]
        every += [_opened(o, here, near, lot) for o in here.opportunities]
    return Problem(
        name=f"{count} clusters, seed {seed}",
        horizon=HORIZON,
        grid=GRID,
        members=tuple(m for c in row for m in _members(c.number)),
        sites=tuple(site for c in row for site in c.sites),
        resources=tuple(
            _resource(c.number, m) for c in row for m in c.machines.values()
        ),
        opportunities=tuple(every),
        links=tuple(_links(row)),
        calendars=calendars(),
        changeovers=rates.CHANGEOVERS,
        tools=tuple(tool for c in row for tool in c.tools),
    )


def _named(number: int, name: str) -> str:
    return f"C{number:02} {name}"


COMPANIES = {c.code for c in companies() if c.kind == "company"}


def _cluster(number: int, wanted: int, seed: int) -> Cluster:
    """The demo's companies and as many opportunities as wanted that they can make."""
    owned = network.machines(Random(f"{seed} {number} machines"))
    theirs = {m.resource.id: m for m in owned if m.member in COMPANIES}
    found: list[Opportunity] = []
    tools: list[Tool] = []
    year = 0
    while len(found) < wanted:
        asked, needed = opportunities(owned, Random(f"{seed} {number} {year}"))
        for one in asked:
            made = _renamed(one, f"{_named(number, '')}{year} ", number, theirs)
            if made is not None and len(found) < wanted:
                found.append(made)
        tools += [_tool(t, f"{_named(number, '')}{year} ", number) for t in needed]
        year += 1
    used = {t for o in found for s in o.steps for t in (s.tool, s.makes)}
    sites = tuple(
        replace(
            site,
            id=_named(number, site.id),
            member=_named(number, site.member),
            longitude=(site.longitude or 0.0) + APART * number,
        )
        for site in network.sites()
        if site.member in COMPANIES
    )
    return Cluster(
        number, theirs, sites, tuple(found), tuple(t for t in tools if t.id in used)
    )


def _members(number: int) -> Iterator[Member]:
    for company in companies():
        if company.code in COMPANIES:
            yield Member(_named(number, company.code), reliability=company.reliability)


def _resource(number: int, machine: Machine) -> Resource:
    resource = machine.resource
    name, site = _named(number, resource.id), _named(number, resource.site)
    return replace(resource, id=name, site=site)


def _tool(tool: Tool, prefix: str, number: int) -> Tool:
    site = None if tool.site is None else _named(number, tool.site)
    return replace(tool, id=prefix + tool.id, site=site)


def _renamed(
    one: Opportunity, prefix: str, number: int, theirs: dict[str, Machine]
) -> Opportunity | None:
    """An opportunity of the demo in a cluster; None if its companies cannot make it."""
    steps = []
    for step in one.steps:
        options = tuple(
            replace(o, resource=_named(number, o.resource))
            for o in step.options
            if o.resource in theirs
        )
        if not options:
            return None
        tool, makes = (name and prefix + name for name in (step.tool, step.makes))
        steps.append(replace(step, options=options, tool=tool, makes=makes))
    policy = one.policy
    named = {*policy.required, *(m for pair in policy.apart for m in pair)}
    if named - COMPANIES:
        return None
    return replace(
        one,
        id=prefix + one.id,
        steps=tuple(steps),
        policy=replace(
            policy,
            required=tuple(_named(number, m) for m in policy.required),
            apart=tuple(
                (_named(number, a), _named(number, b)) for a, b in policy.apart
            ),
        ),
    )


def _opened(
    one: Opportunity, here: Cluster, near: list[Cluster], lot: Random
) -> Opportunity:
    """Some of its steps can also be done on the same machine next door."""

    def opened(step: Step) -> Step:
        if not near or step.makes or lot.random() >= SHARED:
            return step
        there = lot.choice(near)
        option = lot.choice(step.options)
        name = option.resource.removeprefix(_named(here.number, ""))
        own, twin = here.machines[name], there.machines.get(name)
        if twin is None:
            return step
        duration = max(1, round(option.duration * twin.slowness / own.slowness))
        cost = round(option.cost * duration * twin.rate / (option.duration * own.rate))
        more = Option(_named(there.number, name), duration, cost)
        return replace(step, options=(*step.options, more))

    return replace(one, steps=tuple(map(opened, one.steps)))


def _links(row: Sequence[Cluster]) -> Iterator[Link]:
    """Roads within each cluster and to those next door."""
    for here in row:
        for there in row[max(0, here.number - 1) : here.number + 2]:
            for one in here.sites:
                for other in there.sites:
                    if one.id != other.id:
                        km = network.kilometres(_town(one), _town(other))
                        yield Link(one.id, other.id, *network.trip(km))


def _town(site: Site) -> Town:
    return Town(site.id, site.latitude or 0.0, site.longitude or 0.0)


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
    searching: float
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
    outcome = Outcome(name, plan, faults, counting.iterations, used, trail)
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
