"""The cheapest chain of every coalition, by dynamic programming."""
# mypy: disable-error-code="no-any-return"

import numpy as np
from numpy.typing import NDArray

from grandis.sharing.jit import kernel

Floats = NDArray[np.float64]
Masks = NDArray[np.int64]


@kernel
def join(before: Floats, offers: Masks, prices: Floats, after: Floats) -> None:
    """Let one more member offer: the cheapest way to do every set of steps.

    `before[T]` is the least cost of doing exactly the steps T without it;
    each of its offers is a set of steps at a price, of which it does one.
    """
    after[:] = before
    full = before.size - 1
    for k in range(offers.size):
        rest = full ^ offers[k]
        done = rest
        while True:
            cost = before[done] + prices[k]
            if cost < after[done | offers[k]]:
                after[done | offers[k]] = cost
            if done == 0:
                break
            done = (done - 1) & rest


@kernel
def cheapest(start: Floats, first: Masks, offers: Masks, prices: Floats) -> Floats:
    """The least cost of all steps for every coalition of these members.

    Member i offers `offers[first[i]:first[i + 1]]`. Coalitions are counted up
    in binary with the first member as the highest digit, and the table of each
    leading part is kept, so that a coalition costs one table less its last
    member, for whom only the full set of steps is looked up. `start` holds
    what can be done without any of them.
    """
    n = first.size - 1
    tables = np.empty((n + 1, start.size))
    tables[0] = start
    full = start.size - 1
    out = np.empty(1 << n)
    if n == 0:
        out[0] = start[full]
        return out
    last = n - 1
    changed = 0
    for count in range(1 << last):
        for depth in range(changed, last):
            if count >> (last - 1 - depth) & 1:
                own = slice(first[depth], first[depth + 1])
                join(tables[depth], offers[own], prices[own], tables[depth + 1])
            else:
                tables[depth + 1][:] = tables[depth]
        mask = 0
        for depth in range(last):
            if count >> (last - 1 - depth) & 1:
                mask |= 1 << depth
        table = tables[last]
        best = table[full]
        out[mask] = best
        for k in range(first[last], first[n]):
            best = min(best, table[full ^ offers[k]] + prices[k])
        out[mask | 1 << last] = best
        changed = last - 1
        while changed > 0 and count >> (last - 1 - changed) & 1:
            changed -= 1
    return out
