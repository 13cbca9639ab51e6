"""Islands of tabu search that share a pool of good line-ups.

An island improves one line-up until it has long not got better, gives it to the
pool, and goes on from a blend of two line-ups of the pool (Peng, Lü & Cheng
2015). How long a place stays taboo suits one shop and not another, and so does what
the time of lanes should count: each line-up keeps the tenure and the weight it was
found with, and its children get about the same.
"""

import threading
import time
from dataclasses import dataclass

import numpy as np

from grandis.planning.search.arrays import Ints
from grandis.planning.search.shop.arrays import new_lineup
from grandis.planning.search.shop.blending import blend, line_up_at_random
from grandis.planning.search.shop.moves import PARTS
from grandis.planning.search.shop.paths import makespan_of
from grandis.planning.search.shop.routing import Routes
from grandis.planning.search.shop.starting import (
    balanced,
    dispatch,
    work_done_and_left,
)
from grandis.planning.search.shop.tabu import (
    BEST,
    FOUND_AT,
    MOVE,
    copy_lineup,
    improve_lineup,
)

#: Line-ups in a pool; offers refused in a row before all but the best must go.
POOL = 8
MOST_REFUSED = 24
#: Moves without a better line-up before an island starts again: from … to.
PATIENCE = (5_000, 15_000)
#: The same for each step, where every start may choose other routes; and the fewest.
SHORT_PATIENCE = (0.6, 1.8)
LEAST_PATIENCE = 100
#: Tenures at the beginning, in lengths of the critical path, and how a child's
#: differs from its parent's (standard deviation of the logarithm).
TENURES = (0.3, 3.0)
MUTATION = 0.3
#: The same for weights: for how many ticks of a path a tick on a lane counts whose
#: time costs as much as the mean.
WEIGHTS = (0.02, 1.5)
WEIGHT_MUTATION = 0.5
#: With more lanes than this, tenures and PATIENCE are longer in proportion: many
#: critical paths must be shortened in turn, and none of them grow again meanwhile.
FEW_LANES = 50
#: Moves in the first slice; later ones last about SLICE seconds.
FIRST_SLICE = 64
SLICE = 0.05
MOST_MOVES = 1_000_000
#: How much a blend has of its second parent.
PART = (0.3, 0.7)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A line-up by the route of each opportunity and start and place of each step.

    They are numbered as in the whole shop; a step that is not on a route has -1.
    """

    makespan: int
    route: Ints
    start: Ints
    place: Ints
    tenure: float
    weight: float

    def is_like(self, other: "Found") -> bool:
        return self.makespan == other.makespan and np.array_equal(
            self.place, other.place
        )


class Pool:
    """The best line-ups, all different, best first; threads may share it."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.refused = 0
        self._lock = threading.Lock()

    def offer(self, new: Found) -> None:
        """Keep a line-up if it is new and among the best."""
        with self._lock:
            keep = not any(new.is_like(known) for known in self.found)
            if keep:
                self.found.append(new)
                self.found.sort(key=lambda known: known.makespan)
                keep = len(self.found) <= POOL or self.found.pop() is not new
            self.refused = 0 if keep else self.refused + 1
            if self.refused >= MOST_REFUSED:
                self.found, self.refused = self.found[:1], 0

    def parents(self, random: np.random.Generator) -> tuple[Found, Found] | None:
        """Two line-ups by lot, None while the pool is not full."""
        with self._lock:
            if len(self.found) < POOL:
                return None
            first, second = random.choice(POOL, 2, replace=False)
            return self.found[first], self.found[second]


