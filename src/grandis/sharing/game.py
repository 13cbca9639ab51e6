"""Games with names, and the classic forms that make them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grandis.sharing.chain import ChainGame, Opportunity, chain_game
from grandis.sharing.coalitions import LARGEST, Floats, game_of, refuse_too_many, sums
from grandis.sharing.errors import GameError, naming


@dataclass(frozen=True, eq=False)
class Game:
    """Coalition values and what rules want to know besides.

    Attributes
    ----------
    players
        Their names; player i is bit i of a mask.
    values
        2ⁿ coalition values by bit mask.
    weights
        What proportional rules go by: bids, claims or costs; or none.
    opportunity, chain
        Where the values come from, when they come from bids.
    """

    players: tuple[str, ...]
    values: Floats
    weights: Floats | None = None
    opportunity: Opportunity | None = None
    chain: ChainGame | None = None

    @property
    def gain(self) -> float:
        """What there is to divide; a rule may leave a part of it."""
        return self.chain.award.gain if self.chain else float(self.values[-1])


def table_game(values: Sequence[float], players: Sequence[str] = ()) -> Game:
    """A game by all its coalition values, the empty coalition first."""
    with naming(players):
        array, n = game_of(values)
    return Game(_names(players, n), array)


def game_from_bids(opportunity: Opportunity) -> Game:
    """The chain game of the winners.

    Raises
    ------
    GameError
        When no chain gains anything.
    """
    chain = chain_game(opportunity)
    if not chain.award.winners:
        raise GameError(
            "no chain of these bids costs less than the price,"
            f" {opportunity.price:,.10g}; there is no gain to share"
        )
    winners = [opportunity.members[w] for w in chain.award.winners]
    accepted = [opportunity.bids[number] for number in chain.award.bids]
    paid = [sum(b.price for b in accepted if b.member == name) for name in winners]
    return Game(tuple(winners), chain.values, np.array(paid), opportunity, chain)


def bankruptcy_game(
    claims: Sequence[float], estate: float, players: Sequence[str] = ()
) -> Game:
    """v(S) is what the others' claims leave of the estate (O'Neill 1982)."""
    asked = _not_negative("claims", claims)
    if not 0 <= estate <= asked.sum():
        raise GameError(
            f"the estate, {estate:,.10g}, must lie between 0 and the sum of claims,"
            f" {asked.sum():,.10g}"
        )
    values = np.maximum(estate - sums(asked)[::-1], 0)
    values[0] = 0
    return Game(_names(players, asked.size), values, asked)


def airport_game(costs: Sequence[float], players: Sequence[str] = ()) -> Game:
    """v(S) is what S saves by one runway for its largest aircraft.

    S. C. Littlechild and G. Owen 1973.
    """
    needed = _not_negative("costs", costs)
    dearest = np.zeros(1)
    for cost in needed:
        dearest = np.concatenate([dearest, np.maximum(dearest, cost)])
    return Game(_names(players, needed.size), sums(needed) - dearest, needed)


def voting_game(
    weights: Sequence[float], quota: float, players: Sequence[str] = ()
) -> Game:
    """v(S) is 1 when the votes of S reach the quota."""
    votes = _not_negative("weights", weights)
    if not 0 < quota <= votes.sum():
        raise GameError(
            f"the quota, {quota:,.10g}, must be above 0 and at most all votes,"
            f" {votes.sum():,.10g}"
        )
    reached = (sums(votes) >= quota).astype(np.float64)
    return Game(_names(players, votes.size), reached, votes)


def glove_game(left: Sequence[str], right: Sequence[str]) -> Game:
    """v(S) is the pairs that the left and right gloves in S make."""
    names = _names([*left, *right], len(left) + len(right))
    lefts = sums(np.array([1.0] * len(left) + [0.0] * len(right)))
    rights = sums(np.array([0.0] * len(left) + [1.0] * len(right)))
    return Game(names, np.minimum(lefts, rights))


def _names(players: Sequence[str], n: int) -> tuple[str, ...]:
    names = tuple(players) or tuple(str(i + 1) for i in range(n))
    if len(names) != n or len(set(names)) != n:
        raise GameError(
            f"{n} players need {n} different names; here are {', '.join(names)}"
        )
    return names


def _not_negative(what: str, numbers: Sequence[float]) -> Floats:
    array = np.asarray(numbers, dtype=np.float64)
    if not array.size or not ((array >= 0) & (array <= LARGEST)).all():
        raise GameError(
            f"{what} must be numbers from 0 to {LARGEST:g}; here are {list(numbers)}"
        )
    refuse_too_many(array.size)
    return array
