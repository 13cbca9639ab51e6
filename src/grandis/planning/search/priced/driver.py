"""Look for the prices of machines' time at which the bound is closest.

Opportunities choose one after the other, in an order drawn by lot; whatever one
uses gets dearer at once for those after it, and a little cheaper with every turn of
the others: an incremental subgradient method (Nedić and Bertsekas 2001). Prices
change in proportion to what they are, like multiplicative weights, since some are
hundreds of times others. The mean of a round's prices is what the bound is reckoned
with. Steps get shorter from round to round; then it begins again from the best
prices, with less and more slowly.
"""

import math
from collections.abc import Callable
from copy import copy
from functools import cache

import numpy as np

from grandis.planning.problem import (
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.search.arrays import Floats
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import all_of, owners
from grandis.planning.search.priced.market import Market
from grandis.planning.search.priced.menus import opportunity_of

#: Step of the first round: by how much of itself a price rises that is paid once.
FIRST_STEP = 1.0
#: How much shorter steps get with every round, and how short they get.
SHORTER = 0.9
SHORTEST = 0.015
#: Steps begin so much shorter each time it begins again, up to so many times.
AGAIN = 0.3
MOST_AGAIN = 2
#: Closer by less than this part since the last beginning is not worth another.
PROGRESS = 5e-4
#: A price that is 0 changes like one of this part of what time is worth on average.
BEGINNING = 0.2
#: So many times in a round all prices fall.
FALLS = 20
#: Rounds between two looks at the bound.
LOOKING = 5
#: Rounds between two looks for works that do not fit together.
COVERING = 5
#: Cents that losses may be reckoned too large by.
SLACK = 1.0
#: What reckoning in floating point may be wrong by, relative to all that is added.
ERROR = 1e-9
ROUNDING = 1e-3


@cache
def compile_kernels() -> None:
    """Compile the kernels, or load them as they were compiled before."""
    option = Option("machine", 1)
    problem = Problem(
        horizon=1,
        members=(Member("member"),),
        sites=(Site("site", "member"),),
        resources=(Resource("machine", "site"),),
        opportunities=(Opportunity("job", (Step("work", (option,)),), price=1),),
    )
    prices = Prices(Compiled(problem))
    prices.improve(lambda bound: None, lambda: False, rounds=1)


class Prices:
    """A price for every row of the market, and the bound that they give.

    Parameters
    ----------
    compiled
        The problem, which aims at surplus.
    thorough
        Look closer, and at what is not worth it, too, as `scope_of` must.

    Attributes
    ----------
    most
        What each opportunity can bring at most if all time were free, in cents.
    bound
        No plan has more surplus than this, in whole cents.
    best
        The prices that say so.
    """

    def __init__(self, compiled: Compiled, thorough: bool = False) -> None:
        self.market = Market(compiled, thorough)
        self.most = self.market.most
        self.value = float(self.most.sum())
        holds, ticks = self.market.holds, self.market.ticks
        self._worth = max(self.value, 0.0) / max(1.0, float(holds[ticks == 1].sum()))
        self.best, self.prices = np.zeros(len(holds)), np.zeros(len(holds))
        self._value = math.inf
        self._step, self._begun, self._rounds = FIRST_STEP, 0, 0
        self._covering = False
        self._lot = np.random.default_rng(0)
        self._forget()

    @property
    def bound(self) -> int:
        return math.floor(
            self.value * (1 + math.copysign(ERROR, self.value)) + ROUNDING
        )

    @property
    def settled(self) -> bool:
        """Whether more rounds would change next to nothing."""
        return self._begun > MOST_AGAIN

    def at(self, prices: Floats) -> float:
        """The bound that some prices, none below 0, give."""
        most, taken = self.market.choose(prices)
        self._taken[taken] = True
        value = float(most.sum() + prices @ self.market.holds)
        if value < self.value:
            self.value, self.best = value, prices
        return value

    def losses(self) -> Floats:
        """What an opportunity brings less at least when it uses a slot, in cents."""
        most, _ = self.market.choose(self.best)
        lost = most[opportunity_of(self.market.menu)] - self.market.gains(self.best)
        return np.maximum(lost - SLACK, 0.0)

    def rents(self) -> Floats:
        """What the time of each slot costs, in cents."""
        menu = self.market.menu
        paid: Floats = menu.amount * self.best[menu.row]
        pieces = np.bincount(owners(menu.use_ptr), paid, len(menu.use_ptr) - 1)
        return pieces[menu.piece].astype(np.float64, copy=False)

    def rivalry(self) -> Floats:
        """What every two opportunities would both pay for the same time, in cents.

        A row and a column for each; by all that they have chosen at looks at the bound.
        """
        menu = self.market.menu
        slots = np.flatnonzero(self._taken)
        pieces = menu.piece[slots].astype(np.int64)
        uses = all_of(menu.use_ptr, pieces)
        who = np.repeat(opportunity_of(menu)[slots], np.diff(menu.use_ptr)[pieces])
        paid = np.zeros((len(self.most), len(self.best)))
        rows = menu.row[uses]
        np.maximum.at(paid, (who, rows), menu.amount[uses] * self.best[rows])
        return np.stack([np.minimum(paid, own).sum(axis=1) for own in paid])

    def refined(self, value: int, elsewhere: Floats | None = None) -> "Prices":
        """Closer prices of what a plan with more surplus than `value` can use.

        What has been chosen at a look at the bound is cut finer. Their bound holds
        for such plans only. What is surely lost `elsewhere` can be said for each
        opportunity: so much less may itself lose.
        """
        left = np.full(len(self.most), self.value - value)
        left -= 0.0 if elsewhere is None else elsewhere
        prices = copy(self)
        prices.market = self.market.refined(
            self.losses() < left[opportunity_of(self.market.menu)], self._taken
        )
        prices._covering = True
        prices._forget()
        prices.most = prices.market.most
        prices.value, prices._value = float(prices.most.sum()), math.inf
        prices.best = np.zeros(len(self.best))
        prices.at(self.best)
        prices._begin_again(1)
        return prices

    def most_of(self, problem: Problem) -> dict[str, int]:
        """What each opportunity can bring at most, by its id."""
        least = self.most * (1 + ERROR * np.sign(self.most))
        return {
            o.id: math.floor(most + ROUNDING)
            for o, most in zip(problem.opportunities, least.tolist(), strict=True)
        }

    def improve(
        self,
        on_bound: Callable[[int], None],
        stop: Callable[[], bool],
        rounds: float = math.inf,
    ) -> None:
        """Change prices until nothing changes, `rounds` are over, or `stop` is true.

        `on_bound` is told of every closer bound.
        """
        done = 0
        while done < rounds and not self.settled and not stop():
            mean = self._round()
            done += 1
            last = self._step < SHORTEST
            if last or self._rounds % LOOKING == 0 or done == rounds:
                before = self.bound
                self.at(mean)
                if self.bound < before:
                    on_bound(self.bound)
            if self._covering and self._turns == COVERING:
                self._cover()
            if last:
                progress = self.value <= (1 - PROGRESS) * self._value
                self._begin_again(self._begun + 1 if progress else MOST_AGAIN + 1)

    def _cover(self) -> None:
        """Give prices to what has been chosen, but does not fit together."""
        covers = self.market.covers(self._chosen / COVERING)
        self._count_anew()
        if covers:
            self.market = self.market.covered(covers)
            self.best, self.prices = (
                np.append(prices, np.zeros(len(covers)))
                for prices in (self.best, self.prices)
            )

    def _round(self) -> Floats:
        """All choose in turn; the mean of the prices meanwhile."""
        turns = self._lot.permutation(len(self.most))
        ahead = BEGINNING * self._worth * self.market.ticks
        rule = turns, FALLS, self._step, self.prices, ahead, self._chosen
        mean = self.market.take_turns(*rule)
        self._turns += 1
        self._step *= SHORTER ** (0.5**self._begun)
        self._rounds += 1
        return mean

    def _forget(self) -> None:
        """Nothing has been chosen so far, of slots that are new."""
        self._taken = np.zeros(len(self.market.menu.cost), np.bool_)
        self._count_anew()

    def _count_anew(self) -> None:
        """Count how often slots are chosen until covers are looked for."""
        self._chosen = np.zeros(len(self.market.menu.cost))
        self._turns = 0

    def _begin_again(self, begun: int) -> None:
        self._begun = begun
        self._step = FIRST_STEP * AGAIN**self._begun
        self._value, self.prices = self.value, self.best.copy()
