"""Is it the nucleolus, is it in the core? Answered in exact rational arithmetic.

Nothing here is shared with what computes shares, and no linear program is
trusted to a solver in floats. Floats only find out which coalitions can matter;
what they say is then proven or refused in fractions.

References: E. Kohlberg, On the nucleolus of a characteristic function game,
1971; T.-D. Nguyen, Simplifying the Kohlberg criterion on the nucleolus, 2016.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from grandis.sharing.errors import GameError
from grandis.sharing.rational import Row, combination, null_space, solve
from grandis.sharing.survey import Floats, Survey, Whole

Verdict = Literal["proven", "refuted", "uncertain"]
#: Parts of the largest value; excesses this near are guessed to be equal.
NEAR = 1e-9
#: Sums up to here are exact in 64 bits.
WORD = 1 << 62


@dataclass(frozen=True)
class Certificate:
    """What could be proven about shares.

    Attributes
    ----------
    claim
        ``nucleolus``, ``per_capita_nucleolus`` or ``core``.
    verdict
        ``proven``; ``refuted``; or ``uncertain`` when floats cannot tell.
    exact
        The exact shares that the proof is about, or none.
    distance
        The most that a given share differs from its exact one.
    levels
        How many excesses it took until the shares were unique.
    code
        Why it is not proven, or an empty string.
    """

    claim: str
    verdict: Verdict
    exact: tuple[Fraction, ...] | None
    distance: float
    levels: int
    code: str = ""

    @property
    def sentence(self) -> str:
        """The verdict in English."""
        name = self.claim.replace("_", "-" if "per" in self.claim else " ")
        if self.verdict == "proven":
            return f"Proven in exact arithmetic: {_PROVEN[self.claim]}."
        return f"Not certified as {name}: {SENTENCES[self.code]}."


_PROVEN = {
    "nucleolus": "this is the nucleolus",
    "per_capita_nucleolus": "this is the per-capita nucleolus",
    "core": "no coalition can do better alone",
}
SENTENCES = {
    "no_equations": "the tight coalitions do not determine the shares",
    "too_far": "the shares are too far from the nearest exact candidate",
    "not_efficient": "the shares do not add to what all gain together",
    "not_individual": "somebody gets less than it has alone",
    "not_balanced": "a coalition could be made more satisfied (Kohlberg's criterion)",
    "blocked": "a coalition could do better alone",
    "within_rounding": "a coalition is above or below its value by rounding only",
}


def certify_core(values: ArrayLike, shares: ArrayLike) -> Certificate:
    """Whether shares are in the core.

    Floats are taken for the rational numbers that they are. When they miss the
    core by no more than rounding, the verdict is ``uncertain``.

    Raises
    ------
    GameError
        When these are not 2ⁿ finite values and n finite shares, n ≥ 2.
    """
    game, floats = _read(values, shares)
    given = [Fraction(x) for x in floats.tolist()]
    slack = Fraction(NEAR) * Fraction(float(np.abs(game).max()))
    gap = abs(sum(given) - Fraction(float(game[-1])))
    survey = Survey(game, given, per_capita=False)
    excess = max((survey.exact(int(m)) for m in survey.top()), default=Fraction(-1))
    if gap > slack:
        return Certificate("core", "refuted", None, float(gap), 0, "not_efficient")
    if excess > slack:
        return Certificate("core", "refuted", None, float(excess), 0, "blocked")
    if gap or excess > 0:
        distance = float(max(gap, excess))
        return Certificate("core", "uncertain", None, distance, 0, "within_rounding")
    return Certificate("core", "proven", tuple(given), 0.0, 0)


def certify_nucleolus(
    values: ArrayLike, shares: ArrayLike, *, per_capita: bool = False
) -> Certificate:
    """Whether shares are, up to rounding, the nucleolus.

    The shares say which coalitions are tight; these, as equations, give exact
    shares; for them Kohlberg's criterion is decided in fractions.

    Raises
    ------
    GameError
        When these are not 2ⁿ finite values and n finite shares, n ≥ 2.
    """
    claim = "per_capita_nucleolus" if per_capita else "nucleolus"
    game, given = _read(values, shares)
    scale = float(np.abs(game).max())
    exact = _exact_shares(game, given, per_capita, NEAR * scale)
    if exact is None:
        return Certificate(claim, "uncertain", None, 0.0, 0, "no_equations")
    distance = max(
        float(abs(Fraction(float(x)) - y)) for x, y in zip(given, exact, strict=True)
    )
    if distance > NEAR * scale:
        return Certificate(claim, "uncertain", None, distance, 0, "too_far")
    code, levels = _kohlberg(game, exact, per_capita)
    verdict: Verdict = "refuted" if code else "proven"
    return Certificate(claim, verdict, tuple(exact), distance, levels, code)


def _read(values: ArrayLike, shares: ArrayLike) -> tuple[Floats, Floats]:
    game, given = (np.asarray(each, dtype=np.float64) for each in (values, shares))
    fit = given.ndim == 1 and given.size > 1 and game.shape == (1 << given.size,)
    if not (fit and np.isfinite(game).all() and np.isfinite(given).all()):
        raise GameError(
            f"{given.size} shares cannot be certified for {game.size} coalition values;"
            " give a finite share for each of n > 1 players, and 2ⁿ finite values"
        )
    return game, given


def _bits(mask: int, n: int) -> Row:
    return [Fraction(mask >> i & 1) for i in range(n)]


def _exact_shares(
    game: Any, given: Any, per_capita: bool, near: float
) -> list[Fraction] | None:
    """The solution of the equations that seem to hold, level by level."""
    n = given.size
    alone = [Fraction(float(game[1 << i])) for i in range(n)]
    bound = [i for i in range(n) if given[i] <= float(alone[i]) + near]
    survey = Survey(game, [Fraction(float(x)) for x in given], per_capita)
    space = _Space(n)
    levels: list[list[int]] = []
    while space.free:
        masks = _thinned(survey.top(space.directions(), near), n)
        levels.append(masks)
        for mask in masks:
            space.settle(_bits(mask, n))
        for i in bound:
            if space.free and _squeezed(space, i, bound):
                space.settle(_bits(1 << i, n))
    rows = [[Fraction(1)] * n + [Fraction(0)] * len(levels)]
    right = [Fraction(float(game[-1]))]
    for at, masks in enumerate(levels):
        for mask in masks:
            weight = mask.bit_count() if per_capita else 1
            level = [Fraction(weight * (at == k)) for k in range(len(levels))]
            rows.append([*_bits(mask, n), *level])
            right.append(Fraction(float(game[mask])))
    for i in bound:
        rows.append([*_bits(1 << i, n), *[Fraction(0)] * len(levels)])
        right.append(alone[i])
    found = solve(rows, right)
    return found[:n] if found else None


def _squeezed(space: "_Space", player: int, bound: list[int]) -> bool:
    """Whether players at their bound, moving together, could not move at all."""
    rest = [i for i in bound if not space.knows(_bits(1 << i, space.n))]
    return player in rest and space.knows(
        [Fraction(int(i in rest)) for i in range(space.n)]
    )


def _thinned(masks: Whole, n: int) -> list[int]:
    """Enough of these coalitions to span what all of them span, and one more.

    The one more determines the level of the excess.
    """
    space, kept = _Space(n), []
    for mask in masks.tolist():
        if not space.knows(_bits(mask, n)):
            space.settle(_bits(mask, n))
            kept.append(mask)
    others = [m for m in masks.tolist() if m not in set(kept)]
    return [*kept, *others[: 2 * n]]


class _Space:
    """The sums of shares that are settled, and the directions that are free."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._rows: list[Row] = [[Fraction(1)] * n]
        self._update()

    @property
    def free(self) -> int:
        """In how many directions shares can still move."""
        return len(self._null)

    def settle(self, row: Row) -> None:
        """Settle the sum of shares of this row."""
        if not self.knows(row):
            self._rows.append(row)
            self._update()

    def knows(self, row: Row) -> bool:
        """Whether this sum of shares is settled."""
        return all(
            not sum(x for x, r in zip(vector, row, strict=True) if r == 1)
            for vector in self._null
        )

    def directions(self) -> list[list[int]]:
        """Whole numbers for each player that all add to nothing when settled.

        A sum is settled exactly then: free directions are packed into one
        number like the digits of a number system with a base large enough, as
        many as fit into 62 bits.
        """
        packed: list[list[int]] = []
        most = WORD
        for vector in self._null:
            length = sum(map(abs, vector))
            times = 2 * most + 1
            if most + times * length >= WORD:
                packed.append(vector)
                most = length
            else:
                packed[-1] = [
                    x + times * y for x, y in zip(packed[-1], vector, strict=True)
                ]
                most += times * length
        return packed

    @property
    def null(self) -> list[list[int]]:
        """A basis of the free directions in whole numbers."""
        return self._null

    def _update(self) -> None:
        self._null = [_whole(v) for v in null_space(self._rows, self.n)]


