"""What members that lost could claim, measured in v."""

from typing import NamedTuple

from grandis.sharing.chain import cheapest_chain
from grandis.sharing.coalitions import Floats
from grandis.sharing.game import Game


class Claim(NamedTuple):
    """A chain with somebody who lost.

    Attributes
    ----------
    excess
        What its members could gain alone beyond what they get.
    members
        Who they are.
    """

    excess: float
    members: tuple[str, ...]


def largest_claim(game: Game, shares: Floats) -> Claim | None:
    """The chain with somebody who lost that has most reason to complain.

    A winner would leave only for its bids and its share; so this is the cheapest
    chain in which winners ask for both. That somebody who lost takes part is
    one more step, which only offers of those who lost can cover.

    Returns
    -------
    Claim or None
        None when nobody who lost could take part in a chain.
    """
    opportunity, chain = game.opportunity, game.chain
    if opportunity is None or chain is None:
        return None
    share = dict(zip(game.players, shares.tolist(), strict=True))
    mark = 1 << len(opportunity.steps)
    offers = [
        [offer._replace(price=offer.price + share[name]) for offer in own]
        if name in share
        else [*own, *(offer._replace(steps=offer.steps | mark) for offer in own)]
        for name, own in zip(opportunity.members, chain.offers, strict=True)
    ]
    cost, used = cheapest_chain(offers, 2 * mark - 1)
    if not used:
        return None
    who = tuple(opportunity.members[member] for member in sorted(used))
    return Claim(opportunity.price - cost, who)
