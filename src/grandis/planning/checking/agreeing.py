"""Rules within one opportunity: order, transport, dates and policy."""

from collections import defaultdict
from collections.abc import Iterator

from grandis.planning.checking.reading import Case, Chain, Job
from grandis.planning.checking.violation import Code, Violation, broken
from grandis.planning.problem import CallOff


def order(case: Case) -> Iterator[Violation]:
    """A step starts after those it comes after, and the transport from them."""
    for chain in case.chains:
        for earlier, later in pairs(chain):
            if not later.begun:
                way = case.transport(earlier.site, later.site)
                if way is None or later.start < earlier.end + way[0]:
                    yield from _too_early(earlier, later, way)


def pairs(chain: Chain) -> Iterator[tuple[Job, Job]]:
    """The jobs of each active step and of each active one that it comes after."""
    for job in chain.jobs.values():
        for name in dict.fromkeys(job.step.after):
            if name in chain.jobs:
                yield chain.jobs[name], job


def _too_early(
    earlier: Job, later: Job, way: tuple[int, int] | None
) -> Iterator[Violation]:
    names = later.name | earlier.other_name
    trip = {"origin": earlier.site, "destination": later.site}
    ticks = {"start": later.start, "other_end": earlier.end}
    if way is None:
        yield broken(Code.NO_LINK, names, trip)
    if later.start < earlier.end:
        yield broken(Code.WRONG_ORDER, names, ticks)
    elif way is not None:
        yield broken(Code.TRANSPORT, names, ticks, trip, transport=way[0])


def completion(chain: Chain, call_off: CallOff) -> int:
    """The tick at which a call-off is complete."""
    named = set(call_off.steps)
    ends = (job.end for step, job in chain.jobs.items() if not named or step in named)
    return max(ends, default=chain.opportunity.release)


def dates(case: Case) -> Iterator[Violation]:
    """No call-off is complete after its latest date."""
    for chain in case.chains:
        for call_off in chain.opportunity.call_offs:
            latest = call_off.latest
            if latest is not None and (found := completion(chain, call_off)) > latest:
                names = {"opportunity": chain.opportunity.id, "call_off": call_off.id}
                yield broken(Code.LATEST_MISSED, names, found=found, latest=latest)


def policy(case: Case) -> Iterator[Violation]:
    """Shares, members apart, members required and their reliability."""
    site = case.problem.site
    for chain in case.chains:
        work: defaultdict[str, int] = defaultdict(int)
        for job in chain.jobs.values():
            work[site[job.resource.site].member] += job.cost
        yield from _shares(chain, work)
        yield from _company(chain, work)
        yield from _reliable(case, chain, work)


def _shares(chain: Chain, work: dict[str, int]) -> Iterator[Violation]:
    largest, total = chain.opportunity.policy.largest_share, sum(work.values())
    for member, cost in work.items():
        if 100 * cost > largest * total:
            names = {"opportunity": chain.opportunity.id, "member": member}
            yield broken(
                Code.SHARE, names, found=cost, total=total, largest_share=largest
            )


def _company(chain: Chain, work: dict[str, int]) -> Iterator[Violation]:
    rules, name = chain.opportunity.policy, chain.opportunity.id
    for member, other in rules.apart:
        if member in work and other in work:
            yield broken(
                Code.APART, opportunity=name, member=member, other_member=other
            )
    for member in rules.required:
        if member not in work:
            yield broken(Code.REQUIRED, opportunity=name, member=member)


def _reliable(case: Case, chain: Chain, work: dict[str, int]) -> Iterator[Violation]:
    least = chain.opportunity.policy.least_reliability
    for member in work:
        found = case.problem.member[member].reliability
        if found < least:
            names = {"opportunity": chain.opportunity.id, "member": member}
            yield broken(Code.RELIABILITY, names, found=found, least_reliability=least)
