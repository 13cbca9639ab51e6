"""What the members of a chain can gain, from their bids on its steps."""

from collections.abc import Sequence
from itertools import combinations
from math import isfinite
from typing import NamedTuple

import msgspec
import numpy as np

from grandis.sharing.coalitions import Floats, refuse_too_many
from grandis.sharing.errors import GameError

#: A table has 2^steps entries.
MOST_STEPS = 16
#: Sets of its own bids that one member may have accepted together.
MOST_OFFERS = 4096


class Bid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A member's offer to do one or more steps for a price.

    Attributes
    ----------
    steps
        What it does, all or nothing.
    alternative
        At most one of a member's bids with the same word is accepted.
    only_with
        Ids of the member's own bids without which this one does not hold.
    """

    member: str
    steps: list[str]
    price: float
    id: str = ""
    alternative: str = ""
    only_with: list[str] = []


class Opportunity(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """What a customer pays for a chain of steps, and the bids on them.

    Raises
    ------
    GameError
        From every function that is given one which contradicts itself.
    """

    price: float
    steps: list[str]
    members: list[str]
    bids: list[Bid]


class Offer(NamedTuple):
    """A set of one member's bids that can be accepted together."""

    steps: int
    price: float
    bids: tuple[int, ...]


class Award(NamedTuple):
    """The cheapest chain: which bids it accepts, and what it gains.

    Attributes
    ----------
    bids
        Indices into the bids, ascending; empty when no chain gains anything.
    winners
        Members with an accepted bid, by index, ascending.
    gain
        The price less all accepted bids.
    """

    bids: tuple[int, ...]
    winners: tuple[int, ...]
    gain: float


class ChainGame(NamedTuple):
    """The game of the winners over what the others could do without them.

    Attributes
    ----------
    award
        The cheapest chain.
    values
        w(S) = v((N∖W) ∪ S) − v(N∖W) for all sets S of winners; bit k is the
        k-th winner.
    without
        v(N∖W), what the chain would gain without any winner.
    offers
        For each member what it offers.
    """

    award: Award
    values: Floats
    without: float
    offers: list[list[Offer]]


def offers_of(opportunity: Opportunity) -> list[list[Offer]]:
    """For each member, the sets of steps it can be given, each at its least price."""
    _check(opportunity)
    place = {step: i for i, step in enumerate(opportunity.steps)}
    own: dict[str, list[int]] = {member: [] for member in opportunity.members}
    for number, bid in enumerate(opportunity.bids):
        own[bid.member].append(number)
    masks = [sum(1 << place[s] for s in bid.steps) for bid in opportunity.bids]
    return [
        _member_offers(opportunity.bids, masks, own[m]) for m in opportunity.members
    ]


def _member_offers(
    bids: Sequence[Bid], masks: Sequence[int], own: Sequence[int]
) -> list[Offer]:
    """Grow sets of bids one by one; keep those whose conditions hold."""
    sets = [Offer(0, 0.0, ())]
    for number in own:
        bid = bids[number]
        sets += [
            Offer(s.steps | masks[number], s.price + bid.price, (*s.bids, number))
            for s in sets
            if not s.steps & masks[number]
            and not (
                bid.alternative
                and any(bids[other].alternative == bid.alternative for other in s.bids)
            )
        ]
        if len(sets) > MOST_OFFERS:
            raise GameError(
                f"the bids of {bid.member!r} can be accepted in more than"
                f" {MOST_OFFERS} ways; mark some as alternatives"
            )
    best: dict[int, Offer] = {}
    for offer in sets[1:]:
        ids = {bids[number].id for number in offer.bids}
        holds = all(set(bids[number].only_with) <= ids for number in offer.bids)
        known = best.get(offer.steps)
        if holds and (known is None or offer.price < known.price):
            best[offer.steps] = offer
    return list(best.values())


def coalition_values(opportunity: Opportunity) -> Floats:
    """What every set of members could gain from the opportunity alone.

    Every step is done exactly once; a coalition that cannot do all steps, or
    only above the price, gains nothing.

    Returns
    -------
    ndarray
        2ⁿ values by bit mask of the members, in the unit of the prices.
    """
    offers = offers_of(opportunity)
    refuse_too_many(len(offers))
    return _gains(opportunity, _nothing(_all_steps(opportunity)), offers)


def award(opportunity: Opportunity) -> Award:
    """The cheapest chain of all members; ties go to earlier members."""
    return _award(opportunity, offers_of(opportunity))


