"""A problem as a market: menus to choose from, and rows of time that are scarce."""

from collections.abc import Sequence
from copy import copy
from functools import partial
from typing import NamedTuple

import numpy as np

from grandis.planning.search.arrays import Arrays, Flags, Floats, Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import owners
from grandis.planning.search.priced.arrays import Menu, Priced
from grandis.planning.search.priced.chaining import chained
from grandis.planning.search.priced.changing import Changes
from grandis.planning.search.priced.compiling import priced, slots_of
from grandis.planning.search.priced.covers import Cover, Gaps
from grandis.planning.search.priced.menus import (
    joined,
    lasting,
    menu_of,
    opportunity_of,
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
from grandis.planning.search.priced.ranges import Ranges, all_ranges, kept_ranges
from grandis.planning.search.priced.trees import Trees, trees

#: Routes of an opportunity that are asked in turn; all are asked for a bound.
NEAREST = 3
#: Opportunities whose whole menus are looked at together, to spare memory.
AT_ONCE = 100


class Room(NamedTuple):
    """Room for the kernels: a number for every route and every piece of work, three
    for every slot, and two for every stage."""

    costs: Floats
    paid: Floats
    value: Floats
    best: Floats
    row: Floats
    chosen: Ints
    nodes: Ints


class Source(NamedTuple):
    """A problem as prices see it, of which menus are made."""

    arrays: Arrays
    priced: Priced
    tree: Trees
    machine: Flags
    changes: Changes | None

    @property
    def nodes(self) -> int:
        return int(self.priced.node_ptr[-1])

    def menu(self, when: Ranges, routes: tuple[int, int]) -> Menu:
        """Whatever can start in some ranges, by some of the routes, without tables."""
        a, p, tree, machine, known = self
        changes = np.zeros_like(when.range_ptr) if known is None else known.least(when)
        low, high = a.route_step_ptr[list(routes)].tolist()
        slots = slots_of(a, p, when, changes, low, high)
        return menu_of(a, p, slots, tree, machine)


class Market:
    """What opportunities can choose from, without what is too dear if all is free.

    Parameters
    ----------
    compiled
        The problem, which aims at surplus.
    thorough
        Leave nothing out, tell orders at tools apart, and count changeovers.

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
        orders = (one_by_one if thorough else as_they_are)(compiled.arrays)
        a, p = orders.arrays, priced(compiled, orders)
        rows, when = rows_of(p), all_ranges(a, p)
        machine = np.array([r.capacity == 1 for r in compiled.problem.resources])
        changes = Changes(compiled, a.route_step, p) if thorough else None
        tree = trees(a.route_step_ptr, p)
        self._source = Source(a, p, tree, machine, changes)
        self.resource = p.way_resource
        self.most = np.empty(len(a.price))
        parts = []
        for first in range(0, len(a.price), AT_ONCE):
            some = slice(first, min(first + AT_ONCE, len(a.price)))
            first, last = a.route_ptr[[some.start, some.stop]].tolist()
            whole = self._source.menu(when, (first, last))
            self.most[some], worth, all_ = _worth_it(whole, a, some, len(rows.holds))
            parts.append(all_ if thorough else worth)
        menu = joined(parts)
        every = np.arange(len(rows.holds))
        wanted, self._number = (
            (every, every) if thorough else _numbered(menu.row, len(every))
        )
        self._covers: tuple[Cover, ...] = ()
        self._gap_of_row = _gap_of_row(p, machine, wanted)
        self._find_gaps = partial(Gaps, compiled, p, self._gap_of_row)
        self._gaps: Gaps | None = None
        self.menu = with_tables(menu._replace(row=self._number[menu.row]), a)
        self.holds, self.ticks = (x[wanted] for x in rows)
        self._room = _room(self.menu)

    def refined(self, keep: Flags, cut: Flags) -> "Market":
        """A market with some of the slots, and finer ones instead of those to `cut`.

        Who shares a tool makes a chain there.
        """
        market, source = copy(self), self._source
        when = kept_ranges(self.menu, keep, cut, source.nodes)
        routes = 0, len(source.arrays.route_step_ptr) - 1
        menu = source.menu(when, routes)
        menu = menu._replace(row=self._number[menu.row])
        asked = np.ones(len(menu.price), np.bool_)
        everything = np.ones(len(menu.cost), np.bool_)
        menu = chained(reduced(menu, lasting(menu, everything), asked))
        market._gaps = gaps = self._find_gaps(menu)
        menu = gaps.covered(menu, self._covers, len(self._gap_of_row))
        market.menu = with_tables(menu, source.arrays)
        market._room = _room(market.menu)
        market.most, _ = market.choose(np.zeros(len(self.holds)))
        return market

    def covers(self, chosen: Floats) -> list[Cover]:
        """Rules that are broken where slots are `chosen` so often."""
        self._gaps = self._gaps or self._find_gaps(self.menu)
        return list(self._gaps.covers(chosen))

    def covered(self, covers: Sequence[Cover]) -> "Market":
        """A market with a row for every cover."""
        market, row = copy(self), len(self.holds)
        gaps = self._gaps or self._find_gaps(self.menu)
        market.menu = gaps.covered(self.menu, covers, row)
        market._covers = (*self._covers, *covers)
        market.holds = np.append(self.holds, [c.most for c in covers])
        market.ticks = np.append(self.ticks, [c.ticks for c in covers])
        return market

    def choose(self, prices: Floats) -> tuple[Floats, Ints]:
        """What every opportunity brings at these prices, and the slots they choose."""
        return _choose(self.menu, prices, self._room)

    def take_turns(
        self,
        turns: Ints,
        falls: int,
        step: float,
        prices: Floats,
        ahead: Floats,
        chosen: Floats,
    ) -> Floats:
        """Let all choose in turn; prices change, and their mean is returned.

        `chosen` counts how often each slot is.
        """
        mean, holds = np.zeros(len(prices)), np.maximum(1.0, self.holds)
        rule = turns, min(falls, len(turns)), step, prices, holds, ahead, mean, chosen
        take_turns(self.menu, *rule, self._near(), *self._room)
        return mean

    def _near(self) -> Flags:
        """The routes of each opportunity that last cost least, `NEAREST` of them."""
        costs, ptr = self._room.costs, self.menu.route_ptr
        opportunity = owners(ptr)
        order = np.lexsort((costs, opportunity))
        near = np.empty(len(costs), np.bool_)
        near[order] = np.arange(len(costs)) - ptr[opportunity] < NEAREST
        return near

    def gains(self, prices: Floats) -> Floats:
        """The most that an opportunity brings by each slot at these prices."""
        return _gains(self.menu, prices)


def _numbered(chosen: Ints, size: int) -> tuple[Ints, Ints]:
    """Which of `size` rows are chosen, and the number of each row among those."""
    wanted = np.zeros(size, np.bool_)
    wanted[chosen] = True
    return np.flatnonzero(wanted), np.cumsum(wanted) - 1


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
    every = np.ones(len(room.costs), np.bool_)
    count = choose_all(menu, prices, every, *room, most, taken)
    return most, taken[:count]


def _gains(menu: Menu, prices: Floats) -> Floats:
    room = _room(menu)
    gains = np.empty(len(menu.cost))
    rest = np.empty(len(menu.cost) + 1)
    weigh(menu, prices, *room[1:5], rest, gains)
    return gains


def _room(menu: Menu) -> Room:
    """The last of the slots is none, which costs more than any."""
    slots, stages = len(menu.cost) + 1, len(menu.up)
    widest = int(np.diff(menu.slot_ptr).max(initial=0))
    return Room(
        np.zeros(len(menu.route_cost)),
        np.empty(len(menu.use_ptr) - 1),
        np.full(slots, np.inf),
        np.full(slots, np.inf),
        np.empty(widest),
        np.empty(stages, np.int64),
        np.empty(stages, np.int64),
    )
