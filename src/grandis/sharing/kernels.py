"""Passes over all coalitions, block by block, in machine code.

A coalition's mask is split into low bits (the place in a block) and high bits
(the block)::

    mask = block * width + low          width = 2 ** min(n, 12)

so that what belongs to a coalition (its sum of shares, its size) is the sum of
one number for its block and one for its place. Every pass reads the values
once and keeps a few blocks of memory besides.
"""
# mypy: disable-error-code="no-any-return"

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grandis.sharing.jit import kernel

Floats = NDArray[np.float64]
Masks = NDArray[np.int64]

#: Low bits of a mask: 32 KiB of values, which stay in the first cache.
LOW_BITS = 12


@kernel
def sums(shares: Floats) -> Floats:
    """The sum of shares of every coalition of these players."""
    out = np.zeros(1 << shares.size)
    for player in range(shares.size):
        half = 1 << player
        for mask in range(half):
            out[half + mask] = out[mask] + shares[player]
    return out


@kernel
def fold(totals: Floats, shares: Floats) -> None:
    """Add to each player's share the totals of the coalitions it is in.

    `totals` is used up: halved once for each player.
    """
    size = totals.size
    for player in range(shares.size - 1, -1, -1):
        half = size >> 1
        mine = 0.0
        for mask in range(half):
            mine += totals[half + mask]
            totals[mask] += totals[half + mask]
        shares[player] += mine
        size = half


@kernel
def weigh_by_size(values: Floats, n: int, inside: Floats, outside: Floats) -> Floats:
    """Each player's sum of values, weighted by size with and without it.

    share[i] = Σ (S with i) inside[|S|] v(S) − Σ (S without i) outside[|S|] v(S)
    """
    low = min(n, LOW_BITS)
    width = 1 << low
    size_low = sums(np.ones(low))
    size_high = sums(np.ones(n - low))
    both = np.empty((n - low + 1, width))
    without = np.empty((n - low + 1, width))
    for size in range(n - low + 1):
        for mask in range(width):
            at = size + int(size_low[mask])
            both[size, mask] = inside[at] + outside[at]
            without[size, mask] = outside[at]
    lows = np.zeros(width)
    highs = np.zeros(size_high.size)
    everywhere = 0.0
    for block in range(size_high.size):
        size = int(size_high[block])
        row = both[size]
        rest = without[size]
        part = values[block * width : (block + 1) * width]
        total = 0.0
        outer = 0.0
        for mask in range(width):
            value = part[mask]
            term = row[mask] * value
            lows[mask] += term
            total += term
            outer += rest[mask] * value
        highs[block] = total
        everywhere += outer
    shares = np.zeros(n)
    fold(lows, shares[:low])
    fold(highs, shares[low:])
    return shares - everywhere


@kernel
def dividends(values: Floats) -> None:
    """Turn values into Harsanyi dividends, in place."""
    half = 1
    while half < values.size:
        for start in range(0, values.size, 2 * half):
            for mask in range(start, start + half):
                values[mask + half] -= values[mask]
        half *= 2


@kernel
def divide_by_weight(totals: Floats, weights: Floats) -> Floats:
    """Each player's weighted part of every coalition's dividend."""
    n = weights.size
    low = min(n, LOW_BITS)
    width = 1 << low
    weight_low = sums(weights[:low])
    weight_high = sums(weights[low:])
    for block in range(weight_high.size):
        for mask in range(width):
            at = block * width + mask
            if at:
                totals[at] /= weight_high[block] + weight_low[mask]
    shares = np.zeros(n)
    fold(totals, shares)
    return shares * weights


@kernel
def largest(values: Floats, shares: Floats) -> Any:
    """The largest v(S) − x(S) of a coalition, neither empty nor all, and its mask."""
    low = min(shares.size, LOW_BITS)
    width = 1 << low
    x_low = sums(shares[:low])
    x_high = sums(shares[low:])
    best = -np.inf
    where = 0
    for block in range(x_high.size):
        for mask in range(width):
            at = block * width + mask
            if 0 < at < values.size - 1:
                excess = values[at] - x_high[block] - x_low[mask]
                if excess > best:
                    best = excess
                    where = at
    return best, where


