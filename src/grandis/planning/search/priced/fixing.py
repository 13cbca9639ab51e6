"""Which options a plan better than the best so far can still use, and when.

At given prices every slot has a *loss*: what its opportunity brings less when it uses
it. No plan that uses it has more surplus than the bound less that loss; where this is
not more than the best plan known has, the slot is of no interest any more
(reduced-cost fixing: Dantzig, Fulkerson and Johnson 1954).
"""

import numpy as np

from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.driver import Prices
from grandis.planning.search.priced.menus import opportunity_of
from grandis.planning.worktime import WorkTime, worktimes

#: Cents that losses may be reckoned too large by.
SLACK = 1.0


def open_ways(
    prices: Prices, compiled: Compiled, value: int
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """By opportunity, step and resource: from when to when work may lie.

    Parameters
    ----------
    prices
        Of a market with everything.
    value
        The surplus to beat.
    """
    menu, market, n = prices.market.menu, prices.market, compiled.numbering
    most, _ = market.choose(prices.best)
    loss = most[opportunity_of(menu)] - market.gains(prices.best)
    kept = np.flatnonzero(loss < prices.value - value + SLACK)
    stage = np.repeat(np.arange(len(menu.up)), np.diff(menu.node_ptr))
    node = np.searchsorted(menu.slot_ptr, kept, side="right") - 1
    hours = worktimes(compiled.problem)
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for slot, at in zip(kept.tolist(), node.tolist(), strict=True):
        opportunity, step = n.steps[menu.step[stage[at]]]
        if (opportunity.id, step.id) in n.begun:
            continue
        resource = compiled.problem.resources[market.resource[menu.way[at]]].id
        ticks = next(o.duration for o in step.options if o.resource == resource)
        key = opportunity.id, step.id, resource
        low, high = found.get(key, (compiled.problem.horizon, 0))
        first, last = _lies(
            hours[resource], ticks, int(menu.end[slot]), int(menu.last[slot])
        )
        found[key] = min(low, first), max(high, last)
    return found


def _lies(hours: WorkTime, ticks: int, end: int, last: int) -> tuple[int, int]:
    """The earliest start and the latest end of work."""
    if not ticks:
        return end, last
    return hours.tick(hours.opened_before(end) - ticks), hours.end(last, ticks)
