"""Rules on tools: one job at a time, brought from where they were or were made."""

from collections import defaultdict
from collections.abc import Iterator

from grandis.planning.checking.reading import Case, Chain, Job, by_hold, longer
from grandis.planning.checking.violation import Code, Violation, broken


def tools_in_turn(case: Case) -> Iterator[Violation]:
    """A tool is held once at a time, and gets from one job to the next in time."""
    by_tool: defaultdict[str, list[Job]] = defaultdict(list)
    for job in case.jobs.values():
        if job.step.tool is not None:
            by_tool[job.step.tool].append(job)
    for tool, jobs in by_tool.items():
        yield from _in_turn(case, tool, sorted(jobs, key=by_hold))


def _in_turn(case: Case, tool: str, jobs: list[Job]) -> Iterator[Violation]:
    """Each job against the last before it at every site.

    Not only against the one just before: transport by way of a third site may
    be quicker than the link.
    """
    last: dict[str, Job] = {}
    last_planned: dict[str, Job] = {}
    for job in jobs:
        for other in (last_planned if job.begun else last).values():
            yield from _handed_over(case, tool, other, job)
        last[job.site] = longer(last.get(job.site), job)
        if not job.begun:
            last_planned[job.site] = longer(last_planned.get(job.site), job)


def _handed_over(
    case: Case, tool: str, earlier: Job, later: Job
) -> Iterator[Violation]:
    names = later.name | {"tool": tool}
    trip = {"origin": earlier.site, "destination": later.site}
    ticks = {"setup": later.setup, "other_end": earlier.held_until}
    transport = _way(case, earlier, later)
    if later.setup < earlier.held_until:
        yield broken(Code.TOOL_HELD_TWICE, names, earlier.other_name, ticks)
    elif transport is None:
        yield broken(Code.TOOL_NO_LINK, names, trip)
    elif later.setup < earlier.held_until + transport:
        others = earlier.other_name
        yield broken(
            Code.TOOL_TRANSPORT, names, others, ticks, trip, transport=transport
        )


def _way(case: Case, earlier: Job, later: Job) -> int | None:
    """Ticks from the one to the other; of two at one tick either may be first."""
    ways = [case.transport(earlier.site, later.site)]
    if earlier.setup == earlier.held_until == later.setup == later.held_until:
        ways.append(case.transport(later.site, earlier.site))
    return min((way[0] for way in ways if way is not None), default=None)


def tools_in_place(case: Case) -> Iterator[Violation]:
    """A tool is used only once it is ready or made, and brought."""
    for chain in case.chains:
        makers: defaultdict[str, list[str]] = defaultdict(list)
        for step in chain.active:
            if step.makes is not None:
                makers[step.makes].append(step.id)
        for job in chain.jobs.values():
            if not job.begun and job.step.tool is not None:
                yield from _in_place(case, chain, job, makers[job.step.tool])


def _in_place(
    case: Case, chain: Chain, job: Job, makers: list[str]
) -> Iterator[Violation]:
    tool = case.tools[str(job.step.tool)]
    if tool.site is not None:
        yield from _brought(case, job, tool.ready, tool.site)
    elif not makers:
        yield broken(Code.TOOL_NOT_MADE, job.name, tool=tool.id)
    else:
        for maker in (chain.jobs[name] for name in makers if name in chain.jobs):
            yield from _brought(case, job, maker.end, maker.site)


def _brought(case: Case, job: Job, ready: int, site: str) -> Iterator[Violation]:
    names = job.name | {"tool": str(job.step.tool)}
    way = case.transport(site, job.site)
    if way is None:
        yield broken(Code.TOOL_NO_LINK, names, origin=site, destination=job.site)
    elif job.setup < ready + way[0]:
        there = ready + way[0]
        yield broken(Code.TOOL_TOO_EARLY, names, setup=job.setup, expected=there)
