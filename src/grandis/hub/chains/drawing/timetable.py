"""What a Gantt chart shows: rows of bars within some days, small enough for a page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from grandis.hub.chains.bridge.back import Shown
from grandis.planning.plan import Assignment

#: With more bars than this, each member is one row in which bars are joined.
MOST_BARS = 200
#: Rows of a page.
MOST_ROWS = 100


@dataclass(frozen=True)
class Bar:
    """A step of an opportunity on a resource, or what a member does on end."""

    start: datetime
    end: datetime
    opportunity: str = ""
    step: str = ""
    lane: int = 0


@dataclass(frozen=True)
class Row:
    """A resource and its bars in lanes, or a whole member."""

    name: str
    bars: tuple[Bar, ...]
    lanes: int = 1


@dataclass(frozen=True)
class Group:
    """The rows of a member."""

    member: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Timetable:
    """Groups of rows between two moments; `joined` when bars stand for much work."""

    begin: datetime
    end: datetime
    groups: tuple[Group, ...]
    steps: int
    joined: bool = False
    more: int = 0


@dataclass(frozen=True)
class Window:
    """What to look at: the first day, how many weeks (none: all), which member."""

    first: date | None = None
    weeks: int | None = None
    member: str = ""
    page: int = 1

    def span(self, works: list[Bar], zone: tzinfo) -> tuple[datetime, datetime]:
        """From local midnight to local midnight, around the work or as asked."""
        first = self.first or min(b.start for b in works).astimezone(zone).date()
        if self.weeks:
            last = first + timedelta(weeks=self.weeks)
        else:
            ends = max(b.end for b in works).astimezone(zone).date()
            last = max(ends, first) + timedelta(days=1)
        return _midnight(first, zone), _midnight(last, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def timetable(shown: Shown, window: Window, zone: tzinfo) -> Timetable | None:
    """The timetable of a plan; None when there is no work in it."""
    problem, plan = shown
    wanted = [
        a
        for a in plan.assignments
        if window.member in ("", problem.member_of(a.resource))
    ]
    if not wanted:
        return None
    bars = {a: _bar(shown, a) for a in wanted}
    begin, end = window.span(list(bars.values()), zone)
    seen = {a: b for a, b in bars.items() if b.start < end and b.end > begin}
    joined = len(seen) > MOST_BARS
    groups = list(_groups(shown, seen, joined=joined))
    kept = groups if not joined else groups[(window.page - 1) * MOST_ROWS :][:MOST_ROWS]
    more = max(0, len(groups) - window.page * MOST_ROWS) if joined else 0
    return Timetable(begin, end, tuple(kept), len(seen), joined, more)


def _bar(shown: Shown, a: Assignment) -> Bar:
    grid = shown.problem.grid
    return Bar(grid.time(a.start), grid.time(a.end), a.opportunity, a.step)


def _groups(
    shown: Shown, seen: dict[Assignment, Bar], *, joined: bool
) -> Iterable[Group]:
    problem = shown.problem
    by_resource: dict[str, list[Bar]] = defaultdict(list)
    for a, bar in seen.items():
        by_resource[a.resource].append(bar)
    owned: dict[str, list[str]] = defaultdict(list)
    for resource in by_resource:
        owned[problem.member_of(resource)].append(resource)
    for member in sorted(owned, key=lambda key: problem.member[key].name):
        name = problem.member[member].name
        mine = sorted(owned[member], key=lambda key: problem.resource[key].name)
        if joined:
            bars = [bar for key in mine for bar in by_resource[key]]
            yield Group(member, name, (Row(name, tuple(_on_end(bars))),))
            continue
        rows = (in_lanes(problem.resource[key].name, by_resource[key]) for key in mine)
        yield Group(member, name, tuple(rows))


def _on_end(bars: Iterable[Bar]) -> Iterable[Bar]:
    """Bars that overlap or touch made one."""
    start: datetime | None = None
    end: datetime | None = None
    for bar in sorted(bars, key=lambda bar: bar.start):
        if start is None or end is None or bar.start > end:
            if start is not None and end is not None:
                yield Bar(start, end)
            start, end = bar.start, bar.end
        else:
            end = max(end, bar.end)
    if start is not None and end is not None:
        yield Bar(start, end)


def in_lanes(name: str, bars: Iterable[Bar]) -> Row:
    """A row in which no two bars of a lane overlap."""
    free: list[datetime] = []
    placed = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end)):
        lane = next((n for n, at in enumerate(free) if at <= bar.start), len(free))
        free[lane : lane + 1] = [bar.end]
        placed.append(
            Bar(bar.start, bar.end, bar.opportunity, bar.step, lane) if lane else bar
        )
    return Row(name, tuple(placed), len(free))
