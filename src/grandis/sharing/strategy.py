"""How much a member could gain by inflating its bids."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from grandis.sharing.chain import Award, Opportunity, award
from grandis.sharing.errors import GameError
from grandis.sharing.explaining import Reason
from grandis.sharing.game import Game, game_from_bids
from grandis.sharing.rules import RULES, refuse_unknown, shares_by

#: Bids are multiplied by 1 plus each of these.
INFLATIONS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
#: With fewer winners a mean says too much of one.
FEWEST = 3


class Temptation(NamedTuple):
    """What one member gains under one rule when it asks for more.

    Attributes
    ----------
    cost
        What it asked for its accepted bids, taken for its cost.
    gains
        By inflation: what it gets more than with its true bids.
    """

    rule: str
    member: str
    cost: float
    gains: tuple[float, ...]

    @property
    def best(self) -> float:
        """The most it could gain, had it known all other bids."""
        return max(0.0, *self.gains)

    @property
    def part(self) -> float:
        """The same as a part of its cost; who asked for nothing inflates nothing."""
        return self.best / self.cost if self.cost else 0.0


def strategy_check(
    opportunity: Opportunity,
    rules: Sequence[str] = tuple(RULES),
    inflations: Sequence[float] = INFLATIONS,
) -> list[Temptation]:
    """Let each winner inflate all its bids, the others keeping theirs.

    Bids are taken for costs. An inflated bid may lose the award, and then its
    member gains nothing. Losers are left out: asking for more wins nothing. A
    rule that is not defined for one of the games is left out for that member.

    Raises
    ------
    GameError
        When there is no such rule, or no chain of the true bids gains anything.
    """
    for rule in rules:
        refuse_unknown(rule)
    game = game_from_bids(opportunity)
    told = []
    for member in game.players:
        tried = [_try(_inflated(opportunity, member, x)) for x in inflations]
        for rule in rules:
            true = _profit(opportunity, game, rule, member)
            gains = [_profit(opportunity, other, rule, member) for other in tried]
            if true is None or any(gain is None for gain in gains):
                continue
            found = tuple(gain - true for gain in gains if gain is not None)
            told.append(Temptation(rule, member, _cost(game, member), found))
    return told


def advice(
    opportunity: Opportunity, rules: Sequence[str] = tuple(RULES)
) -> list[Reason]:
    """What the coordinator is shown when a rule is chosen.

    For each rule what inflating would have gained, in parts of the own cost:
    no name and no amount. With fewer than three winners it is not told.

    Raises
    ------
    GameError
        When there is no such rule, or no chain of the bids gains anything.
    """
    told = strategy_check(opportunity, rules)
    if len(award(opportunity).winners) < FEWEST:
        return [Reason("too_few_winners", {"fewest": FEWEST})]
    return [_advice(rule, [t.part for t in told if t.rule == rule]) for rule in rules]


def _advice(rule: str, parts: list[float]) -> Reason:
    if len(parts) < FEWEST:
        return Reason("undefined", {"rule": rule})
    mean, most = round(float(np.mean(parts)), 3), round(max(parts), 3)
    return Reason("tempting", {"rule": rule, "mean": mean, "most": most})


def _inflated(opportunity: Opportunity, member: str, by: float) -> Opportunity:
    bids = [
        msgspec.structs.replace(bid, price=bid.price * (1 + by))
        if bid.member == member
        else bid
        for bid in opportunity.bids
    ]
    return msgspec.structs.replace(opportunity, bids=bids)


def _try(opportunity: Opportunity) -> Game | None:
    """The game of these bids, or none when nothing is gained any more."""
    try:
        return game_from_bids(opportunity)
    except GameError:
        return None


def _cost(game: Game, member: str) -> float:
    assert game.weights is not None
    return float(game.weights[game.players.index(member)])


def _profit(
    true: Opportunity, game: Game | None, rule: str, member: str
) -> float | None:
    """What the member is paid beyond its true bids; none where undefined."""
    if game is None or member not in game.players:
        return 0.0
    try:
        shares = shares_by(game, rule)
    except GameError:
        return None
    assert game.chain is not None
    cost = _true_cost(true, game.chain.award, member)
    return float(shares[game.players.index(member)]) + _cost(game, member) - cost


def _true_cost(true: Opportunity, award: Award, member: str) -> float:
    bids = [true.bids[number] for number in award.bids]
    return float(np.sum([bid.price for bid in bids if bid.member == member]))
