"""Random opportunities, fixed for good by their number.

14 members, 6 steps, 2–6 bidders a step. A step costs 100 on average; each
bidder's cost is spread evenly by ±30 %. A quarter of all bids are bundles of two
steps that the same member bids on, 0–25 % cheaper than apart. The customer pays
1.3 times the cheapest chain.
"""

import msgspec
import numpy as np

from grandis.sharing.chain import Bid, Opportunity, award


def opportunity(number: int, members: int = 14, steps: int = 6) -> Opportunity:
    """The random opportunity of this number."""
    random = np.random.default_rng([6, number])
    names = [f"M{i:02}" for i in range(members)]
    work = [f"S{i:02}" for i in range(steps)]
    costs: dict[tuple[int, int], float] = {}
    for step in range(steps):
        many = int(random.integers(2, 7))
        for member in random.choice(members, many, replace=False):
            costs[int(member), step] = 100 * random.uniform(0.7, 1.3)
    bids = [
        Bid(member=names[m], steps=[work[s]], price=cost)
        for (m, s), cost in sorted(costs.items())
    ]
    pairs = [
        (m, a, b)
        for m, a in sorted(costs)
        for n, b in sorted(costs)
        if m == n and a < b
    ]
    random.shuffle(pairs)
    for member, one, other in pairs[: round(len(bids) / 3)]:
        apart = costs[member, one] + costs[member, other]
        cheaper = apart * (1 - random.uniform(0, 0.25))
        both = [work[one], work[other]]
        bids.append(Bid(member=names[member], steps=both, price=cheaper))
    open_ = Opportunity(price=1e9, steps=work, members=names, bids=bids)
    cheapest = 1e9 - award(open_).gain
    return msgspec.structs.replace(open_, price=1.3 * cheapest)