def _whole(vector: Row) -> list[int]:
    common = lcm(*(x.denominator for x in vector))
    return [int(x * common) for x in vector]


def _kohlberg(game: Any, exact: list[Fraction], per_capita: bool) -> tuple[str, int]:
    """Why these shares are not the nucleolus, or nothing; and the levels needed."""
    n = len(exact)
    alone = [Fraction(float(game[1 << i])) for i in range(n)]
    if sum(exact) != Fraction(float(game[-1])):
        return "not_efficient", 0
    if any(x < v for x, v in zip(exact, alone, strict=True)):
        return "not_individual", 0
    at_bound = [1 << i for i in range(n) if exact[i] == alone[i]]
    survey = Survey(game, exact, per_capita)
    space, levels = _Space(n), 0
    while space.free:
        masks = survey.top(space.directions()).tolist()
        best = max(survey.exact(mask) for mask in masks)
        tight = [mask for mask in masks if survey.exact(mask) == best]
        levels += 1
        if not _balanced(space, tight, at_bound):
            return "not_balanced", levels
    return "", levels


def _balanced(space: _Space, tight: list[int], at_bound: list[int]) -> bool:
    """Whether the tight coalitions hold each other, and settle them if so.

    They must have weights, all positive, under which they and players at their
    bound (with weights ≥ 0) add to a settled sum. Each linear program finds
    weights for some not yet covered; what these span is covered with them.
    """
    n = space.n
    while True:
        open_ = [mask for mask in tight if not space.knows(_bits(mask, n))]
        if not open_:
            return True
        bound = [mask for mask in at_bound if not space.knows(_bits(mask, n))]
        found = _weights(space.null, open_, bound)
        if found is None:
            return False
        for mask in found:
            space.settle(_bits(mask, n))


def _weights(null: list[list[int]], open_: list[int], bound: list[int]) -> Any:
    """Coalitions with positive weights that add to nothing free, or none."""
    n = len(null[0])
    columns = [*open_, *bound]
    bits = np.array(columns)[:, None] >> np.arange(n) & 1
    free = bits.astype(object) @ np.array(null, dtype=object).T
    counted = np.array([1] * len(open_) + [0] * len(bound), dtype=object)
    matrix = np.column_stack([free, counted])

    def column(index: int) -> Row:
        return [Fraction(int(x)) for x in matrix[index]]

    def price(prices: Row) -> int:
        worth = matrix @ np.array(_whole(prices), dtype=object)
        positive = np.flatnonzero(worth > 0)
        return int(positive[0]) if positive.size else -1

    height = len(null) + 1
    right = [*[Fraction(0)] * len(null), Fraction(1)]
    weights = combination(height, right, column, price)
    return None if weights is None else [columns[i] for i in weights]
