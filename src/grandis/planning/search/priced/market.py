"""A problem as a market: menus to choose from, and rows of time that are scarce."""

from collections.abc import Sequence
from copy import copy
from functools import partial
from typing import NamedTuple

import numpy as np

from grandis.planning.search.arrays import Arrays, Floats, Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import offsets
from grandis.planning.search.priced.arrays import Menu, Priced
from grandis.planning.search.priced.chaining import chained
from grandis.planning.search.priced.compiling import priced, slots_of, stretches
from grandis.planning.search.priced.covers import Cover, Gaps
from grandis.planning.search.priced.menus import (
    Flags,
    joined,
    lasting,
    menu_of,
    opportunity_of,
    owners,
    reduced,
    rows_of,
    with_tables,
)
from grandis.planning.search.priced.orders import as_they_are, one_by_one
from grandis.planning.search.priced.passing import (
    choose_all,
    take_turns,
    weigh,
)
from grandis.planning.search.priced.trees import trees

#: Opportunities whose whole menus are looked at together, to spare memory.
AT_ONCE = 100
#: Pieces of a period in which work can begin, where it is looked at thoroughly.
FINE = 2


class Room(NamedTuple):
    """Room for the kernels: three numbers for every slot, and two for every stage."""

    value: Floats
    best: Floats
    row: Floats
    chosen: Ints
    nodes: Ints


class Market:
    """What opportunities can choose from, without what is too dear if all is free.

    Parameters
    ----------
    compiled
        The problem, which aims at surplus.
    thorough
        Leave nothing out, tell orders at tools apart, and cut periods finer.

    Attributes
    ----------
    menu
        What each opportunity can choose from.
    most
        What each can bring at most if all time were free, in cents.
    resource
        The number of the resource of every way.
    holds, ticks
        How much there is of each row, and the ticks that a unit of it stands for.
    """

    def __init__(self, compiled: Compiled, thorough: bool = False) -> None:
        order, pieces = (one_by_one, FINE) if thorough else (as_they_are, 1)
        orders = order(compiled.arrays)
        a, p = orders.arrays, priced(compiled, orders)
        rows = rows_of(p)
        when, tree = stretches(a, p), trees(a.route_step_ptr, p)
        machine = np.array([r.capacity == 1 for r in compiled.problem.resources])
        self.resource = p.way_resource
        self.most = np.empty(len(a.price))
        parts = []
        for first in range(0, len(a.price), AT_ONCE):
            some = slice(first, min(first + AT_ONCE, len(a.price)))
            low, high = a.route_step_ptr[a.route_ptr[[some.start, some.stop]]].tolist()
            k = slots_of(a, p, when, low, high, pieces)
            whole = menu_of(a, p, k, tree, machine)
            self.most[some], worth, all_ = _worth_it(whole, a, some, len(rows.holds))
            parts.append(all_ if thorough else worth)
        menu = joined(parts)
        wanted, numbers = _numbered(menu.row, len(rows.holds))
        self._arrays = a
        self._gaps = partial(Gaps, compiled, p, _gap_of_row(p, machine, wanted))
        self.menu = with_tables(menu._replace(row=numbers), a)
        self.holds, self.ticks = (x[wanted] for x in rows)
        self._room = _room(self.menu)

    def refined(self, keep: Flags) -> "Market":
        """A market with some of the slots, where who shares a tool makes a chain."""
        market = copy(self)
        asked = np.ones(len(self.menu.price), np.bool_)
        menu = reduced(self.menu, lasting(self.menu, keep), asked)
        if not menu.behind.any():
            menu = chained(menu)
        market.menu = with_tables(menu, self._arrays)
        market._room = _room(market.menu)
        market.most, _ = market.choose(np.zeros(len(self.holds)))
        return market

    def covers(self, prices: Floats) -> list[Cover]:
        """Works that are chosen at these prices, but do not fit into their gaps."""
        _, taken = self.choose(prices)
        return list(self._gaps(self.menu).covers(taken))

    def covered(self, covers: Sequence[Cover]) -> "Market":
        """A market with a row for every cover, which holds all but one of its works."""
        market, menu = copy(self), self.menu
        sizes = [len(cover.slots) for cover in covers]
        slot = np.concatenate([owners(menu.use_ptr), *(c.slots for c in covers)])
        rows = np.repeat(len(self.holds) + np.arange(len(covers)), sizes)
        order = np.argsort(slot, kind="stable")
        market.menu = menu._replace(
            use_ptr=offsets(np.bincount(slot, minlength=len(menu.cost))),
            row=np.concatenate([menu.row, rows])[order],
            amount=np.concatenate([menu.amount, np.ones(len(rows))])[order],
        )
        market.holds = np.append(self.holds, [float(c.most) for c in covers])
        market.ticks = np.append(self.ticks, [c.ticks for c in covers])
        return market

    def choose(self, prices: Floats) -> tuple[Floats, Ints]:
        """What every opportunity brings at these prices, and the slots they choose."""
        return _choose(self.menu, prices, self._room)

    def take_turns(
        self, turns: Ints, falls: int, step: float, prices: Floats, ahead: Floats
    ) -> Floats:
        """Let all choose in turn; prices change, and their mean is returned."""
        mean, holds = np.zeros(len(prices)), np.maximum(1.0, self.holds)
        rule = turns, min(falls, len(turns)), step, prices, holds, ahead, mean
        take_turns(self.menu, *rule, *self._room)
        return mean

    def gains(self, prices: Floats) -> Floats:
        """The most that an opportunity brings by each slot at these prices."""
        return _gains(self.menu, prices)


