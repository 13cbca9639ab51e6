"""When the demo's members work, and what is already booked."""

from datetime import time
from random import Random

from grandis.planning.demo.tables import Company
from grandis.planning.problem import Calendar, Grid, Interval, Load
from grandis.planning.shifts import (
    EVERY_DAY,
    WORKDAYS,
    Shift,
    closure,
    working_calendar,
)

GRID = Grid("2026-01-05T00:00:00Z", 60)
DAY = GRID.ticks_per_day
#: 300 days: to the end of October.
HORIZON = 300 * DAY
ZONE = "Europe/Vilnius"

#: ASSUMPTION: usual hours of plants and offices; lines that must not stop run
#: through the night and the weekend.
SHIFTS = {
    "office": (
        Shift(WORKDAYS, time(8), time(12)),
        Shift(WORKDAYS, time(13), time(17)),
    ),
    "one": (Shift(WORKDAYS, time(7), time(15)),),
    "two": (Shift(WORKDAYS, time(6), time(22)),),
    "three": (Shift(WORKDAYS, time(6), time(6)),),
    "continuous": (Shift(EVERY_DAY, time(6), time(6)),),
}

#: ASSUMPTION: orders come in lots of some days, those of a tool shop in weeks;
#: a book is full for the next months and thinner after; some have none.
LOT_DAYS = (2, 7)
LONG_LOT_DAYS = (10, 20)
UNBOOKED = 0.15
FULL_DAYS = 120
LATER = 0.6
#: ASSUMPTION: how far a machine's bookings are from the mean of its kind, and
#: how many machines have planned maintenance.
BOOKED_SPREAD = 0.2
MAINTAINED = 0.3


def calendars() -> tuple[Calendar, ...]:
    """One calendar for each pattern of shifts, without public holidays."""
    return tuple(
        working_calendar(
            f"LT-{name}", shifts, grid=GRID, horizon=HORIZON, zone=ZONE, country="LT"
        )
        for name, shifts in SHIFTS.items()
    )


def closed(company: Company, random: Random) -> tuple[Interval, ...]:
    """The member's summer shutdown and, for some machines, maintenance before it."""
    stretches = []
    if random.random() < MAINTAINED:
        first = DAY * random.randrange(20, 150)
        stretches.append((first, first + DAY * random.randrange(1, 4)))
    if company.shutdown_first and company.shutdown_last:
        stretches.append(
            closure(
                company.shutdown_first,
                company.shutdown_last,
                grid=GRID,
                horizon=HORIZON,
                zone=ZONE,
            )
        )
    return tuple(stretches)


def order_book(
    mean: float, capacity: int, lot_days: tuple[int, int], random: Random
) -> tuple[Load, ...]:
    """Lots of whole days that take `mean` ± the spread of one machine's time.

    On a team each crew but one has its own book, so that there is always
    somebody to ask.
    """
    if random.random() < UNBOOKED:
        return ()
    crews = max(1, capacity - 1)
    book = [load for _ in range(crews) for load in _lots(mean, lot_days, random)]
    return tuple(sorted(book, key=lambda load: (load.start, load.end)))


def _lots(mean: float, lot_days: tuple[int, int], random: Random) -> list[Load]:
    share = mean + random.uniform(-BOOKED_SPREAD, BOOKED_SPREAD)
    lots = []
    day = random.randrange(lot_days[1])
    while day * DAY < HORIZON:
        length = random.randint(*lot_days)
        lots.append(Load(day * DAY, min((day + length) * DAY, HORIZON)))
        booked = share if day < FULL_DAYS else share * LATER
        day += length + max(2, round(length * (1 / booked - 1)))
    return lots
