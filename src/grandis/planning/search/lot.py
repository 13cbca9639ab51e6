"""Kernel: random numbers, the same ones for the same seed on every machine."""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.jit import lean


@lean
def draw(random: NDArray[np.uint64]) -> float:
    """The next number in [0, 1) of an xorshift64* stream (Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return (
        float((x * np.uint64(2685821657736338717)) >> np.uint64(11))
        / 9007199254740992.0
    )