def chain_game(opportunity: Opportunity) -> ChainGame:
    """The game whose Shapley value is the default rule."""
    offers = offers_of(opportunity)
    found = _award(opportunity, offers)
    table = _nothing(_all_steps(opportunity))
    for member, own in enumerate(offers):
        if member not in found.winners:
            table = _joined(table, own)
    gains = _gains(opportunity, table, [offers[w] for w in found.winners])
    return ChainGame(found, gains - gains[0], float(gains[0]), offers)


def cheapest_chain(
    offers: Sequence[Sequence[Offer]], steps: int
) -> tuple[float, dict[int, Offer]]:
    """The least cost of a set of steps, and the offer that each member does.

    Joins the members one by one, then reads back which offer was used. Without
    a chain the cost is infinite, and no offer is used.
    """
    tables = [_nothing(steps)]
    for own in offers:
        tables.append(_joined(tables[-1], own))
    used: dict[int, Offer] = {}
    left = steps
    for member in range(len(offers) - 1, -1, -1):
        now, before = tables[member + 1], tables[member]
        if now[left] < before[left]:
            used[member] = next(
                o
                for o in offers[member]
                if o.steps & left == o.steps
                and before[left ^ o.steps] + o.price == now[left]
            )
            left ^= used[member].steps
    return float(tables[-1][steps]), used


def _award(opportunity: Opportunity, offers: list[list[Offer]]) -> Award:
    cost, used = cheapest_chain(offers, _all_steps(opportunity))
    if cost >= opportunity.price:
        return Award((), (), 0.0)
    bids = sorted(number for offer in used.values() for number in offer.bids)
    return Award(tuple(bids), tuple(sorted(used)), opportunity.price - cost)


def _all_steps(opportunity: Opportunity) -> int:
    return (1 << len(opportunity.steps)) - 1


def _nothing(steps: int) -> Floats:
    """What it costs to do each set of these steps without anybody."""
    table = np.full(steps + 1, np.inf)
    table[0] = 0
    return table


def _joined(table: Floats, own: Sequence[Offer]) -> Floats:
    """What it costs to do each set of steps with one more member."""
    from grandis.sharing.chain_kernels import join

    after = np.empty_like(table)
    join(table, *_arrays(own), after)
    return after


def _arrays(offers: Sequence[Offer]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([offer.steps for offer in offers], dtype=np.int64),
        np.array([offer.price for offer in offers], dtype=np.float64),
    )


def _gains(
    opportunity: Opportunity, table: Floats, offers: Sequence[Sequence[Offer]]
) -> Floats:
    from grandis.sharing.chain_kernels import cheapest

    first = np.cumsum([0, *map(len, offers)])
    steps, prices = _arrays([offer for own in offers for offer in own])
    gains = opportunity.price - cheapest(table, first, steps, prices)
    return np.maximum(gains, 0)


def _check(opportunity: Opportunity) -> None:
    """Raise a `GameError` for the first thing that contradicts."""
    steps, members = opportunity.steps, opportunity.members
    if not 1 <= len(steps) <= MOST_STEPS:
        raise GameError(
            f"a chain has 1 to {MOST_STEPS} steps, here are {len(steps)}; merge steps"
            " that the same bids cover"
        )
    for what, names in (("step", steps), ("member", members)):
        twice = next((a for a, b in combinations(names, 2) if a == b), None)
        if twice is not None:
            raise GameError(f"{what} {twice!r} is listed twice; give each one name")
    if not members:
        raise GameError("a chain needs members; list at least one")
    if not (isfinite(opportunity.price) and opportunity.price >= 0):
        raise GameError(f"the price, {opportunity.price}, must be 0 or more")
    for number, bid in enumerate(opportunity.bids, 1):
        _check_bid(opportunity, number, bid)


def _check_bid(opportunity: Opportunity, number: int, bid: Bid) -> None:
    if bid.member not in opportunity.members:
        raise GameError(
            f"bid {number}: member {bid.member!r} does not exist; add it to members"
        )
    strange = next((s for s in bid.steps if s not in opportunity.steps), None)
    if strange is not None:
        raise GameError(f"bid {number}: step {strange!r} does not exist; correct it")
    if not bid.steps or len(set(bid.steps)) < len(bid.steps):
        raise GameError(f"bid {number}: it needs steps, each once; correct them")
    if not (isfinite(bid.price) and bid.price >= 0):
        raise GameError(f"bid {number}: its price, {bid.price}, must be 0 or more")
    own = {b.id for b in opportunity.bids if b.member == bid.member and b.id}
    missing = next((i for i in bid.only_with if i not in own), None)
    if missing is not None:
        raise GameError(
            f"bid {number}: {bid.member!r} has no bid {missing!r} that it could hold"
            " only with; correct the id"
        )
