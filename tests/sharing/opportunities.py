"""Opportunities that tests are about."""

from itertools import combinations

import numpy as np

from grandis.sharing.chain import Bid, Opportunity


def random_opportunity(seed: int, members: int = 5, steps: int = 4) -> Opportunity:
    """Bids on steps and bundles, with alternatives and conditions."""
    random = np.random.default_rng(seed)
    names = [f"M{i}" for i in range(members)]
    work = [f"s{i}" for i in range(steps)]
    bids = []
    for number in range(3 * steps):
        size = int(random.integers(1, 3))
        chosen = random.choice(steps, size, replace=False)
        member = names[int(random.integers(members))]
        others = [b.id for b in bids if b.member == member]
        bids.append(
            Bid(
                id=f"b{number}",
                member=member,
                steps=[work[i] for i in chosen],
                price=float(random.integers(50, 150) * size),
                alternative="x" if random.random() < 0.3 else "",
                only_with=others[:1] if random.random() < 0.3 else [],
            )
        )
    return Opportunity(price=float(steps * 140), steps=work, members=names, bids=bids)


def replaceable(members: int) -> Opportunity:
    """Each wins one step, and could do all others for a little more."""
    steps = [f"s{i}" for i in range(members)]
    return Opportunity(
        price=40.0 * members,
        steps=steps,
        members=[f"M{i}" for i in range(members)],
        bids=[
            Bid(member=f"M{i}", steps=[step], price=10 + 2 * abs(i - k))
            for i in range(members)
            for k, step in enumerate(steps)
        ],
    )


def best_gain(opportunity: Opportunity, mask: int) -> float:
    """What a coalition gains, by trying all sets of bids."""
    able = {m for i, m in enumerate(opportunity.members) if mask >> i & 1}
    bids = [bid for bid in opportunity.bids if bid.member in able]
    best = 0.0
    for count in range(1, len(opportunity.steps) + 1):
        for chosen in combinations(bids, count):
            if holds(opportunity, chosen):
                best = max(best, opportunity.price - sum(b.price for b in chosen))
    return best


def holds(opportunity: Opportunity, chosen: tuple[Bid, ...]) -> bool:
    """Whether these bids make a chain, and can be accepted together."""
    done = sorted(step for bid in chosen for step in bid.steps)
    groups = [(b.member, b.alternative) for b in chosen if b.alternative]
    ids = {bid.id for bid in chosen}
    return (
        done == sorted(opportunity.steps)
        and len(set(groups)) == len(groups)
        and all(set(bid.only_with) <= ids for bid in chosen)
    )
