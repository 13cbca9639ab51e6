"""How fast and how well a warm planner answers changes on the demo cluster.

    python -m benchmarks.planning.replanning --changes 20 --seconds 60

Each change is one machine down or one opportunity more, at some time, in a plan
of another seed of the demo. Its first answer is timed, in wall time and in
process time of all threads, and its surplus compared with the best of two long
runs under the same limit of changed steps:

- the whole problem searched with those steps frozen that the answer left alone;
- `replan`, of whose plans only those count that change no more steps.

The exit status is 1 if an answer breaks a rule or moves what has begun.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from msgspec.structs import replace

from grandis.planning import Opportunity, Plan, Problem, Tool, check, solve
from grandis.planning.answering import Answering
from grandis.planning.demo import demo_problem
from grandis.planning.events import Event, MachineDown, NewOpportunity
from grandis.planning.replanning import Replan, Replanner
from grandis.planning.subproblems import holding

#: Ticks between which things happen, and for how many a machine is down.
FIRST, LAST = 200, 1500
SHORTEST, LONGEST = 24, 240
#: Steps of the search for the plan that is being carried out.
STEPS = 3000


@dataclass(frozen=True)
class Change:
    """What happens to a plan at a tick."""

    kind: str
    problem: Problem
    plan: Plan
    event: Event
    now: int


@dataclass(frozen=True)
class Measured:
    """An answer and what a long run makes of the same change."""

    kind: str
    wall: float
    process: float
    found: Replan
    longer: int | None
    fault: str

    @property
    def behind(self) -> float:
        """Percent of surplus that the long run has more."""
        if self.longer is None:
            return 0.0
        return 100 * (self.longer - self.found.plan.value) / abs(self.longer)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    rows = []
    for number, change in enumerate(changes(options.changes, options.first_seed), 1):
        row = measured(change, options.seconds)
        rows.append(row)
        print(f"[{number}/{options.changes}] {line(row)}", flush=True)
    print("\n".join(["", *summary(rows)]))
    return 1 if any(row.fault for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--changes", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument(
        "--seconds", type=float, default=60, help="for each long run; 0: none"
    )
    return parser


# -------------------------------------------------------------------- what happens


def changes(count: int, first_seed: int = 0) -> Iterator[Change]:
    """Machines down and opportunities more in turn, each in a plan of its own."""
    for number in range(count):
        seed = first_seed + number // 2
        random = Random(f"{seed} {number % 2}")
        now = random.randrange(FIRST, LAST)
        make = machine_down if number % 2 == 0 else new_opportunity
        yield make(demo_problem(seed), now, random)


def machine_down(problem: Problem, now: int, random: Random) -> Change:
    """A machine that has work to do fails."""
    plan = standing(problem)
    works = [a.resource for a in plan.assignments if a.setup >= now]
    end = now + random.randrange(SHORTEST, LONGEST)
    event = MachineDown(random.choice(works), now, min(end, problem.horizon))
    return Change("machine down", problem, plan, event, now)


def new_opportunity(problem: Problem, now: int, random: Random) -> Change:
    """One of the opportunities becomes known only now."""
    new = random.choice(problem.opportunities)
    others = tuple(o for o in problem.opportunities if o is not new)
    tools = only_its(new, others, problem.tools)
    before = replace(
        problem,
        opportunities=others,
        tools=tuple(tool for tool in problem.tools if tool not in tools),
    )
    event = NewOpportunity(new, tools)
    return Change("new opportunity", before, standing(before), event, now)


def only_its(
    new: Opportunity, others: tuple[Opportunity, ...], tools: tuple[Tool, ...]
) -> tuple[Tool, ...]:
    """The tools that no other opportunity uses or makes."""
    named = {name for s in new.steps for name in (s.makes, s.tool)}
    named -= {name for o in others for s in o.steps for name in (s.makes, s.tool)}
    return tuple(tool for tool in tools if tool.id in named)


def standing(problem: Problem) -> Plan:
    """The plan that is being carried out: a search of some seconds."""
    from grandis.planning.accounts import value_of
    from grandis.planning.search.driver import Search

    search = Search(problem)
    search.run(STEPS, remaining=0.0)
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    bound = sum(o.price for o in problem.opportunities)
    return Plan("feasible", "surplus", value, bound, taken, assignments)


# ----------------------------------------------------------------------- measuring


def measured(change: Change, seconds: float) -> Measured:
    replanner = Replanner(change.problem, change.plan)
    wall, process = time.monotonic(), time.process_time()
    found = next(replanner.answers([change.event], change.now))
    wall, process = time.monotonic() - wall, time.process_time() - process
    longer = None
    if seconds > 0:
        longer = max(_frozen(found, change, seconds), _limited(found, change, seconds))
    return Measured(change.kind, wall, process, found, longer, fault(found, change))


def fault(found: Replan, change: Change) -> str:
    """What is wrong with an answer; nothing if all is right."""
    for violation in check(found.problem, found.plan):
        return str(violation)
    for a in change.plan.assignments:
        if a.setup < change.now:
            kept = found.plan.by_step[a.opportunity, a.step]
            if (kept.resource, kept.setup) != (a.resource, a.setup):
                return f"{a.opportunity} {a.step} had begun and moved"
    return ""


def _frozen(found: Replan, change: Change, seconds: float) -> int:
    """The surplus with all steps frozen that the answer left where they were."""
    before = change.plan.by_step
    left = [
        a
        for key, a in found.plan.by_step.items()
        if key in before
        and (a.resource, a.start) == (before[key].resource, before[key].start)
    ]
    return solve(holding(found.problem, left), seconds=seconds).value


def _limited(found: Replan, change: Change, seconds: float) -> int:
    """The surplus of the best plan of a long `replan` that changes no more steps."""
    answering = Answering(
        change.problem,
        change.plan,
        [change.event],
        change.now,
        tolerance=0.0,
        steps=None,
        seed=1,
        cancel=None,
    )
    answering.with_time(seconds, workers=2, on_progress=None)
    return max(
        (
            candidate.value
            for candidate in answering.repairs.candidates
            if len(candidate.changed) <= found.changed
        ),
        default=found.plan.value,
    )


# ------------------------------------------------------------------------- telling


def line(row: Measured) -> str:
    """A change for reading."""
    found = row.found
    longer = "" if row.longer is None else f"  {row.behind:+6.2f} % behind"
    return (
        f"{row.kind:<16} {row.wall:6.3f} s wall {row.process:6.3f} s process  "
        f"{found.changed:>3} of {found.of:>3} moved (from scratch "
        f"{found.fresh_changed:>3}){longer}  {row.fault or 'ok'}"
    )


def summary(rows: Sequence[Measured]) -> Iterator[str]:
    """Median and worst of each kind, and of all."""
    yield (
        f"{'change':<16} {'runs':>4} {'wall s, median':>15} {'worst':>6} "
        f"{'process s, median':>18} {'worst':>6} {'behind %, mean':>15} {'worst':>6} "
        f"{'moved':>6} {'scratch':>8}"
    )
    kinds = dict.fromkeys(row.kind for row in rows)
    for kind in kinds:
        yield _total(kind, [row for row in rows if row.kind == kind])
    yield _total("all", rows)


def _total(name: str, rows: Sequence[Measured]) -> str:
    wall, process = [row.wall for row in rows], [row.process for row in rows]
    behind = [row.behind for row in rows if row.longer is not None] or [float("nan")]
    moved = sum(row.found.changed for row in rows) / len(rows)
    scratch = sum(row.found.fresh_changed for row in rows) / len(rows)
    return (
        f"{name:<16} {len(rows):>4} {median(wall):>15.2f} {max(wall):>6.2f} "
        f"{median(process):>18.2f} {max(process):>6.2f} "
        f"{sum(behind) / len(behind):>15.2f} {max(behind):>6.2f} "
        f"{moved:>6.1f} {scratch:>8.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
