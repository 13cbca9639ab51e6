"""Random numbers in kernels, the same ones for the same seed on every machine."""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.jit import lean


def stream(seed: int) -> NDArray[np.uint64]:
    """The state of a stream of random numbers, for `draw`."""
    # any odd constant keeps the stream away from its fixed point 0
    return np.array([(seed * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64], np.uint64)


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
