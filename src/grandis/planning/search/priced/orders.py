"""Routes on which it is settled in which order their steps use a tool.

A tool is at one place at a time, so those who use it do so one after the other.
In which order is open; so a route stands once for each order, as a route of its own.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, permutations, product
from math import factorial, prod
from typing import NamedTuple

import numpy as np

from grandis.planning.search.arrays import Arrays, Ints
from grandis.planning.search.numbering import ints, offsets

#: Orders of a route that are told apart, and of all routes of an opportunity together;
#: where there are more, some tools are left out.
MOST_ORDERS = 36
MOST_COPIES = 240


class Orders(NamedTuple):
    """Arrays with a route for every order, and two numbers for each of their steps.

    The step at position i of `route_step` uses its tool just after the one at
    position ``follows[i]`` (-1: nobody does, or it is open), and
    ``turns[route_step_ptr[r]] …`` are the positions of route r, each after those it
    comes after or follows.
    """

    arrays: Arrays
    follows: Ints
    turns: Ints


def as_they_are(a: Arrays) -> Orders:
    """Every route once, with all orders open."""
    size = len(a.route_step)
    return Orders(a, np.full(size, -1, np.int64), np.arange(size))


def one_by_one(a: Arrays) -> Orders:
    """Every route once for each order in which its steps can use their tools."""
    copies, steps, follows, turns = [], list[list[int]](), list[int](), list[int]()
    size = 0
    routes = np.repeat(np.diff(a.route_ptr), np.diff(a.route_ptr))
    most = np.minimum(MOST_ORDERS, MOST_COPIES // routes)
    for route, (low, high) in enumerate(pairwise(a.route_step_ptr.tolist())):
        own = a.route_step[low:high].tolist()
        found = list(_orders(a, own, int(most[route])))
        copies.append(len(found))
        for behind, turn in found:
            at = {step: size + i for i, step in enumerate(own)}
            follows += [at[behind[step]] if step in behind else -1 for step in own]
            turns += [at[step] for step in turn]
            steps.append(own)
            size += len(own)
    arrays = a._replace(
        route_ptr=offsets(copies)[a.route_ptr],
        route_step_ptr=offsets(map(len, steps)),
        route_step=ints(step for own in steps for step in own),
    )
    return Orders(arrays, ints(follows), ints(turns))


def _orders(
    a: Arrays, steps: list[int], most: int
) -> Iterator[tuple[dict[int, int], list[int]]]:
    """Whom each step follows at its tool, and all steps so that none comes too soon."""
    before = _before(a, steps)
    for orders in product(*map(permutations, _told_apart(a, steps, most))):
        behind = {two: one for order in orders for one, two in pairwise(order)}
        graph = {
            s: before[s] | {behind[s]} if s in behind else before[s] for s in steps
        }
        try:
            yield behind, list(TopologicalSorter(graph).static_order())
        except CycleError:
            continue


def _before(a: Arrays, steps: list[int]) -> dict[int, set[int]]:
    """What each step of a route comes after: by order, or by its tool."""
    makers = {int(a.makes[step]): step for step in steps if a.makes[step] >= 0}
    before = {}
    for step in steps:
        known = set(a.before[a.before_ptr[step] : a.before_ptr[step + 1]].tolist())
        known.add(makers.get(int(a.tool[step]), step))
        before[step] = known & set(steps) - {step}
    return before


def _told_apart(a: Arrays, steps: list[int], most: int) -> list[list[int]]:
    """The users of tools, most first, as long as there are not too many orders."""
    users: dict[int, list[int]] = {}
    for step in steps:
        if a.tool[step] >= 0 and not a.begun[step]:
            users.setdefault(int(a.tool[step]), []).append(step)
    kept: list[list[int]] = []
    for each in sorted(users.values(), key=len, reverse=True):
        if prod(factorial(len(x)) for x in [*kept, each]) <= most:
            kept.append(each)
    return kept
