"""Which options a plan better than the best so far can still use, and when.

At given prices every slot has a *loss*: what its opportunity brings less when it uses
it. No plan that uses it has more surplus than the bound less that loss; where this is
not more than the best plan known has, the slot is of no interest any more
(reduced-cost fixing: Dantzig, Fulkerson and Johnson 1954). And all that a better plan
loses, opportunity by opportunity, is less than the gap.
"""

import math
from collections.abc import Iterator

import numpy as np

from grandis.planning.search.arrays import Floats, Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.arrays import Menu
from grandis.planning.search.priced.driver import SLACK, Prices
from grandis.planning.windows import Scope, Stretch
from grandis.planning.worktime import WorkTime, worktimes

#: Stretches of an option that are told apart; the most alike become one.
MOST_STRETCHES = 8


def scope_of(prices: Prices, compiled: Compiled, value: int) -> Scope:
    """Where a better plan can lie.

    Parameters
    ----------
    prices
        Of a market that was looked at thoroughly.
    value
        The surplus to beat.
    """
    menu, n = prices.market.menu, compiled.numbering
    most, _ = prices.market.choose(prices.best)
    allowance = prices.value - value
    hours, resources = worktimes(compiled.problem), compiled.problem.resources
    found: dict[tuple[int, str], list[Stretch]] = {}
    rents = prices.rents()
    for step_number, way, end, last, lost, rent in _by_period(
        menu, prices.losses(), rents, allowance
    ):
        resource = resources[prices.market.resource[way]].id
        # until `_lies`, by the earliest end and the latest start
        found.setdefault((step_number, resource), []).append(
            Stretch(end, last, lost, rent)
        )
    within: dict[tuple[str, str, str], tuple[Stretch, ...]] = {}
    for (step_number, resource), stretches in found.items():
        opportunity, step = n.steps[step_number]
        if (opportunity.id, step.id) not in n.begun:
            ticks = next(o.duration for o in step.options if o.resource == resource)
            within[opportunity.id, step.id, resource] = tuple(
                _lies(hours[resource], ticks, stretch) for stretch in _few(stretches)
            )
    brought = np.floor(most - SLACK).astype(int)
    ids = (o.id for o in compiled.problem.opportunities)
    return Scope(
        value=value,
        allowance=max(0, math.floor(allowance + SLACK)),
        within=within,
        most=dict(zip(ids, brought.tolist(), strict=True)),
    )


def _by_period(
    menu: Menu, loss: Floats, rent: Floats, allowance: float
) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Step, way, earliest end, latest start, least loss and rent of all of interest.

    By time, once for each period that work can begin in.
    """
    kept = np.flatnonzero(loss < allowance)
    if not len(kept):
        return
    node = np.searchsorted(menu.slot_ptr, kept, side="right") - 1
    stage = np.searchsorted(menu.node_ptr, node, side="right") - 1
    step, way = menu.step[stage], menu.way[node]
    first = menu.use_ptr[menu.piece[kept]]
    works = menu.use_ptr[menu.piece[kept] + 1] > first
    period = np.where(works, np.append(menu.row, 0)[first], -1)
    order = np.lexsort((period, way, step))
    keys = np.stack([step, way, period])[:, order]
    first = np.flatnonzero(np.append(True, (np.diff(keys) != 0).any(axis=0)))
    kept = kept[order]

    def least(values: Floats) -> Ints:
        return np.minimum.reduceat(np.floor(values[kept]), first).astype(int)

    columns = (
        keys[0][first],
        keys[1][first],
        np.minimum.reduceat(menu.end[kept], first),
        np.maximum.reduceat(menu.last[kept], first),
        least(loss),
        least(rent),
    )
    yield from zip(*(column.tolist() for column in columns), strict=True)


def _lies(hours: WorkTime, ticks: int, within: Stretch) -> Stretch:
    """From the earliest end and the latest start of work to the start and the end."""
    if not ticks:
        return within
    return within._replace(
        earliest=hours.tick(hours.opened_before(within.earliest) - ticks),
        latest=hours.end(within.latest, ticks),
    )


def _few(stretches: list[Stretch]) -> list[Stretch]:
    """No more than `MOST_STRETCHES`: neighbours that cost about the same become one."""
    kept = list(stretches)
    apart = list(map(_apart, kept, kept[1:]))
    while len(kept) > MOST_STRETCHES:
        at = apart.index(min(apart))
        kept[at : at + 2] = [_joined(*kept[at : at + 2])]
        near = kept[max(0, at - 1) : at + 2]
        apart[max(0, at - 1) : at + 2] = map(_apart, near, near[1:])
    return kept


def _apart(one: Stretch, two: Stretch) -> int:
    return abs(one.loss - two.loss) + abs(one.rent - two.rent)


def _joined(one: Stretch, two: Stretch) -> Stretch:
    return Stretch(
        min(one.earliest, two.earliest),
        max(one.latest, two.latest),
        min(one.loss, two.loss),
        min(one.rent, two.rent),
    )