@kernel
def most_for_each(values: Floats, shares: Floats) -> Floats:
    """For each player the largest v(S) − x(S) among the coalitions with it."""
    n = shares.size
    low = min(n, LOW_BITS)
    width = 1 << low
    x_low = sums(shares[:low])
    x_high = sums(shares[low:])
    lows = np.full(width, -np.inf)
    highs = np.full(x_high.size, -np.inf)
    for block in range(x_high.size):
        part = values[block * width : (block + 1) * width]
        top = -np.inf
        for mask in range(width):
            gap = part[mask] - x_high[block] - x_low[mask]
            lows[mask] = max(lows[mask], gap)
            top = max(top, gap)
        highs[block] = top
    out = np.full(n, -np.inf)
    for player in range(low):
        for mask in range(width):
            if mask >> player & 1:
                out[player] = max(out[player], lows[mask])
    for player in range(n - low):
        for block in range(x_high.size):
            if block >> player & 1:
                out[low + player] = max(out[low + player], highs[block])
    return out


@kernel
def most_above(part: Floats, limits: Floats) -> float:
    """The largest difference, in eight lanes so that vector units are used."""
    lanes = np.full(8, -1e300)
    whole = part.size - part.size % 8
    for start in range(0, whole, 8):
        for lane in range(8):
            over = part[start + lane] - limits[start + lane]
            lanes[lane] = over if over > lanes[lane] else lanes[lane]
    top = lanes.max()
    for mask in range(whole, part.size):
        top = max(top, part[mask] - limits[mask])
    return top


@kernel
def violated(
    values: Floats,
    shares: Floats,
    scale: Floats,
    slack: float,
    span: Floats,
    found: Masks,
) -> int:
    """The worst coalition of each block whose excess is above `slack`.

    A block is scanned fast for its largest v(S) − x(S) − scale·slack; only when
    that is positive are its coalitions looked at one by one, leaving out those
    whose shares are already settled: a coalition is settled when its `span`
    numbers, random in the space that is still free, add to nothing. `found` is
    filled with masks; returns how many.

    `scale` is by size, or by coalition when it has as many entries as `values`.
    """
    n = shares.size
    low = min(LOW_BITS, max(n - 6, n // 2))
    width = 1 << low
    x_low = sums(shares[:low])
    x_high = sums(shares[low:])
    free_low = sums(span[:low])
    free_high = sums(span[low:])
    size_low = sums(np.ones(low)).astype(np.int64)
    size_high = sums(np.ones(n - low)).astype(np.int64)
    by_size = scale.size != values.size
    tables = np.empty((n - low + 1 if by_size else 1, width))
    for size in range(n - low + 1 if by_size else 0):
        for mask in range(width):
            tables[size, mask] = x_low[mask] + scale[size + size_low[mask]] * slack
    count = 0
    for block in range(x_high.size):
        part = values[block * width : (block + 1) * width]
        limits = tables[size_high[block] if by_size else 0]
        if not by_size:
            for mask in range(width):
                limits[mask] = x_low[mask] + scale[block * width + mask] * slack
        top = most_above(part, limits)
        if top <= x_high[block]:
            continue
        top = x_high[block]
        for mask in range(width):
            if part[mask] - limits[mask] > top:
                free = free_high[block] + free_low[mask]
                at = block * width + mask
                relevant = by_size or scale[at] > 0
                if relevant and abs(free) > 1e-9 and at < values.size - 1:
                    top = part[mask] - limits[mask]
                    found[count] = at
        if top > x_high[block]:
            count += 1
    return count


@kernel
def losing_step(values: Floats, slack: float) -> Any:
    """A coalition and a player, as masks, worth less than the first; or 0 and 0."""
    newcomer = 1
    while newcomer < values.size:
        for start in range(0, values.size, 2 * newcomer):
            for mask in range(start, start + newcomer):
                if values[mask + newcomer] < values[mask] - slack:
                    return mask, newcomer
        newcomer *= 2
    return 0, 0


@kernel
def losing_newcomer(values: Floats, slack: float) -> Any:
    """A coalition and a player, as masks, worth less than apart; or 0 and 0."""
    newcomer = 1
    while newcomer < values.size:
        for start in range(0, values.size, 2 * newcomer):
            for mask in range(start, start + newcomer):
                if values[mask + newcomer] < values[mask] + values[newcomer] - slack:
                    return mask, newcomer
        newcomer *= 2
    return 0, 0


@kernel
def losing_union(values: Floats, slack: float) -> Any:
    """Two disjoint coalitions, as masks, worth less than apart; or 0 and 0.

    Looks at all 3ⁿ pairs.
    """
    for whole in range(1, values.size):
        part = (whole - 1) & whole
        while part > whole - part:
            if values[part] + values[whole - part] > values[whole] + slack:
                return part, whole - part
            part = (part - 1) & whole
    return 0, 0
