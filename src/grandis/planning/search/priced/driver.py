"""Look for the prices of machines' time at which the bound is closest.

Where more is wanted of a period than it holds its price goes up, where less it
goes down: a subgradient method with Polyak's (1969) step, which aims at a value
that the bound cannot pass, and a part of the direction before (Camerini, Fratta
and Maffioli 1975). When it does not come closer for a while, it starts again
from the best prices with shorter steps.
"""

import math
from collections.abc import Callable

import numpy as np

from grandis.planning.problem import Problem
from grandis.planning.search.arrays import Floats
from grandis.planning.search.boxes import boxed
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.compiling import priced, slots_of
from grandis.planning.search.priced.dual import choose_all

#: How much of the direction before is kept.
MEMORY = 0.7
#: Rounds without a closer bound until steps get shorter, and by how much.
PATIENCE = 8
SHORTER = 0.7
#: Steps this short change nothing any more.
SHORTEST = 1e-3
#: Closer by less than this part does not count as progress.
PROGRESS = 1e-5
#: Before a plan is known, steps aim at this part of what all could bring alone.
HOPE = 0.5
#: What reckoning in floating point may be wrong by, relative to all that is added.
ERROR = 1e-9
ROUNDING = 1e-3


class Prices:
    """A price for every period's tick of work, and the bound that they give.

    Parameters
    ----------
    compiled
        The problem, which aims at surplus.

    Attributes
    ----------
    limits
        What each opportunity can bring at most, in cents, from elsewhere; may be
        made smaller between rounds.
    most
        What each can bring at most if all time were free, in cents.
    bound
        No plan has more surplus than this, in whole cents.
    """

    def __init__(self, compiled: Compiled) -> None:
        p = priced(compiled)
        slots = slots_of(compiled.arrays, p)
        self._boxes = boxed(compiled.arrays), boxed(p), boxed(slots)
        room = len(slots.end)
        self._room = np.zeros(room), np.zeros(room), np.zeros(room)
        self._holds = p.open_ticks.astype(float)
        self.limits = np.full(len(compiled.arrays.price), np.inf)
        self.prices = np.zeros(len(self._holds))
        self._best, self._profits = self.prices, self.limits
        self.value = math.inf
        self._value, self._used = self._choose(self.prices)
        self.most = self._profits
        self._step = 1.0
        self._since = 0
        self._direction = np.zeros(len(self._holds))

    @property
    def bound(self) -> int:
        return math.floor(
            self.value * (1 + math.copysign(ERROR, self.value)) + ROUNDING
        )

    @property
    def settled(self) -> bool:
        """Whether more rounds would change nothing."""
        return self._step < SHORTEST

    def at(self, prices: Floats) -> float:
        """The bound that some prices, none below 0, give."""
        return self._choose(prices)[0]

    def _choose(self, prices: Floats) -> tuple[float, Floats]:
        """The bound at these prices, and what is wanted of each period."""
        profits, used = np.empty(len(self.limits)), np.zeros(len(prices))
        choose_all(*self._boxes, prices, *self._room, used, profits)
        value = float(np.minimum(profits, self.limits).sum() + prices @ self._holds)
        if value < self.value:
            self.value, self._best, self._profits = value, prices, profits
        return value, used

    def limit(self, j: int, most: int) -> None:
        """Opportunity number j brings no more than this, as somebody has proven."""
        before = min(self._profits[j], self.limits[j])
        self.limits[j] = min(self.limits[j], most)
        self.value -= before - min(self._profits[j], self.limits[j])

    def most_of(self, problem: Problem) -> dict[str, int]:
        """What each opportunity can bring at most, by its id."""
        least = np.minimum(self.most * (1 + ERROR * np.sign(self.most)), self.limits)
        return {
            o.id: math.floor(most + ROUNDING)
            for o, most in zip(problem.opportunities, least.tolist(), strict=True)
        }

    def improve(
        self,
        aim: Callable[[], float | None],
        on_bound: Callable[[int], None],
        stop: Callable[[], bool],
        rounds: float = math.inf,
    ) -> None:
        """Change prices until nothing changes, `rounds` are over, or `stop` is true.

        Parameters
        ----------
        aim
            The surplus of the best plan so far, None if there is none.
        on_bound
            Told of every closer bound.
        """
        done = 0
        while done < rounds and not stop():
            before = self.value
            self._round(aim() or HOPE * float(self.most.sum()))
            if self.bound < before:
                on_bound(self.bound)
            if self.settled:
                return
            done += 1

    def _round(self, aim: float) -> None:
        """One step, and what comes of it."""
        down = self._holds - self._used
        down[(self.prices <= 0) & (down > 0)] = 0.0
        self._direction = down + MEMORY * self._direction
        self._direction[(self.prices <= 0) & (self._direction > 0)] = 0.0
        length = float(self._direction @ self._direction)
        if not length:  # nothing is wanted that is not there
            self._step = 0.0
            return
        ahead = max(self._value - aim, PROGRESS * abs(self._value))
        step = self._step * ahead / length
        self.prices = np.maximum(0.0, self.prices - step * self._direction)
        before = self.value
        self._value, self._used = self._choose(self.prices)
        self._since += 1
        if self.value < before - PROGRESS * abs(before):
            self._since = 0
        elif self._since >= PATIENCE:
            self._step *= SHORTER
            self._since = 0
            self.prices = self._best.copy()
            self._value, self._used = self._choose(self.prices)
            self._direction[:] = 0.0
