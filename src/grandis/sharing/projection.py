"""The nearest point of a polyhedron, by non-negative least squares."""

import numpy as np

from grandis.errors import UnsolvedError
from grandis.sharing.coalitions import Floats

#: On numbers around 1.
ZERO = 1e-12


def nearest(point: Floats, rows: Floats, least: Floats, total: float) -> Floats:
    """The nearest x to `point` with rows · x ≥ least and Σ x = total.

    The equation is taken out by a basis of the plane it describes; the rest is
    least-distance programming (C. Lawson and R. Hanson, Solving Least Squares
    Problems, 1974, chapter 23).

    Raises
    ------
    UnsolvedError
        When no x satisfies the constraints.
    """
    n = point.size
    start = point + (total - point.sum()) / n
    plane = np.linalg.svd(np.ones((1, n)))[2][1:].T
    free = rows @ plane
    needed = least - rows @ start
    system = np.vstack([free.T, needed])
    goal = np.zeros(n)
    goal[-1] = 1.0
    residual = system @ non_negative(system, goal) - goal
    if abs(residual[-1]) <= ZERO:
        raise UnsolvedError("the core constraints contradict each other")
    answer: Floats = start - plane @ (residual[:-1] / residual[-1])
    return answer


def non_negative(matrix: Floats, goal: Floats) -> Floats:
    """The u ≥ 0 that brings matrix · u nearest to `goal` (Lawson and Hanson)."""
    u = np.zeros(matrix.shape[1])
    chosen: list[int] = []
    for _ in range(10 * matrix.shape[1] + 10):
        pull = matrix.T @ (goal - matrix @ u)
        pull[chosen] = 0
        entering = int(np.argmax(pull))
        if pull[entering] <= ZERO:
            return u
        chosen.append(entering)
        u, chosen = _without_negative(matrix, goal, u, chosen)
    raise UnsolvedError("the projection onto the core did not end")


def _without_negative(
    matrix: Floats, goal: Floats, u: Floats, chosen: list[int]
) -> tuple[Floats, list[int]]:
    """Solve for the chosen entries; drop, one by one, those that turn negative."""
    while chosen:
        best = np.linalg.lstsq(matrix[:, chosen], goal, rcond=None)[0]
        if (best > 0).all():
            u = np.zeros(matrix.shape[1])
            u[chosen] = best
            break
        now = u[chosen]
        falling = best <= 0
        step = float(np.min(now[falling] / (now[falling] - best[falling] + 1e-300)))
        now = now + step * (best - now)
        kept = [i for i, x in enumerate(now) if x > ZERO]
        u = np.zeros(matrix.shape[1])
        chosen = [chosen[i] for i in kept]
        u[chosen] = now[kept]
    return u, chosen
