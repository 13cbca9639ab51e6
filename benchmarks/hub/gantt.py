"""How long the server takes to draw the Gantt chart of a large plan.

    DJANGO_SETTINGS_MODULE=tests.settings python -m benchmarks.hub.gantt

The plan is made up: steps of 40 hours on four machines of each member, one after the
other. What is timed is what a page does: reading the kept values, finding the rows,
drawing, once for the whole plan (each member one line) and once for four weeks of one
member (each step a bar). Nothing of the database or the page around it is in it.
"""

import argparse
import json
import time
from datetime import UTC, date, datetime
from statistics import median
from zoneinfo import ZoneInfo

import django

django.setup()

from grandis.hub.chains.bridge import back  # noqa: E402
from grandis.hub.chains.drawing.gantt import Gantt  # noqa: E402
from grandis.hub.chains.drawing.timetable import Bar, Window, timetable  # noqa: E402
from grandis.planning import (  # noqa: E402
    Assignment,
    Grid,
    Member,
    Opportunity,
    Option,
    Plan,
    Problem,
    Resource,
    Site,
    Step,
    Taken,
)

MACHINES, HOURS, STEPS_EACH = 4, 40, 10
ZONE = ZoneInfo("Europe/Vilnius")


def large(members: int, steps: int) -> dict:
    """The kept values of a plan with so many members and steps."""
    each = [(m, k) for m in range(members) for k in range(MACHINES)]
    resources = tuple(
        Resource(f"r{m}-{k}", f"s{m}", f"Press {k}", "injection_moulding")
        for m, k in each
    )
    opportunities, assignments = [], []
    ends = dict.fromkeys((r.id for r in resources), 0)
    for number in range(-(-steps // STEPS_EACH)):
        key, made = f"o{number}", []
        for n in range(min(STEPS_EACH, steps - number * STEPS_EACH)):
            where = resources[(number * STEPS_EACH + n) * 7 % len(resources)].id
            made.append(Step(f"step {n}", (Option(where, HOURS),)))
            start = ends[where]
            ends[where] = start + HOURS
            assignments.append(
                Assignment(key, f"step {n}", where, start, start, start + HOURS)
            )
        opportunities.append(Opportunity(key, tuple(made), f"Opportunity {number}"))
    problem = Problem(
        horizon=24 * 365,
        members=tuple(Member(f"m{m}", f"Member {m:03}") for m in range(members)),
        sites=tuple(Site(f"s{m}", f"m{m}") for m in range(members)),
        resources=resources,
        opportunities=tuple(opportunities),
        grid=Grid("2026-01-05T00:00:00Z", 60),
    )
    taken = tuple(Taken(o.id) for o in opportunities)
    plan = Plan("feasible", "surplus", 0, 0, taken, tuple(assignments))
    return json.loads(json.dumps(back.shown_json(back.shown_of(problem, plan))))


def draw(values: dict, window: Window) -> str:
    """What a page does to draw a chart."""
    shown = back.read_shown(values)
    numbers = {o.id: n for n, o in enumerate(shown.problem.opportunities, 1)}
    table = timetable(shown, window, ZONE)

    def tell(bar: Bar) -> tuple[str, str]:
        return f"{bar.opportunity}: {bar.step}", f"/c/cluster/{bar.opportunity}/"

    return Gantt(table, ZONE, numbers, tell).picture()


def measured(values: dict, window: Window, rounds: int) -> tuple[float, float, int]:
    """The median and the longest time in milliseconds, and the bytes drawn."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        picture = draw(values, window)
        times.append(1000 * (time.perf_counter() - begun))
    return median(times), max(times), len(picture.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    values = large(asked.members, asked.steps)
    print(f"{datetime.now(UTC):%Y-%m-%d}: {asked.members} members, {asked.steps} steps")
    views = {
        "whole plan": Window(),
        "one member, four weeks": Window(date(2026, 1, 5), 4, "m0"),
    }
    for name, window in views.items():
        middle, longest, size = measured(values, window, asked.rounds)
        told = f"{middle:.0f} ms in the median, {longest:.0f} ms at most"
        print(f"{name}: {told}, {size:,} bytes")


if __name__ == "__main__":
    main()