class Island:
    """A tabu search under way.

    Parameters
    ----------
    routes
        Through the shop to plan.
    pool
        Where to take line-ups from and to give them to.
    seed
        Whole numbers, not negative. Equal seeds, pools and
        numbers of moves give equal line-ups.
    enough
        A makespan that nothing can beat.

    Attributes
    ----------
    shop
        What is left of it on the routes chosen.
    record
        The best line-up ever; other threads may look at it.
    """

    def __init__(
        self, routes: Routes, pool: Pool, seed: list[int], enough: int = 0
    ) -> None:
        self.routes, self.pool, self.enough = routes, pool, enough
        self._random = np.random.default_rng(seed)
        self._draws = self._random.integers(1, 2**63, 1, np.uint64)
        self._counts = np.zeros(3, np.int64)
        self._moves = np.zeros((2, 5), np.int64)
        self._slice = FIRST_SLICE
        self._even = True
        self._lanes = max(1.0, len(routes.whole.lane_site) / FEW_LANES)
        self._routed = routes.cut(routes.by_lot(self._random))
        self._make_room()
        self._begin()
        self.record = self.found()

    def _make_room(self) -> None:
        """For line-ups of the shop that is left on the routes chosen."""
        self.shop = shop = self._routed.shop
        steps = len(shop.release)
        self.best, self._now = new_lineup(shop), new_lineup(shop)
        self._work = work_done_and_left(shop)
        self._taboo = np.zeros(len(shop.place_lane) + steps, np.int64)
        self._room = np.zeros(steps, np.int64), np.zeros(steps, np.int64)

    def _take(self, route: Ints) -> None:
        """Take these routes from now on."""
        if not np.array_equal(route, self._routed.route):
            self._routed = self.routes.cut(route)
            self._make_room()

    @property
    def makespan(self) -> int:
        """The makespan of `best`, the best line-up since the last start."""
        return int(self._counts[BEST])

    def _begin(self) -> None:
        """Start from a blend, or from scratch while the pool is not full."""
        random = self._random
        parents = self.pool.parents(random)
        if parents is None:
            self._take(self.routes.by_lot(random))
            self._line_up()
            self._tenure = self._lanes * _by_lot(random, *TENURES)
            self._weight = _by_lot(random, *WEIGHTS)
        else:
            self._blend(*parents, random.uniform(*PART))
            self._tenure = _about(random, parents[0].tenure, MUTATION)
            self._weight = _about(random, parents[0].weight, WEIGHT_MUTATION)
        self._charge()
        self._patience = self._moves_to_wait()
        self._taboo[:] = 0
        self._counts[[MOVE, FOUND_AT]] = 0
        self._counts[BEST] = makespan_of(self.shop, self._now)
        copy_lineup(self.best, self._now)

    def _charge(self) -> None:
        """Let work at every place count by what the time of its lane costs."""
        shop, self._prices = self._routed.shop, self.routes.prices
        cost = self._prices[shop.place_lane] * shop.place_duration
        rent = np.rint(PARTS * self._weight * cost).astype(np.int64)
        self.shop = shop._replace(place_rent=rent)

    def _moves_to_wait(self) -> int:
        """Moves without a better line-up before it starts again."""
        if self.routes.are_open:
            steps, part = len(self.shop.release), self._random.uniform(*SHORT_PATIENCE)
            return max(LEAST_PATIENCE, int(part * steps))
        return int(self._lanes * self._random.integers(*PATIENCE))

    def _line_up(self) -> None:
        """Line up from scratch, in turn with even loads and as it comes."""
        shop, places = self.shop, np.full(len(self.shop.release), -1)
        if self._even:
            places = balanced(shop, self._random.permutation(len(places)))
        if self._even and (shop.tool_line < 0).all():
            dispatch(shop, self._now, places, self._draws)
        else:
            line_up_at_random(shop, self._now, *self._work, places, self._draws)
        self._even = not self._even

    def _blend(self, one: Found, other: Found, part: float) -> None:
        """Line up between two others, with so much of the second."""
        self._take(self.routes.mixed(one.route, other.route, part, self._random))
        steps = self._routed.steps
        starts = np.stack([one.start[steps], other.start[steps]])
        places = np.stack([one.place[steps], other.place[steps]])
        missing = places < 0
        starts = np.where(missing, starts[::-1], starts)
        places = np.where(missing, places[::-1], places)
        numbers = np.searchsorted(self._routed.places, places)
        places = np.where(places < 0, -1, numbers)  # where neither has it: anywhere
        blend(self.shop, self._now, starts, places, part, self._draws)

    def run(self, moves: int) -> None:
        """Make up to so many moves, or stop when it is time to start again."""
        if self._prices is not self.routes.prices:
            self._charge()
        goes_on = improve_lineup(
            self.shop,
            self._now,
            self.best,
            self._taboo,
            self._counts,
            self._draws,
            (moves, self._patience, self.enough),
            self._tenure,
            self._room,
            self._moves,
        )
        if self.makespan < self.record.makespan:
            self.record = self.found()
        if not goes_on:
            self.pool.offer(self.found())
            if self.makespan > self.enough:
                self._begin()

    def run_briefly(self) -> None:
        """Move for about SLICE seconds."""
        begun = time.monotonic()
        self.run(self._slice)
        spent = max(1e-6, time.monotonic() - begun)
        wanted = min(4 * self._slice, int(self._slice * SLICE / spent))
        self._slice = min(max(1, wanted), MOST_MOVES)

    def found(self) -> Found:
        """The best line-up since the last start."""
        routed = self._routed
        start, place = (np.full(len(self.routes.whole.release), -1) for _ in range(2))
        start[routed.steps] = self.best.head
        place[routed.steps] = routed.places[self.best.place]
        born_with = self._tenure, self._weight
        return Found(self.makespan, routed.route, start, place, *born_with)


def _by_lot(random: np.random.Generator, low: float, high: float) -> float:
    """A number between two, its logarithm drawn evenly."""
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def _about(random: np.random.Generator, value: float, deviation: float) -> float:
    """A number near another; the standard deviation is of its logarithm."""
    return value * float(np.exp(random.normal(0, deviation)))
