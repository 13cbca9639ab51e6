"""Games that tests are about."""

import json
import re
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DATA = Path(__file__).parent / "data"
KNOWN: list[dict[str, Any]] = json.loads((DATA / "known_values.json").read_text())[
    "games"
]
BNF: list[dict[str, Any]] = json.loads((DATA / "bnf_nucleoli.json").read_text())


def sizes(n: int) -> NDArray[np.int64]:
    """How many players each coalition has."""
    out = np.zeros(1, dtype=np.int64)
    for _ in range(n):
        out = np.concatenate([out, out + 1])
    return out


def sums(shares: Any) -> Floats:
    """What each coalition gets together."""
    out = np.zeros(1)
    for share in shares:
        out = np.concatenate([out, out + share])
    return out


def draws(seed: int, count: int) -> NDArray[np.int64]:
    """`count` numbers of the generator that Benedek, Fliege and Nguyen used."""
    state = np.array([(214013 * seed + 2531011) % 2**32], dtype=np.uint64)
    factor, shift = 214013, 2531011
    while state.size < count:
        ahead = (state * np.uint64(factor) + np.uint64(shift)) % np.uint64(2**32)
        state = np.concatenate([state, ahead])
        shift = (factor * shift + shift) % 2**32
        factor = factor * factor % 2**32
    return (state[:count].astype(np.int64) >> 16) & 0x7FFF


def bnf(kind: int, n: int, seed: int) -> Floats:
    """The game that they made from a seed."""
    size = sizes(n)
    several = np.flatnonzero(size > 1)
    values = np.zeros(1 << n)
    if kind == 1:
        drawn = draws(seed, several.size)
        values[-1] = drawn[0] % 201 + 100 * (n - 2)
        inner = several[:-1]
        values[inner] = drawn[1:] % (100 * size[inner]) + 1
    else:
        values[several] = draws(seed, several.size) % (50 * n if kind == 2 else n) + 1
    return values


def by_size(listed: list[float]) -> Floats:
    """The values of a game that lists coalitions by size, then by name."""
    n = (len(listed) + 1).bit_length() - 1
    values = np.zeros(1 << n)
    ordered = [s for k in range(1, n + 1) for s in combinations(range(n), k)]
    for players, value in zip(ordered, listed, strict=True):
        values[sum(1 << i for i in players)] = value
    return values


def values_of(game: dict[str, Any]) -> Floats:
    """The coalition values of a game with known answers."""
    match game["type"]:
        case "lex":
            return by_size(game["v"])
        case "bankruptcy":
            left = sum(game["claims"]) - sums(game["claims"])
            return np.maximum(game["estate"] - left, 0)
        case "glove":
            n = len(game["L"]) + len(game["R"])
            masks = np.arange(1 << n)
            left = sum(masks >> i & 1 for i in game["L"])
            right = sum(masks >> i & 1 for i in game["R"])
            return np.minimum(left, right).astype(float)
        case "airport_savings":
            dearest = np.zeros(1)
            for cost in game["costs"]:
                dearest = np.concatenate([dearest, np.maximum(dearest, cost)])
            return sums(game["costs"]) - dearest
        case "bnf1":
            return bnf(1, game["n"], game["seed"])
        case "bnf5":
            # Their fifth type: a weighted voting game with five large voters.
            heavy = (game["n"] - 3) // 2
            weights = [heavy] * 5 + [1] * (game["n"] - 5)
            return (sums(weights) >= 4 * heavy + game["n"] - 4).astype(float)
    raise AssertionError(game["type"])


def answer(written: list[Any] | list[str]) -> Floats:
    """A published answer: numbers, fractions, or ``"1/90 x9"`` for nine of them."""
    out: list[float] = []
    for item in written:
        found = re.fullmatch(r"(\S+)(?: x(\d+))?", str(item))
        assert found
        out += [float(Fraction(found[1]))] * int(found[2] or 1)
    return np.array(out)


def random_game(seed: int, n: int, top: int = 100) -> Floats:
    """Zero alone, whole random numbers otherwise; v(N) is the largest."""
    values = np.random.default_rng(seed).integers(0, top, 1 << n).astype(float)
    values[[0, *(1 << i for i in range(n))]] = 0
    values[-1] = top
    return values


def superadditive(seed: int, n: int, top: int = 20) -> Floats:
    """A random superadditive game."""
    values = np.random.default_rng(seed).integers(0, top, 1 << n).astype(float)
    values[0] = 0
    for whole in range(1, 1 << n):
        part = (whole - 1) & whole
        while part:
            values[whole] = max(values[whole], values[part] + values[whole ^ part])
            part = (part - 1) & whole
    return values


@cache
def orders(n: int) -> NDArray[np.int64]:
    """All orders of arrival, one in each row."""
    return np.array(list(permutations(range(n))))


def added_in_orders(values: Floats) -> Floats:
    """What each player adds in each order of arrival, by order and player."""
    each = orders(values.size.bit_length() - 1)
    worth = values[np.cumsum(1 << each, axis=1)]
    added = np.empty(each.shape)
    np.put_along_axis(added, each, np.diff(worth, prepend=0, axis=1), axis=1)
    return added


def permutation_shapley(values: Floats) -> Floats:
    """The Shapley value by its definition."""
    return added_in_orders(values).mean(axis=0)
