"""Routes on which it is settled in which order their steps use a tool.

A tool is at one place at a time, so those who use it do so one after the other.
In which order is open; so a route stands once for each order, as a route of its own.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import islice, pairwise, permutations, product
from math import factorial, prod
from typing import NamedTuple

from grandis.planning.search.arrays import Arrays, Ints
from grandis.planning.search.numbering import ints, offsets

#: Orders of a route that are told apart; with more, tools are left out.
MOST_ORDERS = 36


class Orders(NamedTuple):
    """Arrays with a route for every order, and two numbers for each of their steps.

    The step at position i of `route_step` uses its tool just after the one at
    position ``follows[i]`` (-1: nobody before it, or it is open), and
    ``turns[route_step_ptr[r]] …`` are the positions of route r, each after those it
    comes after or follows.
    """

    arrays: Arrays
    follows: Ints
    turns: Ints


def as_they_are(a: Arrays) -> Orders:
    """Every route once, with all orders open."""
    size = len(a.route_step)
    return Orders(a, ints([-1] * size), ints(range(size)))


def one_by_one(a: Arrays) -> Orders:
    """Every route once for each order in which its steps can use their tools."""
    routes, sizes, steps, follows, turns = [], [], [], [], []
    before = _before(a)
    for low, high in pairwise(a.route_ptr.tolist()):
        count = 0
        for route in range(low, high):
            own = a.route_step[a.route_step_ptr[route] : a.route_step_ptr[route + 1]]
            for after, turn in _orders(a, own.tolist(), before):
                at = {step: len(steps) + i for i, step in enumerate(own.tolist())}
                follows += [at.get(after.get(step, -1), -1) for step in at]
                turns += [at[step] for step in turn]
                steps += at
                sizes.append(len(at))
                count += 1
        routes.append(count)
    arrays = a._replace(
        route_ptr=offsets(routes), route_step_ptr=offsets(sizes), route_step=ints(steps)
    )
    return Orders(arrays, ints(follows), ints(turns))


def _before(a: Arrays) -> list[list[int]]:
    return [
        a.before[low:high].tolist() for low, high in pairwise(a.before_ptr.tolist())
    ]


def _orders(
    a: Arrays, steps: list[int], before: list[list[int]]
) -> Iterator[tuple[dict[int, int], list[int]]]:
    """Who follows whom at a tool, and all steps in an order that respects that."""
    users: dict[int, list[int]] = {}
    makers = {int(a.makes[step]): step for step in steps if a.makes[step] >= 0}
    for step in steps:
        if a.tool[step] >= 0 and not a.begun[step]:
            users.setdefault(int(a.tool[step]), []).append(step)
    known = {
        step: {*before[step], *([makers[int(a.tool[step])]] if a.tool[step] in makers else [])}
        & set(steps)
        - {step}
        for step in steps
    }
    for orders in product(*map(permutations, _told_apart(list(users.values())))):
        follows = {two: one for order in orders for one, two in pairwise(order)}
        graph = {s: known[s] | {follows[s]} if s in follows else known[s] for s in steps}
        try:
            turn = list(TopologicalSorter(graph).static_order())
        except CycleError:
            continue
        yield follows, turn


def _told_apart(users: list[list[int]]) -> list[list[int]]:
    """The users of tools, most first, as long as there are not too many orders."""
    kept: list[list[int]] = []
    for each in sorted(users, key=len, reverse=True):
        if prod(map(factorial, map(len, [*kept, each]))) <= MOST_ORDERS:
            kept.append(each)
    return kept
