"""A fictitious plastics cluster with a year's opportunities, to plan on.

14 companies, 3 research and training members and 40 opportunities. All of it
is invented, though the companies' totals are those of a real cluster; what was
assumed is in ``docs/reference/demo.md``.
"""

from random import Random

from grandis.planning.demo.hours import GRID, HORIZON, calendars
from grandis.planning.demo.network import links, machines, members, sites
from grandis.planning.demo.opportunities import opportunities
from grandis.planning.demo.rates import CHANGEOVERS
from grandis.planning.problem import Problem

__all__ = ["demo_problem"]


def demo_problem(seed: int = 0) -> Problem:
    """The demo cluster and its opportunities.

    The same seed always gives the same problem. Another one changes what
    differs from machine to machine and from customer to customer: rates,
    speeds, bookings, maintenance, options, dates and prices.
    """
    owned = machines(Random(f"{seed} machines"))
    asked, tools = opportunities(owned, Random(f"{seed} opportunities"))
    return Problem(
        horizon=HORIZON,
        members=members(),
        sites=sites(),
        resources=tuple(machine.resource for machine in owned),
        opportunities=asked,
        name=f"Demo cluster, seed {seed}",
        grid=GRID,
        links=links(),
        calendars=calendars(),
        changeovers=CHANGEOVERS,
        tools=tools,
    )
