"""Prices of a small problem, refined again and again to what a better plan can use.

Where that leaves most of the gap, it is looked at what rivals lose together, too.
"""

import math
import time
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grandis.planning.incumbent import GLANCE, Run
from grandis.planning.windows import lost_elsewhere

if TYPE_CHECKING:
    from grandis.planning.remaking import Remaking
    from grandis.planning.search.arrays import Floats
    from grandis.planning.search.compiling import Compiled
    from grandis.planning.search.priced.driver import Prices
    from grandis.planning.windows import Scope

#: Rounds of prices before they are refined to what a better plan can use.
ROUGHLY = 24
#: Rounds between two refinements after that. They end when so many in a row have left
#: more than this part of the gap; or one, where it is known what rivals lose.
CLOSELY = 30
PROGRESS = 0.95
IDLE = 2
#: The part of the time that prices may take.
PRICES_SHARE = 0.75
#: Seconds that looking closely takes at least, for each literal of the model.
THOROUGH_SECONDS = 5e-5
#: The parts of the time that what rivals lose may take at once, and one group.
RIVALS_SHARE = 0.15
GROUP_SHARE = 0.1
#: Prices are refined so often before it is looked at what rivals lose, and only where
#: that has left more than this part of the gap.
ALONE = 2
SLOW = 0.85
#: Refined so often, prices are good enough when no more slots than this are left:
#: CP-SAT looks through these sooner.
FEW = 100_000
#: CP-SAT does not come to an end with more: prices and rivals get all the time.
MANY = 400_000


class Priced(NamedTuple):
    """Prices of a problem, and what rivals lose together at these."""

    prices: "Prices"
    compiled: "Compiled"
    together: Mapping[frozenset[str], int]

    @property
    def bound(self) -> int:
        """No plan that is looked for has more surplus than this, in whole cents."""
        return self.prices.bound - sum(self.together.values())

    @property
    def many(self) -> bool:
        """Whether so much is left that CP-SAT cannot look through it."""
        return len(self.prices.market.menu.cost) > MANY

    def elsewhere(self) -> "Floats":
        """What is lost at least by groups that each opportunity is not in."""
        names = (o.id for o in self.compiled.problem.opportunities)
        return np.array([float(lost_elsewhere(self.together, n)) for n in names])


def has_prices(run: Run) -> bool:
    """Whether prices of time say something about the problem of a run."""
    from grandis.planning.search.numbering import is_sampled

    return run.larger_is_better and not any(map(is_sampled, run.problem.opportunities))


def is_thorough(size: int, seconds: float) -> bool:
    """Whether there is time to look closely at a problem of so many literals."""
    return size * THOROUGH_SECONDS < PRICES_SHARE * seconds


def price(
    run: Run,
    compiled: "Compiled",
    size: int,
    seconds: float,
    seed: int,
    remaking: "Remaking",
) -> Priced | None:
    """Tighten the bound of a small problem by prices, in a part of so many seconds.

    `remaking` is told where a better plan can lie, again and again.

    Returns the prices, where the aim is surplus and there is time to look at all
    closely: of what a better plan than the best so far can use.
    """
    from grandis.planning.search.priced.driver import Prices

    if not has_prices(run):
        return None

    def stop() -> bool:
        return run.stopped() or run.seconds > PRICES_SHARE * seconds

    thorough = is_thorough(size, seconds)
    prices = Prices(compiled, thorough)
    run.tighten(prices.bound)
    prices.improve(run.tighten, stop, ROUGHLY if thorough else math.inf)
    if not thorough:
        return None
    refining = _Refining(run, Priced(prices, compiled, {}), seconds, seed)
    while not refining.stop() and not refining.few:
        if not refining.idle:
            refining.once(remaking)
        elif refining.priced.together or remaking.done:
            break
        else:
            time.sleep(GLANCE)
    return refining.priced


class _Refining:
    """Prices that are refined for the best plan so far."""

    def __init__(
        self,
        run: Run,
        priced: Priced,
        seconds: float,
        seed: int,
    ) -> None:
        self.priced = priced
        self._run, self._seconds, self._seed = run, seconds, seed
        #: Whether so little is left that CP-SAT can look through it.
        self.few = False
        self._value: int | None = None
        self._turns = self._in_vain = 0

    @property
    def end(self) -> float:
        """The second of the run at which prices end."""
        return self._seconds if self.priced.many else PRICES_SHARE * self._seconds

    def stop(self) -> bool:
        """Whether it is time for something else."""
        return self._run.stopped() or self._run.seconds > self.end

    @property
    def idle(self) -> bool:
        """Whether refining brings little as long as there is no better plan."""
        if self.priced.many:
            return False
        patience = 1 if self.priced.together else IDLE
        return self._in_vain >= patience and self._value == self._run.value

    def once(self, remaking: "Remaking") -> None:
        """Refine what is known to what a better plan than the best so far can use."""
        from grandis.planning.search.priced.fixing import scope_of

        self._value = value = self._run.value or 0
        before = self.priced.bound - value
        prices = self.priced.prices.refined(value, self.priced.elsewhere())
        self._turns += 1
        self.few = self._turns >= ALONE and len(prices.market.menu.cost) <= FEW
        if self.few and self.priced.together:
            return  # what rivals lose is known at the prices as they were
        prices.improve(partial(self._tighten, value), self.stop, CLOSELY)
        closer = self.priced._replace(prices=prices, together={})
        slow = closer.bound - value > SLOW * before
        if self._turns >= ALONE and (slow or self.priced.together):
            remaking.scope = scope_of(prices, closer.compiled, value)
            together = self._together(remaking.scope, prices.rivalry())
            closer = closer._replace(together=together)
        self._tighten(value, closer.bound)
        progress = closer.bound - value < PROGRESS * before
        self._in_vain = 0 if progress else self._in_vain + 1
        if closer.bound <= self.priced.bound:
            self.priced = closer

    def _tighten(self, value: int, bound: int) -> None:
        """The bound is of those plans that have more surplus than `value`."""
        self._run.tighten(max(bound, value))

    def _together(self, scope: "Scope", rivalry: "Floats") -> dict[frozenset[str], int]:
        """What rivals lose together at least; known groups are asked about first."""
        from grandis.planning.exact import least_lost
        from grandis.planning.rivals import lost_in, lost_together

        run = self._run
        _, taken, assignments = run.best
        end = min(run.seconds + RIVALS_SHARE * self._seconds, self.end)

        def least(part: Collection[str]) -> int:
            left = min(end - run.seconds, GROUP_SHARE * self._seconds)
            return least_lost(run.problem, scope, part, left, self._seed, run.stopped)

        return lost_together(
            lost_in(run.problem, scope, taken, assignments),
            rivalry,
            scope.allowance,
            least,
            self.priced.together,
            lambda: run.stopped() or run.seconds > end,
        )
