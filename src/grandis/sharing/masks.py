"""Coalitions as numbers, bit i being player i, and as people write them."""

from collections.abc import Iterable, Sequence


def members(mask: int) -> list[int]:
    """The players of a coalition, ascending."""
    return [player for player in range(mask.bit_length()) if mask >> player & 1]


def mask_of(players: Iterable[int]) -> int:
    """The mask of these players."""
    return sum(1 << player for player in set(players))


def coalition(mask: int, names: Sequence[str] = ()) -> str:
    """A coalition as people write it: ``{0, 2}`` or ``{Alpha, Gamma}``."""
    shown = [names[i] if names else str(i) for i in members(mask)]
    return "{" + ", ".join(shown) + "}"