def _numbered(chosen: Ints, size: int) -> tuple[Ints, Ints]:
    """Which of `size` rows are chosen, and every choice as a number among those."""
    wanted = np.zeros(size, np.bool_)
    wanted[chosen] = True
    return np.flatnonzero(wanted), (np.cumsum(wanted) - 1)[chosen]


def _gap_of_row(p: Priced, machine: Flags, wanted: Ints) -> Ints:
    """The gap of a machine that each of the rows is a period of; -1: it is none."""
    resource = np.repeat(np.arange(len(machine)), np.diff(p.gap_ptr))
    gaps = np.where(machine[resource], np.arange(len(resource)), -1)
    periods = np.repeat(gaps, np.diff(p.period_ptr))
    known = wanted < len(periods)
    return np.where(known, periods[np.where(known, wanted, 0)], -1)


def _worth_it(
    whole: Menu, a: Arrays, some: slice, rows: int
) -> tuple[Floats, Menu, Menu]:
    """What some bring if time costs nothing; what it can be done by, and all."""
    asked = np.zeros(len(whole.price), np.bool_)
    asked[some] = True
    free = np.zeros(rows)
    menu = reduced(whole, lasting(whole, np.ones(len(whole.cost), np.bool_)), asked)
    menu = with_tables(menu, a)
    most, _ = _choose(menu, free, _room(menu))
    gains = _gains(menu, free)
    kept = lasting(menu, gains > menu.refused[opportunity_of(menu)])
    return most[some], reduced(menu, kept, asked), menu


def _choose(menu: Menu, prices: Floats, room: Room) -> tuple[Floats, Ints]:
    most, taken = np.empty(len(menu.price)), np.empty(len(menu.up), np.int64)
    count = choose_all(menu, prices, *room, most, taken)
    return most, taken[:count]


def _gains(menu: Menu, prices: Floats) -> Floats:
    room = _room(menu)
    gains = np.empty(len(menu.cost))
    rest = np.empty(len(menu.cost) + 1)
    weigh(menu, prices, room.value, room.best, room.row, rest, gains)
    return gains


def _room(menu: Menu) -> Room:
    """The last of the slots is none, which costs more than any."""
    slots, stages = len(menu.cost) + 1, len(menu.up)
    widest = int(np.diff(menu.slot_ptr).max(initial=0))
    return Room(
        np.full(slots, np.inf),
        np.full(slots, np.inf),
        np.empty(widest),
        np.empty(stages, np.int64),
        np.empty(stages, np.int64),
    )
