"""What members gain together from many opportunities, as a planner says."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.games import superadditive

from grandis import planning
from grandis.sharing import (
    GameError,
    coalition_bounds,
    require_monotone,
    shapley,
    shapley_range,
)


@given(st.integers(0, 10**6), st.integers(1, 5))
def test_bounds_hold_the_values_and_grow_with_members(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    spread = np.random.default_rng(seed).integers(0, 9, (2, values.size))

    def planner(mask: int) -> tuple[float, float]:
        return values[mask] - spread[0, mask], values[mask] + spread[1, mask]

    lower, upper = coalition_bounds(n, planner)
    assert (lower <= values).all()
    assert (values <= upper).all()
    require_monotone(lower)
    require_monotone(upper)


def test_a_bound_below_a_plan_is_refused() -> None:
    with pytest.raises(GameError, match=r"\{0\} has a plan worth 5 above its bound, 4"):
        coalition_bounds(2, lambda mask: (5, 4) if mask == 1 else (5, 9))


#: Ada gains 600 by the caps and 100 by the lids, Bea 400 by the lids; the kits
#: gain 400 when Bea moulds and Cyd paints them.
WORK = planning.Problem(
    name="three members",
    horizon=100,
    members=tuple(planning.Member(m) for m in ("ada", "bea", "cyd")),
    sites=tuple(planning.Site(f"{m}-site", m) for m in ("ada", "bea", "cyd")),
    resources=tuple(
        planning.Resource(f"{m}-press", f"{m}-site") for m in ("ada", "bea", "cyd")
    ),
    links=(planning.Link("bea-site", "cyd-site", 5, 100),),
    opportunities=(
        planning.Opportunity(
            "caps",
            price=900,
            steps=(planning.Step("mould", (planning.Option("ada-press", 10, 300),)),),
        ),
        planning.Opportunity(
            "lids",
            price=900,
            steps=(
                planning.Step(
                    "mould",
                    (
                        planning.Option("ada-press", 10, 800),
                        planning.Option("bea-press", 10, 500),
                    ),
                ),
            ),
        ),
        planning.Opportunity(
            "kits",
            price=1000,
            steps=(
                planning.Step("mould", (planning.Option("bea-press", 10, 200),)),
                planning.Step(
                    "paint", (planning.Option("cyd-press", 10, 300),), after=("mould",)
                ),
            ),
        ),
    ),
)


def of_members(problem: planning.Problem, mask: int) -> planning.Problem:
    """The problem without the options of who is not in the coalition."""
    inside = {m.id for i, m in enumerate(problem.members) if mask >> i & 1}
    owner = {site.id: site.member for site in problem.sites}
    able = {r.id for r in problem.resources if owner[r.site] in inside}
    kept = []
    for opportunity in problem.opportunities:
        steps = tuple(
            msgspec.structs.replace(
                step, options=tuple(o for o in step.options if o.resource in able)
            )
            for step in opportunity.steps
        )
        if all(step.options for step in steps):
            kept.append(msgspec.structs.replace(opportunity, steps=steps))
    return msgspec.structs.replace(problem, opportunities=tuple(kept))


def test_the_planner_values_every_coalition() -> None:
    def planner(mask: int) -> tuple[float, float]:
        plan = planning.solve(of_members(WORK, mask), steps=200, workers=1)
        return plan.value, plan.bound

    lower, upper = coalition_bounds(3, planner)
    assert lower.tolist() == [0, 700, 400, 1000, 0, 700, 800, 1400]
    assert upper.tolist() == lower.tolist()
    low, high = shapley_range(lower, upper)
    assert low == pytest.approx(shapley(lower))
    assert high == pytest.approx(low)
