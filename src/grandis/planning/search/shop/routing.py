"""Which routes opportunities take, and the shop that is left when they are chosen.

The tabu search knows nothing of routes. It gets a shop with the steps on the
routes chosen, numbered anew, and with each new start other routes may be chosen.
"""

from dataclasses import dataclass

import numpy as np

from grandis.planning.search.arrays import Floats, Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import offsets
from grandis.planning.search.shop.arrays import Shop, shop_of

#: The work on a route counts up to this part more, by lot, when one is chosen.
CHANCE = 0.1
#: How often an opportunity takes any route, whatever its work.
MUTATED = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Routed:
    """A whole shop without what is not on the `route` of each opportunity.

    `shop` has the `steps` and `places` of the whole.
    """

    shop: Shop
    route: Ints
    steps: Ints
    places: Ints


class Routes:
    """The routes through a whole shop, and what the time of its lanes costs.

    Attributes
    ----------
    whole
        The shop with the steps of all routes.
    are_open
        Whether any opportunity has more than one.
    prices
        What a tick of each lane costs, where it costs 1 in the mean of all.
    """

    def __init__(self, compiled: Compiled) -> None:
        a = compiled.arrays
        self.whole = shop_of(compiled)
        self._ptr = a.route_ptr
        self._step_ptr, self._step = a.route_step_ptr, a.route_step
        self.are_open = bool((np.diff(a.route_ptr) > 1).any())
        self._work = self._least_work()
        self._capacity = [r.capacity for r in compiled.problem.resources]
        self.prices = np.zeros(len(self.whole.lane_site))

    def charge(self, prices: Floats) -> None:
        """Take prices by resource from now on; until then time costs nothing."""
        prices = np.repeat(prices, self._capacity)
        self.prices = prices / prices.mean()

    def _least_work(self) -> Floats:
        """Of each route, the ticks of all its steps, each where it is fastest."""
        shop = self.whole
        fastest = np.minimum.reduceat(shop.place_duration, shop.place_ptr[:-1])
        until = offsets(fastest[self._step])
        return np.diff(until[self._step_ptr]).astype(float)

    def by_lot(self, random: np.random.Generator) -> Ints:
        """A route for each opportunity, nearly always one with little work."""
        work = self._work * (1 + CHANCE * random.random(len(self._work)))
        opportunity = np.repeat(np.arange(len(self._ptr) - 1), np.diff(self._ptr))
        short = np.lexsort((work, opportunity))[self._ptr[:-1]]
        return self._mutated(short, random)

    def mixed(
        self, one: Ints, other: Ints, part: float, random: np.random.Generator
    ) -> Ints:
        """Routes of one choice, about this part of the other, and a few of neither."""
        mixed = np.where(random.random(len(one)) < part, other, one)
        return self._mutated(mixed, random)

    def _mutated(self, route: Ints, random: np.random.Generator) -> Ints:
        """These routes, but a few opportunities take any route."""
        any_route = random.integers(self._ptr[:-1], self._ptr[1:])
        return np.where(random.random(len(route)) < MUTATED, any_route, route)

    def cut(self, route: Ints) -> Routed:
        """The shop with only the steps of these routes."""
        whole = self.whole
        if not self.are_open:
            steps, places = (
                np.arange(len(x)) for x in (whole.release, whole.place_lane)
            )
            return Routed(whole, route, steps, places)
        ends = zip(self._step_ptr[route], self._step_ptr[route + 1], strict=True)
        steps = np.concatenate([self._step[low:high] for low, high in ends])
        number = np.full(len(whole.release), -1)
        number[steps] = np.arange(len(steps))
        of_step = np.repeat(np.arange(len(number)), np.diff(whole.place_ptr))
        places = np.flatnonzero(number[of_step] >= 0)
        before_ptr, before = _cut_ranges(whole.before_ptr, whole.before, number)
        after_ptr, after = _cut_ranges(whole.after_ptr, whole.after, number)
        shop = whole._replace(
            release=whole.release[steps],
            before_ptr=before_ptr,
            before=before,
            after_ptr=after_ptr,
            after=after,
            place_ptr=offsets(np.diff(whole.place_ptr)[steps]),
            place_lane=whole.place_lane[places],
            place_duration=whole.place_duration[places],
            place_rent=whole.place_rent[places],
            tool_line=whole.tool_line[steps],
        )
        return Routed(shop, route, steps, places)


def _cut_ranges(ptr: Ints, other: Ints, number: Ints) -> tuple[Ints, Ints]:
    """Pairs of steps as ranges, of steps that have a number, by it."""
    one = np.repeat(number, np.diff(ptr))
    both = (one >= 0) & (number[other] >= 0)
    sizes = np.bincount(one[both], minlength=number.max() + 1)
    return offsets(sizes), number[other[both]]
