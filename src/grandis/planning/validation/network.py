"""What members, sites, links, calendars and resources must keep to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from grandis.errors import ProblemError
from grandis.planning.problem import (
    MINUTES_PER_DAY,
    Calendar,
    Changeover,
    Interval,
    Member,
    Opportunity,
    Problem,
    Resource,
    Site,
    Tool,
)
from grandis.planning.validation.wording import nearest, repeated

_Named = Member | Site | Resource | Calendar | Changeover | Tool | Opportunity

ALWAYS: tuple[Interval, ...] = ((0, 2**62),)


def ids_are_unique(problem: Problem) -> None:
    kinds: dict[str, tuple[_Named, ...]] = {
        "member": problem.members,
        "site": problem.sites,
        "resource": problem.resources,
        "calendar": problem.calendars,
        "changeover": problem.changeovers,
        "tool": problem.tools,
        "opportunity": problem.opportunities,
    }
    for kind, records in kinds.items():
        twice = repeated(record.id for record in records)
        if twice is not None:
            raise ProblemError(
                f"{kind} {twice!r} is there twice; give each {kind} its own id"
            )


def ticks_divide_a_day(problem: Problem) -> None:
    minutes = problem.grid.minutes
    if MINUTES_PER_DAY % minutes:
        raise ProblemError(
            f"'grid': ticks of {minutes} minutes do not divide a day; choose a "
            f"number that divides {MINUTES_PER_DAY}, such as 60"
        )


def grid_starts_at_a_time(problem: Problem) -> None:
    start = problem.grid.start
    if not _is_time_with_zone(start):
        raise ProblemError(
            f"'grid': start {start!r} is not a time with a zone; write it like "
            "'2026-03-02T00:00:00Z'"
        )


def horizon_has_a_date(problem: Problem) -> None:
    try:
        problem.grid.time(problem.horizon)
    except OverflowError:
        raise ProblemError(
            f"horizon {problem.horizon} lies after the year 9999; choose an earlier "
            "one or shorter ticks"
        ) from None


def now_is_before_the_horizon(problem: Problem) -> None:
    if problem.now > problem.horizon:
        raise ProblemError(
            f"now ({problem.now}) is after the horizon ({problem.horizon}); move "
            "the horizon"
        )


def sites_belong_to_members(problem: Problem) -> None:
    for site in problem.sites:
        if site.member not in problem.member:
            raise ProblemError(
                f"site {site.id!r}: member {site.member!r} does not exist"
                f"{nearest(site.member, problem.member)}; add it or correct the site"
            )


def links_join_two_sites(problem: Problem) -> None:
    for link in problem.links:
        where = f"link {link.origin!r} → {link.destination!r}"
        for site in (link.origin, link.destination):
            if site not in problem.site:
                raise ProblemError(
                    f"{where}: site {site!r} does not exist"
                    f"{nearest(site, problem.site)}; add it or remove the link"
                )
        if link.origin == link.destination:
            raise ProblemError(f"{where}: a site needs no link to itself; remove it")


def links_are_unique(problem: Problem) -> None:
    twice = repeated((link.origin, link.destination) for link in problem.links)
    if twice is not None:
        raise ProblemError(
            f"link {twice[0]!r} → {twice[1]!r} is there twice; keep one of them"
        )


def calendars_are_sorted(problem: Problem) -> None:
    for calendar in problem.calendars:
        where = f"calendar {calendar.id!r}"
        if not calendar.open:
            raise ProblemError(f"{where} has no open hour; add one or remove it")
        _intervals_are_not_empty(where, calendar.open)
        for before, after in pairwise(calendar.open):
            if before[1] >= after[0]:
                raise ProblemError(
                    f"{where}: {_span(after)} does not come after {_span(before)}; "
                    "sort the open intervals and join those that touch or overlap"
                )


def changeovers_name_a_pair_once(problem: Problem) -> None:
    for changeover in problem.changeovers:
        for field, changes in _tables(changeover):
            twice = repeated(changes)
            if twice is not None:
                raise ProblemError(
                    f"changeover {changeover.id!r}: {field!r} has the change from "
                    f"{twice[0]!r} to {twice[1]!r} twice; keep one of them"
                )


def resources_name_what_exists(problem: Problem) -> None:
    fields = {
        "site": frozenset(problem.site),
        "calendar": frozenset(calendar.id for calendar in problem.calendars),
        "changeover": frozenset(changeover.id for changeover in problem.changeovers),
    }
    for resource in problem.resources:
        for field, known in fields.items():
            name = getattr(resource, field)
            if name is not None and name not in known:
                raise ProblemError(
                    f"resource {resource.id!r}: {field} {name!r} does not exist"
                    f"{nearest(name, known)}; add it or correct the resource"
                )


def only_machines_change_over(problem: Problem) -> None:
    for resource in problem.resources:
        if resource.changeover is not None and resource.capacity > 1:
            raise ProblemError(
                f"resource {resource.id!r}: only a resource of capacity 1 can have a "
                f"changeover; make it {resource.capacity} resources or remove the "
                "changeover"
            )


def loads_fit_their_resources(problem: Problem) -> None:
    for resource in problem.resources:
        where = f"resource {resource.id!r}"
        _intervals_are_not_empty(where, ((a.start, a.end) for a in resource.load))
        tick = _first_overload(resource)
        if tick is not None:
            raise ProblemError(
                f"{where}: its load at tick {tick} is more than its capacity "
                f"{resource.capacity}; correct the load or the capacity"
            )


def resources_work_at_some_time(problem: Problem) -> None:
    calendars = {calendar.id: calendar.open for calendar in problem.calendars}
    for resource in problem.resources:
        where = f"resource {resource.id!r}"
        _intervals_are_not_empty(where, resource.closed)
        hours = ALWAYS if resource.calendar is None else calendars[resource.calendar]
        tick = _first_open_tick(hours, sorted(resource.closed))
        if problem.horizon and (tick is None or tick >= problem.horizon):
            raise ProblemError(
                f"{where} never works before the horizon ({problem.horizon}); correct "
                "its calendar and closed intervals or remove it"
            )


def _is_time_with_zone(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
        return moment.tzinfo is not None and moment.astimezone(UTC) is not None
    except (ValueError, OverflowError):
        return False


def _span(interval: Interval) -> str:
    return f"[{interval[0]}, {interval[1]})"


def _intervals_are_not_empty(where: str, intervals: Iterable[Interval]) -> None:
    for interval in intervals:
        if interval[0] >= interval[1]:
            raise ProblemError(
                f"{where}: interval {_span(interval)} ends before it holds a tick; "
                "correct or remove it"
            )


def _tables(changeover: Changeover) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    for field in ("materials", "colours"):
        yield field, [(c.before, c.after) for c in getattr(changeover, field)]


def _first_overload(resource: Resource) -> int | None:
    changes = [(load.start, load.amount) for load in resource.load]
    changes += [(load.end, -load.amount) for load in resource.load]
    total = 0
    for tick, amount in sorted(changes):
        total += amount
        if total > resource.capacity:
            return tick
    return None


def _first_open_tick(
    hours: Iterable[Interval], closed: Sequence[Interval]
) -> int | None:
    tick = next_closed = 0
    for start, end in hours:
        tick = max(tick, start)
        while next_closed < len(closed) and closed[next_closed][0] <= tick:
            tick = max(tick, closed[next_closed][1])
            next_closed += 1
        if tick < end:
            return tick
    return None
